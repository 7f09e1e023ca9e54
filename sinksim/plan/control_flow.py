"""The flow of control through assembled processes: jumps threaded, endless paths refused, counters placed where needed."""

from collections import Counter
from collections.abc import Iterable

import networkx as nx

from sinksim.plan.operations import (
    CHECK,
    CLOSE,
    DECLARED,
    DRAW,
    ENDS,
    GOTO,
    HOLLOW,
    NEXT,
    OP,
    REMEMBERED,
    REOPEN,
    SLOT,
    SWITCH,
    Instruction,
    Op,
    following,
)  # fmt: skip
from sinksim.plan.plan import Plan, jumps_of
from sinksim.plan.program import Program

_STOPS = (Op.JOIN, *ENDS)


def thread_jumps(program: Program) -> None:
    """Let every target and every following instruction skip over chains of plain jumps."""
    code = program.code
    for pc, instruction in enumerate(code):
        for column in DECLARED[instruction.op].jumps:
            instruction[column] = _landing(code, instruction[column])
        instruction.jumps = [_landing(code, j) for j in instruction.jumps]
        instruction[NEXT] = _landing(code, pc + 1) if pc + 1 < len(code) else -1
    program.entry = {name: _landing(code, pc) for name, pc in program.entry.items()}


def _landing(code: list[Instruction], pc: int) -> int:
    """Where a jump to ``pc`` ends after any chain of plain gotos; a ring of gotos ends at one of them."""
    seen = set()
    while 0 <= pc < len(code) and code[pc].op is Op.GOTO and pc not in seen:
        seen.add(pc)
        pc = code[pc][GOTO.target]
    return pc


def successors(code: list[Instruction], pc: int) -> list[int]:
    """Instructions that may come next with positive chance.

    A jump of chance 0 is never taken: a branch, whoever is at a station, or a closure that is never hollow or never opened
    again. A branch of chance 1, without a limit and whatever the load of a station, is always taken, and so is the callback of
    a closure that has one.
    """
    this = code[pc]
    if this.op is Op.SWITCH:
        return this.jumps
    found = following(this.row)
    if this.op is Op.CLOSE and this[CLOSE.callback] >= 0:
        return [this[CLOSE.callback]]
    if (this.op is Op.BRANCH and this.real[0] == 0 and this[CHECK.chances] < 0) or (
        this.op is Op.CLOSE and this.real[HOLLOW] * this.real[REOPEN] == 0
    ):
        return [this[NEXT]] if DECLARED[this.op].goes_on and this[NEXT] >= 0 else []
    always = this.op is Op.BRANCH and this.real[0] == 1 and this[CHECK.at_most] == 0 and this[CHECK.load_of] < 0
    return [this[CHECK.target]] if always else found


def flow_of_plan(plan: Plan) -> "nx.DiGraph[int]":
    """Graph of a plan's instructions reachable from where cases of its services and given cases start."""
    entries = [*plan.code.entry.ravel().tolist(), *plan.recorded.enter.tolist()]
    return flow_graph(_instructions(plan), sorted({pc for pc in entries if pc >= 0}))


def _instructions(plan: Plan) -> list[Instruction]:
    """The instructions of a plan as they were assembled."""
    code = []
    for where, row, (first, second) in zip(
        plan.labels.steps, plan.code.rows.tolist(), plan.code.real.tolist(), strict=True
    ):
        instruction = Instruction(Op(row[OP]), where, row, (first, second))
        if instruction.op is Op.SWITCH:
            instruction.jumps = jumps_of(plan.code, row)
        code.append(instruction)
    return code


def flow_graph(code: list[Instruction], entries: Iterable[int]) -> "nx.DiGraph[int]":
    """Graph of instructions reachable from the entries."""
    graph: nx.DiGraph[int] = nx.DiGraph()
    stack = list(entries)
    graph.add_nodes_from(stack)
    seen = set(stack)
    while stack:
        pc = stack.pop()
        for target in successors(code, pc):
            graph.add_edge(pc, target)
            if target not in seen:
                seen.add(target)
                stack.append(target)
    return graph


def endless(program: Program, graph: "nx.DiGraph[int]") -> list[str]:
    """Sentences for processes that fall off their end, or in which a case may come where no end can be reached (``_stuck``)."""
    faults = []
    for pc in sorted(graph):
        if program.code[pc].op is Op.DROP:  # stands behind every process
            faults.append(
                f"{program.code[pc].where} has a path without an end; allowed: close, leave, goto or follow last"
            )
    alive = _leading_to(graph, [pc for pc in graph if program.code[pc].op in _STOPS])
    if len(alive) == len(graph):
        return faults
    lost = [name for name, pc in program.entry.items() if pc not in alive or _stuck(graph, pc, alive)]
    if not faults:  # a path that falls off its end has no end either, and is told already
        faults += [
            f"processes.{name} never ends; allowed: every path leads to close or leave (a closed system: cases of a "
            "backlog that go round by goto, past a check whose chance of leading to close is very small, such as 1e-9)"
            for name in lost
        ]
    return faults


def _leading_to(graph: "nx.DiGraph[int]", ends: list[int]) -> set[int]:
    """The ends, and every instruction from which one of them can be reached."""
    found, left = set(ends), list(ends)
    while left:
        new = [pc for pc in graph.pred[left.pop()] if pc not in found]
        found.update(new)
        left += new
    return found


def _stuck(graph: "nx.DiGraph[int]", entry: int, alive: set[int]) -> bool:
    """Whether a walk from ``entry`` may come to an instruction that is not ``alive``: from which no end can be reached."""
    return any(pc not in alive for pc in nx.descendants(graph, entry))


def place_counters(program: Program, graph: "nx.DiGraph[int]") -> int:
    """Give a counter (slot) to every draw that can be visited more than once and to every jump with a limit; returns how many.

    Draws of one name share a counter, so that each visit of that name has its own number, and so its own random number.
    """
    # Instructions on a cycle of the graph, of one instruction included.
    repeated = {pc for part in nx.strongly_connected_components(graph) for pc in part if len(part) > 1}
    repeated |= {pc for pc in graph if graph.has_edge(pc, pc)}
    drawing = [pc for pc in sorted(graph) if _draws_anew(program.code[pc])]
    uses = Counter(program.code[pc][DRAW] for pc in drawing)
    slots: dict[int, int] = {}
    for pc in drawing:
        instruction = program.code[pc]
        if pc in repeated or uses[instruction[DRAW]] > 1:
            instruction[SLOT] = slots.setdefault(instruction[DRAW], len(slots))
    return _place_counters_of_jumps(program, graph, len(slots))


def _draws_anew(instruction: Instruction) -> bool:
    """Whether each visit of an instruction has a random number of its own."""
    remembered = instruction.op is Op.SWITCH and instruction[SWITCH.attribute] == REMEMBERED
    return instruction[DRAW] >= 0 and not remembered


def _place_counters_of_jumps(program: Program, graph: "nx.DiGraph[int]", count: int) -> int:
    """Give a slot, from ``count`` on, to every jump with a limit, one to all that share a counter; returns how many there are."""
    shared: dict[int, int] = {}  # slots by counter
    for pc in sorted(graph):
        instruction = program.code[pc]
        declared = DECLARED[instruction.op]
        if declared.bound is None or instruction[declared.bound] <= 0:
            continue
        counter = -1 if declared.counter is None else instruction[declared.counter]
        instruction[declared.columns.jump_slot] = slot = shared.get(counter, count)
        if counter >= 0:
            shared[counter] = slot
        count = max(count, slot + 1)
    return count
