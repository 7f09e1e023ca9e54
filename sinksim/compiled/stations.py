"""A station: joining, service, interruption; capacity is the number of servers on duty, which may fall below those busy."""

import numpy as np

from sinksim.compiled import instruction as I
from sinksim.compiled import meaning as M
from sinksim.compiled import station as S
from sinksim.compiled import token as T
from sinksim.compiled import visit as V
from sinksim.compiled.account import account, touch
from sinksim.compiled.clocks import accept_case
from sinksim.compiled.events import next_of_all, schedule
from sinksim.compiled.lists import hold, let_go, put_first, put_last, take_off
from sinksim.compiled.pools import free_visit
from sinksim.compiled.state import Ints, State, Tables
from sinksim.compiled.timing import passing, time_of
from sinksim.compiled.visiting import log, pay, stop_waiting
from sinksim.core.kernel import called, inlined
from sinksim.core.records import NEVER
from sinksim.plan.operations import QUEUE, SLOT


@inlined
def settle_overtime(w: Ints, now: int) -> None:
    """Bring the integral of servers busy beyond those on duty up to now; before either number changes."""
    if w[S.BUSY] > w[S.CAPACITY]:
        w[S.OVERTIME_AREA] += (w[S.BUSY] - w[S.CAPACITY]) * (now - w[S.LAST_OVERTIME])
    w[S.LAST_OVERTIME] = now


# --- service ----------------------------------------------------------------------------------------------------------


@inlined
def accept(p: Tables, s: State, i: int, now: int) -> int:
    """Service begins for the first time: accept the case; returns the service time [ms]."""
    v = s.visits[i]
    c = s.tokens[v[V.TOKEN]]
    # It may have been claimed from the list one tier up.
    c[T.VISIT] = i
    k = account(s, c[T.CASE])
    k[T.VISITS] += 1
    tier = s.stations[v[V.STATION], S.TIER]
    touch(s, c[T.CASE], tier)
    row = p.code[v[V.PC]]
    if not row[QUEUE.file]:
        k[T.PLACE_TIER] = tier
    if row[QUEUE.accepts]:
        accept_case(p, s, c[T.CASE], row[QUEUE.accepts], now)
    visit = passing(c, row[SLOT])
    return time_of(p, row[QUEUE.time], c[T.KEY], np.uint64(row[I.DRAW_KEY]), visit)


@inlined
def accept_for_assembly(s: State, i: int) -> int:
    """A server is granted: it is held until the assembly is done."""
    v = s.visits[i]
    case = s.tokens[v[V.TOKEN], T.CASE]
    account(s, case)[T.VISITS] += 1
    touch(s, case, s.stations[v[V.STATION], S.TIER])
    next_of_all(s, v[V.ASSEMBLY], M.IS_GRANTED)
    return 0


@inlined
def begin(p: Tables, s: State, i: int, now: int) -> None:
    """Give a server to a visit."""
    v = s.visits[i]
    w = s.stations[v[V.STATION]]
    w[S.BUSY] += 1
    w[S.BUSY_AREA] -= now
    v[V.SERVING] = 1
    v[V.STARTED] = now
    if v[V.TWIN] >= 0:
        withdraw_twin(s, i, now)
    if v[V.SINCE] != now:
        stop_waiting(p, s, i, now)
    if v[V.RESIDUAL] < 0:
        v[V.BEGAN] = now
        v[V.RESIDUAL] = accept(p, s, i, now) if v[V.ASSEMBLY] < 0 else accept_for_assembly(s, i)
    if w[S.TRACKS]:
        hold(s, i)
    if v[V.ASSEMBLY] < 0:
        v[V.DUE] = now + v[V.RESIDUAL]
        v[V.ENDS] = schedule(s, v[V.DUE], M.END_TIE + s.tokens[v[V.TOKEN], T.ORDER], i, M.SERVICE_ENDS)


@inlined
def release(s: State, i: int, now: int) -> None:
    """Take the server back."""
    w = s.stations[s.visits[i, V.STATION]]
    if w[S.BUSY] > w[S.CAPACITY]:
        settle_overtime(w, now)
    w[S.BUSY] -= 1
    w[S.BUSY_AREA] += now
    s.visits[i, V.SERVING] = 0
    if w[S.TRACKS]:
        let_go(s, i)


@inlined
def complete(p: Tables, s: State, i: int, now: int) -> None:
    """Service has ended: the server is free and takes the next case."""
    end_service(s, i, now)
    drain(p, s, s.visits[i, V.STATION], now)


@called
def complete_held(p: Tables, s: State, i: int, now: int) -> None:
    """The same for a server held by an assembly."""
    end_service(s, i, now)
    refill_servers(p, s, s.visits[i, V.STATION], now)


@inlined
def end_service(s: State, i: int, now: int) -> None:
    """Service has ended: the server is free."""
    v = s.visits[i]
    w = s.stations[v[V.STATION]]
    spell = now - v[V.STARTED]
    v[V.BUSY] += spell
    v[V.OUTCOME] = M.SERVED
    w[S.SERVED] += 1
    release(s, i, now)
    w[S.PRESENT] -= 1
    w[S.PRESENT_AREA] += now
    if v[V.ASSEMBLY] < 0:
        account(s, v[V.TOKEN])[T.KINDS + T.IN_SERVICE] += spell
    pay(s, i)
    log(s, i, now)


@inlined
def drain(p: Tables, s: State, station: int, now: int) -> None:
    """Start waiting visits while servers are free: most urgent list first, each in order of arrival."""
    w = s.stations[station]
    while w[S.BUSY] < w[S.CAPACITY] and w[S.PRESENT] > w[S.BUSY]:
        at = S.LISTS
        while w[at] < 0:
            at += 2
        i = w[at]
        take_off(s, i)
        begin(p, s, i, now)


