"""A trace of chosen cases: what every step of their walk took and cost, kept while a world lives as it always does.

The world is the standard one; its steps are wrapped. What is added up is only read, never changed: before and after a step
begins and ends, and where a visit waits, is served or goes home.
"""

from __future__ import annotations

from collections.abc import Iterable
from contextlib import closing
from operator import attrgetter
from typing import TYPE_CHECKING

from sinksim.agents import run
from sinksim.agents.assembly import Assemble
from sinksim.agents.case import RECORD, TIMES_BY_KIND
from sinksim.agents.demand import order_of
from sinksim.agents.observers.time_order import time_spans_of
from sinksim.agents.observers.trace_entries import COUNTED, CaseTrace, Entry, TimeSpan, VisitSpan, Wait
from sinksim.agents.queueing import Queueing
from sinksim.agents.steps import Instruction
from sinksim.agents.world import World
from sinksim.core.records import TIME_KINDS
from sinksim.plan.operations import OP, Op

if TYPE_CHECKING:
    from sinksim.agents.case import Case, Step, Token
    from sinksim.agents.moments import Moment
    from sinksim.agents.visit import Visit
    from sinksim.plan.plan import Plan

# Service, origin, layer, ordinal: positions in the plan's lists, then as in the record.
Who = tuple[int, int, int, int]

_NO_TIME = (0,) * len(TIME_KINDS)
_counts = attrgetter(*COUNTED)


def case_traces(plan: Plan, replication: int, people: Iterable[Who]) -> dict[Who, CaseTrace]:
    """Traces of some cases in one replication; those that never arise are left out.

    ``people``: (service, origin, layer, ordinal) of each case. The run ends as soon as the last of them has ended.
    """
    wanted = {order_of(*who): who for who in people}
    worlds: list[TracingWorld] = []  # the one that the run makes of itself, to be asked here

    def world(plan: Plan, replication: int, visits: bool) -> TracingWorld:
        worlds.append(TracingWorld(plan, replication, visits, frozenset(wanted)))
        return worlds[0]

    if not wanted:
        return {}
    with closing(run(plan, replication, visits=True, world=world)) as batches:
        for _ in batches:
            if not worlds[0].awaited:
                break
    return {wanted[order]: trace for order, trace in worlds[0].traces.items() if trace.record}


class TracingWorld(World):
    """The world of one replication, in which some cases keep a trace: ``wanted`` are their positions at equal times."""

    def __init__(self, plan: Plan, replication: int, visits: bool, wanted: frozenset[int]) -> None:
        self.awaited = set(wanted)
        self.traces = {order: CaseTrace() for order in wanted}
        super().__init__(plan, replication, visits)

    def trace_of(self, token: Token) -> CaseTrace | None:
        """The trace of a token's case, if it keeps one; also after the case has ended."""
        return self.traces.get(token.order - token.branch)

    def note(self, token: Token) -> Entry | None:
        """Book what the record of the case has gained since the last call on the step that the token is in.

        Returns the entry of that step; None where the case keeps no trace.
        """
        trace = self.trace_of(token)
        entry = None if trace is None else trace.under_way(token.branch)
        if trace is not None and entry is not None:
            trace.observe(_counts(token.case), entry)
        return entry

    def _step(self, op: int, pc: int) -> Step:
        """The standard step, wrapped so that it is watched; queueing and assemblies also tell of their visits."""
        verbs: dict[int, type[Instruction]] = {Op.QUEUE: TracedQueueing, Op.ASSEMBLE: TracedAssemble}
        return TracedStep(self, verbs[op](self, pc) if op in verbs else super()._step(op, pc))

    def write_case(self, case: Case) -> None:
        """Write the record, and keep it beside the trace."""
        super().write_case(case)
        trace = self.trace_of(case)
        if trace is not None:
            trace.record = RECORD(case)
            self.awaited.discard(case.order)

    def log(self, visit: Visit, ended: int) -> None:
        """Note a visit that has ended under the step that it belongs to; nobody reads the usual rows."""
        entry = self.note(visit.token)
        if entry is not None:
            station = visit.station.index
            entry.stays.append(VisitSpan(station, visit.joined, visit.began, ended, visit.busy, int(visit.outcome)))

    def _book(self, token: Token) -> None:
        """Book what is under way, and note it under the entry of the token's step."""
        super()._book(token)
        self.note(token)

    def cut(self, case: Case) -> None:
        """The horizon: what is under way is booked, and its entries end."""
        super().cut(case)
        trace = self.trace_of(case)
        if trace is None:
            return
        at_work = [branch for branch in case.branches if not branch.joined]
        if at_work:
            # Of those still at work it is the first whose times are added to the case.
            trace.becomes_critical(at_work[0].branch)
        for token in (*at_work, case):
            entry = trace.under_way(token.branch)
            if entry is not None:
                self.finish_entry(trace, entry, TIMES_BY_KIND(token))

    def finish_entry(self, trace: CaseTrace, entry: Entry, kinds: tuple[int, ...]) -> None:
        """End an entry now: note the time by kind that its step took, and in which order.

        ``kinds``: the times by kind of the token at the end of the step.
        """
        entry.ended = self.env.now
        # A step without time gets none: when a case that was opened again ends, its times are set back, and would count below 0.
        if entry.ended > entry.began:
            entry.kinds = tuple(after - before for after, before in zip(kinds, entry.before, strict=True))
        trace.inside.pop(entry.branch, None)
        entry.spells = time_spans_of(entry, trace.entries, self)


