"""Choices and jumps of assembled processes: checks with two sides, branches by a value of the case, labels."""

from collections.abc import Callable, Hashable, Iterable, Mapping, Sequence
from functools import partial
from typing import TypeVar

from sinksim.plan.operations import (
    ATTRIBUTES,
    CHECK,
    DECLARED,
    DRAWN,
    GOTO,
    REMEMBERED,
    SHORTEST,
    Instruction,
    Op,
)  # fmt: skip
from sinksim.plan.program import SEGMENTS, Tables
from sinksim.scenarios import processes as p
from sinksim.scenarios.attributes import Priority
from sinksim.scenarios.scenario import Scenario

Emit = Callable[[], None]
Option = TypeVar("Option", bound=Hashable)


class Choices(Tables):
    """Assembles what decides where a case goes on; the steps on either side are assembled by the verb's own methods."""

    def __init__(self, scenario: Scenario, tiers: tuple[str, ...]) -> None:
        """Begin with nothing assembled; ``tiers`` from top to bottom."""
        super().__init__(scenario, tiers)
        self._process = ""  # the one that is being assembled
        # Jumps whose targets are not known yet: instruction, (process, label or None for its beginning), path for messages.
        self._gotos: list[tuple[Instruction, tuple[str, str | None], str]] = []

    def _steps(self, steps: p.Steps, where: str) -> None:
        """Assemble steps in order; ``where``: the dotted path of their list."""
        raise AssertionError(f"{type(self).__name__} does not say how steps are assembled")

    # --- two sides ----------------------------------------------------------------------------------------------

    def _check(self, v: p.Check, where: str, _: p.Step) -> None:
        """A check with several branches, or with two sides by chance or outage; the true side may be a limited jump back."""
        if v.branches:
            self._switch(v, where)
        elif v.outage:
            self._two_sides(self._emit(Op.OUTAGE, where, at_most=0), v, where)
        else:
            self._two_sides(self._branch(v, where), v, where)

    def _branch(self, v: p.Check, where: str) -> Instruction:
        """The test of a chance: a fixed one, one that rises with a station's load, or one by the number counted at a station.

        What is reckoned before a run takes the chance where nobody is counted.
        """
        looked_at = "load_of" if v.load_of is not None else "station"
        template = self._find("station", v.load_of or v.station, self.templates, f"{where}.{looked_at}")
        test = self._emit(Op.BRANCH, where, at_most=0, load_of=template, draw=self._draw(v.name))
        chances = v.chance_by_waiting or v.chance_by_present
        if chances is not None:
            self.program.weights.append(chances)  # as they are: no weights, but another row of numbers
            test[CHECK.chances] = len(self.program.weights) - 1
        counts_all = float(v.chance_by_present is not None)
        chance = self.scenario.policy.pressed(v.chance or 0.0, v.under_pressure)
        test.real = (chances[0] if chances is not None else chance, counts_all)
        return test

    def _two_sides(self, test: Instruction, v: p.Check, where: str) -> None:
        """Where the test holds the case jumps to ``then`` or back, else it goes on to ``otherwise``, right behind the test.

        Steps at the bound of its counter lead to ``otherwise`` as well: the check then counts as not holding.
        """
        beside = self._here  # the first instruction behind the test
        self._count(test, v, where)
        self._steps(v.otherwise, f"{where}.otherwise")
        exits = [self._emit(Op.GOTO, where)] if v.at_bound or not v.back_to else []
        if v.back_to:
            self._goto_label(test, (self._process, v.back_to), f"{where}.back_to")
        else:
            test[CHECK.target] = self._here
            self._steps(v.then, f"{where}.then")
            exits += [self._emit(Op.GOTO, where)] if v.at_bound else []
        if v.at_bound:
            test[CHECK.at_bound] = self._here
            self._steps(v.at_bound, f"{where}.at_bound")
            self._emit(Op.GOTO, where, target=beside)
        self._leave_at(exits)

    def _count(self, test: Instruction, v: p.Check, where: str) -> None:
        """Note how often the test may hold for a case: as its counter says, else where it leads back; 0: without a limit."""
        test[CHECK.sends_back] = int(v.back_to is not None)
        test[CHECK.at_most] = v.at_most if v.back_to else 0
        counter = test[CHECK.counter] = self._find("counter", v.counter, self.counters, f"{where}.counter")
        if counter >= 0:
            test[CHECK.at_most] = self.scenario.counters[self.counters[counter]].at_most

    def _leave_at(self, exits: Sequence[Instruction]) -> None:
        """Let jumps lead to the next instruction to be emitted."""
        for leave in exits:
            leave[GOTO.target] = self._here

    # --- several branches ---------------------------------------------------------------------------------------

    def _switch(self, v: p.Check, where: str) -> None:
        """A check with branches, chosen by an attribute of the case, drawn by weights, or by where the fewest are."""
        if v.by is not None:
            switch, options = self._switch_by(v.by, where, f"{where}.by")
        elif v.shortest_of is not None:
            options = list(v.option_names)
            stations = self._stations(tuple(v.shortest_of.values()), f"{where}.shortest_of")
            switch = self._emit(Op.SWITCH, where, attribute=SHORTEST, stations=stations)
        else:
            options = list(v.option_names)
            weights = self._weights([(v.weights or {})[option] for option in options])
            switch = self._emit(Op.SWITCH, where, attribute=DRAWN, draw=self._draw(v.name), weights=weights)
        self._know(v.branches, options, f"{where}.branches")
        emit = {option: self._emits(steps, f"{where}.branches.{option}") for option, steps in v.branches.items()}
        self._choose(switch, options, emit, where)

    def _stations(self, names: tuple[str, ...], where: str) -> int:
        """Add a set of the templates with these names; returns its position."""
        self.program.set_weights.append(())
        self.program.sets.append(tuple(self._find("station", name, self.templates, where) for name in names))
        return len(self.program.sets) - 1

    def _switch_by(self, by: str, where: str, named: str) -> tuple[Instruction, list[str]]:
        """A switch by an attribute, and its values in order; ``named``: the dotted path of the attribute's name."""
        if by in ATTRIBUTES:
            return self._emit(Op.SWITCH, where, attribute=ATTRIBUTES[by]), self._values_of(by)
        declared = self.scenario.attributes
        if self._find("attribute", by, (*ATTRIBUTES, *declared), named) < 0:
            return self._emit(Op.SWITCH, where), []
        values = declared[by].values
        weights, draw = self._weights(list(values.values())), self._draw(f"attribute.{by}")
        return self._emit(Op.SWITCH, where, attribute=REMEMBERED, weights=weights, draw=draw), list(values)

    def _by_class(self, priority: Priority, where: str, emit: Callable[[int | None], None]) -> None:
        """Choose by an attribute in which class a visit waits; ``emit`` assembles it for one (None: that of the urgency)."""
        switch, values = self._switch_by(priority.by, where, f"{where}.priority.by")
        self._know(priority.classes, values, f"{where}.priority.classes")
        classes = [priority.classes.get(value, priority.otherwise) for value in values]
        self._choose(switch, classes, {at: partial(emit, at) for at in classes}, where)

    def _know(self, named: Iterable[str], values: list[str], where: str) -> None:
        """Note a fault for each name that is no value of an attribute; one of an unknown attribute has been noted already."""
        for unknown in sorted(set(named) - set(values)) if values else ():
            self.faults.append(f"{where} has {unknown!r}; allowed: {', '.join(values)}")

    def _emits(self, steps: p.Steps, where: str) -> Emit:
        """What assembles these steps when it is called."""
        return lambda: self._steps(steps, where)

    def _by_tier(self, where: str, emit: Mapping[str, Emit]) -> None:
        """Choose by the tier truly required; ``emit`` holds what assembles each tier's instructions.

        A tier without any goes straight on; a case that requires none goes with the lowest tier.
        """
        switch = self._emit(Op.SWITCH, where, attribute=ATTRIBUTES["requires"])
        self._choose(switch, self.tiers, emit, where)

    def _choose(self, switch: Instruction, options: Sequence[Option], emit: Mapping[Option, Emit], where: str) -> None:
        """The instructions of a switch's options, which meet again behind them; those that ``emit`` lacks go straight on.

        ``options``: one for each value, in order; values of one option share its instructions.
        """
        # Jumps to behind all the options; the first of them is taken by options without instructions.
        straight_on = self._here
        exits = [self._emit(Op.GOTO, where)]
        begins: dict[Option, int] = {}
        for option in options:
            if option in emit and option not in begins:
                begins[option] = self._here
                emit[option]()
                exits.append(self._emit(Op.GOTO, where))
            switch.jumps.append(begins.get(option, straight_on))
        self._leave_at(exits)

    def _values_of(self, attribute: str) -> list[str]:
        """The values that an attribute of cases can have, in the order in which records number them."""
        if attribute == "requires":
            return list(self.tiers)
        if attribute == "urgency":
            return list(self.scenario.urgencies)
        return list(SEGMENTS) if attribute == "segment" else list(self.scenario.services)

    # --- labels -------------------------------------------------------------------------------------------------

    def _goto_label(self, instruction: Instruction, target: tuple[str, str | None], where: str) -> None:
        """Note that an instruction jumps to (process, label), label None: its beginning; resolved when all are assembled."""
        if self._in_branch:
            self.faults.append(f"{where} jumps inside a fork or serial; allowed: jumps on the main line only")
        self._gotos.append((instruction, target, where))

    def _resolve_gotos(self) -> None:
        """Fill in the targets of all noted jumps; a label or process that does not exist becomes a fault."""
        for instruction, (process, label), where in self._gotos:
            known = self.program.entry if label is None else self._labels_of(process)
            name = process if label is None else label
            if name in known:
                instruction[DECLARED[instruction.op].columns.target] = known[name]
            else:
                self.faults.append(f"{where} is {name!r}; allowed: one of {', '.join(known) or '(no label here)'}")

    def _labels_of(self, process: str) -> dict[str, int]:
        """Labels of a process, with the instructions they stand at."""
        return {label: pc for (owner, label), pc in self.program.labels.items() if owner == process}
