"""The verbs in which time passes outside stations: `travel`, `relay`, `wait`, `meet`."""

from sinksim.compiled.calendar import after, next_day
from sinksim.compiled.case import account, count_visit, file, record_tier, spend, visits_counted
from sinksim.compiled.events.wheel import schedule
from sinksim.compiled.layout import CALENDARS, EVENT_KIND, HEAD, KIND, NUMBER_OF_ATTRIBUTES, OPERATION, TIE, TOKEN
from sinksim.compiled.memory import cells
from sinksim.compiled.state import State, Tables
from sinksim.compiled.steps import draw_of, time_of
from sinksim.compiled.world import charge_fares
from sinksim.core import rules
from sinksim.core.kernel import called, inlined
from sinksim.core.records import NEVER
from sinksim.plan.operations import DELAY, MEET, OP, SLOT, TRAVEL


@inlined
def wait(state: State, token: int, pc: int, kind: int, until: int, now: int) -> None:
    """Let a token wait until an instant; the time is of a ``kind`` (``KIND``) and booked when the wait is over."""
    token_row = state.tokens[token]
    token_row[TOKEN.pc], token_row[TOKEN.time_kind], token_row[TOKEN.since] = pc, kind, now
    schedule(state, until, TIE.DELAY + token_row[TOKEN.order], token, EVENT_KIND.WALKS_ON)


@inlined
def begin_travel(plan: Tables, state: State, token: int, pc: int, now: int) -> None:
    """Set out, or wait at home for as long as whoever sets out would arrive at shut doors.

    Where travel does not delay the case (``TRAVEL.delays`` 0) it costs effort and money, but no time passes.
    """
    token_row, row = state.tokens[token], plan.code[pc]
    # A travel time of the network is not drawn, and so is no visit of the draw.
    span = travel_time_of(plan, state, token, pc, count_visit(token_row, row[SLOT]) if row[TRAVEL.time] >= 0 else 0)
    delay = span if row[TRAVEL.delays] else 0
    hours = doors_of(plan, state, token, row[TRAVEL.doors]) if row[TRAVEL.doors] >= 0 else -1
    opening = first_open(plan, state, hours, now + delay, now) if hours >= 0 else now + delay
    if opening > now + delay:
        wait_at_home(plan, state, token, pc, opening, now + delay, now)
        return
    book_trip(plan, state, token, pc, span)
    wait(state, token, pc, KIND.travel, now + delay, now)


@inlined
def travel_time_of(plan: Tables, state: State, token: int, pc: int, visit: int) -> int:
    """One-way travel time [ms]: the network's for the case's origin, or drawn (the ``visit``-th time) from the stated law."""
    token_row, row, ints = state.tokens[token], plan.code[pc], plan.ints
    if row[TRAVEL.time] < 0:
        origin = state.tokens[token_row[TOKEN.case], TOKEN.origin]
        return ints[ints[HEAD.travel_ms] + row[TRAVEL.tier] * ints[HEAD.origins] + origin]
    return time_of(plan, row[TRAVEL.time], token_row[TOKEN.key], draw_of(plan, pc), visit)


@inlined
def doors_of(plan: Tables, state: State, token: int, travel: int) -> int:
    """Which hours the doors at the end of a travel have for a case; -1: never shut. ``travel``: its row of ``plan.Doors``."""
    ints = plan.ints
    case_row = state.tokens[state.tokens[token, TOKEN.case]]
    # A case that requires no tier (-1) stands for the lowest one.
    tier = case_row[TOKEN.requires] if case_row[TOKEN.requires] >= 0 else ints[HEAD.tiers] - 1
    # The row: where the travel's part of the table begins, then the stride of each attribute.
    at = ints[HEAD.doors] + (1 + NUMBER_OF_ATTRIBUTES) * travel
    entry = ints[at] + tier * ints[at + 1] + case_row[TOKEN.urgency] * ints[at + 2]
    entry += case_row[TOKEN.segment] * ints[at + 3] + case_row[TOKEN.service] * ints[at + 4]
    return ints[ints[HEAD.door_table] + entry]


@inlined
def first_open(plan: Tables, state: State, hours: int, arrival: int, now: int) -> int:
    """First instant from ``arrival`` on at which a door is open, sought from the interval in force now on.

    Time only moves on, so that the interval of the last look is remembered; most who set out arrive in it or in the next.
    """
    scalars, ints = state.scalars, plan.ints
    first = ints[ints[HEAD.door_at] + hours]
    last = ints[ints[HEAD.door_at] + hours + 1] - first - 1
    times = ints[HEAD.door_times] + first
    remembered = CALENDARS + ints[HEAD.calendars] + hours
    interval = scalars[remembered]
    while interval < last and ints[times + interval + 1] <= now:
        interval += 1
    scalars[remembered] = interval
    while interval < last and ints[times + interval + 1] <= arrival:
        interval += 1
    if ints[ints[HEAD.door_open] + first + interval]:
        return arrival
    return ints[times + interval + 1] if interval < last else rules.FAR


@called
def search_open(plan: Tables, hours: int, arrival: int) -> int:
    """First instant from any ``arrival`` on at which a door is open, as ``rules.first_open`` says."""
    ints = plan.ints
    first, last = ints[ints[HEAD.door_at] + hours], ints[ints[HEAD.door_at] + hours + 1]
    times, is_open = ints[HEAD.door_times] + first, ints[HEAD.door_open] + first
    return rules.first_open(cells(ints, times, last - first), cells(ints, is_open, last - first), arrival)


