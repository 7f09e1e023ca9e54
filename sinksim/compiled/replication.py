"""One replication under way: what happens next, until the records must be handed over or the horizon is reached."""

import numpy as np

from sinksim.compiled.assembly import alert_assembly, arrive, dissolve, grant
from sinksim.compiled.deadlines import ring
from sinksim.compiled.demand import await_given, await_need, given_arises, next_birth, refill, source_brings
from sinksim.compiled.events.heap import take_first
from sinksim.compiled.events.prefetch import MANY, foresee
from sinksim.compiled.events.wheel import schedule, turn_wheel
from sinksim.compiled.hours import await_hours, change_hours
from sinksim.compiled.layout import (
    CLOCK_RINGS,
    COMES_AGAIN,
    EVENT,
    FINISHED,
    FIRST,
    GIVEN_ARISES,
    GIVES_UP,
    HEAD,
    HOURS_CHANGE,
    LOAD_BITS,
    LOAD_MASK,
    NEED_ARISES,
    PAUSED,
    SCALAR,
    SERVICE_ENDS,
    SHORT,
    SOMEBODY_ARRIVES,
    SOURCE,
    TIE,
    TOKEN,
    VISIT,
    WALKS_ON,
    WINDOW_BEGINS,
    WINDOW_ENDS,
    WORK_IS_DONE,
    WORLD_TICKS,
)
from sinksim.compiled.memory import world_at
from sinksim.compiled.queueing import alert_queueing, come_again
from sinksim.compiled.resize import safe_events
from sinksim.compiled.state import DEMAND, STATE, TABLES, Demand, Ints, State, Tables
from sinksim.compiled.station import break_down, complete, renege
from sinksim.compiled.station_counters import begin_window, end_window
from sinksim.compiled.walking import time_moves, wake, walk
from sinksim.core import draws
from sinksim.core.kernel import called, entry, inlined
from sinksim.core.records import NEVER

# Instead of a token: nobody wakes; nobody else sets out.
IDLE, NOBODY = -1, -2
# Instead of a token that wakes: the run is over; an array runs short.
OVER, NO_ROOM = -3, -4


@entry
def begin_world(table_addresses: Ints, state_addresses: Ints, demand_addresses: Ints) -> None:
    """Schedule everything's first event."""
    plan, state, demand = (
        world_at(table_addresses, TABLES),
        world_at(state_addresses, STATE),
        world_at(demand_addresses, DEMAND),
    )
    scalars = state.clerk
    for calendar in range(plan.ints[HEAD.calendars]):
        await_hours(plan, state, calendar)
    await_tick(plan, state, demand)
    await_given(plan, state, demand)
    await_window(plan, state)
    for n in range(len(demand.sources)):
        source_row = demand.sources[n]
        stream, layer = np.uint64(source_row[SOURCE.stream]), np.uint64(source_row[SOURCE.layer])
        source_row[SOURCE.key] = draws.derive(draws.derive(np.uint64(scalars[SCALAR.run_key]), stream), layer)
        source_row[SOURCE.person] = draws.derive(draws.derive(np.uint64(scalars[SCALAR.person_key]), stream), layer)
        refill(plan, demand, n)
        await_need(plan, state, demand, n)


@entry
def advance(
    table_addresses: Ints, state_addresses: Ints, demand_addresses: Ints, events: int, instructions: int
) -> int:
    """Let things happen until the horizon, for a number of events or instructions, or until an array runs short."""
    plan, state, demand = (
        world_at(table_addresses, TABLES),
        world_at(state_addresses, STATE),
        world_at(demand_addresses, DEMAND),
    )
    scalars = state.clerk
    horizon, last_record = plan.ints[HEAD.horizon], len(state.records) - scalars[SCALAR.burst]
    scalars[SCALAR.pause_at] = scalars[SCALAR.walked] + instructions
    for _ in range(events):
        token = scalars[SCALAR.walker]
        if token >= 0:
            # It was held up amid an event, which now goes on.
            scalars[SCALAR.walker] = -1
            pc = state.tokens[token, TOKEN.pc]
        else:
            token = next_to_wake(plan, state, demand, horizon, last_record)
            if token <= OVER:
                return SHORT if token == NO_ROOM else FINISHED
            pc = wake(plan, state, token, scalars[SCALAR.now]) if token >= 0 else -1
            if pc >= 0 and scalars[SCALAR.walked] >= scalars[SCALAR.pause_at]:
                scalars[SCALAR.walker], state.tokens[token, TOKEN.pc] = token, pc
                return PAUSED
        now = scalars[SCALAR.now]
        while token != NOBODY:
            walk(plan, state, token, pc, now)
            if scalars[SCALAR.walker] >= 0:
                return PAUSED
            token = next_walker(plan, state, demand, now)
            pc = state.tokens[token, TOKEN.pc] if token >= 0 else -1
    return PAUSED


@inlined
def next_to_wake(plan: Tables, state: State, demand: Demand, horizon: int, last_record: int) -> int:
    """Let the next thing happen; returns the token that wakes, IDLE where none does, NO_ROOM or OVER where nothing happens."""
    scalars = state.clerk
    if scalars[SCALAR.records] > last_record:
        return NO_ROOM
    if scalars[SCALAR.safe] == 0:
        scalars[SCALAR.safe] = safe_events(state)
        if scalars[SCALAR.safe] == 0:
            return NO_ROOM
    scalars[SCALAR.safe] -= 1
    if scalars[SCALAR.ready_head] != scalars[SCALAR.ready_tail]:
        return first_ready(plan, state)
    if scalars[SCALAR.pending] == 0:
        turn_wheel(scalars, state.events, state.sheets, horizon)
        if scalars[SCALAR.tokens] > MANY:
            foresee(state, demand)
    if scalars[SCALAR.pending] == 0:
        return OVER
    place = take_first(scalars, state.events)
    if state.events[place + EVENT.time] >= horizon:
        return OVER
    return first_event(plan, state, demand, place)


