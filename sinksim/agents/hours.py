"""Opening and closing: one agent per calendar tells its stations, in order; people still queueing are sent home."""

from __future__ import annotations

from collections.abc import Generator
from typing import TYPE_CHECKING, Any

from sinksim.agents.moments import PRIORITY, Moment
from sinksim.core.records import Tie, VisitEnd
from sinksim.core.rules import after_open, closed_between

if TYPE_CHECKING:
    from sinksim.agents.station import Station
    from sinksim.agents.visit import Visit
    from sinksim.agents.world import World


class Calendar:
    """One calendar: its toggles, its present level, the stations that follow it."""

    def __init__(self, world: World, index: int) -> None:
        rows = world.plan.calendars[index]
        self.world = world
        self.index = index
        self.arrays = (rows.times, rows.level, rows.opened)
        self.times: list[int] = rows.times.tolist()
        self.levels: list[int] = rows.level.tolist()
        self.returning: list[int] = rows.next_day_opening.tolist()
        self.more_today: list[bool] = rows.more_today.tolist()
        self.level = self.levels[0]
        self.stations: list[Station] = []

    def closed_between(self, begin: int, end: int) -> int:
        """Closed milliseconds between two instants; before the start everything counts as open."""
        return int(closed_between(*self.arrays, begin, end))

    def after(self, span: int) -> int:
        """Instant at which ``span`` open milliseconds will have passed from now."""
        return int(after_open(*self.arrays, self.world.env.now, span))

    def live(self) -> Generator[Moment, Any, None]:
        """Open and close at the calendar's instants."""
        for i in range(1, len(self.times)):
            if self.times[i] >= self.world.horizon:
                return
            yield self.world.at(self.times[i], Tie.HOURS, self.index)
            self.level = self.levels[i]
            for station in self.stations:
                station.set_level(self.level)
                if self.level == 0 and not self.more_today[i]:
                    self.send_home(station, self.returning[i])

    def send_home(self, station: Station, opening: int) -> None:
        """People still queueing go home and come again when the station opens on the next open day."""
        for visit in station.waiting_people():
            station.went_home += 1
            station.remove(visit, VisitEnd.WENT_HOME)
            if visit.twin is not None:
                visit.twin.station.withdraw(visit.twin)
                visit.twin = None
            visit.step.go_home(visit, opening)


class Homecoming:
    """Somebody who was sent home and comes again."""

    def __init__(self, world: World, visit: Visit, opening: int) -> None:
        token = visit.token
        token.spending, token.since, token.visit = "home", world.env.now, None
        if opening < world.horizon:
            moment = Moment(world.env, self.come)
            world.env.schedule(moment, PRIORITY[Tie.RETURN] + token.order, opening - world.env.now)
        self.world = world
        self.visit = visit

    def come(self, _: Moment) -> None:
        """Join the list again; the way there and back is made once more."""
        token = self.visit.token
        token.spend("home", self.world.env.now)
        case = token.case
        case.trips += 1
        case.citizen_time += 2 * case.last_way
        self.world.fares(case, 2 * case.last_fare)
        self.visit.step.rejoin(self.visit)
