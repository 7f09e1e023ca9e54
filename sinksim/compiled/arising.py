"""Sources bring needs as they arise; given cases come at their time, those from before the start at the start."""

import numpy as np

from sinksim.compiled import clerk as Z
from sinksim.compiled import given as G
from sinksim.compiled import header as H
from sinksim.compiled import meaning as M
from sinksim.compiled import source as Q
from sinksim.compiled import token as T
from sinksim.compiled.account import account
from sinksim.compiled.events import schedule
from sinksim.compiled.keys import ARRIVAL, BATCH
from sinksim.compiled.memory import cells
from sinksim.compiled.needs import arise, requires_of
from sinksim.compiled.pools import new_case
from sinksim.compiled.state import Demand, Ints, State, Tables
from sinksim.core import draws
from sinksim.core.kernel import called, inlined


@called
def refill(p: Tables, d: Demand, n: int) -> None:
    """Fill a source's block with its next epochs."""
    q, r = d.sources[n], d.reals[n]
    t, k, length = (
        p.ints[H.PROFILES] + q[Q.PROFILE_TIMES],
        p.ints[H.REAL_PROFILES] + q[Q.PROFILE_REALS],
        q[Q.PROFILE_LENGTH],
    )
    count, epoch, area, piece = draws.arrivals(
        np.uint64(q[Q.KEY]), ARRIVAL, q[Q.EPOCH], r[Q.AREA], q[Q.PIECE], r[Q.RATE], r[Q.KEEP],
        cells(p.ints, t, length), cells(p.reals, k, length),
        cells(d.block[0], q[Q.BLOCK], q[Q.SIZE]), cells(d.block[1], q[Q.BLOCK], q[Q.SIZE]),
    )  # fmt: skip
    q[Q.COUNT], q[Q.EPOCH], q[Q.PIECE], q[Q.POSITION] = count, epoch, piece, 0
    r[Q.AREA] = area


@inlined
def await_need(p: Tables, s: State, d: Demand, n: int) -> None:
    """Schedule the next need of a source, if there is one."""
    q = d.sources[n]
    while True:
        if q[Q.POSITION] == q[Q.COUNT]:
            if q[Q.COUNT] < q[Q.SIZE]:
                return
            refill(p, d, n)
            if q[Q.COUNT] == 0:
                return
        at = q[Q.BLOCK] + q[Q.POSITION]
        time, epoch = d.block[0, at], d.block[1, at]
        if not q[Q.MARKS] or q[Q.BATCH_LENGTH] or may_meet_others(p, q, epoch):
            ordinal = epoch << Q.BATCH_BITS if q[Q.BATCH_LENGTH] else epoch
            schedule(s, time, M.ARRIVAL_TIE + q[Q.ORDER] + (ordinal << M.BRANCH_BITS), n, M.NEED_ARISES)
            return
        q[Q.POSITION] += 1


@inlined
def may_meet_others(p: Tables, q: Ints, ordinal: int) -> bool:
    """Whether a need of an unselected county may come to a station that it shares with others."""
    ints = p.ints
    requires = requires_of(p, q[Q.SERVICE], draws.derive(np.uint64(q[Q.KEY]), np.uint64(ordinal)))
    tier = requires if requires >= 0 else ints[H.TIERS]
    return ints[ints[H.UPWARD] + q[Q.SERVICE] * (ints[H.TIERS] + 1) + tier] != 0


@inlined
def source_brings(p: Tables, s: State, d: Demand, n: int) -> None:
    """Needs arise at a source: note how many are to be born, and schedule the source's next."""
    z, q = s.clerk, d.sources[n]
    epoch = d.block[1, q[Q.BLOCK] + q[Q.POSITION]]
    q[Q.POSITION] += 1
    z[Z.BIRTHS], z[Z.BIRTH_SOURCE], z[Z.BIRTH_ORDINAL] = 1, n, epoch
    if q[Q.BATCH_LENGTH]:
        z[Z.BIRTH_ORDINAL] = epoch << Q.BATCH_BITS
        at = p.ints[H.REAL_BATCH] + q[Q.BATCH_AT]
        u = draws.luck(np.uint64(q[Q.KEY]), BATCH, epoch, 0)
        z[Z.BIRTHS] += draws.pick(cells(p.reals, at, q[Q.BATCH_LENGTH]), u)
    await_need(p, s, d, n)


