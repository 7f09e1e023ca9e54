import os
import zipfile

import openpyxl
import pytest

from sinksim.core.errors import BadInput
from sinksim.network.graph import build_graph, origins, travel_minutes
from sinksim.scenarios.loading.network_tables import read_network, read_workbook
from tests.helpers.network_tables import BROKEN, EDGES, GOOD, NODES
from tests.helpers.work import calls_of, peak_bytes


def write(path, content):
    path.write_bytes(content if isinstance(content, bytes) else content.encode())
    return path


def workbook(path, **sheets):
    book = openpyxl.Workbook()
    book.active.title = "notes"
    for title, rows in sheets.items():
        sheet = book.create_sheet(title)
        for row in rows:
            sheet.append(row)
    book.save(path)
    return path


@pytest.mark.parametrize(
    ("nodes", "edges", "fragments"), [b[1:] for b in BROKEN], ids=[b[0].replace(" ", "-") for b in BROKEN]
)
def test_a_broken_table_is_refused_with_place_value_and_remedy(tmp_path, nodes, edges, fragments):
    path_edges = write(tmp_path / "edges.csv", edges) if edges is not None else None
    with pytest.raises(BadInput) as caught:
        read_network(write(tmp_path / "nodes.csv", nodes), path_edges)
    text = str(caught.value)
    assert all(f in text for f in fragments), text
    assert str(tmp_path) not in text


def test_a_good_table_becomes_a_network(tmp_path):
    edges = write(tmp_path / "edges.csv", EDGES + "d,g,refers,45,12.5\n")
    network = read_network(write(tmp_path / "nodes.csv", GOOD), edges)
    assert network.tiers == ("city", "district")
    assert [(n.code, n.name, n.parent, n.population) for n in network.nodes] == [
        ("g", "City", None, 300),
        ("d", "District", "g", 300),
    ]
    graph = build_graph(network)
    assert origins(graph) == ["d"]
    assert travel_minutes(graph, "d")["city"] == (45, 12.5)


def test_a_byte_order_mark_and_windows_line_ends_are_read(tmp_path):
    content = b"\xef\xbb\xbf" + GOOD.replace("\n", "\r\n").encode()
    assert len(read_network(write(tmp_path / "nodes.csv", content)).nodes) == 2


def test_quoted_cells_with_commas_and_spaces_around_cells_are_read(tmp_path):
    path = write(tmp_path / "nodes.csv", NODES + 'g," City, old ", city ,,300\n')
    assert read_network(path).nodes[0].name == "City, old"
    assert read_network(path).nodes[0].tier == "city"


def test_every_fault_is_listed_up_to_twenty_and_then_how_many_more(tmp_path):
    rows = "".join(f"x{i},X,district,g,-{i + 1}\n" for i in range(25))
    with pytest.raises(BadInput) as caught:
        read_network(write(tmp_path / "nodes.csv", GOOD + rows))
    lines = str(caught.value).splitlines()
    assert len(lines) == 21
    assert lines[0].startswith("nodes.csv:4: population is '-1'")
    assert lines[-1] == "... and 5 more"


def test_a_large_file_is_refused_before_it_is_read(tmp_path):
    path = tmp_path / "nodes.csv"
    path.touch()
    os.truncate(path, 2_000_000_000)

    def refused():
        with pytest.raises(BadInput, match=r"2,000,000,000 bytes; allowed: at most 20,000,000 bytes"):
            read_network(path)

    assert peak_bytes(refused) < 10_000_000


@pytest.mark.skipif(not os.path.exists("/dev/zero"), reason="this system has no endless file")  # noqa: PTH110
def test_an_endless_file_and_a_folder_are_refused(tmp_path):
    from pathlib import Path

    for path in (Path("/dev/zero"), tmp_path):
        with pytest.raises(BadInput, match="not a regular file"):
            read_network(path)


def test_a_file_that_is_not_there_is_refused(tmp_path):
    with pytest.raises(BadInput, match=r"no\.csv: cannot be read"):
        read_network(tmp_path / "no.csv")


def test_telling_faults_takes_work_in_proportion_to_the_rows(tmp_path):
    def refused(rows):
        table = "".join(f"x{i},X,district,h{i},1\n" for i in range(rows))
        with pytest.raises(BadInput, match=f"and {rows - 20} more"):
            read_network(write(tmp_path / "nodes.csv", NODES + table))

    refused(30)
    few, many = (calls_of(lambda n=rows: refused(n)) for rows in (200, 800))
    assert many < 4.2 * few


