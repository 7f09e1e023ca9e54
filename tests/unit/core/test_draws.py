"""Every law is what it says; luck is uniform, independent and a pure function."""

import math

import numpy as np
import pytest
from scipy import special, stats

from sinksim.core import draws
from sinksim.core.stable_hash import stable_hash
from sinksim.plan.laws import law_row, mean_and_sd
from sinksim.plan.plan import Laws
from sinksim.scenarios import laws as d
from tests.helpers.laws import DRAW, IDS, KEY, LAWS, MINUTE, sampled

N = 20_000
# A true hypothesis is refused once in ten thousand times; the keys are fixed, so a pass stays a pass.
RARELY = 1e-4


def moments(law):
    """Mean and standard deviation that the Plan's row of a law is taken to have [ms]."""
    row = law_row(law)
    real = np.array([(row.a, row.b, row.c, row.d)])
    return mean_and_sd(Laws(np.array([row.code]), real, (np.array(row.values),), (np.array(row.cumulative),)), 0)


@pytest.mark.parametrize(("law", "truth"), LAWS, ids=IDS)
def test_a_law_has_its_distribution(law, truth):
    assert stats.kstest(sampled(law, N), truth.cdf).pvalue > RARELY


@pytest.mark.parametrize(("law", "truth"), LAWS, ids=IDS)
def test_a_law_has_its_mean_and_variance(law, truth):
    times = sampled(law, N)
    mean, variance, excess = (float(x) for x in truth.stats("mvk"))
    assert abs(times.mean() - mean) < 4 * math.sqrt(variance / N)
    assert abs(times.var() - variance) < 4 * variance * math.sqrt((excess + 2) / N)
    assert moments(law) == pytest.approx((mean, math.sqrt(variance)), rel=1e-6)


def test_a_hyperexponential_time_is_a_mixture_of_exponential_ones():
    law = d.Hyperexponential(law="hyperexponential", means=(1, 20), weights=(3, 1))

    def cdf(x):
        return 0.75 * stats.expon(scale=MINUTE).cdf(x) + 0.25 * stats.expon(scale=20 * MINUTE).cdf(x)

    times = sampled(law, N)
    assert stats.kstest(times, cdf).pvalue > RARELY
    second, mean = 2 * (0.75 + 0.25 * 400) * MINUTE**2, 5.75 * MINUTE
    assert abs(times.mean() - mean) < 4 * math.sqrt((second - mean**2) / N)
    assert moments(law) == pytest.approx((mean, math.sqrt(second - mean**2)))


def test_an_empirical_time_is_one_of_the_given_with_its_weight():
    times = sampled(d.Empirical(law="empirical", values=(1, 2, 5), weights=(1, 0, 3)), N)
    counts = [int((times == v * MINUTE).sum()) for v in (1, 2, 5)]
    assert sum(counts) == N
    assert counts[1] == 0
    assert stats.chisquare([counts[0], counts[2]], [N / 4, 3 * N / 4]).pvalue > RARELY


def test_a_constant_is_constant():
    assert set(sampled(d.Constant(value=3.5), 5)) == {3.5 * MINUTE}


@pytest.mark.parametrize(
    ("x", "ms"), [(0.0, 0), (0.49, 0), (0.5, 1), (1.5, 2), (2.5, 3), (-3.0, 0), (1e300, 9 * 10**15)]
)
def test_a_time_is_rounded_half_up_once_and_never_negative(x, ms):
    assert draws.whole(x) == ms


def test_a_duration_is_its_sample_rounded():
    row = law_row(d.Exponential(law="exponential", mean=0.0001))
    for visit in range(200):
        parameters = (KEY, DRAW, visit, row.code, row.a, row.b, row.c, row.d)
        assert draws.duration(*parameters) == math.floor(draws.sample(*parameters) + 0.5)


def lucks(n=N, **which):
    part, visit, draw = which.get("part", 0), which.get("visit"), which.get("draw", DRAW)
    return np.array([draws.uniform(KEY, draw, i if visit is None else visit, part) for i in range(n)])


def test_luck_is_uniform_and_strictly_between_0_and_1():
    values = lucks()
    assert stats.kstest(values, "uniform").pvalue > RARELY
    assert 0 < values.min() <= values.max() < 1
    assert (2**52 - 1 + 0.5) / 2**52 < 1


@pytest.mark.parametrize(
    "other",
    [
        lambda: lucks(part=1),
        lambda: lucks(draw=np.uint64(stable_hash("draw|another"))),
        lambda: np.array([draws.uniform(KEY, DRAW, i + 1, 0) for i in range(N)]),
        lambda: np.array([draws.uniform(KEY + np.uint64(1), DRAW, i, 0) for i in range(N)]),
        lambda: np.array([draws.uniform(draws.derive(KEY, np.uint64(i)), DRAW, 0, 0) for i in range(N)]),
    ],
    ids=["part", "name", "visit", "key", "case"],
)
def test_luck_of_another_part_name_visit_or_case_is_independent(other):
    first, second = lucks(), other()
    assert abs(np.corrcoef(first, second)[0, 1]) < 4 / math.sqrt(N)
    table = np.histogram2d(first, second, bins=8, range=[[0, 1], [0, 1]])[0]
    assert stats.chisquare(table.ravel()).pvalue > RARELY


def test_neighbouring_cases_have_independent_luck():
    values = np.array([draws.uniform(draws.derive(KEY, np.uint64(i)), DRAW, 0, 0) for i in range(N)])
    assert stats.kstest(values, "uniform").pvalue > RARELY
    for lag in (1, 2, 256):
        assert abs(np.corrcoef(values[:-lag], values[lag:])[0, 1]) < 4 / math.sqrt(N)


def test_keys_of_parts_are_all_different():
    keys = {int(draws.derive(np.uint64(k), np.uint64(p))) for k in range(300) for p in range(300)}
    assert len(keys) == 90_000


def test_scrambling_is_one_to_one_in_every_bit():
    start = int(draws.mix(KEY))
    flips = [bin(start ^ int(draws.mix(KEY ^ np.uint64(1 << bit)))).count("1") for bit in range(64)]
    assert 28 < np.mean(flips) < 36
    assert min(flips) > 10


def test_the_normal_quantile_is_exact_to_the_last_digits():
    p = np.concatenate([np.logspace(-16, -0.31, 400), 1 - np.logspace(-15, -0.31, 400), np.linspace(0.01, 0.99, 99)])
    ours = np.array([draws.normal_quantile(x) for x in p])
    assert ours == pytest.approx(special.ndtri(p), rel=1e-13, abs=1e-14)


@pytest.mark.parametrize(("u", "position"), [(0.0, 0), (0.2499, 0), (0.25, 1), (0.7499, 1), (0.75, 3), (0.999999, 3)])
def test_a_position_is_picked_by_cumulative_weight_and_one_without_weight_never(u, position):
    assert draws.pick(np.array([0.25, 0.75, 0.75, 1.0]), u) == position