@inlined
def first_ready(plan: Tables, state: State) -> int:
    """What must happen before the next event; returns the token that wakes."""
    scalars = state.clerk
    load = state.ready[scalars[SCALAR.ready_head] & (len(state.ready) - 1)]
    scalars[SCALAR.ready_head] += 1
    who = load >> LOAD_BITS
    if load & LOAD_MASK == WALKS_ON:
        return who
    grant(plan, state, who, scalars[SCALAR.now])
    return IDLE


@inlined
def first_event(plan: Tables, state: State, demand: Demand, visit: int) -> int:
    """Let the event at place ``i`` happen, the first; returns the token that wakes, IDLE where none does."""
    now, key, number, load = (
        state.events[visit + EVENT.time],
        state.events[visit + EVENT.key],
        state.events[visit + EVENT.number],
        state.events[visit + EVENT.load],
    )
    if now != state.clerk[SCALAR.now]:
        time_moves(state.clerk, now)
    who, kind = load >> LOAD_BITS, load & LOAD_MASK
    if kind == SERVICE_ENDS:
        if state.visits[who, VISIT.ends] != number:
            return IDLE
        complete(plan, state, who, now)
        return state.visits[who, VISIT.token]
    if kind == NEED_ARISES:
        source_brings(plan, state, demand, who)
        return IDLE
    if kind == WALKS_ON:
        return who
    if kind == GIVES_UP:
        if state.visits[who, VISIT.gives_up] != number or state.visits[who, VISIT.began] != NEVER:
            return IDLE
        renege(plan, state, who, now)
        return state.visits[who, VISIT.token]
    return rare_event(plan, state, demand, who, kind, key, number, now)


@called
def rare_event(plan: Tables, state: State, demand: Demand, who: int, kind: int, key: int, number: int, now: int) -> int:
    """The other kinds of events. Some touch everybody who waits: afterwards it is asked anew what finds room."""
    state.clerk[SCALAR.safe] = 0
    if kind == CLOCK_RINGS:
        if ring(plan, state, who, key, number, now):
            alert_case(plan, state, who, now)
    elif kind == COMES_AGAIN:
        token = state.visits[who, VISIT.token]
        if not come_again(plan, state, who, now):
            return token
    elif kind == HOURS_CHANGE:
        change_hours(plan, state, who, now)
    elif kind == SOMEBODY_ARRIVES:
        arrive(plan, state, who, now)
    elif kind == WORK_IS_DONE:
        return dissolve(plan, state, who, now)
    elif kind == GIVEN_ARISES:
        given_arises(plan, state, demand, who)
    elif kind == WINDOW_BEGINS:
        begin_window(state, now)
    elif kind == WINDOW_ENDS:
        end_window(state, now)
    else:
        tick(plan, state, demand, who, now)
    return IDLE


@inlined
def tick(plan: Tables, state: State, demand: Demand, tick_number: int, now: int) -> None:
    """The world ticks: an outage of the platform or a breakdown of a station begins or ends."""
    target, begins = demand.ticks[tick_number, 1], demand.ticks[tick_number, 2]
    if target < 0:
        state.clerk[SCALAR.platform_down] += 1 if begins else -1
    else:
        break_down(plan, state, target, begins != 0, now)
    state.clerk[SCALAR.tick_next] = tick_number + 1
    await_tick(plan, state, demand)


@inlined
def await_window(plan: Tables, state: State) -> None:
    """Station figures are of the window alone; its ends come before whatever else happens at their instants."""
    if plan.ints[HEAD.warm_up] > 0:
        schedule(state, plan.ints[HEAD.warm_up], FIRST, 0, WINDOW_BEGINS)
    if plan.ints[HEAD.window_end] < plan.ints[HEAD.horizon]:
        schedule(state, plan.ints[HEAD.window_end], FIRST, 0, WINDOW_ENDS)


@inlined
def await_tick(plan: Tables, state: State, demand: Demand) -> None:
    """Schedule the world's next tick."""
    tick_number = state.clerk[SCALAR.tick_next]
    if tick_number < len(demand.ticks):
        schedule(state, demand.ticks[tick_number, 0], TIE.WORLD + tick_number, tick_number, WORLD_TICKS)


@inlined
def next_walker(plan: Tables, state: State, demand: Demand, now: int) -> int:
    """Who else sets out at this event: the next branch of a fork, the next need of a group."""
    scalars = state.clerk
    token = scalars[SCALAR.branch_next]
    if token >= 0:
        scalars[SCALAR.branch_next] = state.tokens[token, TOKEN.sibling]
        return token
    if scalars[SCALAR.births]:
        return next_birth(plan, state, demand, now)
    return NOBODY


@inlined
def alert_case(plan: Tables, state: State, case: int, now: int) -> None:
    """A case enters the alert zone: it moves up every list it stands on."""
    alert_token(plan, state, case, now)
    branch = state.tokens[case, TOKEN.branches]
    while branch >= 0:
        alert_token(plan, state, branch, now)
        branch = state.tokens[branch, TOKEN.sibling]


@inlined
def alert_token(plan: Tables, state: State, token: int, now: int) -> None:
    """Move a token's visit up, where it waits."""
    token_row = state.tokens[token]
    visit = token_row[TOKEN.visit]
    if visit >= 0 and not state.visits[visit, VISIT.serving]:
        alert_queueing(plan, state, visit, now)
    elif token_row[TOKEN.assembly] >= 0:
        alert_assembly(plan, state, token_row[TOKEN.assembly])
