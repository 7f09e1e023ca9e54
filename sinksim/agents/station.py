"""A station: servers of one skill at one node, with a rota and a list ordered by urgency and alert."""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Callable
from typing import TYPE_CHECKING

from sinksim.agents.blocking import announce_place
from sinksim.agents.moments import PRIORITY, Moment, happen
from sinksim.agents.station_counters import StationCounters
from sinksim.agents.visit import Visit, end_of_service
from sinksim.core.records import NEVER, STAFF_COSTS, Tie, VisitEnd
from sinksim.core.rules import charge, servers_at

if TYPE_CHECKING:
    from sinksim.agents.calendar import Calendar
    from sinksim.agents.moments import Timeline
    from sinksim.plan.plan import Plan

_END = PRIORITY[Tie.END_OF_SERVICE]


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
        # Visits at other stations that wait for a place here, each keeping its server.
        self.blocked: OrderedDict[Visit, None] = OrderedDict()
        self.place_announced = False  # the first of them will be told that somebody has left
        self.lists: tuple[OrderedDict[Visit, None], ...] = tuple(OrderedDict() for _ in range(classes))
        # ``serving`` is kept only where a service may be interrupted.
        self.tracks = self.preemptive or self.interrupts or is_breakable
        self.serving: dict[Visit, None] = {}
        self.log = log

    @property
    def is_full(self) -> bool:
        """Whether as many are present as there is room for (-1: no limit)."""
        return 0 <= self.room <= self.present

    # --- joining ------------------------------------------------------------------------------------------------

    def admit(self, visit: Visit, now: int) -> bool:
        """Give an arriving visit a server or a place on the list; False where it is refused because the room is full."""
        self.joined += 1
        if self.is_full and not visit.held:  # whoever is asked for an assembly needs no room
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
        self.leave_place(now)
        token = visit.token
        if visit.blocked:
            token.time_queue += spell
        elif not visit.held:  # else the assembly books the time, once for all who are held
            token.time_service += spell
        self.pay(visit)
        self.log(visit, now)
        if self.present > self.busy:
            self.drain(now)

    def leave_place(self, now: int) -> None:
        """One less is present; if others are blocked until there is a place, the first of them is told."""
        self.present -= 1
        self.present_area += now  # integral over time: a rise subtracts its instant, a fall adds it
        if self.blocked:
            announce_place(self)

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
        self.leave_place(now)
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
            # Those that end at this very instant (due, not held for an assembly, not blocked) free their servers by themselves.
            ending = len(self.serving) - len(held) - sum(v.held or v.blocked for v in self.serving)
            while held and self.busy - ending > self.capacity:
                self.suspend(held.pop(), now)
            self.most_waiting = max(self.most_waiting, self.present - self.busy)
        self.drain(now)
