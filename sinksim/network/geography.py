"""Where the places of a network stand on a map: surveyed points, and stated rules for the others."""

from collections.abc import Iterable, Mapping
from math import cos, pi, radians, sin, sqrt
from typing import NamedTuple

import networkx as nx
import numpy as np
from scipy.spatial import cKDTree

from sinksim.scenarios.divisions import Point

GOLDEN_ANGLE = pi * (3 - sqrt(5))
# How far from its parent a place without coordinates may stand, as a part of the distance to the parent's nearest neighbour.
WITHIN = 0.4
# Degrees between places of the top tier where nothing at all is located.
APART = 1.0
# Without neighbours of its own tier, each tier's places stand this part as far from their parent as the tier above.
NARROWER = 0.3


class Place(NamedTuple):
    """A place on the map; ``schematic`` where its position follows a rule and was not surveyed."""

    code: str
    name: str
    name_en: str
    tier: str
    parent: str | None
    lon: float
    lat: float
    schematic: bool


def places_on_map(graph: "nx.MultiDiGraph[str]") -> dict[str, Place]:
    """Every place by code, upper tiers first.

    Places without coordinates: an upper one stands amid those below it that have some; any other is put around its
    parent, in the order of codes along a spiral, and one without a parent on the equator, beside others of its kind. The
    rule sees codes and parents only, so that it gives the same picture every time.
    """
    ladder = {tier: n for n, tier in enumerate(graph.graph["tiers"])}
    codes = sorted(graph.nodes, key=lambda code: (ladder[graph.nodes[code]["tier"]], code))
    at = _surveyed(graph, codes)
    at |= _amid_children(graph, codes, at)
    for n, code in enumerate(c for c in codes if graph.nodes[c]["parent"] is None and c not in at):
        at[code] = (n * APART, 0.0)
    _around_parents(graph, codes, at)
    return {code: _place(graph, code, at[code]) for code in codes}


def _place(graph: "nx.MultiDiGraph[str]", code: str, point: Point) -> Place:
    """A place at a point; schematic where it was not surveyed, or its table says so."""
    node = graph.nodes[code]
    schematic = bool(node["schematic"]) or node["lon"] is None
    return Place(code, node["name"], node["name_en"], node["tier"], node["parent"], *point, schematic)


def _surveyed(graph: "nx.MultiDiGraph[str]", codes: Iterable[str]) -> dict[str, Point]:
    """The points of the places that have coordinates."""
    located = ((code, graph.nodes[code]) for code in codes)
    return {code: (node["lon"], node["lat"]) for code, node in located if node["lon"] is not None}


def _amid_children(graph: "nx.MultiDiGraph[str]", codes: list[str], at: Mapping[str, Point]) -> dict[str, Point]:
    """Points for places without coordinates above places with some: the middle of those directly below, from the bottom up."""
    found: dict[str, Point] = {}
    below: dict[str, list[Point]] = {}
    for code in reversed(codes):
        if code not in at and code in below:
            lons, lats = zip(*below[code], strict=True)
            found[code] = (sum(lons) / len(lons), sum(lats) / len(lats))
        point, parent = at.get(code, found.get(code)), graph.nodes[code]["parent"]
        if point is not None and parent is not None:
            below.setdefault(parent, []).append(point)
    return found


def _around_parents(graph: "nx.MultiDiGraph[str]", codes: list[str], at: dict[str, Point]) -> None:
    """Put every place that has no point yet on a spiral around its parent; adds them to ``at``."""
    waiting: dict[str, list[str]] = {}
    for code in codes:
        parent = graph.nodes[code]["parent"]
        if code not in at and parent is not None:
            waiting.setdefault(parent, []).append(code)
    room: dict[str, float] = {}
    for parent in (code for code in codes if code in waiting):  # upper tiers first: a parent has its place by now
        if parent not in room:
            room |= _radii_of_children(graph, graph.nodes[parent]["tier"], at)
        children, radius = waiting[parent], room[parent]
        for n, child in enumerate(children):
            at[child] = _on_spiral(at[parent], radius, n, len(children))
            room[child] = radius * NARROWER


def _radii_of_children(graph: "nx.MultiDiGraph[str]", tier: str, at: Mapping[str, Point]) -> dict[str, float]:
    """Radius [degrees] around each located place of a tier within which its children are put.

    A part of the distance to the nearest place of the tier (APART where it has no other), so that the children of two never
    mix.
    """
    codes = [code for code, other in graph.nodes(data="tier") if other == tier and code in at]
    points = sorted({at[code] for code in codes})
    if len(points) < 2:
        return dict.fromkeys(codes, WITHIN * APART)
    # k=2: the nearest point of all is the place itself.
    distances = np.asarray(cKDTree(np.array(points)).query(np.array(points), k=2)[0])
    nearest = dict(zip(points, distances[:, 1].tolist(), strict=True))
    return {code: WITHIN * nearest[at[code]] for code in codes}


def _on_spiral(centre: Point, radius: float, n: int, count: int) -> Point:
    """Point ``n`` of ``count`` spread evenly over a disc (Vogel 1979, a better way to construct the sunflower head)."""
    out, angle = radius * sqrt((n + 0.5) / count), n * GOLDEN_ANGLE
    # A degree of longitude shrinks with the latitude, to nothing at the poles.
    lon = centre[0] + out * cos(angle) / max(cos(radians(centre[1])), 0.01)
    return round(lon, 5), round(centre[1] + out * sin(angle), 5)
