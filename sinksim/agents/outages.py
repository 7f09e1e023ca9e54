"""World ticks: what happens to the world and not to a case. Outages of the platform and breakdowns of stations."""

from __future__ import annotations

from collections.abc import Generator
from typing import TYPE_CHECKING, Any

from sinksim.core.records import Tie
from sinksim.plan.incidents import PLATFORM, Tick, incidents

if TYPE_CHECKING:
    from sinksim.agents.moments import Moment
    from sinksim.agents.world import World


class Outages:
    """All incidents of a replication, drawn beforehand, as they come to pass."""

    def __init__(self, world: World) -> None:
        self.world = world
        # Their records, drawn before the run, and the ticks at which they begin and end.
        rows, self.due = incidents(world.plan, world.run_key)
        world.incident_rows.extend(rows)

    def live(self) -> Generator[Moment, Any, None]:
        """SimPy process: wait for each tick and let it happen."""
        for number, tick in enumerate(self.due):
            yield self.world.env.moment_at(tick.time, Tie.WORLD, number)
            self.tick(tick)

    def tick(self, tick: Tick) -> None:
        """An outage of the platform or a breakdown of a station begins or ends; several may overlap, so they are counted."""
        if tick.target == PLATFORM:
            self.world.platform_down += 1 if tick.begins else -1
        else:
            self.world.stations[tick.target].set_down(tick.begins)
