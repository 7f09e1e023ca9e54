"""What is drawn is what theory says, to a third of a per cent: deep enough for a rate that is one per cent off."""

import math

import numpy as np
import pytest
from scipy import stats

from sinksim.core import draws
from sinksim.core.stable_hash import stable_hash
from tests.helpers.laws import DRAW, IDS, KEY, LAWS, sampled
from tests.helpers.worlds import DAY

N = 400_000
RARELY = 1e-4
# Four standard errors of so many events are less than half a per cent.
EVENTS = 1_000_000


@pytest.fixture(scope="module", params=LAWS, ids=IDS)
def drawn(request):
    law, truth = request.param
    return sampled(law, N), truth


def test_times_have_the_mean_and_variance_of_their_law(drawn):
    times, truth = drawn
    mean, variance, excess = (float(x) for x in truth.stats("mvk"))
    assert abs(times.mean() - mean) < 4 * math.sqrt(variance / N)
    assert abs(times.var() - variance) < 4 * variance * math.sqrt((excess + 2) / N)


def test_times_are_spread_as_their_law_says(drawn):
    times, truth = drawn
    assert stats.kstest(times, truth.cdf).pvalue > RARELY


def arisen(rate, weights, keep=1.0):
    """How many needs arise in each hour of a day whose hours have these weights, ``rate`` an hour on average."""
    hours = np.arange(25, dtype=np.int64) * (DAY // 24)
    cumulative = np.concatenate([[0.0], np.cumsum(np.array(weights) / np.mean(weights) * (DAY // 24))])
    times, epochs = np.empty(4 * EVENTS, np.int64), np.empty(4 * EVENTS, np.int64)
    arguments = (rate / (DAY // 24), keep, hours, cumulative, times, epochs)
    count, *_ = draws.arrivals(KEY, DRAW, 0, 0.0, 0, *arguments)
    return np.histogram(times[:count], hours)[0]


@pytest.mark.parametrize("keep", [1.0, 0.3])
def test_needs_arise_as_often_as_their_rate_says_hour_by_hour(keep):
    weights = [1, 0, 9, 2] * 6
    counts = arisen(EVENTS / 24 / keep, weights, keep)
    expected = np.array(weights) / 3 * EVENTS / 24
    assert abs(counts.sum() - EVENTS) < 4 * math.sqrt(EVENTS)
    assert counts[expected == 0].sum() == 0
    assert stats.chisquare(counts[expected > 0], expected[expected > 0] / expected.sum() * counts.sum()).pvalue > RARELY


def test_what_is_chosen_by_weight_is_chosen_as_often():
    weights = np.array([3, 1, 0, 5, 1])
    cumulative = np.cumsum(weights) / weights.sum()
    positions = [draws.pick(cumulative, draws.uniform(KEY, DRAW, n, 0)) for n in range(N)]
    counts = np.bincount(positions, minlength=len(weights))
    assert counts[2] == 0
    assert stats.chisquare(counts[weights > 0], weights[weights > 0] / weights.sum() * N).pvalue > RARELY


@pytest.mark.parametrize(("first", "second"), [((0, 0), (0, 1)), ((0, 0), (1, 0)), ((3, 1), (3, 2))])
def test_the_parts_and_visits_of_a_draw_have_nothing_to_do_with_each_other(first, second):
    keys = [draws.derive(KEY, np.uint64(stable_hash(f"case {n}"))) for n in range(N // 4)]
    one, two = (np.array([draws.uniform(key, DRAW, *which) for key in keys]) for which in (first, second))
    assert abs(np.corrcoef(one, two)[0, 1]) < 4 / math.sqrt(len(keys))
