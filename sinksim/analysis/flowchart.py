"""The processes of a scenario as boxes and lanes, each tied to the instructions that it was assembled into.

What is drawn, and what is measured on it, follow the scenario's own verbs; nothing here knows a case.
"""

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Literal

from pydantic import BaseModel

from sinksim.plan.assembler import Assembler
from sinksim.plan.branches import starts_of_branches
from sinksim.plan.control_flow import thread_jumps
from sinksim.plan.operations import APPOINT, CHECK, DECLARED, NEXT, QUEUE, Instruction
from sinksim.plan.program import SEGMENTS, Program
from sinksim.scenarios.processes import Fork, Serial, Step, Steps
from sinksim.scenarios.scenario import Scenario

# What happens in a lane: an option of a check, what follows giving up or a full room, or the work of each department.
Kind = Literal["option", "then", "otherwise", "rest", "back", "at_bound", "on_renege", "on_full", "on_no_show", "steps"]

# Lanes of a queue or an appointment, which have the names of their keys.
_KINDS: dict[str, Kind] = {"on_renege": "on_renege", "on_full": "on_full", "on_no_show": "on_no_show"}

ENDS = ("close", "leave", "goto", "follow")
# Process at which a service is entered, by channel; None where the channel does not exist.
Entry = tuple[str | None, str | None]


@dataclass(frozen=True, eq=False)
class Lane:
    """One of the lanes on which cases leave a box; ``name`` is the option's, ``first`` the instructions at which cases enter it.

    ``target`` is the label that a lane back leads to.
    """

    kind: Kind
    name: str
    boxes: tuple["Box", ...]
    first: tuple[int, ...]
    target: str | None = None

    @property
    def goes_on(self) -> bool:
        """Whether cases come out at its end and go on below."""
        return self.target is None and not (self.boxes and self.boxes[-1].ends)


@dataclass(frozen=True, eq=False)
class Box:
    """One step: its path in the scenario, its verb, its own instructions, and the lanes that leave it."""

    path: str
    step: Step
    instructions: tuple[int, ...]
    lanes: tuple[Lane, ...] = field(default=())

    @property
    def verb(self) -> str:
        """Name of the verb, or `goto` or `follow`."""
        return self.step.verb

    @property
    def ends(self) -> bool:
        """Whether no case comes out below: it closes, leaves or jumps, or all lanes of its choice end."""
        if self.verb == "close":
            return True
        inner = [lane for lane in self.lanes if lane.kind in ("option", "then", "otherwise", "rest")]
        return self.verb in ENDS or (bool(inner) and not any(lane.goes_on for lane in inner))


@dataclass(frozen=True, eq=False)
class Flowchart:
    """All processes of a scenario, and where each service enters them."""

    processes: dict[str, tuple[Box, ...]]
    entry: dict[str, Entry]

    def reached(self, process: str) -> tuple[str, ...]:
        """The process and those that it goes on with, directly or not, in the order in which they are named."""
        found = [process]
        for name in found:  # grows while it is read
            for box in walk(self.processes[name]):
                if box.step.follow is not None and box.step.follow not in found:
                    found.append(box.step.follow)
        return tuple(found)


def flowchart(scenario: Scenario, tiers: tuple[str, ...]) -> Flowchart:
    """The flowchart of a scenario that compiles; ``tiers`` are those of its plan. Numbering is that of the plan."""
    assembler = Assembler(scenario, tiers)
    program = assembler.assemble()
    thread_jumps(program)
    drawing = _Drawing(program, tiers, scenario)
    return Flowchart(
        {name: drawing.boxes(steps, f"processes.{name}") for name, steps in scenario.processes.items()},
        entries(scenario),
    )


def entries(scenario: Scenario) -> dict[str, Entry]:
    """Where each service enters its processes."""
    return {
        name: (
            service.traditional.process if service.traditional else None,
            service.platform.process if service.platform else None,
        )
        for name, service in scenario.services.items()
    }


def walk(boxes: tuple[Box, ...]) -> Iterator[Box]:
    """All boxes, each before those in its lanes."""
    for box in boxes:
        yield box
        for lane in box.lanes:
            yield from walk(lane.boxes)


