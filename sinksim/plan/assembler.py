"""From the verbs of a scenario's processes to instructions."""

from collections.abc import Callable, Mapping
from functools import partial

from sinksim.core.errors import BadInput
from sinksim.core.records import TIME_KINDS, End
from sinksim.plan.operations import (
    ANYTIME,
    ATTRIBUTES,
    CHECK,
    CLOSE,
    DECLARED,
    DEPARTMENTS,
    DRAWN,
    GOTO,
    PROCESS,
    QUEUE,
    SWITCH,
    Instruction,
    Op,
)  # fmt: skip
from sinksim.plan.program import REQUIRED, SEGMENTS, Program, Tables, money
from sinksim.scenarios import moving as m
from sinksim.scenarios import processes as p
from sinksim.scenarios.scenario import Scenario

DAY_MS = 86_400_000


class Assembler(Tables):
    """Assembles the processes of one scenario; names it cannot resolve become faults, all reported at once."""

    def __init__(self, scenario: Scenario, tiers: tuple[str, ...]) -> None:
        """Begin with nothing assembled; ``tiers`` from top to bottom."""
        super().__init__(scenario, tiers)
        self._process = ""  # the one that is being assembled
        # Jumps whose targets are not known yet: instruction, (process, label or None for its beginning), path for messages.
        self._gotos: list[tuple[Instruction, tuple[str, str | None], str]] = []

    def assemble(self) -> Program:
        """Assemble every process; raises BadInput with one sentence per unresolved name."""
        for index, (name, steps) in enumerate(self.scenario.processes.items()):
            self._process = name
            first = len(self.program.code)
            self.program.entry[name] = first
            self._steps(steps, f"processes.{name}")
            self._emit(Op.DROP, f"processes.{name}")  # whoever gets here has fallen off the end, which is refused later
            for instruction in self.program.code[first:]:
                instruction[PROCESS] = index
        self._resolve_gotos()
        if self.faults:
            raise BadInput("\n".join(self.faults))
        return self.program

    # --- verbs --------------------------------------------------------------------------------------------------

    def _steps(self, steps: p.Steps, where: str) -> None:
        """Assemble steps in order, each by the method named after its verb; ``where``: the dotted path of their list."""
        for i, step in enumerate(steps):
            at = f"{where}.{i}"
            if step.label:
                if (self._process, step.label) in self.program.labels:
                    self.faults.append(f"{at}.label is {step.label!r} a second time; allowed: a label once per process")
                self.program.labels[self._process, step.label] = self._here
            verb = step.verb
            getattr(self, f"_{verb}")(getattr(step, verb), f"{at}.{verb}", step)

    def _travel(self, v: m.Travel, where: str, step: p.Step) -> None:
        """`travel`: one instruction, or one for each tier where the destination is the tier that the case requires."""
        if v.to == REQUIRED:
            self._by_tier(where, {t: partial(self._travel_to, v, t, where) for t in self.tiers})
        else:
            self._travel_to(v, v.to, where)

    def _travel_to(self, v: m.Travel, tier: str | None, where: str) -> None:
        """The instruction of a travel to one tier (None: no place of the network).

        Fare -1 stands for the network's; a travel with a stated time and no fare costs nothing. ``doors`` is ANYTIME where
        closed doors do not matter, else -1 until all instructions stand (``plan.doors``).
        """
        fare = -1 if v.fare is None else money(v.fare)
        if v.time is not None and v.fare is None:
            fare = 0
        self._emit(
            Op.TRAVEL, where, tier=self._tier(tier, f"{where}.to"), time=self._law(v.time), returns=int(v.returns), fare=fare,
            delays=int(v.delays), doors=ANYTIME if v.arrive == "anytime" else -1, draw=self._draw(v.draw or "travel"),
        )  # fmt: skip

    def _by_tier(self, where: str, emit: Mapping[str, Callable[[], None]]) -> None:
        """Choose by the tier truly required; ``emit`` holds what assembles each tier's instructions.

        A tier without any goes straight on; a case that requires none goes with the lowest tier.
        """
        switch = self._emit(Op.SWITCH, where, attribute=ATTRIBUTES["requires"])
        # Jumps to behind all the options; the first of them is taken by tiers without instructions.
        exits = [self._emit(Op.GOTO, where)]
        for tier in self.tiers:
            switch.jumps.append(self._here if tier in emit else self._here_of(exits[0]))
            if tier in emit:
                emit[tier]()
                exits.append(self._emit(Op.GOTO, where))
        for leave in exits:
            leave[GOTO.target] = self._here

    def _here_of(self, instruction: Instruction) -> int:
        """Position of an instruction that has been emitted."""
        return next(pc for pc, known in enumerate(self.program.code) if known is instruction)

    def _queue(self, v: p.Queue, where: str, _: p.Step) -> None:
        """`queue`: at one station, or at the station named for the tier that the case requires."""
        if isinstance(v.station, str):
            self._queue_at(v, v.station, f"{where}.station", where)
            return
        for tier in v.station:
            self._tier(tier, f"{where}.station (a tier)")
        at = {t: partial(self._queue_at, v, n, f"{where}.station.{t}", where) for t, n in v.station.items()}
        self._by_tier(where, at)

    def _queue_at(self, v: p.Queue, station: str, named: str, where: str) -> None:
        """The instruction of queueing at one station template, and the steps after giving up or being refused.

        ``named`` and ``where``: the dotted paths of the station's name and of the step, for messages.
        """
        queue = self._emit(
            Op.QUEUE, where, template=self._template(station, named), time=self._law(v.time),
            priority=-1 if v.priority is None else v.priority, patience=self._law(v.patience), file=int(v.file),
            accepts=self._mask(v.accepts, f"{where}.accepts"), draw=self._draw(v.draw or f"service.{station}"),
        )  # fmt: skip
        if v.patience is not None:
            self._aside(queue, QUEUE.on_renege, v.on_renege, End.RENEGED, f"{where}.on_renege")
        if self._may_be_full(station):
            self._aside(queue, QUEUE.on_full, v.on_full, End.REFUSED, f"{where}.on_full")
        elif v.on_full:
            self.faults.append(f"{where}.on_full is given, but station {station!r} has no room; allowed: with a room")

    def _may_be_full(self, station: str) -> bool:
        """Whether a visit may be refused: the template has a limited room; at `department`, any template of the scenario has."""
        if station == p.DEPARTMENT:
            return any(s.room is not None for s in self.scenario.stations.values())
        template = self.scenario.stations.get(station)
        return template is not None and template.room is not None

    def _aside(self, queue: Instruction, column: int, steps: p.Steps, end: End, where: str) -> None:
        """Steps beside the main line, to which ``column`` of the queue leads: after giving up, or when the room is full.

        The main line jumps over them (``skip``). Without steps the case ends as ``end``.
        """
        skip = self._emit(Op.GOTO, where)
        queue[column] = self._here
        self._steps(steps, where)
        if not steps:
            # In a fork the department drops out and the others go on.
            self._emit(Op.JOIN, where) if self._in_branch else self._emit(Op.LEAVE, where, end=int(end))
        skip[GOTO.target] = self._here

    def _relay(self, v: m.Relay, where: str, _: p.Step) -> None:
        """`relay`: the case is passed on to another tier or office, which counts as a hop."""
        self._delay("relay", v, where, hands_over=1, tier=self._tier(v.to, f"{where}.to"))

    def _wait(self, v: m.Wait, where: str, _: p.Step) -> None:
        """`wait`: time of the stated kind passes; the case is not handed over, and no tier has to deal with it."""
        self._delay(v.kind, v, where, hands_over=0, tier=-1)

    def _delay(self, kind: str, v: m.Relay | m.Wait, where: str, hands_over: int, tier: int) -> None:
        """The instruction that relay and wait share; ``hands_over`` 1: a hop; ``tier`` -1: no tier has to deal with the case."""
        self._emit(
            Op.DELAY, where, kind=TIME_KINDS.index(kind), time=self._law(v.time),
            calendar=self._calendar(v.calendar, f"{where}.calendar"), hands_over=hands_over, tier=tier,
            draw=self._draw(v.draw or kind),
        )  # fmt: skip

    def _meet(self, v: m.Meet, where: str, _: p.Step) -> None:
        """`meet`: wait for the next of the meetings that are held every so many days, each place from an offset of its own."""
        self._tier(v.at, f"{where}.at")
        every = max(1, round(v.every_days * DAY_MS))
        self.program.phases.append((every, round(v.offset_days * DAY_MS), v.at))
        self._emit(Op.MEET, where, every=every, phases=len(self.program.phases) - 1)

    def _check(self, v: p.Check, where: str, _: p.Step) -> None:
        """`check`: a choice of several branches, or two sides by chance or outage; the true side may be a limited jump back.

        The test jumps where it holds, else it goes on to ``otherwise``, which stands right behind it. ``at_most`` 0: no limit.
        """
        if v.branches:
            self._switch(v, where)
            return
        if v.outage:
            test = self._emit(Op.OUTAGE, where, at_most=0)
        else:
            load = -1 if v.load_of is None else self._find("station", v.load_of, self.templates, f"{where}.load_of")
            test = self._emit(Op.BRANCH, where, at_most=0, load_of=load, draw=self._draw(v.name))
            test.real = (v.chance or 0.0, 0.0)  # the second number is not used by a check
        self._steps(v.otherwise, f"{where}.otherwise")
        if v.back_to:
            test[CHECK.at_most] = v.at_most
            self._goto_label(test, (self._process, v.back_to), f"{where}.back_to")
            return
        skip = self._emit(Op.GOTO, where)
        test[CHECK.target] = self._here
        self._steps(v.then, f"{where}.then")
        skip[GOTO.target] = self._here

    def _switch(self, v: p.Check, where: str) -> None:
        """A check with branches, chosen by an attribute of the case or drawn by weights; options without steps go straight on."""
        attribute = ATTRIBUTES[v.by] if v.by else DRAWN
        switch = self._emit(Op.SWITCH, where, attribute=attribute, draw=self._draw(v.name))
        options = list(v.branches) if v.by is None else self._values_of(v.by)
        if v.weights is not None:
            switch[SWITCH.weights] = self._weights([v.weights[o] for o in options])
        for unknown in sorted(set(v.branches) - set(options)):
            self.faults.append(f"{where}.branches has {unknown!r}; allowed: {', '.join(options)}")
        # Jumps to behind all the options; the first of them is taken by options without steps.
        exits: list[Instruction] = [self._emit(Op.GOTO, where)]
        default = self._here - 1
        for option in options:
            if option not in v.branches:
                switch.jumps.append(default)
                continue
            switch.jumps.append(self._here)
            self._steps(v.branches[option], f"{where}.branches.{option}")
            exits.append(self._emit(Op.GOTO, where))
        for leave in exits:
            leave[GOTO.target] = self._here

    def _values_of(self, attribute: str) -> list[str]:
        """The values that an attribute of cases can have, in the order in which records number them."""
        if attribute == "requires":
            return list(self.tiers)
        if attribute == "urgency":
            return list(self.scenario.urgencies)
        return list(SEGMENTS) if attribute == "segment" else list(self.scenario.services)

    def _branching(self, op: Op, v: p.Fork | p.Serial, where: str) -> Instruction:
        """The instruction of a fork or serial, and the steps that every department's branch walks, up to its join."""
        if self._in_branch:
            self.faults.append(f"{where} stands inside another fork or serial; allowed: one level of departments")
        members, counts = self._set(v, where)
        fork = self._emit(op, where, set=members, counts=counts, draw=self._draw(v.name))
        fork[DEPARTMENTS.first] = self._here
        self._in_branch = True
        self._steps(v.steps, f"{where}.steps")
        self._in_branch = False
        self._emit(Op.JOIN, where)
        fork[DEPARTMENTS.continuation] = self._here
        return fork

    def _fork(self, v: p.Fork, where: str, _: p.Step) -> None:
        """`fork`: departments in parallel; when the last has joined, the case waits for the overhead times their number.

        The overhead passes in the open time of ``overhead_calendar``, round the clock without one.
        """
        fork = self._branching(Op.FORK, v, where)
        fork[DEPARTMENTS.overhead] = self._law(v.overhead)
        fork[DEPARTMENTS.calendar] = self._calendar(v.overhead_calendar, f"{where}.overhead_calendar")

    def _serial(self, v: p.Serial, where: str, _: p.Step) -> None:
        """`serial`: departments one after the other."""
        self._branching(Op.SERIAL, v, where)

    def _assemble(self, v: p.Assemble, where: str, _: p.Step) -> None:
        """`assemble`: all drawn departments come together and work at once."""
        members, counts = self._set(v, where)
        self._emit(
            Op.ASSEMBLE, where, set=members, counts=counts, arrival=self._law(v.arrival), work=self._law(v.work),
            accepts=self._mask(v.accepts, f"{where}.accepts"), draw=self._draw(v.name),
        )  # fmt: skip

    def _clock(self, v: p.Clock, where: str, _: p.Step) -> None:
        """`clock`: start (1) or stop (0) a deadline."""
        name, start = (v.start, 1) if v.start else (v.stop, 0)
        index = self._find("clock", name, self.clocks, f"{where}.{'start' if start else 'stop'}")
        self._emit(Op.CLOCK, where, clock=index, starts=start)

    def _charge(self, v: p.Charge, where: str, _: p.Step) -> None:
        """`charge`: a fee, of which the insurer pays the reimbursed part, or an operating cost."""
        insurer = money(v.fee * v.reimbursed)
        self._emit(Op.CHARGE, where, citizen=money(v.fee) - insurer, insurer=insurer, operation=money(v.operation))

    def _close(self, v: p.Close, where: str, _: p.Step) -> None:
        """`close`: report the case closed, with the chance of a hollow closure and of its being opened again."""
        if self._in_branch:
            self.faults.append(f"{where} stands inside a fork or serial; allowed: close after the join")
        close = self._emit(Op.CLOSE, where, draw=self._draw(v.draw))
        close.real = (v.hollow, v.reopen.chance if v.reopen else 0.0)
        if v.reopen:
            close[CLOSE.after], close[CLOSE.at_most] = self._law(v.reopen.after), v.reopen.at_most
            self._goto_label(close, (self._process, v.reopen.back_to), f"{where}.reopen.back_to")

    def _leave(self, v: p.Leave, where: str, _: p.Step) -> None:
        """`leave`: end the case without closing it."""
        if self._in_branch:
            self.faults.append(f"{where} stands inside a fork or serial; allowed: leave after the join")
        self._emit(Op.LEAVE, where, end=int(End[v.end.upper()]))

    def _goto(self, v: str, where: str, _: p.Step) -> None:
        """`goto`: on to a label of the same process."""
        self._goto_label(self._emit(Op.GOTO, where), (self._process, v), where)

    def _follow(self, v: str, where: str, step: p.Step) -> None:
        """`follow`: on to another process, at its beginning or at the label ``at``."""
        self._goto_label(self._emit(Op.GOTO, where), (v, step.at), where)

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
