"""The verbs in which time passes outside stations: `travel`, `relay`, `wait`, `meet`."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sinksim.agents.moments import PRIORITY, Moment
from sinksim.agents.steps import Step, timer
from sinksim.records import TIME_KINDS, Tie
from sinksim.rules import next_meeting

if TYPE_CHECKING:
    from sinksim.agents.case import Token
    from sinksim.agents.world import World

_DELAY = PRIORITY[Tie.DELAY]


class Spending(Step):
    """Time of one kind passes."""

    kind = ""

    def spend(self, token: Token, span: int) -> Moment:
        """Wait for ``span`` from now; the time is booked when it is over."""
        token.spending, token.since = self.kind, self.env.now
        moment = Moment(self.env)
        self.env.schedule(moment, _DELAY + token.order, span)
        return moment

    def end(self, token: Token) -> Step | None:
        """Book the time."""
        token.spend(self.kind, self.env.now)
        return self.next


class Travel(Spending):
    """The citizen goes somewhere: the way there delays the case, the way back is effort only."""

    kind = "travel"

    def __init__(self, world: World, pc: int) -> None:
        super().__init__(world, pc)
        row = self.row
        self.tier = row.a
        self.ways = 2 if row.c else 1
        self.delays = bool(row.e)
        self.time = timer(world.plan, row.b, self.key) if row.b >= 0 else None
        self.legs = world.plan.travel_ms[row.a].tolist() if row.a >= 0 else []
        self.fares = world.plan.travel_fare[row.a].tolist() if row.a >= 0 else []

    def begin(self, token: Token) -> Moment:
        """Set out."""
        case = token.case
        span = self.legs[case.origin] if self.time is None else self.time(token.key, token.passing(self.slot))
        fare = self.row.d if self.row.d >= 0 else self.fares[case.origin]
        case.trips += 1
        case.last_way, case.last_fare = span, fare
        case.citizen_time += self.ways * span
        if fare:
            self.world.fares(case, self.ways * fare)
        if self.tier >= 0:
            case.place_tier = self.tier
        return self.spend(token, span if self.delays else 0)


class Delay(Spending):
    """A relay between tiers or offices, or time at home, for correction, until discovered."""

    def __init__(self, world: World, pc: int) -> None:
        super().__init__(world, pc)
        self.kind = TIME_KINDS[self.row.a]
        self.time = timer(world.plan, self.row.b, self.key)
        self.calendar = world.calendars[self.row.c] if self.row.c >= 0 else None
        self.hop = self.row.d
        self.on_site = self.kind in ("queue", "service")
        self.tier = self.row.e

    def begin(self, token: Token) -> Moment:
        """Send it off; in a calendar only open time counts."""
        case = token.case
        if self.hop:
            case.hops += 1
            case.file(self.env.now)
        if self.tier >= 0:
            case.touch(self.tier)
        span = self.time(token.key, token.passing(self.slot))
        if self.calendar is not None:
            span = self.calendar.after(span) - self.env.now
        if self.on_site:
            case.citizen_time += min(span, self.world.horizon - self.env.now)
        return self.spend(token, span)


class Meet(Spending):
    """Wait for the next batch meeting or approval cycle."""

    kind = "batch"

    def __init__(self, world: World, pc: int) -> None:
        super().__init__(world, pc)
        self.every = self.row.a
        self.first = world.plan.code.phases[self.row.b].tolist()

    def begin(self, token: Token) -> Moment:
        """Wait for the next meeting strictly after now."""
        case = token.case
        case.file(self.env.now)
        return self.spend(token, next_meeting(self.env.now, self.every, self.first[case.origin]) - self.env.now)
