"""The verbs in which time passes outside stations: `travel`, `relay`, `wait`, `meet`."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sinksim.agents.moments import PRIORITY, Moment
from sinksim.agents.steps import Instruction, timer
from sinksim.core.records import TIME_KINDS, Tie
from sinksim.core.rules import first_open, next_meeting
from sinksim.plan.operations import DELAY, MEET, TRAVEL

if TYPE_CHECKING:
    from sinksim.agents.case import Case, Step, Token
    from sinksim.agents.world import World
    from sinksim.plan.plan import Plan

_DELAY, _OPENING = PRIORITY[Tie.DELAY], PRIORITY[Tie.OPENING]


class Spending(Instruction):
    """Time of one kind passes."""

    kind = ""

    def wait(self, token: Token, span: int) -> Moment:
        """Wait for ``span`` from now; the time is booked when it is over."""
        token.spending, token.since = self.kind, self.env.now
        moment = Moment(self.env)
        self.env.schedule(moment, _DELAY + token.order, span)
        return moment

    def end(self, token: Token) -> Step | None:
        """Book the time."""
        token.spend(self.kind, self.env.now)
        return self.next


class Doors:
    """The hours of the doors that a travel leads to, by what is known of a case."""

    def __init__(self, plan: Plan, row: int) -> None:
        doors = plan.code.doors
        self.first, *self.strides = doors.rows[row].tolist()
        self.table: list[int] = doors.table.tolist()
        self.hours = doors.hours
        self.lowest = len(plan.labels.tiers) - 1

    def first_open(self, case: Case, arrival: int) -> int:
        """First instant from ``arrival`` on at which a door is open."""
        # A case that requires no tier (-1) stands for the lowest one.
        tier = case.requires if case.requires >= 0 else self.lowest
        known = (tier, case.urgency, case.segment, case.service)
        row = self.table[self.first + sum(n * stride for n, stride in zip(known, self.strides, strict=True))]
        return arrival if row < 0 else int(first_open(*self.hours[row], arrival))


class Travel(Spending):
    """The citizen goes somewhere: the way there delays the case, the way back is effort only."""

    kind = "travel"

    def __init__(self, world: World, pc: int) -> None:
        super().__init__(world, pc)
        row = self.row
        self.tier = row[TRAVEL.tier]
        self.ways = 2 if row[TRAVEL.returns] else 1
        self.delays = bool(row[TRAVEL.delays])
        self.fare = row[TRAVEL.fare]
        self.time = timer(world.plan, row[TRAVEL.time], self.key) if row[TRAVEL.time] >= 0 else None
        self.legs = world.plan.travel_ms[self.tier].tolist() if self.tier >= 0 else []
        self.fares = world.plan.travel_fare[self.tier].tolist() if self.tier >= 0 else []
        self.doors = Doors(world.plan, row[TRAVEL.doors]) if row[TRAVEL.doors] >= 0 else None

    def begin(self, token: Token) -> Moment:
        """Set out, or stay at home for as long as whoever sets out would arrive at shut doors."""
        span = self.legs[token.case.origin] if self.time is None else self.time(token.key, token.count_visit(self.slot))
        way = span if self.delays else 0
        arrival = self.env.now + way
        opening = arrival if self.doors is None else self.doors.first_open(token.case, arrival)
        if opening > arrival:
            return self.wait_at_home(token, span, arrival, opening)
        self.book_trip(token, span)
        return self.wait(token, way)

    def wait_at_home(self, token: Token, span: int, arrival: int, opening: int) -> Moment:
        """Leave so as to arrive at the opening; of those who do, who would have arrived first is there first."""
        token.spending, token.since = "closed", self.env.now
        token.departure, token.way = opening - (span if self.delays else 0), span
        there = Moment(self.env)
        if opening < self.world.horizon:
            self.env.schedule(there, _OPENING + arrival, opening - self.env.now)
        return there

    def end_wait_at_home(self, token: Token) -> None:
        """Book a stay at home, and that somebody has left so as to arrive at the opening."""
        token.spend("closed", token.departure)
        self.book_trip(token, token.way)
        token.spending, token.since = self.kind, token.departure

    def end(self, token: Token) -> Step | None:
        """Book the way, and the stay at home before it."""
        if token.spending == "closed":
            self.end_wait_at_home(token)
        return super().end(token)

    def cut(self, token: Token) -> None:
        """At the horizon somebody who stayed at home may have left."""
        if token.spending == "closed" and token.departure < self.env.now:
            self.end_wait_at_home(token)

    def book_trip(self, token: Token, span: int) -> None:
        """Leave home: the trip is made, there and back."""
        case = token.case
        fare = self.fare if self.fare >= 0 else self.fares[case.origin]
        case.trips += 1
        case.last_travel_time, case.last_fare = span, fare
        case.citizen_time += self.ways * span
        if fare:
            self.world.charge_fares(case, self.ways * fare)
        if self.tier >= 0:
            case.place_tier = self.tier


class Delay(Spending):
    """A relay between tiers or offices, or time at home, for correction, until discovered."""

    def __init__(self, world: World, pc: int) -> None:
        super().__init__(world, pc)
        row = self.row
        self.kind = TIME_KINDS[row[DELAY.kind]]
        self.time = timer(world.plan, row[DELAY.time], self.key)
        self.calendar = world.calendars[row[DELAY.calendar]] if row[DELAY.calendar] >= 0 else None
        self.hop = row[DELAY.hop]
        self.on_site = self.kind in ("queue", "service")
        self.tier = row[DELAY.tier]

    def begin(self, token: Token) -> Moment:
        """Send it off; in a calendar only open time counts."""
        case = token.case
        if self.hop:
            case.hops += 1
            case.file(self.env.now)
        if self.tier >= 0:
            case.touch(self.tier)
        span = self.time(token.key, token.count_visit(self.slot))
        if self.calendar is not None:
            span = self.calendar.after(span) - self.env.now
        if self.on_site:
            case.citizen_time += min(span, self.world.horizon - self.env.now)
        return self.wait(token, span)


class Meet(Spending):
    """Wait for the next batch meeting or approval cycle."""

    kind = "batch"

    def __init__(self, world: World, pc: int) -> None:
        super().__init__(world, pc)
        self.every = self.row[MEET.every]
        self.first = world.plan.code.phases[self.row[MEET.phases]].tolist()

    def begin(self, token: Token) -> Moment:
        """Wait for the next meeting strictly after now."""
        case = token.case
        case.file(self.env.now)
        return self.wait(token, next_meeting(self.env.now, self.every, self.first[case.origin]) - self.env.now)
