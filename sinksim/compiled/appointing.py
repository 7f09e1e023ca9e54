"""The verb `appoint`: book a slot of a station, and wait at home until it is time to go there."""

from sinksim.compiled.case import count_visit, file, visits_counted
from sinksim.compiled.layout import HEAD, KIND, OPERATION, TOKEN
from sinksim.compiled.memory import cells
from sinksim.compiled.moving import travel_time_of, wait
from sinksim.compiled.queueing import station_for
from sinksim.compiled.state import State, Tables
from sinksim.compiled.steps import draw_of, other_draw_of, time_of, uniform_of
from sinksim.core import rules
from sinksim.core.kernel import called, inlined
from sinksim.plan.operations import APPOINT, NEXT, OP, SLOT, TRAVEL


@called
def begin_appointment(plan: Tables, state: State, token: int, pc: int, now: int) -> int:
    """Book a slot, and wait until it is time to set out, or until the slot where the citizen will not come.

    Returns -1 or, where no slot is free that can be reached in time, the instruction that follows.
    """
    token_row, row = state.tokens[token], plan.code[pc]
    case_row = state.tokens[token_row[TOKEN.case]]
    file(case_row, now)  # a first contact, if it had none: the office has given a slot, or said that there is none
    visit = count_visit(token_row, row[SLOT])
    lead = 0
    if row[APPOINT.lead] >= 0:
        lead = time_of(plan, row[APPOINT.lead], token_row[TOKEN.key], other_draw_of(plan, pc), visit)
    way = delay_ahead(plan, state, token, row[NEXT])
    station = station_for(plan, row[APPOINT.template], case_row[TOKEN.origin])
    slot = book(plan, state, row[APPOINT.template], station, now + max(lead, way), now + row[APPOINT.within])
    if slot < 0:
        return row[APPOINT.on_full]
    until = slot - way if comes(plan, state, token, pc, visit) else slot
    wait(state, token, pc, KIND.home, until, now)
    return -1


@inlined
def book(plan: Tables, state: State, template: int, station: int, earliest: int, latest: int) -> int:
    """Give the first free slot of a station from ``earliest`` to ``latest`` [ms]; returns its instant, -1: none is free."""
    ints = plan.ints
    at = ints[ints[HEAD.slot_at] + template]
    number = ints[ints[HEAD.slot_at] + template + 1] - at
    first = ints[HEAD.booked] + ints[ints[HEAD.slot_first] + station]  # among the scalars
    times = ints[HEAD.slot_times] + at
    each = ints[ints[HEAD.slot_each] + station]
    n = rules.free_slot(cells(ints, times, number), cells(state.scalars, first, number), each, earliest, latest)
    if n < 0:
        return -1
    state.scalars[first + n] += 1
    return ints[times + n]


@inlined
def delay_ahead(plan: Tables, state: State, token: int, pc: int) -> int:
    """Time [ms] by which the token's next travel delays the case, where instruction ``pc`` is one; else 0."""
    row = plan.code[pc]
    if row[OP] != OPERATION.TRAVEL or not row[TRAVEL.delays]:
        return 0
    return travel_time_of(plan, state, token, pc, visits_counted(state.tokens[token], row[SLOT]))


@inlined
def comes(plan: Tables, state: State, token: int, pc: int, visit: int) -> bool:
    """Whether the citizen comes to the appointment, the n-th (``visit``) under the name of this draw."""
    return uniform_of(state.tokens[token], draw_of(plan, pc), visit, 0) >= plan.chance[pc, 0]


@called
def end_appointment(plan: Tables, state: State, token: int, pc: int) -> int:
    """Where the case goes on: with those who set out, or with those who have missed their slot."""
    row = plan.code[pc]
    visit = max(visits_counted(state.tokens[token], row[SLOT]) - 1, 0)
    return row[NEXT] if comes(plan, state, token, pc, visit) else row[APPOINT.on_no_show]
