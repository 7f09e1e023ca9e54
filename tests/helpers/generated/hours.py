"""Calendars, profiles and clocks: short windows over a run of two days, lunch breaks, shifts that hand over, holidays."""

import datetime as dt

from hypothesis import strategies as st

from sinksim.plan.workdays import is_open_day
from sinksim.scenarios.calendars import Calendar
from tests.helpers.generated.times import MINUTES, one_in, some

# An ordinary Thursday; a Friday before a weekend; a public holiday before a working day; a Saturday and a Sunday that are
# swapped working days, the second of them before a week of holidays.
STARTS = ("2022-01-06", "2022-01-07", "2022-01-03", "2022-01-29", "2022-01-30")
WINDOWS = (
    ("00:00-00:40",),
    ("00:10-01:00", "02:30-03:00"),
    ("00:00-02:00", "02:10-23:00"),
    ("00:00-00:40", "03:00-24:00"),
    ("00:00-00:20", "00:20-00:50", "00:50-03:00"),
    ("00:00-00:30", "00:30-24:00"),
    ("00:30-24:00",),
    ("00:00-24:00",),
)
DAYS = ("all", "all", "all", "weekdays", "workdays", ["thu", "sat", "sun"])
URGENCIES = ("red", "yellow", "green")
CALENDARS = ("office", "workshop")


@st.composite
def calendars(draw):
    """Windows of the day, each with its share of the servers, on some of the days."""
    hours = draw(st.sampled_from(WINDOWS))
    calendar = {"hours": list(hours), "days": draw(st.sampled_from(DAYS))}
    if draw(st.booleans()):
        calendar["levels"] = [draw(st.sampled_from([0.3, 0.5, 1])) for _ in hours]
    return calendar


def opens(calendar, start):
    """Whether it is open on one of the two days of a run that starts on this date."""
    days = [dt.date.fromisoformat(start) + dt.timedelta(days=n) for n in range(2)]
    known = Calendar(hours=tuple(calendar["hours"]), days=_days(calendar["days"]))
    return any(is_open_day(known, day) for day in days)


def _days(days):
    return days if isinstance(days, str) else tuple(days)


@st.composite
def profiles(draw):
    """A profile over the hours, the weekdays, the months, or within a calendar."""
    profile = {}
    if draw(st.booleans()):
        profile["by_hour"] = draw(st.lists(st.sampled_from([0.5, 1, 9]), min_size=24, max_size=24))
    if draw(st.booleans()):
        profile["by_weekday"] = [1, 2, 1, 1, 3, 1, 2]
    if one_in(draw, 4):
        profile["by_month"] = [2, 1] * 6
    if draw(st.booleans()):
        profile["within"] = draw(st.sampled_from(CALENDARS))
    return profile


@st.composite
def clocks(draw):
    """A deadline: for all or by urgency, by the wall clock or in a calendar, with or without an alert."""
    clock = {"alert": draw(st.booleans()), "warn": draw(st.sampled_from([0.5, 0.8, 1]))}
    if draw(st.booleans()):
        clock["calendar"] = draw(st.sampled_from(CALENDARS))
    if draw(st.booleans()):
        clock["by_urgency"] = {urgency: draw(MINUTES) for urgency in some(draw, URGENCIES, least=1)}
    if "by_urgency" not in clock or draw(st.booleans()):
        clock["deadline"] = draw(MINUTES)
    return clock
