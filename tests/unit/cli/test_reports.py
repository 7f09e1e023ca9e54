import csv
import json
import shutil

import pytest

ALTERNATIVE = "stations.desk.servers: 2, parameters.minutes: 15"


def rows(path):
    with path.open(encoding="utf-8-sig", newline="") as file:
        return list(csv.DictReader(file))


@pytest.fixture
def compared(sinksim, toy):
    return sinksim("compare", toy, "--out", "report", "--quiet")


def test_a_comparison_says_the_difference_first_then_levels_assumptions_and_where_the_tables_are(compared, tmp_path):
    assert compared.code == 0
    order = ["alternative minus baseline", "Levels", "What rests on assumptions", "Tables are in report"]
    assert sorted(order, key=compared.out.index) == order
    assert "parameters.minutes = 20 min: time at the desk" in compared.out
    assert "unused" not in compared.out
    assert (tmp_path / "report" / "comparison.csv").exists()


def test_the_settings_of_both_sides_are_laid_over_before_parameters_are_put_in(compared, tmp_path):
    servers = {
        row["run"]: row["servers"] for row in rows(tmp_path / "report" / "stations.csv") if row["template"] == "desk"
    }
    assert servers == {"baseline": "1", "alternative": "2"}
    service = {
        row["run"]: float(row["mean"])
        for row in rows(tmp_path / "report" / "summary.csv")
        if row["indicator"] == "staff_hours_solved"
    }
    assert service["alternative"] < service["baseline"]


def test_a_comparison_in_chinese_speaks_chinese(sinksim, toy):
    said = sinksim("compare", toy, "--lang", "zh", "--quiet", "--replications", "2")
    assert "备选方案 减 基准方案" in said.out
    assert "办理时长" in said.out
    assert "表格位于" in said.out


def test_json_is_one_document_with_mean_half_width_and_n_of_every_indicator(sinksim, toy):
    said = sinksim("run", toy, "--json")
    assert (said.code, said.err) == (0, "")
    document = said.document
    assert {"engine", "elapsed_seconds", "manifest", "indicators", "assumptions"} <= set(document)
    names = {row["indicator"] for row in document["indicators"]}
    assert {"elapsed", "coverage", "gini_elapsed"} <= names
    assert all({"mean", "half_width", "n"} <= set(row) for row in document["indicators"])
    assert document["manifest"]["runs"][0]["engine"] == document["engine"] == "agents"


@pytest.mark.slow
def test_but_for_three_keys_the_document_is_the_same_each_time_and_for_any_number_of_workers(sinksim, toy):
    documents = [sinksim("compare", toy, "--json", "--workers", n).document for n in (1, 2)]
    for document in documents:
        for key in ("engine", "elapsed_seconds", "manifest"):
            del document[key]
    assert documents[0] == documents[1]
    assert "elapsed_seconds" not in json.dumps(documents[0])


@pytest.mark.slow
def test_a_run_has_a_folder_of_its_own_which_the_same_run_uses_again(sinksim, toy, tmp_path):
    for _ in range(2):
        assert "Tables are in results/toy-run-1:" in sinksim("run", toy, "--quiet").out
    assert "results/toy-run-7:" in sinksim("run", toy, "--seed", "7").out
    assert "results/toy-run-1-2:" in sinksim("run", toy, "stations.desk.servers=3").out
    assert "results/toy-run-1-2:" in sinksim("run", toy, "stations.desk.servers=3", "--workers", "1").out
    assert "results/toy-compare-1:" in sinksim("compare", toy).out
    assert sorted(path.name for path in (tmp_path / "results").iterdir()) == [
        "toy-compare-1",
        "toy-run-1",
        "toy-run-1-2",
        "toy-run-7",
    ]


def test_a_folder_that_holds_something_else_is_never_written_over(sinksim, toy, tmp_path):
    mine = tmp_path / "mine"
    mine.mkdir()
    (mine / "summary.csv").write_text("my own")
    assert "Tables are in mine-2:" in sinksim("run", toy, "--out", "mine").out
    assert (mine / "summary.csv").read_text() == "my own"


def test_a_report_is_repeated_bit_for_bit_from_its_folder_alone(sinksim, compared, toy, tmp_path):
    toy.unlink()
    shutil.move(tmp_path / "report", tmp_path / "moved")
    said = sinksim("rerun", "moved")
    assert (said.code, said.err) == (0, "")
    assert "comparison.csv: same" in said.out
    assert "every table is the same, bit for bit" in said.out
    assert [path.name for path in tmp_path.iterdir()] == ["moved"]


