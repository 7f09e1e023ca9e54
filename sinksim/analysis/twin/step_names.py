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
    DECLARED,
    DELAY,
    DRAWN,
    NEXT,
    PROCESS,
    SWITCH,
    TRAVEL,
    Instruction,
    Op,
)  # fmt: skip
from sinksim.plan.plan import Plan
from sinksim.scenarios.scenario import Scenario

_AT = {name: n for n, name in enumerate(names(CASE_FIELDS))}
# What a step is called where it has no label.
NAMED_BY = {
    "check": ("name",), "queue": ("draw",), "relay": ("draw",), "wait": ("draw",), "travel": ("draw",),
    "fork": ("name",), "serial": ("name",), "assemble": ("name",), "clock": ("start", "stop"),
}  # fmt: skip
_ATTRIBUTE = {position: name for name, position in ATTRIBUTES.items()}


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
        op, field = self.code[pc].op, self.code[pc].where.rpartition(".")[2]
        if op == Op.DELAY:
            return "relay" if self.code[pc][DELAY.hands_over] else "wait"
        verbs = DECLARED[op].verbs
        if not verbs or (verbs == ("check",) and field != "check"):
            return None
        return verbs[0]

    def process(self, pc: int) -> str:
        """The process in which the instruction stands."""
        return list(self.scenario.processes)[self.code[pc][PROCESS]]

    def settings(self, pc: int) -> Any:
        """The settings of the verb, as the scenario has them."""
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
        wanted = NAMED_BY.get(self.verb(pc) or "", ())
        return next((str(getattr(settings, name)) for name in wanted if getattr(settings, name, None)), "")

    def decided_by(self, pc: int) -> str:
        """What decides a check: chance, outage, weights or the name of an attribute; empty for other verbs."""
        i = self.code[pc]
        if i.op == Op.SWITCH:
            return "weights" if i[SWITCH.attribute] == DRAWN else _ATTRIBUTE[i[SWITCH.attribute]]
        return {Op.BRANCH: "chance", Op.OUTAGE: "outage"}.get(i.op, "")

    def tier(self, pc: int) -> int:
        """Tier that the step leads to [position], -1 where it names none."""
        i = self.code[pc]
        if i.op == Op.TRAVEL:
            return i[TRAVEL.tier]
        if i.op == Op.DELAY:
            return i[DELAY.tier]
        at = self.settings(pc).at if i.op == Op.MEET else None
        return self.plan.labels.tiers.index(at) if at in self.plan.labels.tiers else -1

    def kind(self, pc: int) -> str:
        """Kind of time of a relay or wait."""
        return TIME_KINDS[self.code[pc][DELAY.kind]] if self.code[pc].op == Op.DELAY else ""

    def chosen(self, pc: int, following: int, record: tuple[int, ...]) -> str:
        """Which way a check went: yes or no, or the name of the option; empty where that cannot be told.

        ``following``: the instruction that came next; ``record``: of the case, whose attributes decide some checks.
        """
        i = self.code[pc]
        if i.op in (Op.BRANCH, Op.OUTAGE):
            return "" if i[CHECK.target] == i[NEXT] else "yes" if following == i[CHECK.target] else "no"
        if i.op != Op.SWITCH:
            return ""
        if i[SWITCH.attribute] == DRAWN:
            options = list(self.settings(pc).branches)
            return options[i.jumps.index(following)] if following in i.jumps else ""
        return self._value(_ATTRIBUTE[i[SWITCH.attribute]], record)

    def _value(self, attribute: str, record: tuple[int, ...]) -> str:
        """The name of a case's value of an attribute that decides a check, such as its urgency."""
        labels = self.plan.labels
        known = {
            "requires": labels.tiers,
            "urgency": labels.urgencies,
            "segment": labels.segments,
            "service": labels.services,
        }[attribute]
        position = record[_AT[attribute]]
        # A case that requires no tier goes the way of the lowest one.
        return known[position] if position >= 0 or attribute == "requires" else ""
