"""A wait ends and a service begins: what is booked, and how long the service takes."""

import numpy as np

from sinksim.compiled.calendar import closed_since
from sinksim.compiled.case import account, account_of_case, count_visit, record_tier
from sinksim.compiled.deadlines import accept_case
from sinksim.compiled.events.wheel import schedule_now
from sinksim.compiled.layout import DRAW_KEY, EVENT_KIND, KIND, STATION, TIMES, TOKEN, VISIT
from sinksim.compiled.state import State, Tables
from sinksim.compiled.steps import time_of
from sinksim.core.kernel import inlined
from sinksim.plan.operations import BY_FILE, CALLBACK, IN_PERSON, QUEUE, SLOT


@inlined
def accept(plan: Tables, state: State, visit: int, now: int) -> int:
    """Service begins for the first time: accept the case; returns the service time [ms]."""
    visit_row = state.visits[visit]
    token_row = state.tokens[visit_row[VISIT.token]]
    # The visit may be the twin, on the list one tier up, of the one that the token has stood for so far.
    token_row[TOKEN.visit] = visit
    booked = account(state, token_row[TOKEN.case])
    tier = state.stations[visit_row[VISIT.station], STATION.tier]
    row = plan.code[visit_row[VISIT.pc]]
    if row[QUEUE.presence] != CALLBACK:  # then the case is closed: its record counts no visit any more
        booked[TOKEN.visits] += 1
        record_tier(state, token_row[TOKEN.case], tier)
    if row[QUEUE.presence] == IN_PERSON:
        booked[TOKEN.place_tier] = tier
    if row[QUEUE.accepts]:
        accept_case(plan, state, token_row[TOKEN.case], row[QUEUE.accepts], now)
    number = count_visit(token_row, row[SLOT])
    return time_of(plan, row[QUEUE.time], token_row[TOKEN.key], np.uint64(row[DRAW_KEY]), number)


@inlined
def accept_for_assembly(state: State, visit: int) -> int:
    """A server is granted to an assembly: it is held, with no service time of its own (0), until all is done."""
    visit_row = state.visits[visit]
    case = state.tokens[visit_row[VISIT.token], TOKEN.case]
    account(state, case)[TOKEN.visits] += 1
    record_tier(state, case, state.stations[visit_row[VISIT.station], STATION.tier])
    schedule_now(state, visit_row[VISIT.assembly], EVENT_KIND.IS_GRANTED)
    return 0


@inlined
def stop_waiting(plan: Tables, state: State, visit: int, now: int) -> None:
    """The present spell of waiting is over: book its closed hours as closed, the rest as queueing.

    Nothing for a visit of an assembly: the whole time until the last arrival is booked there.
    """
    visit_row = state.visits[visit]
    if visit_row[VISIT.assembly] >= 0:
        return
    booked = account(state, visit_row[VISIT.token])
    span = now - visit_row[VISIT.since]
    calendar = state.stations[visit_row[VISIT.station], STATION.calendar]
    if calendar >= 0:
        closed = closed_since(plan, state, calendar, visit_row[VISIT.since], now)
        booked[TIMES + KIND.closed] += closed
        span -= closed
    booked[TIMES + KIND.queue] += span
    if plan.code[visit_row[VISIT.pc], QUEUE.presence] < BY_FILE:
        # A person waits on site or on the line, but not while the doors are shut.
        account_of_case(state, visit_row[VISIT.token])[TOKEN.citizen_time] += span
