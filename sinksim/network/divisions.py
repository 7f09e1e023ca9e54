"""The table of Guizhou's administrative divisions: townships get their share of the county's census and a place."""

import csv
import io
from collections.abc import Iterable
from functools import cache
from math import cos, pi, radians, sin, sqrt
from typing import NamedTuple

from sinksim.core.stable_hash import stable_unit
from sinksim.network.travel import leg_minutes
from sinksim.scenarios.loading.presets import places_folder
from sinksim.scenarios.nodes import Node
from sinksim.scenarios.places import Legs

KM_PER_DEGREE = 111.195

# Townships without a survey stay within this part of the disc that has the county's area.
DISC_PART = 0.8


class Division(NamedTuple):
    """One row of a built-in table; None: not published or not found."""

    code: str
    name: str
    name_en: str
    tier: str
    parent: str | None
    kind: str
    population: int | None  # residents
    committees: int
    rural_share: float | None
    share_60plus: float | None
    lon: float | None  # degrees east
    lat: float | None  # degrees north
    coordinates: str  # where the point is from
    area_km2: float | None


@cache
def read_divisions(name: str) -> tuple[Division, ...]:
    """Rows of a built-in table, in order of the codes within each tier."""
    text = (places_folder(name) / "divisions.csv").read_text(encoding="utf-8")
    return tuple(_division(row) for row in csv.DictReader(io.StringIO(text, newline="")))


def division_nodes(divisions: Iterable[Division], legs: Legs) -> tuple[Node, ...]:
    """The places of a table; a township's numbers depend on its own county alone."""
    divisions = tuple(divisions)
    by_code = {d.code: d for d in divisions}
    people = {d.code: d.population or 0 for d in divisions} | township_population(divisions)
    return tuple(_node(d, by_code.get(d.parent or ""), people[d.code], legs) for d in divisions)


def township_population(divisions: Iterable[Division]) -> dict[str, int]:
    """County population split over its townships by number of committees; county sums are exact."""
    divisions = tuple(divisions)
    members: dict[str, dict[str, int]] = {}
    for d in divisions:
        if d.tier == "township" and d.parent:
            members.setdefault(d.parent, {})[d.code] = d.committees
    county = {d.code: d.population or 0 for d in divisions}
    return {code: n for parent, weights in members.items() for code, n in split(county[parent], weights).items()}


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


def schematic_place(code: str, lon: float, lat: float, area_km2: float) -> tuple[float, float]:
    """A place (lon, lat) in the disc around the county's seat, from the code alone; rounded to 1 m."""
    radius = DISC_PART * sqrt(area_km2 / pi) * sqrt(stable_unit(f"radius|{code}"))
    angle = 2 * pi * stable_unit(f"angle|{code}")
    east = radius * cos(angle) / (KM_PER_DEGREE * cos(radians(lat)))
    return round(lon + east, 5), round(lat + radius * sin(angle) / KM_PER_DEGREE, 5)


def _division(row: dict[str, str]) -> Division:
    number = {key: float(row[key]) if row[key] else None for key in ("rural_share", "share_60plus", "lon", "lat")}
    return Division(
        code=row["code"],
        name=row["name"],
        name_en=row["name_en"],
        tier=row["tier"],
        parent=row["parent"] or None,
        kind=row["kind"],
        population=int(row["population"]) if row["population"] else None,
        committees=int(row["committees"]),
        coordinates=row["coordinates"],
        area_km2=float(row["area_km2"]) if row["area_km2"] else None,
        **number,
    )


def _node(division: Division, parent: Division | None, population: int, legs: Legs) -> Node:
    """One place; a township has its county's age and residence, because no census is published below the county."""
    shares = division if division.rural_share is not None or parent is None else parent
    lon, lat = _place(division, parent)
    node = Node(
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
    if node.tier != "township":
        return node
    way = {"local_minutes": leg_minutes("local", legs.local, node), "local_fare": legs.local.fare}
    return node.model_copy(update=way)


def _place(division: Division, parent: Division | None) -> tuple[float | None, float | None]:
    """The surveyed point, else a schematic one in the county, else none."""
    if division.lon is not None or parent is None or parent.area_km2 is None:
        return division.lon, division.lat
    if parent.lon is None or parent.lat is None:
        return None, None
    return schematic_place(division.code, parent.lon, parent.lat, parent.area_km2)
