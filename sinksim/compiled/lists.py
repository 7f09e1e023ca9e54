"""The lists of a station: who waits, by urgency and alert, in order of joining; and whom it serves, where that matters."""

from sinksim.compiled.layout import LISTS, STATION, VISIT
from sinksim.compiled.state import State
from sinksim.core.kernel import inlined


@inlined
def put_last(state: State, visit: int) -> None:
    """A visit joins the tail of its list."""
    visit_row = state.visits[visit]
    station_row = state.stations[visit_row[VISIT.station]]
    at = LISTS + 2 * visit_row[VISIT.klass]
    tail = station_row[at + 1]
    visit_row[VISIT.previous], visit_row[VISIT.next] = tail, -1
    if tail >= 0:
        state.visits[tail, VISIT.next] = visit
    else:
        station_row[at] = visit
    station_row[at + 1] = visit


@inlined
def put_first(state: State, visit: int) -> None:
    """A visit joins the head of its list."""
    visit_row = state.visits[visit]
    station_row = state.stations[visit_row[VISIT.station]]
    at = LISTS + 2 * visit_row[VISIT.klass]
    head = station_row[at]
    visit_row[VISIT.previous], visit_row[VISIT.next] = -1, head
    if head >= 0:
        state.visits[head, VISIT.previous] = visit
    else:
        station_row[at + 1] = visit
    station_row[at] = visit


@inlined
def take_off(state: State, visit: int) -> None:
    """A visit leaves its list."""
    visit_row = state.visits[visit]
    station_row = state.stations[visit_row[VISIT.station]]
    at = LISTS + 2 * visit_row[VISIT.klass]
    previous, following = visit_row[VISIT.previous], visit_row[VISIT.next]
    if previous >= 0:
        state.visits[previous, VISIT.next] = following
    else:
        station_row[at] = following
    if following >= 0:
        state.visits[following, VISIT.previous] = previous
    else:
        station_row[at + 1] = previous


@inlined
def hold(state: State, visit: int) -> None:
    """Note whom a station serves."""
    visit_row = state.visits[visit]
    station_row = state.stations[visit_row[VISIT.station]]
    head = station_row[STATION.held]
    visit_row[VISIT.held_previous], visit_row[VISIT.held_next] = -1, head
    if head >= 0:
        state.visits[head, VISIT.held_previous] = visit
    station_row[STATION.held] = visit


@inlined
def let_go(state: State, visit: int) -> None:
    """It is served no more."""
    visit_row = state.visits[visit]
    previous, following = visit_row[VISIT.held_previous], visit_row[VISIT.held_next]
    if previous >= 0:
        state.visits[previous, VISIT.held_next] = following
    else:
        state.stations[visit_row[VISIT.station], STATION.held] = following
    if following >= 0:
        state.visits[following, VISIT.held_previous] = previous
