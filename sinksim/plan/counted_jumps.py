"""Jumps that are counted by the case and bounded: those of a check, of an outage and of a closure that comes back."""

from collections.abc import Sequence

import networkx as nx

from sinksim.plan.operations import DECLARED, NEXT, OP, Op


def take_out_counted_jumps(graph: "nx.DiGraph[int]", rows: Sequence[Sequence[int]]) -> int:
    """Remove every jump with a limit (``at_most`` a case) from a graph of instructions; returns the sum of those limits.

    ``rows`` are the plan's. A jump with chance 0 is no edge of the graph; one that leads to the next instruction stays,
    because the case goes there without it as well. A counter that several jumps share is summed up once for each of them; the
    jump at its bound is taken once.
    """
    jumps = 0
    for pc in list(graph):
        row = rows[pc]
        declared = DECLARED[Op(row[OP])]
        if declared.bound is None or row[declared.bound] <= 0:
            continue
        target = row[declared.columns.target]
        counted = {target: row[declared.bound]}
        if declared.at_bound is not None and row[declared.at_bound] >= 0:
            counted[row[declared.at_bound]] = 1
        for jump, times in counted.items():
            if graph.has_edge(pc, jump) and jump != row[NEXT]:
                jumps += times
                graph.remove_edge(pc, jump)
    return jumps
