"""Small tables of places, ways and recorded cases, and changes of them."""

import csv
import io
import random
from typing import Any

from sinksim.scenarios.logs import LogRow
from sinksim.scenarios.nodes import Edge, Node
from tests.fuzz.mutations import MANY, Change
from tests.fuzz.spots import bounds
from tests.fuzz.values import DATES, UNSUITABLE_CELLS, mutated_number

Table = list[list[str]]
Tables = dict[str, Table]
MODELS = {"nodes": Node, "edges": Edge, "cases": LogRow}
MOMENTS = (
    "2022-01-03T00:00", "2022-01-03T08:00", "2022-01-04T12:00", "2022-01-05T00:00", "2022-01-06T23:59",
    "2021-12-30T08:00", "1969-12-31T23:59", "9999-12-31T23:59", "2022-01-03", "2022-01-03 09:30:59",
    "03/01/2022 09:30", "2022-02-30T09:30", "2022-01-03T24:00", "2022-01-03T09:30Z", "2026-01-03T09:30", "44564.4",
)  # fmt: skip

NODES = """\
code,name,tier,parent,population,rural_share,share_60plus,lon,lat,local_minutes,local_fare
p,Province,province,,90000,0.5,0.2,106.7,26.6,,
a,Ash,county,p,50000,0.6,0.3,106.5,26.5,,
b,Birch,county,p,40000,0.4,0.1,107.1,26.9,,
a1,Ash 1,township,a,30000,0.8,0.3,,,10,1.5
a2,Ash 2,township,a,20000,0.7,0.2,,,20,2
b1,Birch 1,township,b,40000,0.4,0.1,,,5,0
"""
EDGES = """\
source,target,relation,minutes,fare
a1,a,refers,30,4
a2,a,refers,45,6.5
b1,b,refers,20,3
a,p,refers,90,30
b,p,refers,120,45
p,a,guides,,
"""
CASES = """\
service,origin,arisen,urgency,segment,requires
need,a1,2022-01-03T09:30,red,0,county
need,a2,2022-01-03T10:15,,1,township
need,b1,2022-01-03T10:15,green,2,province
need,b1,2022-01-04T23:59,,,
need,a1,2021-12-31T12:00,green,3,county
"""
# What the tables stand beside: every tier is travelled to, the tier required decides, staff are paid.
SCENARIO: dict[str, Any] = {
    "urgencies": ["red", "green"],
    "calendars": {"office": {"hours": ["08:00-12:00", "14:00-18:00"], "days": "workdays"}},
    "stations": {
        "desk": {"tier": "township", "servers": 2, "calendar": "office", "staff": "clerk"},
        "ward": {"tier": "county", "servers": {"per_100k": 4, "at_least": 1}, "staff": "specialist"},
        "summit": {"tier": "province", "servers": 1, "room": 5},
    },
    "services": {
        "need": {
            "demand": {"per_100k_per_day": 40},
            "urgency": {"red": 1, "green": 3},
            "requires": {"township": 2, "county": 1, "province": 1},
            "traditional": {"process": "ladder", "access": "required"},
        },
        "other": {"demand": {"per_day": 3}, "traditional": {"process": "ladder"}},
    },
    "processes": {
        "ladder": [
            {"travel": {"to": "township"}},
            {"queue": {"station": "desk", "time": {"law": "exponential", "mean": 8}}},
            {
                "check": {
                    "name": "needed",
                    "by": "requires",
                    "branches": {
                        "township": ["close"],
                        "county": [{"travel": {"to": "county"}}, {"queue": {"station": "ward", "time": 12}}],
                        "province": [{"travel": {"to": "province"}}, {"queue": {"station": "summit", "time": 20}}],
                    },
                }
            },
            {"charge": {"fee": 12.5, "reimbursed": 0.4}},
            {"close": {"hollow": 0.1}},
        ]
    },
    "experiment": {"window_days": 2, "follow_up_days": 2, "replications": 1},
}


CATCHMENT = {"experiment": {**SCENARIO["experiment"], "catchment_minutes": {"county": 60, "township": 30}}}


def base_tables() -> Tables:
    """The sound tables as rows of cells, the header first."""
    given = {"nodes": NODES, "edges": EDGES, "cases": CASES}
    return {kind: [line.split(",") for line in text.splitlines()] for kind, text in given.items()}


def as_csv(table: Table) -> str:
    """A table as a file holds it."""
    text = io.StringIO()
    csv.writer(text, lineterminator="\n").writerows(table)
    return text.getvalue()


