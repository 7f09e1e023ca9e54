"""From the verbs of a scenario's processes to instructions."""

from functools import partial

from sinksim.core.errors import BadInput
from sinksim.core.records import TIME_KINDS, End, Mark
from sinksim.plan.choices import Choices
from sinksim.plan.operations import (
    ANYTIME,
    APPOINT,
    APPOINTED,
    BY_FILE,
    BY_PHONE,
    CALLBACK,
    CLOSE,
    DEPARTMENT,
    DEPARTMENTS,
    GOTO,
    IN_PERSON,
    PROCESS,
    QUEUE,
    Instruction,
    Op,
)  # fmt: skip
from sinksim.plan.program import REQUIRED, Program, money
from sinksim.scenarios import closing as c
from sinksim.scenarios import moving as m
from sinksim.scenarios import processes as p
from sinksim.scenarios.attributes import Priority

DAY_MS = 86_400_000


class Assembler(Choices):
    """Assembles the processes of one scenario; names it cannot resolve become faults, all reported at once."""

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

    def _queue(self, v: p.Queue, where: str, _: p.Step) -> None:
        """`queue`: at one station, or at the station named for the tier that the case requires; in one class, or by a value."""
        if isinstance(v.priority, Priority):
            self._by_class(v.priority, where, lambda at: self._queue(v.model_copy(update={"priority": at}), where, _))
            return
        if isinstance(v.station, str):
            self._queue_at(v, v.station, f"{where}.station", where)
            return
        for tier in v.station:
            self._tier(tier, f"{where}.station (a tier)")
        at = {t: partial(self._queue_at, v, n, f"{where}.station.{t}", where) for t, n in v.station.items()}
        self._by_tier(where, at)

    def _queue_at(self, v: p.Queue, station: str, named: str, where: str) -> None:
        """The instruction of queueing at one station template, and the steps after giving up or being refused.

        Its ``priority`` is a class or None.
        ``named`` and ``where``: the dotted paths of the station's name and of the step, for messages.
        """
        queue = self._emit(
            Op.QUEUE, where, template=self._template(station, named), time=self._law(v.time),
            priority=_priority(v), patience=self._law(v.patience), presence=_presence(v),
            accepts=self._mask(v.accepts, f"{where}.accepts"), draw=self._draw(v.draw or f"service.{station}"),
            holds=int(v.holds_server),
        )  # fmt: skip
        if v.appointed:
            self._needs_slots(station, named)
        if v.patience is not None:
            self._aside(queue, QUEUE.on_renege, v.on_renege, End.RENEGED, f"{where}.on_renege")
        if self._may_be_full(station):
            self._aside(queue, QUEUE.on_full, v.on_full, End.REFUSED, f"{where}.on_full")
        elif v.on_full:
            self.faults.append(f"{where}.on_full is given, but station {station!r} has no room; allowed: with a room")

    def _appoint(self, v: p.Appoint, where: str, _: p.Step) -> None:
        """`appoint`: book a slot and wait for it at home, and the steps of those who do not come or find no slot free."""
        if self._in_branch:
            self.faults.append(f"{where} stands inside a fork or serial; allowed: appoint on the main line")
        self._needs_slots(v.station, f"{where}.station")
        appoint = self._emit(
            Op.APPOINT, where, template=self._template(v.station, f"{where}.station"), lead=self._law(v.lead),
            within=round(v.within_days * DAY_MS), draw=self._draw(v.draw or f"appoint.{v.station}"),
        )  # fmt: skip
        appoint.real = (v.no_show, 0.0)
        self._aside(appoint, APPOINT.on_no_show, v.on_no_show, End.LOST, f"{where}.on_no_show")
        self._aside(appoint, APPOINT.on_full, v.on_full, End.REFUSED, f"{where}.on_full")

    def _needs_slots(self, station: str, named: str) -> None:
        """A fault where appointments are made or kept at a station that gives none; ``named``: the path of its name."""
        template = self.scenario.stations.get(station)
        if station == p.DEPARTMENT or (template is not None and template.slots is None):
            self.faults.append(f"{named} is {station!r}, which has no slots; allowed: a station with slots")

    def _may_be_full(self, station: str) -> bool:
        """Whether a visit may be refused: the template has a limited room; at `department`, any template of the scenario has."""
        if station == p.DEPARTMENT:
            return any(s.room is not None for s in self.scenario.stations.values())
        template = self.scenario.stations.get(station)
        return template is not None and template.room is not None

    def _aside(self, beside: Instruction, column: int, steps: p.Steps, end: End, where: str) -> None:
        """Steps beside the main line, to which ``column`` of the instruction leads: after giving up, when there is no room.

        The main line jumps over them (``skip``). Without steps the case ends as ``end``.
        """
        skip = self._emit(Op.GOTO, where)
        beside[column] = self._here
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
        found_by = -1 if v.finds == "citizen" else int(Mark[v.finds.upper()])
        self._delay(v.kind, v, where, hands_over=0, tier=-1, found_by=found_by)

    def _delay(
        self, kind: str, v: m.Relay | m.Wait, where: str, hands_over: int, tier: int, found_by: int = -1
    ) -> None:
        """The instruction that relay and wait share; ``hands_over`` 1: a hop; ``tier`` -1: no tier has to deal with the case.

        ``found_by``: the mark of a patrol or sensor that finds the need; -1: none does.
        """
        self._emit(
            Op.DELAY, where, kind=TIME_KINDS.index(kind), time=self._law(v.time),
            calendar=self._calendar(v.calendar, f"{where}.calendar"), hands_over=hands_over, tier=tier,
            found_by=found_by, draw=self._draw(v.draw or kind), cycle=-1 if v.time is not None else DAY_MS,
        )  # fmt: skip

    def _meet(self, v: m.Meet, where: str, _: p.Step) -> None:
        """`meet`: wait for the next of the meetings that are held every so many days, each place from an offset of its own."""
        self._tier(v.at, f"{where}.at")
        every = max(1, round(v.every_days * DAY_MS))
        self.program.phases.append((every, round(v.offset_days * DAY_MS), v.at))
        self._emit(Op.MEET, where, every=every, phases=len(self.program.phases) - 1)

    def _branching(self, op: Op, v: p.Fork | p.Serial, where: str) -> Instruction:
        """The instruction of a fork or serial, and the steps that every department's branch walks, up to its join."""
        if self._in_branch:
            self.faults.append(f"{where} stands inside another fork or serial; allowed: one level of departments")
        members, counts = self._set(v, where)
        fork = self._emit(op, where, set=members, counts=counts, draw=self._draw(v.name))
        fork[DEPARTMENTS.first] = self._here
        self._in_branch = True
        self._steps_of_branches(v, where)
        self._in_branch = False
        fork[DEPARTMENTS.continuation] = self._here
        return fork

    def _steps_of_branches(self, v: p.Fork | p.Serial, where: str) -> None:
        """The steps that all departments walk, up to their join; before them a choice, where some have steps of their own."""
        if not v.steps_of:
            self._walked(v.steps, f"{where}.steps", where)
            return
        switch = self._emit(Op.SWITCH, where, attribute=DEPARTMENT)
        begins = {}
        for name, steps in v.steps_of.items():
            self._department = self._find("station", name, self.templates, f"{where}.steps_of")
            if name in v.weighted:
                begins[self._department] = self._walked(steps, f"{where}.steps_of.{name}", where)
            self._department = -1
        # Departments that never come by are led where others go.
        others = self._walked(v.steps, f"{where}.steps", where) if v.steps else min(begins.values())
        switch.jumps = [begins.get(template, others) for template in range(len(self.templates))]

    def _walked(self, steps: p.Steps, at: str, where: str) -> int:
        """Steps that begin here and lead to a join; ``at``: their dotted path, ``where``: that of the fork or serial."""
        first = self._here
        self._steps(steps, at)
        self._emit(Op.JOIN, where)
        return first

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

    def _clock(self, v: c.Clock, where: str, _: p.Step) -> None:
        """`clock`: start (1) or stop (0) a deadline."""
        name, start = (v.start, 1) if v.start else (v.stop, 0)
        index = self._find("clock", name, self.clocks, f"{where}.{'start' if start else 'stop'}")
        self._emit(Op.CLOCK, where, clock=index, starts=start)

    def _charge(self, v: c.Charge, where: str, _: p.Step) -> None:
        """`charge`: a fee, of which the insurer pays the reimbursed part, or an operating cost."""
        insurer = money(v.fee * v.reimbursed)
        self._emit(Op.CHARGE, where, citizen=money(v.fee) - insurer, insurer=insurer, operation=money(v.operation))

    def _close(self, v: c.Close, where: str, _: p.Step) -> None:
        """`close`: report the case closed, with the chance of a hollow closure and of its being opened again."""
        if self._in_branch:
            self.faults.append(f"{where} stands inside a fork or serial; allowed: close after the join")
        close = self._emit(Op.CLOSE, where, draw=self._draw(v.draw))
        hollow = self.scenario.policy.pressed(v.hollow, v.under_pressure)
        close.real = (hollow, v.reopen.chance if v.reopen else 0.0)
        back = close if v.callback is None else self._callback(close, v.callback, f"{where}.callback")
        if v.reopen:
            # The columns of a closure and of the answer to its callback are the same.
            back[CLOSE.after], back[CLOSE.at_most] = self._law(v.reopen.after), v.reopen.at_most
            self._goto_label(back, (self._process, v.reopen.back_to), f"{where}.reopen.back_to")

    def _callback(self, close: Instruction, v: c.Callback, where: str) -> Instruction:
        """The callback of a closure: a queue in which nobody waits in person, and the answer, which is returned."""
        if v.station != p.DEPARTMENT and self._may_be_full(v.station):
            self.faults.append(f"{where}.station is {v.station!r}, which has a room; allowed: a station without room")
        closing = self._here - 1  # it has just been emitted
        close[CLOSE.callback] = self._here
        self._emit(
            Op.QUEUE, where, template=self._template(v.station, f"{where}.station"), time=self._law(v.time),
            presence=CALLBACK, accepts=0, holds=0, draw=self._draw(v.draw or f"service.{v.station}"),
        )  # fmt: skip
        answer = self._emit(Op.ANSWER, where, closing=closing)
        answer.real = (v.reach, v.detect)
        return answer

    def _leave(self, v: c.Leave, where: str, _: p.Step) -> None:
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


def _priority(v: p.Queue) -> int:
    """Priority of a queue as its instruction has it: a class, APPOINTED, or -1 where it is the case's urgency."""
    if v.appointed:
        return APPOINTED
    return v.priority if isinstance(v.priority, int) else -1


def _presence(v: p.Queue) -> int:
    """Who waits at the station of a queue."""
    return BY_FILE if v.file else BY_PHONE if v.by_phone else IN_PERSON
