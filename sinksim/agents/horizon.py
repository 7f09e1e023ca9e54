"""The horizon: open cases are cut and get their record, stations their last integrals."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sinksim.agents.deadlock import refuse_deadlock

if TYPE_CHECKING:
    from sinksim.agents.world import World


def cut_cases(world: World) -> None:
    """Book what is under way of every open case up to the horizon and write its record, in the order of cases.

    Its end is OPEN, except where it is closed already and only its callback has not been made yet.
    """
    world.walking.time_moves()  # refuses a loop walked at the last instant
    refuse_deadlock(world)
    for case in sorted(world.live, key=lambda c: c.order):
        world.cut(case)
        world.end_case(case, case.end)


def close_books(world: World) -> None:
    """At the end of the run: staff money goes into the ledger; station figures end now where no follow-up ended them before."""
    for station in world.stations:
        world.ledger[station.account] += station.staff_money
        if not world.plan.labels.window.follow_up:
            station.end_window()
