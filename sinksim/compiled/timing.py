"""Times from laws, open hours, counters of visits."""

import numpy as np

from sinksim.compiled.layout import CALENDARS, COUNTERS, DRAW_KEY, HEAD, LAW, LEDGER, TOKEN, TOUCHED
from sinksim.compiled.memory import cells
from sinksim.compiled.state import Ints, State, Tables
from sinksim.core import draws, rules
from sinksim.core.kernel import called, inlined
from sinksim.core.records import NEVER


@inlined
def time_of(plan: Tables, law: int, key: int, draw: np.uint64, visit: int) -> int:
    """A time [ms] from a law for (who, which draw, which visit)."""
    code = plan.law[law, LAW.code]
    if code == 0:
        return plan.law[law, LAW.fixed]
    length = plan.law[law, LAW.length]
    if length > 0:
        values, cumulative = plan.law[law, LAW.values], plan.law[law, LAW.cumulative]
        return draws.mixture_duration(
            np.uint64(key), draw, visit, code, cells(plan.reals, values, length), cells(plan.reals, cumulative, length)
        )
    real = plan.law_real[law]
    return draws.duration(np.uint64(key), draw, visit, code, real[0], real[1], real[2], real[3])


@inlined
def draw_of(plan: Tables, pc: int) -> np.uint64:
    """Key of an instruction's draw."""
    return np.uint64(plan.code[pc, DRAW_KEY])


@inlined
def other_draw_of(plan: Tables, pc: int) -> np.uint64:
    """Key of the second draw of an instruction."""
    return np.uint64(plan.code[pc, DRAW_KEY]) ^ np.uint64(1)


@inlined
def luck_of(token_row: Ints, draw: np.uint64, visit: int, part: int) -> float:
    """Luck of a token."""
    return draws.luck(np.uint64(token_row[TOKEN.key]), draw, visit, part)


@inlined
def passing(token_row: Ints, slot: int) -> int:
    """Which visit of a draw this is (0 for the first), counted where it can be more than one."""
    if slot < 0:
        return 0
    count = token_row[COUNTERS + slot]
    token_row[COUNTERS + slot] = count + 1
    return count


@inlined
def passed(token_row: Ints, slot: int) -> int:
    """How often a draw has been passed, where that is counted."""
    return 0 if slot < 0 else token_row[COUNTERS + slot]


@inlined
def charge_to(scalars: Ints, kind: int, money: int) -> None:
    """Count money where it is charged."""
    scalars[LEDGER + kind] += money
    scalars[TOUCHED + kind] = 1


@inlined
def file(token_row: Ints, now: int) -> None:
    """Note the first contact of a case."""
    if token_row[TOKEN.filed] == NEVER:
        token_row[TOKEN.filed] = now


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
    piece = state.clerk[CALENDARS + calendar]
    ints = plan.ints
    at = ints[ints[HEAD.calendar_at] + calendar] + piece
    if begin >= 0 and begin >= ints[ints[HEAD.calendar_times] + at]:
        return 0 if ints[ints[HEAD.calendar_level] + at] > 0 else now - begin
    return search_closed(ints, calendar, begin, now)


@inlined
def after(plan: Tables, calendar: int, now: int, span: int) -> int:
    """Instant at which ``span`` will have passed in a calendar; -1 is the wall clock."""
    return now + span if calendar < 0 else search_after(plan.ints, calendar, now, span)
