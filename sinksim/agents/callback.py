"""The callback after a closure: the office calls the citizen and asks whether the need is truly met."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sinksim.agents.moving import TimedStep
from sinksim.agents.steps import Instant
from sinksim.core.draws import uniform
from sinksim.core.records import End, Mark
from sinksim.plan.operations import (
    ANSWER,
    CLOSE,
    DETECT,
    DRAW_DETECT,
    DRAW_HOLLOW,
    DRAW_REACH,
    DRAW_REOPEN,
    NEXT,
    REACH,
)
from sinksim.plan.timers import timer

if TYPE_CHECKING:
    from sinksim.agents.case import Case, Step, Token
    from sinksim.agents.moments import Moment
    from sinksim.agents.world import World


class CloseAndCall(Instant):
    """Reported closed; then the case goes to the callback, which no time of its record waits for.

    Whatever becomes of the closure is drawn when it is made, each from a number of its own: the call only brings it to light.
    """

    def __init__(self, world: World, pc: int) -> None:
        super().__init__(world, pc)
        # Chances: that a closure is hollow, and that a hollow one that is not detected comes back by itself.
        self.hollow, self.again = self.real
        answer = world.plan.code.rows[self.row[CLOSE.callback], NEXT]
        self.reach, self.detect = (float(world.plan.code.real[answer, chance]) for chance in (REACH, DETECT))
        self.answer = int(answer)  # its instruction
        self.at_most, self.reopen_slot = (
            int(world.plan.code.rows[answer, n]) for n in (ANSWER.at_most, ANSWER.jump_slot)
        )

    def link(self, steps: list[Step | None]) -> None:
        """Connect the queue for the callback."""
        self.next = steps[self.row[CLOSE.callback]]

    def end(self, token: Token) -> Step | None:
        """Report the case closed, with its times as they are now; ``case.end`` is how it will end, OPEN: it is opened again.

        Clocks stop at the closure, unless the case is opened again.
        """
        case = token.case
        case.report_closed(self.env.now)
        case.freeze_times()
        visit = token.count_visit(self.slot)
        case.end = self.end_of(token, visit)
        if case.end is End.SOLVED:
            case.solved = self.env.now
        if case.end is not End.OPEN and case.running:
            self.world.deadlines.settle_clocks(case)
        return self.next

    def end_of(self, token: Token, visit: int) -> End:
        """What becomes of the n-th closure of a case (``visit``): solved, hollow, or OPEN where it is to be opened again."""
        if not self.is_hollow(token, visit):
            return End.SOLVED
        if not self.is_detected(token, visit) and not uniform(token.key, self.key, visit, DRAW_REOPEN) < self.again:
            return End.HOLLOW
        if token.counts is not None and token.counts[self.reopen_slot] >= self.at_most:
            self.world.limit_hits[self.answer] += 1
            return End.HOLLOW
        return End.OPEN

    def is_hollow(self, token: Token, visit: int) -> bool:
        """Whether a closure is hollow: the need is not met."""
        return bool(uniform(token.key, self.key, visit, DRAW_HOLLOW) < self.hollow)

    def is_reached(self, token: Token, visit: int) -> bool:
        """Whether the callback of a closure reaches the citizen."""
        return bool(uniform(token.key, self.key, visit, DRAW_REACH) < self.reach)

    def is_detected(self, token: Token, visit: int) -> bool:
        """Whether the callback of a hollow closure reaches the citizen and finds out that it is hollow."""
        reached = self.is_reached(token, visit)
        return reached and bool(uniform(token.key, self.key, visit, DRAW_DETECT) < self.detect)


class Answer(TimedStep):
    """The callback has been made: the case ends as it was closed, or is opened again after a while."""

    kind = "rework"

    def __init__(self, world: World, pc: int) -> None:
        super().__init__(world, pc)
        self.closing = CloseAndCall(world, self.row[ANSWER.closing])
        # How long a hollow closure stands until it is opened again; drawn by a key of its own, beside that of the chances.
        self.after = timer(world.plan, self.row[ANSWER.after], self.closing.second_key)
        self.reopen_slot = self.row[ANSWER.jump_slot]  # slot that counts how often the case has been opened again

    def link(self, steps: list[Step | None]) -> None:
        """Connect the step at which a reopened case goes on."""
        super().link(steps)
        self.target = steps[self.row[ANSWER.target]]

    def begin(self, token: Token) -> Moment | None:
        """Note what the call has brought; returns the moment at which the case is opened again, None where it has ended."""
        case = token.case
        slot = self.closing.slot
        visit = 0 if slot < 0 or token.counts is None else token.counts[slot] - 1  # the closure that was called about
        self.note_call(case, visit)
        if case.end is not End.OPEN:
            self.world.end_case(case, case.end)
            return None
        token.count_visit(self.reopen_slot)
        return self.wait(token, self.after(token.key, visit))

    def note_call(self, case: Case, visit: int) -> None:
        """Mark whether the citizen was reached and a hollow closure found; coming back by himself is one more contact."""
        closing, detected = self.closing, False
        if closing.is_reached(case, visit):
            case.marks |= Mark.CALLED_BACK
            case.contacts += 1
            detected = closing.is_hollow(case, visit) and closing.is_detected(case, visit)
        if detected:
            case.marks |= Mark.DETECTED
        elif case.end is End.OPEN:
            case.contacts += 1

    def end(self, token: Token) -> Step | None:
        """A case that waited to be opened again goes on at ``target``; one that has ended waited for nothing and stops (None)."""
        if not token.time_kind:
            return None
        token.spend(self.kind, self.env.now)
        return self.target
