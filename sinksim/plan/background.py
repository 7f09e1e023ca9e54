"""Background: needs of unselected counties that no shared station above them can ever see are left out."""

from __future__ import annotations

import numpy as np

from sinksim.plan.operations import ATTRIBUTES, DECLARED, OP, SWITCH, Op, following
from sinksim.plan.plan import Plan, jumps_of

Row = list[int]


def may_reach_shared(plan: Plan) -> list[list[bool]]:
    """Whether a background case may come to a station that cases of other counties use as well.

    [service][tier truly required; the last: none stated]. Background cases (of unselected counties) that cannot are left out.
    """
    shared = _shared_templates(plan)
    rows = plan.code.rows.tolist()
    tiers = (*range(len(plan.labels.tiers)), -1)
    return [
        [any(_reaches(plan, rows, pc, {"requires": tier, "service": s}, shared) for pc in entries) for tier in tiers]
        for s, entries in enumerate(plan.code.entry.tolist())
    ]


def _shared_templates(plan: Plan) -> set[int]:
    """Templates whose stations also serve others than one unselected county: those that are no stand-ins (``ample``)."""
    origins = np.unique(plan.demand.origin[plan.demand.background])
    stations = plan.role[:, origins]
    met = (stations >= 0) & ~plan.stations.ample[stations]
    return set(np.flatnonzero(met.any(axis=1)).tolist())


def _reaches(plan: Plan, rows: list[Row], entry: int, known: dict[str, int], shared: set[int]) -> bool:
    """Whether a walk from instruction ``entry`` (-1: none) may queue at a template shared with other counties (``shared``).

    ``known``: attributes of the case, by which a switch is decided.
    """
    stack = [entry] if entry >= 0 else []
    seen = set(stack)
    while stack:
        row = rows[stack.pop()]
        if not shared.isdisjoint(_templates_at(plan, row)):
            return True
        ahead = [pc for pc in _next_instructions(plan, row, known) if pc not in seen]
        seen.update(ahead)
        stack += ahead
    return False


def _templates_at(plan: Plan, row: Row) -> list[int]:
    """Templates at which the instruction queues or books: at a fork all that may be drawn, inside it -1 for the drawn one."""
    declared = DECLARED[Op(row[OP])]
    if declared.occupies is not None:
        return [row[declared.occupies]]
    if declared.books is not None:
        return [row[declared.books]]
    return [] if declared.draws_from is None else list(plan.code.sets[row[declared.draws_from]].tolist())


def _next_instructions(plan: Plan, row: Row, known: dict[str, int]) -> list[int]:
    """Instructions that may follow; a switch by an attribute whose value is known has one.

    The value -1 (no tier required) takes the last jump, which is that of the lowest tier.
    """
    if row[OP] != Op.SWITCH:
        return following(row)
    jumps = jumps_of(plan.code, row)
    chosen = [jumps[value] for name, value in known.items() if ATTRIBUTES[name] == row[SWITCH.attribute]]
    return chosen or jumps
