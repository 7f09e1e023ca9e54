"""The verbs in which time passes outside stations: `travel`, `relay`, `wait`, `meet`."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sinksim.agents.moments import PRIORITY, Moment
from sinksim.agents.steps import Instruction
from sinksim.core.records import NEVER, TIME_KINDS, Tie
from sinksim.core.rules import first_open, next_meeting
from sinksim.plan.operations import DELAY, MEET, TRAVEL
from sinksim.plan.timers import timer

if TYPE_CHECKING:
    from sinksim.agents.case import Case, Step, Token
    from sinksim.agents.world import World
    from sinksim.plan.plan import Plan

_DELAY, _OPENING = PRIORITY[Tie.DELAY], PRIORITY[Tie.OPENING]


class TimedStep(Instruction):
    """A step in which time of one kind passes."""

    kind = ""  # see ``TIME_KINDS``

    def wait(self, token: Token, span: int) -> Moment:
        """Wait for ``span`` [ms] from now as this kind of time, which is booked when it is over; returns the end of the wait."""
        token.time_kind, token.since = self.kind, self.env.now
        moment = Moment(self.env)
        self.env.schedule(moment, _DELAY + token.order, span)
        return moment

    def end(self, token: Token) -> Step | None:
        """Book the time."""
        token.spend(self.kind, self.env.now)
        return self.next


class Doors:
    """When a travel finds at least one open door at its end, which depends on what is known of the case (``plan.doors``)."""

    def __init__(self, plan: Plan, row: int) -> None:
        """Read where a travel's part of the table of hours begins, each attribute's stride in it, the table and the hours."""
        doors = plan.code.doors
        self.first, *self.strides = doors.rows[row].tolist()
        self.table: list[int] = doors.table.tolist()
        self.hours = doors.hours
        self.lowest = len(plan.labels.tiers) - 1

    def first_open(self, case: Case, arrival: int) -> int:
        """First instant from ``arrival`` on [ms] at which a door is open.

        The hours are found in a table: the value of each attribute of the case, times its stride, adds up to the place there.
        """
        # A case that requires no tier (-1) stands for the lowest one.
        tier = case.requires if case.requires >= 0 else self.lowest
        known = (tier, case.urgency, case.segment, case.service)
        row = self.table[self.first + sum(n * stride for n, stride in zip(known, self.strides, strict=True))]
        # -1: never shut.
        return arrival if row < 0 else int(first_open(*self.hours[row], arrival))


class Travel(TimedStep):
    """The citizen goes somewhere: the travel time there delays the case, the one back is effort only.

    The travel time and fare are the network's for the origin and the tier, or stated by the scenario.
    """

    kind = "travel"

    def __init__(self, world: World, pc: int) -> None:
        """Read the instruction: where to (-1: its time is stated), there and back or one way, and by whose hours to leave.

        ``delays``: the case waits for the journey; else it is the citizen's time and fare alone. ``doors``: opening hours at the
        destination, by which somebody leaves home no earlier than needed; None where whoever comes is let in at any time.
        """
        super().__init__(world, pc)
        row = self.row
        self.tier = row[TRAVEL.tier]
        self.legs = 2 if row[TRAVEL.returns] else 1
        self.delays = bool(row[TRAVEL.delays])
        self.fare = row[TRAVEL.fare]
        self.stated_time = timer(world.plan, row[TRAVEL.time], self.key) if row[TRAVEL.time] >= 0 else None
        # By origin, where the scenario states none: one-way travel time [ms] and fare [0.001 yuan].
        self.network_times = world.plan.travel_ms[self.tier].tolist() if self.tier >= 0 else []
        self.network_fares = world.plan.travel_fare[self.tier].tolist() if self.tier >= 0 else []
        self.doors = Doors(world.plan, row[TRAVEL.doors]) if row[TRAVEL.doors] >= 0 else None

    def begin(self, token: Token) -> Moment:
        """Set out, or wait at home for as long as whoever sets out would arrive at shut doors.

        Where travel does not delay the case (``delays`` is 0) it costs effort and money, but no time passes.
        """
        span = self.travel_time_of(token)
        delay = span if self.delays else 0
        arrival = self.env.now + delay
        opening = arrival if self.doors is None else self.doors.first_open(token.case, arrival)
        if opening > arrival:
            return self.wait_at_home(token, span, arrival, opening)
        self.book_trip(token, span)
        return self.wait(token, delay)

    def travel_time_of(self, token: Token) -> int:
        """One-way travel time [ms]: the network's for the case's origin, or drawn from what the scenario states."""
        if self.stated_time is not None:
            return self.stated_time(token.key, token.count_visit(self.slot))
        span: int = self.network_times[token.case.origin]
        return span

    def delay_ahead(self, token: Token) -> int:
        """Time [ms] by which the token's next travel by this step will delay the case."""
        if not self.delays:
            return 0
        if self.stated_time is None:
            span: int = self.network_times[token.case.origin]
            return span
        return self.stated_time(token.key, 0 if self.slot < 0 or token.counts is None else token.counts[self.slot])

    def wait_at_home(self, token: Token, span: int, arrival: int, opening: int) -> Moment:
        """Wait at home, to leave so as to arrive at ``opening``; returns the moment of arrival.

        Several people may aim at one opening: who would have arrived first (at ``arrival``) is there first.
        """
        token.time_kind, token.since = "closed", self.env.now
        token.departure, token.travel_time = opening - (span if self.delays else 0), span
        there = Moment(self.env)
        if opening < self.world.horizon:  # else the run ends before it comes
            self.env.schedule(there, _OPENING + arrival, opening - self.env.now)
        return there

    def end_wait_at_home(self, token: Token) -> None:
        """Whoever waited at home has left: book the wait as closed time up to the departure, then the trip that began there."""
        token.spend("closed", token.departure)
        self.book_trip(token, token.travel_time)
        token.time_kind, token.since = self.kind, token.departure

    def end(self, token: Token) -> Step | None:
        """The citizen has arrived: book the travel time, and the wait at home before it where there was one."""
        if token.time_kind == "closed":
            self.end_wait_at_home(token)
        return super().end(token)

    def cut(self, token: Token) -> None:
        """At the horizon somebody who waited at home may have left, and be on the way: that trip counts."""
        if token.time_kind == "closed" and token.departure < self.env.now:
            self.end_wait_at_home(token)

    def book_trip(self, token: Token, span: int) -> None:
        """Book a trip when it begins, both legs where the citizen comes back; ``span``: one-way time [ms]."""
        case = token.case
        fare = self.fare if self.fare >= 0 else self.network_fares[case.origin]
        case.trips += 1
        case.last_travel_time, case.last_fare = span, fare
        case.citizen_time += self.legs * span
        if fare:
            self.world.charge_fares(case, self.legs * fare)
        if self.tier >= 0:  # -1: to no place of the network
            case.place_tier = self.tier


