"""World ticks: outages of the platform and breakdowns of stations, known beforehand because they depend on nobody."""

import math
from collections.abc import Iterator

import numpy as np

from sinksim.compiled.layout import DOWN_TIME, UP_TIME
from sinksim.compiled.state import Ints
from sinksim.core.draws import derive, uniform, whole
from sinksim.core.stable_hash import stable_hash
from sinksim.plan.plan import Plan, breakable
from sinksim.plan.timers import timer

PLATFORM = -1
Row = tuple[int, int, int, int]


def incidents(plan: Plan, run_key: int) -> tuple[list[Row], Ints]:
    """Rows of the incident table, and the ticks (time, station or -1, begins) in the order in which they happen."""
    rows: list[Row] = []
    ticks: list[tuple[int, int, int, bool]] = []
    for risk in range(len(plan.risks.names)):
        for target, key in _targets(plan, risk, run_key):
            for began, ended in _spells(plan, risk, key):
                rows.append((int(plan.risks.kind[risk]), target, began, min(ended, plan.labels.window.horizon)))
                ticks.append((began, target, risk, True))
                if ended < plan.labels.window.horizon:
                    ticks.append((ended, target, risk, False))
    due = [(time, target, int(begins)) for time, target, _, begins in sorted(ticks)]
    return rows, np.array(due, np.int64).reshape(-1, 3)


def _targets(plan: Plan, risk: int, run_key: int) -> Iterator[tuple[int, int]]:
    """What a risk may strike (stations, or PLATFORM), each with a key of its own: their outages are independent."""
    key = derive(run_key, int(plan.risks.key[risk]))
    template = int(plan.risks.template[risk])
    if template < 0:
        yield PLATFORM, key
        return
    for index in sorted(breakable(plan)):
        if int(plan.stations.template[index]) == template:
            yield index, derive(key, stable_hash(plan.labels.stations.names[index]))


def _spells(plan: Plan, risk: int, key: int) -> Iterator[tuple[int, int]]:
    """Spells of being down, as (begin, end) [ms]: up times are exponential, down times follow the law of the risk."""
    down_time = timer(plan, int(plan.risks.law[risk]), DOWN_TIME)
    now, number, horizon = 0, 0, plan.labels.window.horizon
    while True:
        now += whole(-math.log(uniform(key, UP_TIME, number, 0)) * float(plan.risks.mean_up[risk]))
        if now >= horizon:
            return
        ended = now + down_time(key, number)
        yield now, ended
        now, number = ended, number + 1
