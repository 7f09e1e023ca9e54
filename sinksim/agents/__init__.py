"""The readable engine: SimPy agents that live through a Plan, one kind of agent per file."""

from __future__ import annotations

from collections.abc import Callable, Generator
from itertools import repeat
from typing import TYPE_CHECKING

import numpy as np
import simpy

from sinksim.core.records import (
    CASE,
    INCIDENT,
    INCIDENT_FIELDS,
    STATION,
    STATION_FIELDS,
    VISIT,
    RecordChunk,
    Tables,
    as_records,
    row_packer,
)

if TYPE_CHECKING:
    from sinksim.agents.world import World
    from sinksim.plan.plan import Plan

# Records that make a chunk worth handing over.
CHUNK = 4096
# Events between two looks at whether a chunk is full, and such looks before one that is not is handed over all the same:
# whoever wants to stop is asked then.
STRIDE = 256
LOOKS = 32


def run(
    plan: Plan,
    replication: int,
    visits: bool = False,
    cases: bool = True,
    world: Callable[[Plan, int, bool], World] | None = None,
) -> Generator[RecordChunk, None, Tables]:
    """Run one replication; yields chunks of records and returns the tables of stations and incidents.

    ``visits`` also yields one row per visit to a station; without ``cases`` there are no records of cases, and the tables
    tell how many ended how. ``world`` may be a subclass (or a function that makes one), to run changed agents.
    """
    from sinksim.agents.collecting import collecting_seldom
    from sinksim.agents.horizon import close_books, cut_cases
    from sinksim.agents.moments import FIRST, Moment
    from sinksim.agents.replication import populate
    from sinksim.agents.world import World as Standard

    with collecting_seldom():
        running = (world or Standard)(plan, replication, visits)
        running.keeps_cases = cases
        populate(running)
        horizon = Moment(running.env, _stop)
        # First at its instant: what falls exactly on the horizon does not happen.
        running.env.schedule(horizon, FIRST, running.horizon)
        try:
            while True:
                _live(running)
                yield _hand_over(running)
        except simpy.core.StopSimulation:
            pass
        cut_cases(running)
        close_books(running)
        yield _hand_over(running)
        return _tables(running)


def _live(world: World) -> None:
    """Process events until a chunk of records is full, at most LOOKS x STRIDE of them: then the caller may stop the run."""
    step = world.env.step
    for _ in repeat(None, LOOKS):
        for _ in repeat(None, STRIDE):
            step()
        if len(world.rows) > CHUNK or len(world.visit_rows) > CHUNK:
            return


def _stop(_: object) -> None:
    """Callback of the moment at the horizon: ends SimPy's event loop."""
    raise simpy.core.StopSimulation


def _hand_over(world: World) -> RecordChunk:
    """The records written since the last chunk, as arrays; the world's own lists are emptied."""
    cases, visits = as_records(world.rows, CASE), as_records(world.visit_rows, VISIT)
    world.rows, world.visit_rows = [], []
    return RecordChunk(cases, visits, world.env.now)


def _tables(world: World) -> Tables:
    """What is known only at the end: station and incident tables, money by kind, cases by their end, jumps at their limit."""
    station, incident = row_packer(STATION_FIELDS), row_packer(INCIDENT_FIELDS)
    return Tables(
        as_records([station(*s.figures) for s in world.stations], STATION),
        as_records([incident(*row) for row in world.incident_rows], INCIDENT),
        dict(world.ledger),
        np.array(world.ends, np.int64),
        np.array(world.limit_hits, np.int64),
    )
