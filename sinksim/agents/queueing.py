"""The verb `queue`: wait for one server of a station, be served, leave."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sinksim.agents.blocking import block, when_freed
from sinksim.agents.hours import Homecoming
from sinksim.agents.moments import PRIORITY, Moment, happen
from sinksim.agents.steps import Instruction
from sinksim.agents.visit import StationStep, Visit, end_of_service
from sinksim.core.records import NEVER, Tie, VisitEnd
from sinksim.plan.operations import APPOINTED, BY_FILE, BY_PHONE, CALLBACK, DRAW, NEXT, QUEUE
from sinksim.plan.timers import Timer, timer

if TYPE_CHECKING:
    from sinksim.agents.case import Step, Token
    from sinksim.agents.station import Station
    from sinksim.agents.world import World

_RENEGE = PRIORITY[Tie.RENEGE]


class Queueing(Instruction, StationStep):
    """Wait for one server of a station, be served, leave."""

    def __init__(self, world: World, pc: int) -> None:
        super().__init__(world, pc)
        row = self.row
        self.template = row[QUEUE.template]
        self.priority = row[QUEUE.priority]  # urgency on the list; -1: that of the case; APPOINTED
        self.goes_first = self.priority == APPOINTED
        self.by_file = row[QUEUE.presence] >= BY_FILE  # a file waits, not a person
        self.by_phone = row[QUEUE.presence] == BY_PHONE  # a person waits, but at home
        self.is_callback = row[QUEUE.presence] == CALLBACK  # the case is closed: its record counts no visit any more
        self.holds_server = bool(row[QUEUE.holds])  # after service, until there is room where the case goes on
        self.accepts = row[QUEUE.accepts]  # bit n is set where this service stops clock n
        self.service_time = timer(world.plan, row[QUEUE.time], self.key)
        patience_key = int(world.plan.code.patience_key[row[DRAW]])
        self.patience = timer(world.plan, row[QUEUE.patience], patience_key) if row[QUEUE.patience] >= 0 else None
        # Template at which it queues next, if it keeps its server until then.
        self.following = int(world.plan.code.rows[row[NEXT], QUEUE.template]) if self.holds_server else -1

    def link(self, steps: list[Step | None]) -> None:
        """Connect the steps that follow service, giving up and refusal."""
        super().link(steps)
        on_renege, on_full = self.row[QUEUE.on_renege], self.row[QUEUE.on_full]
        self.after_renege = steps[on_renege] if on_renege >= 0 else None
        self.after_refusal = steps[on_full] if on_full >= 0 else None

    def begin(self, token: Token) -> Moment | None:
        """Join the station of the case's origin; what is waited for is the end of service (or whatever ends the visit)."""
        now = self.env.now
        case = token.case
        if case.filed == NEVER:  # a first contact: ``Case.file``, without a call
            case.filed = now
        moment = self.join(Visit(self.station_for(self.template, token), token, self, now), now)
        return when_freed(token, moment) if self.holds_server and moment is not None else moment

    def station_for(self, template: int, token: Token) -> Station:
        """The station of a template at which a token queues: that of the case's origin; -1: of the department of its branch."""
        station: Station = self.world.roles[token.department if template < 0 else template][token.case.origin]
        return station

    def join(self, visit: Visit, now: int) -> Moment | None:
        """Let a new visit join its station; returns the moment that its token waits for, None where it is refused at once.

        A visit that must wait gets a patience timer; that of an overdue case also stands on the list one tier up.
        """
        token = visit.token
        case = token.case
        token.stay = visit
        urgency = visit.urgency = 0 if self.goes_first else self.priority if self.priority >= 0 else case.urgency
        # Two lists for each urgency: that of the alert zone is served first.
        visit.priority_class = 2 * urgency if case.overdue or self.goes_first else 2 * urgency + 1
        if not visit.station.admit(visit, now):
            return None
        if not visit.serving:
            if self.patience is not None:
                self.start_patience(visit, self.patience)
            if case.overdue:
                self.escalate(visit)
        return visit.waits_for or visit  # a visit is its own moment, unless the token waited before it for another

    def block_if_full(self, visit: Visit) -> bool:
        """Block a visit that has been served if the station of the next step, a queue, is full; whether it is blocked now."""
        station = self.station_for(self.following, visit.token)
        if station.is_full:
            block(visit, station, self.env.now)
        return visit.blocked

    def may_leave(self, visit: Visit) -> bool:
        """Whether a waiting visit may give up, be withdrawn where its twin is served, or be sent home at closing time."""
        gives_up = self.patience is not None and visit.began == NEVER
        return gives_up or visit.twin is not None or not (self.by_file or visit.station.calendar is None)

    def start_patience(self, visit: Visit, patience: Timer) -> None:
        """Draw how long the visit waits at most before its service begins, and schedule that it then gives up."""
        token = visit.token
        # Passes before this one, only read: ``count_visit`` counts this one when it is served or has given up.
        count = 0 if self.slot < 0 or token.counts is None else token.counts[self.slot]
        moment = Moment(self.env, self.give_up)
        moment.holder = visit
        self.env.schedule(moment, _RENEGE + token.order, patience(token.key, count))

    def give_up(self, moment: Moment) -> None:
        """Patience runs out: the visit leaves, unless its service has begun or it has ended (the event cannot be unscheduled)."""
        visit: Visit = moment.holder
        if visit.outcome is VisitEnd.OPEN and visit.began == NEVER:
            visit.station.renege(visit)

    def escalate(self, visit: Visit) -> None:
        """Put the waiting visit of an overdue case on the list of the station one tier up as well (its twin).

        Whichever station takes it first, the other entry is withdrawn. Nothing happens where the station escalates to none,
        where there is none for the origin, or where the room of that one is full.
        """
        upper = visit.station.escalates_to
        if upper < 0 or visit.twin is not None:
            return
        index = self.world.role_index[upper][visit.token.case.origin]
        if index < 0:
            return
        now = self.env.now
        twin = Visit(self.world.stations[index], visit.token, self, now)
        twin.since = visit.since
        twin.urgency, twin.priority_class = visit.urgency, 2 * visit.urgency
        twin.waits_for, twin.twin, visit.twin = visit.gate, visit, twin
        if not twin.station.admit(twin, now):
            visit.twin = None

    def alert(self, visit: Visit) -> None:
        """The case has entered the alert zone while this visit waits: up its list, and to the one a tier up if not served yet."""
        visit.station.promote(visit)
        if visit.began == NEVER:
            self.escalate(visit)

    def accept(self, visit: Visit, now: int) -> int:
        """Service begins for the first time: accept the case; returns the service time [ms]."""
        token = visit.token
        case = token.case
        if token.stay is not visit:
            # The visit is the twin, on the list one tier up, of the one that the token has stood for so far.
            token.stay = visit
            visit.gate = visit.gate  # set anew, so that the moment that the token waits for ends this visit
        station = visit.station
        if not self.is_callback:
            case.visits += 1
            if case.top_tier < 0 or station.tier < case.top_tier:
                case.top_tier = station.tier
        if not (self.by_file or self.by_phone):
            case.place_tier = station.tier
        if self.accepts:
            self.world.deadlines.accept_case(case, self.accepts)
        slot = self.slot
        return self.service_time(token.key, 0 if slot < 0 else token.count_visit(slot))

    def stop_waiting(self, visit: Visit, now: int) -> None:
        """The present spell of waiting is over: book its closed hours as closed, the rest as queueing."""
        token = visit.token
        span = now - visit.since
        calendar = visit.station.calendar
        if calendar is not None:
            closed = calendar.closed_since(visit.since)
            token.time_closed += closed
            span -= closed
        token.time_queue += span
        if not self.by_file:
            # A person waits on site or on the line, but not while the doors are shut.
            token.case.citizen_time += span

    def go_home(self, visit: Visit, opening: int) -> None:
        """Sent home at closing time, or cut off: book the wait, come or call again at the opening."""
        self.stop_waiting(visit, self.env.now)
        Homecoming(self.world, visit, opening, self.rejoin)

    def rejoin(self, before: Visit) -> None:
        """Join the same list again as a new visit; the token still waits for the same moment."""
        now = self.env.now
        visit = Visit(before.station, before.token, self, now)
        gate = visit.gate = before.gate
        if self.join(visit, now) is None:
            # Refused at once: what the token waits for comes now, and no service ends with it.
            assert gate.callbacks is not None
            gate.callbacks.remove(end_of_service)
            happen(gate)

    def end(self, token: Token) -> Step | None:
        """Where the case goes on: after service, after giving up, or after a refusal because the room was full."""
        visit = token.stay
        assert isinstance(visit, Visit)
        token.stay = None
        end = visit.outcome
        if end is VisitEnd.SERVED:
            if not self.by_file:  # the citizen is present or on the line, unless the office works on the file alone
                token.case.citizen_time += visit.busy
            return self.next
        token.count_visit(self.slot)  # a pass without service; others are counted when service begins
        return self.after_renege if end is VisitEnd.RENEGED else self.after_refusal
