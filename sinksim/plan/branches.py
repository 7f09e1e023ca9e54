"""The branches of a fork or serial: at which instruction the steps of each of its departments begin."""

from collections.abc import Callable, Sequence

from sinksim.plan.operations import DEPARTMENT, DEPARTMENTS, OP, SWITCH, Op


def starts_of_branches(
    row: Sequence[int],
    members: Sequence[int],
    at: Callable[[int], tuple[Sequence[int], Sequence[int]]],
) -> dict[int, list[int]]:
    """First instructions of the branches of a fork or serial, each with the templates of the departments that begin there.

    ``row``: its columns; ``members``: the templates of its departments; ``at`` gives the columns and the jumps of an
    instruction. Where some have steps of their own, their common first instruction is a choice by department.
    """
    first = row[DEPARTMENTS.first]
    columns, jumps = at(first)
    chosen = columns[OP] == Op.SWITCH and columns[SWITCH.attribute] == DEPARTMENT
    starts: dict[int, list[int]] = {}
    for template in members:
        starts.setdefault(jumps[template] if chosen else first, []).append(template)
    return starts
