"""A station: servers of one skill at one node, with a rota and a list ordered by urgency and alert; and the visits to it."""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections import OrderedDict
from collections.abc import Callable
from typing import TYPE_CHECKING

from sinksim.agents.moments import PRIORITY, Moment, happen
from sinksim.agents.station_counters import StationCounters
from sinksim.core.records import NEVER, STAFF_COSTS, Tie, VisitEnd
from sinksim.core.rules import charge, servers_at

if TYPE_CHECKING:
    from sinksim.agents.calendar import Calendar
    from sinksim.agents.case import Token
    from sinksim.agents.moments import Timeline
    from sinksim.plan.plan import Plan

_END = PRIORITY[Tie.END_OF_SERVICE]


class StationStep(ABC):
    """What a station asks of the step on whose behalf a visit is made."""

    # Nobody stands there in person, which takes no time of a citizen and sends nobody home, and none goes before all lists.
    by_file, by_phone, goes_first = True, False, False

    @abstractmethod
    def accept(self, visit: Visit, now: int) -> int:
        """Service begins for the first time; returns the service time [ms]."""

    @abstractmethod
    def stop_waiting(self, visit: Visit, now: int) -> None:
        """Book the present spell of waiting."""

    @abstractmethod
    def alert(self, visit: Visit) -> None:
        """The case has entered the alert zone while this visit waits."""

    def go_home(self, visit: Visit, opening: int) -> None:
        """Whoever waits in person is sent home at closing time, to come again at the opening."""
        raise AssertionError(f"{type(self).__name__} does not say how people go home")


def end_of_service(moment: Moment) -> None:
    """A service ends: free the server, grant the next case; then the finished case goes on."""
    # A visit is its own moment, unless the token already waited for an earlier one (``waits_for``): that one's holder is it.
    visit: Visit = moment.holder or moment  # type: ignore[assignment]
    visit.station.complete(visit)


class Visit(Moment):
    """One visit of a token to a station, and at once the event that ends its service.

    Class-level values are those of a visit that has just joined, so that an instance holds only what has changed.
    """

    began = NEVER  # service first began
    started = NEVER  # the present spell of service began
    due = NEVER  # the present spell of service will end
    residual = -1  # service still to come; -1: not drawn yet
    busy = 0  # server time used
    urgency = 0
    priority_class = 0  # list it stands on: 2 x urgency, + 1 outside the alert zone
    serving = False
    outcome = VisitEnd.OPEN
    twin: Visit | None = None  # the same token's entry on the list one tier up (or down)
    held = False  # for an assembly, which asks for no room and says itself when service ends
    # The moment that the token waits for, where that is another than this visit: a visit that replaces an earlier one
    # or was interrupted.
    waits_for: Moment | None = None

    def __init__(self, station: Station, token: Token, step: StationStep, joined: int) -> None:
        self.env = station.env
        self.callbacks = [end_of_service]
        self.station = station
        self.token = token
        self.step = step
        self.joined = joined
        self.since = joined  # the present spell of waiting began

    @property
    def gate(self) -> Moment:
        """The moment that the token waits for; it ends whichever visit is its ``holder``."""
        return self.waits_for or self

    @gate.setter
    def gate(self, moment: Moment) -> None:
        moment.holder = self
        self.waits_for = moment

    def alert(self) -> None:
        """The case has entered the alert zone, which concerns it only while it waits."""
        if not self.serving:
            self.step.alert(self)

    def withdraw_twin(self) -> None:
        """Take the twin of a visit that is served or leaves, its entry on the other of two lists, off that list."""
        other, self.twin = self.twin, None
        assert other is not None
        other.station.withdrawn += 1
        other.station.remove(other, VisitEnd.WITHDRAWN)

    def cut(self, now: int) -> None:
        """The horizon cuts the visit short, and its twin."""
        token, step = self.token, self.step
        if self.serving:
            token.time_service += now - self.started
        else:
            step.stop_waiting(self, now)
        self.station.cut(self, now)
        if not step.by_file:  # the citizen is there, not a file alone
            token.case.citizen_time += self.busy
        if self.twin is not None:
            self.twin.station.cut(self.twin, now)


