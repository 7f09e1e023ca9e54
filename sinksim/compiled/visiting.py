"""What the parts of a visit write down: the log, the wait, the money."""

from sinksim.compiled import clerk as Z
from sinksim.compiled import header as H
from sinksim.compiled import meaning as M
from sinksim.compiled import station as S
from sinksim.compiled import token as T
from sinksim.compiled import visit as V
from sinksim.compiled.account import OWN, account, account_of_case
from sinksim.compiled.clocks import settle
from sinksim.compiled.pools import free_token
from sinksim.compiled.state import State, Tables
from sinksim.compiled.timing import charge_to, closed_since
from sinksim.core import rules
from sinksim.core.kernel import called, inlined
from sinksim.plan.operations import QUEUE


@called
def write_visit(s: State, i: int, ended: int) -> None:
    """One row of the visit log."""
    z, v = s.clerk, s.visits[i]
    b = s.tokens[v[V.TOKEN]]
    c = s.tokens[b[T.CASE]]
    row = s.log[z[Z.LOGGED]]
    z[Z.LOGGED] += 1
    given = v[V.JOINED] == 0 and c[T.MARKS] & M.BACKLOG
    row[0], row[1], row[2], row[3] = c[T.SERVICE], c[T.ORIGIN], c[T.LAYER], c[T.ORDINAL]
    row[4], row[5] = b[T.BRANCH], v[V.STATION]
    row[6] = c[T.ARISEN] if given else v[V.JOINED]
    row[7], row[8], row[9], row[10] = v[V.BEGAN], ended, v[V.BUSY], v[V.OUTCOME]


@inlined
def log(s: State, i: int, ended: int) -> None:
    """Write a visit that has ended, if visits are wanted."""
    if s.clerk[Z.KEEPS_VISITS]:
        write_visit(s, i, ended)


@inlined
def stop_waiting(p: Tables, s: State, i: int, now: int) -> None:
    """Book the present spell of waiting as closed hours and queueing; a wait for an assembly is not booked by visit."""
    v = s.visits[i]
    if v[V.ASSEMBLY] >= 0:
        return
    b = account(s, v[V.TOKEN])
    span = now - v[V.SINCE]
    calendar = s.stations[v[V.STATION], S.CALENDAR]
    if calendar >= 0:
        closed = closed_since(p, s, calendar, v[V.SINCE], now)
        b[T.KINDS + T.CLOSED_HOURS] += closed
        span -= closed
    b[T.KINDS + T.QUEUE] += span
    if not p.code[v[V.PC], QUEUE.file]:
        # While the doors are shut nobody stands there.
        account_of_case(s, v[V.TOKEN])[T.CITIZEN_TIME] += span


@inlined
def pay(s: State, i: int) -> None:
    """Charge the staff time of a visit to its case."""
    v = s.visits[i]
    k = account_of_case(s, v[V.TOKEN])
    w = s.stations[v[V.STATION]]
    k[T.STAFF_TIME] += v[V.BUSY]
    if w[S.WAGE]:
        money = rules.charge(v[V.BUSY], w[S.WAGE])
        k[T.COST_STAFF] += money
        w[S.STAFF_MONEY] += money


@inlined
def write_case(p: Tables, s: State, e: int, end: int) -> None:
    """Write the record of a case that has ended (or is cut at the horizon)."""
    z, c, ints = s.clerk, s.tokens[e], p.ints
    c[T.END] = end
    if c[T.FROZEN]:
        for j in range(T.NUMBER_OF_KINDS):
            c[T.KINDS + j] = c[T.FROZEN_KINDS + j]
    if c[T.CITIZEN_TIME]:
        c[T.COST_TIME] = rules.charge(c[T.CITIZEN_TIME], ints[ints[H.TIME_VALUE] + c[T.SEGMENT]])
        charge_to(z, Z.TIME, c[T.COST_TIME])
    row = s.records[z[Z.RECORDS]]
    for j in range(T.RECORD_LENGTH):
        row[j] = c[T.RECORD + j]
    z[Z.RECORDS] += 1


@inlined
def finish_case(p: Tables, s: State, e: int, end: int, now: int) -> None:
    """End a case: count it, settle its clocks, write its record if it is wanted, give its token back."""
    z = s.clerk
    z[Z.ENDS + end] += 1
    if s.tokens[e, T.RUNNING]:
        settle(p, s, e, end, now)
    if z[Z.ACCOUNTS] == OWN:
        write_case(p, s, e, end)
    free_token(s, e)
