import csv
import dataclasses
import hashlib
import json
import os
from pathlib import Path

import pytest

from sinksim.core.files import write_atomically
from sinksim.experiments.comparison import compare
from sinksim.experiments.replicate import failed, replicate
from sinksim.reports.folder import write_report
from tests.helpers.samples import FakePlan, fake_run, labels

YAML = "name: toy\n"


@pytest.fixture(scope="module")
def result():
    return replicate(FakePlan(labels()), fake_run, 3)


@pytest.fixture(scope="module")
def comparison(result):
    return compare({"baseline": result, "alternative": replicate(FakePlan(labels(), mean_days=30.0), fake_run, 3)})


def rows(path):
    with path.open(encoding="utf-8-sig", newline="") as file:
        return list(csv.DictReader(file))


def test_a_comparison_writes_every_table(tmp_path, comparison):
    written = write_report(tmp_path / "new", comparison, YAML, ("sinksim", "compare", "toy"))
    expected = {"summary", "by_area", "by_service", "by_segment", "stations", "data_dictionary", "comparison", "notes"}
    assert {path.stem for path in written if path.suffix == ".csv"} == expected
    assert {path.name for path in (tmp_path / "new").iterdir()} == {path.name for path in written}
    assert all(rows(path) for path in written if path.suffix == ".csv")


def test_the_numbers_in_the_summary_are_those_of_the_result(tmp_path, result):
    write_report(tmp_path, result, YAML)
    (row,) = [r for r in rows(tmp_path / "summary.csv") if r["indicator"] == "elapsed" and r["slice"] == "overall"]
    assert float(row["mean"]) == result.indicator("elapsed").mean
    assert float(row["half_width"]) == result.indicator("elapsed").half_width
    assert {r["indicator"] for r in rows(tmp_path / "summary.csv")} >= {"gini_elapsed", "coverage"}


def test_a_quantile_beyond_the_follow_up_says_so_beside_an_empty_number(tmp_path, comparison):
    write_report(tmp_path, comparison, YAML)
    found = [r for r in rows(tmp_path / "summary.csv") if r["indicator"] == "elapsed_p90" and r["run"] == "alternative"]
    assert {(r["mean"], r["note"]) for r in found} == {("", "> 480 h")}


def test_every_row_by_area_says_illustrative_and_rows_go_by_code(tmp_path, result):
    write_report(tmp_path, result, YAML)
    found = rows(tmp_path / "by_area.csv")
    assert {row["illustrative"] for row in found} == {"示意/illustrative"}
    assert [row["area"] for row in found] == sorted(row["area"] for row in found)
    assert "accessibility" in {row["indicator"] for row in found}


def test_areas_of_a_scenario_without_assumptions_are_not_called_illustrative(tmp_path):
    write_report(tmp_path, replicate(FakePlan(labels(illustrative=False)), fake_run, 2), YAML)
    assert "illustrative" not in rows(tmp_path / "by_area.csv")[0]


def test_a_name_that_looks_like_a_formula_is_made_harmless(tmp_path):
    these = labels()
    areas = dataclasses.replace(these.areas, names=("=HYPERLINK(1)", "@x"))
    write_report(tmp_path, replicate(FakePlan(dataclasses.replace(these, areas=areas)), fake_run, 2), YAML)
    assert {row["area_name"] for row in rows(tmp_path / "by_area.csv")} == {"'=HYPERLINK(1)", "'@x"}


def test_the_dictionary_explains_every_indicator_in_both_languages(tmp_path, comparison):
    write_report(tmp_path, comparison, YAML)
    known = {row["name"]: row for row in rows(tmp_path / "data_dictionary.csv")}
    for table in ("summary", "by_area", "comparison"):
        for row in rows(tmp_path / f"{table}.csv"):
            assert known[row["indicator"]]["unit"] == row["unit"]
            assert known[row["indicator"]]["zh"]
            assert known[row["indicator"]]["en"]


def test_the_manifest_names_the_hash_of_every_other_file(tmp_path, result):
    write_report(tmp_path, result, YAML, ("sinksim", "run", "toy"))
    manifest = json.loads((tmp_path / "manifest.json").read_text(encoding="utf-8"))
    others = {path.name for path in tmp_path.iterdir()} - {"manifest.json"}
    assert set(manifest["files"]) == others
    for name, expected in manifest["files"].items():
        assert hashlib.sha256((tmp_path / name).read_bytes()).hexdigest() == expected
    assert manifest["scenario_sha256"] == hashlib.sha256(YAML.encode()).hexdigest()
    assert manifest["runs"][0]["seed"] == 7
    assert str(tmp_path) not in json.dumps(manifest)


def test_the_same_run_writes_the_same_bytes(tmp_path, result):
    again = replicate(FakePlan(labels()), fake_run, 3)
    first, second = write_report(tmp_path / "a", result, YAML), write_report(tmp_path / "b", again, YAML)
    assert [path.read_bytes() for path in first] == [path.read_bytes() for path in second]


def test_a_run_leaves_no_comparison_of_an_earlier_report_behind(tmp_path, result, comparison):
    write_report(tmp_path, comparison, YAML)
    write_report(tmp_path, result, YAML)
    assert not (tmp_path / "comparison.csv").exists()


def test_a_failed_run_writes_its_reason_and_no_numbers(tmp_path):
    write_report(tmp_path, failed(FakePlan(labels()), "no servers", 3), YAML)
    manifest = json.loads((tmp_path / "manifest.json").read_text(encoding="utf-8"))
    assert (manifest["runs"][0]["ended"], manifest["runs"][0]["reason"]) == ("failed", "no servers")
    assert rows(tmp_path / "summary.csv") == []


def test_a_write_that_fails_leaves_the_old_file_and_nothing_else(tmp_path, monkeypatch):
    path = tmp_path / "table.csv"
    write_atomically(path, b"old")

    def full(_):
        raise OSError("disk full")

    monkeypatch.setattr(os, "fsync", full)
    with pytest.raises(OSError, match="disk full"):
        write_atomically(path, b"new")
    assert path.read_bytes() == b"old"
    assert [p.name for p in tmp_path.iterdir()] == ["table.csv"]


def test_a_report_that_breaks_off_has_no_manifest(tmp_path, result, monkeypatch):
    write_report(tmp_path, result, YAML)
    whole = Path.replace

    def breaks_off(self, target):
        if Path(target).name == "stations.csv":
            raise OSError("gone")
        return whole(self, target)

    monkeypatch.setattr(Path, "replace", breaks_off)
    with pytest.raises(OSError, match="gone"):
        write_report(tmp_path, result, YAML)
    assert not (tmp_path / "manifest.json").exists()
