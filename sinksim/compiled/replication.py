"""One replication under way: what happens next, until the records must be handed over or the horizon is reached."""

import numpy as np

from sinksim.compiled import assembly, queueing
from sinksim.compiled.assembly import arrive, end_assembly, grant
from sinksim.compiled.blocking import admit_first_blocked, block_if_full
from sinksim.compiled.deadlines import pass_deadline
from sinksim.compiled.demand import await_given, await_need, begin_given, bring_needs, next_arrival, refill
from sinksim.compiled.events.heap import take_first
from sinksim.compiled.events.prefetch import MANY, prefetch_events
from sinksim.compiled.events.wheel import schedule, turn_wheel
from sinksim.compiled.hours import await_hours, change_hours, come_again
from sinksim.compiled.layout import (
    EVENT,
    EVENT_KIND,
    FINISHED,
    FIRST,
    HEAD,
    KIND_BITS,
    KIND_MASK,
    PAUSED,
    SCALAR,
    SHORT,
    SOURCE,
    TOKEN,
    VISIT,
)
from sinksim.compiled.memory import world_at
from sinksim.compiled.outages import await_tick, tick
from sinksim.compiled.queueing import give_up
from sinksim.compiled.resize import safe_events
from sinksim.compiled.state import DEMAND, STATE, TABLES, Demand, Ints, State, Tables
from sinksim.compiled.station import complete
from sinksim.compiled.station_counters import begin_window, end_window
from sinksim.compiled.walking import time_moves, wake, walk
from sinksim.core import draws
from sinksim.core.kernel import called, entry, inlined
from sinksim.plan.operations import QUEUE

# Instead of a token: the event wakes none; no other walks at this event.
IDLE, NOBODY = -1, -2
# Instead of an event: the run is over; an array may be too short for it.
OVER, NO_ROOM = -3, -4


@entry
def populate(table_addresses: Ints, state_addresses: Ints, demand_addresses: Ints) -> None:
    """Schedule the first event of every calendar, risk and source, and the ends of the window."""
    plan, state = world_at(table_addresses, TABLES), world_at(state_addresses, STATE)
    demand = world_at(demand_addresses, DEMAND)
    scalars = state.scalars
    for calendar in range(plan.ints[HEAD.calendars]):
        await_hours(plan, state, calendar)
    await_tick(plan, state, demand)
    await_given(plan, state, demand)
    start_window(plan, state)
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
    """Process events until the horizon, for so many events or instructions, or until an array runs short.

    An event wakes a token, which walks on from an instruction, or none (IDLE, instruction -1: there is nothing to walk); then
    those walk whom it has set off. Returns FINISHED (the horizon), PAUSED (so many processed; a token halted so, ``walker``,
    goes on first) or SHORT (of room).
    """
    plan, state = world_at(table_addresses, TABLES), world_at(state_addresses, STATE)
    demand = world_at(demand_addresses, DEMAND)
    scalars = state.scalars
    # Beyond that record one event might write more of them than there is room for (``burst`` at most).
    horizon, last_record = plan.ints[HEAD.horizon], len(state.records) - scalars[SCALAR.burst]
    scalars[SCALAR.pause_at] = scalars[SCALAR.walked] + instructions
    for _ in range(events):
        token = scalars[SCALAR.walker]
        if token >= 0:
            scalars[SCALAR.walker] = -1
            pc = state.tokens[token, TOKEN.pc]
        else:
            token = next_to_wake(plan, state, demand, horizon, last_record)
            if token <= OVER:  # no event: OVER or NO_ROOM
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
    """Process the next event; returns the token that it wakes, IDLE, or why none was processed: NO_ROOM or OVER."""
    scalars = state.scalars
    if scalars[SCALAR.records] > last_record:
        return NO_ROOM
    if scalars[SCALAR.safe] == 0:  # of the events that surely find room none is left: look again
        scalars[SCALAR.safe] = safe_events(state)
        if scalars[SCALAR.safe] == 0:
            return NO_ROOM
    scalars[SCALAR.safe] -= 1
    if scalars[SCALAR.ready_head] != scalars[SCALAR.ready_tail]:
        return run_first_ready(plan, state)
    if scalars[SCALAR.pending] == 0:
        turn_wheel(scalars, state.events, state.buckets, horizon)
        if scalars[SCALAR.tokens] > MANY:  # more than the caches hold
            prefetch_events(state, demand)
    if scalars[SCALAR.pending] == 0:
        return OVER
    place = take_first(scalars, state.events)
    if state.events[place + EVENT.time] >= horizon:
        return OVER
    return run_first_event(plan, state, demand, place)