def mutated_tables(rng: random.Random) -> tuple[Tables, list[Change]]:
    """The sound tables, perhaps without the one or the other, with one to four changes."""
    tables = base_tables()
    if rng.random() < 0.4:
        del tables["cases"]
    if rng.random() < 0.15:
        del tables["edges"]
    changes = []
    for _ in range(rng.choices(list(MANY), list(MANY.values()))[0]):
        kind = rng.choice(list(tables))
        before = [list(row) for row in tables[kind]]
        _WAYS[rng.choices(list(_WAYS), [way.often for way in _WAYS.values()])[0]].change(tables[kind], kind, rng)
        changes.append(Change(kind, *_different(before, tables[kind])))
    return tables, changes


def _different(before: Table, now: Table) -> tuple[list[str], list[str]]:
    """The rows that are no more and those that are new; all of them where only their order or number has changed."""
    gone, come = ([",".join(r) for r in one if r not in other] for one, other in ((before, now), (now, before)))
    return (gone, come) if gone or come else ([",".join(r) for r in before], [",".join(r) for r in now])


class _Way:
    """How a table is changed, and how often in this way."""

    def __init__(self, often: float, change: Any) -> None:
        self.often = often
        self.change = change


def _place(table: Table, rng: random.Random) -> tuple[int, int]:
    """Any cell below the header; the header's first where there is nothing else."""
    row = rng.randrange(1, len(table)) if len(table) > 1 else 0
    return row, rng.randrange(len(table[row])) if table[row] else 0


def _cell(table: Table, kind: str, rng: random.Random) -> None:
    row, column = _place(table, rng)
    if not table[row]:
        return
    name = table[0][column] if column < len(table[0]) else ""
    table[row][column] = _written(_value(table, kind, name, column, rng))


def _value(table: Table, kind: str, name: str, column: int, rng: random.Random) -> Any:
    if rng.random() < 0.1:
        return rng.choice(UNSUITABLE_CELLS)
    if name == "arisen":
        return rng.choice((*MOMENTS, *DATES))
    field = MODELS[kind].model_fields.get(name)
    others = [line[column] for line in table[1:] if column < len(line)]
    if field is not None and {int, float} & {field.annotation, *getattr(field.annotation, "__args__", ())}:
        return mutated_number(rng, bounds(field.metadata), _number(rng.choice(others or ["1"])))
    return rng.choice([*others, *others, "nobody", "a", "a1", "p", "county", "refers", "administers"])


def _number(cell: str) -> Any:
    return float(cell) if cell.replace(".", "", 1).isdecimal() else None


def _written(value: Any) -> str:
    return "" if value is None else str(value)


def _row_doubled(table: Table, kind: str, rng: random.Random) -> None:
    row, _ = _place(table, rng)
    table.insert(row, list(table[row]))


def _row_dropped(table: Table, kind: str, rng: random.Random) -> None:
    del table[_place(table, rng)[0]]
    if not table:
        table.append([""])


def _rows_swapped(table: Table, kind: str, rng: random.Random) -> None:
    one, two = _place(table, rng)[0], rng.randrange(len(table))
    table[one], table[two] = table[two], table[one]


def _cells_swapped(table: Table, kind: str, rng: random.Random) -> None:
    row, column = _place(table, rng)
    other = rng.randrange(len(table[row])) if table[row] else 0
    if table[row]:
        table[row][column], table[row][other] = table[row][other], table[row][column]


def _column_dropped(table: Table, kind: str, rng: random.Random) -> None:
    column = rng.randrange(max(len(table[0]), 1))
    table[:] = [line[:column] + line[column + 1 :] for line in table]


def _column_renamed(table: Table, kind: str, rng: random.Random) -> None:
    column = rng.randrange(max(len(table[0]), 1))
    if table[0]:
        table[0][column] = rng.choice(("", "id", "weight", "minutes", "Code", "schematic", "kind", *table[0]))


def _row_cut(table: Table, kind: str, rng: random.Random) -> None:
    row, column = _place(table, rng)
    table[row] = table[row][:column]


def _row_lengthened(table: Table, kind: str, rng: random.Random) -> None:
    table[_place(table, rng)[0]].append(rng.choice(("", "x", "1")))


def _column_filled(table: Table, kind: str, rng: random.Random) -> None:
    """One value in every row of a column."""
    row, column = _place(table, rng)
    if column < len(table[0]) and table[row]:
        value = _written(_value(table, kind, table[0][column], column, rng))
        table[1:] = [[*line[:column], value, *line[column + 1 :]] for line in table[1:]]


_WAYS = {
    "cell": _Way(10, _cell),
    "column filled": _Way(2, _column_filled),
    "row doubled": _Way(1, _row_doubled),
    "row dropped": _Way(2, _row_dropped),
    "rows swapped": _Way(0.5, _rows_swapped),
    "cells swapped": _Way(1, _cells_swapped),
    "column dropped": _Way(1, _column_dropped),
    "column renamed": _Way(1, _column_renamed),
    "row cut": _Way(0.5, _row_cut),
    "row lengthened": _Way(0.5, _row_lengthened),
}
