"""Two results over the same luck: the paired difference of every indicator in every slice, with its interval."""

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Literal, NamedTuple

import numpy as np
from numpy.typing import NDArray

from sinksim.core.errors import BadInput
from sinksim.experiments.result import SHOWN, Result, about, place, plain
from sinksim.experiments.result_values import locate
from sinksim.experiments.statistics import jackknife_interval, paired_differences, t_intervals, variance_ratios
from sinksim.experiments.summary import HEADLINE, Summary, amount, label_and_unit, shown_unit, title
from sinksim.i18n import words
from sinksim.metrics.equity import Figure
from sinksim.metrics.equity_figures import FIGURES
from sinksim.metrics.indicator import Better
from sinksim.metrics.slices import Family, keys

if TYPE_CHECKING:
    from pandas import DataFrame

Floats = NDArray[np.float64]
Verdict = Literal["better", "worse", "higher", "lower", "no detectable difference", "no interval"]
COLUMNS = ("baseline", "alternative", "difference", "half_width", "n", "variance_ratio", "variance_ratio_upper")


class Difference(NamedTuple):
    """Alternative minus baseline: levels, difference, half width of its 95 % interval, pairs, verdict.

    ``variance_ratio`` is Var(A-B) over Var(A)+Var(B), with its upper 95 % bound: below 1 sharing luck helps.
    """

    baseline: float
    alternative: float
    difference: float
    half_width: float
    n: int
    variance_ratio: float
    variance_ratio_upper: float
    verdict: Verdict


@dataclass(frozen=True, eq=False, repr=False)
class Comparison:
    """A baseline and an alternative with the same replications; made by ``compare``."""

    baseline: Result
    alternative: Result

    def __repr__(self) -> str:
        """The headlines: levels, differences with their intervals, verdicts."""
        return self._summary().text()

    def _repr_html_(self) -> str:
        """The same for a notebook."""
        return self._summary().html()

    def _summary(self) -> Summary:
        """Levels of both sides, paired differences with their intervals, verdicts."""
        first, rows = self.baseline, []
        for name in HEADLINE:
            found, (label, unit) = self.difference(name), label_and_unit(first, name)
            levels = [amount(level, np.nan, unit, first) for level in (found.baseline, found.alternative)]
            between = amount(found.difference, found.half_width, unit, first, signed=True)
            rows.append((label, *levels, between, shown_unit(unit), found.verdict, name))
        sides = (("baseline", self.baseline), ("alternative", self.alternative))
        notes = [f"{side}: {note.sentence(words('en'))}" for side, result in sides for note in result.notes]
        heads = ("", "baseline", "alternative", "difference (95 %)", "", "verdict", "indicator")
        return Summary(title("Comparison", first), heads, rows, notes)

    @property
    def n(self) -> int:
        """Number of pairs."""
        return self.baseline.n

    @property
    def induced(self) -> Difference:
        """Needs filed in the alternative beyond those filed in the baseline (net count in the cohort)."""
        return self.difference("filed")

    def difference(
        self, name: str, service: str | None = None, area: str | None = None, segment: str | None = None
    ) -> Difference:
        """Paired difference of one indicator or equity figure in one slice."""
        figure = self.baseline.figure(name, service) if area is None and segment is None else None
        if figure is not None:
            return self._of_figure(figure)
        self.baseline.series(name, service, area, segment)
        self.alternative.series(name, service, area, segment)
        family, row = locate(self.baseline.labels, service, area, segment)
        cells = self._cells(family, [name])
        better = self.baseline.indicators[self.baseline.position[name]].better
        return _difference([cell[0, row] for cell in cells], better)

    def _cells(self, family: Family, shared: list[str]) -> list[NDArray[Any]]:
        """The columns of ``COLUMNS``, each [indicators, slices]."""
        a = self.baseline.shown_values(family)[:, [self.baseline.position[name] for name in shared]]
        b = self.alternative.shown_values(family)[:, [self.alternative.position[name] for name in shared]]
        levels = [t_intervals(a).mean, t_intervals(b).mean]
        return [*levels, *paired_differences(a, b), *variance_ratios(a, b)]

    def _of_figure(self, figure: Figure) -> Difference:
        """Difference of an equity figure, whose interval comes from leaving out one replication at a time."""
        other = self.alternative.figure(figure.name, figure.service)
        assert other is not None
        better = next(row.better for row in FIGURES if row.name == figure.name)
        found = jackknife_interval(other.value - figure.value, other.leave_one_out - figure.leave_one_out)
        return _difference([figure.value, other.value, *found._replace(n=self.n), np.nan, np.nan], better)

    def rows(self, families: tuple[Family, ...] = SHOWN) -> list[dict[str, Any]]:
        """One row per slice and shared indicator, then the equity figures."""
        rows = [row for family in families for row in self._family_rows(family)]
        return rows + [self._figure_row(figure) for figure in self.baseline.equity if "overall" in families]

    def _family_rows(self, family: Family) -> list[dict[str, Any]]:
        """One row for each indicator that both sides have, in each slice of a family in which either has a value."""
        shared = [row for row in self.baseline.indicators if row.name in self.alternative.position]
        cells = self._cells(family, [row.name for row in shared])
        return [
            {**about(row), **place(family, key), **_difference([cell[i, k] for cell in cells], row.better)._asdict()}
            for k, key in enumerate(keys(self.baseline.labels, family))
            for i, row in enumerate(shared)
            if not np.isnan(cells[0][i, k]) or not np.isnan(cells[1][i, k])
        ]

    def _figure_row(self, figure: Figure) -> dict[str, Any]:
        """An equity figure as a row of the table of differences."""
        declared = next(row for row in FIGURES if row.name == figure.name)
        about_it = {"indicator": declared.name, "unit": declared.unit, "better": declared.better, "dimension": "equity"}
        where = place("overall" if figure.service is None else "service", (figure.service, None, None))
        return {**about_it, **where, **self._of_figure(figure)._asdict()}

    def table(self, families: tuple[Family, ...] = SHOWN) -> "DataFrame":
        """All rows as a pandas table."""
        from pandas import DataFrame

        return DataFrame(self.rows(families))

    def to_json_dict(self) -> dict[str, Any]:
        """Differences as plain JSON values, with both results."""
        return {
            "pairs": self.n,
            "differences": [plain(row) for row in self.rows()],
            "baseline": self.baseline.to_json_dict(),
            "alternative": self.alternative.to_json_dict(),
        }


