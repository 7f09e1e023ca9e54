"""The horizon: open cases are cut and get their record, stations their last integrals."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sinksim.core.records import End

if TYPE_CHECKING:
    from sinksim.agents.world import World


def cut_cases(world: World) -> None:
    """Cut open cases, in their order."""
    world.walking.time_moves()
    for case in sorted(world.live, key=lambda c: c.order):
        world.cut(case)
        world.end_case(case, End.OPEN)


def close_books(world: World) -> None:
    """What stations were paid for goes into the ledger; the window of their figures ends with the run."""
    for station in world.stations:
        world.ledger["cost_staff"] += station.staff_money
        if not world.plan.labels.window.follow_up:
            station.end_window()
