"""Background: needs of unselected counties that no shared station above them can ever see are left out."""

from __future__ import annotations

import numpy as np

from sinksim.plan.operations import ATTRIBUTES, COLUMNS, Op
from sinksim.plan.plan import Plan

Row = dict[str, int]

_GOES_ON: dict[int, tuple[str, ...]] = {
    Op.QUEUE: ("e", "f", "next"),
    Op.BRANCH: ("a", "next"),
    Op.OUTAGE: ("a", "next"),
    Op.FORK: ("c", "d"),
    Op.SERIAL: ("c", "d"),
    Op.CLOSE: ("a",),
    Op.LEAVE: (),
    Op.JOIN: (),
}


def may_meet_others(plan: Plan) -> list[list[bool]]:
    """Whether a background case may come to a shared station, by service and tier truly required (last: none stated)."""
    shared = _shared_templates(plan)
    rows = [dict(zip(COLUMNS, row, strict=True)) for row in plan.code.rows.tolist()]
    tiers = (*range(len(plan.labels.tiers)), -1)
    return [
        [any(_meets(plan, rows, pc, {"requires": tier, "service": s}, shared) for pc in entries) for tier in tiers]
        for s, entries in enumerate(plan.code.entry.tolist())
    ]


def _shared_templates(plan: Plan) -> set[int]:
    """Templates whose stations also serve others than one unselected county."""
    origins = np.unique(plan.demand.origin[plan.demand.background])
    stations = plan.role[:, origins]
    met = (stations >= 0) & ~plan.stations.ample[stations]
    return set(np.flatnonzero(met.any(axis=1)).tolist())


def _meets(plan: Plan, rows: list[Row], entry: int, known: dict[str, int], shared: set[int]) -> bool:
    stack = [entry] if entry >= 0 else []
    seen = set(stack)
    while stack:
        row = rows[stack.pop()]
        if not shared.isdisjoint(_templates(plan, row)):
            return True
        ahead = [pc for pc in _ahead(plan, row, known) if pc >= 0 and pc not in seen]
        seen.update(ahead)
        stack += ahead
    return False


def _templates(plan: Plan, row: Row) -> list[int]:
    """Templates at which the instruction queues."""
    if row["op"] == Op.QUEUE:
        return [row["a"]]
    if row["op"] in (Op.FORK, Op.SERIAL, Op.ASSEMBLE):
        return list(plan.code.sets[row["a"]].tolist())
    return []


def _ahead(plan: Plan, row: Row, known: dict[str, int]) -> list[int]:
    """Instructions that may follow; a choice by what is known of the case has one outcome."""
    if row["op"] != Op.SWITCH:
        return [row[column] for column in _GOES_ON.get(row["op"], ("next",))]
    jumps: list[int] = plan.code.jumps[row["b"] : row["b"] + row["c"]].tolist()
    chosen = [jumps[value] for name, value in known.items() if ATTRIBUTES[name] == row["a"]]
    return chosen or jumps
