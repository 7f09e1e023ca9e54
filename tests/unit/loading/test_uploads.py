"""Tables handed over as bytes: told apart by their columns, refused where they are no plain tables."""

import io
import zipfile

import openpyxl
import pytest

from sinksim.core.errors import BadInput
from sinksim.scenarios.loading.sheets import csv_sheet
from sinksim.scenarios.loading.uploads import LARGEST_UPLOAD, MOST_ROWS, File, plain_name, tables_of
from tests.helpers.network_tables import BROKEN, EDGES, GOOD

CASES = "service,origin,arisen\npermit,d,2022-01-04T09:00\n"


def workbook(**sheets):
    book = openpyxl.Workbook()
    book.active.title = "notes"
    for title, rows in sheets.items():
        sheet = book.create_sheet(title)
        for row in rows:
            sheet.append(row)
    content = io.BytesIO()
    book.save(content)
    return content.getvalue()


def rows(text):
    return [line.split(",") for line in text.splitlines()]


def refused(*files):
    given = [File(name, content if isinstance(content, bytes) else content.encode()) for name, content in files]
    with pytest.raises(BadInput) as caught:
        _ = tables_of(given).network
    return str(caught.value)


def test_tables_are_told_apart_by_their_columns_whatever_their_names():
    found = tables_of(
        [
            File("b.csv", GOOD.encode()),
            File("a.CSV", EDGES.encode() + b"d,g,refers,45,1\n"),
            File("c.csv", CASES.encode()),
        ]
    )
    assert [(node.code, node.population) for node in found.network.nodes] == [("g", 300), ("d", 300)]
    assert [(edge.source, edge.minutes) for edge in found.network.edges] == [("d", 45)]
    assert [case.origin for case in found.cases] == ["d"]


def test_a_workbook_brings_all_three():
    content = workbook(nodes=rows(GOOD), edges=rows(EDGES + "d,g,refers,45,1"), cases=rows(CASES))
    found = tables_of([File("own.xlsx", content)])
    assert set(found.sheets) == {"nodes", "edges", "cases"}
    assert len(found.network.nodes) == 2
    assert found.cases[0].service == "permit"


@pytest.mark.parametrize(
    ("nodes", "edges", "fragments"), [b[1:] for b in BROKEN], ids=[b[0].replace(" ", "-") for b in BROKEN]
)
def test_a_broken_upload_is_refused_with_place_value_and_remedy(nodes, edges, fragments):
    files = [("nodes.csv", nodes)] + ([("edges.csv", edges)] if edges is not None else [])
    said = refused(*files)
    assert all(fragment in said for fragment in fragments[1:]), said


