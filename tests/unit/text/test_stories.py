from dataclasses import replace

import pytest

from sinksim.analysis.twin import build_timelines, pair_cohorts
from sinksim.i18n import Naming, words
from sinksim.text.stories import StoryWording, shown_steps
from tests.helpers.twins import CEILINGS, scenario


@pytest.fixture(scope="module")
def twins():
    paired = pair_cohorts(scenario(), scenario(policy={"adoption": 1, "ceilings": CEILINGS}))
    return build_timelines(paired, range(0, len(paired), 3))


@pytest.fixture
def told():
    return StoryWording(words("en"), Naming(words("en")))


def rows_of(told, twin):
    return [*told.time_rows(twin), *told.money_rows(twin), *told.effort_rows(twin)]


def test_a_side_on_which_nothing_was_filed_has_dashes_and_no_difference(told, twins):
    twin = next(
        twin for twin in twins if twin.baseline.presence == "never filed" and twin.alternative.presence == "filed"
    )
    rows = {row.label: row for row in rows_of(told, twin)}
    assert {row.baseline for label, row in rows.items() if label != "until truly solved"} == {"—"}
    assert rows["until truly solved"].baseline == "not within 5 d"
    assert {row.difference for row in rows.values()} == {""}
    assert rows["whole"].alternative != "—"


def test_differences_are_signed(told, twins):
    for twin in twins:
        for row in told.effort_rows(twin):
            assert row.difference == "" or row.difference[0] in "+-" or row.difference[0] == "0"


def test_what_follows_the_first_report_is_told_apart_once(twins):
    sides = [side for twin in twins for side in twin.sides if any(step.after_report for step in side.steps)]
    reopened = [side for side in sides if any(step.after_report and step.verb != "close" for step in side.steps)]
    assert reopened
    for side in reopened:
        steps = list(shown_steps(side))
        assert steps.count(None) == 1
        before = steps[: steps.index(None)]
        assert all(not step.after_report or step.verb == "close" for step in before)


def test_checks_that_an_attribute_decides_are_not_worth_a_line(twins):
    side = next(twin.baseline for twin in twins if twin.baseline.steps)
    step = replace(side.steps[0], verb="check", decided_by="urgency")
    assert list(shown_steps(replace(side, steps=(step,)))) == []
    for luck in ("chance", "weights", "outage", "kind"):  # the last is an attribute that a scenario declares
        by_luck = replace(step, decided_by=luck)
        assert list(shown_steps(replace(side, steps=(by_luck,)))) == [by_luck]
