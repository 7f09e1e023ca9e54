"""One replication put together: what each operation of the plan does, and the agents that bring a world to life."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from sinksim.agents.appointing import Appoint
from sinksim.agents.assembly import Assemble
from sinksim.agents.callback import Answer
from sinksim.agents.closing import Leave, close
from sinksim.agents.deciding import Branch, Charge, Clock, Outage, Switch
from sinksim.agents.demand import Recorded, Source
from sinksim.agents.departments import Fork, Join, Serial
from sinksim.agents.hours import Hours
from sinksim.agents.moments import FIRST, Moment
from sinksim.agents.moving import Delay, Meet, Travel
from sinksim.agents.outages import Outages
from sinksim.agents.queueing import Queueing
from sinksim.agents.station_counters import StationCounters
from sinksim.plan.operations import Op

if TYPE_CHECKING:
    from sinksim.agents.world import StepMaker, World

OPERATIONS: dict[int, StepMaker] = {
    Op.TRAVEL: Travel,
    Op.QUEUE: Queueing,
    Op.DELAY: Delay,
    Op.MEET: Meet,
    Op.BRANCH: Branch,
    Op.SWITCH: Switch,
    Op.OUTAGE: Outage,
    Op.FORK: Fork,
    Op.SERIAL: Serial,
    Op.JOIN: Join,
    Op.ASSEMBLE: Assemble,
    Op.CLOCK: Clock,
    Op.CHARGE: Charge,
    Op.CLOSE: close,
    Op.ANSWER: Answer,
    Op.APPOINT: Appoint,
    Op.LEAVE: Leave,
}


def populate(world: World) -> None:
    """Fill a new world with the steps of its plan and with its agents."""
    world.make_steps(OPERATIONS)
    start_window(world)
    for calendar in world.calendars:
        world.env.process(Hours(world, calendar).live())
    world.env.process(Outages(world).live())
    world.env.process(Recorded(world).live())
    for stream in range(len(world.plan.demand.rate)):
        for layer in range(world.plan.demand.layers[stream]):
            world.env.process(Source(world, stream, layer).live())


def start_window(world: World) -> None:
    """Schedule the begin and the end of the window in which stations count, before whatever else happens at their instants."""
    env, window = world.env, world.plan.labels.window

    def for_all(act: Callable[[StationCounters], None]) -> None:
        for station in world.stations:
            act(station)

    if window.warm_up:
        env.schedule(Moment(env, lambda _: for_all(StationCounters.begin_window)), FIRST, window.warm_up)
    if window.follow_up:
        env.schedule(Moment(env, lambda _: for_all(StationCounters.end_window)), FIRST, window.warm_up + window.window)
