"""The network as a graph: places are nodes; who administers, guides, refers to and shares data with whom are edges."""

from collections.abc import Iterator, Mapping, Sequence
from itertools import pairwise

import networkx as nx

from sinksim.core.errors import BadInput
from sinksim.core.stable_hash import WHOLE, stable_hash
from sinksim.core.wording import near, shown
from sinksim.network.divisions import division_nodes
from sinksim.network.institutions import institutions_by_kind, place_institutions
from sinksim.network.travel import route_between, route_fare, route_minutes
from sinksim.scenarios.divisions import TravelRoute
from sinksim.scenarios.loading.place_tables import PlaceTables
from sinksim.scenarios.nodes import Edge, Node
from sinksim.scenarios.places import Network, RouteTimes
from sinksim.scenarios.structure import listed, parents_of, structure_faults


def build_graph(network: Network) -> "nx.MultiDiGraph[str]":
    """Nodes with the fields of ``Node``, edges keyed by relation; BadInput where places and edges do not fit.

    A multigraph, because one pair of places may stand in several relations at once (a county both administers and
    guides its townships). ``administers`` and ``guides`` lead down, ``refers`` leads where the case goes and carries
    minutes and fare. Divisions of a built-in table also carry ``institutions`` (connected to the platform) and
    ``unconnected`` ones, where it places some. Graph attributes: ``tiers`` (top to bottom) and ``area_tier``,
    whose places are kept whole and reported as areas.
    """
    nodes = network_nodes(network)
    _refuse_misfits(network, nodes)
    graph: nx.MultiDiGraph[str] = nx.MultiDiGraph(tiers=network.ladder, area_tier=network.area_tier)
    parents = parents_of(nodes, network.edges)
    for node in sorted(nodes, key=lambda n: n.code):
        fields = node.model_dump(exclude={"code"})
        names = {"name": node.name or node.code, "name_en": node.name_en or node.name or node.code}
        graph.add_node(node.code, **fields | names | {"parent": parents.get(node.code)})
    for child, parent in sorted(parents.items()):
        graph.add_edge(parent, child, key="administers")
    if (tables := network.tables) is not None:
        _add_institutions(graph, tables)
        _add_division_edges(graph, nodes, tables, network.travel)
    for edge in network.edges:  # last: an edge written in the scenario replaces a derived one
        _add(graph, edge)
    return graph


def network_nodes(network: Network) -> tuple[Node, ...]:
    """The places of the built-in table, if any, then those written in the scenario."""
    if (tables := network.tables) is None:
        return network.written_nodes
    return division_nodes(tables, network.travel) + network.written_nodes


def ancestor(graph: "nx.MultiDiGraph[str]", code: str, tier: str) -> str | None:
    """Code of the place itself or above it on that tier; None where there is none."""
    at: str | None = code
    while at is not None and graph.nodes[at]["tier"] != tier:
        at = graph.nodes[at]["parent"]
    return at


def origins(graph: "nx.MultiDiGraph[str]") -> list[str]:
    """Codes of the places of the lowest tier, in order: where needs arise."""
    lowest = graph.graph["tiers"][-1]
    return sorted(code for code, tier in graph.nodes(data="tier") if tier == lowest)


def travel_minutes(graph: "nx.MultiDiGraph[str]", origin: str) -> dict[str, tuple[float, float]]:
    """One-way travel (minutes, fare in yuan) to the origin itself and, in one direct trip, to each place above it, by tier.

    The quickest path along ``refers`` edges. The origin's own tier is a citizen's trip from home to it; the other tiers
    are counted from the origin. A tier that no path of ``refers`` edges leads to is left out.
    """
    minutes, paths = nx.single_source_dijkstra(graph, origin, weight=_refers_minutes)
    place = graph.nodes[origin]
    reached = {place["tier"]: (place["local_minutes"], place["local_fare"])}
    for tier in graph.graph["tiers"]:
        upper = ancestor(graph, origin, tier)
        if upper is not None and upper != origin and upper in paths:
            reached[tier] = (round(minutes[upper], 6), _fare(graph, paths[upper]))
    return reached


def selected_areas(graph: "nx.MultiDiGraph[str]", scale: float, within: str | None = None) -> frozenset[str]:
    """Codes of the areas (places of ``area_tier``) in the sample: hash of the code below scale; at least one.

    A larger sample contains a smaller one, and an area's membership does not depend on which others exist. ``within``:
    only those at or below that place; BadInput where there are none.
    """
    areas = sorted(code for code, tier in graph.nodes(data="tier") if tier == graph.graph["area_tier"])
    if within is not None:
        areas = _below(graph, areas, within)
    chosen = frozenset(code for code in areas if stable_hash(code) < scale * WHOLE)
    return chosen or frozenset(sorted(areas, key=stable_hash)[:1])


