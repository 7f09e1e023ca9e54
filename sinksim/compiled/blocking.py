"""Blocking after service: who finds the room of the next station full keeps the server until there is a place."""

from sinksim.compiled.case import account
from sinksim.compiled.layout import IS_BLOCKED, KIND, STATION, TIMES, VISIT
from sinksim.compiled.queueing import station_of
from sinksim.compiled.state import State, Tables
from sinksim.compiled.station import complete_out_of_line, is_full
from sinksim.compiled.station_lists import announce_place, put_last_blocked, take_first_blocked
from sinksim.core.kernel import called
from sinksim.plan.operations import NEXT


@called
def block_if_full(plan: Tables, state: State, visit: int, now: int) -> bool:
    """Block a visit that has been served if the station of the next step, a queue, is full; whether it is blocked now."""
    token = state.visits[visit, VISIT.token]
    station = station_of(plan, state, token, plan.code[state.visits[visit, VISIT.pc], NEXT])
    if not is_full(state.stations[station]):
        return False
    block(state, visit, station, now)
    return True


@called
def block(state: State, visit: int, station: int, now: int) -> None:
    """Service has ended, and the ``station`` that the visit goes on to is full: it keeps its server and waits in line there."""
    visit_row = state.visits[visit]
    spell = now - visit_row[VISIT.started]
    visit_row[VISIT.busy] += spell
    account(state, visit_row[VISIT.token])[TIMES + KIND.service] += spell
    visit_row[VISIT.started] = now  # from here on the server is blocked
    visit_row[VISIT.serving] = IS_BLOCKED
    put_last_blocked(state, visit, station)


@called
def admit_first_blocked(plan: Tables, state: State, station: int, now: int) -> int:
    """The first who is blocked leaves its server, if there is still a place; if more are, they are told as well.

    Returns the token that goes on, -1 (``replication.IDLE``) where there is none.
    """
    station_row = state.stations[station]
    station_row[STATION.place_announced] = 0
    if is_full(station_row) or station_row[STATION.blocked] < 0:
        return -1
    visit = take_first_blocked(state, station)
    if station_row[STATION.blocked] >= 0:
        announce_place(state, station)
    complete_out_of_line(plan, state, visit, now)
    return state.visits[visit, VISIT.token]
