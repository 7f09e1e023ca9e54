"""Clocks of cases: started, stopped, judged; a deadline that passes puts the case into the alert zone (see ``alerts``)."""

from sinksim.compiled import header as H
from sinksim.compiled import meaning as M
from sinksim.compiled import token as T
from sinksim.compiled.events import schedule
from sinksim.compiled.state import Ints, State, Tables
from sinksim.compiled.timing import after
from sinksim.core.kernel import called, inlined
from sinksim.core.records import NEVER


@inlined
def place_of(p: Tables, clock: int) -> int:
    """Where a clock's columns begin in a case."""
    return T.FIXED + p.ints[H.SLOTS] + clock * T.CLOCK_COLUMNS


@called
def start_clock(p: Tables, s: State, e: int, clock: int, now: int) -> None:
    """Start a clock at complete filing; a clock that already runs goes on."""
    c, ints = s.tokens[e], p.ints
    span = ints[ints[H.DEADLINE] + clock * ints[H.URGENCIES] + c[T.URGENCY]]
    if span < 0 or c[T.RUNNING] >> clock & 1:
        return
    c[T.STARTED] |= 1 << clock
    c[T.RUNNING] |= 1 << clock
    calendar = ints[ints[H.CLOCK_CALENDAR] + clock]
    at = place_of(p, clock)
    due = after(p, calendar, now, span)
    c[at + T.DUE] = due
    c[at + T.WARNS] = after(p, calendar, now, int(span * p.reals[ints[H.REAL_WARN] + clock]))
    c[at + T.RING] = 0
    if ints[ints[H.CLOCK_ALERTS] + clock] and due < ints[H.HORIZON]:
        c[at + T.RING] = schedule(s, due, M.CLOCK_TIE + (clock << ints[H.CLOCK_SHIFT]) + c[T.ORDER], e, M.CLOCK_RINGS)


@called
def stop_clock(p: Tables, s: State, e: int, clock: int, now: int) -> None:
    """Stop a clock if it runs: kept at its deadline or before, broken after it."""
    c = s.tokens[e]
    if c[T.RUNNING] >> clock & 1:
        judge(p, c, clock, now, True)
        c[T.RUNNING] &= ~(1 << clock)


@called
def accept_case(p: Tables, s: State, e: int, mask: int, now: int) -> None:
    """A specialist or department accepts the case: the response, and the clocks it stops."""
    c = s.tokens[e]
    if c[T.RESPONDED] == NEVER:
        c[T.RESPONDED] = now
    stopped = c[T.RUNNING] & mask
    clock = 0
    while stopped >> clock:
        if stopped >> clock & 1:
            judge(p, c, clock, now, True)
        clock += 1
    c[T.RUNNING] &= ~stopped


@called
def settle(p: Tables, s: State, e: int, end: int, now: int) -> None:
    """The case ends: clocks that still run are judged now; one that nobody stopped is kept only by a closure."""
    c = s.tokens[e]
    running = c[T.RUNNING]
    clock = 0
    while running >> clock:
        if running >> clock & 1:
            if end == M.OPEN:
                judge_open(p, c, clock, now)
            else:
                judge(p, c, clock, now, end <= M.HOLLOW)
        clock += 1
    c[T.RUNNING] = 0


@inlined
def judge(p: Tables, c: Ints, clock: int, now: int, stopped: bool) -> None:
    """Kept or broken, warned or not."""
    at = place_of(p, clock)
    if now > c[at + T.WARNS]:
        c[T.MARKS] |= M.YELLOW
    if stopped and now <= c[at + T.DUE]:
        c[T.KEPT] |= 1 << clock & ~c[T.BROKEN]
    else:
        break_clock(c, clock)
    calm(c, clock, now)


@inlined
def judge_open(p: Tables, c: Ints, clock: int, horizon: int) -> None:
    """At the horizon: broken if its deadline has passed, otherwise undecided."""
    at = place_of(p, clock)
    if horizon > c[at + T.DUE]:
        break_clock(c, clock)
        calm(c, clock, horizon)
    if horizon > c[at + T.WARNS]:
        c[T.MARKS] |= M.YELLOW


@inlined
def break_clock(c: Ints, clock: int) -> None:
    """A clock that runs more than once is kept only if it is kept each time."""
    c[T.BROKEN] |= 1 << clock
    c[T.KEPT] &= ~(1 << clock)


@inlined
def calm(c: Ints, clock: int, now: int) -> None:
    """One overdue clock less; with the last the case leaves the alert zone."""
    if c[T.OVERDUE] >> clock & 1:
        c[T.OVERDUE] &= ~(1 << clock)
        if c[T.OVERDUE] == 0:
            c[T.TIME_ALERT] += now - c[T.ALERT_SINCE]
