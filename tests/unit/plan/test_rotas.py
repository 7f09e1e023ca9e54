import datetime as dt

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from sinksim.plan.rotas import DAY_MS, FAR, expand_calendar, is_last_window_of_day, next_opening, open_ms
from sinksim.scenarios.calendars import Calendar

HOUR = 3_600_000
OFFICE = ("09:00-12:00", "14:00-17:00")
MONDAY = dt.date(2022, 3, 7)


def at(day, hour):
    return day * DAY_MS + int(hour * HOUR)


def toggles(rota, days):
    return [(int(t), int(x)) for t, x in zip(rota.times, rota.level, strict=True) if t < days * DAY_MS]


def test_an_office_opens_and_closes_twice_a_day():
    rota = expand_calendar(Calendar(hours=OFFICE), MONDAY, 2 * DAY_MS)
    assert toggles(rota, 1) == [(0, 0), (at(0, 9), 1000), (at(0, 12), 0), (at(0, 14), 1000), (at(0, 17), 0)]


def test_round_the_clock_has_no_toggles():
    rota = expand_calendar(Calendar(), MONDAY, 365 * DAY_MS)
    assert rota.times.tolist() == [0]
    assert rota.level.tolist() == [1000]
    assert open_ms(rota, 5, 300 * DAY_MS) == 300 * DAY_MS - 5


def test_two_windows_that_meet_at_midnight_are_one():
    rota = expand_calendar(Calendar(hours=("00:00-06:00", "22:00-24:00")), MONDAY, DAY_MS)
    assert toggles(rota, 2) == [
        (0, 1000),
        (at(0, 6), 0),
        (at(0, 22), 1000),
        (at(1, 6), 0),
        (at(1, 22), 1000),
    ]


def test_levels_are_thousandths_and_a_change_of_level_is_no_closing():
    calendar = Calendar(hours=("08:00-12:00", "12:00-14:00", "14:00-17:00"), levels=(1.0, 0.2, 0.2))
    rota = expand_calendar(calendar, MONDAY, DAY_MS)
    assert toggles(rota, 1) == [(0, 0), (at(0, 8), 1000), (at(0, 12), 200), (at(0, 17), 0)]
    assert open_ms(rota, 0, DAY_MS) == 9 * HOUR


def test_the_rota_reaches_sixty_days_beyond_the_horizon():
    rota = expand_calendar(Calendar(hours=OFFICE), MONDAY, 10 * DAY_MS)
    assert rota.times[-1] == at(69, 17)
    partial = expand_calendar(Calendar(hours=OFFICE), MONDAY, 10 * DAY_MS + 1)
    assert partial.times[-1] == at(70, 17)


def test_open_time_is_counted_between_any_two_instants():
    rota = expand_calendar(Calendar(hours=OFFICE, days="weekdays"), MONDAY, 14 * DAY_MS)
    assert open_ms(rota, 0, 7 * DAY_MS) == 30 * HOUR
    assert open_ms(rota, at(0, 10), at(0, 11)) == HOUR
    assert open_ms(rota, at(0, 11), at(0, 15)) == 2 * HOUR
    assert open_ms(rota, at(0, 12), at(0, 14)) == 0
    assert open_ms(rota, at(4, 16), at(7, 9.5)) == 1.5 * HOUR  # Friday afternoon to Monday morning


def test_the_next_opening_is_now_where_it_is_open():
    rota = expand_calendar(Calendar(hours=OFFICE, days="weekdays"), MONDAY, 14 * DAY_MS)
    assert next_opening(rota, at(0, 9)) == at(0, 9)
    assert next_opening(rota, at(0, 11.5)) == at(0, 11.5)
    assert next_opening(rota, at(0, 12)) == at(0, 14), "a closing counts at its own instant"
    assert next_opening(rota, at(0, 3)) == at(0, 9)
    assert next_opening(rota, at(4, 17)) == at(7, 9)
    assert next_opening(rota, at(3000, 0)) == FAR


def test_a_lunch_break_is_not_the_end_of_the_day():
    rota = expand_calendar(Calendar(hours=OFFICE, days="weekdays"), MONDAY, 14 * DAY_MS)
    by_time = dict(zip(rota.times.tolist(), zip(rota.more_today, rota.next_day_opening, strict=True), strict=True))
    assert by_time[at(0, 12)] == (True, at(1, 9))
    assert by_time[at(0, 17)] == (False, at(1, 9))
    assert by_time[at(4, 12)] == (True, at(7, 9))
    assert by_time[at(4, 17)] == (False, at(7, 9))
    assert [is_last_window_of_day(rota, at(0, h)) for h in (8, 9, 11, 12, 13, 14, 16, 17, 20)] == (
        [False] * 5 + [True] * 4
    )


