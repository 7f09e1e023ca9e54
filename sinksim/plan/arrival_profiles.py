"""Arrival profiles as cumulative intensity: how many needs a unit-rate stream has brought by an instant."""

import datetime as dt
from collections.abc import Mapping
from functools import lru_cache

import numpy as np
from numpy.typing import NDArray

from sinksim.core.errors import BadInput
from sinksim.core.wording import near
from sinksim.plan.rotas import DAY_MS, Rota, expand_calendar
from sinksim.plan.workdays import is_open_day
from sinksim.scenarios.calendars import MINUTES_A_DAY, WEEKDAYS, Calendar, Profile

Ints = NDArray[np.int64]
Floats = NDArray[np.float64]

HOUR_MS = 3_600_000

# February with its leap days.
DAYS_OF_MONTH = (31, 28.25, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31)

# Swapped working days fall on weekends and in certain months: their mean is taken over these years, whatever the run.
WORKDAY_YEARS = (dt.date(2018, 1, 1), dt.date(2026, 1, 1))

ROUND_THE_CLOCK = Calendar()


def expand_profile(
    profile: Profile, start: dt.date, horizon_ms: int, calendars: Mapping[str, Calendar]
) -> tuple[Ints, Floats]:
    """Breakpoints [ms] and the cumulative intensity there: piecewise linear, long-run mean rate 1 per ms.

    The first breakpoint is (0, 0), the last is at the horizon. The mean is taken over a standard week times a standard
    year (over the years 2018-2025 for a calendar of workdays), never over the run: the rate at an instant does not
    change with the horizon. Raises BadInput where ``within`` is no calendar, or one with ``levels``, or where its hours
    meet only zero weights.
    """
    return _expanded(profile, _calendar(profile, calendars), start, horizon_ms)


@lru_cache(maxsize=64)
def _expanded(profile: Profile, calendar: Calendar, start: dt.date, horizon_ms: int) -> tuple[Ints, Floats]:
    """What ``expand_profile`` returns, for a calendar that has been found; cached, since the plans of a sweep share it."""
    mean = mean_weight(profile, calendar)
    if mean <= 0:
        raise BadInput(
            f"within is {profile.within!r}; allowed: a calendar that is open at an hour and weekday of weight above 0"
        )
    rota = expand_calendar(calendar, start, horizon_ms)
    instants = _breakpoints(profile, rota, horizon_ms)
    rates = _weights(profile, rota, start, instants[:-1]) / mean
    # A breakpoint where the rate stays the same is left out; the first and the last always stand.
    changes = np.concatenate([[True], np.diff(rates) != 0, [True]])
    cumulative = np.concatenate([[0.0], np.cumsum(np.diff(instants[changes]) * rates[changes[:-1]])])
    times = instants[changes]
    times.setflags(write=False)
    cumulative.setflags(write=False)
    return times, cumulative


def mean_weight(profile: Profile, calendar: Calendar) -> float:
    """Long-run mean of the product of the weights within open hours, per instant of calendar time."""
    return _mean_of_day(profile, calendar) * _mean_of_days(profile, calendar)


def share_of_days(profile: Profile, calendars: Mapping[str, Calendar]) -> float:
    """Long-run share of calendar days on which needs arise at all."""

    def one_where_positive(weights: tuple[float, ...] | None) -> tuple[float, ...] | None:
        return weights and tuple(float(weight > 0) for weight in weights)

    days = profile.model_copy(
        update={"by_weekday": one_where_positive(profile.by_weekday), "by_month": one_where_positive(profile.by_month)}
    )
    return _mean_of_days(days, _calendar(profile, calendars))


def _calendar(profile: Profile, calendars: Mapping[str, Calendar]) -> Calendar:
    """The calendar within whose hours needs arise; round the clock where the profile names none."""
    if profile.within is None:
        return ROUND_THE_CLOCK
    if profile.within not in calendars:
        raise BadInput(
            f"within is {profile.within!r}; allowed: the name of a calendar ({near(profile.within, calendars)})"
        )
    if calendars[profile.within].levels is not None:
        raise BadInput(
            f"within is {profile.within!r}, a calendar with levels; allowed: a calendar of hours alone "
            "(by_hour says how needs vary over the day)"
        )
    return calendars[profile.within]


def _mean_of_day(profile: Profile, calendar: Calendar) -> float:
    """Mean over the minutes of an open day of the weight of their hour; closed minutes count 0."""
    hours = profile.by_hour or (1.0,) * 24
    by_minute = np.repeat(np.array(hours), 60)
    return float(sum(by_minute[begin:end].sum() for begin, end in calendar.windows)) / MINUTES_A_DAY


def _mean_of_days(profile: Profile, calendar: Calendar) -> float:
    """Mean of weekday weight times month weight over days, closed days counting 0."""
    weekday, month = profile.by_weekday or (1.0,) * 7, profile.by_month or (1.0,) * 12
    if calendar.days == "workdays":  # no standard week has the holidays of a year
        first, end = WORKDAY_YEARS
        days = [first + dt.timedelta(days=n) for n in range((end - first).days)]
        return sum(weekday[d.weekday()] * month[d.month - 1] for d in days if is_open_day(calendar, d)) / len(days)
    monday = dt.date(2022, 1, 3)  # any Monday: the calendar is the same every week
    week = [weekday[i] for i in range(len(WEEKDAYS)) if is_open_day(calendar, monday + dt.timedelta(days=i))]
    year = sum(w * d for w, d in zip(month, DAYS_OF_MONTH, strict=True)) / sum(DAYS_OF_MONTH)
    return sum(week) / 7 * year


def _breakpoints(profile: Profile, rota: Rota, horizon_ms: int) -> Ints:
    """Every instant at which the rate may change, with 0 and the horizon."""
    varies = profile.by_hour or profile.by_weekday or profile.by_month
    step = HOUR_MS if profile.by_hour else DAY_MS
    grid = np.arange(0, horizon_ms, step, dtype=np.int64) if varies else np.zeros(1, np.int64)
    openings_and_closings = rota.times[rota.times < horizon_ms]
    return np.append(np.union1d(grid, openings_and_closings), horizon_ms)


def _weights(profile: Profile, rota: Rota, start: dt.date, instants: Ints) -> Floats:
    """Product of the weights from each instant on; 0 while the calendar is closed."""
    days = instants // DAY_MS
    weekday = np.array(profile.by_weekday or (1.0,) * 7)[(start.weekday() + days) % 7]
    hour = np.array(profile.by_hour or (1.0,) * 24)[instants % DAY_MS // HOUR_MS]
    is_open = rota.level[np.searchsorted(rota.times, instants, side="right") - 1] > 0
    weights: Floats = hour * weekday * _month_weights(profile, start, days) * is_open
    return weights


def _month_weights(profile: Profile, start: dt.date, days: Ints) -> Floats:
    """The profile's weight of the month that each day, counted from the start date, lies in."""
    months = (np.datetime64(start, "D") + days).astype("datetime64[M]").astype(np.int64) % 12
    return np.array(profile.by_month or (1.0,) * 12)[months]
