import csv
import html
import zipfile

import pytest
from openpyxl import load_workbook

from sinksim.cli import main
from sinksim.reports.csv_text import csv_bytes
from tests.helpers.toy import TOY

pytestmark = pytest.mark.office

# A name that begins with = is refused where it enters; a blank before it, or its full-width form, may still act.
HOSTILE = {" =1+1": "甲镇", "@cmd": "乙镇", "＝HYPERLINK(1)": "县城"}
CELLS = ["=1+1", "+1+1", "-1+1", "@SUM(1)", "\t=1+1", "=cmd|' /C calc'!A0", "－1", "１", "甲县"]
NUMERIC = {
    "mean",
    "half_width",
    "n",
    "difference",
    "level",
    "level_against",
    "servers",
    "utilisation",
    "busy",
    "served",
}


@pytest.fixture(scope="module")
def report(tmp_path_factory):
    """The tables of a comparison in which places bear names that a spreadsheet might run."""
    folder = tmp_path_factory.mktemp("report")
    text = TOY.replace("name: toy\n", "name: toy\nillustrative: true\n")
    for name, plain in HOSTILE.items():
        text = text.replace(f"name: {plain}", f'name: "{name}", name_en: "{name}"')
    (folder / "toy.yaml").write_text(text, encoding="utf-8")
    assert (
        main(["compare", str(folder / "toy.yaml"), "--out", str(folder / "out"), "--quiet", "--replications", "3"]) == 0
    )
    assert main(["export", str(folder / "toy.yaml"), "--out", str(folder / "files")]) == 0
    (folder / "cells.csv").write_bytes(csv_bytes([{"cell": cell, "n": 1} for cell in CELLS], ("cell", "n")))
    more = [folder / "cells.csv", folder / "files" / "nodes.csv", folder / "files" / "edges.csv"]
    return [*sorted((folder / "out").glob("*.csv")), *more]


@pytest.fixture(scope="module")
def workbooks(report, office, tmp_path_factory):
    """Each table as LibreOffice reads it, saved as a workbook: cells by file name."""
    folder = office(report, "xlsx", tmp_path_factory.mktemp("xlsx"))
    books = {path.name: load_workbook(folder / f"{path.stem}.xlsx") for path in report}
    return {name: [list(row) for row in book.active.iter_rows()] for name, book in books.items()}


def said(path):
    with path.open(encoding="utf-8-sig", newline="") as file:
        return list(csv.reader(file))


def is_number(text):
    try:
        float(text)
    except ValueError:
        return False
    return True


def test_every_table_is_read_whole(report, workbooks):
    for path in report:
        rows = said(path)
        assert len(rows) > 1
        assert [len(rows), len(rows[0])] == [len(workbooks[path.name]), len(workbooks[path.name][0])]


def test_chinese_text_is_right(report, workbooks):
    chinese = 0
    for path in report:
        for row, cells in zip(said(path), workbooks[path.name], strict=True):
            for text, cell in zip(row, cells, strict=True):
                if any("\u4e00" <= character <= "\u9fff" for character in text):
                    chinese += 1
                    assert cell.value == text
    assert chinese > 100


def test_no_cell_is_a_formula_and_hostile_names_stay_text(workbooks):
    cells = [cell for rows in workbooks.values() for row in rows for cell in row]
    assert [cell.coordinate for cell in cells if cell.data_type == "f"] == []
    texts = {cell.value for cell in cells if isinstance(cell.value, str)}
    # An apostrophe before it is what keeps a spreadsheet from running it.
    assert {f"'{name}" for name in (*HOSTILE, *CELLS[:6])} <= texts
    assert not texts & {*HOSTILE, *CELLS[:6]}
    assert "甲县" in texts


def test_numbers_are_numbers_to_the_last_digit(report, workbooks):
    numbers = 0
    for path in report:
        header, *rows = said(path)
        for row, cells in zip(rows, workbooks[path.name][1:], strict=True):
            for column, text, cell in zip(header, row, cells, strict=True):
                if column in NUMERIC and text:
                    numbers += 1
                    assert is_number(text)
                    assert cell.data_type == "n"
                    assert cell.value == pytest.approx(float(text), rel=1e-14)
    assert numbers > 500


def test_an_open_document_holds_no_formula_either(report, office, tmp_path):
    folder = office(report, "ods", tmp_path)
    for path in report:
        with zipfile.ZipFile(folder / f"{path.stem}.ods") as archive:
            content = archive.read("content.xml").decode("utf-8")
        assert "table:formula" not in content
        assert "table:table-cell" in content


def test_blank_tables_keep_their_chinese(office, tmp_path):
    assert main(["export", "--template", str(tmp_path / "blank")]) == 0
    folder = office(sorted((tmp_path / "blank").glob("*.csv")), "xlsx", tmp_path)
    texts = {cell.value for row in load_workbook(folder / "nodes.xlsx").active.iter_rows() for cell in row}
    assert "遵义路街道" in texts


def test_a_formula_that_is_not_guarded_against_would_be_found(office, tmp_path):
    (tmp_path / "raw.csv").write_text("a\n=1+1\n")
    office([tmp_path / "raw.csv"], "xlsx", tmp_path)
    assert load_workbook(tmp_path / "raw.xlsx").active["A2"].data_type == "f"


def test_the_workbook_of_a_report_opens_whole_without_a_formula(office, tmp_path):
    text = TOY
    for name, plain in HOSTILE.items():
        text = text.replace(f"name: {plain}", f'name: "{name}", name_en: "{name}"')
    (tmp_path / "toy.yaml").write_text(text, encoding="utf-8")
    asked = ["compare", str(tmp_path / "toy.yaml"), "--out", str(tmp_path / "out"), "--zip", "--quiet", "--lang", "zh"]
    assert main([*asked, "--replications", "3"]) == 0
    with zipfile.ZipFile(tmp_path / "out" / "report.zip") as archive:
        archive.extract("report.xlsx", tmp_path)
    office([tmp_path / "report.xlsx"], "ods", tmp_path, is_text=False)
    with zipfile.ZipFile(tmp_path / "report.ods") as archive:
        content = archive.read("content.xml").decode("utf-8")
    assert "table:formula" not in content
    for title in ("主要结果", "假设", "总体", "按地区", "按服务", "按人群", "站点", "数据字典", "差异"):
        assert f'table:name="{title}"' in content
    assert content.count('office:value-type="float"') > 500
    told = html.unescape(content.replace("<text:s/>", " "))
    # The county is the one area of which tables tell the name.
    assert "'＝HYPERLINK(1)" in told
