"""What the positions in a Plan stand for: names, areas, deadlines and window. Metrics and reports read only this."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from sinksim.i18n.note import Note

Ints = NDArray[np.int64]
Floats = NDArray[np.float64]
_HOUR_MS = 3_600_000


@dataclass(frozen=True, eq=False)
class Window:
    """The times of a run [ms]: the cohort arises in [warm_up, warm_up + window), the run ends at the horizon."""

    warm_up: int
    window: int
    follow_up: int

    @property
    def horizon(self) -> int:
        """End of the run: an event exactly at this instant does not happen."""
        return self.warm_up + self.window + self.follow_up


@dataclass(frozen=True)
class Scope:
    """Which part of the network a run covers, and whether it is a preview.

    ``place`` and ``place_en`` name the place that it is confined to, empty for the whole network. ``drawn``: its areas were
    drawn by the hash of their codes. ``deviation``: the most by which a headline difference of this preview was measured to
    deviate from the full run's, as a share; None where that has not been measured.
    """

    tier: str  # of the areas
    place: str
    place_en: str
    drawn: bool
    preview: bool
    deviation: float | None


@dataclass(frozen=True, eq=False)
class Areas:
    """Areas of reporting (places of ``Scope.tier``: counties, unless the scenario says otherwise)."""

    codes: tuple[str, ...]
    names: tuple[str, ...]
    names_en: tuple[str, ...]
    population: Ints  # [areas]
    of_origin: Ints  # [origins] -> area
    in_cohort: NDArray[np.bool_]  # [areas] False: unselected by scale, background only


@dataclass(frozen=True, eq=False)
class StationLabels:
    """One entry per station: template, node, tier, servers; ``servers`` counts are at level 1000 per mille."""

    names: tuple[str, ...]
    template: Ints  # -> templates
    tier: Ints  # -> tiers
    area: Ints  # -> areas, -1 above them
    node: tuple[str, ...]
    servers: Ints
    stand_in: NDArray[np.bool_]  # stands for all unselected places of a template: has no figures of its own


@dataclass(frozen=True, eq=False)
class Payroll:
    """Posts: stations that pay the open hours of their rota, busy or idle. One entry a station, 0 for all others.

    ``share`` of a station is charged: all, or the part of its residents who are in the run.
    """

    kinds: tuple[str, ...]  # kinds of staff that have posts
    kind: Ints  # -> kinds, -1: no posts
    payer: Ints  # -> ``core.records.STAFF_PAYERS``
    wage: Ints  # 0.001 yuan per hour
    share: Floats
    window: Ints  # pay of the rota in the window [0.001 yuan]
    year: Ints  # pay of the rota in the calendar year from the start [0.001 yuan]
    posts: Floats  # rostered hours of that year over the hours of a post
    below_station: Ints  # stations above the areas, each with the areas of the run below it ...
    below_area: Ints
    below_share: Floats  # ... and the part of their residents who live there
    days_of_year: int


def pay(server_time: Ints, wage: Ints, share: Floats) -> Ints:
    """Pay [0.001 yuan] of server times [ms] at wages [0.001 yuan per hour]: the share charged, rounded half up a station."""
    charged: Ints = np.floor(server_time.astype(np.float64) * wage * share / _HOUR_MS + 0.5).astype(np.int64)
    return charged


@dataclass(frozen=True)
class Capital:
    """What the areas of the run bear of the platform's annuity [0.001 yuan], by the treasury."""

    year: int
    window: int


@dataclass(frozen=True, eq=False)
class Labels:
    """Names behind every index that a record carries."""

    scenario: str
    services: tuple[str, ...]
    origins: tuple[str, ...]
    segments: tuple[str, ...]
    urgencies: tuple[str, ...]
    tiers: tuple[str, ...]  # top to bottom
    clocks: tuple[str, ...]
    steps: tuple[str, ...]  # by instruction: dotted path of the step that it was assembled from
    templates: tuple[str, ...]
    scope: Scope
    areas: Areas
    stations: StationLabels
    window: Window
    coverage_deadline: Ints  # [services] ms from arising
    origin_population: Ints  # [origins]
    travel_ms: Ints  # [tiers, origins] one way, direct; -1 where there is no way
    catchment_ms: Ints  # [tiers] catchment of accessibility; 0 where none is stated
    payroll: Payroll
    capital: Capital
    illustrative: bool  # figures for named areas rest on assumptions: say so in every row
    judged: bool = False  # citizens judge cases, so that satisfaction is known
    logged: tuple[str, ...] = ()  # services whose cases come from a recorded log: small cells of them are not shown
    notes: tuple[Note, ...] = ()  # what the numbers of the run will not show