class _Drawing:
    """Draws the steps of a scenario, and ties each to the instructions assembled from it."""

    def __init__(self, program: Program, tiers: tuple[str, ...], scenario: Scenario) -> None:
        """Note the values of each attribute that a check may go by, in the order of a switch's jumps."""
        self.code = program.code
        self.options = {
            "requires": tiers,
            "urgency": scenario.urgencies,
            "service": tuple(scenario.services),
            "segment": SEGMENTS,
            **{name: tuple(declared.values) for name, declared in scenario.attributes.items()},
        }
        self.templates = list(scenario.stations)
        # Instructions by the path of the step that they were assembled from.
        self.at: dict[str, list[int]] = {}
        for pc, instruction in enumerate(program.code):
            self.at.setdefault(instruction.where, []).append(pc)

    def boxes(self, steps: Steps, where: str) -> tuple[Box, ...]:
        """The boxes of steps, in order; ``where``: their dotted path."""
        return tuple(self.box(step, f"{where}.{n}.{step.verb}") for n, step in enumerate(steps))

    def box(self, step: Step, path: str) -> Box:
        """One step's box with its lanes; its instructions are those assembled from ``path`` that carry out its own verb."""
        own = tuple(pc for pc in self.at.get(path, []) if step.verb in DECLARED[self.code[pc].op].verbs)
        return Box(path, step, own, tuple(self.lanes(step, path, own)))

    def lanes(self, step: Step, path: str, own: tuple[int, ...]) -> Iterator[Lane]:
        """The lanes that leave a step: options of a check, giving up, a full room, a slot missed, the work of departments."""
        verb = getattr(step, step.verb)
        if not isinstance(verb, BaseModel):
            return
        if step.check is not None:
            yield from self.of_check(step, path, own)
        for name in ("on_renege", "on_full", "on_no_show"):
            columns = QUEUE if step.queue else APPOINT if step.appoint else None
            column = getattr(columns, name, None)
            first = () if column is None else tuple(self.code[pc][column] for pc in own)
            if any(pc >= 0 for pc in first):
                # Steps beside the main line stand under the key of the same name.
                yield Lane(_KINDS[name], name, self.boxes(getattr(verb, name), f"{path}.{name}"), first)
        branching = step.fork or step.serial
        if branching is not None:
            yield from self.of_branches(branching, path, own)

    def of_branches(self, verb: Fork | Serial, path: str, own: tuple[int, ...]) -> Iterator[Lane]:
        """A lane of the steps that departments walk, and one for each department that has steps of its own."""
        row, members = self.code[own[0]].row, [self.templates.index(name) for name in verb.weighted]
        starts = starts_of_branches(row, members, lambda pc: (self.code[pc].row, self.code[pc].jumps))
        first = {self.templates[member]: pc for pc, at in starts.items() for member in at}
        others = tuple(dict.fromkeys(pc for name, pc in first.items() if name not in verb.steps_of))
        if others:
            yield Lane("steps", "steps", self.boxes(verb.steps, f"{path}.steps"), others)
        for name, steps in verb.steps_of.items():
            if name in first:
                yield Lane("steps", name, self.boxes(steps, f"{path}.steps_of.{name}"), (first[name],))

    def of_check(self, step: Step, path: str, own: tuple[int, ...]) -> Iterator[Lane]:
        """Lanes of a step that is a check: its branches, or its two sides, of which one may lead back."""
        check = step.check
        assert check is not None
        test = self.code[own[0]]
        if check.branches:
            yield from self.of_switch(step, path, test)
            return
        otherwise = self.boxes(check.otherwise, f"{path}.otherwise")
        if check.back_to:
            yield Lane("back", "then", (), (test[CHECK.target],), check.back_to)
        else:
            yield Lane("then", "then", self.boxes(check.then, f"{path}.then"), (test[CHECK.target],))
        if check.at_bound:
            bound = self.boxes(check.at_bound, f"{path}.at_bound")
            yield Lane("at_bound", "at_bound", bound, (test[CHECK.at_bound],))
        yield Lane("otherwise", "otherwise", otherwise, (test[NEXT],))

    def of_switch(self, step: Step, path: str, switch: Instruction) -> Iterator[Lane]:
        """A lane for each option of a check that has steps of its own, and one ("rest") for all others together."""
        check = step.check
        assert check is not None
        options = check.option_names if check.by is None else self.options[check.by]
        for name, first in zip(options, switch.jumps, strict=True):
            if name in check.branches:
                yield Lane("option", name, self.boxes(check.branches[name], f"{path}.branches.{name}"), (first,))
        rest = tuple({jump for name, jump in zip(options, switch.jumps, strict=True) if name not in check.branches})
        if rest:
            yield Lane("rest", "rest", (), rest)
