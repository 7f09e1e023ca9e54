"""The number of servers on duty: opening, closing, breakdowns; people still queueing at closing time go home."""

from sinksim.compiled import clerk as Z
from sinksim.compiled import header as H
from sinksim.compiled import meaning as M
from sinksim.compiled import station as S
from sinksim.compiled import token as T
from sinksim.compiled import visit as V
from sinksim.compiled.events import schedule
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
def change_capacity(p: Tables, s: State, station: int, suspends: bool, now: int) -> None:
    """Put the number of servers on duty into force: suspend the latest starts if asked, or start waiting cases."""
    w = s.stations[station]
    settle_overtime(w, now)
    w[S.OPEN_AREA] += w[S.CAPACITY] * (now - w[S.LAST_CAPACITY])
    w[S.LAST_CAPACITY] = now
    w[S.CAPACITY] = 0 if w[S.DOWN] else rules.servers_at(w[S.SERVERS], w[S.LEVEL])
    if suspends and w[S.BUSY] > w[S.CAPACITY]:
        send_off(s, station, now)
        w[S.MOST_WAITING] = max(w[S.MOST_WAITING], w[S.PRESENT] - w[S.BUSY])
    refill_servers(p, s, station, now)


@inlined
def send_off(s: State, station: int, now: int) -> None:
    """Suspend the latest starts; those that end at this very instant free their servers by themselves."""
    w = s.stations[station]
    ending = 0
    i = w[S.HELD]
    while i >= 0:
        if s.visits[i, V.ASSEMBLY] < 0 and s.visits[i, V.DUE] <= now:
            ending += 1
        i = s.visits[i, V.HELD_NEXT]
    while w[S.BUSY] - ending > w[S.CAPACITY]:
        i = latest_start(s, station, now)
        if i < 0:
            return
        suspend(s, i, now)


@inlined
def latest_start(s: State, station: int, now: int) -> int:
    """Who of those that may be interrupted started last; -1 where there is nobody."""
    i, found = s.stations[station, S.HELD], -1
    while i >= 0:
        if may_be_interrupted(s, i, now) and (found < 0 or started_after(s, i, found)):
            found = i
        i = s.visits[i, V.HELD_NEXT]
    return found


@called
def break_down(p: Tables, s: State, station: int, begins: bool, now: int) -> None:
    """A breakdown begins or ends; several may overlap."""
    s.stations[station, S.DOWN] += 1 if begins else -1
    change_capacity(p, s, station, True, now)


@called
def change_hours(p: Tables, s: State, calendar: int, now: int) -> None:
    """A calendar opens, closes or changes its level: its stations follow, in order."""
    z, ints = s.clerk, p.ints
    piece = z[Z.CALENDARS + calendar] + 1
    z[Z.CALENDARS + calendar] = piece
    at = ints[ints[H.CALENDAR_AT] + calendar] + piece
    level = ints[ints[H.CALENDAR_LEVEL] + at]
    goes_home = level == 0 and not ints[ints[H.CALENDAR_MORE] + at]
    first = ints[ints[H.FOLLOWERS_AT] + calendar]
    for n in range(first, ints[ints[H.FOLLOWERS_AT] + calendar + 1]):
        station = ints[ints[H.FOLLOWERS] + n]
        s.stations[station, S.LEVEL] = level
        change_capacity(p, s, station, s.stations[station, S.INTERRUPTS] != 0, now)
        if goes_home:
            send_home(p, s, station, ints[ints[H.CALENDAR_RETURN] + at], now)
    await_hours(p, s, calendar)


@inlined
def await_hours(p: Tables, s: State, calendar: int) -> None:
    """Schedule a calendar's next change, if it comes before the horizon."""
    ints = p.ints
    at = ints[ints[H.CALENDAR_AT] + calendar] + s.clerk[Z.CALENDARS + calendar] + 1
    if at < ints[ints[H.CALENDAR_AT] + calendar + 1] and ints[ints[H.CALENDAR_TIMES] + at] < ints[H.HORIZON]:
        schedule(s, ints[ints[H.CALENDAR_TIMES] + at], M.HOURS_TIE + calendar, calendar, M.HOURS_CHANGE)


@inlined
def send_home(p: Tables, s: State, station: int, opening: int, now: int) -> None:
    """People still queueing go home and come again at the next day's opening; their order shows in the visit log only."""
    if s.clerk[Z.KEEPS_VISITS]:
        while True:
            i = first_person(p, s, station)
            if i < 0:
                return
            go_home(p, s, i, opening, now)
    for klass in range(p.ints[H.CLASSES]):
        i = s.stations[station, S.LISTS + 2 * klass]
        while i >= 0:
            following = s.visits[i, V.NEXT]
            if is_person(p, s, i):
                go_home(p, s, i, opening, now)
            i = following


@inlined
def is_person(p: Tables, s: State, i: int) -> bool:
    """Whether it is somebody (not a file) who has not been served yet.

    Who stands on the list one tier up as well is present at the lower station only.
    """
    v = s.visits[i]
    return (
        v[V.ASSEMBLY] < 0
        and not p.code[v[V.PC], QUEUE.file]
        and v[V.BEGAN] == NEVER
        and s.tokens[v[V.TOKEN], T.VISIT] == i
    )


@inlined
def first_person(p: Tables, s: State, station: int) -> int:
    """The first of the people waiting, in the order of their cases; -1: nobody."""
    found = -1
    for klass in range(p.ints[H.CLASSES]):
        i = s.stations[station, S.LISTS + 2 * klass]
        while i >= 0:
            if is_person(p, s, i) and (found < 0 or earlier(s, i, found)):
                found = i
            i = s.visits[i, V.NEXT]
    return found


@inlined
def earlier(s: State, i: int, other: int) -> bool:
    """Whether one visit's case comes before another's."""
    return s.tokens[s.visits[i, V.TOKEN], T.ORDER] < s.tokens[s.visits[other, V.TOKEN], T.ORDER]


@inlined
def go_home(p: Tables, s: State, i: int, opening: int, now: int) -> None:
    """Leave the list and wait at home for the opening; the visit keeps its place in memory until then."""
    s.stations[s.visits[i, V.STATION], S.WENT_HOME] += 1
    remove(s, i, M.WENT_HOME, now)
    if s.visits[i, V.TWIN] >= 0:
        withdraw_twin(s, i, now)
    stop_waiting(p, s, i, now)
    c = s.tokens[s.visits[i, V.TOKEN]]
    c[T.SPENDING], c[T.SINCE], c[T.VISIT] = T.HOME, now, -1
    s.visits[i, V.GIVES_UP] = 0
    if opening < p.ints[H.HORIZON]:
        schedule(s, opening, M.RETURN_TIE + c[T.ORDER], i, M.COMES_AGAIN)
