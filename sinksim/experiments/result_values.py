"""The numbers of a run: every indicator in every replication by family of slices, how the run ended and what made it."""

import math
from dataclasses import dataclass, field, replace
from functools import cached_property
from typing import Literal, Self

import numpy as np
from numpy.typing import NDArray

from sinksim.core.errors import BadInput
from sinksim.experiments.station_figures import StationFigures
from sinksim.experiments.statistics import Interval, Intervals, jackknife_interval, t_interval, t_intervals
from sinksim.metrics.columns import Distribution
from sinksim.metrics.equity import Figure
from sinksim.metrics.equity_figures import FIGURE_NAMES, FIGURES, EquitySums, equity_figures
from sinksim.metrics.indicator import HOUR, Indicator
from sinksim.metrics.indicators import indicators
from sinksim.metrics.slices import Family, keys
from sinksim.plan.labels import Labels

Floats = NDArray[np.float64]
Ended = Literal["complete", "partial", "failed"]
OF_ELAPSED = frozenset(row.name for row in FIGURES if row.measure == "elapsed")


@dataclass(frozen=True, eq=False, repr=False)
class ResultValues:
    """Numbers of a run by family of slices: ``values`` [finished replications, indicators, slices].

    ``replications`` is what was asked for, ``n`` what was finished; ``stations`` [stations, station fields] are means over
    replications of what happened in the window, ``station_figures`` what follows from them, with intervals; ``bounded``
    [instructions] tells how often a loop was at its bound, mean over replications; ``accessibility`` [areas] is in open
    server hours a day per 1,000 people; ``faults`` says what is not conserved. A failed run has a reason and no numbers.
    ``suppressed`` [slices] by family: slices of a recorded log that hold too few people to be shown; their numbers, and
    those of stations that few of them came to, are not here. ``spread`` [finished replications, services, classes]: cases
    by class of time (``metrics.spread``). ``daily`` [finished replications, days of the window, DAILY]: a few sums by the
    day of arising.
    """

    scenario: str
    seed: int
    replications: int
    engine: str
    labels: Labels
    ended: Ended
    elapsed_seconds: float
    reason: str = ""
    values: dict[Family, Floats] = field(default_factory=dict)
    equity_sums: tuple[EquitySums, ...] = ()
    stations: Floats = field(default_factory=lambda: np.zeros((0, 0)))
    station_figures: StationFigures | None = None
    bounded: Floats = field(default_factory=lambda: np.zeros(0))
    incidents: dict[int, tuple[float, float]] = field(default_factory=dict)
    accessibility: Floats = field(default_factory=lambda: np.zeros(0))
    cases: int = 0
    faults: tuple[str, ...] = ()
    suppressed: dict[Family, NDArray[np.bool_]] = field(default_factory=dict)
    spread: dict[Distribution, Floats] = field(default_factory=dict)
    daily: Floats = field(default_factory=lambda: np.zeros((0, 0, 0)))

    @property
    def n(self) -> int:
        """Replications finished."""
        return len(self.values["overall"]) if self.values else 0

    def first(self, n: int) -> Self:
        """The same result from its first ``n`` finished replications only."""
        if n >= self.n:
            return self
        sums = self.equity_sums[:n]
        values = {family: cells[:n] for family, cells in self.values.items()}
        spread = {kind: counts[:n] for kind, counts in self.spread.items()}
        return replace(self, values=values, equity_sums=sums, spread=spread, daily=self.daily[:n])

    @cached_property
    def indicators(self) -> tuple[Indicator, ...]:
        """The indicators, in the order of ``values``."""
        return indicators(self.labels)

    @cached_property
    def position(self) -> dict[str, int]:
        """Position of each indicator in ``values``."""
        return {row.name: n for n, row in enumerate(self.indicators)}

    @cached_property
    def equity(self) -> tuple[Figure, ...]:
        """Equity figures of all services together, then service by service; they compare means over all replications."""
        if not self.equity_sums:
            return ()
        unsolved = {
            name for name, none in zip(self.labels.services, self.nothing_solved("service"), strict=True) if none
        }
        # None stands for all services together, as in a figure.
        unsolved_by = unsolved | ({None} if self.nothing_solved("overall")[0] else set())
        figures = equity_figures(list(self.equity_sums), self.labels)
        return tuple(_unknown_figure(f) if f.service in unsolved_by and f.name in OF_ELAPSED else f for f in figures)

    @cached_property
    def _figures(self) -> dict[tuple[str, str | None], Figure]:
        return {(figure.name, figure.service): figure for figure in self.equity}

    def figure(self, name: str, service: str | None = None) -> Figure | None:
        """An equity figure of all services or of one; None where it is not one of them."""
        # Asked of every indicator: those that are none do not have the figures worked out.
        return self._figures.get((name, service)) if name in FIGURE_NAMES else None

    def series(
        self, name: str, service: str | None = None, area: str | None = None, segment: str | None = None
    ) -> Floats:
        """Values of one indicator in one slice, one per finished replication; unknown names raise BadInput."""
        if name not in self.position:
            raise BadInput(f"indicator: {name!r} is not known; allowed: {_some(list(self.position))}")
        family, row = locate(self.labels, service, area, segment)
        return self.values[family][:, self.position[name], row] if self.values else np.zeros(0)

    def indicator(
        self, name: str, service: str | None = None, area: str | None = None, segment: str | None = None
    ) -> Interval:
        """Mean, half width of the 95 % interval and number of replications of an indicator or an equity figure."""
        figure = self.figure(name, service) if area is None and segment is None else None
        if figure is not None:
            return jackknife_interval(figure.value, figure.leave_one_out)._replace(n=self.n)
        self.series(name, service, area, segment)  # refuses unknown names
        family, row = locate(self.labels, service, area, segment)
        return t_interval(self.shown_values(family)[:, self.position[name], row] if self.values else np.zeros(0))

    def intervals(self, family: Family) -> Intervals:
        """Means, half widths and numbers of replications [indicators, slices] of a family."""
        return t_intervals(self.shown_values(family))

    def nothing_solved(self, family: Family) -> NDArray[np.bool_]:
        """Slices of a family of which no need of any replication was solved within the follow-up.

        Their restricted times to the solution are the follow-up itself, whatever the scenario.
        """
        # Where nobody is solved, everybody's time is cut at the follow-up, and the median is not known; nan: no need arose.
        elapsed, median = (self.values[family][:, self.position[name]] for name in ("elapsed", "elapsed_p50"))
        cut = (elapsed == self.labels.window.follow_up / HOUR) & ~np.isfinite(median)
        none: NDArray[np.bool_] = (cut | np.isnan(elapsed)).all(axis=0) & cut.any(axis=0)
        return none

    def shown_values(self, family: Family) -> Floats:
        """``values`` of a family as they are shown: inf for the time to the solution where nothing was solved."""
        values, none = self.values[family], self.nothing_solved(family)
        if not none.any():
            return values
        shown = values.copy()
        for name, unknown in (("elapsed", np.inf), ("elapsed_sd", np.nan)):
            cells = shown[:, self.position[name]]  # nan stays: there no need arose
            cells[:, none] = np.where(np.isnan(cells[:, none]), np.nan, unknown)
        return shown


