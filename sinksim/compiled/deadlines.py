"""Clocks of cases: started, stopped, judged; a deadline that passes puts the case into the alert zone."""

from sinksim.compiled.calendar import after
from sinksim.compiled.events.wheel import schedule
from sinksim.compiled.layout import (
    CLOCK_STATE,
    CLOCK_WIDTH,
    COUNTERS,
    END,
    EVENT_KIND,
    HEAD,
    MARK,
    TIE,
    TIE_SHIFT,
    TOKEN,
)
from sinksim.compiled.state import Ints, State, Tables
from sinksim.core.kernel import called, inlined
from sinksim.core.records import NEVER


@inlined
def place_of(plan: Tables, clock: int) -> int:
    """First of the columns in a case's row that belong to a clock (see ``CLOCK_STATE``): they stand behind its counters."""
    return COUNTERS + plan.ints[HEAD.slots] + clock * CLOCK_WIDTH


@called
def start_clock(plan: Tables, state: State, token: int, clock: int, now: int) -> None:
    """Start a clock at complete filing; nothing happens where it runs already or the urgency has no deadline (span < 0)."""
    # Only a clock that alerts has an event (``CLOCK_STATE.event``: its number, 0 for none), and only before the horizon.
    token_row, ints = state.tokens[token], plan.ints
    span = ints[ints[HEAD.deadline] + clock * ints[HEAD.urgencies] + token_row[TOKEN.urgency]]
    if span < 0 or token_row[TOKEN.running] >> clock & 1:
        return
    token_row[TOKEN.clocks_started] |= 1 << clock
    token_row[TOKEN.running] |= 1 << clock
    at = place_of(plan, clock)
    due = due_after(plan, clock, now, span)
    token_row[at + CLOCK_STATE.due] = due
    until_warning = int(span * plan.reals[ints[HEAD.real_warn] + clock])
    token_row[at + CLOCK_STATE.warns] = due_after(plan, clock, now, until_warning)
    token_row[at + CLOCK_STATE.event] = 0
    if ints[ints[HEAD.clock_alerts] + clock] and due < ints[HEAD.horizon]:
        order = TIE.CLOCK + (clock << ints[HEAD.clock_shift]) + token_row[TOKEN.order]
        token_row[at + CLOCK_STATE.event] = schedule(state, due, order, token, EVENT_KIND.DEADLINE_PASSES)


@called
def stop_clock(plan: Tables, state: State, token: int, clock: int, now: int) -> None:
    """Stop a clock, if it runs: the deadline is met at its instant or before, broken after it."""
    token_row = state.tokens[token]
    if token_row[TOKEN.running] >> clock & 1:
        judge_clock(plan, token_row, clock, now, stopped=True)
        token_row[TOKEN.running] &= ~(1 << clock)


@called
def accept_case(plan: Tables, state: State, token: int, mask: int, now: int) -> None:
    """A specialist or department accepts the case: its first response, and the clocks that this stops (bits of ``mask``)."""
    token_row = state.tokens[token]
    if token_row[TOKEN.responded] == NEVER:
        token_row[TOKEN.responded] = now
    stopped = token_row[TOKEN.running] & mask
    clock = 0
    while stopped >> clock:
        if stopped >> clock & 1:
            judge_clock(plan, token_row, clock, now, stopped=True)
        clock += 1
    token_row[TOKEN.running] &= ~stopped


@called
def settle_clocks(plan: Tables, state: State, token: int, end: int, now: int) -> None:
    """The case has ended, or is cut at the horizon: judge the clocks that nobody has stopped.

    A reported closure (solved or hollow) stops them; a case that was refused, gave up or was lost never met them.
    """
    token_row = state.tokens[token]
    running = token_row[TOKEN.running]  # bit n is set while clock n runs
    clock = 0
    while running >> clock:
        if running >> clock & 1:
            if end == END.OPEN:
                judge_open_clock(plan, token_row, clock, now)
            else:
                judge_clock(plan, token_row, clock, now, stopped=end <= END.HOLLOW)  # ends up to that: a closure
        clock += 1
    token_row[TOKEN.running] = 0


@inlined
def judge_clock(plan: Tables, token_row: Ints, clock: int, now: int, stopped: bool) -> None:
    """Note that a deadline was met or broken, and whether its warning had been reached.

    ``stopped`` is False where the case ended undone: what the deadline promised was then never done, whatever time was left.
    """
    at = place_of(plan, clock)
    if now > token_row[at + CLOCK_STATE.warns]:
        token_row[TOKEN.marks] |= MARK.YELLOW
    if stopped and now <= token_row[at + CLOCK_STATE.due]:
        token_row[TOKEN.clocks_kept] |= 1 << clock & ~token_row[TOKEN.clocks_broken]  # once broken, it stays so
    else:
        break_clock(token_row, clock)
    clear_overdue(token_row, clock, now)


@inlined
def judge_open_clock(plan: Tables, token_row: Ints, clock: int, horizon: int) -> None:
    """At the horizon a clock that still runs is broken if its deadline has passed; otherwise it stays undecided."""
    at = place_of(plan, clock)
    if horizon > token_row[at + CLOCK_STATE.due]:
        break_clock(token_row, clock)
        clear_overdue(token_row, clock, horizon)
    if horizon > token_row[at + CLOCK_STATE.warns]:
        token_row[TOKEN.marks] |= MARK.YELLOW


@inlined
def break_clock(token_row: Ints, clock: int) -> None:
    """Note a broken deadline; a clock that runs several times counts as kept only if every run met its deadline."""
    token_row[TOKEN.clocks_broken] |= 1 << clock
    token_row[TOKEN.clocks_kept] &= ~(1 << clock)


@inlined
def clear_overdue(token_row: Ints, clock: int, now: int) -> None:
    """A clock that has been judged makes the case overdue no longer; with the last one the time in the alert zone ends."""
    if token_row[TOKEN.overdue] >> clock & 1:
        token_row[TOKEN.overdue] &= ~(1 << clock)
        if token_row[TOKEN.overdue] == 0:
            token_row[TOKEN.time_alert] += now - token_row[TOKEN.alert_since]


@called
def pass_deadline(plan: Tables, state: State, token: int, key: int, number: int, now: int) -> bool:
    """A deadline falls due; True where the case becomes overdue with it, and so enters the alert zone.

    An event cannot be unscheduled: ``number`` tells whether it belongs to the run of the clock that still goes on. ``key``, the
    event's place among those of one instant, holds the clock in the bits between the kind of event and the case.
    """
    token_row = state.tokens[token]
    clock = (key >> plan.ints[HEAD.clock_shift]) & ((1 << (TIE_SHIFT - plan.ints[HEAD.clock_shift])) - 1)
    if not token_row[TOKEN.running] >> clock & 1 or token_row[place_of(plan, clock) + CLOCK_STATE.event] != number:
        return False
    token_row[TOKEN.marks] |= MARK.ALERT
    first = token_row[TOKEN.overdue] == 0
    token_row[TOKEN.overdue] |= 1 << clock
    if first:
        token_row[TOKEN.alert_since] = now
    return first


@inlined
def due_after(plan: Tables, clock: int, now: int, span: int) -> int:
    """Instant at which ``span`` [ms] will have passed in the calendar of a clock."""
    return after(plan, plan.ints[plan.ints[HEAD.clock_calendar] + clock], now, span)
