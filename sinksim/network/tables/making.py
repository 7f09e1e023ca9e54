"""From rows of sources to the tables of a place."""

from collections.abc import Iterable, Iterator
from pathlib import Path

from sinksim.core.errors import BadInput
from sinksim.core.wording import near, shown
from sinksim.network.tables.grids import with_grids
from sinksim.network.tables.hospitals import hospital_rows
from sinksim.network.tables.places import PLACES, Recipe
from sinksim.network.tables.sources import Cells, ListedHospitals, read_source
from sinksim.scenarios.nodes import Node
from sinksim.scenarios.structure import listed, structure_faults

ZONES = ("zone", "dev_zone")  # statistical zones: no division of the state, not in the places
COUNTED = ("residents_committees", "village_committees", "other_units")
KEPT = ("code", "name", "name_en", "population", "rural_share", "share_60plus", "lon", "lat", "area_km2")


def made_tables(place: str, folder: Path) -> dict[str, list[Cells]]:
    """The rows of each table of a place that has a recipe, by the name of the table; BadInput where a source is not sound."""
    recipe = PLACES.get(place)
    if recipe is None:
        raise BadInput(f"{shown(place)} is no place that is made from sources; {near(place, PLACES)}")
    sources = [row for table in recipe.sources for row in read_source(folder, table)]
    taken = [row for row in _with_zones(sources, recipe) if row["type"] not in ZONES and _tier(row) in recipe.tiers]
    divisions = list(_divisions(taken, recipe))
    if recipe.grids is not None:
        divisions = with_grids(divisions, recipe.grids)
    _refuse_misfits(place, divisions, recipe)
    tables = {"divisions": divisions}
    if recipe.hospitals is not None:
        older = read_source(folder, f"{place}_hospitals", ListedHospitals)
        tables["institutions"] = hospital_rows(recipe.hospitals, older, taken)
    return tables


def _tier(row: Cells) -> str:
    """The tier as the sources call it; a table of communities does not say it."""
    return row["tier"] or "community"


def _with_zones(rows: list[Cells], recipe: Recipe) -> Iterator[Cells]:
    """The rows; communities and committees of a zone are those of the town that the recipe names."""
    zones_of: dict[str, list[Cells]] = {}  # rows of zones by the code of their town
    for row in rows:
        if row["code"] in recipe.zones:
            zones_of.setdefault(recipe.zones[row["code"]], []).append(row)
    for row in rows:
        counts = _counts([row, *zones_of.get(row["code"], [])])
        yield row | counts | {"parent_code": recipe.zones.get(row["parent_code"], row["parent_code"])}


def _counts(rows: list[Cells]) -> Cells:
    """Committees and other units of several rows together; a count that none of them states is left out."""
    stated = [name for name in COUNTED if any(row[name] for row in rows)]
    return {name: str(sum(int(row[name] or 0) for row in rows)) for name in stated}


def _divisions(rows: Iterable[Cells], recipe: Recipe) -> Iterator[Cells]:
    """The rows as divisions of the place; one whose place above is not taken is the top."""
    rows = list(rows)
    by_code = {row["code"]: row for row in rows}
    for row in rows:
        tier, point = _tier(row), by_code[recipe.points.get(row["code"], row["code"])]
        yield {name: row[name] for name in KEPT} | {
            "tier": recipe.tiers[tier],
            "parent": row["parent_code"] if tier != next(iter(recipe.tiers)) else "",
            "kind": row["type"],
            "committees": _committees(row, tier),
            "lon": point["lon"],
            "lat": point["lat"],
            "coordinates": _coordinates(point["source"]),
        }


def _committees(row: Cells, tier: str) -> str:
    """Committees and other units below the place; a community is one itself."""
    return "1" if tier == "community" else str(sum(int(row[name] or 0) for name in COUNTED))


def _coordinates(source: str) -> str:
    """Where the point is from, as ``conf/places/README.md`` names it; blank where there is none."""
    return next((name for name in ("cpca", "geonames") if name in source), "")


def _refuse_misfits(place: str, divisions: list[Cells], recipe: Recipe) -> None:
    """BadInput, a sentence a fault, where the divisions do not form a hierarchy."""
    nodes = [Node(code=d["code"], tier=d["tier"], parent=d["parent"] or None) for d in divisions]
    tiers = tuple(dict.fromkeys([*recipe.tiers.values(), *(d["tier"] for d in divisions)]))
    faults = structure_faults(nodes, (), tiers)
    if faults:
        raise BadInput("\n".join(listed(faults, sentence=lambda fault: fault.sentence(f"{place}: {fault.path}"))))