class Station(StationCounters):
    """A station; capacity is the number of servers on duty now, which may fall below the number busy."""

    def __init__(
        self,
        plan: Plan,
        env: Timeline,
        index: int,
        classes: int,
        calendar: Calendar | None,
        is_breakable: bool,
        log: Callable[[Visit, int], None],
    ) -> None:
        """An empty station, the plan's at ``index``, with ``classes`` lists; ``log`` is called as each visit ends."""
        rows = plan.stations
        self.servers = int(rows.servers[index])
        self.level = 1000 if calendar is None else calendar.level  # servers on duty [per mille]
        super().__init__(env, servers_at(self.servers, self.level))
        self.index = index
        self.room = int(rows.room[index])  # -1: no limit
        self.tier = int(rows.tier[index])
        self.wage = int(rows.wage[index])
        self.account = STAFF_COSTS[rows.payer[index]]
        self.template = int(rows.template[index])
        self.escalates_to = int(rows.escalates_to[index])  # station one tier up that lists alert cases too; -1: none
        self.preemptive = bool(rows.preemptive[index])  # an urgent arrival interrupts a less urgent service
        self.interrupts = bool(rows.interrupt[index])  # the end of a shift interrupts services
        self.calendar = calendar
        self.down = 0  # breakdowns under way
        self.lists: tuple[OrderedDict[Visit, None], ...] = tuple(OrderedDict() for _ in range(classes))
        # ``serving`` is kept only where a service may be interrupted.
        self.tracks = self.preemptive or self.interrupts or is_breakable
        self.serving: dict[Visit, None] = {}
        self.log = log

    # --- joining ------------------------------------------------------------------------------------------------

    def admit(self, visit: Visit, now: int) -> bool:
        """Give an arriving visit a server or a place on the list; False where it is refused because the room is full."""
        self.joined += 1
        # Room, of all present (-1: no limit); whoever is asked for an assembly (``held``) needs none.
        if 0 <= self.room <= self.present and not visit.held:
            self.refused += 1
            visit.outcome = VisitEnd.REFUSED
            self.log(visit, now)
            return False
        self.present += 1
        self.present_area -= now  # integral over time: a rise subtracts its instant, a fall adds it
        if self.busy < self.capacity:
            self.begin(visit, now)
            return True
        if self.preemptive and self.preempt_for(visit, now):
            self.begin(visit, now)
        else:
            self.lists[visit.priority_class][visit] = None
        waiting = self.present - self.busy
        self.most_waiting = max(self.most_waiting, waiting)
        return True

    def preempt_for(self, visit: Visit, now: int) -> bool:
        """Whether an arrival that finds no server free takes the server of a less urgent visit (larger number), interrupting it.

        Of several the least urgent, then the one whose service began last. None where servers are busy beyond those on duty:
        a server freed so would not be there for the arrival.
        """
        held = [v for v in self.serving if not v.held and v.due > now]
        if not held or self.busy > self.capacity:
            return False
        last = max(held, key=lambda v: (v.urgency, v.started, v.token.order))
        if last.urgency <= visit.urgency:
            return False
        self.suspend(last, now)
        return True

    # --- service ------------------------------------------------------------------------------------------------

    def begin(self, visit: Visit, now: int) -> None:
        """Give a server to a visit, for its whole service or for what an interruption has left of it (``residual``)."""
        self.busy += 1
        self.busy_area -= now  # integral over time: a rise subtracts its instant, a fall adds it
        visit.serving = True
        visit.started = now
        if visit.twin is not None:
            visit.withdraw_twin()
        if visit.since != now:  # it has waited
            visit.step.stop_waiting(visit, now)
        residual = visit.residual
        if residual < 0:
            visit.began = now
            visit.residual = residual = visit.step.accept(visit, now)
        if self.tracks:
            self.serving[visit] = None
        if not visit.held:  # one held for an assembly ends with it
            visit.due = now + residual
            self.env.schedule(visit.waits_for or visit, _END + visit.token.order, residual)

    def complete(self, visit: Visit) -> None:
        """Service has ended: the server is free and takes the next case."""
        now = self.env.now
        spell = now - visit.started
        visit.busy += spell
        visit.outcome = VisitEnd.SERVED
        self.served += 1
        self.release(visit, now)
        self.present -= 1
        self.present_area += now
        token = visit.token
        if not visit.held:  # else the assembly books the time, once for all who are held
            token.time_service += spell
        self.pay(visit)
        self.log(visit, now)
        if self.present > self.busy:
            self.drain(now)

    def pay(self, visit: Visit) -> None:
        """Charge a visit's use of a server [ms] to its case, as staff time and at the station's wage."""
        case = visit.token.case
        case.staff_time += visit.busy
        if self.wage:
            money = charge(visit.busy, self.wage)
            setattr(case, self.account, getattr(case, self.account) + money)
            self.staff_money += money

    def release(self, visit: Visit, now: int) -> None:
        """Take the server back from a visit that has ended or is interrupted."""
        if self.busy > self.capacity:
            self.settle_overtime()
        self.busy -= 1
        self.busy_area += now  # integral over time: a rise subtracts its instant, a fall adds it
        visit.serving = False
        if self.tracks:  # it keeps note of whom it serves, to interrupt them
            del self.serving[visit]

    def cut(self, visit: Visit, now: int) -> None:
        """The horizon cuts a visit short: its staff time so far is paid, and it is logged."""
        if visit.serving:
            visit.busy += now - visit.started
        if visit.busy:
            self.pay(visit)
        self.log(visit, now)

    def drain(self, now: int) -> None:
        """Start waiting visits while servers are free: most urgent list first, each in order of arrival."""
        while self.busy < self.capacity and self.present > self.busy:
            for waiting in self.lists:
                if waiting:
                    visit, _ = waiting.popitem(last=False)
                    self.begin(visit, now)
                    break
            else:
                return  # every list is empty

    def suspend(self, visit: Visit, now: int) -> None:
        """Interrupt a service; it resumes at the head of its list with what was left of it."""
        visit.busy += now - visit.started
        visit.residual = visit.due - now
        visit.token.time_service += now - visit.started
        visit.since = now
        self.release(visit, now)
        stale, fresh = visit.gate, Moment(self.env)
        # The scheduled end still stands in SimPy's event list: it is emptied, and a new one takes its place.
        fresh.callbacks, stale.callbacks = stale.callbacks, []
        visit.gate = fresh
        visit.priority_class = 2 * visit.urgency + (0 if visit.token.case.overdue or visit.step.goes_first else 1)
        own = self.lists[visit.priority_class]
        own[visit] = None
        own.move_to_end(visit, last=False)

    # --- leaving the list ---------------------------------------------------------------------------------------

    def remove(self, visit: Visit, end: VisitEnd) -> None:
        """Take a waiting visit off its list and log it; ``end``: why."""
        now = self.env.now
        del self.lists[visit.priority_class][visit]
        self.present -= 1
        self.present_area += now
        visit.outcome = end
        self.log(visit, now)

    def renege(self, visit: Visit) -> None:
        """Patience has run out: the visit leaves the list and its token goes on elsewhere."""
        self.reneged += 1
        self.remove(visit, VisitEnd.RENEGED)
        visit.step.stop_waiting(visit, self.env.now)
        if visit.twin is not None:
            visit.withdraw_twin()
        gate = visit.gate  # what the token waits for comes now, and no service ends with it
        assert gate.callbacks is not None
        gate.callbacks.remove(end_of_service)
        happen(gate)

    def promote(self, visit: Visit) -> None:
        """Move a waiting visit to the tail of the alert list of its urgency; one that was interrupted, to its head."""
        alert = visit.priority_class & ~1  # of the two lists of an urgency that with the even number
        if visit.priority_class != alert:
            del self.lists[visit.priority_class][visit]
            visit.priority_class = alert
            self.lists[alert][visit] = None
            if visit.began != NEVER:
                self.lists[alert].move_to_end(visit, last=False)

    # --- capacity -----------------------------------------------------------------------------------------------

    def set_level(self, level: int) -> None:
        """Opening, closing, or another number of servers on duty [per mille]."""
        self.level = level
        self.change_capacity(suspend=self.interrupts)

    def set_down(self, down: bool) -> None:
        """A breakdown begins or ends; several may overlap."""
        self.down += 1 if down else -1
        self.change_capacity(suspend=True)

    def change_capacity(self, suspend: bool) -> None:
        """Put the present number of servers on duty into force: none in a breakdown, else by the calendar's level.

        Services beyond it are suspended, latest start first (``suspend``), or finished in overtime. Free servers start visits.
        """
        now = self.env.now
        self.settle_overtime()
        self.settle_capacity()
        self.capacity = 0 if self.down else servers_at(self.servers, self.level)
        if suspend and self.busy > self.capacity:
            held = [v for v in self.serving if not v.held and v.due > now]
            held.sort(key=lambda v: (v.started, v.token.order))
            # Those that end at this very instant (due, and not held for an assembly) free their servers by themselves.
            ending = len(self.serving) - len(held) - sum(v.held for v in self.serving)
            while held and self.busy - ending > self.capacity:
                self.suspend(held.pop(), now)
            self.most_waiting = max(self.most_waiting, self.present - self.busy)
        self.drain(now)
