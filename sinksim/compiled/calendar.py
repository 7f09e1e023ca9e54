"""Calendars: what of a span of time they leave open, and when so much open time will have passed."""

from sinksim.compiled.layout import CALENDARS, HEAD
from sinksim.compiled.memory import cells
from sinksim.compiled.state import Ints, State, Tables
from sinksim.core import rules
from sinksim.core.kernel import called, inlined


@called
def search_closed(ints: Ints, calendar: int, begin: int, end: int) -> int:
    """Closed milliseconds between two instants (``rules.closed_between``), in the calendar's part of the plan."""
    at = ints[HEAD.calendar_at] + calendar
    first, length = ints[at], ints[at + 1] - ints[at]
    times = cells(ints, ints[HEAD.calendar_times] + first, length)
    level = cells(ints, ints[HEAD.calendar_level] + first, length)
    opened = cells(ints, ints[HEAD.calendar_opened] + first, length)
    return rules.closed_between(times, level, opened, begin, end)


@called
def search_after(ints: Ints, calendar: int, now: int, span: int) -> int:
    """Instant at which ``span`` open milliseconds will have passed (``rules.after_open``), in the calendar's part of the plan."""
    at = ints[HEAD.calendar_at] + calendar
    first, length = ints[at], ints[at + 1] - ints[at]
    times = cells(ints, ints[HEAD.calendar_times] + first, length)
    level = cells(ints, ints[HEAD.calendar_level] + first, length)
    opened = cells(ints, ints[HEAD.calendar_opened] + first, length)
    return rules.after_open(times, level, opened, now, span)


@called
def next_day(ints: Ints, calendar: int, now: int) -> int:
    """First instant on a later day at which a calendar is open (``rules.next_day_open``), in its part of the plan."""
    at = ints[HEAD.calendar_at] + calendar
    first, length = ints[at], ints[at + 1] - ints[at]
    times = cells(ints, ints[HEAD.calendar_times] + first, length)
    return rules.next_day_open(times, cells(ints, ints[HEAD.calendar_level] + first, length), now)


@inlined
def closed_since(plan: Tables, state: State, calendar: int, begin: int, now: int) -> int:
    """Closed milliseconds from ``begin`` until now: all or nothing, searched only where the calendar has changed since."""
    # All tables lie in ``plan.ints``, whose head says where each begins. Before the start (0) everything counts as open.
    interval = state.scalars[CALENDARS + calendar]
    ints = plan.ints
    at = ints[ints[HEAD.calendar_at] + calendar] + interval
    if begin >= 0 and begin >= ints[ints[HEAD.calendar_times] + at]:
        return 0 if ints[ints[HEAD.calendar_level] + at] > 0 else now - begin
    return search_closed(ints, calendar, begin, now)


@inlined
def after(plan: Tables, calendar: int, now: int, span: int) -> int:
    """Instant at which ``span`` [ms] will have passed by a calendar's open time; calendar -1: time that always runs."""
    return now + span if calendar < 0 else search_after(plan.ints, calendar, now, span)
