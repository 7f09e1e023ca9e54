import csv

import openpyxl
import pytest

from sinksim.core.errors import BadInput
from sinksim.scenarios.loading.case_log import read_cases
from sinksim.scenarios.loading.network_tables import read_network, read_workbook
from sinksim.scenarios.loading.templates import EXAMPLES, write_templates


def uncommented(path):
    """The template as it is once the user has removed the # before the example."""
    text = path.read_text(encoding="utf-8-sig").replace("# ", "", 1)
    path.write_text(text, encoding="utf-8")
    return path


def test_four_templates_are_written(tmp_path):
    paths = write_templates(tmp_path / "new" / "folder")
    assert [p.name for p in paths] == ["nodes.csv", "edges.csv", "cases.csv", "network.xlsx"]
    assert all(p.exists() for p in paths)


@pytest.mark.parametrize("table", EXAMPLES)
def test_a_template_has_every_column_of_its_model_and_a_commented_example(tmp_path, table):
    write_templates(tmp_path)
    with (tmp_path / f"{table}.csv").open(encoding="utf-8-sig", newline="") as file:
        header, *rows = csv.reader(file)
    assert header == list(EXAMPLES[table][0].model_fields)
    assert len(rows[0]) == len(header)
    assert all(row[0].startswith("#") for row in rows)


def test_an_untouched_template_is_an_empty_table(tmp_path):
    nodes, _, cases, book = write_templates(tmp_path)
    for read, path in ((read_network, nodes), (read_cases, cases), (read_workbook, book)):
        with pytest.raises(BadInput, match="only a header row"):
            read(path)


def test_the_examples_can_be_read_once_uncommented(tmp_path):
    nodes, edges, cases, _ = write_templates(tmp_path)
    assert read_cases(uncommented(cases))[0].service == "consultation"
    county = "520102,南明区,,county\n"
    head, example, *_ = uncommented(nodes).read_text(encoding="utf-8").splitlines()
    nodes.write_text("\n".join([head, example, county]), encoding="utf-8")
    network = read_network(nodes, uncommented(edges))
    assert network.tiers == ("county", "township")
    assert network.edges[0].minutes == 60


def test_the_workbook_explains_every_column_in_both_languages(tmp_path):
    book = openpyxl.load_workbook(write_templates(tmp_path)[3])
    assert book.sheetnames == ["README", "nodes", "edges"]
    told = {(row[0], row[1]): row for row in book["README"].iter_rows(values_only=True) if row[1]}
    for table in ("nodes", "edges"):
        for column in EXAMPLES[table][0].model_fields:
            assert told[table, column][3]
            assert told[table, column][4]


def test_nothing_that_is_there_is_replaced(tmp_path):
    (tmp_path / "edges.csv").write_text("mine")
    with pytest.raises(BadInput, match=r"already holds edges\.csv"):
        write_templates(tmp_path)
    assert (tmp_path / "edges.csv").read_text() == "mine"
    assert not (tmp_path / "nodes.csv").exists()
