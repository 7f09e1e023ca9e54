"""The compiled fold finds every column where it is declared, wherever that is."""

import ast
import importlib.util
from pathlib import Path

import pytest

from sinksim.core import records
from sinksim.core.records import FieldOf
from sinksim.metrics import columns, folding
from sinksim.metrics.columns import Column, Happened, columns_of

NAMES = {
    "ARISEN": "arisen",
    "FILED": "filed",
    "RESPONDED": "responded",
    "SOLVED": "solved",
    "COVERED": "covered",
    "REPORTED": "reported",
    "FIRST_END": "end_solved",
    "PLATFORM": "platform",
    "ALERT": "alert",
    "YELLOW": "yellow",
    "SATISFIED": "satisfied",
    "SATISFACTION": "satisfaction",
    "PATROL": "patrol",
    "SENSOR": "sensor",
    "CALLED_BACK": "called_back",
    "DETECTED": "detected",
    "CALLED_RESPONDED": "called_responded",
    "CALLED_SATISFIED": "called_satisfied",
    "FILED_REFUSED": "filed_refused",
    "FILED_RENEGED": "filed_reneged",
    "FILED_LOST": "filed_lost",
    "FILED_OPEN": "filed_open",
    "SOLVED_AT_FIRST": "solved_at_first",
    "SOLVED_ONE_TRIP": "solved_one_trip",
    "SOLVED_ONE_VISIT": "solved_one_visit",
    "ELAPSED": "elapsed",
    "HIGH": "elapsed_hh",
    "MIXED": "elapsed_hl",
    "LOW": "elapsed_ll",
    "ELAPSED_SOLVED": "elapsed_solved",
    "RESPONSE": "response",
    "CLOSING": "closing",
    "FIRST_SUM": "time_discover",
    "FIRST_MONEY": "cost_staff_institution",
}
SOURCE = Path(folding.__file__)


def folding_anew():
    """The module as it is when it is imported now; nothing is compiled before it folds."""
    spec = importlib.util.spec_from_file_location("sinksim.metrics.folding_anew", SOURCE)
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


@pytest.fixture
def declared(monkeypatch):
    """Declares something else for the time of a test."""

    def declare(where, name, value):
        monkeypatch.setattr(where, name, value)
        columns_of.cache_clear()

    yield declare
    monkeypatch.undo()
    columns_of.cache_clear()


def found(module):
    where = [column.name for column in columns_of((), ())]
    return {constant: where[getattr(module, constant)] for constant in NAMES}, module.FIRST_CLOCK - len(where)


def test_every_fixed_column_has_a_position_or_is_one_of_a_contiguous_list():
    contiguous = {*columns.TIMES_AND_COUNTS, *records.MONEY, *(f"end_{end.name.lower()}" for end in records.End)}
    assert {column.name for column in columns_of((), ())} == contiguous | set(NAMES.values())


@pytest.mark.parametrize("part", ["_counts", "_spans"])
def test_a_column_before_the_others_moves_them_and_nothing_is_counted_elsewhere(declared, part):
    before, others = found(folding), getattr(columns, part)
    declared(columns, part, lambda: [Column("another", Happened("closed")), *others()])
    moved = folding_anew()
    assert found(moved) == before
    assert moved.FIRST_CLOCK == folding.FIRST_CLOCK + 1


def test_days_are_found_by_name(declared):
    declared(columns, "DAILY", tuple(reversed(columns.DAILY)))
    anew = folding_anew()
    assert (anew.DAY_ARISEN, anew.DAY_FILED, anew.DAY_COVERED, anew.DAY_ALERT, anew.DAY_ELAPSED) == (4, 3, 2, 1, 0)


@pytest.mark.parametrize("name", ["TIMES_AND_COUNTS", "MONEY"])
def test_fields_that_are_no_neighbours_in_the_record_are_refused_at_import(declared, name):
    first, *others = getattr(columns, name)
    for module in (columns, records):
        if hasattr(module, name):
            declared(module, name, (first, "urgency", *others))
    with pytest.raises(AssertionError, match="urgency"):
        folding_anew()


def test_a_field_before_the_others_in_the_record_moves_them(declared):
    declared(records, "CASE_FIELDS", (FieldOf("another", "ms", "另", "another"), *records.CASE_FIELDS))
    anew = folding_anew()
    of_record = [
        name
        for name in vars(folding)
        if name in ("_SERVICE", "_QUEUE", "_KINDS", "_SUMMED", "_MONEY", "_CLOCK_OUTCOMES", "_END")
    ]
    assert len(of_record) == 7
    assert [getattr(anew, name) - getattr(folding, name) for name in of_record] == [1] * 7


def test_no_kernel_counts_in_a_column_by_number():
    numbered = [
        ast.unparse(node)
        for node in ast.walk(ast.parse(SOURCE.read_text(encoding="utf-8")))
        if isinstance(node, ast.Subscript)
        and isinstance(node.slice, ast.Constant)
        and ast.unparse(node.value) in ("w", "row")
    ]
    assert numbered == []
