"""Rules that both engines follow, as pure compiled functions: calendars, meetings, load, money, satisfaction.

A calendar is three arrays: ``times`` [ms] at which its level changes (the first at or before 0), ``level`` (share of
servers in per mille from that instant on) and ``opened`` (open milliseconds accumulated up to that instant).
"""

import math

import numpy as np
from numba import boolean, float64, int64, types

from sinksim.core.draws import normal_quantile
from sinksim.core.kernel import shared

_CALENDAR = types.Array(int64, 1, "C", readonly=True)
# An instant [ms] that lies beyond every horizon.
FAR = 1 << 61
DAY = 86_400_000


@shared(int64(_CALENDAR, int64))
def interval_at(times, t):  # type: ignore[no-untyped-def]
    """Position of the calendar's interval between two changes that holds instant ``t`` [ms]; the first where ``t`` is earlier."""
    return max(np.searchsorted(times, t, side="right") - 1, 0)


@shared(int64(_CALENDAR, _CALENDAR, _CALENDAR, int64))
def open_until(times, level, opened, t):  # type: ignore[no-untyped-def]
    """Open milliseconds from the calendar's beginning until ``t``.

    Of each interval: ``times`` its beginning, ``level`` the servers on duty in it (0: closed), ``opened`` the open time before.
    """
    i = interval_at(times, t)
    return opened[i] + (t - times[i] if level[i] > 0 else 0)


@shared(int64(_CALENDAR, _CALENDAR, _CALENDAR, int64, int64))
def closed_between(times, level, opened, begin, end):  # type: ignore[no-untyped-def]
    """Closed milliseconds between two instants: all less the open ones; before the start (0) everything counts as open.

    ``opened``: open time [ms] from the calendar's beginning until each of its intervals begins.
    """
    if end <= max(begin, 0):
        return int64(0)
    begin = max(begin, 0)
    return end - begin - open_until(times, level, opened, end) + open_until(times, level, opened, begin)


@shared(int64(_CALENDAR, _CALENDAR, _CALENDAR, int64, int64))
def after_open(times, level, opened, t, span):  # type: ignore[no-untyped-def]
    """Instant at which ``span`` open milliseconds have passed since ``t``.

    A span of 0 ends at ``t``. Beyond the calendar's last change its last level goes on; if that is closed, the instant
    lies beyond every horizon. ``opened``: open time [ms] from the calendar's beginning until each of its intervals begins.
    """
    if span <= 0:
        return t
    # Open time since the calendar's beginning at the instant sought; the interval is the last that begins with less of it.
    due = open_until(times, level, opened, t) + span
    i = max(np.searchsorted(opened, due, side="left") - 1, 0)
    if level[i] == 0:
        return int64(FAR)
    return times[i] + due - opened[i]


@shared(int64(_CALENDAR, _CALENDAR, int64))
def first_open(times, level, t):  # type: ignore[no-untyped-def]
    """First instant at or after ``t`` at which it is open; beyond every horizon where there is none.

    A closing comes before whoever arrives at its instant: at exactly closing time it is shut. Neighbouring levels differ,
    so that what follows a closed interval is open.
    """
    i = interval_at(times, t)
    if level[i] > 0:
        return t
    return times[i + 1] if i + 1 < len(times) else int64(FAR)


@shared(int64(_CALENDAR, _CALENDAR, int64))
def next_day_open(times, level, t):  # type: ignore[no-untyped-def]
    """First instant on a day after that of ``t`` at which a calendar is open; beyond every horizon where there is none."""
    return first_open(times, level, (t // DAY + 1) * DAY)


@shared(int64(int64, int64, int64))
def next_meeting(t, every, first):  # type: ignore[no-untyped-def]
    """Instant [ms] of the first meeting strictly after ``t``: whoever comes at exactly a meeting's instant has missed it.

    ``first``: instant of the first meeting; ``every``: time from one to the next.
    """
    if t < first:
        return first
    return first + ((t - first) // every + 1) * every


@shared(int64(_CALENDAR, _CALENDAR, int64, int64, int64))
def free_slot(times, booked, each, earliest, latest):  # type: ignore[no-untyped-def]
    """Position of the first slot from ``earliest`` to ``latest`` [ms] that is given to fewer than ``each``; -1: there is none.

    ``times``: instants of the slots, in order; ``booked``: to how many each of them has been given.
    """
    n = np.searchsorted(times, earliest, side="left")
    while n < len(times) and times[n] <= latest:
        if booked[n] < each:
            return n
        n += 1
    return int64(-1)


@shared(float64(float64, int64, int64))
def loaded_chance(chance, present, servers):  # type: ignore[no-untyped-def]
    """Chance that rises with load: chance x load, at most 1; load = present / servers on duty, at most 2 (so, where none is)."""
    load = 2.0 if servers <= 0 else min(present / servers, 2.0)
    return min(chance * load, 1.0)


@shared(int64(int64, int64))
def charge(span, rate):  # type: ignore[no-untyped-def]
    """Money [0.001 yuan] for ``span`` [ms] at ``rate`` [0.001 yuan per hour], rounded half up once (an hour is 3,600,000 ms)."""
    return (span * rate + 1_800_000) // 3_600_000


@shared(int64(int64, int64, int64, int64, float64, float64, float64))
def satisfaction_score(elapsed, expected, trips, solved, decay, a_trip, unsolved):  # type: ignore[no-untyped-def]
    """Score of a case [0.001 points], 0 to 100 points, rounded half up once.

    100 exp(-decay x elapsed / expected) [ms], less ``a_trip`` points for each trip beyond the first and ``unsolved`` points where
    ``solved`` is 0.
    """
    points = 100.0 * math.exp(-decay * (elapsed / expected)) - a_trip * max(trips - 1, 0)
    if not solved:
        points -= unsolved
    return int64(math.floor(min(max(points, 0.0), 100.0) * 1000.0 + 0.5))


@shared(boolean(int64, float64, float64, float64))
def is_satisfied(score, u, mean, sd):  # type: ignore[no-untyped-def]
    """Whether a score [0.001 points] lies above the person's threshold, the quantile ``u`` of a normal law [points]."""
    return score > 1000.0 * (mean + sd * normal_quantile(u))


@shared(int64(int64, int64))
def servers_at(servers, level):  # type: ignore[no-untyped-def]
    """Servers on duty at a level in per mille, rounded half up, at least one while open."""
    if level <= 0 or servers <= 0:
        return 0
    return max(1, (servers * level + 500) // 1000)
