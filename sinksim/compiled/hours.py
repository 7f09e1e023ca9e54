"""Opening and closing: a calendar tells its stations, in order; people still queueing are sent home."""

from sinksim.compiled.case import account, spend
from sinksim.compiled.events.wheel import schedule
from sinksim.compiled.layout import CALENDARS, EVENT_KIND, HEAD, KIND, LISTS, SCALAR, TIE, TOKEN, VISIT
from sinksim.compiled.queueing import go_home, rejoin
from sinksim.compiled.state import State, Tables
from sinksim.compiled.station import set_level
from sinksim.compiled.world import charge_fares
from sinksim.core.kernel import called, inlined
from sinksim.core.records import NEVER
from sinksim.plan.operations import BY_FILE, BY_PHONE, QUEUE


@called
def change_hours(plan: Tables, state: State, calendar: int, now: int) -> None:
    """A calendar opens, closes or changes its level [per mille]: its stations follow, in order."""
    # ``at``: place of the change in each of the tables of calendars. People go home where it does not open again the same day.
    scalars, ints = state.scalars, plan.ints
    interval = scalars[CALENDARS + calendar] + 1
    scalars[CALENDARS + calendar] = interval
    at = ints[ints[HEAD.calendar_at] + calendar] + interval
    level = ints[ints[HEAD.calendar_level] + at]
    goes_home = level == 0 and not ints[ints[HEAD.calendar_more] + at]
    first = ints[ints[HEAD.followers_at] + calendar]
    for n in range(first, ints[ints[HEAD.followers_at] + calendar + 1]):
        station = ints[ints[HEAD.followers] + n]
        set_level(plan, state, station, level, now)
        if goes_home:
            send_home(plan, state, station, ints[ints[HEAD.calendar_return] + at], now)
    await_hours(plan, state, calendar)


@inlined
def await_hours(plan: Tables, state: State, calendar: int) -> None:
    """Schedule a calendar's next change (``at``: its place in the tables of calendars), if it comes before the horizon."""
    ints = plan.ints
    at = ints[ints[HEAD.calendar_at] + calendar] + state.scalars[CALENDARS + calendar] + 1
    if at < ints[ints[HEAD.calendar_at] + calendar + 1] and ints[ints[HEAD.calendar_times] + at] < ints[HEAD.horizon]:
        schedule(state, ints[ints[HEAD.calendar_times] + at], TIE.HOURS + calendar, calendar, EVENT_KIND.HOURS_CHANGE)


@inlined
def send_home(plan: Tables, state: State, station: int, opening: int, now: int) -> None:
    """People still queueing go home, to come again at ``opening`` on a later day [ms].

    Their order shows in the visit log alone: where that is written they go one by one in the order of cases.
    """
    if state.scalars[SCALAR.keeps_visits]:
        while True:
            visit = first_person(plan, state, station)
            if visit < 0:
                return
            go_home(plan, state, visit, opening, now)
    for priority_class in range(plan.ints[HEAD.classes]):
        visit = state.stations[station, LISTS + 2 * priority_class]
        while visit >= 0:
            following = state.visits[visit, VISIT.next]
            if is_person(plan, state, visit):
                go_home(plan, state, visit, opening, now)
            visit = following


@inlined
def is_person(plan: Tables, state: State, visit: int) -> bool:
    """Whether a waiting visit is a person (not a file, nor held for an assembly), not served yet, who goes home at closing time.

    A case that stands on the list one tier up as well is there on paper: the person is at the lower station.
    """
    visit_row = state.visits[visit]
    return (
        visit_row[VISIT.assembly] < 0
        and plan.code[visit_row[VISIT.pc], QUEUE.presence] < BY_FILE
        and visit_row[VISIT.began] == NEVER
        and state.tokens[visit_row[VISIT.token], TOKEN.visit] == visit
    )


@inlined
def first_person(plan: Tables, state: State, station: int) -> int:
    """Of the people waiting at a station the one whose case comes first in order; -1: nobody waits."""
    found = -1
    for priority_class in range(plan.ints[HEAD.classes]):
        visit = state.stations[station, LISTS + 2 * priority_class]
        while visit >= 0:
            if is_person(plan, state, visit) and (found < 0 or earlier(state, visit, found)):
                found = visit
            visit = state.visits[visit, VISIT.next]
    return found


@inlined
def earlier(state: State, visit: int, other: int) -> bool:
    """Whether one visit's case comes before another's in the order of cases."""
    token, other_token = state.visits[visit, VISIT.token], state.visits[other, VISIT.token]
    return state.tokens[token, TOKEN.order] < state.tokens[other_token, TOKEN.order]


@called
def come_again(plan: Tables, state: State, visit: int, now: int) -> bool:
    """The time at home is over: the list is joined again, after a trip both ways unless by phone; False: refused at once."""
    token = state.visits[visit, VISIT.token]
    case = state.tokens[token, TOKEN.case]
    spend(state, token, KIND.home, now)
    if plan.code[state.visits[visit, VISIT.pc], QUEUE.presence] != BY_PHONE:
        booked = account(state, case)
        booked[TOKEN.trips] += 1
        booked[TOKEN.citizen_time] += 2 * state.tokens[case, TOKEN.last_travel_time]
        charge_fares(state, case, 2 * state.tokens[case, TOKEN.last_fare])
    return rejoin(plan, state, visit, now)
