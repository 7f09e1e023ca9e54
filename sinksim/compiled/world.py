"""One replication under way: what happens next, until the records must be handed over or the horizon is reached."""

import numpy as np

from sinksim.compiled import clerk as Z
from sinksim.compiled import header as H
from sinksim.compiled import meaning as M
from sinksim.compiled import source as Q
from sinksim.compiled import token as T
from sinksim.compiled import visit as V
from sinksim.compiled.alerts import ring
from sinksim.compiled.arising import await_given, await_need, given_arises, next_birth, refill, source_brings
from sinksim.compiled.assembling import arrive, dissolve, grant
from sinksim.compiled.capacity import await_hours, break_down, change_hours
from sinksim.compiled.events import schedule, turn_wheel
from sinksim.compiled.foresight import MANY, foresee
from sinksim.compiled.memory import world_at
from sinksim.compiled.near import take_first
from sinksim.compiled.queueing import come_again
from sinksim.compiled.room import safe_events
from sinksim.compiled.sheet import KEY, LOAD, NUMBER, TIME
from sinksim.compiled.state import DEMAND, STATE, TABLES, Demand, Ints, State, Tables
from sinksim.compiled.stations import complete, renege
from sinksim.compiled.walking import wake, walk
from sinksim.compiled.window import begin_window, end_window
from sinksim.core import draws
from sinksim.core.kernel import called, entry, inlined
from sinksim.core.records import MOST_INSTRUCTIONS_AT_ONCE, NEVER

# Instead of a token: nobody wakes; nobody else sets out.
IDLE, NOBODY = -1, -2
# Instead of a token that wakes: the run is over; an array runs short.
OVER, NO_ROOM = -3, -4


@entry
def begin_world(tables: Ints, state: Ints, demand: Ints) -> None:
    """Schedule everything's first event."""
    p, s, d = world_at(tables, TABLES), world_at(state, STATE), world_at(demand, DEMAND)
    z = s.clerk
    for calendar in range(p.ints[H.CALENDARS]):
        await_hours(p, s, calendar)
    await_tick(p, s, d)
    await_given(p, s, d)
    await_window(p, s)
    for n in range(len(d.sources)):
        q = d.sources[n]
        stream, layer = np.uint64(q[Q.STREAM]), np.uint64(q[Q.LAYER])
        q[Q.KEY] = draws.derive(draws.derive(np.uint64(z[Z.RUN_KEY]), stream), layer)
        q[Q.PERSON] = draws.derive(draws.derive(np.uint64(z[Z.PERSON_KEY]), stream), layer)
        refill(p, d, n)
        await_need(p, s, d, n)


@entry
def advance(tables: Ints, state: Ints, demand: Ints, events: int, instructions: int) -> int:
    """Let things happen until the horizon, for a number of events or instructions, or until an array runs short."""
    p, s, d = world_at(tables, TABLES), world_at(state, STATE), world_at(demand, DEMAND)
    z = s.clerk
    horizon, last_record = p.ints[H.HORIZON], len(s.records) - z[Z.BURST]
    z[Z.PAUSE_AT] = z[Z.WALKED] + instructions
    for _ in range(events):
        e = z[Z.WALKER]
        if e >= 0:
            # It was held up amid an event, which now goes on.
            z[Z.WALKER] = -1
            pc = s.tokens[e, T.PC]
        else:
            e = next_to_wake(p, s, d, horizon, last_record)
            if e <= OVER:
                return M.SHORT if e == NO_ROOM else M.FINISHED
            pc = wake(p, s, e, z[Z.NOW]) if e >= 0 else -1
            if pc >= 0 and z[Z.WALKED] >= z[Z.PAUSE_AT]:
                z[Z.WALKER], s.tokens[e, T.PC] = e, pc
                return M.PAUSED
        now = z[Z.NOW]
        while e != NOBODY:
            walk(p, s, e, pc, now)
            if z[Z.WALKER] >= 0:
                return M.PAUSED
            e = next_walker(p, s, d, now)
            pc = s.tokens[e, T.PC] if e >= 0 else -1
    return M.PAUSED


@inlined
def next_to_wake(p: Tables, s: State, d: Demand, horizon: int, last_record: int) -> int:
    """Let the next thing happen; returns the token that wakes, IDLE where none does, NO_ROOM or OVER where nothing happens."""
    z = s.clerk
    if z[Z.RECORDS] > last_record:
        return NO_ROOM
    if z[Z.SAFE] == 0:
        z[Z.SAFE] = safe_events(s)
        if z[Z.SAFE] == 0:
            return NO_ROOM
    z[Z.SAFE] -= 1
    if z[Z.READY_HEAD] != z[Z.READY_TAIL]:
        return first_ready(p, s)
    if z[Z.PENDING] == 0:
        turn_wheel(z, s.events, s.sheets, horizon)
        if z[Z.TOKENS] > MANY:
            foresee(s, d)
    if z[Z.PENDING] == 0:
        return OVER
    i = take_first(z, s.events)
    if s.events[i + TIME] >= horizon:
        return OVER
    return first_event(p, s, d, i)