def test_a_closing_at_midnight_belongs_to_the_day_that_ends():
    rota = expand_calendar(Calendar(hours=("18:00-24:00",)), MONDAY, 3 * DAY_MS)
    by_time = dict(zip(rota.times.tolist(), zip(rota.more_today, rota.next_day_opening, strict=True), strict=True))
    assert by_time[at(1, 0)] == (False, at(1, 18))
    assert is_last_window_of_day(rota, at(1, 0))
    assert not is_last_window_of_day(rota, at(1, 0) + 1)


def test_after_the_last_opening_there_is_none():
    rota = expand_calendar(Calendar(hours=OFFICE), MONDAY, DAY_MS)
    assert rota.next_day_opening[-1] == FAR


def test_spring_festival_2022_is_one_long_closing_after_a_worked_weekend():
    rota = expand_calendar(Calendar(hours=OFFICE, days="workdays"), dt.date(2022, 1, 29), 10 * DAY_MS)
    assert next_opening(rota, 0) == at(0, 9)  # Saturday, swapped
    assert next_opening(rota, at(0, 17)) == at(1, 9)  # Sunday, swapped
    assert next_opening(rota, at(1, 17)) == at(9, 9)  # Monday 7 February
    assert open_ms(rota, at(2, 0), at(9, 0)) == 0


def test_national_day_2022_is_seven_days_off_and_the_weekend_after_is_worked():
    rota = expand_calendar(Calendar(hours=("09:00-17:00",), days="workdays"), dt.date(2022, 9, 30), 14 * DAY_MS)
    hours = [open_ms(rota, d * DAY_MS, (d + 1) * DAY_MS) // HOUR for d in range(11)]
    assert hours == [8, 0, 0, 0, 0, 0, 0, 0, 8, 8, 8]


WINDOWS = st.lists(st.integers(0, 1440), min_size=2, max_size=8, unique=True).map(sorted)


def clock(minutes):
    return f"{minutes // 60:02}:{minutes % 60:02}"


@settings(max_examples=60, deadline=None)
@given(
    ends=WINDOWS,
    days=st.sampled_from(["all", "weekdays", ("tue", "sun")]),
    a=st.integers(0, 20 * DAY_MS),
    span=st.integers(0, 9 * DAY_MS),
)
def test_open_time_agrees_with_counting_minute_by_minute(ends, days, a, span):
    pairs = list(zip(ends[::2], ends[1::2], strict=False))
    calendar = Calendar(hours=tuple(f"{clock(b)}-{clock(e)}" for b, e in pairs), days=days)
    rota = expand_calendar(calendar, MONDAY, 20 * DAY_MS)
    a, b = a // 60_000 * 60_000, (a + span) // 60_000 * 60_000
    minutes = np.arange(a, b, 60_000)
    weekday, minute = minutes // DAY_MS % 7, minutes % DAY_MS // 60_000
    day_open = np.isin(weekday, {"all": range(7), "weekdays": range(5)}.get(days, (1, 6)))
    is_open = day_open & np.any([(minute >= x) & (minute < y) for x, y in pairs], axis=0)
    assert open_ms(rota, a, b) == is_open.sum() * 60_000
    assert np.all(np.diff(rota.times) > 0)
    assert np.all(np.diff(rota.level) != 0)


def test_a_long_rota_is_read_by_plain_integers():
    rota = expand_calendar(Calendar(hours=OFFICE), MONDAY, DAY_MS)
    assert type(next_opening(rota, 0)) is int
    assert type(open_ms(rota, 0, DAY_MS)) is int
    assert [x.dtype for x in (rota.times, rota.level, rota.cumulative, rota.next_day_opening)] == [np.int64] * 4


def test_the_start_date_decides_the_weekday():
    sunday = expand_calendar(Calendar(hours=OFFICE, days="weekdays"), dt.date(2022, 3, 6), DAY_MS)
    assert next_opening(sunday, 0) == at(1, 9)


@pytest.mark.parametrize("level", [0.001, 0.0014, 1.0])
def test_no_level_is_rounded_down_to_closed(level):
    rota = expand_calendar(Calendar(levels=(level,)), MONDAY, DAY_MS)
    assert rota.level[0] == round(level * 1000) > 0
