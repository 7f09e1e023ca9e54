"""Times from laws, open hours, counters of visits."""

import numpy as np

from sinksim.compiled import clerk as Z
from sinksim.compiled import header as H
from sinksim.compiled import instruction as I
from sinksim.compiled import token as T
from sinksim.compiled.memory import cells
from sinksim.compiled.state import Ints, State, Tables
from sinksim.core import draws, rules
from sinksim.core.kernel import called, inlined
from sinksim.core.records import NEVER


@inlined
def time_of(p: Tables, law: int, key: int, draw: np.uint64, visit: int) -> int:
    """A time [ms] from a law for (who, which draw, which visit)."""
    code = p.law[law, I.CODE]
    if code == 0:
        return p.law[law, I.FIXED]
    n = p.law[law, I.LENGTH]
    if n > 0:
        values, cumulative = p.law[law, I.VALUES], p.law[law, I.CUMULATIVE]
        return draws.mixture_duration(
            np.uint64(key), draw, visit, code, cells(p.reals, values, n), cells(p.reals, cumulative, n)
        )
    real = p.law_real[law]
    return draws.duration(np.uint64(key), draw, visit, code, real[0], real[1], real[2], real[3])


@inlined
def draw_of(p: Tables, pc: int) -> np.uint64:
    """Key of an instruction's draw."""
    return np.uint64(p.code[pc, I.DRAW_KEY])


@inlined
def other_draw_of(p: Tables, pc: int) -> np.uint64:
    """Key of the second draw of an instruction."""
    return np.uint64(p.code[pc, I.DRAW_KEY]) ^ np.uint64(1)


@inlined
def luck_of(c: Ints, draw: np.uint64, visit: int, part: int) -> float:
    """Luck of a token."""
    return draws.luck(np.uint64(c[T.KEY]), draw, visit, part)


@inlined
def passing(c: Ints, slot: int) -> int:
    """Which visit of a draw this is (0 for the first), counted where it can be more than one."""
    if slot < 0:
        return 0
    count = c[T.FIXED + slot]
    c[T.FIXED + slot] = count + 1
    return count


@inlined
def passed(c: Ints, slot: int) -> int:
    """How often a draw has been passed, where that is counted."""
    return 0 if slot < 0 else c[T.FIXED + slot]


@inlined
def charge_to(z: Ints, kind: int, money: int) -> None:
    """Count money where it is charged."""
    z[Z.LEDGER + kind] += money
    z[Z.TOUCHED + kind] = 1


@inlined
def file(c: Ints, now: int) -> None:
    """Note the first contact of a case."""
    if c[T.FILED] == NEVER:
        c[T.FILED] = now


@called
def search_closed(ints: Ints, calendar: int, begin: int, end: int) -> int:
    """Closed milliseconds between two instants, by the rule."""
    first, last = ints[ints[H.CALENDAR_AT] + calendar], ints[ints[H.CALENDAR_AT] + calendar + 1]
    t, w, o = ints[H.CALENDAR_TIMES], ints[H.CALENDAR_LEVEL], ints[H.CALENDAR_OPENED]
    return rules.closed_between(
        cells(ints, t + first, last - first),
        cells(ints, w + first, last - first),
        cells(ints, o + first, last - first),
        begin,
        end,
    )


@called
def search_after(ints: Ints, calendar: int, now: int, span: int) -> int:
    """Instant at which ``span`` open milliseconds will have passed, by the rule."""
    first, last = ints[ints[H.CALENDAR_AT] + calendar], ints[ints[H.CALENDAR_AT] + calendar + 1]
    t, w, o = ints[H.CALENDAR_TIMES], ints[H.CALENDAR_LEVEL], ints[H.CALENDAR_OPENED]
    return rules.after_open(
        cells(ints, t + first, last - first),
        cells(ints, w + first, last - first),
        cells(ints, o + first, last - first),
        now,
        span,
    )


@inlined
def closed_since(p: Tables, s: State, calendar: int, begin: int, now: int) -> int:
    """Closed milliseconds since ``begin``; where nothing has changed since, without a search."""
    piece = s.clerk[Z.CALENDARS + calendar]
    ints = p.ints
    at = ints[ints[H.CALENDAR_AT] + calendar] + piece
    if begin >= 0 and begin >= ints[ints[H.CALENDAR_TIMES] + at]:
        return 0 if ints[ints[H.CALENDAR_LEVEL] + at] > 0 else now - begin
    return search_closed(ints, calendar, begin, now)


@inlined
def after(p: Tables, calendar: int, now: int, span: int) -> int:
    """Instant at which ``span`` will have passed in a calendar; -1 is the wall clock."""
    return now + span if calendar < 0 else search_after(p.ints, calendar, now, span)