class TracedStep(Instruction):
    """A step that is watched: whatever the inner one does is done, and written down for cases that keep a trace."""

    world: TracingWorld

    def __init__(self, world: TracingWorld, inner: Step) -> None:
        super().__init__(world, inner.pc)
        self.inner = inner
        self.takes_time = inner.takes_time

    def link(self, steps: list[Step | None]) -> None:
        """Connect the inner step; it leads to watched ones."""
        self.inner.link(steps)

    def begin(self, token: Token) -> Moment | None:
        """Start an entry, then the step."""
        trace = self.world.trace_of(token)
        if trace is None:
            return self.inner.begin(token)
        case, entry = token.case, self.open(trace, token)
        moment = self.inner.begin(token)
        trace.observe(_counts(case), entry)
        # A closure that is to be opened again has frozen the times of its report: what follows comes after it.
        entry.after_report = case.frozen_times is not None
        if trace.record:
            # The step has ended the case: its record is written, the walk is over, and it took no time.
            self.world.finish_entry(trace, entry, kinds=entry.before)
        return moment

    def end(self, token: Token) -> Step | None:
        """End the step, then its entry; of a case without a trace, or that has ended (it has its record), the step alone."""
        trace = self.world.trace_of(token)
        if trace is None or trace.record:
            return self.inner.end(token)
        case = token.case
        # A step that takes no time never begins, so that its entry is opened here.
        entry = (trace.under_way(token.branch) if self.takes_time else None) or self.open(trace, token)
        if self.row[OP] == Op.JOIN:
            trace.becomes_critical(token.branch)
        following = self.inner.end(token)
        trace.observe(_counts(case), entry)
        entry.following = -1 if following is None else following.pc
        self.world.finish_entry(trace, entry, TIMES_BY_KIND(token))
        return following

    def cut(self, token: Token) -> None:
        """Cut the inner step."""
        self.inner.cut(token)

    def open(self, trace: CaseTrace, token: Token) -> Entry:
        """A new entry of the trace that begins now; before the first of a backlog case, one for its wait before the start."""
        case = token.case
        if token.branch and trace.fork is not None:
            # What has been counted before the branches set out is the fork's own.
            trace.observe(_counts(case), trace.fork)
        if case.arisen < 0 and not trace.entries:
            trace.entries.append(_before_the_start(self.pc, case.arisen))
        entry = Entry(self.pc, self.world.env.now, TIMES_BY_KIND(token), token.branch, token.department)
        entry.after_report = case.frozen_times is not None
        trace.begin(entry, is_fork=self.row[OP] in (Op.FORK, Op.SERIAL), is_serial=self.row[OP] == Op.SERIAL)
        return entry


def _before_the_start(pc: int, arisen: int) -> Entry:
    """The wait of a case that joined before the start of the run."""
    entry = Entry(pc, arisen, _NO_TIME, branch=0, department=-1)
    entry.ended, entry.following = 0, pc
    entry.kinds = tuple(-arisen if kind == "queue" else 0 for kind in TIME_KINDS)
    entry.spells = (TimeSpan("queue", arisen, 0),)
    return entry


class TracedQueueing(Queueing):
    """Queueing that tells when its visits wait and when their people are at home."""

    world: TracingWorld

    def accept(self, visit: Visit, now: int) -> int:
        """Service begins for the first time: note what the record of the case has gained by it."""
        span = super().accept(visit, now)
        self.world.note(visit.token)
        return span

    def stop_waiting(self, visit: Visit, now: int) -> None:
        """Note a spell of waiting."""
        super().stop_waiting(visit, now)
        entry = self.world.note(visit.token)
        if entry is not None:
            entry.waits.append(Wait(visit.station.index, visit.since, now))

    def block_if_full(self, visit: Visit) -> bool:
        """Note since when a visit keeps its server after service."""
        blocked = super().block_if_full(visit)
        entry = self.world.note(visit.token) if blocked else None
        if entry is not None:
            entry.blocked_since = self.world.env.now
        return blocked

    def go_home(self, visit: Visit, opening: int) -> None:
        """Note that the last wait ended at home."""
        super().go_home(visit, opening)
        entry = self.world.note(visit.token)
        if entry is not None:
            entry.waits[-1] = entry.waits[-1]._replace(went_home=True)

    def rejoin(self, before: Visit) -> None:
        """Note what the way there and back has cost, and that the time at home is over: who comes may be served at once."""
        entry = self.world.note(before.token)
        if entry is not None:
            entry.waits.append(Wait(before.station.index, self.env.now, self.env.now))
        super().rejoin(before)


class TracedAssemble(Assemble):
    """An assembly that tells when each department was granted."""

    world: TracingWorld

    def accept(self, visit: Visit, now: int) -> int:
        """A server is granted: note what the record of the case has gained by it."""
        span = super().accept(visit, now)
        self.world.note(visit.token)
        return span