def _unknown_figure(figure: Figure) -> Figure:
    """The figure without a value, as it has none where nothing was solved."""
    return replace(figure, value=math.nan, leave_one_out=np.full(len(figure.leave_one_out), math.nan))


def locate(labels: Labels, service: str | None, area: str | None, segment: str | None) -> tuple[Family, int]:
    """Family and row of the slice with these names."""
    if area is not None and segment is not None:
        raise BadInput(
            f"slice: area {area!r} with segment {segment!r} is not kept; allowed: one of them with a service"
        )
    parts = [name for name, value in (("service", service), ("area", area), ("segment", segment)) if value is not None]
    families: dict[str, Family] = {
        "": "overall",
        "service": "service",
        "area": "area",
        "segment": "segment",
        "service_area": "service_area",
        "service_segment": "service_segment",
    }
    family = families["_".join(parts)]
    known = keys(labels, family)
    if (service, area, segment) not in known:
        raise BadInput(_unknown(labels, service, area, segment))
    return family, known.index((service, area, segment))


def _unknown(labels: Labels, service: str | None, area: str | None, segment: str | None) -> str:
    """One sentence for each name of a slice that the result does not have."""
    given = (
        ("service", service, labels.services),
        ("area", area, labels.areas.codes),
        ("segment", segment, labels.segments),
    )
    faults = [(what, value, allowed) for what, value, allowed in given if value is not None and value not in allowed]
    return "\n".join(
        f"{what}: {value!r} is not in this result; allowed: {_some(list(all_))}" for what, value, all_ in faults
    )


def _some(allowed: list[str]) -> str:
    """Names for a message: the first twelve, and how many more."""
    return ", ".join(allowed[:12]) + (f" and {len(allowed) - 12} more" if len(allowed) > 12 else "")
