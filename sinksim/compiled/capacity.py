"""The number of servers on duty: opening, closing, breakdowns; people still queueing at closing time go home."""

from sinksim.compiled.events import schedule
from sinksim.compiled.layout import (
    CALENDARS,
    COMES_AGAIN,
    HEAD,
    HOURS_CHANGE,
    KIND,
    LISTS,
    SCALAR,
    STATION,
    TIE,
    TOKEN,
    VISIT,
    VISIT_END,
)
from sinksim.compiled.state import State, Tables
from sinksim.compiled.stations import (
    may_be_interrupted,
    refill_servers,
    remove,
    settle_overtime,
    started_after,
    suspend,
    withdraw_twin,
)
from sinksim.compiled.visiting import stop_waiting
from sinksim.core import rules
from sinksim.core.kernel import called, inlined
from sinksim.core.records import NEVER
from sinksim.plan.operations import QUEUE


@called
def change_capacity(plan: Tables, state: State, station: int, suspends: bool, now: int) -> None:
    """Put the number of servers on duty into force: suspend the latest starts if asked, or start waiting cases."""
    station_row = state.stations[station]
    settle_overtime(station_row, now)
    station_row[STATION.open_area] += station_row[STATION.capacity] * (now - station_row[STATION.last_capacity])
    station_row[STATION.last_capacity] = now
    station_row[STATION.capacity] = (
        0 if station_row[STATION.down] else rules.servers_at(station_row[STATION.servers], station_row[STATION.level])
    )
    if suspends and station_row[STATION.busy] > station_row[STATION.capacity]:
        send_off(state, station, now)
        station_row[STATION.most_waiting] = max(
            station_row[STATION.most_waiting], station_row[STATION.present] - station_row[STATION.busy]
        )
    refill_servers(plan, state, station, now)


@inlined
def send_off(state: State, station: int, now: int) -> None:
    """Suspend the latest starts; those that end at this very instant free their servers by themselves."""
    station_row = state.stations[station]
    ending = 0
    visit = station_row[STATION.held]
    while visit >= 0:
        if state.visits[visit, VISIT.assembly] < 0 and state.visits[visit, VISIT.due] <= now:
            ending += 1
        visit = state.visits[visit, VISIT.held_next]
    while station_row[STATION.busy] - ending > station_row[STATION.capacity]:
        visit = latest_start(state, station, now)
        if visit < 0:
            return
        suspend(state, visit, now)


@inlined
def latest_start(state: State, station: int, now: int) -> int:
    """Who of those that may be interrupted started last; -1 where there is nobody."""
    visit, found = state.stations[station, STATION.held], -1
    while visit >= 0:
        if may_be_interrupted(state, visit, now) and (found < 0 or started_after(state, visit, found)):
            found = visit
        visit = state.visits[visit, VISIT.held_next]
    return found


@called
def break_down(plan: Tables, state: State, station: int, begins: bool, now: int) -> None:
    """A breakdown begins or ends; several may overlap."""
    state.stations[station, STATION.down] += 1 if begins else -1
    change_capacity(plan, state, station, True, now)


@called
def change_hours(plan: Tables, state: State, calendar: int, now: int) -> None:
    """A calendar opens, closes or changes its level: its stations follow, in order."""
    scalars, ints = state.clerk, plan.ints
    piece = scalars[CALENDARS + calendar] + 1
    scalars[CALENDARS + calendar] = piece
    at = ints[ints[HEAD.calendar_at] + calendar] + piece
    level = ints[ints[HEAD.calendar_level] + at]
    goes_home = level == 0 and not ints[ints[HEAD.calendar_more] + at]
    first = ints[ints[HEAD.followers_at] + calendar]
    for n in range(first, ints[ints[HEAD.followers_at] + calendar + 1]):
        station = ints[ints[HEAD.followers] + n]
        state.stations[station, STATION.level] = level
        change_capacity(plan, state, station, state.stations[station, STATION.interrupts] != 0, now)
        if goes_home:
            send_home(plan, state, station, ints[ints[HEAD.calendar_return] + at], now)
    await_hours(plan, state, calendar)


@inlined
def await_hours(plan: Tables, state: State, calendar: int) -> None:
    """Schedule a calendar's next change, if it comes before the horizon."""
    ints = plan.ints
    at = ints[ints[HEAD.calendar_at] + calendar] + state.clerk[CALENDARS + calendar] + 1
    if at < ints[ints[HEAD.calendar_at] + calendar + 1] and ints[ints[HEAD.calendar_times] + at] < ints[HEAD.horizon]:
        schedule(state, ints[ints[HEAD.calendar_times] + at], TIE.HOURS + calendar, calendar, HOURS_CHANGE)


@inlined
def send_home(plan: Tables, state: State, station: int, opening: int, now: int) -> None:
    """People still queueing go home and come again at the next day's opening; their order shows in the visit log only."""
    if state.clerk[SCALAR.keeps_visits]:
        while True:
            visit = first_person(plan, state, station)
            if visit < 0:
                return
            go_home(plan, state, visit, opening, now)
    for klass in range(plan.ints[HEAD.classes]):
        visit = state.stations[station, LISTS + 2 * klass]
        while visit >= 0:
            following = state.visits[visit, VISIT.next]
            if is_person(plan, state, visit):
                go_home(plan, state, visit, opening, now)
            visit = following


@inlined
def is_person(plan: Tables, state: State, visit: int) -> bool:
    """Whether it is somebody (not a file) who has not been served yet.

    Who stands on the list one tier up as well is present at the lower station only.
    """
    visit_row = state.visits[visit]
    return (
        visit_row[VISIT.assembly] < 0
        and not plan.code[visit_row[VISIT.pc], QUEUE.file]
        and visit_row[VISIT.began] == NEVER
        and state.tokens[visit_row[VISIT.token], TOKEN.visit] == visit
    )


@inlined
def first_person(plan: Tables, state: State, station: int) -> int:
    """The first of the people waiting, in the order of their cases; -1: nobody."""
    found = -1
    for klass in range(plan.ints[HEAD.classes]):
        visit = state.stations[station, LISTS + 2 * klass]
        while visit >= 0:
            if is_person(plan, state, visit) and (found < 0 or earlier(state, visit, found)):
                found = visit
            visit = state.visits[visit, VISIT.next]
    return found


@inlined
def earlier(state: State, visit: int, other: int) -> bool:
    """Whether one visit's case comes before another's."""
    return (
        state.tokens[state.visits[visit, VISIT.token], TOKEN.order]
        < state.tokens[state.visits[other, VISIT.token], TOKEN.order]
    )


@inlined
def go_home(plan: Tables, state: State, visit: int, opening: int, now: int) -> None:
    """Leave the list and wait at home for the opening; the visit keeps its place in memory until then."""
    state.stations[state.visits[visit, VISIT.station], STATION.went_home] += 1
    remove(state, visit, VISIT_END.WENT_HOME, now)
    if state.visits[visit, VISIT.twin] >= 0:
        withdraw_twin(state, visit, now)
    stop_waiting(plan, state, visit, now)
    token_row = state.tokens[state.visits[visit, VISIT.token]]
    token_row[TOKEN.spending], token_row[TOKEN.since], token_row[TOKEN.visit] = KIND.home, now, -1
    state.visits[visit, VISIT.gives_up] = 0
    if opening < plan.ints[HEAD.horizon]:
        schedule(state, opening, TIE.RETURN + token_row[TOKEN.order], visit, COMES_AGAIN)
