"""A deadline passes while its clock runs: the case enters the alert zone and moves up every list it stands on."""

from sinksim.compiled import header as H
from sinksim.compiled import meaning as M
from sinksim.compiled import token as T
from sinksim.compiled import visit as V
from sinksim.compiled.assembling import alert_assembly
from sinksim.compiled.clocks import place_of
from sinksim.compiled.queueing import alert_queueing
from sinksim.compiled.state import State, Tables
from sinksim.core.kernel import called, inlined


@called
def ring(p: Tables, s: State, e: int, key: int, number: int, now: int) -> None:
    """The event ``number`` of a clock: it counts while that very run of the clock goes on."""
    c = s.tokens[e]
    clock = (key >> p.ints[H.CLOCK_SHIFT]) & ((1 << (M.TIE_SHIFT - p.ints[H.CLOCK_SHIFT])) - 1)
    if not c[T.RUNNING] >> clock & 1 or c[place_of(p, clock) + T.RING] != number:
        return
    c[T.MARKS] |= M.ALERT
    first = c[T.OVERDUE] == 0
    c[T.OVERDUE] |= 1 << clock
    if not first:
        return
    c[T.ALERT_SINCE] = now
    alert_token(p, s, e, now)
    branch = c[T.BRANCHES]
    while branch >= 0:
        alert_token(p, s, branch, now)
        branch = s.tokens[branch, T.SIBLING]


@inlined
def alert_token(p: Tables, s: State, e: int, now: int) -> None:
    """Move a token's visit up, where it waits."""
    c = s.tokens[e]
    i = c[T.VISIT]
    if i >= 0 and not s.visits[i, V.SERVING]:
        alert_queueing(p, s, i, now)
    elif c[T.ASSEMBLY] >= 0:
        alert_assembly(p, s, c[T.ASSEMBLY])