@inlined
def first_ready(p: Tables, s: State) -> int:
    """What must happen before the next event; returns the token that wakes."""
    z = s.clerk
    load = s.ready[z[Z.READY_HEAD] & (len(s.ready) - 1)]
    z[Z.READY_HEAD] += 1
    who = load >> M.LOAD_BITS
    if load & M.LOAD_MASK == M.WALKS_ON:
        return who
    grant(p, s, who, z[Z.NOW])
    return IDLE


@inlined
def first_event(p: Tables, s: State, d: Demand, i: int) -> int:
    """Let the event at place ``i`` happen, the first; returns the token that wakes, IDLE where none does."""
    now, key, number, load = s.events[i + TIME], s.events[i + KEY], s.events[i + NUMBER], s.events[i + LOAD]
    if now != s.clerk[Z.NOW]:
        time_moves(s.clerk, now)
    who, kind = load >> M.LOAD_BITS, load & M.LOAD_MASK
    if kind == M.SERVICE_ENDS:
        if s.visits[who, V.ENDS] != number:
            return IDLE
        complete(p, s, who, now)
        return s.visits[who, V.TOKEN]
    if kind == M.NEED_ARISES:
        source_brings(p, s, d, who)
        return IDLE
    if kind == M.WALKS_ON:
        return who
    if kind == M.GIVES_UP:
        if s.visits[who, V.GIVES_UP] != number or s.visits[who, V.BEGAN] != NEVER:
            return IDLE
        renege(p, s, who, now)
        return s.visits[who, V.TOKEN]
    return rare_event(p, s, d, who, kind, key, number, now)


@inlined
def time_moves(z: Ints, now: int) -> None:
    """Count instructions anew, unless there were too many: then the caller of the kernel shall see it."""
    z[Z.NOW] = now
    if z[Z.WALKED] - z[Z.WALKED_BEFORE] <= MOST_INSTRUCTIONS_AT_ONCE:
        z[Z.WALKED_BEFORE] = z[Z.WALKED]


@called
def rare_event(p: Tables, s: State, d: Demand, who: int, kind: int, key: int, number: int, now: int) -> int:
    """The other kinds of events. Some touch everybody who waits: afterwards it is asked anew what finds room."""
    s.clerk[Z.SAFE] = 0
    if kind == M.CLOCK_RINGS:
        ring(p, s, who, key, number, now)
    elif kind == M.COMES_AGAIN:
        e = s.visits[who, V.TOKEN]
        if not come_again(p, s, who, now):
            return e
    elif kind == M.HOURS_CHANGE:
        change_hours(p, s, who, now)
    elif kind == M.SOMEBODY_ARRIVES:
        arrive(p, s, who, now)
    elif kind == M.WORK_IS_DONE:
        return dissolve(p, s, who, now)
    elif kind == M.GIVEN_ARISES:
        given_arises(p, s, d, who)
    elif kind == M.WINDOW_BEGINS:
        begin_window(s, now)
    elif kind == M.WINDOW_ENDS:
        end_window(s, now)
    else:
        tick(p, s, d, who, now)
    return IDLE


@inlined
def tick(p: Tables, s: State, d: Demand, n: int, now: int) -> None:
    """The world ticks: an outage of the platform or a breakdown of a station begins or ends."""
    target, begins = d.ticks[n, 1], d.ticks[n, 2]
    if target < 0:
        s.clerk[Z.PLATFORM_DOWN] += 1 if begins else -1
    else:
        break_down(p, s, target, begins != 0, now)
    s.clerk[Z.TICK_NEXT] = n + 1
    await_tick(p, s, d)


@inlined
def await_window(p: Tables, s: State) -> None:
    """Station figures are of the window alone; its ends come before whatever else happens at their instants."""
    if p.ints[H.WARM_UP] > 0:
        schedule(s, p.ints[H.WARM_UP], M.FIRST, 0, M.WINDOW_BEGINS)
    if p.ints[H.WINDOW_END] < p.ints[H.HORIZON]:
        schedule(s, p.ints[H.WINDOW_END], M.FIRST, 0, M.WINDOW_ENDS)


@inlined
def await_tick(p: Tables, s: State, d: Demand) -> None:
    """Schedule the world's next tick."""
    n = s.clerk[Z.TICK_NEXT]
    if n < len(d.ticks):
        schedule(s, d.ticks[n, 0], M.WORLD_TIE + n, n, M.WORLD_TICKS)


@inlined
def next_walker(p: Tables, s: State, d: Demand, now: int) -> int:
    """Who else sets out at this event: the next branch of a fork, the next need of a group."""
    z = s.clerk
    e = z[Z.BRANCH_NEXT]
    if e >= 0:
        z[Z.BRANCH_NEXT] = s.tokens[e, T.SIBLING]
        return e
    if z[Z.BIRTHS]:
        return next_birth(p, s, d, now)
    return NOBODY