@pytest.mark.parametrize(
    ("name", "content", "told"),
    [
        ("n.csv", b"a," * (LARGEST_UPLOAD // 2 + 1), "allowed: at most 5,000,000 bytes"),
        ("n.zip", b"PK\x03\x04" + b"x" * 50, "an archive"),
        ("n.csv", b"PK\x03\x04" + b"x" * 50, "an archive"),
        ("n.csv.gz", b"\x1f\x8b\x08" + b"x" * 50, "an archive"),
        ("n.7z", b"7z\xbc\xaf\x27\x1c", "an archive"),
        ("n.xls", b"\xd0\xcf\x11\xe0" + b"x" * 50, "an older Excel file"),
        ("n.xlsx", b"PK\x03\x04" + b"x" * 50, "damaged"),
        ("n.xlsx", b"code,tier\n", "not an Excel workbook"),
        ("n.exe", b"MZ", "no table"),
        ("n.csv", b"", "empty"),
        ("n.csv", b"colour,size\nred,3\n", "columns of no known table"),
    ],
)
def test_what_is_no_plain_table_is_refused(name, content, told):
    said = refused((name, content))
    assert told in said
    assert "allowed: " in said


def packed(**parts):
    content = io.BytesIO()
    with zipfile.ZipFile(content, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, part in {"[Content_Types].xml": b"<a/>", "xl/workbook.xml": b"<a/>", **parts}.items():
            archive.writestr(name, part)
    return content.getvalue()


BOMBS = {
    "ratio": ({"xl/worksheets/sheet1.xml": bytes(9_000_000)}, "at most 200 times its size"),
    "total": ({f"xl/{n}.xml": bytes(30_000_000) for n in range(4)}, "when unpacked"),
    "parts": ({f"xl/{n}.xml": b"<a/>" for n in range(1200)}, "parts; allowed"),
    "macros": ({"xl/vbaProject.bin": b"x"}, "macros"),
    "nested": ({"xl/inner.zip": b"PK\x03\x04"}, "macros or other files"),
    "entities": (
        {"xl/sharedStrings.xml": b'<?xml version="1.0"?><!DOCTYPE a [<!ENTITY b "c">]><a>&b;</a>'},
        "document type",
    ),
    "wide characters": ({"xl/styles.xml": "<!DOCTYPE a><a/>".encode("utf-16")}, "document type"),
}


@pytest.mark.parametrize("name", BOMBS)
def test_a_bomb_in_a_workbook_is_refused_before_it_is_unpacked(name):
    parts, told = BOMBS[name]
    assert told in refused(("n.xlsx", packed(**parts)))


def test_a_size_that_the_directory_of_a_bomb_denies_does_no_harm():
    content = packed(**{"xl/worksheets/sheet1.xml": bytes(90_000_000)})
    small = (1000).to_bytes(4, "little")
    lying = content.replace((90_000_000).to_bytes(4, "little"), small)
    assert lying != content
    assert "allowed: " in refused(("n.xlsx", lying))


def test_archives_that_lack_the_parts_of_a_workbook_are_no_workbook():
    content = io.BytesIO()
    with zipfile.ZipFile(content, "w") as archive:
        archive.writestr("hello.txt", "hello")
    assert "an archive that is no workbook" in refused(("n.xlsx", content.getvalue()))


def test_two_tables_of_one_kind_and_edges_alone_are_refused():
    assert "a second table of nodes" in refused(("a.csv", GOOD), ("b.csv", GOOD))
    assert "edges without one of nodes" in refused(("e.csv", EDGES + "d,g,refers,5,1\n"))


@pytest.mark.parametrize(
    ("content", "told"),
    [
        (
            CASES.replace("arisen\n", "arisen,姓名\n").replace("09:00", "09:00,x"),
            "looks by its name like data about persons",
        ),
        (CASES.replace(",d,", ",13812345678,"), "looks like a phone number (not shown)"),
    ],
)
def test_cases_that_show_persons_are_refused_without_repeating_what_they_show(content, told):
    with pytest.raises(BadInput) as caught:
        _ = tables_of([File("c.csv", content.encode())]).cases
    assert told in str(caught.value)
    assert "13812345678" not in str(caught.value)


@pytest.mark.parametrize(
    ("name", "shown"),
    [
        ("../../etc/passwd.csv", "passwd.csv"),
        ("C:\\x\\n.csv", "n.csv"),
        ("a\u202egnp.csv\x00\n", "agnp.csv"),
        ("", "file"),
        ("甲县.csv", "甲县.csv"),
    ],
)
def test_a_file_s_name_is_shown_on_one_line_without_hidden_characters(name, shown):
    assert plain_name(name) == shown
    assert len(plain_name(name * 50)) <= 80


@pytest.mark.parametrize(
    ("name", "line", "kind"),
    [
        ("n.csv", "code,tier\n" + "x,y\n" * 25_000, "nodes"),
        ("e.csv", "source,target,relation\n" + "x,y,z\n" * 70_000, "edges"),
        ("c.csv", "service,origin,arisen\n" + "x,y,z\n" * 60_000, "cases"),
    ],
)
def test_a_table_that_is_too_long_is_refused_by_its_number_of_lines(name, line, kind, heads_only):
    assert f"rows in a table of {kind}" in refused((name, line))


@pytest.mark.parametrize("end", ["\n", "\r\n", "\r"])
def test_a_table_may_have_as_many_rows_as_its_refusal_says_and_not_one_more(end, monkeypatch):
    """Remarks, blank lines and the header do not count, however lines end."""
    monkeypatch.setitem(MOST_ROWS, "nodes", 3)
    above, table = ["# remark", "", "code,tier"], ["a,county", "b,county", "", "c,county"]
    assert len(tables_of([File("n.csv", end.join([*above, *table]).encode())]).network.nodes) == 3
    assert "n.csv: more than 3 rows" in refused(("n.csv", end.join([*above, *table, "d,county"])))
    assert "rows in a table of nodes" in refused(("n.csv", end.join([*above, *table * 40])))


def test_a_table_of_unknown_columns_is_refused_by_its_header(heads_only):
    assert "n.csv: columns of no known table" in refused(("n.csv", "a,b\n" + "1,2\n" * 1000))


def test_remarks_and_empty_lines_may_stand_above_the_header():
    above = '\ufeff# places of the county,\n\n,,\n"# as of 2024",\n'
    tables = tables_of([File("n.csv", f"{above}code,tier\nc,county\n".encode())])
    assert len(tables.network.nodes) == 1


@pytest.fixture
def heads_only(monkeypatch):
    """A reader of tables that is given a header and nothing more."""

    def head(name, content):
        assert content.count(b"\n") == 1
        return csv_sheet(name, content)

    monkeypatch.setattr("sinksim.scenarios.loading.uploads.csv_sheet", head)


@pytest.mark.slow
def test_a_sheet_that_is_too_long_is_refused_while_it_is_read():
    content = workbook(nodes=[["code", "tier"], *([f"c{n}", "city"] for n in range(20_100))])
    assert "n.xlsx[nodes]: more than 20,000 rows" in refused(("n.xlsx", content))
