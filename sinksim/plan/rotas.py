"""A calendar spread out over a run: when a station's doors open and close, and how many servers are on duty."""

import datetime as dt
from bisect import bisect_right
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache

import numpy as np
from numpy.typing import NDArray

from sinksim.plan.workdays import is_open_day
from sinksim.scenarios.calendars import Calendar

Ints = NDArray[np.int64]

MINUTE_MS = 60_000
DAY_MS = 86_400_000

# A case may look past the end of the run for the next opening; no run of holidays lasts so long.
BEYOND_DAYS = 60

# An instant after everything: there is no such opening.
FAR = 2**62

FULL = 1000


@dataclass(frozen=True, eq=False)
class Rota:
    """Changes of a calendar: at ``times[i]`` [ms] the level becomes ``level[i]`` and stays so until ``times[i + 1]``.

    ``times[0]`` is 0 and neighbouring levels differ, so that 24:00 to 00:00 is no change. All arrays have one entry
    per change. A closing at 24:00 belongs to the day that ends.
    """

    times: Ints
    level: Ints  # share of the servers on duty [per mille]; 0 is closed
    cumulative: Ints  # open time (level above 0) before times[i] [ms]
    next_day_opening: Ints  # first opening on a later calendar day [ms], FAR where there is none
    more_today: NDArray[np.bool_]  # another window opens later on the same calendar day (a lunch break)


@lru_cache(maxsize=64)
def expand_calendar(calendar: Calendar, start: dt.date, horizon_ms: int) -> Rota:
    """The rota from the start date's midnight to 60 days beyond the horizon; cached, since the plans of a sweep share it."""
    days = -(-horizon_ms // DAY_MS) + BEYOND_DAYS
    times, levels = [0], [0]  # closed, until a window begins
    for begin, end, level in _windows(calendar, start, days):
        _append(times, levels, begin, level)
        _append(times, levels, end, level=0)
    if len(times) > 1 and times[-1] == days * DAY_MS:
        # The last midnight is the end of the table, not a closing: round the clock has no change at all.
        times.pop()
        levels.pop()
    return _rota(np.array(times, np.int64), np.array(levels, np.int64))


def open_ms(rota: Rota, a: int, b: int) -> int:
    """Open time [ms] from instant ``a`` to instant ``b`` >= a."""
    return _open_before(rota, b) - _open_before(rota, a)


def next_opening(rota: Rota, t: int) -> int:
    """First instant at or after t [ms] at which it is open; FAR where there is none."""
    i = _interval_at(rota, t)
    if rota.level[i] > 0:
        return t
    # Neighbouring levels differ, so that what follows a closed interval is open.
    return int(rota.times[i + 1]) if i + 1 < len(rota.times) else FAR


def is_last_window_of_day(rota: Rota, t: int) -> bool:
    """Whether nothing opens any more on the calendar day of t; at a closing, on the day of the window that closes."""
    i = _interval_at(rota, t)
    if rota.times[i] == t:
        return not rota.more_today[i]
    openings = _openings(rota.level)
    later = rota.times[openings & (rota.times > t)]
    return not (len(later) and later[0] // DAY_MS == t // DAY_MS)


def _windows(calendar: Calendar, start: dt.date, days: int) -> Iterator[tuple[int, int, int]]:
    """Begin [ms], end [ms] and level [per mille] of every window, in order."""
    levels = calendar.levels or (1.0,) * len(calendar.hours)
    for n in range(days):
        if is_open_day(calendar, start + dt.timedelta(days=n)):
            for (begin, end), level in zip(calendar.windows, levels, strict=True):
                yield n * DAY_MS + begin * MINUTE_MS, n * DAY_MS + end * MINUTE_MS, round(level * FULL)


def _append(times: list[int], levels: list[int], at: int, level: int) -> None:
    """Add a change of level; of two at one instant the later counts, and one to the same level is left out."""
    if times[-1] == at:
        times.pop()
        levels.pop()
    if not levels or levels[-1] != level:
        times.append(at)
        levels.append(level)


def _rota(times: Ints, level: Ints) -> Rota:
    """A rota from its changes, with open times and later openings derived from them; read-only, since it is cached."""
    spans = np.where(level[:-1] > 0, np.diff(times), 0)
    cumulative = np.concatenate([[0], np.cumsum(spans)]).astype(np.int64)
    openings = times[_openings(level)]
    day = _day_of(times, level)
    following = np.append(openings, FAR)  # FAR: what comes after the last opening
    tomorrow = following[np.searchsorted(openings, (day + 1) * DAY_MS, side="left")]
    today = following[np.searchsorted(openings, times, side="right")] // DAY_MS == day
    for row in (times, level, cumulative, tomorrow, today):
        row.setflags(write=False)
    return Rota(times, level, cumulative, tomorrow, today)


def _openings(level: Ints) -> NDArray[np.bool_]:
    """Which changes are openings: closed before, open from then on."""
    was_closed = np.concatenate([[True], level[:-1] == 0])
    opening: NDArray[np.bool_] = (level > 0) & was_closed
    return opening


def _day_of(times: Ints, level: Ints) -> Ints:
    """Calendar day of each change, counted from the start; a closing at 24:00 belongs to the day that ends."""
    closing = (level == 0) & (times > 0)
    return np.where(closing, times - 1, times) // DAY_MS


def _interval_at(rota: Rota, t: int) -> int:
    """Position of the change in force at an instant: the last at or before it, else the first."""
    return max(bisect_right(rota.times, t) - 1, 0)


def _open_before(rota: Rota, t: int) -> int:
    """Open time [ms] from the start of the run to an instant."""
    i = _interval_at(rota, t)
    return int(rota.cumulative[i]) + (t - int(rota.times[i]) if rota.level[i] > 0 else 0)