def compare(baseline: Result, alternative: Result) -> Comparison:
    """Pair the replications that both have finished.

    Refused where the two do not share seed, services, areas and segments, or one has no numbers.
    """
    a, b = baseline.labels, alternative.labels
    faults = [
        f"comparison.{what}: {ours!r} in the baseline and {theirs!r} in the alternative; allowed: the same in both"
        for what, ours, theirs in (
            ("seed", baseline.seed, alternative.seed),
            ("services", a.services, b.services),
            ("areas", len(a.areas.codes), len(b.areas.codes)),
            ("segments", a.segments, b.segments),
        )
        if ours != theirs
    ]
    if a.areas.codes != b.areas.codes and len(a.areas.codes) == len(b.areas.codes):
        faults.append("comparison.areas: the two results name different areas; allowed: the same in both")
    if not faults and 0 in (baseline.n, alternative.n):
        faults.append("comparison: one of the two results has no finished replication; allowed: at least 1 in each")
    if faults:
        raise BadInput("\n".join(faults))
    pairs = min(baseline.n, alternative.n)
    return Comparison(baseline.first(pairs), alternative.first(pairs))


def _difference(cells: list[Any], better: Better | None) -> Difference:
    """A Difference from the columns of COLUMNS in one cell, with its verdict."""
    before, after, difference, half_width, n, ratio, upper = (float(cell) for cell in cells)
    verdict = verdict_on(difference, half_width, better)
    return Difference(before, after, difference, half_width, int(n), ratio, upper, verdict)


def verdict_on(difference: float, half_width: float, better: Better | None) -> Verdict:
    """What may be said of a difference: nothing, where its interval holds 0 or there is none.

    ``better``: the direction that is better; None where neither is, and then the verdict is the direction itself.
    """
    if np.isnan(half_width):
        return "no interval"
    if abs(difference) <= half_width:
        return "no detectable difference"
    way: Better = "higher" if difference > 0 else "lower"
    if better is None:
        return way
    return "better" if way == better else "worse"
