"""Intervals of several differences that hold together: one indicator in one slice, and k differences between sides.

From 20 pairs of replications on, the critical value of the largest studentised difference is bootstrapped (Efron & Tibshirani,
An Introduction to the Bootstrap, chapter 16; Westfall & Young 1993), so that correlated differences pay no more than they must.
Below that, and where a value is missing, Student's t with Bonferroni's correction holds whatever the correlation. A single
difference has Student's interval.
"""

from dataclasses import dataclass, field
from functools import cached_property

import numpy as np
from numpy.typing import NDArray
from scipy import special

from sinksim.core.stable_hash import stable_hash
from sinksim.experiments.result import Result
from sinksim.metrics.slices import Family

Floats = NDArray[np.float64]
LEVEL = 0.95
FEWEST_FOR_BOOTSTRAP = 20
RESAMPLES = 2_000
# Cells whose resamples are held in memory at one time.
CELLS_AT_ONCE = 4_096


@dataclass(frozen=True, eq=False)
class DifferenceFamily:
    """The differences of several sides from others, by the positions of both among ``results``.

    ``differences``: (what is compared with, what is compared). ``seed`` keys the bootstrap, so that a run tells the same
    whoever asks.
    """

    results: tuple[Result, ...]
    differences: tuple[tuple[int, int], ...]
    seed: int
    _known: dict[Family, Floats] = field(default_factory=dict, init=False, repr=False)

    @property
    def level_of_each(self) -> float:
        """Level of each interval by Bonferroni, so that all hold together at 95 %."""
        return 1 - (1 - LEVEL) / len(self.differences)

    @cached_property
    def names(self) -> dict[str, int]:
        """Every indicator that some side has, with its row: sides may differ in them, as where posts are paid on one only."""
        every = dict.fromkeys(name for result in self.results for name in result.position)
        return {name: row for row, name in enumerate(every)}

    def half_widths(self, family: Family) -> Floats:
        """Half widths [differences, indicators by ``names``, slices] that hold together, for a family of slices.

        nan where one of the two sides has no such indicator.
        """
        if family not in self._known:
            self._known[family] = self._half_widths_of(family)
        return self._known[family]

    def _half_widths_of(self, family: Family) -> Floats:
        """The half widths, worked out from each difference (side minus what it is compared with) in every replication.

        ``seed`` keys the resamples of the bootstrap.
        """
        values = [self._by_name(result, family) for result in self.results]
        # [differences, replications, indicators, slices]
        each = np.array([_differences(values[against], values[side]) for against, side in self.differences])
        return simultaneous_half_widths(each, self.seed)

    def _by_name(self, result: Result, family: Family) -> Floats:
        """The values of a side [replications, indicators by ``names``, slices], nan for an indicator that it has not."""
        shown = result.shown_values(family)
        if list(result.position) == list(self.names):
            return shown
        values: Floats = np.full((len(shown), len(self.names), shown.shape[2]), np.nan)
        values[:, [self.names[name] for name in result.position]] = shown
        return values


def _differences(baseline: Floats, alternative: Floats) -> Floats:
    """Alternative minus baseline in every replication; nan where one of the two is missing or beyond the follow-up."""
    both = np.isfinite(baseline) & np.isfinite(alternative)
    found: Floats = np.subtract(alternative, baseline, out=np.full(baseline.shape, np.nan), where=both)
    # Where a replication lies beyond the follow-up (inf), those that are left would be the easy ones: none counts.
    found[:, (np.isinf(baseline) | np.isinf(alternative)).any(axis=0)] = np.nan
    return found


def simultaneous_half_widths(differences: Floats, seed: int, level: float = LEVEL) -> Floats:
    """Half widths [k, ...] of the means of ``differences`` [k, replications, ...] that hold together at a level.

    Each is a critical value times the standard error of the mean: the critical value of Student's t by Bonferroni, or,
    with enough replications, the smaller one of the largest studentised mean by bootstrap. nan where fewer than two
    replications have a value.
    """
    k = len(differences)
    known = np.isfinite(differences)
    n = known.sum(axis=1)
    mean = _ratio(np.where(known, differences, 0.0).sum(axis=1), n)
    squares = np.where(known, differences - mean[:, None], 0.0) ** 2
    error = np.sqrt(_ratio(_ratio(squares.sum(axis=1), n - 1), n))
    critical = special.stdtrit(np.maximum(n - 1, 1), 1 - (1 - level) / (2 * k))
    if k > 1 and differences.shape[1] >= FEWEST_FOR_BOOTSTRAP:
        flat = differences.reshape(k, differences.shape[1], -1)
        # Where a value is missing or nothing varies, Bonferroni stands.
        usable = known.all(axis=(0, 1)).ravel() & (error > 0).all(axis=0).ravel()
        found = np.broadcast_to(critical.reshape(k, -1), (k, flat.shape[2])).copy()
        found[:, usable] = _bootstrapped(flat[:, :, usable], seed, level)
        critical = found.reshape(critical.shape)
    half_widths: Floats = critical * error
    return half_widths


def _ratio(top: Floats, bottom: NDArray[np.integer]) -> Floats:
    quotient: Floats = np.divide(top, bottom, out=np.full(top.shape, np.nan), where=bottom > 0)
    return quotient


def _bootstrapped(differences: Floats, seed: int, level: float) -> Floats:
    """Critical values of the largest studentised mean among the ``differences`` [pair of sides, replication, cell].

    One for each cell (a number of the result): the quantile at the confidence ``level`` of the largest over the pairs.
    """
    n = differences.shape[1]
    generator = np.random.Generator(np.random.Philox(key=stable_hash(f"family of differences|{seed}|{n}")))
    weights = generator.multinomial(n, np.full(n, 1 / n), RESAMPLES).astype(np.float64) / n
    cells = differences.shape[2]
    found = [
        _critical(differences[:, :, begin : begin + CELLS_AT_ONCE], weights, level)
        for begin in range(0, cells, CELLS_AT_ONCE)
    ]
    return np.concatenate(found) if found else np.zeros(0)


def _critical(differences: Floats, weights: Floats, level: float) -> Floats:
    """Critical values of some cells; ``weights`` [resamples, replications] say how much of each replication a resample holds.

    A resample moves the mean of each difference by so many of its standard errors (``size``); the critical value is the
    quantile, over resamples, of the largest such move among all differences.
    """
    n = differences.shape[1]
    largest: Floats = np.zeros((len(weights), differences.shape[2]))
    for one in differences:
        centred = one - one.mean(axis=0)
        shift, second = weights @ centred, weights @ centred**2
        error = np.sqrt(np.maximum(second - shift**2, 0.0) / (n - 1))
        # A resample of one replication alone has no error: as far away as can be.
        size = np.divide(np.abs(shift), error, out=np.full(shift.shape, np.inf), where=error > 0)
        np.maximum(largest, size, out=largest)
    quantile: Floats = np.quantile(largest, level, axis=0, method="higher")
    # The last bits of a product of matrices hang on the processor; a report must not.
    return np.round(quantile, 6)
