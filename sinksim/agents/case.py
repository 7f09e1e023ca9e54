"""A case: one need of one citizen. It walks through its process step by step; a branch of a fork walks beside it."""

from __future__ import annotations

from operator import attrgetter
from typing import TYPE_CHECKING

from sinksim.agents.moments import Moment
from sinksim.core.records import CASE_FIELDS, MOST_INSTRUCTIONS_AT_ONCE, NEVER, TIME_KINDS, End, names

if TYPE_CHECKING:
    from sinksim.agents.assembly import Assembly
    from sinksim.agents.deadlines import Running
    from sinksim.agents.departments import Departments
    from sinksim.agents.steps import Step
    from sinksim.agents.visit import Visit
    from sinksim.agents.world import World

KINDS = attrgetter(*(f"time_{kind}" for kind in TIME_KINDS))
RECORD = attrgetter(*names(CASE_FIELDS))


class Token:
    """What walks: it has a key for its luck, counters of its visits, and its time by kind."""

    # Times by kind [ms]: those of the record; class-level zeros, so that a token holds only what it has used.
    time_discover = time_travel = time_closed = time_queue = time_service = time_relay = 0
    time_batch = time_assemble = time_match = time_home = time_rework = 0

    case: Case
    key: int
    order: int
    branch = 0
    department = -1
    counts: list[int] | None = None
    visit: Visit | None = None
    assembly: Assembly | None = None
    step: Step | None = None
    # What it is waiting for outside any station: the kind of time and since when.
    spending = ""
    since = 0
    # For whom the doors are shut: when they leave home, and the one-way time.
    departure = way = 0

    def __init__(self, world: World, key: int, order: int) -> None:
        self.world = world
        self.key = key
        self.order = order

    def passing(self, slot: int) -> int:
        """Which visit of a draw this is (0 for the first), counted where it can be more than one."""
        if slot < 0:
            return 0
        if self.counts is None:
            self.counts = [0] * self.world.slots
        count = self.counts[slot]
        self.counts[slot] = count + 1
        return count

    def spend(self, kind: str, until: int) -> None:
        """Book the time since the current wait began as ``kind``."""
        name = f"time_{kind}"
        setattr(self, name, getattr(self, name) + until - self.since)
        self.spending = ""

    def go(self, moment: Moment | None = None) -> None:
        """Walk on: from the present step, or, woken by the moment it waited for, from its end."""
        step, world = self.step, self.world
        if world.env.now != world.standing_since:
            world.time_moves()
        if moment is not None and step is not None:
            step = step.end(self)
            world.walked += 1
            if world.walked > MOST_INSTRUCTIONS_AT_ONCE:
                world.refuse_instant_loop(step)
        while step is not None:
            if step.takes_time:
                moment = step.begin(self)
                if moment is not None:
                    self.step = step
                    moment.callbacks.append(self.go)
                    return
            step = step.end(self)
            if step is not None:
                world.walked += 1
                if world.walked > MOST_INSTRUCTIONS_AT_ONCE:
                    world.refuse_instant_loop(step)


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
    cost_staff = cost_fares = cost_time = cost_operation = 0
    fee_citizen = fee_insurer = 0
    end = End.OPEN

    # The last way the citizen took, for those who must come again: one-way time and fare.
    last_way = 0
    last_fare = 0
    running: tuple[Running, ...] | list[Running] = ()
    overdue: tuple[Running, ...] = ()
    pending = 0
    gate: Moment
    alert_since = 0
    branches: tuple[Branch, ...] | list[Branch] = ()
    frozen_kinds: tuple[int, ...] | None = None

    def __init__(
        self, world: World, key: int, order: int, service: int, origin: int, ordinal: int, arisen: int
    ) -> None:
        self.world = world
        self.key = key
        self.order = order
        self.case = self
        self.service = service
        self.origin = origin
        self.ordinal = ordinal
        self.arisen = arisen

    def touch(self, tier: int) -> None:
        """Note that a tier had to deal with the case."""
        if self.top_tier < 0 or tier < self.top_tier:
            self.top_tier = tier

    def file(self, now: int) -> None:
        """Note the first contact."""
        if self.filed == NEVER:
            self.filed = now

    def leave(self, end: End) -> None:
        """End the case without closing it."""
        self.closed = self.closed if self.frozen_kinds else self.world.env.now
        self.finish(end)

    def report_closed(self) -> None:
        """Report it closed, truly or not; time by kind counts up to the first report."""
        if self.closed == NEVER:
            self.closed = self.world.env.now
            self.file(self.closed)

    def set_aside_kinds(self) -> None:
        """Keep the times by kind as they stood at the first reported closure: what follows is counted apart."""
        if self.frozen_kinds is None:
            self.frozen_kinds = KINDS(self)

    def finish(self, end: End) -> None:
        """Write the record."""
        self.end = end
        if self.frozen_kinds is not None:
            for kind, span in zip(TIME_KINDS, self.frozen_kinds, strict=True):
                setattr(self, f"time_{kind}", span)
        if self.running:
            self.world.deadlines.settle(self)
        self.world.write(self)


class Branch(Token):
    """One department's part of a forked case; ``departments`` is the step that joins it again."""

    joined = False

    def __init__(self, case: Case, departments: Departments, key: int, branch: int, department: int) -> None:
        super().__init__(case.world, key, case.order + branch)
        self.case = case
        self.departments = departments
        self.branch = branch
        self.department = department


def add_kinds(token: Token, part: Token) -> None:
    """Add a part's times by kind to a token's."""
    for kind in TIME_KINDS:
        name = f"time_{kind}"
        span = getattr(part, name)
        if span:
            setattr(token, name, getattr(token, name) + span)
