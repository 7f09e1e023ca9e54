"""What the numbers of a run must keep: no negative cost, count or time, no nan where a number is due, shares in [0, 1]."""

import re
from collections.abc import Iterator
from typing import Any

import numpy as np

from sinksim.core.records import CASE_FIELDS, INCIDENT_FIELDS, NEVER, STATION_FIELDS, VISIT_FIELDS, FieldOf, Tables
from sinksim.experiments.result import Result
from sinksim.metrics.charges import OVERTIME, ROSTER
from sinksim.metrics.formulas import Quantile, Ratio, Total
from sinksim.metrics.slices import keys
from sinksim.plan.labels import Labels

Records = Any
COUNTED = ("number", "0.001 yuan", "case ms", "server ms")
# These tell apart by a negative number: the layer of a recorded case; a gap may lie on either side.
MAY_BE_NEGATIVE = ("layer",)
POSTS = {*ROSTER, *OVERTIME}
SIGNED = ("reported_minus_true",)
TEXT = "text says"
INSTANTS = ("filed", "responded", "closed", "solved")
# No number, or a share that no reader can take for one.
_NO_NUMBER = re.compile(r"(?<![\w./'\"])[-+]?(nan|inf)(?![\w'\"-])|\d{10,}\.\d%", re.IGNORECASE)
_SPANS = re.compile(r"time_\w+|citizen_time|staff_time|busy")


def unsound_records(cases: Records, visits: Records, tables: Tables, labels: Labels) -> list[str]:
    """Faults of the records of one replication."""
    horizon = labels.window.horizon
    return [
        *_negative(cases, CASE_FIELDS, "case"),
        *_negative(visits, VISIT_FIELDS, "visit"),
        *_negative(tables.stations, STATION_FIELDS, "station"),
        *_negative(tables.incidents, INCIDENT_FIELDS, "incident"),
        *(f"ledger {kind} is {amount}" for kind, amount in tables.ledger.items() if amount < 0),
        *_out_of_order(cases, visits, tables, horizon),
    ]


def _negative(rows: Records, fields: tuple[FieldOf, ...], what: str) -> Iterator[str]:
    for field in fields:
        counted = field.unit in COUNTED or _SPANS.fullmatch(field.name)
        if counted and field.name not in MAY_BE_NEGATIVE and len(rows) and rows[field.name].min() < 0:
            yield f"{what} {field.name} is {rows[field.name].min()}"


def _out_of_order(cases: Records, visits: Records, tables: Tables, horizon: int) -> Iterator[str]:
    for name in INSTANTS:
        at = cases[name]
        wrong = (at != NEVER) & ((at < cases["arisen"]) | (at > horizon))
        if wrong.any():
            yield f"case {name} lies outside of its life: {at[wrong][0]} with arisen {cases['arisen'][wrong][0]}"
    for first, then in (("joined", "began"), ("began", "ended"), ("joined", "ended")):
        wrong = (visits[first] != NEVER) & (visits[then] != NEVER) & (visits[then] < visits[first])
        if wrong.any():
            yield f"visit {then} {visits[then][wrong][0]} lies before {first} {visits[first][wrong][0]}"
    if (tables.incidents["ended"] < tables.incidents["began"]).any():
        yield "incident ended before it began"


def unsound_result(result: Result) -> list[str]:
    """Faults of the indicators in every slice."""
    return [fault for family in result.values for fault in _of_family(result, family)]


def _of_family(result: Result, family: Any) -> Iterator[str]:
    values = result.values[family][0]
    totals = {row.formula.top: values[n] for n, row in enumerate(result.indicators) if isinstance(row.formula, Total)}
    names = keys(result.labels, family)
    # No service or segment can be said to have caused a post.
    has_posts = bool(result.labels.payroll.kinds) and family not in ("overall", "area", "backlog")
    for row, line in zip(result.indicators, values, strict=True):
        if has_posts and isinstance(row.formula, Ratio) and set(row.formula.top) & POSTS:
            if not np.isnan(line).all():
                yield f"{row.name} is said of a {family} although no {family} has posts"
            continue
        for fault, wrong in _faults(row, line, totals):
            if wrong.any():
                place = int(np.flatnonzero(wrong)[0])
                yield f"{row.name} is {line[place]} ({fault}) in {family} {names[place]}"


def _faults(row: Any, line: Any, totals: dict[tuple[str, ...], Any]) -> Iterator[tuple[str, Any]]:
    """Kinds of fault of one indicator, each with the slices in which it is found."""
    if isinstance(row.formula, Quantile):
        yield "below every number", np.isneginf(line)
    else:
        yield "infinite", np.isinf(line)
    if isinstance(row.formula, Ratio) and row.formula.bottom in totals:
        yield "no number though there are cases", np.isnan(line) & (totals[row.formula.bottom] > 0)
    if row.name not in SIGNED:
        yield "negative", line < 0
        if row.unit == "share":
            yield "a share above 1", line > 1 + 1e-9


def unsound_text(text: str) -> list[str]:
    """Lines in which something that is no number is shown as one."""
    return [f"{TEXT} {line.strip()[:200]}" for line in text.splitlines() if _NO_NUMBER.search(line)]
