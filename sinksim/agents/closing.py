"""The verbs that end a case: `close` (truly solved or hollow, perhaps opened again) and `leave`."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sinksim.agents.callback import CloseAndCall
from sinksim.agents.moments import Moment
from sinksim.agents.moving import TimedStep
from sinksim.agents.steps import Instant
from sinksim.core.draws import uniform
from sinksim.core.records import Channel, End
from sinksim.plan.operations import CLOSE, DRAW_HOLLOW, DRAW_REOPEN, HOLLOW, LEAVE
from sinksim.plan.timers import timer

if TYPE_CHECKING:
    from sinksim.agents.case import Step, Token
    from sinksim.agents.world import World


class Solve(Instant):
    """Reported closed and truly solved."""

    def end(self, token: Token) -> Step | None:
        """Report it closed, and solved at the same instant; the case has ended, so that no step follows (None)."""
        case = token.case
        case.report_closed(self.env.now)
        case.solved = self.env.now
        self.world.end_case(case, End.SOLVED)
        return None


class Close(TimedStep):
    """Reported closed; a hollow closure may be detected or come back after a while."""

    kind = "rework"

    def __init__(self, world: World, pc: int) -> None:
        super().__init__(world, pc)
        # Chances: that a closure is hollow, and that a hollow one is detected.
        self.hollow, self.reopen = self.real
        # How long a hollow closure stands until it is opened again; drawn by a key of its own, beside that of the chances.
        self.after = timer(world.plan, self.row[CLOSE.after], self.second_key) if self.row[CLOSE.after] >= 0 else None
        self.at_most = self.row[CLOSE.at_most]
        self.reopen_slot = self.row[CLOSE.jump_slot]  # slot that counts how often the case has been opened again

    def link(self, steps: list[Step | None]) -> None:
        """Connect the step at which a reopened case goes on."""
        super().link(steps)
        self.target = steps[self.row[CLOSE.target]] if self.row[CLOSE.target] >= 0 else None

    def begin(self, token: Token) -> Moment | None:
        """Report the case closed; returns the moment at which it is opened again, None where it has ended.

        It is truly solved or, by chance, hollow: the need is not met. A hollow closure may be detected, by chance and a limited
        number of times: the case is then opened again after a while. Otherwise it ends as it is.
        """
        case = token.case
        case.report_closed(self.env.now)
        visit = token.count_visit(self.slot)
        if not (self.hollow and uniform(token.key, self.key, visit, DRAW_HOLLOW) < self.hollow):
            case.solved = self.env.now
            self.world.end_case(case, End.SOLVED)
            return None
        if not self.comes_back(token, visit):
            self.world.end_case(case, End.HOLLOW)
            return None
        # The record keeps the times that led to the first report; whoever comes back makes one more contact.
        case.freeze_times()
        case.contacts += 1
        token.count_visit(self.reopen_slot)
        assert self.after is not None
        return self.wait(token, self.after(token.key, visit))

    def comes_back(self, token: Token, visit: int) -> bool:
        """Whether this hollow closure is detected and the case opened again: drawn, and at most ``at_most`` times a case.

        ``visit``: how often the case has been closed before, part of the key of the draw. Without a ``target``, where a case
        goes on that is opened again, none is.
        """
        if self.target is None or not uniform(token.key, self.key, visit, DRAW_REOPEN) < self.reopen:
            return False
        if token.counts is not None and token.counts[self.reopen_slot] >= self.at_most:
            self.world.limit_hits[self.pc] += 1
            return False
        return True

    def end(self, token: Token) -> Step | None:
        """A case that waited to be opened again goes on at ``target``; one that has ended waited for nothing and stops (None)."""
        if not token.time_kind:
            return None
        token.spend(self.kind, self.env.now)
        return self.target


def close(world: World, pc: int) -> Step:
    """The step of a closure: with its callback, or where none is hollow, so that there is nothing to draw."""
    if world.plan.code.rows[pc, CLOSE.callback] >= 0:
        return CloseAndCall(world, pc)
    return Solve(world, pc) if world.plan.code.real[pc, HOLLOW] == 0 else Close(world, pc)


class Leave(Instant):
    """The case ends without being closed."""

    def end(self, token: Token) -> Step | None:
        """End the case with the end that the scenario names (refused, reneged, lost): in its record that is when it closed.

        A need that nobody finds (never filed) goes through no channel and is closed by nobody.
        """
        case, end = token.case, End(self.row[LEAVE.end])
        if end is End.NEVER_FILED:
            case.channel, case.contacts = Channel.NONE, 0
        elif not case.frozen_times:  # opened again, it keeps the instant of its first reported closure
            case.closed = self.env.now
        self.world.end_case(case, end)
        return None