def test_of_many_rows_that_cannot_be_read_only_those_that_are_told_are_worded(tmp_path):
    def work_of(rows):
        edges = write(tmp_path / "edges.csv", EDGES + "".join(f"d,g,refres,{n},1\n" for n in range(rows)))

        def refused():
            with pytest.raises(BadInput, match="did you mean refers"):
                read_network(write(tmp_path / "nodes.csv", GOOD), edges)

        return calls_of(refused)

    work_of(1)
    told, counted = (work_of(20) - work_of(10)) / 10, (work_of(60) - work_of(20)) / 40
    assert counted < told / 2


def test_a_workbook_with_numbers_as_codes_becomes_the_same_network(tmp_path):
    nodes = [["code", "tier", "parent", "population"], [520000, "province", None, 9], [520100.0, "city", 520000, 9.0]]
    edges = [["source", "target", "relation", "minutes"], [520100, 520000, "refers", 30.5]]
    network = read_workbook(workbook(tmp_path / "network.xlsx", nodes=nodes, edges=edges))
    assert [(n.code, n.parent, n.population) for n in network.nodes] == [("520000", None, 9), ("520100", "520000", 9)]
    assert network.edges[0].minutes == 30.5
    assert read_network(tmp_path / "network.xlsx") == network


def test_a_fault_in_a_workbook_names_sheet_and_row(tmp_path):
    path = workbook(tmp_path / "n.xlsx", nodes=[["code", "tier"], ["a", "city"], ["b c", "city"]])
    with pytest.raises(BadInput, match=r"^n\.xlsx\[nodes\]:3: code is 'b c'"):
        read_workbook(path)


def test_a_workbook_without_edges_or_with_an_empty_sheet_of_edges_is_read(tmp_path):
    nodes = [["code", "tier"], ["a", "city"]]
    assert read_workbook(workbook(tmp_path / "n.xlsx", nodes=nodes)).edges == ()
    assert (
        read_workbook(workbook(tmp_path / "m.xlsx", nodes=nodes, edges=[["source", "target", "relation"]])).edges == ()
    )


def test_a_workbook_without_nodes_is_refused(tmp_path):
    with pytest.raises(BadInput, match="no sheet nodes"):
        read_workbook(workbook(tmp_path / "n.xlsx", edges=[["source"]]))


def test_what_is_not_a_workbook_is_refused(tmp_path):
    with pytest.raises(BadInput, match="not an Excel workbook"):
        read_workbook(write(tmp_path / "n.xlsx", GOOD))
    with pytest.raises(BadInput, match="damaged"):
        read_workbook(write(tmp_path / "m.xlsx", b"PK\x03\x04" + b"x" * 100))
    with zipfile.ZipFile(tmp_path / "z.xlsx", "w") as archive:
        archive.writestr("hello.txt", "hello")
    with pytest.raises(BadInput, match="an archive that is no workbook"):
        read_workbook(tmp_path / "z.xlsx")


def test_a_workbook_that_unpacks_to_gigabytes_is_refused(tmp_path):
    path = tmp_path / "n.xlsx"
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED, compresslevel=1) as archive:
        for i in range(3):
            archive.writestr(f"{i}.xml", bytes(80_000_000))
    with pytest.raises(BadInput, match="when unpacked"):
        read_workbook(path)


def test_a_workbook_and_a_second_table_do_not_go_together(tmp_path):
    path = workbook(tmp_path / "n.xlsx", nodes=[["code", "tier"], ["a", "city"]])
    with pytest.raises(BadInput, match="a second table"):
        read_network(path, write(tmp_path / "edges.csv", EDGES))


def test_a_cell_of_units_holds_kinds_and_numbers(tmp_path):
    table = "code,tier,parent,units\nc,county,,hospitals 3;village clinics 7.5\nt,town,c,\n"
    county, town = read_network(write(tmp_path / "nodes.csv", table)).nodes
    assert (county.units, town.units) == ({"hospitals": 3, "village clinics": 7.5}, {})
    odd = write(tmp_path / "odd.csv", table.replace("hospitals 3", "hospitals three"))
    with pytest.raises(BadInput, match=r"^odd\.csv:2: units\.hospitals is 'three'; allowed: a number"):
        read_network(odd)
