"""Steps: the verbs of a process as objects. A step begins (and may give a moment to wait for) and ends (and says what is next)."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, NamedTuple

from sinksim.agents.moments import Moment
from sinksim.draws import duration, mixture_duration, whole
from sinksim.network.instructions import COLUMNS

if TYPE_CHECKING:
    from sinksim.agents.case import Token
    from sinksim.agents.world import World
    from sinksim.network.plan import Plan

Row = NamedTuple("Row", [(name, int) for name in COLUMNS])  # type: ignore[misc]
Timer = Callable[[int, int], int]


def timer(plan: Plan, law: int, draw: int) -> Timer:
    """A function (key, visit) -> time [ms] for a law and the key of a draw's name."""
    code = int(plan.laws.code[law])
    values, cumulative = plan.laws.values[law], plan.laws.cumulative[law]
    a, b, c, d = plan.laws.real[law].tolist()
    if code == 0:
        fixed: int = whole(a)
        return lambda _key, _visit: fixed
    if len(values):
        return lambda key, visit: mixture_duration(key, draw, visit, code, values, cumulative)
    return lambda key, visit: duration(key, draw, visit, code, a, b, c, d)


class Step:
    """One instruction, linked to those that may follow."""

    next: Step | None = None
    takes_time = True

    def __init__(self, world: World, pc: int) -> None:
        self.world = world
        self.env = world.env
        self.pc = pc
        self.row = Row(*world.plan.code.rows[pc].tolist())
        self.real: tuple[float, float] = tuple(world.plan.code.real[pc].tolist())
        self.slot = self.row.slot
        self.key = int(world.plan.code.draw_key[self.row.draw]) if self.row.draw >= 0 else 0

    def link(self, steps: list[Step | None]) -> None:
        """Connect to the steps that follow; called once all steps exist."""
        self.next = steps[self.row.next] if self.row.next >= 0 else None

    def begin(self, token: Token) -> Moment | None:
        """Start; returns what to wait for, or None where no time passes."""
        raise AssertionError(f"{type(self).__name__} does not say how it begins")

    def end(self, token: Token) -> Step | None:
        """Finish; returns the next step, or None where the token's walk is over."""
        return self.next
