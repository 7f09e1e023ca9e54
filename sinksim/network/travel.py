"""Travel times between places: from distance where both ends are surveyed, from the codes where they are not."""

from bisect import bisect_right
from collections.abc import Sequence
from math import asin, cos, radians, sin, sqrt

from sinksim.core.errors import BadInput
from sinksim.core.stable_hash import stable_unit
from sinksim.scenarios.divisions import RouteTimes, TravelRoute
from sinksim.scenarios.nodes import Node

EARTH_RADIUS_KM = 6371.0088

# Rank of a route at the edge of the table or beyond it: neither the shortest nor the longest that can be.
EXTREME = 0.005


def great_circle_km(a: tuple[float, float], b: tuple[float, float]) -> float:
    """Distance over the sphere between two points (lon, lat) in degrees: haversine, mean radius of the earth."""
    (lon_a, lat_a), (lon_b, lat_b) = ((radians(x), radians(y)) for x, y in (a, b))
    h = sin((lat_b - lat_a) / 2) ** 2 + cos(lat_a) * cos(lat_b) * sin((lon_b - lon_a) / 2) ** 2
    return 2 * EARTH_RADIUS_KM * asin(sqrt(h))


def triangular_quantile(low: float, mode: float, high: float, u: float) -> float:
    """Inverse distribution function of the triangular law at u in [0, 1]; low == high gives that value."""
    if high == low:
        return low
    if u < (mode - low) / (high - low):
        return low + sqrt(u * (high - low) * (mode - low))
    return high - sqrt((1 - u) * (high - low) * (high - mode))


def distance_rank(table: Sequence[float], km: float) -> float:
    """Share of the routes of a kind that are shorter, in [0.005, 0.995]: never falling with distance.

    ``table``: distances [km] at equal steps from 0 to 100 % of the routes. They are constants, so that a route's minutes
    do not depend on which other places are in the network.
    """
    i = min(max(bisect_right(table, km) - 1, 0), len(table) - 2)
    part = (km - table[i]) / (table[i + 1] - table[i])
    return min(max((i + part) / (len(table) - 1), EXTREME), 1 - EXTREME)


def route_between(routes: Sequence[TravelRoute], above: Sequence[str]) -> TravelRoute | None:
    """Of the routes of one pair of tiers, the one that holds at a place; None where none of them does.

    ``above``: code of the place, then of those above it, upwards. The route that names the nearest of them, else the one
    that holds everywhere.
    """
    for code in above:
        for route in routes:
            if code in route.within:
                return route
    return next((route for route in routes if not route.within), None)


def route_minutes(route: TravelRoute, times: RouteTimes, lower: Node, upper: Node | None = None) -> float:
    """One-way minutes from the lower to the upper place (None: from home to the lower place itself).

    ``times`` holds the numbers, which a scenario may have changed. Triangular: the quantile is the rank of the distance
    where both ends are surveyed and the table knows the distances of that kind of route, else a number made from the lower
    place's code. Rounded to 0.001 min: the last bits of a sine differ between machines.
    """
    if times.triangle is None:
        assert upper is not None  # a way from home is triangular
        return round(_minutes_by_distance(route.name, times, lower, upper), 3)
    table = route.distance_quantiles_km
    km = surveyed_km(lower, upper) if upper is not None and table else None
    u = stable_unit(f"{route.name}|{lower.code}") if km is None else distance_rank(table, km)
    return round(triangular_quantile(*times.triangle, u), 3)


def route_fare(times: RouteTimes, minutes: float) -> float:
    """One-way fare [yuan] of a route of so many minutes, rounded to 0.01."""
    return round(times.fare + minutes * times.fare_per_minute, 2) if times.fare_per_minute else times.fare


def _minutes_by_distance(name: str, times: RouteTimes, lower: Node, upper: Node) -> float:
    """Fixed minutes, and the way over the road at its speed; BadInput where a place has no point."""
    assert times.by_distance is not None  # the schema allows one of two forms
    fixed, detour, speed_kmh = times.by_distance
    for node in (lower, upper):
        if node.lon is None or node.lat is None:
            raise BadInput(
                f"network.travel.{name}: the place {node.code!r} has no point; allowed: places with lon and lat, as the "
                "time goes by distance"
            )
    km = great_circle_km((lower.lon or 0.0, lower.lat or 0.0), (upper.lon or 0.0, upper.lat or 0.0))
    return fixed + 60 * km * detour / speed_kmh


def surveyed_km(a: Node, b: Node) -> float | None:
    """Distance between two places [km]; None where a position is schematic or not known."""
    ends = [(n.lon, n.lat) for n in (a, b) if n.lon is not None and n.lat is not None and not n.schematic]
    return great_circle_km(ends[0], ends[1]) if len(ends) == 2 else None
