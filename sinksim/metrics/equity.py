"""Equity between areas and segments.

Means of areas are pooled over replications *before* they are compared: noise between areas would otherwise be read
as inequality. Areas count by population. Intervals come from the jackknife over replications.
"""

from collections.abc import Callable
from dataclasses import dataclass
from functools import cached_property

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]
Ints = NDArray[np.int64]
FEWEST_CASES = 30
WORST_SHARE = 0.1


def gini(values: Floats, weights: Floats) -> float:
    """Weighted Gini index of values >= 0: mean absolute difference over twice the mean (Lerman and Yitzhaki 1989).

    0 where all are equal; nan without values or with a mean of 0.
    """
    share = _shares(weights)
    mean = float(share @ values) if len(values) else 0.0
    if mean == 0:
        return float("nan")
    differences = np.abs(values[:, None] - values[None, :])
    return float(share @ differences @ share / (2 * mean))


def theil(values: Floats, weights: Floats) -> float:
    """Weighted Theil T index of values >= 0: sum of w (x/mean) ln(x/mean) (Theil 1967); a value of 0 adds 0.

    nan where nothing is left or the mean is 0.
    """
    share = _shares(weights)
    mean = float(share @ values) if len(values) else 0.0
    if mean == 0:
        return float("nan")
    ratio = values / mean
    return float(share @ (ratio * np.log(np.where(ratio > 0, ratio, 1.0))))


def worst_tenth(values: Floats, weights: Floats, higher_is_worse: bool) -> float:
    """Mean over the worst-off tenth of the population (``weights``); the area at its edge counts in part; nan without areas."""
    if len(values) == 0:
        return float("nan")
    order = np.argsort(-values if higher_is_worse else values, kind="stable")
    share = _shares(weights)[order]
    before = np.cumsum(share) - share
    taken = np.clip(WORST_SHARE - before, 0.0, share)
    return float(taken @ values[order] / taken.sum())


def gap(values: Floats) -> float:
    """Largest minus smallest value among segments; nan where none is known."""
    known = values[np.isfinite(values)]
    return float(known.max() - known.min()) if len(known) else float("nan")


def _shares(weights: Floats) -> Floats:
    """Weights divided by their sum; equal shares where all weights are 0."""
    total = weights.sum()
    if total == 0:
        return np.full(len(weights), 1.0 / max(len(weights), 1))
    shares: Floats = weights / total
    return shares


@dataclass(frozen=True, eq=False)
class Pool:
    """Sums of one measure in every replication: ``sums`` and ``cases`` [replications, areas or segments]."""

    sums: Ints
    cases: Ints
    per: float  # unit of the measure, such as an hour in ms

    @cached_property
    def means(self) -> Floats:
        """Mean of each area or segment over all replications; nan without cases."""
        return self._per_case(self.sums.sum(axis=0), self.cases.sum(axis=0))

    @cached_property
    def means_without_each(self) -> Floats:
        """The same over all replications but each one [replications, areas or segments]: the whole less its own part."""
        return self._per_case(self.sums.sum(axis=0) - self.sums, self.cases.sum(axis=0) - self.cases)

    @property
    def all_means(self) -> list[Floats]:
        """Those over all replications, then those without each one (none below two replications)."""
        return [self.means, *(self.means_without_each if len(self.sums) > 1 else ())]

    @cached_property
    def enough(self) -> NDArray[np.bool_]:
        """Which areas have enough cases over all replications to be compared."""
        return np.asarray(self.cases.sum(axis=0) >= FEWEST_CASES)

    def _per_case(self, sums: Ints, cases: Ints) -> Floats:
        means: Floats = np.divide(sums / self.per, cases, out=np.full(cases.shape, np.nan), where=cases > 0)
        return means


@dataclass(frozen=True, eq=False)
class Figure:
    """One equity figure: its value on all replications, and on all but each one (empty below two replications)."""

    name: str
    service: str | None
    value: float
    leave_one_out: Floats
    areas_left_out: int

    def of_service(self, service: str) -> "Figure":
        """The same figure as that of one service."""
        return Figure(self.name, service, self.value, self.leave_one_out, self.areas_left_out)


class Areas:
    """The areas with enough cases, on all replications and on all but each one: what is compared, and by what it weighs.

    Areas weigh by population; by cases where no population is stated.
    """

    def __init__(self, pool: Pool, population: Ints) -> None:
        """Compare the areas that have enough cases.

        They weigh by residents, or by cases where no residents are known.
        """
        chosen = pool.enough
        weights = population[chosen].astype(np.float64)
        if weights.sum() == 0:
            weights = pool.cases.sum(axis=0)[chosen].astype(np.float64)
        self.left_out = len(chosen) - len(weights)
        self._compared = [_finite(means[chosen], weights) for means in pool.all_means]

    def compare(self, statistic: Callable[[Floats, Floats], float]) -> tuple[float, Floats]:
        """A statistic on all replications, and on all but each one."""
        return _whole_and_without_each([statistic(means, weights) for means, weights in self._compared])


def _finite(means: Floats, weights: Floats) -> tuple[Floats, Floats]:
    """Finite means with their weights."""
    known = np.isfinite(means)
    return means[known], weights[known]


def jackknifed(pool: Pool, statistic: Callable[[Floats], float]) -> tuple[float, Floats]:
    """A statistic of the means: on all replications, and on all but each one."""
    return _whole_and_without_each([statistic(means) for means in pool.all_means])


def _whole_and_without_each(found: list[float]) -> tuple[float, Floats]:
    """The first value, that over all replications, apart from the others, those without each one of them."""
    whole, *without_each = found
    return whole, np.array(without_each, np.float64)
