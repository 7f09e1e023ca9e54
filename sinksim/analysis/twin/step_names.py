"""What every instruction of a plan is in the scenario's own words: its verb, its name, its options."""

from collections.abc import Sequence
from typing import Any

from pydantic import BaseModel

from sinksim.core.records import CASE_FIELDS, TIME_KINDS, names
from sinksim.plan.assembler import Assembler
from sinksim.plan.control_flow import thread_jumps
from sinksim.plan.operations import (
    ATTRIBUTES,
    CHECK,
    COUNTS_ALL,
    DECLARED,
    DELAY,
    DEPARTMENT,
    DRAWN,
    NEXT,
    PROCESS,
    SHORTEST,
    SWITCH,
    TRAVEL,
    Instruction,
    Op,
)  # fmt: skip
from sinksim.plan.plan import Plan
from sinksim.scenarios.scenario import Scenario

_FIELD_POSITION = {name: n for n, name in enumerate(names(CASE_FIELDS))}
# What a step is called where it has no label.
NAMED_BY = {
    "check": ("name",), "queue": ("draw",), "relay": ("draw",), "wait": ("draw",), "travel": ("draw",),
    "fork": ("name",), "serial": ("name",), "assemble": ("name",), "clock": ("start", "stop"),
}  # fmt: skip
_ATTRIBUTE_NAME = {position: name for name, position in ATTRIBUTES.items()}


class StepNames:
    """The assembled processes of a scenario, instruction by instruction, beside the plan that they became."""

    def __init__(self, scenario: Scenario, plan: Plan) -> None:
        """Assemble the processes again as the plan's were: a plan keeps their numbers, not their names."""
        self.scenario = scenario
        self.plan = plan
        program = Assembler(scenario, plan.labels.tiers).assemble()
        thread_jumps(program)
        self.code: Sequence[Instruction] = program.code
        self.labels = {pc: label for (_, label), pc in program.labels.items()}

    def verb(self, pc: int) -> str | None:
        """The verb as users write it; None for what the assembler has put in by itself.

        ``where`` of an instruction is the dotted path of what it was made from. A delay that hands a file over between
        tiers or offices is a relay, any other a wait.
        """
        instruction = self.code[pc]
        if instruction.op == Op.DELAY:
            return "relay" if instruction[DELAY.hands_over] else "wait"
        verbs = DECLARED[instruction.op].verbs
        # The assembler puts checks in by itself; one at a path that ends in "check" is the user's own.
        own_field = instruction.where.rpartition(".")[2]
        if not verbs or (verbs == ("check",) and own_field != "check"):
            return None
        return verbs[0]

    def process(self, pc: int) -> str:
        """The process in which the instruction stands."""
        return list(self.scenario.processes)[self.code[pc][PROCESS]]

    def settings(self, pc: int) -> Any:
        """The settings of the verb, as the scenario has them: what stands at the path the instruction was made from."""
        here: Any = self.scenario
        for step in self.code[pc].where.split("."):
            if isinstance(here, tuple):
                here = here[int(step)]
            else:
                here = getattr(here, step) if isinstance(here, BaseModel) else here[step]
        return here

    def name(self, pc: int) -> str:
        """The name that the step has in the scenario: its label, its own name or that of its draw; may be empty."""
        if pc in self.labels:
            return self.labels[pc]
        settings = self.settings(pc)
        # Which settings may hold the name depends on the verb; the first one that is given does.
        candidates = NAMED_BY.get(self.verb(pc) or "", ())
        return next((str(getattr(settings, name)) for name in candidates if getattr(settings, name, None)), "")

    def decided_by(self, pc: int) -> str:
        """What decides a check: its rule, or the name of an attribute; empty for other verbs."""
        instruction = self.code[pc]
        if instruction.op == Op.SWITCH:
            attribute = instruction[SWITCH.attribute]
            if attribute == DEPARTMENT:
                return ""
            if attribute in (DRAWN, SHORTEST):
                return "weights" if attribute == DRAWN else "shortest_of"
            return _ATTRIBUTE_NAME.get(attribute) or str(self.settings(pc).by)
        if instruction.op == Op.BRANCH and instruction[CHECK.chances] >= 0:
            return "chance_by_present" if instruction.real[COUNTS_ALL] else "chance_by_waiting"
        return {Op.BRANCH: "chance", Op.OUTAGE: "outage"}.get(instruction.op, "")

    def tier(self, pc: int) -> int:
        """Tier that the step leads to [position], -1 where it names none."""
        instruction = self.code[pc]
        if instruction.op == Op.TRAVEL:
            return instruction[TRAVEL.tier]
        if instruction.op == Op.DELAY:
            return instruction[DELAY.tier]
        # Departments meet at a tier that is named in the settings of the assembly.
        at = self.settings(pc).at if instruction.op == Op.MEET else None
        return self.plan.labels.tiers.index(at) if at in self.plan.labels.tiers else -1

    def kind(self, pc: int) -> str:
        """Kind of time of a relay or wait."""
        return TIME_KINDS[self.code[pc][DELAY.kind]] if self.code[pc].op == Op.DELAY else ""

    def chosen(self, pc: int, following: int, record: tuple[int, ...]) -> str:
        """Which way a check went: yes or no, at_bound, or the name of the option; empty where that cannot be told.

        ``following``: the instruction that came next; ``record``: of the case, whose attributes decide some checks.
        """
        instruction = self.code[pc]
        if instruction.op in (Op.BRANCH, Op.OUTAGE):
            yes, no = instruction[CHECK.target], instruction[NEXT]
            # Where both ways go on at one instruction, what came next tells nothing.
            if yes == no:
                return ""
            if following >= 0 and following == instruction[CHECK.at_bound]:
                return "at_bound"
            return "yes" if following == yes else "no"
        if instruction.op != Op.SWITCH:
            return ""
        if instruction[SWITCH.attribute] == DEPARTMENT:
            return ""
        if instruction[SWITCH.attribute] >= DRAWN:
            options = self._options(pc)
            return options[instruction.jumps.index(following)] if following in instruction.jumps else ""
        return self._value(_ATTRIBUTE_NAME[instruction[SWITCH.attribute]], record)

    def _options(self, pc: int) -> list[str]:
        """What a switch chooses from by a draw, in the order of its jumps: branches, or values of a declared attribute."""
        check, declared = self.settings(pc), self.scenario.attributes
        return list(declared[check.by].values if check.by in declared else check.option_names)

    def _value(self, attribute: str, record: tuple[int, ...]) -> str:
        """The name of a case's value of an attribute that decides a check, such as its urgency."""
        labels = self.plan.labels
        known = {
            "requires": labels.tiers,
            "urgency": labels.urgencies,
            "segment": labels.segments,
            "service": labels.services,
        }[attribute]
        position = record[_FIELD_POSITION[attribute]]
        # A case that requires no tier (-1) goes the way of the lowest one, which is the last.
        return known[position] if position >= 0 or attribute == "requires" else ""