def test_a_table_that_differs_and_versions_that_differ_are_named(sinksim, compared, tmp_path):
    path = tmp_path / "report" / "manifest.json"
    manifest = json.loads(path.read_text(encoding="utf-8"))
    manifest["files"]["by_area.csv"] = "0" * 64
    manifest["packages"]["numpy"] = "1.0"
    path.write_text(json.dumps(manifest), encoding="utf-8")
    said = sinksim("rerun", "report", "--json")
    assert said.code == 1
    assert said.document["tables"]["by_area.csv"] is False
    assert said.document["tables"]["summary.csv"] is True
    assert said.document["versions_that_differ"]["numpy"][0] == "1.0"


@pytest.mark.parametrize(
    ("found", "told"),
    [
        (None, "an older format (1)"),
        (1, "an older format (1)"),
        (3, "another format (3)"),
        ("x", "another format ('x')"),
    ],
)
def test_a_report_of_another_format_is_not_repeated_and_says_so_in_one_sentence(
    sinksim, compared, tmp_path, monkeypatch, found, told
):
    from sinksim.experiments import running

    path = tmp_path / "report" / "manifest.json"
    manifest = json.loads(path.read_text(encoding="utf-8"))
    assert manifest.pop("format_version") == 2
    path.write_text(json.dumps(manifest if found is None else {**manifest, "format_version": found}), encoding="utf-8")
    monkeypatch.delattr(running, "compare")
    said = sinksim("rerun", "report")
    assert (said.code, said.out) == (2, "")
    assert f"the report is of {told} and cannot be repeated to the bit; allowed: a report of format 2" in said.err
    assert "docs/formats.md" in said.err
    assert said.err.count("\n") == 1


def test_the_scenario_of_a_report_of_format_1_makes_one_of_today(sinksim, toy, tmp_path):
    text = toy.read_text(encoding="utf-8")
    sides = (
        "  baseline: {stations.desk.servers: 1}\n  alternative: {stations.desk.servers: 2, parameters.minutes: 15}\n"
    )
    (tmp_path / "old.yaml").write_text(text[: text.index("comparison:")] + f"comparison:\n{sides}", encoding="utf-8")
    for name in ("toy", "old"):
        assert sinksim("compare", f"{name}.yaml", "--out", name, "--replications", "2", "--quiet").code == 0
    assert (tmp_path / "old" / "scenario.yaml").read_bytes() == (tmp_path / "toy" / "scenario.yaml").read_bytes()
    assert (tmp_path / "old" / "comparison.csv").read_bytes() == (tmp_path / "toy" / "comparison.csv").read_bytes()


def test_a_scenario_that_was_changed_after_the_report_is_not_repeated(sinksim, compared, tmp_path):
    path = tmp_path / "report" / "scenario.yaml"
    path.write_text(path.read_text(encoding="utf-8") + "\n", encoding="utf-8")
    said = sinksim("rerun", "report")
    assert said.code == 2
    assert "has been changed since" in said.err


def test_an_override_of_a_decision_is_asked_of_the_proposals(sinksim, toy, tmp_path):
    sinksim("compare", toy, "stations.desk.servers=5", "--out", "five")
    servers = {
        row["run"]: row["servers"] for row in rows(tmp_path / "five" / "stations.csv") if row["template"] == "desk"
    }
    assert servers == {"baseline": "1", "alternative": "5"}


def test_a_scenario_without_a_comparison_cannot_be_compared(sinksim, toy):
    text = toy.read_text(encoding="utf-8")
    toy.write_text(text[: text.index("comparison:")], encoding="utf-8")
    said = sinksim("compare", toy)
    assert said.code == 2
    assert "comparison names no sides; allowed: two or more under comparison.sides" in said.err


@pytest.mark.parametrize(
    ("setting", "told"),
    [
        (
            "stations.dseck.servers: 2",
            "comparison.sides.alternative.set has the path 'stations.dseck.servers'; allowed: in stations",
        ),
        ("processes.apply.9.queue: 2", "an entry by its number from 0 to 2"),
        ("name.x: 2", "name is 'toy', without names in it"),
        ("stations.desk.servers: 0.5", "(side alternative): stations.desk.servers is 0.5"),
        ("parameters.minutes: 99", "parameters.minutes: value is 99"),
    ],
)
def test_a_setting_of_the_comparison_that_cannot_be_is_refused(sinksim, toy, setting, told):
    toy.write_text(toy.read_text(encoding="utf-8").replace(ALTERNATIVE, setting), encoding="utf-8")
    said = sinksim("compare", toy)
    assert said.code == 2
    assert told in said.err


def test_what_is_not_conserved_ends_with_code_one(sinksim, toy, monkeypatch):
    from dataclasses import replace

    from sinksim.experiments import running

    told = running.run
    monkeypatch.setattr(running, "run", lambda *a, **k: replace(told(*a, **k), faults=("a case is missing",)))
    said = sinksim("run", toy, "--quiet")
    assert said.code == 1
    assert "a case is missing" in said.out
