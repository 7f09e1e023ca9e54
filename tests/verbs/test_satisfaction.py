"""Satisfaction: a score from elapsed time, trips and outcome, and a threshold of each person."""

import math
from dataclasses import replace
from statistics import NormalDist

import pytest

from sinksim.core.records import NEVER, End, Mark
from sinksim.metrics.indicators import indicators

SURE = "satisfaction: {threshold_mean: 50, threshold_sd: 0}"


def world(steps, service="expected_hours: 2", satisfaction=SURE):
    return f"""
processes: {{main: [{steps}]}}
services: {{need: {{traditional: {{process: main}}, {service}}}}}
{satisfaction}
experiment: {{window_days: 1, follow_up_days: 1}}
"""


def points(elapsed, expected, trips=0, off=0):
    """The score in thousandths, by hand."""
    score = 100 * math.exp(-0.5 * elapsed / expected) - 5 * max(trips - 1, 0) - off
    return round(1000 * min(max(score, 0), 100))


HOME = "{wait: {kind: home, time: 60}}"
AGAIN = "{close: {hollow: 1, reopen: {chance: 1, after: 30, back_to: a, at_most: 1}}}"
TRIP = "{travel: {time: 20}}"


@pytest.mark.parametrize(
    ("steps", "score"),
    [
        (f"{HOME}, close", 77_880),  # half the time expected: 100 exp(-0.25)
        (f"{TRIP}, {TRIP}, {TRIP}, close", 67_880),  # the same hour with two trips too many
        (f"{HOME}, {{close: {{hollow: 1}}}}", 64_880),  # answered after an hour, but not solved
        # Opened again and closed hollow once more: the first answer counts.
        (f"{{label: a, wait: {{kind: home, time: 60}}}}, {AGAIN}", 64_880),
        # Given up after filing: no answer until the horizon, two days of two hours: 100 exp(-12) - 13 is below 0.
        (f"{{relay: {{time: 5}}}}, {HOME}, {{leave: {{end: reneged}}}}", 0),
        ("{relay: {time: 5}}, {wait: {kind: home, time: 2880}}, close", 0),  # still open
    ],
)
def test_the_score_falls_with_time_trips_and_an_unsolved_need(live, steps, score):
    life = live(world(steps), [0])
    assert life.all("satisfaction") == [score]
    assert bool(life.all("marks")[0] & Mark.SATISFIED) == (score > 50_000)


def test_a_reopened_case_is_judged_by_its_true_solution(live):
    # The first closure, at once, is hollow; it comes back after half an hour, and is solved half an hour later.
    text = world(f"{AGAIN}, {{label: a, wait: {{kind: home, time: 30}}}}, close")
    life = live(text, [0])
    assert (life.minutes("closed"), life.minutes("solved")) == ([0], [60])
    assert life.all("satisfaction") == [77_880]


def test_without_a_time_expected_it_is_the_coverage_deadline(live):
    life = live(world(f"{HOME}, close", "coverage_deadline_days: 0.25"), [0])
    assert life.all("satisfaction") == [points(60, 360)]


def test_who_never_filed_is_not_judged(live):
    life = live(world(f"{HOME}, {{leave: {{end: lost}}}}"), [0])
    assert (life.all("satisfaction"), life.all("marks")[0] & Mark.SATISFIED) == ([-1], 0)


@pytest.mark.parametrize(("threshold", "satisfied"), [(77.879, True), (77.88, False)])
def test_the_score_must_lie_above_the_threshold(live, threshold, satisfied):
    text = world(f"{HOME}, close", satisfaction=f"satisfaction: {{threshold_mean: {threshold}, threshold_sd: 0}}")
    assert bool(live(text, [0]).all("marks")[0] & Mark.SATISFIED) == satisfied


def test_every_number_of_the_formula_is_a_setting(live):
    own = "satisfaction: {decay: 1, points_a_trip: 2, points_unsolved: 30}"
    life = live(world(f"{TRIP}, {TRIP}, {TRIP}, {{close: {{hollow: 1}}}}", satisfaction=own), [0])
    assert life.all("satisfaction") == [round(1000 * (100 * math.exp(-0.5) - 4 - 30))]


MANY = """
stations: {desk: {servers: 2}}
services: {need: {traditional: {process: main}, expected_hours: 1, demand: {per_day: 2000}}}
processes:
  main:
    - check: {name: far, chance: 0.3, then: [{travel: {time: 9}}]}
    - {label: a, travel: {time: {law: uniform, low: 1, high: 20}}}
    - queue: {station: desk, time: {law: exponential, mean: 1.3}, patience: 60}
    - close: {hollow: 0.3, reopen: {chance: 0.5, after: {law: exponential, mean: 60}, back_to: a}}
satisfaction: {}
experiment: {window_days: 1}
"""


def test_where_nobody_is_asked_nobody_is_satisfied(live):
    life = live(MANY.replace("satisfaction: {}\n", ""))
    assert set(life.all("satisfaction")) == {-1}
    assert not any(marks & Mark.SATISFIED for marks in life.all("marks"))
    names = [{row.name for row in indicators(replace(life.plan.labels, judged=judged))} for judged in (False, True)]
    assert life.plan.labels.judged is False
    assert names[1] - names[0] == {"satisfaction", "satisfied_share", "satisfaction_rate"}


def test_scores_and_shares_counted_independently_from_the_records(live):
    life = live(MANY)
    horizon, chances = life.plan.labels.window.horizon, []
    for case in life.cases:
        answered = case["closed"] if case["closed"] != NEVER and case["end"] in (End.HOLLOW, End.OPEN) else horizon
        until, off = (case["solved"], 0) if case["solved"] != NEVER else (answered, 13)
        if case["filed"] == NEVER:
            assert case["satisfaction"] == -1
            continue
        assert abs(case["satisfaction"] - points(until - case["arisen"], 3_600_000, case["trips"], off)) <= 1
        chances.append(NormalDist(47, 18).cdf(case["satisfaction"] / 1000))
    satisfied = sum(bool(marks & Mark.SATISFIED) for marks in life.all("marks"))
    deviation = math.sqrt(sum(p * (1 - p) for p in chances))
    assert len(chances) > 1500
    assert abs(satisfied - sum(chances)) < 5 * deviation


def test_a_person_s_threshold_is_the_same_whatever_happens(live):
    """Of the same needs, everybody satisfied with a slow answer is satisfied with a fast one."""
    slow, fast = (live(MANY.replace("low: 1, high: 20", f"low: {at}, high: {at + 1}").replace("servers: 2", "servers: 99"))
                  for at in (25, 1))  # fmt: skip
    happy = [[bool(m & Mark.SATISFIED) for m in life.all("marks")] for life in (slow, fast)]
    better = [a <= b for a, b in zip(slow.all("satisfaction"), fast.all("satisfaction"), strict=True)]
    assert all(f for s, f, b in zip(*happy, better, strict=True) if s and b)
    assert sum(happy[0]) < sum(happy[1])
