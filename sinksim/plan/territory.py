"""Places as arrays: origins, areas of reporting, segments of citizens, travel."""

from dataclasses import dataclass, field
from functools import lru_cache

import networkx as nx
import numpy as np

from sinksim.network.graph import ancestor, build_graph, origins, selected_areas, travel_minutes
from sinksim.plan.labels import Areas
from sinksim.plan.plan import Floats, Ints
from sinksim.plan.program import money
from sinksim.scenarios.places import Network

MINUTE_MS = 60_000


@dataclass(frozen=True, eq=False)
class Territory:
    """The graph's places in the order of their codes."""

    graph: "nx.MultiDiGraph[str]"
    tiers: tuple[str, ...]
    origins: tuple[str, ...]
    areas: Areas
    selected: frozenset[str]  # areas that are simulated whole
    in_run: dict[str, float]  # places above the areas: part of the residents below them who live in selected areas
    share: dict[str, float]  # places above the areas that have only that part of their servers; the others have all
    beyond: frozenset[str]  # places above the areas that serve no area of the part asked for; none for the whole
    population: Ints  # [origins]
    segment: Floats  # [origins, segments] cumulative shares
    travel_ms: Ints  # [tiers, origins]
    travel_fare: Ints  # [tiers, origins]
    _above: dict[tuple[str, str], str | None] = field(default_factory=dict, init=False, repr=False)

    def above(self, origin: str, tier: str) -> str | None:
        """The place itself or above it on a tier; None where there is none."""
        if (origin, tier) not in self._above:  # every template asks again
            self._above[origin, tier] = ancestor(self.graph, origin, tier)
        return self._above[origin, tier]

    @property
    def area_depth(self) -> int:
        """Position of the area tier among the tiers."""
        return self.tiers.index(self.graph.graph["area_tier"])


def survey(network: Network, graph: "nx.MultiDiGraph[str] | None" = None) -> Territory:
    """Read a network once into arrays; ``graph`` spares building it again."""
    graph = build_graph(network) if graph is None else graph
    codes = origins(graph)
    tiers = tuple(graph.graph["tiers"])
    selected = selected_areas(graph, network.scale, network.within)
    travel_ms, fare = _travel(graph, codes, tiers)
    in_run = _shares(graph, selected)
    return Territory(
        graph=graph,
        tiers=tiers,
        origins=tuple(codes),
        areas=_areas(graph, codes, selected),
        selected=selected,
        in_run=in_run,
        share=in_run if network.unselected == "share" else {},
        beyond=_beyond(graph, selected) if network.within is not None else frozenset(),
        population=np.array([graph.nodes[c]["population"] for c in codes], np.int64),
        # Cumulative, as they are drawn from.
        segment=np.cumsum([_segments(graph, c) for c in codes], axis=1),
        travel_ms=travel_ms,
        travel_fare=fare,
    )


@lru_cache(maxsize=4)
def surveyed(network: Network) -> Territory:
    """The territory of a network, cached: the plans of a comparison or a sweep mostly share it."""
    return survey(network)


def _beyond(graph: "nx.MultiDiGraph[str]", selected: frozenset[str]) -> frozenset[str]:
    """Places above the areas that serve no selected area: queues there concern nobody in the run."""
    tiers = graph.graph["tiers"]
    upper = tiers[: tiers.index(graph.graph["area_tier"])]
    serving = {ancestor(graph, area, tier) for area in selected for tier in upper}
    return frozenset(code for code, tier in graph.nodes(data="tier") if tier in upper and code not in serving)


def _shares(graph: "nx.MultiDiGraph[str]", selected: frozenset[str]) -> dict[str, float]:
    """For each place above the areas, the part of the residents below it who live in selected areas.

    Where nobody lives there, the part of the areas themselves.
    """
    tiers = graph.graph["tiers"]
    areas = [code for code, tier in graph.nodes(data="tier") if tier == graph.graph["area_tier"]]
    found = {}
    for tier in tiers[: tiers.index(graph.graph["area_tier"])]:
        place_above = {area: ancestor(graph, area, tier) for area in areas}
        for place in sorted({place for place in place_above.values() if place is not None}):
            below = [area for area in areas if place_above[area] == place]
            weight = {area: graph.nodes[area]["population"] for area in below}
            weight = weight if any(weight.values()) else dict.fromkeys(below, 1)
            found[place] = sum(w for area, w in weight.items() if area in selected) / sum(weight.values())
    return found


def _area_of(graph: "nx.MultiDiGraph[str]", code: str) -> str:
    """The area that a place belongs to; itself where none lies above it."""
    return ancestor(graph, code, graph.graph["area_tier"]) or code


def _areas(graph: "nx.MultiDiGraph[str]", codes: list[str], selected: frozenset[str]) -> Areas:
    """The areas of reporting over these origins; an area without residents of its own has those of its origins."""
    area_of_origin = [_area_of(graph, c) for c in codes]
    known = sorted(set(area_of_origin))
    node = graph.nodes
    below = {
        area: sum(node[c]["population"] for c, own in zip(codes, area_of_origin, strict=True) if own == area)
        for area in known
    }
    return Areas(
        codes=tuple(known),
        names=tuple(node[a]["name"] for a in known),
        names_en=tuple(node[a]["name_en"] for a in known),
        population=np.array([node[a]["population"] or below[a] for a in known], np.int64),
        of_origin=np.array([known.index(a) for a in area_of_origin], np.int64),
        # An origin without an area above it is its own area, and always counts.
        in_cohort=np.array([a in selected or graph.nodes[a]["tier"] != graph.graph["area_tier"] for a in known]),
    )


def _segments(graph: "nx.MultiDiGraph[str]", code: str) -> list[float]:
    """Shares of the four segments (``program.SEGMENTS``), as if age and residence were independent: products of their shares.

    Places without figures of their own (both are 0) have those of their area.
    """
    place = graph.nodes[code]
    if not (place["rural_share"] or place["share_60plus"]):
        place = graph.nodes[_area_of(graph, code)]
    rural, old = place["rural_share"], place["share_60plus"]
    return [(1 - old) * (1 - rural), (1 - old) * rural, old * (1 - rural), old * rural]


def _travel(graph: "nx.MultiDiGraph[str]", codes: list[str], tiers: tuple[str, ...]) -> tuple[Ints, Ints]:
    """One-way travel time [ms] and fare [0.001 yuan] by tier and origin; time -1 where no route leads there."""
    ms = np.full((len(tiers), len(codes)), -1, np.int64)
    fare = np.zeros((len(tiers), len(codes)), np.int64)
    for i, code in enumerate(codes):
        for tier, (minutes, yuan) in travel_minutes(graph, code).items():
            ms[tiers.index(tier), i] = round(minutes * MINUTE_MS)
            fare[tiers.index(tier), i] = money(yuan)
    return ms, fare
