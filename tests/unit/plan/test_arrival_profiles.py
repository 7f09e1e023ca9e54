import datetime as dt

import numpy as np
import pytest

from sinksim.core.errors import BadInput
from sinksim.plan.arrival_profiles import expand_profile
from sinksim.plan.rotas import DAY_MS
from sinksim.scenarios.calendars import Calendar, Profile

HOUR = 3_600_000
MONDAY = dt.date(2022, 1, 3)
OFFICE = {
    "office": Calendar(hours=("09:00-12:00", "14:00-17:00"), days="weekdays"),
    "work": Calendar(hours=("09:30-12:00",), days="workdays"),
}


def expand(horizon, start=MONDAY, **fields):
    return expand_profile(Profile(**fields), start, horizon, OFFICE)


def rate(times, cumulative, t):
    i = np.searchsorted(times, t, side="right") - 1
    return (cumulative[i + 1] - cumulative[i]) / (times[i + 1] - times[i])


def test_nothing_given_is_a_constant_rate():
    times, cumulative = expand(10 * DAY_MS + 7)
    assert times.tolist() == [0, 10 * DAY_MS + 7]
    assert cumulative.tolist() == [0.0, 10 * DAY_MS + 7]


def test_office_hours_carry_a_whole_week_of_needs():
    times, cumulative = expand(7 * DAY_MS, within="office")
    assert times[:5].tolist() == [h * HOUR for h in (0, 9, 12, 14, 17)]
    assert rate(times, cumulative, 10 * HOUR) == pytest.approx(168 / 30)
    assert rate(times, cumulative, 13 * HOUR) == 0
    assert rate(times, cumulative, 5 * DAY_MS + 10 * HOUR) == 0
    assert cumulative[-1] == pytest.approx(7 * DAY_MS)


def test_hours_have_the_ratios_of_their_weights():
    weights = (0.0,) * 8 + (3.0, 1.0) + (0.0,) * 14
    times, cumulative = expand(DAY_MS, by_hour=weights)
    assert times.tolist() == [h * HOUR for h in (0, 8, 9, 10, 24)]
    assert np.diff(cumulative) == pytest.approx([0, 18 * HOUR, 6 * HOUR, 0])


def test_weekdays_have_the_ratios_of_their_weights_from_the_start_dates_weekday():
    saturday = dt.date(2022, 1, 8)
    times, cumulative = expand(7 * DAY_MS, saturday, by_weekday=(2.0, 2.0, 2.0, 2.0, 2.0, 1.0, 1.0))
    assert times.tolist() == [0, 2 * DAY_MS, 7 * DAY_MS]
    assert rate(times, cumulative, 0) == pytest.approx(7 / 12)
    assert rate(times, cumulative, 3 * DAY_MS) == pytest.approx(14 / 12)


def test_months_change_on_their_first_day_and_average_out_over_a_standard_year():
    weights = (2.0,) + (1.0,) * 11
    times, cumulative = expand(365 * DAY_MS, dt.date(2023, 1, 1), by_month=weights)
    assert times.tolist() == [0, 31 * DAY_MS, 365 * DAY_MS]
    mean = (2 * 31 + 334.25) / 365.25
    assert rate(times, cumulative, 0) == pytest.approx(2 / mean)
    assert rate(times, cumulative, 40 * DAY_MS) == pytest.approx(1 / mean)


def test_four_years_bring_the_mean_rate_exactly():
    days = 4 * 365 + 1
    _, cumulative = expand(days * DAY_MS, by_month=tuple(float(i) for i in range(1, 13)))
    assert cumulative[-1] == pytest.approx(days * DAY_MS, rel=1e-12)


def test_working_days_bring_the_mean_rate_over_their_reference_years():
    start, end = dt.date(2018, 1, 1), dt.date(2026, 1, 1)
    horizon = (end - start).days * DAY_MS
    times, cumulative = expand(horizon, start, within="work", by_weekday=(1.0, 2.0, 1.0, 1.0, 1.0, 3.0, 1.0))
    assert cumulative[-1] == pytest.approx(horizon, rel=1e-9)
    spring_festival_2022 = (dt.date(2022, 1, 31) - start).days * DAY_MS + 10 * HOUR
    assert rate(times, cumulative, spring_festival_2022) == 0
    assert rate(times, cumulative, spring_festival_2022 - DAY_MS) > 0


def test_half_hours_of_a_calendar_are_breakpoints_within_the_hours_weights():
    times, cumulative = expand(DAY_MS, dt.date(2022, 1, 10), within="work", by_hour=(1.0,) * 10 + (2.0,) * 14)
    assert times.tolist() == [int(h * HOUR) for h in (0, 9.5, 10, 12, 24)]
    gain = np.diff(cumulative)
    assert gain[2] / gain[1] == pytest.approx(8)


@pytest.mark.parametrize(
    "fields", [{"within": "office"}, {"by_hour": tuple(map(float, range(24)))}, {"within": "work"}]
)
def test_a_longer_horizon_changes_nothing_before(fields):
    short_times, short = expand(9 * DAY_MS + 5 * HOUR, **fields)
    times, cumulative = expand(40 * DAY_MS, **fields)
    inner = slice(0, len(short_times) - 1)
    assert np.array_equal(times[inner], short_times[inner])
    assert np.array_equal(cumulative[inner], short[inner]), "to the last bit"


def test_only_the_ratios_of_weights_count():
    _, once = expand(DAY_MS, by_hour=tuple(map(float, range(24))))
    _, thrice = expand(DAY_MS, by_hour=tuple(3.0 * h for h in range(24)))
    assert once == pytest.approx(thrice)


def test_the_cumulative_intensity_never_falls():
    times, cumulative = expand(60 * DAY_MS, within="work", by_hour=tuple(map(float, range(24))))
    assert np.all(np.diff(times) > 0)
    assert np.all(np.diff(cumulative) >= 0)
    assert (times.dtype, cumulative.dtype) == (np.int64, np.float64)


def test_an_unknown_calendar_is_refused_with_the_known_ones():
    with pytest.raises(BadInput, match=r"within is 'offices'; .*did you mean office\?"):
        expand(DAY_MS, within="offices")


def test_hours_that_meet_only_zero_weights_are_refused():
    with pytest.raises(BadInput, match="weight above 0"):
        expand(DAY_MS, within="office", by_hour=(1.0,) + (0.0,) * 23)
