"""Pools of tokens, visits and assemblies: a row is taken when one begins and given back when it ends."""

from sinksim.compiled import clerk as Z
from sinksim.compiled import header as H
from sinksim.compiled import meaning as M
from sinksim.compiled import token as T
from sinksim.compiled import visit as V
from sinksim.compiled.account import OWN
from sinksim.compiled.state import Ints, State, Tables
from sinksim.core.kernel import inlined
from sinksim.core.records import NEVER


@inlined
def take_row(z: Ints, pool: Ints, link: int, top: int, free: int, alive: int) -> int:
    """A free row of a pool; ``top``, ``free`` and ``alive`` are the pool's places in the scalars."""
    z[alive] += 1
    row = z[free]
    if row >= 0:
        z[free] = pool[row, link]
        return row
    row = z[top]
    z[top] = row + 1
    return row


@inlined
def give_row(z: Ints, pool: Ints, link: int, row: int, free: int, alive: int) -> None:
    """Give a row back."""
    z[alive] -= 1
    pool[row, link] = z[free]
    z[free] = row


@inlined
def new_token(p: Tables, s: State, key: int, order: int) -> int:
    """A token that has spent no time and passed no instruction."""
    e = take_row(s.clerk, s.tokens, T.SIBLING, Z.TOKENS, Z.FREE_TOKENS, Z.TOKENS_ALIVE)
    c = s.tokens[e]
    if s.clerk[Z.ACCOUNTS] == OWN:
        for i in range(T.KINDS, T.KINDS + T.NUMBER_OF_KINDS):
            c[i] = 0
    for i in range(T.FIXED, T.FIXED + p.ints[H.SLOTS]):
        c[i] = 0
    c[T.KEY], c[T.ORDER], c[T.CASE] = key, order, e
    c[T.BRANCH], c[T.DEPARTMENT], c[T.PC] = 0, -1, -1
    c[T.VISIT] = c[T.ASSEMBLY] = c[T.SPENDING] = c[T.BRANCHES] = c[T.SIBLING] = -1
    c[T.RUNNING] = c[T.OVERDUE] = c[T.PENDING] = c[T.JOINED] = c[T.FROZEN] = 0
    c[T.LAST_WAY] = c[T.LAST_FARE] = 0
    return e


@inlined
def free_token(s: State, e: int) -> None:
    """Give a token back."""
    s.tokens[e, T.ALIVE] = T.FREE
    s.tokens[e, T.RUNNING] = 0
    give_row(s.clerk, s.tokens, T.SIBLING, e, Z.FREE_TOKENS, Z.TOKENS_ALIVE)


@inlined
def new_case(p: Tables, s: State, key: int, order: int, service: int, origin: int, layer: int, ordinal: int) -> int:
    """The main token of a case, of which nothing is known but who it is."""
    e = new_token(p, s, key, order)
    c = s.tokens[e]
    c[T.SERVICE], c[T.ORIGIN], c[T.LAYER], c[T.ORDINAL] = service, origin, layer, ordinal
    c[T.SEGMENT] = c[T.URGENCY] = c[T.REQUIRES] = -1
    c[T.CHANNEL] = c[T.MARKS] = 0
    c[T.FILED] = c[T.RESPONDED] = c[T.CLOSED] = c[T.SOLVED] = NEVER
    if s.clerk[Z.ACCOUNTS] == OWN:
        open_account(c)
    return e


@inlined
def open_account(c: Ints) -> None:
    """Nothing has been spent on a case, and it has been filed once."""
    for i in range(T.TIME_ALERT, T.END + 1):
        c[i] = 0
    c[T.TOP_TIER] = c[T.PLACE_TIER] = -1
    c[T.CONTACTS] = 1


@inlined
def new_visit(s: State, station: int, token: int, pc: int, now: int) -> int:
    """A visit that has just joined."""
    i = take_row(s.clerk, s.visits, V.NEXT, Z.VISITS, Z.FREE_VISITS, Z.VISITS_ALIVE)
    start_visit(s, i, station, token, pc, now)
    return i


@inlined
def start_visit(s: State, i: int, station: int, token: int, pc: int, now: int) -> None:
    """Make a row a visit that has just joined."""
    v = s.visits[i]
    v[V.STATION], v[V.TOKEN], v[V.PC] = station, token, pc
    v[V.JOINED] = v[V.SINCE] = now
    v[V.BEGAN] = v[V.STARTED] = v[V.DUE] = NEVER
    v[V.RESIDUAL] = v[V.TWIN] = v[V.ASSEMBLY] = -1
    v[V.BUSY] = v[V.SERVING] = v[V.URGENCY] = v[V.KLASS] = 0
    v[V.OUTCOME] = M.STILL_THERE
    v[V.ENDS] = v[V.GIVES_UP] = 0


@inlined
def free_visit(s: State, i: int) -> None:
    """Give a visit back; events that still name it count no more."""
    v = s.visits[i]
    v[V.ENDS] = v[V.GIVES_UP] = 0
    give_row(s.clerk, s.visits, V.NEXT, i, Z.FREE_VISITS, Z.VISITS_ALIVE)
