"""What the steps of all operations share: the columns of their instruction."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sinksim.agents.case import Step
from sinksim.plan.operations import DRAW, NEXT, SLOT

if TYPE_CHECKING:
    from sinksim.agents.world import World


class Instruction(Step):
    """A step made of one instruction of the plan: ``row`` its columns, ``slot`` counts its visits, ``key`` is its draw's."""

    def __init__(self, world: World, pc: int) -> None:
        self.world = world
        self.env = world.env
        self.pc = pc
        self.row: tuple[int, ...] = tuple(world.plan.code.rows[pc].tolist())
        self.real: list[float] = world.plan.code.real[pc].tolist()  # its chances, where it has any
        self.slot = self.row[SLOT]
        draw = self.row[DRAW]
        self.key = int(world.plan.code.draw_key[draw]) if draw >= 0 else 0
        self.second_key = self.key ^ 1  # of its second draw, such as the work after the arrivals

    def link(self, steps: list[Step | None]) -> None:
        """Connect to the steps that follow; called once all steps exist."""
        self.next = steps[self.row[NEXT]] if self.row[NEXT] >= 0 else None


class Instant(Instruction):
    """A step in which no time passes: it only ends."""

    takes_time = False
