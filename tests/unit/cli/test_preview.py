"""``sinksim compare --preview``: the preview of the pages on the command line, told for what it is in all that is made of it."""

import csv
import io
import json
import zipfile

import pytest
from openpyxl import load_workbook

import sinksim as library
from sinksim.experiments import known_previews
from sinksim.experiments.preview import Cut

OF_THE_TOY = "preview of 1 of 1 counties, 8 days"


def test_console_document_manifest_and_rows_say_that_it_is_a_preview_and_of_what(sinksim, toy, tmp_path):
    said = sinksim("compare", toy, "--preview", "--quiet")
    assert f"{OF_THE_TOY}; not measured against the full run" in said.out
    folder = tmp_path / "results" / "toy-compare-preview-1"
    manifest = json.loads((folder / "manifest.json").read_text(encoding="utf-8"))
    assert all(run["scope"]["preview"] and OF_THE_TOY in run["scope"]["text"] for run in manifest["runs"])
    assert manifest["command"][:4] == ["sinksim", "compare", "toy.yaml", "--preview"]
    tables = [table for table in folder.glob("*.csv") if table.name != "notes.csv"]
    rows = [row for table in tables for row in csv.DictReader(io.StringIO(table.read_text(encoding="utf-8-sig")))]
    assert rows
    assert all(OF_THE_TOY in row["note"] for row in rows if "note" in row)
    document = sinksim("compare", toy, "--preview", "--json").document
    assert all(side["scope"]["preview"] for side in document["sides"].values())


def test_brief_page_and_workbook_of_a_preview_say_so_in_either_language(sinksim, toy, tmp_path):
    sinksim("compare", toy, "--preview", "--quiet", "--zip", "--lang", "zh", "--out", "zh")
    with zipfile.ZipFile(tmp_path / "zh" / "report.zip") as archive:
        brief, page = (archive.read(name).decode() for name in ("brief.html", "report.html"))
        sheet = load_workbook(io.BytesIO(archive.read("report.xlsx"))).worksheets[0]
    said = "预览：1 个区县中的 1 个，观察窗 8 天；未与完整计算实测比对"
    assert "（预览）" in brief
    assert said in brief
    assert said in page
    column = [cell.value for cell in next(sheet.iter_rows())].index("范围")
    assert {row[column].value for row in sheet.iter_rows(min_row=2)} == {said}


def test_the_report_of_a_preview_is_repeated_as_one(sinksim, toy, tmp_path):
    sinksim("compare", toy, "--preview", "--quiet", "--out", "one")
    again = sinksim("rerun", "one", "--out", "two", "--json")
    assert again.document["same"]
    manifests = [json.loads((tmp_path / name / "manifest.json").read_text(encoding="utf-8")) for name in ("one", "two")]
    assert manifests[0]["runs"] == manifests[1]["runs"]


def test_a_preview_does_not_hang_on_overrides_and_moves_what_they_move(sinksim, toy):
    plain = sinksim("compare", toy, "--preview", "--json").document
    moved = sinksim("compare", toy, "--preview", "alternative:stations.desk.servers=3", "--json").document
    assert plain["sides"]["baseline"] == moved["sides"]["baseline"]
    assert plain["sides"]["alternative"]["scope"] == moved["sides"]["alternative"]["scope"]
    assert plain["sides"]["alternative"]["indicators"] != moved["sides"]["alternative"]["indicators"]


@pytest.mark.parametrize(
    "beside",
    [
        ["experiment.window_days=3"],
        ["--replications", "2"],
        ["baseline:experiment.follow_up_days=2"],
        ["network.scale=0.5"],
        ["--side", "more: experiment.window_days=3"],
    ],
)
def test_what_a_preview_fixes_cannot_stand_beside_it(sinksim, toy, beside):
    said = sinksim("compare", toy, "--preview", *beside)
    assert said.code == 2
    assert "stands beside --preview, which fixes" in said.err
    assert said.err.count("\n") == 1


@pytest.mark.slow
def test_a_preset_is_previewed_as_measured_unless_a_place_is_asked_for(sinksim, monkeypatch):
    known = Cut(None, 0.01, "share", 1.0, 2.0, 3.0, 2, deviation=0.07)
    monkeypatch.setattr(known_previews, "known_preview", lambda name: known if name == "guizhou" else None)
    scope = next(iter(sinksim("compare", "guizhou", "--preview", "--json").document["sides"].values()))["scope"]
    assert (scope["window_days"], scope["deviation"], scope["place"]) == (2.0, 0.07, "")
    other = sinksim("compare", "guizhou", "--preview", "network.within='520400'", "--json").document
    scope = next(iter(other["sides"].values()))["scope"]
    assert (scope["place_en"], scope["deviation"]) == ("Anshun City", None)


@pytest.mark.parametrize(
    "beside", [{"overrides": ["experiment.window_days=3"]}, {"sides": ["more: network.scale=0.5"]}]
)
def test_python_refuses_the_same_beside_a_preview(toy, beside):
    with pytest.raises(library.BadInput, match="stands beside --preview, which fixes"):
        library.compare(str(toy), preview=True, **beside)


def test_python_gives_the_preview_of_the_command(sinksim, toy):
    overrides = ["alternative:stations.desk.servers=3"]
    found = library.compare(str(toy), overrides=overrides, preview=True)
    said = sinksim("compare", toy, "--preview", *overrides, "--json").document
    assert {side: result["indicators"] for side, result in said["sides"].items()} == {
        side: result.to_json_dict()["indicators"] for side, result in found.results.items()
    }


@pytest.mark.parametrize(
    "asked", [{"baseline": "baseline"}, {"traditional": "baseline"}], ids=["baseline", "traditional"]
)
def test_roles_beside_one_scenario_are_refused(toy, asked):
    with pytest.raises(library.BadInput, match="which names them itself"):
        library.compare(str(toy), **asked)


@pytest.mark.parametrize("asked", [{"preview": True}, {"overrides": ["policy.adoption=1"]}, {"sides": ["more:"]}])
def test_what_belongs_to_one_scenario_is_refused_beside_several(toy, asked):
    with pytest.raises(library.BadInput, match="allowed: with the name or file of one"):
        library.compare({"one": str(toy), "two": str(toy)}, **asked)
