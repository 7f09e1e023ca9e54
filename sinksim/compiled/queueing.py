"""The verb `queue`: join a station, lose patience, stand on the list one tier up as well, come again from home."""

import numpy as np

from sinksim.compiled import clerk as Z
from sinksim.compiled import header as H
from sinksim.compiled import instruction as I
from sinksim.compiled import meaning as M
from sinksim.compiled import station as S
from sinksim.compiled import token as T
from sinksim.compiled import visit as V
from sinksim.compiled.account import account, spend
from sinksim.compiled.events import schedule
from sinksim.compiled.pools import free_visit, new_visit, start_visit
from sinksim.compiled.state import State, Tables
from sinksim.compiled.stations import admit, admit_aside, promote
from sinksim.compiled.timing import charge_to, file, passed, passing, time_of
from sinksim.core.kernel import called, inlined
from sinksim.core.records import NEVER
from sinksim.plan.operations import NEXT, QUEUE, SLOT


@inlined
def station_for(p: Tables, template: int, origin: int) -> int:
    """The station that stands for a template at an origin; -1 where there is none."""
    return p.ints[p.ints[H.ROLE] + template * p.ints[H.ORIGINS] + origin]


@inlined
def begin_queueing(p: Tables, s: State, e: int, pc: int, now: int) -> bool:
    """Join the station; False where it is refused at once."""
    c = s.tokens[e]
    k = s.tokens[c[T.CASE]]
    file(k, now)
    template = p.code[pc, QUEUE.template]
    if template < 0:
        template = c[T.DEPARTMENT]
    i = new_visit(s, station_for(p, template, k[T.ORIGIN]), e, pc, now)
    approach(p, s, i)
    if not admit(p, s, i, now):
        return False
    if not s.visits[i, V.SERVING]:
        settle_in(p, s, i, now)
    return True


@inlined
def approach(p: Tables, s: State, i: int) -> None:
    """A new visit comes before its station: on which list it would stand."""
    v = s.visits[i]
    c = s.tokens[v[V.TOKEN]]
    k = s.tokens[c[T.CASE]]
    row = p.code[v[V.PC]]
    c[T.VISIT] = i
    v[V.URGENCY] = row[QUEUE.priority] if row[QUEUE.priority] >= 0 else k[T.URGENCY]
    v[V.KLASS] = 2 * v[V.URGENCY] + (0 if k[T.OVERDUE] else 1)


@inlined
def settle_in(p: Tables, s: State, i: int, now: int) -> None:
    """It must wait: how long it is willing to, and where else it stands."""
    v = s.visits[i]
    c = s.tokens[v[V.TOKEN]]
    row = p.code[v[V.PC]]
    if row[QUEUE.patience] >= 0:
        patience = time_of(p, row[QUEUE.patience], c[T.KEY], np.uint64(row[I.PATIENCE_KEY]), passed(c, row[SLOT]))
        v[V.GIVES_UP] = schedule(s, now + patience, M.RENEGE_TIE + c[T.ORDER], i, M.GIVES_UP)
    if s.tokens[c[T.CASE], T.OVERDUE]:
        escalate(p, s, i, now)


@called
def escalate(p: Tables, s: State, i: int, now: int) -> None:
    """Put an alerted visit on the list one tier up as well; the first claim withdraws it from the other."""
    v = s.visits[i]
    upper = s.stations[v[V.STATION], S.ESCALATES]
    if upper < 0 or v[V.TWIN] >= 0:
        return
    station = station_for(p, upper, s.tokens[s.tokens[v[V.TOKEN], T.CASE], T.ORIGIN])
    if station < 0:
        return
    twin = new_visit(s, station, v[V.TOKEN], v[V.PC], now)
    t = s.visits[twin]
    t[V.SINCE], t[V.URGENCY], t[V.KLASS] = v[V.SINCE], v[V.URGENCY], 2 * v[V.URGENCY]
    t[V.TWIN], v[V.TWIN] = i, twin
    if not admit_aside(p, s, twin, now):
        v[V.TWIN] = -1
        free_visit(s, twin)


@inlined
def alert_queueing(p: Tables, s: State, i: int, now: int) -> None:
    """The case has entered the alert zone while this visit waits."""
    promote(s, i)
    if s.visits[i, V.BEGAN] == NEVER:
        escalate(p, s, i, now)


@inlined
def end_queueing(p: Tables, s: State, e: int, pc: int) -> int:
    """Where the case goes on, by how the visit ended."""
    c, row = s.tokens[e], p.code[pc]
    i = c[T.VISIT]
    c[T.VISIT] = -1
    v = s.visits[i]
    outcome, busy = v[V.OUTCOME], v[V.BUSY]
    free_visit(s, i)
    if outcome == M.SERVED:
        if not row[QUEUE.file]:
            account(s, c[T.CASE])[T.CITIZEN_TIME] += busy
        return row[NEXT]
    passing(c, row[SLOT])
    return row[QUEUE.on_renege] if outcome == M.GAVE_UP else row[QUEUE.on_full]


@called
def come_again(p: Tables, s: State, i: int, now: int) -> bool:
    """Somebody who was sent home joins the list again; False where it is refused at once."""
    station, e, pc = s.visits[i, V.STATION], s.visits[i, V.TOKEN], s.visits[i, V.PC]
    c = s.tokens[e]
    k = s.tokens[c[T.CASE]]
    spend(s, e, T.HOME, now)
    b = account(s, c[T.CASE])
    b[T.TRIPS] += 1
    b[T.CITIZEN_TIME] += 2 * k[T.LAST_WAY]
    b[T.COST_FARES] += 2 * k[T.LAST_FARE]
    charge_to(s.clerk, Z.FARES, 2 * k[T.LAST_FARE])
    start_visit(s, i, station, e, pc, now)
    approach(p, s, i)
    if not admit_aside(p, s, i, now):
        return False
    if not s.visits[i, V.SERVING]:
        settle_in(p, s, i, now)
    return True
