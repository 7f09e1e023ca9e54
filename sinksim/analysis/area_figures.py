"""One indicator by area on both sides and between them, with what may not be told: the numbers behind a map."""

import math
from dataclasses import dataclass
from typing import Literal, NamedTuple

import numpy as np

from sinksim.core.side_names import USUAL_NAMES, PairNames
from sinksim.experiments.pair import Pair, verdict_on
from sinksim.experiments.result import Result
from sinksim.experiments.statistics import Interval, paired_differences, t_intervals
from sinksim.metrics.equity import FEWEST_CASES
from sinksim.metrics.indicator import Indicator
from sinksim.metrics.slices import Family, keys

HOUR = 3_600_000
# What is told of an area: its figure; nothing, because it is not in the run; because of too few cases; or because there
# is no figure (no case to which it applies, or a cell of a recorded log that is too small to be told).
State = Literal["shown", "outside", "few", "missing"]


class AreaFigure(NamedTuple):
    """One area: needs of the cohort over all replications (the smaller of both sides), levels, difference, verdict."""

    code: str
    name: str
    name_en: str
    cases: int
    state: State
    baseline: Interval
    alternative: Interval
    difference: Interval
    verdict: str

    @property
    def clear(self) -> bool:
        """Whether the interval of the difference is clear of zero."""
        return self.state == "shown" and self.verdict not in ("little difference", "no interval")


@dataclass(frozen=True, eq=False)
class AreaFigures:
    """The figures of one indicator for one service, or for all together (None)."""

    indicator: Indicator
    service: str | None
    areas: tuple[AreaFigure, ...]
    illustrative: bool
    replications: int
    follow_up_hours: float
    names: PairNames = USUAL_NAMES

    def shown_areas(self) -> tuple[AreaFigure, ...]:
        """Areas whose figure may be shown."""
        return tuple(area for area in self.areas if area.state == "shown")


def area_figures(comparison: Pair, name: str, service: str | None = None) -> AreaFigures:
    """Figures by area, in the order of the areas' codes; unknown names raise BadInput."""
    baseline, alternative = comparison.baseline, comparison.alternative
    for result in (baseline, alternative):
        result.series(name, service)  # refuses names that the result does not have
    labels = baseline.labels
    family: Family = "area" if service is None else "service_area"
    # The slices of the family that are wanted, one an area: a key begins with the service.
    rows = [n for n, key in enumerate(keys(labels, family)) if key[0] == service]
    sides = [result.shown_values(family)[:, result.position[name]][:, rows] for result in (baseline, alternative)]
    levels = [t_intervals(side) for side in sides]
    differences = paired_differences(sides[0], sides[1])
    better = baseline.indicators[baseline.position[name]].better
    areas = []
    for n, code in enumerate(labels.areas.codes):
        before, after, between = (
            Interval(float(i.mean[n]), float(i.half_width[n]), int(i.n[n])) for i in (*levels, differences)
        )
        cases = min(_needs(result, family, rows[n]) for result in (baseline, alternative))
        state = _state(bool(labels.areas.in_cohort[n]), cases, before, after)
        verdict = verdict_on(between.mean, between.half_width, better)
        names = (labels.areas.names[n], labels.areas.names_en[n])
        areas.append(AreaFigure(code, *names, cases, state, before, after, between, verdict))
    return AreaFigures(
        baseline.indicators[baseline.position[name]],
        service,
        tuple(areas),
        labels.illustrative or alternative.labels.illustrative,
        comparison.n,
        labels.window.follow_up / HOUR,
        comparison.names,
    )


def mappable(comparison: Pair) -> tuple[Indicator, ...]:
    """Indicators that both sides have and that differ by area: those with a figure for some area."""
    ours, theirs = comparison.baseline, comparison.alternative
    shared = [row for row in ours.indicators if row.name in theirs.position]
    return tuple(
        row
        for row in shared
        if not math.isnan(_any_figure(ours, row.name)) or not math.isnan(_any_figure(theirs, row.name))
    )


def _any_figure(result: Result, name: str) -> float:
    """The indicator in the first area and replication that has it; nan where none has.

    For an indicator that is the same in all of them, of which it is asked only whether and how large it is.
    """
    cells = result.values["area"][:, result.position[name]]
    known = cells[~np.isnan(cells)]
    return float(known[0]) if len(known) else math.nan


def _needs(result: Result, family: Family, row: int) -> int:
    """Needs of one slice (``row``) of a family, added up over all replications; slices without a number count as none."""
    needs = result.values[family][:, result.position["needs"], row]
    return int(np.nansum(needs))


def _state(in_cohort: bool, cases: int, before: Interval, after: Interval) -> State:
    """Whether an area is shown, or why not: outside the cohort, too few cases, no value on either side.

    ``in_cohort``: whether the run has cases of the area.
    """
    if not in_cohort:
        return "outside"
    if cases < FEWEST_CASES:
        return "few"
    return "missing" if math.isnan(before.mean) and math.isnan(after.mean) else "shown"
