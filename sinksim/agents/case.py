"""A case: one need of one citizen. It walks through its process step by step; a branch of a fork walks beside it."""

from __future__ import annotations

from collections.abc import Callable
from operator import attrgetter
from typing import NamedTuple, Protocol

from sinksim.agents.moments import Moment
from sinksim.agents.walking import Walking
from sinksim.core.records import CASE_FIELDS, MOST_INSTRUCTIONS_AT_ONCE, NEVER, TIME_KINDS, End, names

TIMES_BY_KIND = attrgetter(*(f"time_{kind}" for kind in TIME_KINDS))
RECORD = attrgetter(*names(CASE_FIELDS))


class Step:
    """What a token walks through: it may begin something to wait for, and it ends by saying what is next."""

    pc: int  # position of its instruction
    next: Step | None = None
    takes_time = True

    def link(self, steps: list[Step | None]) -> None:
        """Connect to the steps that follow; called once all steps exist."""
        raise AssertionError(f"{type(self).__name__} does not say what follows")

    def begin(self, token: Token) -> Moment | None:
        """Start; returns what to wait for, or None where no time passes."""
        raise AssertionError(f"{type(self).__name__} does not say how it begins")

    def cut(self, token: Token) -> None:
        """The horizon cuts the step short: book what has begun by itself since the token was parked."""

    def end(self, token: Token) -> Step | None:
        """Finish; returns the next step, or None where the token's walk is over."""
        return self.next


class Stay(Protocol):
    """What keeps a token at stations: a visit to one, or an assembly of several."""

    def alert(self) -> None:
        """The case has entered the alert zone."""

    def cut(self, now: int) -> None:
        """The horizon cuts it short: book and log what is under way."""


class Running(NamedTuple):
    """One running clock (deadline): which of the plan's, at which instants its warning and its deadline fall [ms]."""

    clock: int
    warns: int
    due: int


class Token:
    """What walks through a process: it has a key for its draws, counters of its visits, and its time by kind."""

    # Times by kind [ms]: those of the record; class-level zeros, so that a token holds only what it has used.
    time_discover = time_travel = time_closed = time_queue = time_service = time_relay = 0
    time_meeting = time_assemble = time_match = time_home = time_rework = 0

    case: Case
    key: int  # of all its draws
    order: int  # its place among all tokens at equal times
    branch = 0  # number of a fork's branch; 0: the case itself
    department = -1  # station template of the branch's department
    counts: list[int] | None = None
    stay: Stay | None = None
    step: Step | None = None
    # What it is waiting for outside any station: the kind of time (see ``TIME_KINDS``; "": nothing) and since when.
    time_kind = ""
    since = 0
    # Of somebody who waits at home because the doors are shut: when they will leave, and the one-way time.
    departure = travel_time = 0

    def __init__(self, walking: Walking, key: int, order: int) -> None:
        self.walking = walking
        self.key = key
        self.order = order

    def count_visit(self, slot: int) -> int:
        """Which visit of this draw the token now makes (0: the first), and count it; slot -1: there can be only one."""
        if slot < 0:
            return 0
        if self.counts is None:
            self.counts = [0] * self.walking.slots
        count = self.counts[slot]
        self.counts[slot] = count + 1
        return count

    def spend(self, kind: str, until: int) -> None:
        """Book the time from when the current wait began until ``until`` as ``kind`` (see ``TIME_KINDS``); the wait is over."""
        name = f"time_{kind}"
        setattr(self, name, getattr(self, name) + until - self.since)
        self.time_kind = ""

    def go(self, moment: Moment | None = None) -> None:
        """Walk on, step by step, until there is something to wait for or the walk is over.

        Without a ``moment`` the present step begins; with one (SimPy's callback) what the step waited for has come, and it ends.
        Instructions are counted while simulated time stands still, so that a loop in which it never moves is refused.
        """
        step, walking = self.step, self.walking
        if walking.env.now != walking.standing_since:
            walking.time_moves()
        if moment is not None and step is not None:
            step = step.end(self)
            walking.walked += 1
            if walking.walked > MOST_INSTRUCTIONS_AT_ONCE and step is not None:
                walking.refuse_instant_loop(step.pc)
        while step is not None:
            if step.takes_time:
                moment = step.begin(self)
                if moment is not None:
                    self.step = step
                    moment.callbacks.append(self.go)
                    return
            step = step.end(self)
            if step is not None:
                walking.walked += 1
                if walking.walked > MOST_INSTRUCTIONS_AT_ONCE:
                    walking.refuse_instant_loop(step.pc)


