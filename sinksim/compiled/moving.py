"""The verbs in which time passes outside stations: `travel`, `relay`, `wait`, `meet`."""

from sinksim.compiled import clerk as Z
from sinksim.compiled import header as H
from sinksim.compiled import meaning as M
from sinksim.compiled import token as T
from sinksim.compiled.account import account, spend, touch
from sinksim.compiled.events import schedule
from sinksim.compiled.memory import cells
from sinksim.compiled.state import State, Tables
from sinksim.compiled.timing import after, charge_to, draw_of, file, passed, passing, time_of
from sinksim.core import rules
from sinksim.core.kernel import called, inlined
from sinksim.plan.operations import DELAY, MEET, OP, SLOT, TRAVEL


@inlined
def wait(s: State, e: int, pc: int, kind: int, until: int, now: int) -> None:
    """Wait; the time is booked when it is over."""
    c = s.tokens[e]
    c[T.PC], c[T.SPENDING], c[T.SINCE] = pc, kind, now
    schedule(s, until, M.DELAY_TIE + c[T.ORDER], e, M.WALKS_ON)


@inlined
def travel(p: Tables, s: State, e: int, pc: int, now: int) -> None:
    """Set out, or stay at home for as long as whoever sets out would arrive at shut doors."""
    c, row = s.tokens[e], p.code[pc]
    # A leg of the network is not drawn: whoever shares the name of the draw has passed it no more often.
    span = way_of(p, s, e, pc, passing(c, row[SLOT]) if row[TRAVEL.time] >= 0 else 0)
    way = span if row[TRAVEL.delays] else 0
    hours = doors_of(p, s, e, row[TRAVEL.doors]) if row[TRAVEL.doors] >= 0 else -1
    opening = first_open(p, s, hours, now + way, now) if hours >= 0 else now + way
    if opening > now + way:
        stay_home(p, s, e, pc, opening, now + way, now)
        return
    set_out(p, s, e, pc, span)
    wait(s, e, pc, T.TRAVEL, now + way, now)


@inlined
def way_of(p: Tables, s: State, e: int, pc: int, visit: int) -> int:
    """One-way time: the network's leg, or drawn."""
    c, row, ints = s.tokens[e], p.code[pc], p.ints
    if row[TRAVEL.time] < 0:
        return ints[ints[H.TRAVEL_MS] + row[TRAVEL.tier] * ints[H.ORIGINS] + s.tokens[c[T.CASE], T.ORIGIN]]
    return time_of(p, row[TRAVEL.time], c[T.KEY], draw_of(p, pc), visit)


@inlined
def doors_of(p: Tables, s: State, e: int, way: int) -> int:
    """The hours of the doors of a way, by what is known of the case; -1 where it is never shut."""
    ints = p.ints
    k = s.tokens[s.tokens[e, T.CASE]]
    # A case that requires no tier (-1) stands for the lowest one.
    tier = k[T.REQUIRES] if k[T.REQUIRES] >= 0 else ints[H.TIERS] - 1
    at = ints[H.DOORS] + (1 + M.ATTRIBUTES) * way
    entry = ints[at] + tier * ints[at + 1] + k[T.URGENCY] * ints[at + 2] + k[T.SEGMENT] * ints[at + 3]
    return ints[ints[H.DOOR_TABLE] + entry + k[T.SERVICE] * ints[at + 4]]


@inlined
def first_open(p: Tables, s: State, hours: int, arrival: int, now: int) -> int:
    """First instant from ``arrival`` on at which a door is open, as the rule says: sought from the present piece on.

    Time only moves on, so that the piece of the last look is remembered; most who set out arrive in it or in the next.
    """
    z, ints = s.clerk, p.ints
    first = ints[ints[H.DOOR_AT] + hours]
    last = ints[ints[H.DOOR_AT] + hours + 1] - first - 1
    times = ints[H.DOOR_TIMES] + first
    remembered = Z.CALENDARS + ints[H.CALENDARS] + hours
    piece = z[remembered]
    while piece < last and ints[times + piece + 1] <= now:
        piece += 1
    z[remembered] = piece
    while piece < last and ints[times + piece + 1] <= arrival:
        piece += 1
    if ints[ints[H.DOOR_OPEN] + first + piece]:
        return arrival
    return ints[times + piece + 1] if piece < last else 1 << 61


@called
def search_open(p: Tables, hours: int, arrival: int) -> int:
    """The same for an arrival at any time, by the rule."""
    ints = p.ints
    first, last = ints[ints[H.DOOR_AT] + hours], ints[ints[H.DOOR_AT] + hours + 1]
    times, is_open = ints[H.DOOR_TIMES] + first, ints[H.DOOR_OPEN] + first
    return rules.first_open(cells(ints, times, last - first), cells(ints, is_open, last - first), arrival)


