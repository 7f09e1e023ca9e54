"""Opening and closing: one agent per calendar tells its stations, in order; people still queueing are sent home."""

from __future__ import annotations

from collections.abc import Callable, Generator
from typing import TYPE_CHECKING, Any

from sinksim.agents.moments import PRIORITY, Moment
from sinksim.core.records import NEVER, Tie, VisitEnd

if TYPE_CHECKING:
    from sinksim.agents.calendar import Calendar
    from sinksim.agents.station import Station
    from sinksim.agents.visit import Visit
    from sinksim.agents.world import World


class Hours:
    """The hours of one calendar, as they pass for the stations that follow it."""

    def __init__(self, world: World, calendar: Calendar) -> None:
        self.world = world
        self.calendar = calendar
        self.stations = [station for station in world.stations if station.calendar is calendar]

    def live(self) -> Generator[Moment, Any, None]:
        """Open and close at the calendar's instants (the first is where it begins, from which stations are as it says)."""
        calendar = self.calendar
        for i in range(1, len(calendar.times)):
            if calendar.times[i] >= self.world.horizon:
                return
            yield self.world.env.moment_at(calendar.times[i], Tie.HOURS, calendar.index)
            calendar.level = calendar.levels[i]
            for station in self.stations:
                station.set_level(calendar.level)
                if calendar.level == 0 and not calendar.more_today[i]:
                    self.send_home(station, calendar.returning[i])

    def send_home(self, station: Station, opening: int) -> None:
        """People still queueing go home; they come again at ``opening``, the first of a later day [ms]."""
        people = [visit for waiting in station.lists for visit in waiting if is_person(visit)]
        for visit in sorted(people, key=lambda visit: visit.token.order):
            station.went_home += 1
            station.remove(visit, VisitEnd.WENT_HOME)
            if visit.twin is not None:
                visit.withdraw_twin()
            visit.step.go_home(visit, opening)


def is_person(visit: Visit) -> bool:
    """Whether a waiting visit is a person (not a file) who has not been served yet, and so goes home at closing time.

    A case that stands on the list one tier up as well is there on paper: the person is at the lower station, and the
    token's ``stay`` is the visit there.
    """
    return not visit.step.by_file and visit.began == NEVER and visit.token.stay is visit


class Homecoming:
    """Somebody who was sent home and comes again; ``rejoin`` puts the visit before its station once more."""

    def __init__(self, world: World, visit: Visit, opening: int, rejoin: Callable[[Visit], None]) -> None:
        """The time at home begins now; at ``opening`` [ms] the person comes again, unless the run ends before."""
        token = visit.token
        token.time_kind, token.since, token.stay = "home", world.env.now, None
        if opening < world.horizon:
            moment = Moment(world.env, self.come_again)
            world.env.schedule(moment, PRIORITY[Tie.RETURN] + token.order, opening - world.env.now)
        self.world = world
        self.visit = visit
        self.rejoin = rejoin

    def come_again(self, _: Moment) -> None:
        """The time at home is over: the list is joined again, after another trip, both ways (hence 2), unless by phone."""
        token = self.visit.token
        token.spend("home", self.world.env.now)
        case = token.case
        if not self.visit.step.by_phone:
            case.trips += 1
            case.citizen_time += 2 * case.last_travel_time
            self.world.charge_fares(case, 2 * case.last_fare)
        self.rejoin(self.visit)
