"""Jumps that are counted by the case and bounded: those of a check, of an outage and of a closure that comes back."""

from collections.abc import Sequence

import networkx as nx

from sinksim.plan.operations import POSITION, Op

_BOUND = {Op.BRANCH: POSITION["b"], Op.OUTAGE: POSITION["b"], Op.CLOSE: POSITION["c"]}


def take_out_counted_jumps(graph: "nx.DiGraph[int]", rows: Sequence[Sequence[int]]) -> int:
    """Remove every bounded jump from a graph of instructions; returns how many of them one case can take in all.

    ``rows`` are the plan's. A jump with chance 0 is no edge of the graph; one that leads to the next instruction stays,
    because the case goes there without it as well.
    """
    jumps = 0
    for pc in list(graph):
        row = rows[pc]
        column, target = _BOUND.get(Op(row[0])), row[POSITION["a"]]
        if column is not None and row[column] > 0 and graph.has_edge(pc, target) and target != row[POSITION["next"]]:
            jumps += row[column]
            graph.remove_edge(pc, target)
    return jumps
