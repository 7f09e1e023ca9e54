"""Mean time that each instruction of a plan takes by itself: the way, the service, the wait; no queueing for a server."""

import numpy as np

from sinksim.plan.laws import mean_and_sd
from sinksim.plan.operations import DECLARED, OP, Op
from sinksim.plan.plan import Floats, Plan


def mean_times(plan: Plan) -> Floats:
    """Mean time [ms] of one pass of each instruction [instructions]; branches of a fork have times of their own."""
    share = [open_share(plan, n) for n in range(len(plan.calendars))]
    return np.array([_mean_time(plan, row, share) for row in plan.code.rows.tolist()], np.float64)


def _mean_time(plan: Plan, row: list[int], share: list[float]) -> float:
    """Mean time [ms] of one pass of an instruction (``row``); ``share`` [calendars]: of the time that each is open.

    Half a cycle until the next meeting or working day; 0 for a journey that the case does not wait for (``delays`` 0);
    time that passes in a calendar takes longer by what is closed of it.
    """
    declared = DECLARED[Op(row[OP])]
    if way := declared.way:
        return _travel_time(plan, row[way.tier], row[way.time]) if row[way.delays] else 0.0
    if declared.cycle is not None and row[declared.cycle] >= 0:
        return row[declared.cycle] / 2
    calendar = -1 if declared.calendar is None else row[declared.calendar]
    passing = sum(mean_and_sd(plan.laws, row[law])[0] for law in declared.laws)
    return passing / share[calendar] if calendar >= 0 else passing


def _travel_time(plan: Plan, tier: int, law: int) -> float:
    """Mean one-way travel time [ms]: of the stated law or, without one (-1), over the origins with a route to the tier."""
    if law >= 0:
        return mean_and_sd(plan.laws, law)[0]
    ways = plan.travel_ms[tier]
    return float(ways[ways >= 0].mean()) if (ways >= 0).any() else 0.0


def open_share(plan: Plan, calendar: int) -> float:
    """Share of the time that a calendar is open; 1 round the clock (-1). At least 0.001, since times are divided by it."""
    if calendar < 0:
        return 1.0
    rota = plan.calendars[calendar]
    if len(rota.times) == 1:  # it never changes, and counts as round the clock
        return 1.0
    return max(float(rota.opened[-1]) / float(rota.times[-1]), 1e-3)
