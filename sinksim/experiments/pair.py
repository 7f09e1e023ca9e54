"""Two sides over the same random draws: paired differences of every indicator and slice, with interval and verdict."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, Literal, NamedTuple

import numpy as np
from numpy.typing import NDArray

from sinksim.core.side_names import USUAL_NAMES, PairNames, SideName
from sinksim.experiments.difference_families import DifferenceFamily
from sinksim.experiments.result import SHOWN, Result, about, place
from sinksim.experiments.result_values import locate
from sinksim.experiments.statistics import jackknife_interval, paired_differences, t_intervals, variance_ratios
from sinksim.metrics.equity import Figure
from sinksim.metrics.equity_figures import FIGURES
from sinksim.metrics.formulas import Quantile
from sinksim.metrics.headlines import HEADLINES
from sinksim.metrics.indicator import HOUR, Better
from sinksim.metrics.slices import Family, keys

Floats = NDArray[np.float64]
Verdict = Literal["better", "worse", "higher", "lower", "little difference", "no interval"]
COLUMNS = ("baseline", "alternative", "difference", "half_width", "n", "variance_ratio", "variance_ratio_upper")


class Difference(NamedTuple):
    """Alternative minus baseline: levels, difference, half width of its 95 % interval, pairs, verdict.

    ``variance_ratio`` is Var(A-B) over Var(A)+Var(B), with its upper 95 % bound: below 1 sharing draws helps. Where one level
    lies beyond the follow-up, ``at_least`` is true: the difference is at least as far from zero, and has no verdict.
    """

    baseline: float
    alternative: float
    difference: float
    half_width: float
    n: int
    variance_ratio: float
    variance_ratio_upper: float
    verdict: Verdict
    at_least: bool = False


@dataclass(frozen=True, eq=False)
class Pair:
    """Two sides with the same replications: ``alternative`` compared with ``baseline``.

    ``names``: what the two are called. ``family``: the differences whose intervals hold together with this one, which is the
    one at ``position`` among them; without it the interval is that of a single difference. ``least``: smallest differences
    that matter, where the scenario states others than the declared ones.
    """

    baseline: Result
    alternative: Result
    names: PairNames = USUAL_NAMES
    family: DifferenceFamily | None = None
    position: int = 0
    least: Mapping[str, float] = field(default_factory=dict)

    @property
    def n(self) -> int:
        """Number of pairs of replications."""
        return self.baseline.n

    @property
    def sides(self) -> tuple[tuple[SideName, Result], tuple[SideName, Result]]:
        """Both sides with their names, the one compared with first."""
        return (self.names.baseline, self.baseline), (self.names.alternative, self.alternative)

    @property
    def induced(self) -> Difference:
        """Needs filed in the alternative beyond those filed in the baseline (net count in the cohort)."""
        return self.difference("filed")

    def difference(
        self, name: str, service: str | None = None, area: str | None = None, segment: str | None = None
    ) -> Difference:
        """Paired difference (alternative minus baseline) of one indicator or equity figure in one slice; None: over all."""
        figure = self.baseline.figure(name, service) if area is None and segment is None else None
        if figure is not None:
            return self._of_figure(figure)
        # Both refuse what one of the results does not have.
        self.baseline.series(name, service, area, segment)
        self.alternative.series(name, service, area, segment)
        family, row = locate(self.baseline.labels, service, area, segment)
        cells = self._cells(family, [name])
        better = self.baseline.indicators[self.baseline.position[name]].better
        return self._judged(name, [cell[0, row] for cell in cells], better, (family, row))

    def _cells(self, family: Family, shared: list[str]) -> list[NDArray[Any]]:
        """The numbers of differences, as ``_judged`` takes them, each [indicators, slices].

        Level of the baseline and of the alternative, difference, half width, pairs, variance ratio and its upper bound.
        """
        rows = [self.baseline.position[name] for name in shared]
        a = self.baseline.shown_values(family)[:, rows]
        b = self.alternative.shown_values(family)[:, [self.alternative.position[name] for name in shared]]
        levels = [t_intervals(a).mean, t_intervals(b).mean]
        difference, half_width, n = paired_differences(a, b)
        if self.family is not None:
            rows = [self.family.names[name] for name in shared]
            half_width = self.family.half_widths(family)[self.position][rows]
        return [*levels, difference, half_width, n, *variance_ratios(a, b)]

    def _of_figure(self, figure: Figure) -> Difference:
        """The difference of an equity figure, which compares means over all replications: by jackknife over them."""
        other = self.alternative.figure(figure.name, figure.service)
        assert other is not None
        better = next(row.better for row in FIGURES if row.name == figure.name)
        level = 0.95 if self.family is None else self.family.level_of_each
        found = jackknife_interval(other.value - figure.value, other.leave_one_out - figure.leave_one_out, level)
        no_ratio = (np.nan, np.nan)  # an equity figure has no value of its own in each replication
        cells = [figure.value, other.value, *found._replace(n=self.n), *no_ratio]
        return self._judged(figure.name, cells, better, where=None)

    def _judged(
        self, name: str, cells: list[Any], better: Better | None, where: tuple[Family, int] | None
    ) -> Difference:
        """The difference with its verdict, from the numbers that ``_cells`` lists.

        ``where``: family and row of the slice, None for an equity figure.
        """
        before, after, difference, half_width, n, ratio, upper = (float(cell) for cell in cells)
        if where is not None and np.isinf([before, after]).any():
            # One level lies beyond the follow-up: at best it is known how far apart they are at least.
            bound = self._bound(name, *where)
            is_bounded = not np.isnan(bound)
            return Difference(before, after, bound, np.nan, int(n), ratio, upper, "no interval", at_least=is_bounded)
        verdict = verdict_on(difference, half_width, better, self._least(name, before))
        return Difference(before, after, difference, half_width, int(n), ratio, upper, verdict)

    def _least(self, name: str, level: float) -> float:
        """The smallest difference of an indicator that matters beside a level; 0 where none is declared."""
        headline = HEADLINES.get(name)
        return headline.least_at(level, self.least.get(name)) if headline is not None else 0.0

    def _bound(self, name: str, family: Family, row: int) -> float:
        """How far apart two medians are at least, where one of them lies beyond the follow-up; nan where nothing is known.

        A value beyond the follow-up F is F or more. Of a pair in which both lie beyond, or of pairs in which now the one and
        now the other does, nothing follows.
        """
        position = self.baseline.position[name]
        if not isinstance(self.baseline.indicators[position].formula, Quantile):
            return float("nan")
        a, b = (side.shown_values(family)[:, side.position[name], row] for side in (self.baseline, self.alternative))
        beyond_a, beyond_b = np.isinf(a), np.isinf(b)
        if (beyond_a & beyond_b).any() or (beyond_a.any() and beyond_b.any()) or np.isnan([a, b]).any():
            return float("nan")
        follow_up = self.baseline.labels.window.follow_up / HOUR
        return float((np.where(beyond_b, follow_up, b) - np.where(beyond_a, follow_up, a)).mean())

    def rows(self, families: tuple[Family, ...] = SHOWN) -> list[dict[str, Any]]:
        """One row per slice and shared indicator, then the equity figures, which go with the overall slice."""
        rows = [row for family in families for row in self._family_rows(family)]
        return rows + [self._figure_row(figure) for figure in self.baseline.equity if "overall" in families]

    def _family_rows(self, family: Family) -> list[dict[str, Any]]:
        """Rows of one family of slices; a slice without a level on either side has none."""
        shared = [row for row in self.baseline.indicators if row.name in self.alternative.position]
        cells = self._cells(family, [row.name for row in shared])
        before, after, *_ = cells
        return [
            {
                **about(row),
                **place(family, key),
                **self._judged(row.name, [cell[i, k] for cell in cells], row.better, (family, k))._asdict(),
            }
            for k, key in enumerate(keys(self.baseline.labels, family))
            for i, row in enumerate(shared)
            if not np.isnan(before[i, k]) or not np.isnan(after[i, k])
        ]

    def _figure_row(self, figure: Figure) -> dict[str, Any]:
        """The difference of an equity figure as a row beside those of indicators; a slice is (service, area, segment)."""
        declared = next(row for row in FIGURES if row.name == figure.name)
        about_it = {"indicator": declared.name, "unit": declared.unit, "better": declared.better, "dimension": "equity"}
        where = place("overall" if figure.service is None else "service", (figure.service, None, None))
        return {**about_it, **where, **self._of_figure(figure)._asdict()}


def verdict_on(difference: float, half_width: float, better: Better | None, least: float = 0.0) -> Verdict:
    """What may be said of a difference.

    Better or worse only where its interval is clear of zero and it is as large as the least that matters; nothing where
    there is no interval.
    """
    if np.isnan(half_width):
        return "no interval"
    if abs(difference) <= half_width or abs(difference) < least:
        return "little difference"
    way: Better = "higher" if difference > 0 else "lower"
    if better is None:
        return way
    return "better" if way == better else "worse"
