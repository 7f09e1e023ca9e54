"""Stations at their nodes, and roles: which station stands for a template at each origin."""

from functools import cache, partial
from typing import NamedTuple

import numpy as np

from sinksim.core.errors import BadInput
from sinksim.core.records import STAFF_PAYERS
from sinksim.plan.labels import StationLabels
from sinksim.plan.plan import Ints, Stations
from sinksim.plan.servers import Servers
from sinksim.plan.territory import Territory
from sinksim.scenarios.scenario import Scenario
from sinksim.scenarios.stations import Station

# Servers of a stand-in for unselected places: so many that nobody waits.
AMPLE = 1_000_000
YUAN = 1000


class Post(NamedTuple):
    """What a station pays for: all its servers, by whom, and the part of them that is charged to the run."""

    staff: str
    paid: bool  # by the post; else by the minute, or nobody is named
    payer: str
    wage: int  # 0.001 yuan per hour
    calendar: str | None
    servers: int
    share: float


class PlacedStation(NamedTuple):
    """One station: positions of its template and tier, node ("*": the stand-in for unselected places), servers."""

    template: int
    tier: int
    node: str
    servers: int
    stand_in: bool


class Staff:
    """Collects the stations of a scenario, template by template, nodes in the order of their codes."""

    def __init__(self, scenario: Scenario, territory: Territory) -> None:
        """Place all stations; ``role`` [templates, origins]: the station (row) that each origin uses, -1 for none."""
        self.scenario = scenario
        self.territory = territory
        self.servers = Servers(territory)
        self.templates = list(scenario.stations)
        self.rows: list[PlacedStation] = []
        self.posts: list[Post] = []
        self.role: Ints = np.full((len(self.templates), len(territory.origins)), -1, np.int64)
        self._check_names()
        for index, name in enumerate(self.templates):
            self._place(index, scenario.stations[name])

    def _check_names(self) -> None:
        """BadInput where a station names a tier, calendar, station, kind of staff or place that does not exist."""
        faults = []
        for name, station in self.scenario.stations.items():
            at = f"stations.{name}"
            choices = (
                ("tier", station.tier, self.territory.tiers),
                ("calendar", station.calendar, self.scenario.calendars),
                ("escalates_to", station.escalates_to, self.scenario.stations),
                ("staff", station.staff, self.scenario.costs.staff),
            )
            for field, value, known in choices:
                if value is not None and value not in known:
                    faults.append(f"{at}.{field} is {value!r}; allowed: one of {', '.join(known) or '(none defined)'}")
            for code in station.nodes or ():
                if code not in self.territory.graph:
                    faults.append(f"{at}.nodes has {code!r}; allowed: codes of the network's nodes")
            unfit = self.servers.faults(at, station, station.tier or self.territory.tiers[-1])
            faults += unfit or self._faults_at(at, station)
        if faults:
            raise BadInput("\n".join(faults))

    def _faults_at(self, at: str, station: Station) -> list[str]:
        """What is wrong with servers at single places: unknown there, of another tier, or fewer than none."""
        nodes, tier = self.territory.graph.nodes, station.tier or self.territory.tiers[-1]
        faults = []
        for code, given in station.at.items():
            if code not in nodes or nodes[code]["tier"] != tier:
                faults.append(f"{at}.at has {code!r}; allowed: codes of places of the tier {tier!r}")
            elif self.servers.at(station, code) < 0:
                known = self.servers.of_template(station.servers, code)
                faults.append(f"{at}.at.{code}.add is {given.add}; allowed: {-known} or more (it has {known} servers)")
        return faults

    def _place(self, index: int, station: Station) -> None:
        """Place the stations of a template at their nodes, and note for each origin which of them it uses (its role; -1: none).

        All nodes outside the selected areas share one stand-in, node "*", with so many servers that nobody waits.
        """
        t = self.territory
        tier = station.tier or t.tiers[-1]
        depth = t.tiers.index(tier)
        found: dict[str, int] = {}
        absent = cache(partial(self.servers.absent, station))
        for i, origin in enumerate(t.origins):
            node = t.above(origin, tier)
            if node is None or (station.nodes is not None and node not in station.nodes) or absent(node):
                continue  # no such station for this origin
            area = t.areas.codes[t.areas.of_origin[i]]
            # Places above the areas (of less depth) serve selected ones as well, except those ``beyond``, which serve none.
            if node in t.beyond or (depth >= t.area_depth and area not in t.selected):
                node = "*"
            if node not in found:
                found[node] = len(self.rows)
                self._add(index, depth, node, station)
            self.role[index, i] = found[node]

    def _add(self, index: int, depth: int, node: str, station: Station) -> None:
        """Add the station of a template at a node ("*": the stand-in for unselected places); ``depth``: its tier's position."""
        ample = node == "*"
        whole = AMPLE if ample else self.servers.at(station, node)
        servers = AMPLE if ample else self._share_of(node, whole)
        self.rows.append(PlacedStation(index, depth, node, servers, stand_in=ample))
        self.posts.append(self._post(station, node, 0 if ample else whole))

    def _post(self, station: Station, node: str, servers: int) -> Post:
        """What a station at a node pays for; without a kind of staff it costs nothing, whoever the payer."""
        kind = self.scenario.costs.staff[station.staff] if station.staff else None
        return Post(
            staff=station.staff or "",
            paid=kind is not None and station.paid == "posts" and servers > 0,
            payer=kind.payer if kind else STAFF_PAYERS[0],
            wage=round(kind.wage * YUAN) if kind else 0,
            calendar=station.calendar,
            servers=servers,
            share=self.territory.in_run.get(node, 1.0),  # only places above the areas serve others as well
        )

    def _share_of(self, node: str, servers: int) -> int:
        """The servers that are there for the selected areas: all, or their share, rounded half up, one at least."""
        share = self.territory.share.get(node)
        return servers if share is None else max(min(servers, 1), int(servers * share + 0.5))

    def stations(self) -> Stations:
        """The stations as arrays, for the engines; -1: no calendar (round the clock), no limit of room, no escalation.

        A row that stands in for all unselected places of a template turns nobody away: what it does is background. A
        station escalates to a template, whose station for the case is found when it does.
        """
        stated = [self.scenario.stations[self.templates[row.template]] for row in self.rows]
        calendars = list(self.scenario.calendars)
        return Stations(
            servers=np.array([row.servers for row in self.rows], np.int64),
            calendar=np.array([calendars.index(s.calendar) if s.calendar else -1 for s in stated], np.int64),
            room=np.array(
                [-1 if row.stand_in or s.room is None else s.room for row, s in zip(self.rows, stated, strict=True)],
                np.int64,
            ),
            preemptive=np.array([s.preemptive for s in stated], np.bool_),
            interrupt=np.array([s.shift_end == "interrupt" for s in stated], np.bool_),
            template=np.array([row.template for row in self.rows], np.int64),
            tier=np.array([row.tier for row in self.rows], np.int64),
            escalates_to=np.array(
                [self.templates.index(s.escalates_to) if s.escalates_to else -1 for s in stated], np.int64
            ),
            # Posts are paid by the rota, so that no case is charged for them.
            wage=np.array(
                [0 if s.paid == "posts" else p.wage for s, p in zip(stated, self.posts, strict=True)], np.int64
            ),
            payer=np.array([STAFF_PAYERS.index(p.payer) for p in self.posts], np.int64),
            ample=np.array([row.stand_in for row in self.rows], np.bool_),
        )

    def labels(self) -> StationLabels:
        """The stations' names, places and areas, for who reads the records; area -1 where a station stands above all areas."""
        t = self.territory
        known = {code: i for i, code in enumerate(t.areas.codes)}
        area_tier = t.tiers[t.area_depth]
        above = [None if row.stand_in else t.above(row.node, area_tier) for row in self.rows]
        return StationLabels(
            names=tuple(f"{self.templates[row.template]}@{row.node}" for row in self.rows),
            template=np.array([row.template for row in self.rows], np.int64),
            tier=np.array([row.tier for row in self.rows], np.int64),
            area=np.array([known.get(a, -1) if a else -1 for a in above], np.int64),
            node=tuple(row.node for row in self.rows),
            servers=np.array([row.servers for row in self.rows], np.int64),
            stand_in=np.array([row.stand_in for row in self.rows], np.bool_),
        )