def _below(graph: "nx.MultiDiGraph[str]", areas: Sequence[str], place: str) -> list[str]:
    """Those of the areas that are the place or lie below it."""
    if place not in graph:
        raise BadInput(f"network.within is {shown(place)}; allowed: the code of a place ({near(place, graph.nodes)})")
    tier, tiers = graph.nodes[place]["tier"], graph.graph["tiers"]
    found = [area for area in areas if ancestor(graph, area, tier) == place]
    if not found:
        above = tiers[: tiers.index(graph.graph["area_tier"]) + 1]
        raise BadInput(
            f"network.within is {shown(place)}, a place of tier {shown(tier)} with none of the areas that are simulated "
            f"whole; allowed: the code of a place with some, of tier {' or '.join(above)}"
        )
    return found


def _refuse_misfits(network: Network, nodes: Sequence[Node]) -> None:
    """BadInput, a sentence a fault, where nodes and edges do not form a hierarchy.

    Nodes of a built-in table come first in ``nodes``; messages count from the first that the scenario writes out.
    """
    built_in = len(nodes) - len(network.written_nodes)
    faults = structure_faults(nodes, network.edges, network.ladder)
    as_written = [f._replace(position=f.position - built_in) if f.table == "nodes" else f for f in faults]
    if as_written:
        raise BadInput("\n".join(listed(as_written, sentence=lambda fault: fault.sentence(f"network.{fault.path}"))))


def _add_institutions(graph: nx.MultiDiGraph, tables: PlaceTables) -> None:
    """Node attributes ``institutions`` and ``unconnected``, and ``units`` by kind: numbers placed by a stated rule."""
    for code, units in institutions_by_kind(tables).items():
        graph.nodes[code]["units"] = {kind: float(number) for kind, number in units.items()}
    for code, placed in place_institutions(tables).items():
        graph.nodes[code].update(placed._asdict())


def _add_division_edges(
    graph: "nx.MultiDiGraph[str]", nodes: Sequence[Node], tables: PlaceTables, travel: Mapping[str, RouteTimes]
) -> None:
    """Edges of a built-in table: whoever administers a place also guides it, and routes of travel lead up."""
    # So far the graph has no edges but those that administer.
    for parent, child in [(u, v) for u, v, _ in graph.edges(keys=True)]:
        graph.add_edge(parent, child, key="guides")
    for edge in _routes(graph, {n.code: n for n in nodes}, tables, travel):
        _add(graph, edge)


def _routes(
    graph: "nx.MultiDiGraph[str]", nodes: dict[str, Node], tables: PlaceTables, travel: Mapping[str, RouteTimes]
) -> Iterator[Edge]:
    """For each pair of tiers that routes of the table join, an edge from every place of the lower tier.

    Which of several routes of a pair holds, the places above say (``route_between``).
    """
    pairs: dict[tuple[str, str], list[TravelRoute]] = {}
    for route in tables.routes:
        if route.upper is not None:
            pairs.setdefault((route.lower, route.upper), []).append(route)
    for (lower, upper), routes in pairs.items():
        for code, node in nodes.items():
            target = ancestor(graph, code, upper) if node.tier == lower else None
            found = route_between(routes, _upwards(graph, code)) if target is not None else None
            if target is not None and found is not None:
                minutes = route_minutes(found, travel[found.name], node, nodes[target])
                fare = route_fare(travel[found.name], minutes)
                _refuse_endless(found.name, minutes, fare)
                yield Edge(source=code, target=target, relation="refers", minutes=minutes, fare=fare)


def _refuse_endless(route: str, minutes: float, fare: float) -> None:
    """Raise BadInput where a way that follows from speed and distance takes longer, or costs more, than any may."""
    most = {
        name: field.le
        for name in ("minutes", "fare")
        for field in Edge.model_fields[name].metadata
        if hasattr(field, "le")
    }
    if minutes > most["minutes"]:
        raise BadInput(
            f"network.travel.{route}: a way takes {minutes:,.0f} minutes; allowed: at most {most['minutes']:,}"
        )
    if fare > most["fare"]:
        raise BadInput(f"network.travel.{route}: a way costs {fare:,.0f} yuan; allowed: at most {most['fare']:,}")


def _upwards(graph: "nx.MultiDiGraph[str]", code: str) -> list[str]:
    """The place and all above it, from itself to the top."""
    found = [code]
    while (above := graph.nodes[found[-1]]["parent"]) is not None:
        found.append(above)
    return found


def _add(graph: "nx.MultiDiGraph[str]", edge: Edge) -> None:
    """Add one edge; only a route (``refers``) has minutes and a fare."""
    costs = {"minutes": edge.minutes, "fare": edge.fare} if edge.relation == "refers" else {}
    graph.add_edge(edge.source, edge.target, key=edge.relation, **costs)


def _refers_minutes(_source: str, _target: str, relations: dict[str, dict[str, float]]) -> float | None:
    """Minutes of the route between two places; None (no route) where they stand in other relations only."""
    return relations["refers"]["minutes"] if "refers" in relations else None


def _fare(graph: "nx.MultiDiGraph[str]", path: Sequence[str]) -> float:
    """Fare of a path of routes [yuan]."""
    return float(sum(graph.edges[u, v, "refers"]["fare"] for u, v in pairwise(path)))
