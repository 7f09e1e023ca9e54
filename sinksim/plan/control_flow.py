"""The flow of control through assembled processes: jumps threaded, endless paths refused, counters placed where needed."""

from collections import Counter
from collections.abc import Iterable

import networkx as nx

from sinksim.plan.operations import COLUMNS, Instruction, Op
from sinksim.plan.plan import Plan
from sinksim.plan.program import Program

_TARGETS = {
    Op.QUEUE: ("e", "f"),
    Op.BRANCH: ("a",),
    Op.OUTAGE: ("a",),
    Op.FORK: ("c", "d"),
    Op.SERIAL: ("c", "d"),
    Op.CLOSE: ("a",),
    Op.GOTO: ("a",),
}
_LAST = (Op.JOIN, Op.CLOSE, Op.LEAVE, Op.GOTO, Op.DROP, Op.SWITCH, Op.FORK, Op.SERIAL)
_ENDS = (Op.CLOSE, Op.LEAVE, Op.JOIN)


def thread_jumps(program: Program) -> None:
    """Let every target and every following instruction skip over chains of plain jumps."""
    code = program.code
    for pc, instruction in enumerate(code):
        for column in _TARGETS.get(instruction.op, ()):
            setattr(instruction, column, _landing(code, getattr(instruction, column)))
        instruction.jumps = [_landing(code, j) for j in instruction.jumps]
        instruction.next = _landing(code, pc + 1) if pc + 1 < len(code) else -1
    program.entry = {name: _landing(code, pc) for name, pc in program.entry.items()}


def _landing(code: list[Instruction], pc: int) -> int:
    seen = set()
    while 0 <= pc < len(code) and code[pc].op is Op.GOTO and pc not in seen:
        seen.add(pc)
        pc = code[pc].a
    return pc


def successors(code: list[Instruction], pc: int) -> list[int]:
    """Instructions that may come next with positive chance."""
    i = code[pc]
    found = [getattr(i, c) for c in _TARGETS.get(i.op, ())]
    if i.op is Op.SWITCH:
        return i.jumps
    if i.op is Op.BRANCH and i.real[0] == 0:
        found = []
    if i.op is Op.CLOSE and i.real[0] * i.real[1] == 0:
        found = []
    always = i.op is Op.BRANCH and i.real[0] == 1 and i.b == 0 and i.c < 0
    if i.op not in _LAST and not always:
        found.append(i.next)
    return [t for t in found if t >= 0]


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
        columns = dict(zip(COLUMNS[1:], row[1:], strict=True))
        instruction = Instruction(Op(row[0]), where, real=(first, second), **columns)
        if instruction.op is Op.SWITCH:
            instruction.jumps = plan.code.jumps[instruction.b : instruction.b + instruction.c].tolist()
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
    """Faults: a process that falls off its end, or from which no end can be reached."""
    faults = []
    for pc in sorted(graph):
        if program.code[pc].op is Op.DROP:
            faults.append(
                f"{program.code[pc].where} has a path without an end; allowed: close, leave, goto or follow last"
            )
    alive = _leading_to(graph, [pc for pc in graph if program.code[pc].op in _ENDS])
    if len(alive) == len(graph):
        return faults
    lost = [name for name, pc in program.entry.items() if pc not in alive or _stuck(graph, pc, alive)]
    if not faults:
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
    return any(pc not in alive for pc in nx.descendants(graph, entry))


def place_counters(program: Program, graph: "nx.DiGraph[int]") -> int:
    """Give a counter to every draw that can be visited more than once and to every bounded jump; returns how many."""
    repeated = {pc for part in nx.strongly_connected_components(graph) for pc in part if len(part) > 1}
    repeated |= {pc for pc in graph if graph.has_edge(pc, pc)}
    drawing = [pc for pc in sorted(graph) if program.code[pc].draw >= 0]
    uses = Counter(program.code[pc].draw for pc in drawing)
    slots: dict[int, int] = {}
    for pc in drawing:
        instruction = program.code[pc]
        if pc in repeated or uses[instruction.draw] > 1:
            instruction.slot = slots.setdefault(instruction.draw, len(slots))
    bounded = len(slots)
    for pc in sorted(graph):
        instruction = program.code[pc]
        if (
            instruction.op in (Op.BRANCH, Op.OUTAGE, Op.CLOSE)
            and (instruction.c if instruction.op is Op.CLOSE else instruction.b) > 0
        ):
            instruction.d = bounded
            bounded += 1
    return bounded
