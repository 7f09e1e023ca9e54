"""Intervals, paired differences, variance reduction and jackknife: the statistics of replications."""

from collections.abc import Callable
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray
from scipy import special, stats

Floats = NDArray[np.float64]
NAN = float("nan")


class Interval(NamedTuple):
    """A mean, the half width of its two-sided interval (nan below two values) and the number of values."""

    mean: float
    half_width: float
    n: int


class VarianceRatio(NamedTuple):
    """Var(A-B) over Var(A)+Var(B), with its one-sided upper bound; below 1 pairing helps."""

    ratio: float
    upper: float


def mean(values: Floats) -> float:
    """Mean of the values that exist; inf where one of them is beyond what was followed, nan where there are none."""
    known = values[~np.isnan(values)]
    return float(known.mean()) if len(known) else NAN


def t_interval(values: Floats, level: float = 0.95) -> Interval:
    """Student's t interval of a mean. Missing values (nan) are left out; an infinite one leaves no half width."""
    known = values[~np.isnan(values)]
    n = len(known)
    if n < 2 or not np.isfinite(known).all():
        return Interval(mean(values), NAN, n)
    return Interval(mean(values), t_quantile(level, n - 1) * float(known.std(ddof=1)) / n**0.5, n)


def t_quantile(level: float, df: int) -> float:
    """Quantile of Student's t that leaves ``level`` between minus and plus itself."""
    return float(stats.t.ppf((1 + level) / 2, df))


def paired_difference(baseline: Floats, alternative: Floats, level: float = 0.95) -> Interval:
    """Interval of the mean of alternative - baseline over replications that share their luck.

    A pair counts where both values are finite.
    """
    both = np.isfinite(baseline) & np.isfinite(alternative)
    return t_interval(alternative[both] - baseline[both], level)


def variance_ratio(a: Floats, b: Floats, level: float = 0.95) -> VarianceRatio:
    """What pairing does to the variance of a difference, relative to independent runs.

    With S = a + b and D = a - b, Var(S) + Var(D) = 2 (Var(a) + Var(b)), so the ratio is 2 / (1 + Var(S)/Var(D)). The
    bound on Var(S)/Var(D) of correlated normal pairs is exact: Morgan (1939) and Pitman (1939), solved in closed form
    as in Snedecor and Cochran, *Statistical Methods*. nan below three pairs or where nothing varies.
    """
    both = np.isfinite(a) & np.isfinite(b)
    total, difference = a[both] + b[both], a[both] - b[both]
    if len(total) < 3 or total.var() + difference.var() == 0:
        return VarianceRatio(NAN, NAN)
    if difference.var() == 0 or total.var() == 0:
        limit = 0.0 if difference.var() == 0 else 2.0
        return VarianceRatio(limit, limit)
    quotient = float(total.var() / difference.var())
    lowest = quotient * _least_factor(total, difference, level)
    return VarianceRatio(2 / (1 + quotient), 2 / (1 + lowest))


def _least_factor(x: Floats, y: Floats, level: float) -> float:
    df = len(x) - 2
    r = float(np.corrcoef(x, y)[0, 1])
    k = 1 + 2 * max(1 - r * r, 0.0) * float(stats.t.ppf(level, df)) ** 2 / df
    return k - (k * k - 1) ** 0.5


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
    error = ((n - 1) * float(leave_one_out.var())) ** 0.5
    return Interval(estimate, t_quantile(level, n - 1) * error, n)


def batch_means(series: Floats, batches: int = 20, level: float = 0.95) -> Interval:
    """Interval of the mean of one long correlated series, from the means of equal batches (Law 2015, section 9.5).

    What is left over at the beginning is dropped, as the part nearest to the start-up.
    """
    size = len(series) // batches
    if size == 0:
        return Interval(mean(series), NAN, 0)
    return t_interval(series[len(series) - size * batches :].reshape(batches, size).mean(axis=1), level)


def t_to_z(t: float, df: int) -> float:
    """Standard normal deviate with the same tail probability as ``t`` has under Student's t."""
    return float(-np.sign(t) * special.ndtri_exp(stats.t.logsf(abs(t), df)))


def relative_standard_error(values: Floats) -> float:
    """Standard error of the mean over the size of the mean; nan below two values, inf around a mean of 0."""
    known = values[np.isfinite(values)]
    if len(known) < 2:
        return NAN
    error, size = float(known.std(ddof=1)) / len(known) ** 0.5, abs(float(known.mean()))
    if size == 0:
        return 0.0 if error == 0 else float("inf")
    return error / size
