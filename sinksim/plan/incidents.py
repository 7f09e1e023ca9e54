"""Outages of the platform and breakdowns of stations: drawn for a whole replication, as they depend on nobody in it."""

import math
from collections.abc import Iterator
from typing import NamedTuple

from sinksim.core.draws import derive, uniform, whole
from sinksim.core.stable_hash import stable_hash
from sinksim.plan.plan import Plan, breakable
from sinksim.plan.timers import timer

UP_TIME, DOWN_TIME = stable_hash("draw|up time"), stable_hash("draw|down time")
PLATFORM = -1
# An up time takes one random number, so that its draw has no further parts.
_ONLY_PART = 0


class Incident(NamedTuple):
    """A row of the incident table: kind (0 platform outage, 1 breakdown), station or PLATFORM, begin and end [ms]."""

    kind: int
    target: int
    began: int
    ended: int


class Tick(NamedTuple):
    """A change of the world: an incident begins or ends; ticks of one instant follow the order of these fields."""

    time: int
    target: int  # station, or PLATFORM
    risk: int
    begins: bool


def incidents(plan: Plan, run_key: int) -> tuple[list[Incident], list[Tick]]:
    """The incidents of a replication, cut at the horizon, and their ticks (begins and ends) in order of time.

    ``run_key``: key of the replication, from which every random number of an incident is drawn; both engines use it.
    """
    horizon = plan.labels.window.horizon
    rows: list[Incident] = []
    ticks: list[Tick] = []
    for risk in range(len(plan.risks.names)):
        for target, key in _targets_and_keys(plan, risk, run_key):
            for began, ended in _spells_down(plan, risk, key):
                rows.append(Incident(int(plan.risks.kind[risk]), target, began, min(ended, horizon)))
                ticks.append(Tick(began, target, risk, begins=True))
                if ended < horizon:
                    ticks.append(Tick(ended, target, risk, begins=False))
    return rows, sorted(ticks)


def _targets_and_keys(plan: Plan, risk: int, run_key: int) -> Iterator[tuple[int, int]]:
    """What a risk may strike, each with a key of its own, so that their outages are independent of each other.

    The platform where the risk names no station template (-1), else every station of its template that can break down.
    """
    key = derive(run_key, int(plan.risks.key[risk]))
    template = int(plan.risks.template[risk])
    if template < 0:
        yield PLATFORM, key
        return
    for index in sorted(breakable(plan)):
        if int(plan.stations.template[index]) == template:
            yield index, derive(key, stable_hash(plan.labels.stations.names[index]))


def _spells_down(plan: Plan, risk: int, key: int) -> Iterator[tuple[int, int]]:
    """Spells of being down, as (begin, end) [ms], until the horizon; the last may end beyond it.

    Up times are exponential, down times follow the law of the risk; both are drawn by the number of the spell.
    """
    down_time = timer(plan, int(plan.risks.law[risk]), DOWN_TIME)
    now, number, horizon = 0, 0, plan.labels.window.horizon
    while True:
        now += whole(-math.log(uniform(key, UP_TIME, number, _ONLY_PART)) * float(plan.risks.mean_up[risk]))
        if now >= horizon:
            return
        ended = now + down_time(key, number)
        yield now, ended
        now, number = ended, number + 1
