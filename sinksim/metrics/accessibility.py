"""Accessibility by two-step floating catchment: open hours of servers within reach, per thousand people.

Step one divides the supply of each pool of stations by the people who can reach it within the catchment of its tier;
step two adds up the ratios of all pools that an origin can reach (Luo and Wang 2003).
"""

import numpy as np
from numpy.typing import NDArray

from sinksim.metrics.formulas import divide
from sinksim.plan.labels import Labels

Ints = NDArray[np.int64]
Floats = NDArray[np.float64]
_DAY, _HOUR = 86_400_000, 3_600_000
# The one ample station that stands for a template at all unselected places: nobody can reach it.
_NOWHERE = "*"


def by_origin(labels: Labels, open_ms: Ints) -> Floats:
    """Open server hours a day within reach of each origin, per 1,000 people [origins].

    ``open_ms`` [stations]: server time open in the window. Travel is stated to the origin's own place on each tier, so
    stations of one tier form one pool per origin where they stand at an origin, per area where they have one, and one
    pool for the whole network above the areas.
    """
    reach = np.zeros(len(labels.origins))
    for tier in np.flatnonzero(labels.catchment_ms > 0):
        travel = labels.travel_ms[tier]
        near = (travel >= 0) & (travel <= labels.catchment_ms[tier])
        for members, supply in _pools(labels, int(tier), open_ms):
            within = members & near
            people = labels.origin_population[within].sum()
            reach[within] += 1000 * supply / people if people > 0 else 0.0
    return reach


def by_area(labels: Labels, open_ms: Ints) -> Floats:
    """Accessibility of each area: mean of its origins by population; nan where nobody lives [areas]."""
    areas = len(labels.areas.codes)
    living = labels.origin_population.astype(np.float64)
    people = np.bincount(labels.areas.of_origin, living, areas)
    weighted = np.bincount(labels.areas.of_origin, living * by_origin(labels, open_ms), areas)
    return divide(np.asarray(weighted, np.float64), np.asarray(people, np.float64))


def _pools(labels: Labels, tier: int, open_ms: Ints) -> list[tuple[NDArray[np.bool_], float]]:
    """Who belongs to each pool of one tier [origins], and its supply [open server hours a day]."""
    stations = labels.stations
    place = {code: position for position, code in enumerate(labels.origins)}
    supply: dict[tuple[str, int], int] = {}
    for station in np.flatnonzero(stations.tier == tier).tolist():
        if stations.node[station] == _NOWHERE:  # a stand-in for unselected places, near to nobody
            continue
        origin = place.get(stations.node[station])
        key = ("area", int(stations.area[station])) if origin is None else ("origin", origin)
        supply[key] = supply.get(key, 0) + int(open_ms[station])
    days = labels.window.window / _DAY
    return [(_origins_of_pool(labels, *key), amount / _HOUR / days) for key, amount in sorted(supply.items())]


def _origins_of_pool(labels: Labels, kind: str, position: int) -> NDArray[np.bool_]:
    """Origins whose people share a pool: one origin itself, or all of an area.

    ``kind`` "origin" or "area", ``position`` among them; the area -1 stands for stations above all areas, which serve
    everyone.
    """
    if kind == "origin":
        return np.equal(np.arange(len(labels.origins)), position)
    return np.equal(labels.areas.of_origin, position) | (position < 0)
