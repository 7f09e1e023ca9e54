"""What the tokens of one replication share while they walk: the clock, their counters, a guard against standing time."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sinksim.core.errors import BadInput
from sinksim.core.instant_loops import INSTRUCTIONS_SAMPLED, instant_loop

if TYPE_CHECKING:
    from sinksim.agents.moments import Timeline
    from sinksim.plan.plan import Plan


class Walking:
    """Counts the instructions walked since simulated time last moved, and refuses loops in which it never does."""

    def __init__(self, plan: Plan, env: Timeline) -> None:
        self.env = env
        self.slots = plan.code.slots  # number of visit counters of a token
        self.labels = plan.labels
        # Instructions walked at the present instant, and that instant [ms] (-1: before the run).
        self.walked, self.standing_since = 0, -1
        self.looped: list[int] = []  # instructions walked beyond the limit, to name the steps of the loop

    def time_moves(self) -> None:
        """Simulated time has moved on: count from 0 again; BadInput where the limit was exceeded before it moved."""
        if self.looped:
            raise BadInput(instant_loop(self.looped, self.labels.steps, self.standing_since))
        self.standing_since, self.walked = self.env.now, 0

    def refuse_instant_loop(self, pc: int) -> None:
        """Note an instruction walked beyond the limit at one instant; BadInput as soon as enough are known to name the loop."""
        self.looped.append(pc)
        if len(self.looped) == INSTRUCTIONS_SAMPLED:
            self.time_moves()
