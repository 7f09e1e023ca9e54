"""The verb `appoint`: book a slot of a station, and wait at home until it is time to go there."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sinksim.agents.moving import TimedStep, Travel
from sinksim.core.draws import uniform
from sinksim.core.rules import free_slot
from sinksim.plan.operations import APPOINT, NEXT, OP, Op
from sinksim.plan.timers import timer

if TYPE_CHECKING:
    from sinksim.agents.case import Step, Token
    from sinksim.agents.moments import Moment
    from sinksim.agents.world import World


class Appoint(TimedStep):
    """The first free slot is booked; whoever comes sets out so as to be there in time, whoever does not come loses it."""

    kind = "home"

    def __init__(self, world: World, pc: int) -> None:
        super().__init__(world, pc)
        row, plan = self.row, world.plan
        self.role = plan.role[row[APPOINT.template]].tolist()  # its stations by origin
        self.times = plan.slots.times[row[APPOINT.template]]
        self.lead = timer(plan, row[APPOINT.lead], self.second_key) if row[APPOINT.lead] >= 0 else None
        self.within = row[APPOINT.within]
        self.no_show = self.real[0]
        # The way that follows at once, if it delays the case.
        self.way = Travel(world, row[NEXT]) if row[NEXT] >= 0 and plan.code.rows[row[NEXT], OP] == Op.TRAVEL else None

    def link(self, steps: list[Step | None]) -> None:
        """Connect the steps of those who come, of those who do not, and of those for whom no slot is free."""
        super().link(steps)
        self.after_no_show, self.after_full = steps[self.row[APPOINT.on_no_show]], steps[self.row[APPOINT.on_full]]

    def begin(self, token: Token) -> Moment | None:
        """Book a slot; returns the moment to set out for it, or that of the slot where the citizen will not come.

        None where no slot is free that can be reached in time.
        """
        now, case = self.env.now, token.case
        case.file(now)  # a first contact, if it had none: the office has given a slot, or said that there is none
        visit = token.count_visit(self.slot)
        lead = self.lead(token.key, visit) if self.lead is not None else 0
        way = 0 if self.way is None else self.way.delay_ahead(token)
        slot = self.book(self.role[case.origin], now + max(lead, way), now + self.within)
        if slot < 0:
            return None
        return self.wait(token, slot - (way if self.comes(token, visit) else 0) - now)

    def book(self, station: int, earliest: int, latest: int) -> int:
        """Give the first free slot of a station from ``earliest`` to ``latest`` [ms]; returns its instant, -1: none is free."""
        slots, booked = self.world.plan.slots, self.world.booked
        first = int(slots.first[station])
        own = booked[first : first + len(self.times)]
        n = int(free_slot(self.times, own, int(slots.each[station]), earliest, latest))
        if n < 0:
            return -1
        own[n] += 1
        return int(self.times[n])

    def comes(self, token: Token, visit: int) -> bool:
        """Whether the citizen comes to the appointment, the n-th (``visit``) under the name of this draw."""
        return bool(uniform(token.key, self.key, visit, 0) >= self.no_show)

    def end(self, token: Token) -> Step | None:
        """Set out; or go on as those do who have missed their slot, or found none free (nothing was waited for)."""
        if not token.time_kind:
            return self.after_full
        token.spend(self.kind, self.env.now)
        visit = 0 if self.slot < 0 or token.counts is None else token.counts[self.slot] - 1
        return self.next if self.comes(token, visit) else self.after_no_show