class Case(Token):
    """The main token of a case, with all that its record says."""

    layer = 0
    segment = urgency = -1
    requires = -1
    channel = 0
    marks = 0
    filed = responded = closed = solved = NEVER
    time_alert = 0
    citizen_time = staff_time = 0
    contacts = 1
    visits = trips = hops = bounces = departments = 0
    top_tier = place_tier = -1
    clocks_started = clocks_kept = clocks_broken = 0
    cost_staff_institution = cost_staff_treasury = cost_staff_volunteer = 0
    cost_fares = cost_time = cost_operation = 0
    fee_citizen = fee_insurer = 0
    satisfaction = -1
    end = End.OPEN

    # The citizen's last trip, which those who are sent home make once more: one-way time and fare.
    last_travel_time = 0
    last_fare = 0
    running: tuple[Running, ...] | list[Running] = ()
    overdue: tuple[Running, ...] = ()
    pending = 0  # branches that have not joined yet
    gate: Moment  # when all have, the case goes on
    alert_since = 0
    branches: tuple[Branch, ...] | list[Branch] = ()
    # Times by kind at the first reported closure; None before it.
    frozen_times: tuple[int, ...] | None = None

    def __init__(
        self, walking: Walking, key: int, order: int, service: int, origin: int, ordinal: int, arisen: int
    ) -> None:
        self.walking = walking
        self.key = key
        self.order = order
        self.case = self  # it is the token of its own main line; its branches refer to it
        self.service = service
        self.origin = origin
        self.ordinal = ordinal
        self.arisen = arisen

    def record_tier(self, tier: int) -> None:
        """Note that a tier had to deal with the case; the record keeps the highest one (0 is the top; -1: none so far)."""
        if self.top_tier < 0 or tier < self.top_tier:
            self.top_tier = tier

    def file(self, now: int) -> None:
        """Note the first contact: the case counts as filed from the first instant at which anybody deals with it."""
        if self.filed == NEVER:
            self.filed = now

    def report_closed(self, now: int) -> None:
        """Note the first reported closure, whether the need is truly solved or not; what is closed has been filed as well."""
        if self.closed == NEVER:
            self.closed = now
            self.file(now)

    def freeze_times(self) -> None:
        """Keep the times by kind as they stand at the first reported closure: what a reopened case takes is not added to them."""
        if self.frozen_times is None:
            self.frozen_times = TIMES_BY_KIND(self)

    def restore_times(self, times: tuple[int, ...]) -> None:
        """Set the times by kind back to those of the first reported closure (``frozen_times``)."""
        for kind, span in zip(TIME_KINDS, times, strict=True):
            setattr(self, f"time_{kind}", span)


class Branch(Token):
    """One department's part of a forked case; ``join`` is called with it when its walk is over."""

    joined = False

    def __init__(self, case: Case, join: Callable[[Branch], None], key: int, branch: int, department: int) -> None:
        super().__init__(case.walking, key, case.order + branch)  # the low bits of a case's order are left for this
        self.case = case
        self.join = join  # called when its walk is over
        self.branch = branch
        self.department = department


def add_times(token: Token, part: Token) -> None:
    """Add a part's times by kind to a token's."""
    for kind in TIME_KINDS:
        name = f"time_{kind}"
        span = getattr(part, name)
        if span:
            setattr(token, name, getattr(token, name) + span)