@inlined
def stay_home(p: Tables, s: State, e: int, pc: int, opening: int, would_have_arrived: int, now: int) -> None:
    """Arrive at the opening; of those who do, who would have arrived first is there first."""
    c = s.tokens[e]
    c[T.PC], c[T.SPENDING], c[T.SINCE] = pc, T.CLOSED_HOURS, now
    if opening < p.ints[H.HORIZON]:
        schedule(s, opening, M.OPENING_TIE + would_have_arrived, e, M.WALKS_ON)


@called
def leave_home(p: Tables, s: State, e: int, pc: int, opening: int) -> None:
    """Book a stay at home, and that somebody has left so as to arrive at the opening."""
    c, row = s.tokens[e], p.code[pc]
    span = way_of(p, s, e, pc, max(passed(c, row[SLOT]) - 1, 0))
    departure = opening - (span if row[TRAVEL.delays] else 0)
    spend(s, e, T.CLOSED_HOURS, departure)
    set_out(p, s, e, pc, span)
    c[T.SPENDING], c[T.SINCE] = T.TRAVEL, departure


@called
def has_left_home(p: Tables, s: State, e: int, now: int) -> bool:
    """Whether somebody who stays at home for shut doors has left by now; what they have not booked yet is booked."""
    c = s.tokens[e]
    pc = c[T.PC]
    row = p.code[pc]
    if row[OP] != M.OP_TRAVEL or c[T.SPENDING] != T.CLOSED_HOURS:
        return False
    way = way_of(p, s, e, pc, max(passed(c, row[SLOT]) - 1, 0)) if row[TRAVEL.delays] else 0
    opening = search_open(p, doors_of(p, s, e, row[TRAVEL.doors]), c[T.SINCE] + way)
    if opening - way >= now:
        return False
    leave_home(p, s, e, pc, opening)
    return True


@inlined
def set_out(p: Tables, s: State, e: int, pc: int, span: int) -> None:
    """Leave home: the trip is made, there and back."""
    c, row, ints = s.tokens[e], p.code[pc], p.ints
    k = s.tokens[c[T.CASE]]
    leg = row[TRAVEL.tier] * ints[H.ORIGINS] + k[T.ORIGIN]
    fare = row[TRAVEL.fare] if row[TRAVEL.fare] >= 0 else ints[ints[H.TRAVEL_FARE] + leg]
    ways = 2 if row[TRAVEL.returns] else 1
    k[T.LAST_WAY], k[T.LAST_FARE] = span, fare
    b = account(s, c[T.CASE])
    b[T.TRIPS] += 1
    b[T.CITIZEN_TIME] += ways * span
    if fare:
        b[T.COST_FARES] += ways * fare
        charge_to(s.clerk, Z.FARES, ways * fare)
    if row[TRAVEL.tier] >= 0:
        b[T.PLACE_TIER] = row[TRAVEL.tier]


@inlined
def send(p: Tables, s: State, e: int, pc: int, now: int) -> None:
    """A relay between tiers or offices, or time at home, for correction, until discovered; in a calendar open time counts."""
    c, row = s.tokens[e], p.code[pc]
    b = account(s, c[T.CASE])
    if row[DELAY.hop]:
        b[T.HOPS] += 1
        file(s.tokens[c[T.CASE]], now)
    if row[DELAY.tier] >= 0:
        touch(s, c[T.CASE], row[DELAY.tier])
    until = after(
        p, row[DELAY.calendar], now, time_of(p, row[DELAY.time], c[T.KEY], draw_of(p, pc), passing(c, row[SLOT]))
    )
    if row[DELAY.kind] == T.QUEUE or row[DELAY.kind] == T.IN_SERVICE:
        b[T.CITIZEN_TIME] += min(until, p.ints[H.HORIZON]) - now
    wait(s, e, pc, row[DELAY.kind], until, now)


@inlined
def await_meeting(p: Tables, s: State, e: int, pc: int, now: int) -> None:
    """Wait for the next batch meeting or approval cycle, strictly after now."""
    row, ints = p.code[pc], p.ints
    k = s.tokens[s.tokens[e, T.CASE]]
    file(k, now)
    first = ints[ints[H.PHASES] + row[MEET.phases] * ints[H.ORIGINS] + k[T.ORIGIN]]
    wait(s, e, pc, T.BATCH, rules.next_meeting(now, row[MEET.every], first), now)
