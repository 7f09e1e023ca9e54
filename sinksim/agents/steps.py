"""What the steps of all operations share: the columns of their instruction, and timers for its laws."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from sinksim.agents.case import Step
from sinksim.core.draws import duration, mixture_duration, whole
from sinksim.plan.operations import DRAW, NEXT, SLOT

if TYPE_CHECKING:
    from sinksim.agents.world import World
    from sinksim.plan.plan import Plan


Timer = Callable[[int, int], int]


def timer(plan: Plan, law: int, draw: int) -> Timer:
    """A function that draws a time [ms] for (key of the token, which visit of the draw).

    ``law``: position of the distribution among the plan's laws; ``draw``: key of the draw's name.
    """
    code = int(plan.laws.code[law])
    values, cumulative = plan.laws.values[law], plan.laws.cumulative[law]
    a, b, c, d = plan.laws.real[law].tolist()
    if code == 0:
        fixed: int = whole(a)
        return lambda _key, _visit: fixed
    if len(values):
        return lambda key, visit: mixture_duration(key, draw, visit, code, values, cumulative)
    return lambda key, visit: duration(key, draw, visit, code, a, b, c, d)


class Instruction(Step):
    """A step made of one instruction of the plan."""

    def __init__(self, world: World, pc: int) -> None:
        self.world = world
        self.env = world.env
        self.pc = pc
        self.row: tuple[int, ...] = tuple(world.plan.code.rows[pc].tolist())
        self.real: list[float] = world.plan.code.real[pc].tolist()
        self.slot = self.row[SLOT]
        draw = self.row[DRAW]
        self.key = int(world.plan.code.draw_key[draw]) if draw >= 0 else 0

    def link(self, steps: list[Step | None]) -> None:
        """Connect to the steps that follow; called once all steps exist."""
        self.next = steps[self.row[NEXT]] if self.row[NEXT] >= 0 else None


class Instant(Instruction):
    """A step in which no time passes: it only ends."""

    takes_time = False
