"""When needs arise: a Poisson process of exactly the intensity that the profile says."""

import math

import numpy as np
import pytest
from scipy import stats

from sinksim.core.draws import arrivals, derive
from sinksim.core.stable_hash import stable_hash
from tests.helpers.worlds import DAY, HOUR, live

RARELY = 1e-4
DRAW = np.uint64(stable_hash("draw|arrival"))
# A wall from nothing to 1,000 and back within an hour, a plateau, a trickle.
STEEP = [0, 0, 1000, 0, 0, 1, 1, 1, 50, 50, 50, 50, 0, 3, 3, 3, 3, 0, 0, 900, 0, 0, 0, 0.5]


def intensity(weights):
    """Hourly breakpoints and cumulative intensity of a day, mean 1."""
    weights = np.array(weights, float)
    times = np.arange(len(weights) + 1, dtype=np.int64) * HOUR
    return times, np.concatenate([[0.0], np.cumsum(weights / weights.mean() * HOUR)])


def epochs(layer, rate, weights, keep=1.0, block=64):
    times, cumulative = intensity(weights)
    state, found = (0, 0.0, 0), []
    out_time, out_epoch = np.empty(block, np.int64), np.empty(block, np.int64)
    count = block
    while count == block:
        count, *state = arrivals(np.uint64(layer), DRAW, *state, rate, keep, times, cumulative, out_time, out_epoch)
        found += list(zip(out_time[:count].tolist(), out_epoch[:count].tolist(), strict=True))
    return found


def many(rate, weights, layers, keep=1.0):
    found = [epochs(derive(np.uint64(5), np.uint64(n)), rate, weights, keep) for n in range(layers)]
    return [np.array([t for t, _ in one], np.int64) for one in found]


def test_needs_come_hour_by_hour_as_the_profile_says():
    layers, rate = 400, 30 / DAY
    counts = sum(np.histogram(times, bins=24, range=(0, DAY))[0] for times in many(rate, STEEP, layers))
    expected = np.diff(intensity(STEEP)[1]) * rate * layers
    assert np.all(counts[expected == 0] == 0)
    some = expected > 0
    statistic = float(((counts - expected)[some] ** 2 / expected[some]).sum())
    assert stats.chi2(int(some.sum())).sf(statistic) > RARELY


def test_the_number_in_a_day_is_poisson():
    totals = np.array([len(times) for times in many(30 / DAY, STEEP, 2000)])
    assert abs(totals.mean() - 30) < 4 * math.sqrt(30 / 2000)
    # The variance of a Poisson sample's variance is about (2 x 30^2 + 30) / n.
    assert abs(totals.var() - 30) < 4 * math.sqrt((2 * 900 + 30) / 2000)


def test_within_an_hour_needs_are_spread_evenly():
    times = np.concatenate(many(300 / DAY, STEEP, 100))
    for hour in (2, 8, 19):
        within = times[(times >= hour * HOUR) & (times < (hour + 1) * HOUR)] - hour * HOUR
        assert stats.kstest(within, stats.uniform(0, HOUR).cdf).pvalue > RARELY


def test_gaps_are_exponential_where_the_rate_is_constant():
    times = np.concatenate([np.diff(t) for t in many(500 / DAY, [1] * 24, 40)])
    # A gap that would cross the end of the day is not seen: short days would be biased, this one holds 500 gaps.
    assert abs(times.mean() - DAY / 500) < 5 * DAY / 500 / math.sqrt(len(times)) + DAY / 500 * 2 / 500
    assert stats.kstest(times, stats.expon(scale=DAY / 500).cdf).pvalue > RARELY


def test_a_layer_that_is_thinned_keeps_its_share_of_the_same_needs():
    whole, thinned = (epochs(99, 3000 / DAY, STEEP, keep) for keep in (1.0, 0.3))
    assert set(thinned) < set(whole)
    assert abs(len(thinned) - 0.3 * len(whole)) < 4 * math.sqrt(len(whole) * 0.3 * 0.7)
    assert set(thinned) < set(epochs(99, 3000 / DAY, STEEP, 0.4))


@pytest.mark.parametrize("block", [1, 2, 7, 1024])
def test_the_size_of_the_block_does_not_matter(block):
    assert epochs(7, 100 / DAY, STEEP, 0.7, block) == epochs(7, 100 / DAY, STEEP, 0.7)


def test_needs_come_in_order_and_before_the_end():
    times, ordinals = zip(*epochs(3, 5000 / DAY, STEEP), strict=True)
    assert list(times) == sorted(times)
    assert list(ordinals) == list(range(len(ordinals)))
    assert 0 <= times[0] <= times[-1] < DAY


def test_a_run_follows_hours_weekdays_and_opening_times():
    text = """
start: 2022-01-03
calendars: {office: {hours: ["09:00-12:00", "14:00-17:00"], days: all}}
profiles: {day: {by_hour: [1,1,1,1,1,1,1,1,1,4,2,2,1,1,1,3,1,1,1,1,1,1,1,1], by_weekday: [2, 1, 1, 1, 1, 0, 1], within: office}}
processes: {main: [close]}
services: {need: {traditional: {process: main}, demand: {per_day: 100, profile: day}}}
experiment: {window_days: 28}
"""
    arisen = live(text).cases["arisen"]
    hour = np.zeros(24)
    hour[[9, 10, 11, 14, 15, 16]] = [4, 2, 2, 1, 3, 1]
    weekday = np.array([2, 1, 1, 1, 1, 0, 1])
    expected = np.outer(weekday / weekday.mean(), hour / hour.sum()) * 100 * 4
    counts = np.zeros((7, 24))
    np.add.at(counts, (arisen // DAY % 7, arisen % DAY // HOUR), 1)
    assert np.all(counts[expected == 0] == 0)
    some = expected > 0
    statistic = float(((counts - expected)[some] ** 2 / expected[some]).sum())
    assert stats.chi2(int(some.sum())).sf(statistic) > RARELY
