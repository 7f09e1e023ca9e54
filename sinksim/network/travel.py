"""Minutes on the way: from distance where both ends are surveyed, from the codes where they are not."""

from bisect import bisect_right
from math import asin, cos, radians, sin, sqrt

from sinksim.core.stable_hash import stable_unit
from sinksim.scenarios.nodes import Node
from sinksim.scenarios.places import Leg

EARTH_RADIUS_KM = 6371.0088

# Great-circle distances [km] at 0, 5, ... 100 % of the ways of each kind whose two ends are surveyed, over the whole
# Guizhou table (Hazen quantiles of 224, 88 and 88 ways). They are constants, so that a way's minutes do not depend on
# which other places are in the network.
DISTANCE_QUANTILES_KM: dict[str, tuple[float, ...]] = {
    "township_county": (
        0.47, 1.90, 6.97, 9.58, 11.11, 12.92, 14.99, 16.83, 18.61, 19.89, 21.05,
        22.81, 24.81, 26.68, 29.27, 30.72, 33.06, 37.86, 40.81, 49.37, 83.52,
    ),
    "county_prefecture": (
        0.53, 2.06, 6.51, 12.17, 21.76, 27.37, 35.46, 44.85, 47.37, 48.55, 52.67,
        57.43, 70.82, 81.18, 87.55, 92.83, 99.50, 111.12, 120.38, 127.27, 154.21,
    ),
    "county_province": (
        1.96, 11.60, 37.14, 56.32, 84.13, 97.29, 110.58, 121.48, 129.83, 134.94, 148.52,
        168.45, 173.34, 181.24, 198.98, 207.00, 229.33, 242.99, 246.45, 267.11, 301.10,
    ),
}  # fmt: skip

# A way at the edge of the table or beyond it: neither the shortest nor the longest that can be.
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


def distance_rank(kind: str, km: float) -> float:
    """Share of the ways of this kind that are shorter, in [0.005, 0.995]: never falling with distance."""
    table = DISTANCE_QUANTILES_KM[kind]
    i = min(max(bisect_right(table, km) - 1, 0), len(table) - 2)
    part = (km - table[i]) / (table[i + 1] - table[i])
    return min(max((i + part) / (len(table) - 1), EXTREME), 1 - EXTREME)


def leg_minutes(kind: str, leg: Leg, lower: Node, upper: Node | None = None) -> float:
    """One-way minutes from the lower to the upper place (None: from home to the lower place itself).

    The quantile of the leg's triangular law is the rank of the distance where both ends are surveyed, else a number
    made from the lower place's code. Rounded to 0.001 min: the last bits of a sine differ between machines.
    """
    km = None if upper is None else surveyed_km(lower, upper)
    u = stable_unit(f"{kind}|{lower.code}") if km is None else distance_rank(kind, km)
    return round(triangular_quantile(leg.low, leg.mode, leg.high, u), 3)


def surveyed_km(a: Node, b: Node) -> float | None:
    """Distance between two places [km]; None where a position is schematic or not known."""
    ends = [(n.lon, n.lat) for n in (a, b) if n.lon is not None and n.lat is not None and not n.schematic]
    return great_circle_km(ends[0], ends[1]) if len(ends) == 2 else None
