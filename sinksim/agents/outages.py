"""World ticks: what happens to the world and not to a case. Outages of the platform and breakdowns of stations."""

from __future__ import annotations

import math
from collections.abc import Generator, Iterator
from typing import TYPE_CHECKING, Any, NamedTuple

from sinksim.agents.moments import Moment
from sinksim.core.draws import derive, uniform, whole
from sinksim.core.records import Tie
from sinksim.core.stable_hash import stable_hash
from sinksim.plan.timers import timer

if TYPE_CHECKING:
    from sinksim.agents.world import World

_UP = stable_hash("draw|up time")
_DOWN = stable_hash("draw|down time")
PLATFORM = -1


class Tick(NamedTuple):
    """Something in the world changes; ticks of one instant follow the order of these fields."""

    time: int
    target: int  # station, or PLATFORM
    risk: int
    begins: bool


class Outages:
    """All incidents of a replication, known beforehand because they depend on nobody."""

    def __init__(self, world: World) -> None:
        self.world = world
        rows = world.plan.risks
        ticks: list[Tick] = []
        for risk in range(len(rows.names)):
            for target, key in self.targets(risk):
                for began, ended in self.spells(risk, key):
                    world.incident_rows.append((int(rows.kind[risk]), target, began, min(ended, world.horizon)))
                    ticks.append(Tick(began, target, risk, True))
                    if ended < world.horizon:
                        ticks.append(Tick(ended, target, risk, False))
        self.due = sorted(ticks)

    def targets(self, risk: int) -> Iterator[tuple[int, int]]:
        """What a risk may strike (stations, or PLATFORM), each with a key of its own: their outages are independent."""
        rows = self.world.plan.risks
        key = derive(self.world.run_key, int(rows.key[risk]))
        template = int(rows.template[risk])
        if template < 0:
            yield PLATFORM, key
            return
        names = self.world.plan.labels.stations.names
        for index in sorted(self.world.breakable):
            if int(self.world.plan.stations.template[index]) == template:
                yield index, derive(key, stable_hash(names[index]))

    def spells(self, risk: int, key: int) -> Iterator[tuple[int, int]]:
        """Spells of being down, as (begin, end) [ms]: up times are exponential, down times follow the law of the risk."""
        rows = self.world.plan.risks
        down_time = timer(self.world.plan, int(rows.law[risk]), _DOWN)
        now, number, horizon = 0, 0, self.world.horizon
        while True:
            now += whole(-math.log(uniform(key, _UP, number, 0)) * float(rows.mean_up[risk]))
            if now >= horizon:
                return
            ended = now + down_time(key, number)
            yield now, ended
            now, number = ended, number + 1

    def live(self) -> Generator[Moment, Any, None]:
        """SimPy process: at each tick switch the platform or a station off, or on again."""
        for number, tick in enumerate(self.due):
            yield self.world.env.moment_at(tick.time, Tie.WORLD, number)
            if tick.target == PLATFORM:
                self.world.platform_down += 1 if tick.begins else -1
            else:
                self.world.stations[tick.target].set_down(tick.begins)
