import numpy as np
import pytest
from scipy import stats

from sinksim.experiments.statistics import (
    batch_means,
    jackknife,
    paired_difference,
    relative_standard_error,
    t_interval,
    t_intervals,
    t_to_z,
    variance_ratio,
)


def floats(*values):
    return np.array(values, np.float64)


def test_the_interval_of_one_two_three():
    # t(0.975, 2) = 4.30265, standard error 1/sqrt(3).
    assert t_interval(floats(1, 2, 3)) == pytest.approx((2, 4.302653 / 3**0.5, 3), rel=1e-6)


def test_missing_values_are_left_out_and_one_value_has_no_interval():
    assert t_interval(floats(1, np.nan, 2, 3)).n == 3
    assert t_interval(floats(1, np.nan, 2, 3)).mean == 2
    found = t_interval(floats(5))
    assert (found.mean, found.n) == (5, 1)
    assert np.isnan(found.half_width)
    assert np.isnan(t_interval(floats(np.nan)).mean)


def test_a_value_beyond_the_follow_up_makes_the_mean_infinite():
    found = t_interval(floats(1, np.inf))
    assert found.mean == np.inf
    assert np.isnan(found.half_width)


def test_intervals_of_cells_equal_those_of_series():
    values = np.random.default_rng(1).normal(size=(6, 3, 2))
    values[0, 0, 0] = np.nan
    found = t_intervals(values)
    assert (found.mean[0, 0], found.half_width[0, 0], found.n[0, 0]) == pytest.approx(t_interval(values[:, 0, 0]))


def test_the_interval_holds_the_mean_in_95_of_100():
    draws = np.random.default_rng(2).exponential(size=(40, 4000))
    found = t_intervals(draws)
    held = np.abs(found.mean - 1) <= found.half_width
    # Student's t on 40 exponentials covers a little less than 95 %; four standard errors around 0.94.
    assert abs(held.mean() - 0.94) < 4 * (0.95 * 0.05 / 4000) ** 0.5


def test_a_shared_shift_is_seen_through_any_common_noise():
    noise = floats(5, -40, 13, 99)
    assert paired_difference(noise, noise + 2) == (2, 0, 4)


def test_a_pair_with_a_missing_value_does_not_count():
    assert paired_difference(floats(1, 2, 4), floats(2, np.nan, 5)) == (1, 0, 2)


def test_one_pair_beyond_the_follow_up_leaves_no_difference_rather_than_that_of_the_easy_pairs():
    assert np.isnan(paired_difference(floats(1, 2, 4), floats(2, np.inf, 5))[:2]).all()


def test_the_variance_ratio_is_its_definition():
    a, b = np.random.default_rng(3).normal(size=(2, 12))
    expected = np.var(a - b) / (np.var(a) + np.var(b))
    assert variance_ratio(a, b).ratio == pytest.approx(expected)


def test_the_bound_of_the_variance_ratio_is_exceeded_in_one_of_twenty():
    rng = np.random.default_rng(4)
    runs, n = 2000, 10
    common = rng.normal(size=(n, runs))
    a, b = common + 0.7 * rng.normal(size=(n, runs)), 2 * common + rng.normal(size=(n, runs))
    # Var(A) = 1.49, Var(B) = 5, Cov = 2.
    true = (1.49 + 5 - 2 * 2) / (1.49 + 5)
    above = np.mean([variance_ratio(a[:, k], b[:, k]).upper < true for k in range(runs)])
    assert abs(above - 0.05) < 4 * (0.05 * 0.95 / runs) ** 0.5


def test_the_limits_of_the_variance_ratio():
    a = floats(1, 2, 4, 8)
    assert variance_ratio(a, a + 1) == (0, 0)
    assert variance_ratio(a, -a) == (2, 2)
    assert np.isnan(variance_ratio(a[:2], a[:2]).ratio)
    assert np.isnan(variance_ratio(a * 0, a * 0).ratio)


def test_the_jackknife_of_a_mean_is_its_t_interval():
    values = np.random.default_rng(5).normal(size=9)
    assert jackknife(values, lambda rows: float(rows.mean())) == pytest.approx(t_interval(values))


def test_batch_means_drop_the_beginning_and_take_equal_batches():
    assert batch_means(floats(99, 1, 3, 3, 5), batches=2) == pytest.approx(t_interval(floats(2, 4)))
    assert batch_means(floats(1), batches=2).n == 0


def test_z_has_the_tail_of_t_on_either_side():
    assert t_to_z(2.0, 5) == pytest.approx(stats.norm.isf(stats.t.sf(2.0, 5)))
    assert t_to_z(-2.0, 5) == -t_to_z(2.0, 5)
    assert t_to_z(0.0, 3) == 0
    assert 20 < t_to_z(1e6, 60) < 1e6


def test_the_relative_standard_error():
    assert relative_standard_error(floats(9, 11)) == pytest.approx(0.1)
    assert relative_standard_error(floats(-1, 1)) == np.inf
    assert np.isnan(relative_standard_error(floats(1)))
