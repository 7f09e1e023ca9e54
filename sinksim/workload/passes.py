"""How often one case can come to each instruction of its process, at most."""

import networkx as nx

from sinksim.core.records import MOST_INSTRUCTIONS_AT_ONCE
from sinksim.plan.counted_jumps import take_out_counted_jumps
from sinksim.plan.laws import mean_and_sd
from sinksim.plan.operations import DECLARED, DEPARTMENTS, OP, WITH_DEPARTMENTS, Op
from sinksim.plan.plan import Plan

# Times are random: so many laps may pass sooner than expected, and so many times sooner may all of them be. Beyond that the sum
# of their times practically never falls below a tenth of its mean.
LAPS = 10


def most_passes(plan: Plan, flow: "nx.DiGraph[int]") -> dict[int, int]:
    """How often one case can come to each instruction.

    Once, outside loops. A loop all of whose ways back are counted: once more than they allow in all. Any other: besides,
    ten times as often as the shortest mean time in it goes into the horizon; where no time need pass, as often as an
    engine bears without time moving on. Inside a fork or serial: once for each department.
    """
    passes = dict.fromkeys(flow, 1)
    rows = plan.code.rows.tolist()
    for part in nx.strongly_connected_components(flow):
        first = next(iter(part))
        if len(part) > 1 or flow.has_edge(first, first):
            passes.update(dict.fromkeys(part, _most_visits_in_loop(plan, rows, flow, part)))
    for pc in flow:
        if rows[pc][OP] in WITH_DEPARTMENTS:
            inside = rows[pc][DEPARTMENTS.first]
            for step in {inside} | nx.descendants(flow, inside):
                passes[step] = max(passes[step], passes[pc] * departments(plan, pc))
    return passes


def _most_visits_in_loop(plan: Plan, rows: list[list[int]], flow: "nx.DiGraph[int]", part: set[int]) -> int:
    """How often one case can come to the instructions of a loop (``part``), at most; see ``most_passes``.

    Once and by every counted jump; a loop that takes time as often as its shortest step fits into the run (a lap takes at least
    that), times the margin of ``LAPS``; one that takes none until the engine stops it.
    """
    loop: nx.DiGraph[int] = nx.DiGraph(flow.subgraph(part))
    jumps = take_out_counted_jumps(loop, rows)
    if nx.is_directed_acyclic_graph(loop):
        return 1 + jumps
    means = {pc: mean for pc in part if (mean := _mean_time(plan, pc)) > 0}
    # What is still a loop without the instructions that take time can be walked while time stands still.
    loop.remove_nodes_from(means)
    if not nx.is_directed_acyclic_graph(loop):
        return 1 + jumps + MOST_INSTRUCTIONS_AT_ONCE
    return 1 + jumps + LAPS + int(LAPS * plan.labels.window.horizon / max(min(means.values()), 1.0))


def _mean_time(plan: Plan, pc: int) -> float:
    """Mean time that passes in an instruction [ms] by the shortest way through it, 0 where none need pass."""
    row = plan.code.rows[pc].tolist()
    declared = DECLARED[Op(row[OP])]
    if way := declared.way:
        if not row[way.delays]:  # the case does not wait for the journey
            return 0.0
        if row[way.time] < 0:
            return float(plan.travel_ms[row[way.tier]].min())
    if declared.cycle is not None and row[declared.cycle] >= 0:
        return float(row[declared.cycle] / 2)
    return sum((mean_and_sd(plan.laws, row[law])[0] for law in declared.laws_in_full), 0.0)


def departments(plan: Plan, pc: int) -> int:
    """Most departments that a fork, a serial or an assembly draws."""
    return len(plan.code.weights[plan.code.rows[pc, DEPARTMENTS.counts]])
