"""Places of a table of divisions: what is not published is filled from the place above, by stated rules."""

from collections.abc import Iterable, Mapping
from math import cos, pi, radians, sin, sqrt

from sinksim.core.stable_hash import stable_unit
from sinksim.network.travel import route_minutes
from sinksim.scenarios.divisions import Division, Point, RouteTimes, TravelRoute
from sinksim.scenarios.loading.place_tables import PlaceTables
from sinksim.scenarios.nodes import Node

KM_PER_DEGREE = 111.195

# Places without a survey stay within this part of the disc that has the area of the place above.
DISC_PART = 0.8


def division_nodes(tables: PlaceTables, travel: Mapping[str, RouteTimes]) -> tuple[Node, ...]:
    """The places of a table; what is filled in at a place depends on the places above it and its siblings alone."""
    by_code = {d.code: d for d in tables.divisions}
    people = populations(tables.divisions)
    # A route without an upper tier is the one that citizens take from home.
    home = {route.lower: route for route in tables.routes if route.upper is None}
    return tuple(
        _with_route_home(_node(d, by_code, people[d.code]), home.get(d.tier), travel) for d in tables.divisions
    )


def populations(divisions: Iterable[Division]) -> dict[str, int]:
    """Residents by code; where none are published, a part of what is left of those of the place above.

    The parts follow ``residents_weight``, else the number of committees; the sums are exact. Without any residents above: none.
    """
    divisions = tuple(divisions)
    below: dict[str, list[Division]] = {}
    for division in divisions:
        if division.parent:
            below.setdefault(division.parent, []).append(division)
    found = {d.code: d.population or 0 for d in divisions}
    waiting = [d.code for d in divisions if d.parent is None]
    while waiting:
        code = waiting.pop()
        members = below.get(code, [])
        waiting += [d.code for d in members]
        left = found[code] - sum(d.population or 0 for d in members)
        found |= split(max(left, 0), {d.code: _weight(d) for d in members if d.population is None})
    return found


def _weight(division: Division) -> int:
    """Weight of a division in splitting the residents of the place above."""
    return division.committees if division.residents_weight is None else division.residents_weight


def split(total: int, weights: dict[str, int]) -> dict[str, int]:
    """Whole parts of ``total`` in proportion to the weights: largest remainder, equal remainders by code.

    All weights 0: equal parts.
    """
    if not any(weights.values()):
        weights = dict.fromkeys(weights, 1)
    whole = sum(weights.values())
    parts = {code: total * w // whole for code, w in weights.items()}
    by_remainder = sorted(weights, key=lambda code: (-(total * weights[code] % whole), code))
    for code in by_remainder[: total - sum(parts.values())]:
        parts[code] += 1
    return parts


def schematic_place(code: str, lon: float, lat: float, area_km2: float) -> Point:
    """Longitude and latitude for a place whose own are unknown: a point around the seat (``lon``, ``lat``) of the place above.

    Always the same for a code, uniform over a part of a disc of that area, hence the root of a uniform number for the radius;
    rounded to 1 m.
    """
    radius = DISC_PART * sqrt(area_km2 / pi) * sqrt(stable_unit(f"radius|{code}"))
    angle = 2 * pi * stable_unit(f"angle|{code}")
    east = radius * cos(angle) / (KM_PER_DEGREE * cos(radians(lat)))
    return round(lon + east, 5), round(lat + radius * sin(angle) / KM_PER_DEGREE, 5)


def _node(division: Division, by_code: Mapping[str, Division], population: int) -> Node:
    """One place, with the nearest published shares of age and residence, its own or those of a place above it, else 0."""
    shares = _nearest(division, by_code)
    lon, lat = _place(division, by_code.get(division.parent or ""))
    return Node(
        code=division.code,
        name=division.name,
        name_en=division.name_en,
        tier=division.tier,
        parent=division.parent,
        kind=division.kind,
        population=population,
        lon=lon,
        lat=lat,
        schematic=division.lon is None,
        rural_share=shares.rural_share or 0.0,
        share_60plus=shares.share_60plus or 0.0,
        weight=float(division.committees),
    )


def _nearest(division: Division, by_code: Mapping[str, Division]) -> Division:
    """The division itself or the nearest above it whose shares are published."""
    above = by_code.get(division.parent or "")
    return division if division.rural_share is not None or above is None else _nearest(above, by_code)


def _with_route_home(node: Node, route: TravelRoute | None, travel: Mapping[str, RouteTimes]) -> Node:
    """The place with the travel time and fare of its citizens from home, where the table has a route for its tier."""
    if route is None:
        return node
    times = travel[route.name]
    return node.model_copy(update={"local_minutes": route_minutes(route, times, node), "local_fare": times.fare})


def _place(division: Division, parent: Division | None) -> tuple[float | None, float | None]:
    """The surveyed point, else a schematic one around that of the place above, else none."""
    if division.lon is not None or parent is None or parent.area_km2 is None:
        return division.lon, division.lat
    if parent.lon is None or parent.lat is None:
        return None, None
    return schematic_place(division.code, parent.lon, parent.lat, parent.area_km2)
