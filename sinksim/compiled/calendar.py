"""Calendars: what of a span of time they leave open, and when so much open time will have passed."""

from sinksim.compiled.layout import CALENDARS, HEAD
from sinksim.compiled.memory import cells
from sinksim.compiled.state import Ints, State, Tables
from sinksim.core import rules
from sinksim.core.kernel import called, inlined


@called
def search_closed(ints: Ints, calendar: int, begin: int, end: int) -> int:
    """Closed milliseconds between two instants, by the rule."""
    first, last = ints[ints[HEAD.calendar_at] + calendar], ints[ints[HEAD.calendar_at] + calendar + 1]
    times, levels, opened = ints[HEAD.calendar_times], ints[HEAD.calendar_level], ints[HEAD.calendar_opened]
    return rules.closed_between(
        cells(ints, times + first, last - first),
        cells(ints, levels + first, last - first),
        cells(ints, opened + first, last - first),
        begin,
        end,
    )


@called
def search_after(ints: Ints, calendar: int, now: int, span: int) -> int:
    """Instant at which ``span`` open milliseconds will have passed, by the rule."""
    first, last = ints[ints[HEAD.calendar_at] + calendar], ints[ints[HEAD.calendar_at] + calendar + 1]
    times, levels, opened = ints[HEAD.calendar_times], ints[HEAD.calendar_level], ints[HEAD.calendar_opened]
    return rules.after_open(
        cells(ints, times + first, last - first),
        cells(ints, levels + first, last - first),
        cells(ints, opened + first, last - first),
        now,
        span,
    )


@inlined
def closed_since(plan: Tables, state: State, calendar: int, begin: int, now: int) -> int:
    """Closed milliseconds since ``begin``; where nothing has changed since, without a search."""
    interval = state.scalars[CALENDARS + calendar]
    ints = plan.ints
    at = ints[ints[HEAD.calendar_at] + calendar] + interval
    if begin >= 0 and begin >= ints[ints[HEAD.calendar_times] + at]:
        return 0 if ints[ints[HEAD.calendar_level] + at] > 0 else now - begin
    return search_closed(ints, calendar, begin, now)


@inlined
def after(plan: Tables, calendar: int, now: int, span: int) -> int:
    """Instant at which ``span`` will have passed in a calendar; -1 is the wall clock."""
    return now + span if calendar < 0 else search_after(plan.ints, calendar, now, span)
