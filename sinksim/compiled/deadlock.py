"""Stations that hold all their servers for each other, found in the state at the horizon."""

from typing import TYPE_CHECKING

import numpy as np

from sinksim.compiled.layout import ASSEMBLY, ASSEMBLY_LISTS, FREE, HEAD, LISTS, STATION, TOKEN, VISIT
from sinksim.compiled.state import Ints, State, Tables
from sinksim.core.deadlock import deadlock_sentence, deadlocked, most_on_duty
from sinksim.core.errors import BadInput
from sinksim.core.records import NEVER
from sinksim.plan.operations import BY_FILE, QUEUE

if TYPE_CHECKING:
    from sinksim.plan.plan import Plan


def refuse_deadlock(plan: "Plan", tables: Tables, state: State) -> None:
    """Raise BadInput where at the horizon stations hold all their servers for each other, so that none can ever be left."""
    held = [
        (int(state.visits[visit, VISIT.station]), int(station))
        for station in np.flatnonzero(state.stations[:, STATION.blocked] >= 0)
        for visit in _blocked_for(state, int(station))
    ]
    if not held:
        return
    held += _kept_by_assemblies(tables, state)
    impatient = [
        any(_may_leave(tables.code, state, visit) for visit in _waiting_at(state, row)) for row in state.stations
    ]
    calendars = [c.level.tolist() for c in plan.calendars]
    servers = most_on_duty(plan.stations.servers.tolist(), plan.stations.calendar.tolist(), calendars)
    found = deadlocked(held, servers, impatient)
    if found:
        raise BadInput(deadlock_sentence([plan.labels.stations.names[n] for n in found]))


def _kept_by_assemblies(tables: Tables, state: State) -> list[tuple[int, int]]:
    """For every server that an assembly keeps while it waits for another: its station, and the other's."""
    found = []
    for row in state.assemblies[state.tokens[_assembling(state), TOKEN.assembly]]:
        # Behind the columns lie three lists as long as the largest set: stations, keys, visits.
        visits = row[ASSEMBLY_LISTS + 2 * tables.ints[HEAD.largest_set] :][: row[ASSEMBLY.asked]]
        *granted, last = state.visits[visits, VISIT.station].tolist()
        if not state.visits[visits[-1], VISIT.serving]:
            found += [(station, last) for station in granted]
    return found


def _assembling(state: State) -> Ints:
    """The tokens whose case waits for an assembly."""
    in_use = state.tokens[:, TOKEN.alive] != FREE
    return np.flatnonzero(in_use & (state.tokens[:, TOKEN.assembly] >= 0))


def _blocked_for(state: State, station: int) -> list[int]:
    """The visits that are blocked until there is a place at a station."""
    last = int(state.stations[station, STATION.blocked])
    found = [last]
    while state.visits[found[-1], VISIT.next] != last:
        found.append(int(state.visits[found[-1], VISIT.next]))
    return found


def _waiting_at(state: State, station_row: Ints) -> list[int]:
    """The visits that wait at a station, list by list."""
    found = []
    for head in range(LISTS, len(station_row), 2):
        visit = int(station_row[head])
        while visit >= 0:
            found.append(visit)
            visit = int(state.visits[visit, VISIT.next])
    return found


def _may_leave(code: Ints, state: State, visit: int) -> bool:
    """Whether a waiting visit may give up, be withdrawn where its twin is served, or be sent home; none of an assembly may."""
    row = state.visits[visit]
    if row[VISIT.assembly] >= 0:
        return False
    instruction = code[row[VISIT.pc]]
    gives_up = instruction[QUEUE.patience] >= 0 and row[VISIT.began] == NEVER
    goes_home = instruction[QUEUE.presence] < BY_FILE and state.stations[row[VISIT.station], STATION.calendar] >= 0
    return bool(gives_up or row[VISIT.twin] >= 0 or goes_home)