class Delay(TimedStep):
    """A relay (the case is handed over to another tier or office), or a wait: at home, for correction, until discovered."""

    def __init__(self, world: World, pc: int) -> None:
        super().__init__(world, pc)
        row = self.row
        self.kind = TIME_KINDS[row[DELAY.kind]]
        # None: until the calendar's first opening on a later day.
        self.time = timer(world.plan, row[DELAY.time], self.key) if row[DELAY.time] >= 0 else None
        self.calendar = world.calendars[row[DELAY.calendar]] if row[DELAY.calendar] >= 0 else None
        self.hands_over = row[DELAY.hands_over]
        # Queueing or service that the scenario states as a time, without a station.
        self.on_site = self.kind in ("queue", "service")
        self.tier = row[DELAY.tier]
        self.found_by = row[DELAY.found_by]  # the mark of a patrol or sensor that finds the need; -1: none does

    def begin(self, token: Token) -> Moment:
        """Let the drawn time pass, in a calendar by its open time only; returns the end of the wait.

        Time ``on_site`` is also spent by the citizen in person; what of it lies beyond the horizon is not booked.
        """
        case = token.case
        if self.hands_over:
            case.hops += 1
            # Whoever hands a case over has dealt with it, so that it counts as filed.
            case.file(self.env.now)
        if self.tier >= 0:  # -1: a wait, which involves no tier
            case.record_tier(self.tier)
        span = self.end_of_delay(token) - self.env.now
        if self.on_site:
            case.citizen_time += min(span, self.world.horizon - self.env.now)
        return self.wait(token, span)

    def end_of_delay(self, token: Token) -> int:
        """When it is over: after the drawn time, by the calendar's open time only; without one on its next opening day."""
        calendar = self.calendar
        if self.time is None:
            assert calendar is not None
            return calendar.next_day()
        span = self.time(token.key, token.count_visit(self.slot))
        return self.env.now + span if calendar is None else calendar.after(span)

    def end(self, token: Token) -> Step | None:
        """Book the time; a need that a patrol or sensor finds before anybody has filed it is marked, and filed by that."""
        case = token.case
        if self.found_by >= 0 and case.filed == NEVER:
            case.marks |= self.found_by
            case.file(self.env.now)
        return super().end(token)


class Meet(TimedStep):
    """Wait for the next batch meeting or approval cycle: every so many ms from a first one, which differs by origin."""

    kind = "meeting"

    def __init__(self, world: World, pc: int) -> None:
        super().__init__(world, pc)
        self.every = self.row[MEET.every]  # time from one meeting to the next [ms]
        self.first = world.plan.code.phases[self.row[MEET.phases]].tolist()  # by origin: instant of the first [ms]

    def begin(self, token: Token) -> Moment:
        """Wait for the next meeting strictly after now; returns the moment at which it is held."""
        case = token.case
        case.file(self.env.now)  # a first contact, if it had none: who puts it on the agenda has dealt with it
        return self.wait(token, next_meeting(self.env.now, self.every, self.first[case.origin]) - self.env.now)