@inlined
def starts(p: Tables, s: State, e: int, person: int, now: int) -> int:
    """Let a need arise; returns its token if it starts to walk."""
    pc = arise(p, s, e, person, now)
    if pc < 0:
        return -1
    s.tokens[e, T.PC] = pc
    return e


@inlined
def await_given(p: Tables, s: State, d: Demand) -> None:
    """Schedule the next given case, if it comes before the horizon."""
    n = s.clerk[Z.GIVEN_NEXT]
    if n < len(d.given) and d.given[n, G.ARISEN] < p.ints[H.HORIZON]:
        schedule(s, max(d.given[n, G.ARISEN], 0), M.ARRIVAL_TIE + d.given[n, G.ORDER], n, M.GIVEN_ARISES)


@inlined
def given_arises(p: Tables, s: State, d: Demand, n: int) -> None:
    """A given case is to be born; schedule the next one."""
    z = s.clerk
    z[Z.BIRTHS], z[Z.BIRTH_SOURCE], z[Z.BIRTH_ORDINAL] = 1, -1, n
    z[Z.GIVEN_NEXT] = n + 1
    await_given(p, s, d)


@called
def bring_given(p: Tables, s: State, d: Demand, n: int, now: int) -> int:
    """A given case comes; returns its token if it starts to walk."""
    z, g = s.clerk, d.given[n]
    layer, ordinal = np.uint64(g[G.LAYER] & 0xFF), np.uint64(g[G.ORDINAL])
    stream = np.uint64(g[G.STREAM])
    key = draws.derive(draws.derive(draws.derive(np.uint64(z[Z.RUN_KEY]), stream), layer), ordinal)
    person = draws.derive(draws.derive(np.uint64(z[Z.PERSON_KEY]), stream), layer)
    e = new_case(p, s, key, g[G.ORDER], g[G.SERVICE], g[G.ORIGIN], g[G.LAYER], g[G.ORDINAL])
    c = s.tokens[e]
    c[T.ARISEN] = g[G.ARISEN]
    c[T.MARKS] = (M.LOGGED if g[G.LAYER] == -1 else 0) | (M.BACKLOG if g[G.ARISEN] < 0 else 0)
    c[T.URGENCY], c[T.REQUIRES], c[T.SEGMENT], c[T.PC] = g[G.URGENCY], g[G.REQUIRES], g[G.SEGMENT], g[G.ENTER]
    if g[G.ARISEN] < 0:
        # Filed and queueing since it joined; hours before the start count as open.
        c[T.FILED] = g[G.ARISEN]
        account(s, e)[T.KINDS + T.QUEUE] = -g[G.ARISEN]
    return starts(p, s, e, person, now)


@inlined
def next_birth(p: Tables, s: State, d: Demand, now: int) -> int:
    """Bring the next of the needs that arise now; returns its token if it starts to walk (at its PC), else -1."""
    z = s.clerk
    ordinal = z[Z.BIRTH_ORDINAL]
    z[Z.BIRTHS] -= 1
    if z[Z.BIRTH_SOURCE] < 0:
        return bring_given(p, s, d, ordinal, now)
    q = d.sources[z[Z.BIRTH_SOURCE]]
    z[Z.BIRTH_ORDINAL] = ordinal + 1
    order = q[Q.ORDER] + (ordinal << M.BRANCH_BITS)
    key = draws.derive(np.uint64(q[Q.KEY]), np.uint64(ordinal))
    e = new_case(p, s, key, order, q[Q.SERVICE], q[Q.ORIGIN], q[Q.LAYER], ordinal)
    s.tokens[e, T.ARISEN], s.tokens[e, T.MARKS] = now, q[Q.MARKS]
    return starts(p, s, e, q[Q.PERSON], now)
