"""Intervals, paired differences, variance reduction and jackknife: the statistics of replications.

The plural functions take values [replications, ...] and work on every cell; the singular ones take one series.
"""

from collections.abc import Callable
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray
from scipy import special

Floats = NDArray[np.float64]
NAN = float("nan")


class Interval(NamedTuple):
    """A mean, the half width of its two-sided interval (nan below two values) and the number of values."""

    mean: float
    half_width: float
    n: int


class Intervals(NamedTuple):
    """The same for every cell."""

    mean: Floats
    half_width: Floats
    n: NDArray[np.int64]


class VarianceRatio(NamedTuple):
    """Var(A-B) over Var(A)+Var(B), with its one-sided upper bound; below 1 pairing helps."""

    ratio: float
    upper: float


def t_intervals(values: Floats, level: float = 0.95) -> Intervals:
    """Student's t interval of the mean over replications.

    Missing values (nan) are left out. One infinite value (beyond what was followed) makes the mean infinite and
    leaves no half width, as do fewer than two values.
    """
    known = ~np.isnan(values)
    n = known.sum(axis=0)
    finite = np.isfinite(values)
    means = _divide(np.where(finite, values, 0.0).sum(axis=0), n)
    beyond = (known & ~finite).any(axis=0)
    squares = np.where(finite, values - means, 0.0)
    variance = _divide((squares**2).sum(axis=0), n - 1)
    half_width = _t_quantile((1 + level) / 2, np.maximum(n - 1, 1)) * np.sqrt(_divide(variance, n))
    return Intervals(np.where(beyond, np.inf, means), np.where(beyond, np.nan, half_width), n)


def _t_quantile(p: float, df: NDArray[np.integer] | int) -> Floats:
    """Quantile of Student's t; ``scipy.stats`` would give the same and takes a second to import."""
    return np.asarray(special.stdtrit(df, p), np.float64)


def _divide(top: Floats, bottom: NDArray[np.integer] | Floats) -> Floats:
    quotient: Floats = np.divide(top, bottom, out=np.full(np.shape(top), np.nan), where=bottom > 0)
    return quotient


def t_interval(values: Floats, level: float = 0.95) -> Interval:
    """Student's t interval of the mean of one series."""
    found = t_intervals(values[:, None], level)
    return Interval(float(found.mean[0]), float(found.half_width[0]), int(found.n[0]))


def paired_differences(baseline: Floats, alternative: Floats, level: float = 0.95) -> Intervals:
    """Interval of the mean of alternative - baseline over replications that share their random draws.

    A pair counts where both values are finite. An infinite value in any pair (beyond what was followed) leaves no
    difference at all: the pairs that are left would be the easy ones.
    """
    both = np.isfinite(baseline) & np.isfinite(alternative)
    difference = np.subtract(alternative, baseline, out=np.full(baseline.shape, np.nan), where=both)
    found = t_intervals(difference, level)
    beyond = (np.isinf(baseline) | np.isinf(alternative)).any(axis=0)
    return Intervals(np.where(beyond, np.nan, found.mean), np.where(beyond, np.nan, found.half_width), found.n)


def paired_difference(baseline: Floats, alternative: Floats, level: float = 0.95) -> Interval:
    """The paired difference of two series."""
    found = paired_differences(baseline[:, None], alternative[:, None], level)
    return Interval(float(found.mean[0]), float(found.half_width[0]), int(found.n[0]))