@inlined
def run_first_ready(plan: Tables, state: State) -> int:
    """Process what was scheduled to come before any other event; returns the token that it wakes, or IDLE."""
    scalars = state.scalars
    payload = state.ready[scalars[SCALAR.ready_head] & (len(state.ready) - 1)]
    scalars[SCALAR.ready_head] += 1
    subject = payload >> KIND_BITS
    if payload & KIND_MASK == EVENT_KIND.WALKS_ON:
        return subject
    if payload & KIND_MASK == EVENT_KIND.PLACE_IS_LEFT:
        scalars[SCALAR.safe] = 0  # room is computed anew
        return admit_first_blocked(plan, state, subject, scalars[SCALAR.now])
    grant(plan, state, subject, scalars[SCALAR.now])
    return IDLE


@inlined
def run_first_event(plan: Tables, state: State, demand: Demand, place: int) -> int:
    """Process the event at a place of the event list; returns the token that it wakes, or IDLE."""
    now, key = state.events[place + EVENT.time], state.events[place + EVENT.key]
    number, payload = state.events[place + EVENT.number], state.events[place + EVENT.payload]
    if now != state.scalars[SCALAR.now]:
        time_moves(state.scalars, now)
    subject, kind = payload >> KIND_BITS, payload & KIND_MASK
    if kind == EVENT_KIND.SERVICE_ENDS:
        if state.visits[subject, VISIT.ends] != number:
            return IDLE  # outdated: the service was interrupted, or the visit has ended
        if plan.code[state.visits[subject, VISIT.pc], QUEUE.holds] and block_if_full(plan, state, subject, now):
            return IDLE
        complete(plan, state, subject, now)
        return state.visits[subject, VISIT.token]
    if kind == EVENT_KIND.NEED_ARISES:
        bring_needs(plan, state, demand, subject)
        return IDLE
    if kind == EVENT_KIND.WALKS_ON:
        return subject
    if kind == EVENT_KIND.GIVES_UP:
        return state.visits[subject, VISIT.token] if give_up(plan, state, subject, number, now) else IDLE
    return run_rare_event(plan, state, demand, subject, kind, key, number, now)


@called
def run_rare_event(
    plan: Tables, state: State, demand: Demand, subject: int, kind: int, key: int, number: int, now: int
) -> int:
    """Process an event of another kind, which may concern all who wait (room is computed anew); the token it wakes, or IDLE."""
    state.scalars[SCALAR.safe] = 0
    if kind == EVENT_KIND.DEADLINE_PASSES:
        if pass_deadline(plan, state, subject, key, number, now):
            alert_case(plan, state, subject, now)
    elif kind == EVENT_KIND.COMES_AGAIN:
        token = state.visits[subject, VISIT.token]
        if not come_again(plan, state, subject, now):
            return token
    elif kind == EVENT_KIND.HOURS_CHANGE:
        change_hours(plan, state, subject, now)
    elif kind == EVENT_KIND.SOMEBODY_ARRIVES:
        arrive(plan, state, subject, now)
    elif kind == EVENT_KIND.WORK_IS_DONE:
        return end_assembly(plan, state, subject, now)
    elif kind == EVENT_KIND.GIVEN_ARISES:
        begin_given(plan, state, demand, subject)
    elif kind == EVENT_KIND.WINDOW_BEGINS:
        begin_window(state, now)
    elif kind == EVENT_KIND.WINDOW_ENDS:
        end_window(state, now)
    else:
        tick(plan, state, demand, subject, now)
    return IDLE


@inlined
def start_window(plan: Tables, state: State) -> None:
    """Schedule the begin and the end of the window in which stations count, before whatever else happens at their instants."""
    if plan.ints[HEAD.warm_up] > 0:
        schedule(state, plan.ints[HEAD.warm_up], FIRST, 0, EVENT_KIND.WINDOW_BEGINS)
    if plan.ints[HEAD.window_end] < plan.ints[HEAD.horizon]:
        schedule(state, plan.ints[HEAD.window_end], FIRST, 0, EVENT_KIND.WINDOW_ENDS)


@inlined
def next_walker(plan: Tables, state: State, demand: Demand, now: int) -> int:
    """The token that walks next at this event: the next branch of a fork, the next need of a group, or NOBODY."""
    scalars = state.scalars
    token = scalars[SCALAR.branch_next]
    if token >= 0:
        scalars[SCALAR.branch_next] = state.tokens[token, TOKEN.sibling]
        return token
    if scalars[SCALAR.arrivals_due]:
        return next_arrival(plan, state, demand, now)
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
    """Move a token's waiting visit up its list, or that of its assembly."""
    token_row = state.tokens[token]
    visit = token_row[TOKEN.visit]
    if visit >= 0 and not state.visits[visit, VISIT.serving]:
        queueing.alert(plan, state, visit, now)
    elif token_row[TOKEN.assembly] >= 0:
        assembly.alert(plan, state, token_row[TOKEN.assembly])
