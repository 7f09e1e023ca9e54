"""One station lived through naively, minute by minute, written from the meanings in words and from no other code.

Constant times, urgencies, patience, a finite room, a rota, interruption, an alert: enough for every rule of who goes first.
"""

from bisect import insort
from itertools import count

# Who goes first within a minute.
HOURS, END, RENEGE, CLOCK, DELAY, RETURN, ARRIVAL = range(1, 8)


class Visit:
    """A stay at the station."""

    def __init__(self, case, joined, work):
        self.case = case
        self.joined = joined
        self.began = None
        self.ended = None
        self.outcome = "open"
        self.busy = 0
        self.left = work
        self.started = None  # the present spell of service
        self.list = None

    @property
    def is_served(self):
        return self.started is not None

    def told(self):
        """What the log of visits should say [min]."""
        return self.joined, self.began, self.ended, self.busy, self.outcome


class Case:
    """Somebody with a need."""

    def __init__(self, order, kind, arisen, urgency):
        self.order = order
        self.kind = kind
        self.arisen = arisen
        self.urgency = urgency
        self.visits = []
        self.alert = self.was_alert = False
        self.accepted = None
        self.end = "open"
        self.closed = None


class Naive:
    """The station, and what happens to it in order."""

    def __init__(self, station, toggles, deadline, horizon):
        self.station = station
        self.deadline = deadline
        self.horizon = horizon
        self.events = []
        self.number = count()
        self.now = 0
        self.level = 1
        self.lists = {}
        self.serving = []
        for n, (minute, *change) in enumerate(toggles):
            self.plan(minute, HOURS, n, lambda change=change: self.hours(*change))

    @property
    def capacity(self):
        """Servers on duty: rounded half up, one at least while the doors are open."""
        return max(1, int(self.station["servers"] * self.level + 0.5)) if self.level else 0

    @property
    def waiting(self):
        """Everybody who waits, the first to be served first."""
        return [visit for key in sorted(self.lists) for visit in self.lists[key]]

    def plan(self, minute, tie, order, action):
        """Let something happen."""
        insort(self.events, (minute, tie, order, next(self.number), action))

    def live(self, cases):
        """From the beginning to the horizon."""
        for case in cases:
            self.plan(case.arisen, ARRIVAL, case.order, lambda case=case: self.arise(case))
        while self.events and self.events[0][0] < self.horizon:
            self.now, *_, action = self.events.pop(0)
            action()
        for visit in (*self.serving, *self.waiting):
            visit.busy += self.horizon - visit.started if visit.is_served else 0
            visit.ended = self.horizon

    def arise(self, case):
        """A need: its clock starts, it is on its way."""
        if self.deadline is not None:
            self.plan(self.now + self.deadline, CLOCK, case.order, lambda: self.ring(case))
        if case.kind["way"] is None:
            self.join(case)
        else:
            self.plan(self.now + case.kind["way"], DELAY, case.order, lambda: self.join(case))

    def join(self, case):
        """Served at once, or in the place of somebody less urgent, or on the list; sent away where the room is full."""
        visit = Visit(case, self.now, case.kind["work"])
        case.visits.append(visit)
        room = self.station.get("room")
        if room is not None and len(self.serving) + len(self.waiting) >= room:
            self.leave(visit, "refused")
            return
        victim = self.victim(case)
        if len(self.serving) >= self.capacity and victim is None:
            self.enlist(visit)
            if case.kind["patience"] is not None:
                self.plan(self.now + case.kind["patience"], RENEGE, case.order, lambda: self.lose_patience(visit))
            return
        if len(self.serving) >= self.capacity:
            self.interrupt(victim)
        self.begin(visit)

    def victim(self, case):
        """The least urgent, then the latest start, of those whose service does not end right now."""
        if not self.station["preemptive"] or len(self.serving) > self.capacity:
            return None
        held = [v for v in self.serving if v.started + v.left > self.now]
        last = max(held, key=lambda v: (v.case.urgency, v.started, v.case.order), default=None)
        return last if last is not None and last.case.urgency > case.urgency else None

    def enlist(self, visit, at_the_head=False):
        """On the list of its urgency, in or out of the alert zone."""
        visit.list = self.lists.setdefault((visit.case.urgency, not visit.case.alert), [])
        visit.list.insert(0 if at_the_head else len(visit.list), visit)

    def delist(self, visit):
        """Off its list."""
        visit.list.remove(visit)
        visit.list = None

    def begin(self, visit):
        """A server takes it; the first time it is accepted, which stops the clock and ends the alert."""
        if visit.began is None:
            visit.began = visit.case.accepted = self.now
            visit.case.alert = False
        visit.started = self.now
        self.serving.append(visit)
        spell = (visit, self.now)
        self.plan(self.now + visit.left, END, visit.case.order, lambda: self.finish(*spell))

    def finish(self, visit, started):
        """Its service ends, if it has not been interrupted; the next one is taken."""
        if visit.started == started and visit in self.serving and started + visit.left == self.now:
            self.release(visit)
            self.leave(visit, "served")
            self.fill()

    def release(self, visit):
        """Its server is free."""
        self.serving.remove(visit)
        visit.busy += self.now - visit.started
        visit.left -= self.now - visit.started
        visit.started = None

    def interrupt(self, visit):
        """It waits at the head of its list for what is left."""
        self.release(visit)
        self.enlist(visit, at_the_head=True)

    def fill(self):
        """Free servers take who is first."""
        while self.waiting and len(self.serving) < self.capacity:
            visit = self.waiting[0]
            self.delist(visit)
            self.begin(visit)

    def leave(self, visit, outcome):
        """It is over."""
        visit.ended, visit.outcome = self.now, outcome
        visit.case.end, visit.case.closed = outcome, self.now

    def lose_patience(self, visit):
        """Who has not been served at all gives up."""
        if visit.list is not None and visit.began is None:
            self.delist(visit)
            self.leave(visit, "reneged")

    def ring(self, case):
        """Nobody has accepted the case in time: it moves up."""
        if case.accepted is None and case.end == "open":
            case.alert = case.was_alert = True
            for visit in case.visits:
                if visit.list is not None:
                    self.delist(visit)
                    self.enlist(visit)

    def hours(self, level, opens_again):
        """Another number on duty; at the day's last closing people go home until ``opens_again``."""
        self.level = level
        if self.station["shift_end"] == "interrupt":
            ending = [v for v in self.serving if v.started + v.left == self.now]
            held = sorted((v for v in self.serving if v not in ending), key=lambda v: (v.started, v.case.order))
            while held and len(held) > self.capacity:
                self.interrupt(held.pop())
        self.fill()
        if opens_again is not None:
            for visit in sorted((v for v in self.waiting if v.began is None), key=lambda v: v.case.order):
                self.go_home(visit, opens_again)

    def go_home(self, visit, opens_again):
        """A file stays; people come again."""
        if not visit.case.kind["file"]:
            self.delist(visit)
            visit.ended, visit.outcome = self.now, "went_home"
            self.plan(opens_again, RETURN, visit.case.order, lambda: self.join(visit.case))
