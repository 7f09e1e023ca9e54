"""The tables of a place: a folder of ``conf/places``, found by listing and checked row by row."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import TypeVar

from sinksim.core.errors import BadInput
from sinksim.core.wording import named
from sinksim.scenarios.base import Part
from sinksim.scenarios.divisions import Division, Institutions, OutlineRow, RouteTimes, TravelRoute
from sinksim.scenarios.loading.presets import conf_folder, places_folder
from sinksim.scenarios.loading.sheets import Sheet, read_csv_sheet, rows_as
from sinksim.scenarios.nodes import Node
from sinksim.scenarios.structure import Fault, listed, structure_faults

Row = TypeVar("Row", bound=Part)

OUTLINES, DIVISIONS = "outlines", "divisions"


@dataclass(frozen=True)
class PlaceTables:
    """The divisions of a place, in the order of the table, its kinds of route and its institutions."""

    divisions: tuple[Division, ...]
    routes: tuple[TravelRoute, ...] = ()
    institutions: tuple[Institutions, ...] = ()

    @property
    def tiers(self) -> tuple[str, ...]:
        """Tiers from top to bottom: in the order in which they first appear."""
        return tuple(dict.fromkeys(division.tier for division in self.divisions))

    @property
    def route_times(self) -> dict[str, RouteTimes]:
        """Minutes and fare of each kind of route, by its name."""
        return {route.name: route.times for route in self.routes}


def places_with(table: str) -> list[str]:
    """Names of the places that have a table (``divisions``, ``outlines``)."""
    return sorted(file.parent.name for file in (conf_folder() / "places").glob(f"*/{table}.csv"))


def read_place(name: str) -> PlaceTables:
    """The tables of a place that has divisions; without routes or institutions where it has no such table.

    Raises BadInput with every fault (at most 20): place/file:row, column, value, what is allowed.
    """
    return _read_place(places_folder(name))


def read_outline_rows(name: str) -> tuple[OutlineRow, ...]:
    """The outlines of a place that has some; raises BadInput as read_place does."""
    return _read(places_folder(name), OUTLINES, OutlineRow)[1]


@cache
def _read_place(folder: Path) -> PlaceTables:
    """The tables of a folder, each checked by itself and then against the divisions."""
    sheet, divisions = _read(folder, DIVISIONS, Division)
    tables = PlaceTables(divisions)
    _refuse(sheet, _ladder_faults(tables))
    sheet, routes = _read(folder, "ways", TravelRoute, required=False)
    _refuse(sheet, _route_faults(routes, tables))
    sheet, institutions = _read(folder, "institutions", Institutions, required=False)
    _refuse(sheet, _institution_faults(institutions, tables))
    return PlaceTables(divisions, routes, institutions)


def _read(folder: Path, table: str, model: type[Row], required: bool = True) -> tuple[Sheet, tuple[Row, ...]]:
    """One table, as raw rows and as models; empty where it is not required and does not exist."""
    path = folder / f"{table}.csv"
    name = f"{folder.name}/{path.name}"
    if not required and not path.exists():
        return Sheet(name, (), ()), ()
    sheet = read_csv_sheet(path, name)
    rows, faults = rows_as(model, sheet)
    if faults:
        raise BadInput("\n".join(listed(faults)))
    return sheet, rows


def _refuse(sheet: Sheet, faults: Iterator[Fault]) -> None:
    """Raise BadInput for faults by position, each at its row in the file."""

    def sentence(fault: Fault) -> str:
        return fault.sentence(f"{sheet.where(sheet.rows[fault.position][0])}: {fault.column}")

    if found := list(faults):
        raise BadInput("\n".join(listed(found, sentence=sentence)))


def _ladder_faults(tables: PlaceTables) -> Iterator[Fault]:
    """Each place once, each below a place of a tier above its own; only places of the top tier stand below none."""
    nodes = [Node(code=d.code, tier=d.tier, parent=d.parent) for d in tables.divisions]
    yield from structure_faults(nodes, (), tables.tiers)
    for i, division in enumerate(tables.divisions):
        if division.parent is None and division.tier != tables.tiers[0]:
            yield Fault(DIVISIONS, i, "parent", "", f"the code of a place of a tier above {division.tier}")


def _route_faults(routes: Sequence[TravelRoute], tables: PlaceTables) -> Iterator[Fault]:
    """Tiers that do not exist or are not in order, unknown places, and names or pairs of tiers that stand twice."""
    tiers, codes = tables.tiers, frozenset(division.code for division in tables.divisions)
    for i, route in enumerate(routes):
        for code in route.within:
            if code not in codes:
                yield Fault("ways", i, "within", code, "the codes of places of the divisions", codes)
        if route.lower not in tiers:
            yield Fault("ways", i, "lower", route.lower, f"one of {named(tiers)}")
        elif route.upper is not None and route.upper not in tiers[: tiers.index(route.lower)]:
            yield Fault("ways", i, "upper", route.upper, f"a tier above {route.lower} ({named(tiers)}), or blank")
    yield from _doubled("ways", {"name": [route.name for route in routes]})
    yield from _joined_twice(routes)


def _joined_twice(routes: Sequence[TravelRoute]) -> Iterator[Fault]:
    """Two routes of the same tiers that name the same place, or no places at all: nothing says which of them holds."""
    seen = set[tuple[str, str]]()
    for i, route in enumerate(routes):
        pair = f"{route.lower} {route.upper or ''}".strip()
        for code in route.within or ("",):
            if (pair, code) in seen:
                yield Fault("ways", i, "within" if code else "upper", code or pair, "each of them once")
            seen.add((pair, code))


def _institution_faults(rules: Sequence[Institutions], tables: PlaceTables) -> Iterator[Fault]:
    """A tier without places, fewer institutions than places where each has one, and kinds that stand twice."""
    for i, rule in enumerate(rules):
        codes = frozenset(division.code for division in tables.divisions if division.tier == rule.tier)
        places = len(codes)
        if not places:
            yield Fault("institutions", i, "tier", rule.tier, f"one of {named(tables.tiers)}")
        elif rule.place is not None and rule.place not in codes:
            yield Fault("institutions", i, "place", rule.place, f"the code of a place of {rule.tier}", codes)
        elif rule.one_each and rule.place is None and rule.total < places:
            yield Fault(
                "institutions", i, "total", rule.total, f"at least {places:,}, one at each place of {rule.tier}"
            )
    yield from _doubled(
        "institutions", {"kind": [f"{rule.tier} {rule.kind} {rule.place or ''}".rstrip() for rule in rules]}
    )


def _doubled(table: str, columns: Mapping[str, Sequence[str]]) -> Iterator[Fault]:
    """One fault for every value that stands further up already; ``columns``: the values of each column, by its name."""
    for column, values in columns.items():
        for i, value in enumerate(values):
            if value in values[:i]:
                yield Fault(table, i, column, value, "each of them once")
