import datetime as dt

import pytest
from pydantic import ValidationError

from sinksim.plan.workdays import is_open_day, is_workday
from sinksim.scenarios.calendars import Calendar, Profile, minutes_of


def day(text):
    return dt.date.fromisoformat(text)


@pytest.mark.parametrize(
    ("window", "minutes"), [("09:00-12:00", (540, 720)), ("00:00-24:00", (0, 1440)), ("23:59-24:00", (1439, 1440))]
)
def test_a_window_is_read_as_minutes_of_the_day(window, minutes):
    assert minutes_of(window) == minutes


@pytest.mark.parametrize(
    "window",
    ["9:00-12:00", "09:00", "09:00-24:01", "24:00-24:00", "09:00 - 12:00", "09:60-10:00", "nine", "", "09:00-12:00\n"],
)
def test_any_other_text_is_no_window(window):
    with pytest.raises(ValidationError, match="HH:MM-HH:MM"):
        Calendar(hours=(window,))


def test_a_window_over_midnight_is_refused_with_the_remedy():
    with pytest.raises(ValidationError, match="two windows"):
        Calendar(hours=("22:00-06:00",))


@pytest.mark.parametrize(
    "fields",
    [
        {"hours": ("09:00-12:00", "11:00-14:00")},
        {"hours": ("14:00-17:00", "09:00-12:00")},
        {"hours": ()},
        {"hours": ("09:00-12:00",), "levels": (1.0, 0.5)},
        {"levels": (0.0,)},
        {"levels": (1.5,)},
        {"levels": (float("nan"),)},
        {"days": "sometimes"},
        {"days": ()},
        {"days": ("mon", "mon")},
        {"days": ("monday",)},
    ],
)
def test_a_calendar_that_makes_no_sense_is_refused(fields):
    with pytest.raises(ValidationError):
        Calendar(**fields)


def test_windows_that_touch_are_allowed():
    assert Calendar(hours=("09:00-12:00", "12:00-14:00"), levels=(1.0, 0.5)).windows == ((540, 720), (720, 840))


@pytest.mark.parametrize(
    "fields",
    [
        {"by_hour": (1.0,) * 23},
        {"by_weekday": (1.0,) * 8},
        {"by_month": (0.0,) * 12},
        {"by_weekday": (-1.0,) + (1.0,) * 6},
        {"by_hour": (float("inf"),) + (1.0,) * 23},
    ],
)
def test_a_profile_that_makes_no_sense_is_refused(fields):
    with pytest.raises(ValidationError):
        Profile(**fields)


@pytest.mark.parametrize("date", [f"2022-{d}" for d in ("01-31", "02-01", "02-04", "02-06", "10-01", "10-03", "10-07")])
def test_spring_festival_and_national_day_of_2022_are_off(date):
    assert not is_workday(day(date))


@pytest.mark.parametrize("date", [f"2022-{d}" for d in ("01-29", "01-30", "02-07", "09-30", "10-08", "10-09")])
def test_the_days_swapped_for_them_are_worked(date):
    assert is_workday(day(date))


def test_an_ordinary_weekend_is_off_and_an_ordinary_monday_is_worked():
    assert [is_workday(day(f"2022-03-0{d}")) for d in (5, 6, 7)] == [False, False, True]


@pytest.mark.parametrize(
    ("date", "worked"),
    [
        ("2027-01-01", False),  # New Year
        ("2028-10-02", False),  # National Day
        ("2027-03-10", True),  # a Wednesday
        ("2027-03-13", False),  # a Saturday
        ("2003-10-01", False),
        ("1999-03-10", True),
    ],
)
def test_years_without_announced_swaps_know_holidays_and_weekends(date, worked):
    assert is_workday(day(date)) is worked


def test_both_sides_of_the_last_announced_year_are_answered():
    assert not is_workday(day("2026-10-01"))
    assert not is_workday(day("2004-01-01"))
    assert not is_workday(day("2040-10-01"))


@pytest.mark.parametrize(
    ("days", "open_days"),
    [
        ("all", [1, 1, 1, 1, 1, 1, 1]),
        ("weekdays", [1, 1, 1, 1, 1, 0, 0]),
        ("workdays", [0, 0, 0, 0, 0, 1, 1]),  # the week of National Day 2022: Saturday and Sunday are worked
        (("mon", "sat"), [1, 0, 0, 0, 0, 1, 0]),
    ],
)
def test_each_kind_of_days_is_open_as_it_says(days, open_days):
    week = [day("2022-10-03") + dt.timedelta(days=i) for i in range(7)]
    assert [int(is_open_day(Calendar(days=days), d)) for d in week] == open_days