@inlined
def wait_at_home(
    plan: Tables, state: State, token: int, pc: int, opening: int, would_have_arrived: int, now: int
) -> None:
    """Wait at home, to leave so as to arrive at ``opening``; of those who do, who would have arrived first is there first."""
    token_row = state.tokens[token]
    token_row[TOKEN.pc], token_row[TOKEN.time_kind], token_row[TOKEN.since] = pc, KIND.closed, now
    if opening < plan.ints[HEAD.horizon]:
        schedule(state, opening, TIE.OPENING + would_have_arrived, token, EVENT_KIND.WALKS_ON)


@called
def end_wait_at_home(plan: Tables, state: State, token: int, pc: int, opening: int) -> None:
    """Whoever waited at home arrives at ``opening``: book the wait as closed time up to the departure, then the trip."""
    # The travel time is drawn again, as the visit that was counted when the wait began: it is the same.
    token_row, row = state.tokens[token], plan.code[pc]
    span = travel_time_of(plan, state, token, pc, max(visits_counted(token_row, row[SLOT]) - 1, 0))
    departure = opening - (span if row[TRAVEL.delays] else 0)
    spend(state, token, KIND.closed, departure)
    book_trip(plan, state, token, pc, span)
    token_row[TOKEN.time_kind], token_row[TOKEN.since] = KIND.travel, departure


@called
def cut_travel(plan: Tables, state: State, token: int, now: int) -> None:
    """At the horizon somebody who waited at home for the doors may have left, and be on the way: book that trip, found again."""
    token_row = state.tokens[token]
    pc = token_row[TOKEN.pc]
    row = plan.code[pc]
    if row[OP] != OPERATION.TRAVEL or token_row[TOKEN.time_kind] != KIND.closed:
        return
    span = travel_time_of(plan, state, token, pc, max(visits_counted(token_row, row[SLOT]) - 1, 0))
    delay = span if row[TRAVEL.delays] else 0
    opening = search_open(plan, doors_of(plan, state, token, row[TRAVEL.doors]), token_row[TOKEN.since] + delay)
    if opening - delay < now:
        end_wait_at_home(plan, state, token, pc, opening)


@inlined
def book_trip(plan: Tables, state: State, token: int, pc: int, span: int) -> None:
    """Book a trip when it begins, both legs where the citizen comes back; ``span``: one-way time [ms]."""
    token_row, row, ints = state.tokens[token], plan.code[pc], plan.ints
    case_row = state.tokens[token_row[TOKEN.case]]
    route = row[TRAVEL.tier] * ints[HEAD.origins] + case_row[TOKEN.origin]
    fare = row[TRAVEL.fare] if row[TRAVEL.fare] >= 0 else ints[ints[HEAD.travel_fare] + route]
    legs = 2 if row[TRAVEL.returns] else 1
    case_row[TOKEN.last_travel_time], case_row[TOKEN.last_fare] = span, fare
    booked = account(state, token_row[TOKEN.case])
    booked[TOKEN.trips] += 1
    booked[TOKEN.citizen_time] += legs * span
    if fare:
        charge_fares(state, token_row[TOKEN.case], legs * fare)
    if row[TRAVEL.tier] >= 0:  # -1: to no place of the network
        booked[TOKEN.place_tier] = row[TRAVEL.tier]


@inlined
def begin_delay(plan: Tables, state: State, token: int, pc: int, now: int) -> None:
    """A relay or a wait of any kind: let the drawn time pass, in a calendar by its open time only.

    A relay hands the case over to another tier or office: a hop, by which it counts as filed. Queueing and service without a
    station are time that the citizen spends on site; what of it lies beyond the horizon is not booked.
    """
    token_row, row = state.tokens[token], plan.code[pc]
    booked = account(state, token_row[TOKEN.case])
    if row[DELAY.hands_over]:
        booked[TOKEN.hops] += 1
        file(state.tokens[token_row[TOKEN.case]], now)
    if row[DELAY.tier] >= 0:  # -1: a wait, which involves no tier
        record_tier(state, token_row[TOKEN.case], row[DELAY.tier])
    until = end_of_delay(plan, state, token, pc, now)
    if row[DELAY.kind] == KIND.queue or row[DELAY.kind] == KIND.service:
        booked[TOKEN.citizen_time] += min(until, plan.ints[HEAD.horizon]) - now
    wait(state, token, pc, row[DELAY.kind], until, now)


@called
def find(state: State, token: int, mark: int, now: int) -> None:
    """A patrol or sensor (``mark``) finds the need: where nobody has filed it, it is marked, and filed by that."""
    case_row = state.tokens[state.tokens[token, TOKEN.case]]
    if case_row[TOKEN.filed] == NEVER:
        case_row[TOKEN.marks] |= mark
        file(case_row, now)


@inlined
def end_of_delay(plan: Tables, state: State, token: int, pc: int, now: int) -> int:
    """When it is over: after the drawn time, by the calendar's open time only; without one (-1) on its next opening day."""
    token_row, row = state.tokens[token], plan.code[pc]
    if row[DELAY.time] < 0:
        return next_day(plan.ints, row[DELAY.calendar], now)
    visit = count_visit(token_row, row[SLOT])
    span = time_of(plan, row[DELAY.time], token_row[TOKEN.key], draw_of(plan, pc), visit)
    return after(plan, row[DELAY.calendar], now, span)


@inlined
def begin_meeting(plan: Tables, state: State, token: int, pc: int, now: int) -> None:
    """Wait for the next batch meeting or approval cycle, strictly after now; the first one is at the origin's own instant."""
    row, ints = plan.code[pc], plan.ints
    case_row = state.tokens[state.tokens[token, TOKEN.case]]
    file(case_row, now)  # a first contact, if it had none: who puts it on the agenda has dealt with it
    first = ints[ints[HEAD.phases] + row[MEET.phases] * ints[HEAD.origins] + case_row[TOKEN.origin]]
    wait(state, token, pc, KIND.meeting, rules.next_meeting(now, row[MEET.every], first), now)
