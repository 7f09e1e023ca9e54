from pathlib import Path

from sinksim.reports.parameter_reference import reference_page, sections
from sinksim.scenarios.base import Part
from sinksim.scenarios.departments import Departments
from sinksim.scenarios.divisions import Division, Institutions, OutlineRow, TravelRoute
from sinksim.scenarios.laws import Law
from sinksim.scenarios.logs import LogRow
from sinksim.scenarios.processes import Branches
from sinksim.scenarios.scenario import Scenario

ROOT = Path(__file__).resolve().parents[3]
# Rows of tables have no path in a scenario, and what several verbs have in common stands with each of them.
NOT_BY_THEMSELVES = {Law, Departments, Branches, LogRow, Division, TravelRoute, Institutions, OutlineRow}


def every_part(kind=Part):
    return {sub for direct in kind.__subclasses__() for sub in (direct, *every_part(direct))}


def test_the_committed_page_is_the_one_that_the_schema_makes():
    committed = (ROOT / "docs" / "parameters.md").read_text(encoding="utf-8")
    assert committed == reference_page(), "run: sinksim document --out docs/parameters.md"


def test_every_part_of_the_schema_is_on_the_page():
    of_the_schema = {part for part in every_part() if part.__module__.startswith("sinksim.scenarios.")}
    assert of_the_schema - {part for _, part in sections(Scenario)} == NOT_BY_THEMSELVES


def test_a_number_has_its_unit_default_range_meaning_in_both_languages_and_evidence():
    (line,) = [line for line in reference_page().splitlines() if line.startswith("| `filing_sensitivity`")]
    for fragment in ("1/yuan", "`0.0015`", "a number from 0 to 1", "access cost", "敏感度", "X: no figure published"):
        assert fragment in line


def test_the_ways_of_a_place_stand_there_with_their_minutes_and_source():
    lines = reference_page().splitlines()
    assert any(
        line.startswith(
            "| `township_county` | township → county | 20 | 60 | 95 | 15 | G: general knowledge of the ways in Gui"
        )
        for line in lines
    )
    (slow,) = [line for line in lines if line.startswith("| `county_prefecture_west`")]
    assert (
        "| county → prefecture (513200, 513300, 513400): 10 min + km × 1.35 ÷ 40 km/h |  |  |  | 5 + 0.35/min |" in slow
    )


def test_no_cell_breaks_its_table():
    tables = [line for line in reference_page().splitlines() if line.startswith("|")]
    assert {line.replace("\\|", "").count("|") for line in tables} == {4, 8}
