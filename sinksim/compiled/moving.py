"""The verbs in which time passes outside stations: `travel`, `relay`, `wait`, `meet`."""

from sinksim import rules
from sinksim.compiled import clerk as Z
from sinksim.compiled import header as H
from sinksim.compiled import instruction as I
from sinksim.compiled import meaning as M
from sinksim.compiled import token as T
from sinksim.compiled.account import account, touch
from sinksim.compiled.events import schedule
from sinksim.compiled.state import State, Tables
from sinksim.compiled.timing import after, charge_to, draw_of, file, passing, time_of
from sinksim.kernel import inlined


@inlined
def wait(s: State, e: int, pc: int, kind: int, until: int, now: int) -> None:
    """Wait; the time is booked when it is over."""
    c = s.tokens[e]
    c[T.PC], c[T.SPENDING], c[T.SINCE] = pc, kind, now
    schedule(s, until, M.DELAY_TIE + c[T.ORDER], e, M.WALKS_ON)


@inlined
def set_out(p: Tables, s: State, e: int, pc: int, now: int) -> None:
    """The citizen goes somewhere: the way there delays the case, the way back is effort only."""
    c, row, ints = s.tokens[e], p.code[pc], p.ints
    k = s.tokens[c[T.CASE]]
    leg = row[I.A] * ints[H.ORIGINS] + k[T.ORIGIN]
    if row[I.B] < 0:
        span = ints[ints[H.TRAVEL_MS] + leg]
    else:
        span = time_of(p, row[I.B], c[T.KEY], draw_of(p, pc), passing(c, row[I.SLOT]))
    fare = row[I.D] if row[I.D] >= 0 else ints[ints[H.TRAVEL_FARE] + leg]
    ways = 2 if row[I.C] else 1
    k[T.LAST_WAY], k[T.LAST_FARE] = span, fare
    b = account(s, c[T.CASE])
    b[T.TRIPS] += 1
    b[T.CITIZEN_TIME] += ways * span
    if fare:
        b[T.COST_FARES] += ways * fare
        charge_to(s.clerk, Z.FARES, ways * fare)
    if row[I.A] >= 0:
        b[T.PLACE_TIER] = row[I.A]
    wait(s, e, pc, T.TRAVEL, now + span if row[I.E] else now, now)


@inlined
def send(p: Tables, s: State, e: int, pc: int, now: int) -> None:
    """A relay between tiers or offices, or time at home, for correction, until discovered; in a calendar open time counts."""
    c, row = s.tokens[e], p.code[pc]
    b = account(s, c[T.CASE])
    if row[I.D]:
        b[T.HOPS] += 1
        file(s.tokens[c[T.CASE]], now)
    if row[I.E] >= 0:
        touch(s, c[T.CASE], row[I.E])
    until = after(p, row[I.C], now, time_of(p, row[I.B], c[T.KEY], draw_of(p, pc), passing(c, row[I.SLOT])))
    if row[I.A] == T.QUEUE or row[I.A] == T.IN_SERVICE:
        b[T.CITIZEN_TIME] += min(until, p.ints[H.HORIZON]) - now
    wait(s, e, pc, row[I.A], until, now)


@inlined
def await_meeting(p: Tables, s: State, e: int, pc: int, now: int) -> None:
    """Wait for the next batch meeting or approval cycle, strictly after now."""
    row, ints = p.code[pc], p.ints
    k = s.tokens[s.tokens[e, T.CASE]]
    file(k, now)
    first = ints[ints[H.PHASES] + row[I.B] * ints[H.ORIGINS] + k[T.ORIGIN]]
    wait(s, e, pc, T.BATCH, rules.next_meeting(now, row[I.A], first), now)
