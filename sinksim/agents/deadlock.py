"""Stations that hold all their servers for each other, found in the world at the horizon."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sinksim.agents.assembly import Assembly
from sinksim.core.deadlock import deadlock_sentence, deadlocked, most_on_duty
from sinksim.core.errors import BadInput

if TYPE_CHECKING:
    from sinksim.agents.world import World


def refuse_deadlock(world: World) -> None:
    """Raise BadInput where at the horizon stations hold all their servers for each other, so that none can ever be left."""
    held = [(visit.station.index, station.index) for station in world.stations for visit in station.blocked]
    if not held:
        return
    held += _kept_by_assemblies(world)
    stations, calendars = world.plan.stations, world.plan.calendars
    servers = most_on_duty(stations.servers.tolist(), stations.calendar.tolist(), [c.level.tolist() for c in calendars])
    impatient = [
        any(visit.step.may_leave(visit) for waiting in station.lists for visit in waiting) for station in world.stations
    ]
    found = deadlocked(held, servers, impatient)
    if found:
        raise BadInput(deadlock_sentence([world.plan.labels.stations.names[n] for n in found]))


def _kept_by_assemblies(world: World) -> list[tuple[int, int]]:
    """For every server that an assembly keeps while it waits for another: its station, and the other's."""
    stays = [token.stay for case in world.live for token in (case, *case.branches)]
    waiting = [stay.visits for stay in stays if isinstance(stay, Assembly) and not stay.visits[-1].serving]
    return [(visit.station.index, visits[-1].station.index) for visits in waiting for visit in visits[:-1]]