def variance_ratios(a: Floats, b: Floats, level: float = 0.95) -> tuple[Floats, Floats]:
    """What pairing does to the variance of a difference, relative to independent runs: ratio and upper bound.

    With S = a + b and D = a - b, Var(S) + Var(D) = 2 (Var(a) + Var(b)), so the ratio is 2 / (1 + Var(S)/Var(D)). The
    bound on Var(S)/Var(D) of correlated normal pairs is exact: Morgan (1939) and Pitman (1939), solved in closed form
    as in Snedecor and Cochran, *Statistical Methods*. nan below three pairs, where nothing varies or a value misses.
    """
    blank = np.full(a.shape[1:], np.nan)
    if len(a) < 3:
        return blank, blank
    usable = (np.isfinite(a) & np.isfinite(b)).all(axis=0)
    a, b = np.where(usable, a, 0.0), np.where(usable, b, 0.0)
    total, difference = a + b - (a + b).mean(axis=0), a - b - (a - b).mean(axis=0)
    # Sums of squares of S and D and of their products: what all three are divided by cancels.
    s, d, both = (total**2).sum(axis=0), (difference**2).sum(axis=0), (total * difference).sum(axis=0)
    correlation = _divide(both**2, s * d)
    factor = _least_factor(np.where(np.isnan(correlation), 1.0, correlation), len(a) - 2, level)
    return _divide(2 * d, s + d), _divide(2 * d, factor * s + d)


def _least_factor(squared_correlation: Floats, df: int, level: float) -> Floats:
    """What the observed ratio Var(S)/Var(D) of sums and differences of pairs is multiplied by to give its lower bound.

    The smaller root of x² − 2kx + 1 = 0, at which the test of Pitman and Morgan for equal variances, by the correlation of
    sums with differences (``squared_correlation``), just rejects: one-sided, at ``level``.
    """
    rest = np.maximum(1 - squared_correlation, 0.0)
    k = 1 + 2 * rest * float(_t_quantile(level, df)) ** 2 / df
    return np.asarray(k - np.sqrt(k * k - 1), np.float64)


def variance_ratio(a: Floats, b: Floats, level: float = 0.95) -> VarianceRatio:
    """The variance ratio of two series."""
    ratio, upper = variance_ratios(a[:, None], b[:, None], level)
    return VarianceRatio(float(ratio[0]), float(upper[0]))


def jackknife(values: Floats, statistic: Callable[[Floats], float], level: float = 0.95) -> Interval:
    """A statistic of the rows of ``values``, with its jackknife interval over them (Quenouille 1956, Tukey 1958)."""
    n = len(values)
    parts = [statistic(np.delete(values, left_out, axis=0)) for left_out in range(n)] if n > 1 else []
    return jackknife_interval(statistic(values), np.array(parts, np.float64), level)


def jackknife_interval(estimate: float, leave_one_out: Floats, level: float = 0.95) -> Interval:
    """Interval around an estimate from its values on all observations but each one."""
    n = len(leave_one_out)
    if n < 2 or not np.isfinite(leave_one_out).all():
        return Interval(estimate, NAN, n)
    # Its square is (n - 1) / n times the sum of squared deviations of these values from their mean.
    error = ((n - 1) * float(leave_one_out.var())) ** 0.5
    return Interval(estimate, float(_t_quantile((1 + level) / 2, n - 1)) * error, n)


def batch_means(series: Floats, batches: int = 20, level: float = 0.95) -> Interval:
    """Interval of the mean of one long correlated series, from the means of equal batches (Law 2015, section 9.5).

    What is left over at the beginning is dropped, as the part nearest to the start-up; nan where a batch is empty.
    """
    size = len(series) // batches
    if size == 0:
        return Interval(NAN, NAN, 0)
    return t_interval(series[len(series) - size * batches :].reshape(batches, size).mean(axis=1), level)


def t_to_z(t: float, df: int) -> float:
    """Standard normal deviate with the same tail probability as ``t`` has under Student's t."""
    return float(-np.sign(t) * special.ndtri_exp(np.log(special.stdtr(df, -abs(t)))))


def relative_standard_error(values: Floats) -> float:
    """Standard error of the mean over the size of the mean; nan below two values, inf around a mean of 0 (0 where all are 0)."""
    known = values[np.isfinite(values)]
    if len(known) < 2:
        return NAN
    error, size = float(known.std(ddof=1)) / len(known) ** 0.5, abs(float(known.mean()))
    if size == 0:
        return 0.0 if error == 0 else float("inf")
    return float(error / size)
