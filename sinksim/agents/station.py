"""A station: servers of one skill at one node, with a rota, a list ordered by urgency and alert, and exact counters."""

from __future__ import annotations

from collections import OrderedDict
from typing import TYPE_CHECKING

from sinksim.agents.moments import PRIORITY, Moment, happen
from sinksim.agents.visit import end_of_service
from sinksim.core.records import NEVER, STATION_FIELDS, Tie, VisitEnd, names
from sinksim.core.rules import charge, servers_at

if TYPE_CHECKING:
    from sinksim.agents.hours import Calendar
    from sinksim.agents.visit import Visit
    from sinksim.agents.world import World

_END = PRIORITY[Tie.END_OF_SERVICE]
MOST_WAITING = names(STATION_FIELDS).index("most_waiting")


class Station:
    """A station; capacity is the number of servers on duty now, which may fall below the number busy."""

    def __init__(self, world: World, index: int, classes: int, calendar: Calendar | None) -> None:
        rows = world.plan.stations
        self.world = world
        self.env = world.env
        self.index = index
        self.servers = int(rows.servers[index])
        self.room = int(rows.room[index])
        self.tier = int(rows.tier[index])
        self.wage = int(rows.wage[index])
        self.template = int(rows.template[index])
        self.escalates_to = int(rows.escalates_to[index])
        self.preemptive = bool(rows.preemptive[index])
        self.interrupts = bool(rows.interrupt[index])
        self.calendar = calendar
        self.level = 1000 if calendar is None else calendar.level
        self.down = 0
        self.capacity = servers_at(self.servers, self.level)
        self.lists: tuple[OrderedDict[Visit, None], ...] = tuple(OrderedDict() for _ in range(classes))
        self.tracks = self.preemptive or self.interrupts or index in world.breakable
        self.serving: dict[Visit, None] = {}
        self.present = self.busy = 0
        self.last_capacity = self.last_overtime = 0
        self.joined = self.served = self.reneged = self.refused = self.withdrawn = self.went_home = 0
        self.present_area = self.busy_area = self.overtime_area = self.open_area = 0
        self.most_waiting = self.staff_money = 0
        self.figures = [0] * len(STATION_FIELDS)

    # --- counters -----------------------------------------------------------------------------------------------
    #
    # An integral of a number over time is the sum of the instants at which it falls minus the sum of those at which it
    # rises (plus the number at the end times the end), so that each change costs one addition.

    def settle_overtime(self) -> None:
        """Bring the integral of servers busy beyond those on duty up to now; before either number changes."""
        now = self.env.now
        if self.busy > self.capacity:
            self.overtime_area += (self.busy - self.capacity) * (now - self.last_overtime)
        self.last_overtime = now

    def settle_capacity(self) -> None:
        """Bring the integral of servers on duty up to now; before their number changes."""
        now = self.env.now
        self.open_area += self.capacity * (now - self.last_capacity)
        self.last_capacity = now

    def begin_window(self) -> None:
        """What has happened so far does not count; the longest queue is sought from now on."""
        self.figures = [-total for total in self.totals()]
        self.most_waiting = self.present - self.busy

    def end_window(self) -> None:
        """Its row of the station table is what has happened since the window began."""
        self.figures = [total + before for total, before in zip(self.totals(), self.figures, strict=True)]
        self.figures[MOST_WAITING] = self.most_waiting

    def totals(self) -> tuple[int, ...]:
        """Counts and integrals since the start of the run, in the order of ``STATION_FIELDS``; no longest queue."""
        now = self.env.now
        self.settle_overtime()
        self.settle_capacity()
        present = self.present_area + self.present * now
        busy = self.busy_area + self.busy * now
        return (
            self.joined, self.served, self.reneged, self.refused, self.withdrawn, self.went_home, present,
            present - busy, busy - self.overtime_area, self.overtime_area, self.open_area, 0, self.staff_money,
        )  # fmt: skip

    # --- joining ------------------------------------------------------------------------------------------------

    def admit(self, visit: Visit, now: int) -> bool:
        """Take a visit on the list or straight to a server; False where the room is full."""
        self.joined += 1
        if 0 <= self.room <= self.present and visit.assembly is None:
            self.refused += 1
            visit.outcome = VisitEnd.REFUSED
            self.world.log(visit, now)
            return False
        self.present += 1
        self.present_area -= now
        if self.busy < self.capacity:
            self.begin(visit, now)
            return True
        victim = self.victim(visit, now) if self.preemptive else None
        if victim is not None:
            self.suspend(victim, now)
            self.begin(visit, now)
        else:
            self.lists[visit.klass][visit] = None
        waiting = self.present - self.busy
        self.most_waiting = max(self.most_waiting, waiting)
        return True

    def victim(self, visit: Visit, now: int) -> Visit | None:
        """Whom a more urgent arrival interrupts: the least urgent in service, then the latest start."""
        held = [v for v in self.serving if v.assembly is None and v.due > now]
        if not held or self.busy > self.capacity:
            return None
        last = max(held, key=lambda v: (v.urgency, v.started, v.token.order))
        return last if last.urgency > visit.urgency else None

    # --- service ------------------------------------------------------------------------------------------------

    def begin(self, visit: Visit, now: int) -> None:
        """Give a server to a visit."""
        self.busy += 1
        self.busy_area -= now
        visit.serving = True
        visit.started = now
        if visit.twin is not None:
            visit.twin.station.withdraw(visit.twin)
            visit.twin = None
        if visit.since != now:
            visit.step.stop_waiting(visit, now)
        residual = visit.residual
        if residual < 0:
            visit.began = now
            visit.residual = residual = visit.step.accept(visit, now)
        if self.tracks:
            self.serving[visit] = None
        if visit.assembly is None:
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
        if visit.assembly is None:
            token.time_service += spell
        self.pay(visit)
        if self.world.keeps_visits:
            self.world.log(visit, now)
        if self.present > self.busy:
            self.drain(now)

    def pay(self, visit: Visit) -> None:
        """Charge the staff time of a visit to its case."""
        case = visit.token.case
        case.staff_time += visit.busy
        if self.wage:
            money = charge(visit.busy, self.wage)
            case.cost_staff += money
            self.staff_money += money

    def release(self, visit: Visit, now: int) -> None:
        """Take the server back."""
        if self.busy > self.capacity:
            self.settle_overtime()
        self.busy -= 1
        self.busy_area += now
        visit.serving = False
        if self.tracks:
            del self.serving[visit]

    def drain(self, now: int) -> None:
        """Start waiting visits while servers are free: most urgent list first, each in order of arrival."""
        while self.busy < self.capacity and self.present > self.busy:
            for waiting in self.lists:
                if waiting:
                    visit, _ = waiting.popitem(last=False)
                    self.begin(visit, now)
                    break
            else:
                return

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
        visit.klass = 2 * visit.urgency + (0 if visit.token.case.overdue else 1)
        own = self.lists[visit.klass]
        own[visit] = None
        own.move_to_end(visit, last=False)

    # --- leaving the list ---------------------------------------------------------------------------------------

    def remove(self, visit: Visit, end: VisitEnd) -> None:
        """Take a waiting visit off the list."""
        now = self.env.now
        del self.lists[visit.klass][visit]
        self.present -= 1
        self.present_area += now
        visit.outcome = end
        self.world.log(visit, now)

    def withdraw(self, visit: Visit) -> None:
        """The token has been claimed from another list."""
        self.withdrawn += 1
        self.remove(visit, VisitEnd.WITHDRAWN)

    def renege(self, visit: Visit) -> None:
        """Patience has run out: the visit leaves the list and its token goes on elsewhere."""
        self.reneged += 1
        self.remove(visit, VisitEnd.RENEGED)
        visit.step.stop_waiting(visit, self.env.now)
        if visit.twin is not None:
            visit.twin.station.withdraw(visit.twin)
            visit.twin = None
        gate = visit.gate
        assert gate.callbacks is not None
        gate.callbacks.remove(end_of_service)
        happen(gate)

    def promote(self, visit: Visit) -> None:
        """Move a waiting visit to the tail of the alert list of its urgency; one that was interrupted, to its head."""
        alert = visit.klass & ~1
        if visit.klass != alert:
            del self.lists[visit.klass][visit]
            visit.klass = alert
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
        """Put the number of servers on duty into force: suspend the latest starts if asked, or start waiting cases."""
        now = self.env.now
        self.settle_overtime()
        self.settle_capacity()
        self.capacity = 0 if self.down else servers_at(self.servers, self.level)
        if suspend and self.busy > self.capacity:
            held = [v for v in self.serving if v.assembly is None and v.due > now]
            held.sort(key=lambda v: (v.started, v.token.order))
            # Those that end at this very instant free their servers by themselves.
            ending = len(self.serving) - len(held) - sum(v.assembly is not None for v in self.serving)
            while held and self.busy - ending > self.capacity:
                self.suspend(held.pop(), now)
            self.most_waiting = max(self.most_waiting, self.present - self.busy)
        self.drain(now)

    def waiting_people(self) -> list[Visit]:
        """People (not files) waiting who have not been served yet, in the order of their cases.

        Who stands on the list one tier up as well is present at the lower station only.
        """
        waiting = (v for one in self.lists for v in one)
        people = [v for v in waiting if not v.step.file and v.began == NEVER and v.token.visit is v]
        return sorted(people, key=lambda v: v.token.order)
