"""Choices that both engines share: calendars, meetings, load, money, servers on duty."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from sinksim.core import rules
from sinksim.core.records import TIE_ORDER, Tie

# Closed to 10, open 10-20 at half strength, closed to 30, open 30-60 and from 100 on.
TIMES = np.array([0, 10, 20, 30, 60, 100], np.int64)
LEVEL = np.array([0, 500, 0, 1000, 0, 1000], np.int64)
OPENED = np.array([0, 0, 10, 10, 40, 40], np.int64)
CALENDAR = (TIMES, LEVEL, OPENED)


@pytest.mark.parametrize(("t", "until"), [(0, 0), (10, 0), (15, 5), (20, 10), (25, 10), (59, 39), (60, 40), (101, 41)])
def test_open_time_until_an_instant(t, until):
    assert rules.open_until(*CALENDAR, t) == until


@pytest.mark.parametrize(
    ("t", "span", "ends"),
    [
        (0, 0, 0),
        (0, 1, 11),
        (0, 10, 20),
        (0, 11, 31),
        (10, 10, 20),
        (15, 5, 20),
        (15, 6, 31),
        (25, 30, 60),
        (25, 31, 101),
        (200, 7, 207),
    ],
)
def test_a_span_of_open_time_ends_at_the_earliest_instant(t, span, ends):
    assert rules.after_open(*CALENDAR, t, span) == ends


def test_in_a_calendar_that_stays_shut_the_end_lies_beyond_every_horizon():
    assert rules.after_open(TIMES[:5], LEVEL[:5], OPENED[:5], 50, 11) >= 2**60


@given(st.integers(0, 200), st.integers(1, 200))
def test_the_end_of_a_span_is_the_first_instant_with_so_much_open_time(t, span):
    ends = rules.after_open(*CALENDAR, t, span)
    done = rules.open_until(*CALENDAR, ends) - rules.open_until(*CALENDAR, t)
    assert done == span
    assert rules.open_until(*CALENDAR, ends - 1) - rules.open_until(*CALENDAR, t) == span - 1


@given(st.integers(-50, 200), st.integers(-50, 200))
def test_closed_time_is_what_is_not_open_and_before_the_start_all_is_open(begin, end):
    closed = sum(1 for t in range(max(begin, 0), end) if LEVEL[np.searchsorted(TIMES, t, side="right") - 1] == 0)
    assert rules.closed_between(*CALENDAR, begin, end) == closed


@pytest.mark.parametrize(
    ("t", "every", "first", "met"),
    [(0, 10, 0, 10), (9, 10, 0, 10), (10, 10, 0, 20), (0, 10, 3, 3), (2, 10, 3, 3), (3, 10, 3, 13), (13, 10, 3, 23)],
)
def test_a_meeting_is_strictly_after_now(t, every, first, met):
    assert rules.next_meeting(t, every, first) == met


@pytest.mark.parametrize(
    ("chance", "present", "servers", "expected"),
    [
        (0.3, 0, 2, 0),
        (0.3, 1, 2, 0.15),
        (0.3, 2, 2, 0.3),
        (0.3, 4, 2, 0.6),
        (0.3, 9, 2, 0.6),
        (0.8, 9, 2, 1),
        (0.3, 0, 0, 0.6),
    ],
)
def test_a_chance_rises_with_a_load_clipped_to_two(chance, present, servers, expected):
    assert rules.loaded_chance(chance, present, servers) == pytest.approx(expected)


@pytest.mark.parametrize(
    ("span", "rate", "money"),
    [
        (0, 60_000, 0),
        (3_600_000, 60_000, 60_000),
        (60_000, 30_000, 500),
        (30, 60_000, 1),
        (29, 60_000, 0),
        (90, 60_000, 2),
    ],
)
def test_money_is_rounded_half_up(span, rate, money):
    assert rules.charge(span, rate) == money


@pytest.mark.parametrize(
    ("servers", "level", "on_duty"),
    [(3, 1000, 3), (3, 500, 2), (3, 499, 1), (3, 1, 1), (3, 0, 0), (0, 1000, 0), (1_000_000, 1, 1000)],
)
def test_servers_on_duty_are_rounded_half_up_and_at_least_one_while_open(servers, level, on_duty):
    assert rules.servers_at(servers, level) == on_duty


def test_the_order_of_ties_is_the_written_one():
    written = ["WORLD", "HOURS", "END_OF_SERVICE", "RENEGE", "CLOCK", "OPENING", "DELAY", "RETURN", "ARRIVAL"]
    assert [tie.name for tie in TIE_ORDER] == written
    assert list(TIE_ORDER) == sorted(Tie)
