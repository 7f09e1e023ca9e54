"""Deadlines: kept, broken, in a calendar, yellow, at the horizon."""

import pytest

from sinksim.core.records import NEVER, End, Mark

REPLY = """
clocks: {reply: {deadline: 20, warn: 0.8}}
stations: {desk: {servers: 1}}
processes:
  main: [{clock: {start: reply}}, {queue: {station: desk, time: 10, accepts: [reply]}}, close]
"""


FINISH = """
clocks: {finish: {deadline: 20, warn: 0.8}}
stations: {desk: {servers: 1}}
processes:
  main: [{clock: {start: finish}}, {queue: {station: desk, time: 10}}, {clock: {stop: finish}}, close]
"""


def clocks(life):
    return list(zip(life.all("clocks_started"), life.all("clocks_kept"), life.all("clocks_broken"), strict=True))


def has(life, mark):
    return [bool(marks & mark) for marks in life.all("marks")]


def test_a_clock_is_kept_until_its_deadline_to_the_instant_and_broken_after_it(live):
    life = live(REPLY, [0, 0, 0, 0])
    # Accepted at 0, 10, 20 and 30.
    assert clocks(life) == [(1, 1, 0), (1, 1, 0), (1, 1, 0), (1, 0, 1)]
    assert life.minutes("responded") == [0, 10, 20, 30]
    assert has(life, Mark.ALERT) == [False, False, False, True]


def test_yellow_is_after_the_warning_not_at_it(live):
    life = live(FINISH.replace("deadline: 20", "deadline: 12.5"), [0, 9])
    # Closed at 10 (the very warning) and, having come at 9, at 20: after 11 minutes.
    assert has(life, Mark.YELLOW) == [False, True]
    assert clocks(life) == [(1, 1, 0), (1, 1, 0)]


def test_a_clock_that_is_stopped_at_the_end_of_service_is_judged_then(live):
    life = live(FINISH, [0, 0, 0])
    assert clocks(life) == [(1, 1, 0), (1, 1, 0), (1, 0, 1)]
    assert life.all("responded") == [NEVER] * 3
    assert life.minutes("time_alert") == [0, 0, 10]


def test_a_clock_nobody_stops_is_kept_by_closing_in_time(live):
    life = live(FINISH.replace("{clock: {stop: finish}}, ", ""), [0, 0, 0])
    assert clocks(life) == [(1, 1, 0), (1, 1, 0), (1, 0, 1)]


def test_a_clock_nobody_stops_is_broken_by_giving_up(live):
    text = FINISH.replace("time: 10", "time: 10, patience: 5")
    life = live(text, [0, 1])
    assert life.all("end") == [End.SOLVED, End.RENEGED]
    assert clocks(life) == [(1, 1, 0), (1, 0, 1)]


def test_deadlines_may_differ_by_urgency_and_be_missing_for_some(live):
    text = "urgencies: [urgent, usual]\n" + REPLY.replace("deadline: 20, ", "by_urgency: {urgent: 5}, ")
    log = [{"arisen": 0, "urgency": "usual"}, {"arisen": 1, "urgency": "urgent"}, {"arisen": 6, "urgency": "urgent"}]
    assert clocks(live(text, log)) == [(0, 0, 0), (1, 0, 1), (1, 0, 1)]


@pytest.mark.parametrize(
    ("arisen", "lasts", "expected"),
    [
        (50, 90, (1, 1, 0)),  # 10 open minutes until 60, 20 more until 140: to the instant
        (50, 91, (1, 0, 1)),
        (70, 80, (1, 1, 0)),  # started while closed: counts from 120 to 150
        (70, 81, (1, 0, 1)),
        (30, 30, (1, 1, 0)),  # falls due at the closing itself
        (30, 31, (1, 0, 1)),
    ],
)
def test_a_clock_in_a_calendar_counts_open_time_only(live, arisen, lasts, expected):
    text = """
calendars: {office: {hours: ["00:00-01:00", "02:00-24:00"]}}
clocks: {reply: {deadline: 30, calendar: office}}
processes: {main: [{clock: {start: reply}}, {wait: {kind: home, time: LASTS}}, {clock: {stop: reply}}, close]}
"""
    assert clocks(live(text.replace("LASTS", str(lasts)), [arisen])) == [expected]


def test_a_clock_started_twice_while_it_runs_goes_on(live):
    text = """
clocks: {reply: {deadline: 20}}
processes:
  main: [{clock: {start: reply}}, {wait: {kind: home, time: 15}}, {clock: {start: reply}},
         {wait: {kind: home, time: 6}}, {clock: {stop: reply}}, close]
"""
    assert clocks(live(text, [0])) == [(1, 0, 1)]


def test_a_clock_run_twice_is_kept_only_if_it_is_kept_each_time(live):
    text = """
clocks: {reply: {deadline: 20}}
processes:
  main: [{clock: {start: reply}}, {wait: {kind: home, time: FIRST}}, {clock: {stop: reply}},
         {clock: {start: reply}}, {wait: {kind: home, time: SECOND}}, {clock: {stop: reply}}, close]
"""
    for first, second in ((25, 5), (5, 25)):
        life = live(text.replace("FIRST", str(first)).replace("SECOND", str(second)), [0])
        assert clocks(life) == [(1, 0, 1)]


def test_at_the_horizon_a_clock_is_broken_if_its_deadline_has_passed_and_undecided_otherwise(live):
    text = FINISH.replace("time: 10", "time: 100000")
    life = live(text, [1400, 1420, 1430])
    # The horizon is 1440: due at 1420, at 1440 to the instant, at 1450.
    assert clocks(life) == [(1, 0, 1), (1, 0, 0), (1, 0, 0)]
    assert has(life, Mark.ALERT) == [True, False, False]
    assert has(life, Mark.YELLOW) == [True, True, False]
    assert life.minutes("time_alert") == [20, 0, 0]


def test_a_reopened_case_leaves_its_running_clock_undecided_at_the_horizon(live):
    text = """
clocks: {again: {deadline: 10000}}
processes:
  main:
    - close: {hollow: 1, reopen: {chance: 1, after: 5, back_to: redo}}
    - label: redo
      clock: {start: again}
    - wait: {kind: rework, time: 100000}
    - close
"""
    assert clocks(live(text, [0])) == [(1, 0, 0)]
