"""The lists of a station: who waits, by urgency and alert, in order of joining; and whom it serves, where that matters."""

from sinksim.compiled.events.wheel import schedule_now
from sinksim.compiled.layout import EVENT_KIND, IS_SERVED, LISTS, STATION, TOKEN, VISIT
from sinksim.compiled.state import State
from sinksim.core.kernel import called, inlined


@inlined
def put_last(state: State, visit: int) -> None:
    """A visit joins the tail of its list."""
    visit_row = state.visits[visit]
    station_row = state.stations[visit_row[VISIT.station]]
    head_column = LISTS + 2 * visit_row[VISIT.priority_class]
    tail = station_row[head_column + 1]
    visit_row[VISIT.previous], visit_row[VISIT.next] = tail, -1
    if tail >= 0:
        state.visits[tail, VISIT.next] = visit
    else:
        station_row[head_column] = visit
    station_row[head_column + 1] = visit


@inlined
def put_first(state: State, visit: int) -> None:
    """A visit joins the head of its list."""
    visit_row = state.visits[visit]
    station_row = state.stations[visit_row[VISIT.station]]
    head_column = LISTS + 2 * visit_row[VISIT.priority_class]
    head = station_row[head_column]
    visit_row[VISIT.previous], visit_row[VISIT.next] = -1, head
    if head >= 0:
        state.visits[head, VISIT.previous] = visit
    else:
        station_row[head_column + 1] = visit
    station_row[head_column] = visit


@inlined
def take_off(state: State, visit: int) -> None:
    """A visit leaves its list."""
    visit_row = state.visits[visit]
    station_row = state.stations[visit_row[VISIT.station]]
    head_column = LISTS + 2 * visit_row[VISIT.priority_class]
    previous, following = visit_row[VISIT.previous], visit_row[VISIT.next]
    if previous >= 0:
        state.visits[previous, VISIT.next] = following
    else:
        station_row[head_column] = following
    if following >= 0:
        state.visits[following, VISIT.previous] = previous
    else:
        station_row[head_column + 1] = previous


@inlined
def add_serving(state: State, visit: int) -> None:
    """Note that a station serves a visit, on a chain of all it serves: kept only where services may be interrupted."""
    visit_row = state.visits[visit]
    station_row = state.stations[visit_row[VISIT.station]]
    head = station_row[STATION.serving]
    visit_row[VISIT.serving_previous], visit_row[VISIT.serving_next] = -1, head
    if head >= 0:
        state.visits[head, VISIT.serving_previous] = visit
    station_row[STATION.serving] = visit


@inlined
def remove_serving(state: State, visit: int) -> None:
    """Take a visit off the chain of those that its station serves."""
    visit_row = state.visits[visit]
    previous, following = visit_row[VISIT.serving_previous], visit_row[VISIT.serving_next]
    if previous >= 0:
        state.visits[previous, VISIT.serving_next] = following
    else:
        state.stations[visit_row[VISIT.station], STATION.serving] = following
    if following >= 0:
        state.visits[following, VISIT.serving_previous] = previous


@inlined
def may_be_interrupted(state: State, visit: int, now: int) -> bool:
    """Whether a service may be interrupted: not one held for an assembly, nor one that ends at this very instant."""
    return state.visits[visit, VISIT.assembly] < 0 and state.visits[visit, VISIT.due] > now


@inlined
def is_interrupted_before(state: State, visit: int, other: int, by_urgency: bool) -> bool:
    """Whether a service is interrupted before another: less urgent (if that counts), then begun later, then the later case."""
    visit_row, other_row = state.visits[visit], state.visits[other]
    if by_urgency and visit_row[VISIT.urgency] != other_row[VISIT.urgency]:
        return visit_row[VISIT.urgency] > other_row[VISIT.urgency]
    if visit_row[VISIT.started] != other_row[VISIT.started]:
        return visit_row[VISIT.started] > other_row[VISIT.started]
    return state.tokens[visit_row[VISIT.token], TOKEN.order] > state.tokens[other_row[VISIT.token], TOKEN.order]


@inlined
def first_to_interrupt(state: State, station: int, by_urgency: bool, now: int) -> int:
    """The visit whose service is interrupted first: the least urgent (if that counts), then the latest begun; -1: nobody's."""
    visit, found = state.stations[station, STATION.serving], -1
    while visit >= 0:
        if may_be_interrupted(state, visit, now) and (
            found < 0 or is_interrupted_before(state, visit, found, by_urgency)
        ):
            found = visit
        visit = state.visits[visit, VISIT.serving_next]
    return found


@inlined
def count_ending(state: State, station: int, now: int) -> int:
    """How many services end at this very instant: their end is due; one held for an assembly (0 or more) has no due end.

    Who is blocked has been served, and does not leave by itself.
    """
    visit, ending = state.stations[station, STATION.serving], 0
    while visit >= 0:
        is_served = state.visits[visit, VISIT.assembly] < 0 and state.visits[visit, VISIT.serving] == IS_SERVED
        if is_served and state.visits[visit, VISIT.due] <= now:
            ending += 1
        visit = state.visits[visit, VISIT.serving_next]
    return ending


@inlined
def put_last_blocked(state: State, visit: int, station: int) -> None:
    """A visit at another station is blocked until there is a place here: the last of a ring, whose next is the first.

    A visit that is served stands on no list of its own station, so that its links are free.
    """
    last = state.stations[station, STATION.blocked]
    state.visits[visit, VISIT.next] = visit if last < 0 else state.visits[last, VISIT.next]
    if last >= 0:
        state.visits[last, VISIT.next] = visit
    state.stations[station, STATION.blocked] = visit


@inlined
def take_first_blocked(state: State, station: int) -> int:
    """The visit that has been blocked longest until there is a place here, taken off the ring, which holds it."""
    last = state.stations[station, STATION.blocked]
    first = state.visits[last, VISIT.next]
    state.visits[last, VISIT.next] = state.visits[first, VISIT.next]
    if first == last:
        state.stations[station, STATION.blocked] = -1
    return first


@called
def announce_place(state: State, station: int) -> None:
    """Somebody has left a station for which others are blocked: let the first of them in, before anything else happens."""
    if not state.stations[station, STATION.place_announced]:
        state.stations[station, STATION.place_announced] = 1
        schedule_now(state, station, EVENT_KIND.PLACE_IS_LEFT)
