"""The declared equity figures, and their computation from the sums of all replications."""

from collections.abc import Callable
from dataclasses import dataclass
from functools import partial
from typing import Literal

import numpy as np

from sinksim.metrics.aggregate import COHORT, Aggregate
from sinksim.metrics.equity import (
    Areas,
    Figure,
    Floats,
    Ints,
    Pool,
    gap,
    gini,
    jackknifed,
    theil,
    worst_tenth,
)
from sinksim.metrics.headlines import HEADLINES, Headline
from sinksim.metrics.indicator import HOUR, Better
from sinksim.plan.labels import Labels

Measure = Literal["elapsed", "covered"]
MEASURES: dict[Measure, float] = {"elapsed": HOUR, "covered": 1.0}
"""Unit in which the mean of each measure is told: hours of milliseconds, and shares."""


@dataclass(frozen=True)
class Declared:
    """An equity figure: its words, unit and better direction, the measure it compares and how (None: segment gap)."""

    name: str
    zh: str
    en: str
    unit: str
    better: Better
    measure: Measure
    statistic: Callable[[Floats, Floats], float] | None

    @property
    def headline(self) -> Headline | None:
        """What makes it a headline; None where it is none."""
        return HEADLINES.get(self.name)


FIGURES: tuple[Declared, ...] = (
    Declared(
        "gini_elapsed",
        "各区域解决用时的基尼系数",
        "Gini of time to solution between areas",
        "index",
        "lower",
        "elapsed",
        gini,
    ),
    Declared(
        "theil_elapsed",
        "各区域解决用时的泰尔指数",
        "Theil T of time to solution between areas",
        "index",
        "lower",
        "elapsed",
        theil,
    ),
    Declared(
        "worst_tenth_elapsed",
        "最差十分之一人口的解决用时",
        "time to solution of the worst-off tenth of the population",
        "h",
        "lower",
        "elapsed",
        partial(worst_tenth, higher_is_worse=True),
    ),
    Declared(
        "gini_coverage",
        "各区域按时解决率的基尼系数",
        "Gini of share solved in time between areas",
        "index",
        "lower",
        "covered",
        gini,
    ),
    Declared(
        "worst_tenth_coverage",
        "最差十分之一人口的按时解决率",
        "share solved in time of the worst-off tenth of the population",
        "share",
        "higher",
        "covered",
        partial(worst_tenth, higher_is_worse=False),
    ),
    Declared(
        "segment_gap_elapsed",
        "人群间解决用时差距",
        "gap in time to solution between segments",
        "h",
        "lower",
        "elapsed",
        None,
    ),
    Declared(
        "segment_gap_coverage",
        "人群间按时解决率差距",
        "gap in share solved in time between segments",
        "share",
        "lower",
        "covered",
        None,
    ),
)
FIGURE_NAMES = frozenset(row.name for row in FIGURES)


@dataclass(frozen=True, eq=False)
class EquitySums:
    """What one replication gives: each measure, and needs arisen, by service and area and by service and segment."""

    by_area: dict[str, Ints]
    by_segment: dict[str, Ints]


def equity_sums(aggregate: Aggregate) -> EquitySums:
    """Sums of each measure over the cohort, by [services, areas] and [services, segments], those never served included."""
    needed = ("arisen", *MEASURES)
    whole = {name: aggregate.sums[COHORT, ..., aggregate.at[name]] for name in needed}
    return EquitySums(
        {name: sums.sum(axis=2) for name, sums in whole.items()},
        {name: sums.sum(axis=1) for name, sums in whole.items()},
    )


def equity_figures(sums: list[EquitySums], labels: Labels) -> tuple[Figure, ...]:
    """All figures over all services together, then service by service; one entry of ``sums`` per replication."""
    areas, segments = _stacked([s.by_area for s in sums]), _stacked([s.by_segment for s in sums])
    inside = labels.areas.in_cohort
    areas = {name: cells[..., inside] for name, cells in areas.items()}
    population = labels.areas.population[inside]
    whole = _figures(areas, segments, service=None, rows=slice(None), population=population)
    if len(labels.services) == 1:
        # The only service is the whole: nothing is worked out twice.
        return whole + tuple(figure.of_service(labels.services[0]) for figure in whole)
    by_service = (
        _figures(areas, segments, name, slice(n, n + 1), population) for n, name in enumerate(labels.services)
    )
    return whole + tuple(figure for figures in by_service for figure in figures)


def _figures(
    areas: dict[str, Ints], segments: dict[str, Ints], service: str | None, rows: slice, population: Ints
) -> tuple[Figure, ...]:
    """All figures over some services together; ``service`` names them, None for all, and ``rows`` selects them.

    ``areas`` and ``segments``: sums by measure, stacked over replications. ``population``: residents of the areas
    compared.
    """
    areas_and_segments: dict[Measure, tuple[Areas, Pool]] = {
        measure: (Areas(_pool(areas, measure, rows), population), _pool(segments, measure, rows))
        for measure in MEASURES
    }
    return tuple(_figure(row, *areas_and_segments[row.measure], service) for row in FIGURES)


def _stacked(sums: list[dict[str, Ints]]) -> dict[str, Ints]:
    """Each measure as [replications, services, areas or segments]."""
    return {name: np.array([s[name] for s in sums]) for name in sums[0]}


def _pool(stacked: dict[str, Ints], measure: Measure, services: slice) -> Pool:
    """Sums of a measure over some services, and their cases, in every replication and area or segment.

    ``MEASURES`` says in which unit each measure is told.
    """
    measured, cases = (stacked[name][:, services].sum(axis=1) for name in (measure, "arisen"))
    return Pool(measured, cases, per=MEASURES[measure])


def _figure(declared: Declared, areas: Areas, segments: Pool, service: str | None) -> Figure:
    """One declared figure; without a statistic of its own it is the gap between segments."""
    if declared.statistic is None:
        value, without_each = jackknifed(segments, gap)
        return Figure(declared.name, service, value, without_each, areas_left_out=0)
    value, without_each = areas.compare(declared.statistic)
    return Figure(declared.name, service, value, without_each, areas.left_out)