@called
def refill_servers(p: Tables, s: State, station: int, now: int) -> None:
    """The same, called where it is seldom needed."""
    drain(p, s, station, now)


# --- joining ----------------------------------------------------------------------------------------------------------


@inlined
def admit(p: Tables, s: State, i: int, now: int) -> bool:
    """Take a visit on the list or straight to a server; False where the room is full."""
    v = s.visits[i]
    w = s.stations[v[V.STATION]]
    w[S.JOINED] += 1
    if 0 <= w[S.ROOM] <= w[S.PRESENT] and v[V.ASSEMBLY] < 0:
        w[S.REFUSED] += 1
        v[V.OUTCOME] = M.TURNED_AWAY
        log(s, i, now)
        return False
    w[S.PRESENT] += 1
    w[S.PRESENT_AREA] -= now
    free = w[S.BUSY] < w[S.CAPACITY]
    interrupts = not free and w[S.PREEMPTIVE] != 0 and interrupt_for(s, i, now)
    if free or interrupts:
        begin(p, s, i, now)
    else:
        put_last(s, i)
    if not free:
        w[S.MOST_WAITING] = max(w[S.MOST_WAITING], w[S.PRESENT] - w[S.BUSY])
    return True


@called
def admit_aside(p: Tables, s: State, i: int, now: int) -> bool:
    """The same, called where it is seldom needed."""
    return admit(p, s, i, now)


@called
def interrupt_for(s: State, i: int, now: int) -> bool:
    """A more urgent arrival interrupts the least urgent in service, then the latest start; whether anybody was."""
    w = s.stations[s.visits[i, V.STATION]]
    if w[S.BUSY] > w[S.CAPACITY]:
        return False
    last, found = w[S.HELD], -1
    while last >= 0:
        if may_be_interrupted(s, last, now) and (found < 0 or after_in_rank(s, last, found)):
            found = last
        last = s.visits[last, V.HELD_NEXT]
    if found < 0 or s.visits[found, V.URGENCY] <= s.visits[i, V.URGENCY]:
        return False
    suspend(s, found, now)
    return True


@inlined
def may_be_interrupted(s: State, i: int, now: int) -> bool:
    """Not held for an assembly, not ending at this very instant."""
    return s.visits[i, V.ASSEMBLY] < 0 and s.visits[i, V.DUE] > now


@inlined
def after_in_rank(s: State, i: int, other: int) -> bool:
    """Whether one in service comes after another: less urgent, then started later, then later in the order of cases."""
    v, u = s.visits[i], s.visits[other]
    return v[V.URGENCY] > u[V.URGENCY] or (v[V.URGENCY] == u[V.URGENCY] and started_after(s, i, other))


@inlined
def started_after(s: State, i: int, other: int) -> bool:
    """Whether one service began after another; equal starts go by the order of cases."""
    v, u = s.visits[i], s.visits[other]
    if v[V.STARTED] != u[V.STARTED]:
        return v[V.STARTED] > u[V.STARTED]
    return s.tokens[v[V.TOKEN], T.ORDER] > s.tokens[u[V.TOKEN], T.ORDER]


@inlined
def suspend(s: State, i: int, now: int) -> None:
    """Interrupt a service; it resumes at the head of its list with what was left of it."""
    v = s.visits[i]
    c = s.tokens[v[V.TOKEN]]
    spell = now - v[V.STARTED]
    v[V.BUSY] += spell
    v[V.RESIDUAL] = v[V.DUE] - now
    account(s, v[V.TOKEN])[T.KINDS + T.IN_SERVICE] += spell
    v[V.SINCE] = now
    release(s, i, now)
    v[V.ENDS] = 0
    v[V.KLASS] = 2 * v[V.URGENCY] + (0 if s.tokens[c[T.CASE], T.OVERDUE] else 1)
    put_first(s, i)


# --- leaving the list -------------------------------------------------------------------------------------------------


@inlined
def remove(s: State, i: int, end: int, now: int) -> None:
    """Take a waiting visit off the list."""
    v = s.visits[i]
    w = s.stations[v[V.STATION]]
    take_off(s, i)
    w[S.PRESENT] -= 1
    w[S.PRESENT_AREA] += now
    v[V.OUTCOME] = end
    log(s, i, now)


@called
def withdraw_twin(s: State, i: int, now: int) -> None:
    """The token has been claimed from this list: it leaves the other one."""
    other = s.visits[i, V.TWIN]
    s.stations[s.visits[other, V.STATION], S.WITHDRAWN] += 1
    remove(s, other, M.WITHDRAWN, now)
    free_visit(s, other)
    s.visits[i, V.TWIN] = -1


@inlined
def renege(p: Tables, s: State, i: int, now: int) -> None:
    """Patience has run out: the visit leaves the list."""
    s.stations[s.visits[i, V.STATION], S.RENEGED] += 1
    remove(s, i, M.GAVE_UP, now)
    stop_waiting(p, s, i, now)
    if s.visits[i, V.TWIN] >= 0:
        withdraw_twin(s, i, now)


@inlined
def promote(s: State, i: int) -> None:
    """Move a waiting visit to the tail of the alert list of its urgency; one that was interrupted, to its head."""
    v = s.visits[i]
    alert = v[V.KLASS] & ~1
    if v[V.KLASS] != alert:
        take_off(s, i)
        v[V.KLASS] = alert
        if v[V.BEGAN] == NEVER:
            put_last(s, i)
        else:
            put_first(s, i)
