"""How many instructions a case is expected to pass, so that a loop without an end in sight is seen before any run.

``check`` and ``close`` bound their own jumps; ``goto`` and ``follow`` do not, and a chance of 0.999999999999 to go back
without any time passing keeps one case at one instant for ever.
"""

from itertools import product
from typing import NamedTuple

import networkx as nx
import numpy as np

from sinksim.plan.counted_jumps import take_out_counted_jumps
from sinksim.plan.operations import DEPARTMENTS, OP, WITH_DEPARTMENTS
from sinksim.plan.plan import Floats, Plan
from sinksim.workload.step_times import mean_times
from sinksim.workload.visit_chain import Attributes, VisitChain

# A case may be expected to pass so many instructions on each day, which is a second or less of one core: a loop of one
# second of simulated time passes 0.1 million times a day, and engines give up at 5 million at one instant.
MOST_A_DAY = 1_000_000
_DAY = 86_400_000


class Walk(NamedTuple):
    """Instructions that a case is expected to pass up to the horizon, and the one that it passes most often."""

    instructions: float
    busiest: int


def most_instructions(plan: Plan) -> float:
    """Instructions that a case of this plan may be expected to pass [1]."""
    return MOST_A_DAY * max(plan.labels.window.horizon / _DAY, 1.0)


def endless_walk(plan: Plan) -> Walk | None:
    """The longest walk of a case where it is longer than ``most_instructions``; None where every case ends its walk.

    Time that passes in a loop ends the walk at the horizon: cases that go round for ever in a closed system are not found.
    """
    most = most_instructions(plan)
    if _most_of_any_case(plan) <= most:
        return None
    times = mean_times(plan)
    # An exponential clock of this mean ends the walk: a step of time t is survived with chance horizon / (horizon + t).
    horizon = max(plan.labels.window.horizon, 1)
    chain = VisitChain(plan, going_on=horizon / (horizon + _times_with_branches(plan, times)))
    longest = Walk(instructions=0.0, busiest=0)
    for entry, attributes in _starts(plan):
        seen = chain.visits(entry, attributes)
        if seen.sum() > longest.instructions:
            longest = Walk(float(seen.sum()), int(np.argmax(seen)))
    return longest if longest.instructions > most else None


def _most_of_any_case(plan: Plan) -> float:
    """Instructions that no case can exceed; infinite where some loop has no jump in it that is limited a case.

    Without loops a walk comes to each instruction once at most, and once more after each limited jump. Branches of a fork walk
    beside the case: no bound is sought for those.
    """
    graph, rows = _graph_of_instructions(plan), plan.code.rows.tolist()
    if any(row[OP] in WITH_DEPARTMENTS for row in rows):
        return float("inf")
    jumps = take_out_counted_jumps(graph, rows)
    return float((1 + jumps) * len(rows)) if nx.is_directed_acyclic_graph(graph) else float("inf")


def _graph_of_instructions(plan: Plan) -> "nx.DiGraph[int]":
    """Instructions, and which may follow which."""
    chain, graph = VisitChain(plan), nx.DiGraph()
    for pc in range(len(chain.rows)):
        graph.add_edges_from((pc, target) for target in chain.targets(pc) if target >= 0)
    return graph


def _times_with_branches(plan: Plan, times: Floats) -> Floats:
    """Mean times of instructions, where a fork's include those of its branches, during which the case waits."""
    chain, whole = VisitChain(plan), times.copy()
    for pc, row in enumerate(chain.rows):
        if row[OP] in WITH_DEPARTMENTS:
            whole[pc] += sum(times[inner] for inner in chain.stretch(row[DEPARTMENTS.first]))
    return whole


def _starts(plan: Plan) -> list[tuple[int, Attributes]]:
    """Every first instruction of a case, with every combination of attributes: by service and channel, and of given cases."""
    labels = plan.labels
    tiers = [*range(len(labels.tiers)), -1]  # -1: the case requires no tier
    ranges = (tiers, range(len(labels.urgencies)), range(len(labels.segments)), range(len(labels.services)))
    entered = np.unique(plan.recorded.enter[plan.recorded.enter >= 0]).tolist()
    return [
        (entry, attributes)
        for attributes in map(Attributes._make, product(*ranges))
        for entry in (*plan.code.entry[attributes.service].tolist(), *entered)
        if entry >= 0
    ]
