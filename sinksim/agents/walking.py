"""What the tokens of one replication share while they walk: the clock, their counters, a guard against standing time."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sinksim.core.errors import BadInput
from sinksim.plan.instant_loops import INSTRUCTIONS_SAMPLED, instant_loop

if TYPE_CHECKING:
    from sinksim.agents.moments import Timeline
    from sinksim.plan.plan import Plan


class Walking:
    """Counts the instructions walked since simulated time last moved, and refuses loops in which it never does."""

    def __init__(self, plan: Plan, env: Timeline) -> None:
        self.env = env
        self.slots = plan.code.slots  # draws that a token counts its visits of
        self.labels = plan.labels
        self.walked, self.standing_since = 0, -1
        self.looped: list[int] = []

    def time_moves(self) -> None:
        """Count instructions anew, unless there were too many."""
        if self.looped:
            raise BadInput(instant_loop(self.looped, self.labels, self.standing_since))
        self.standing_since, self.walked = self.env.now, 0

    def refuse_instant_loop(self, pc: int) -> None:
        """Raise BadInput where cases walk on and on while simulated time stands still, once it is seen which steps these are."""
        self.looped.append(pc)
        if len(self.looped) == INSTRUCTIONS_SAMPLED:
            self.time_moves()
