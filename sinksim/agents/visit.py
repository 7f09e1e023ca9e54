"""A visit of a token to a station, and what the station asks of the step on whose behalf it is made."""

from __future__ import annotations

from abc import ABC, abstractmethod
from typing import TYPE_CHECKING, Protocol

from sinksim.agents.moments import Moment
from sinksim.core.records import NEVER, VisitEnd

if TYPE_CHECKING:
    from collections import OrderedDict

    from sinksim.agents.calendar import Calendar
    from sinksim.agents.case import Token
    from sinksim.agents.moments import Timeline


class Visited(Protocol):
    """What is known of a station by those who visit it."""

    env: Timeline
    index: int
    tier: int
    calendar: Calendar | None
    escalates_to: int
    withdrawn: int
    blocked: OrderedDict[Visit, None]
    place_announced: bool

    @property
    def is_full(self) -> bool:
        """Whether as many are present as there is room for."""

    def admit(self, visit: Visit, now: int) -> bool:
        """Give an arriving visit a server or a place on the list; False where it is refused."""

    def complete(self, visit: Visit) -> None:
        """Service has ended."""

    def renege(self, visit: Visit) -> None:
        """Patience has run out."""

    def promote(self, visit: Visit) -> None:
        """Move a waiting visit to the alert list."""

    def remove(self, visit: Visit, end: VisitEnd) -> None:
        """Take a waiting visit off its list."""

    def cut(self, visit: Visit, now: int) -> None:
        """The horizon cuts a visit short."""


class StationStep(ABC):
    """What a station asks of the step on whose behalf a visit is made."""

    # Nobody stands there in person: who is by file spends no time of a citizen and never goes home.
    by_file, by_phone = True, False
    # Nobody who is served keeps the server until there is room at the next station.
    holds_server = False
    goes_first = False  # by appointment: on the first of all lists

    @abstractmethod
    def accept(self, visit: Visit, now: int) -> int:
        """Service begins for the first time; returns the service time [ms]."""

    @abstractmethod
    def stop_waiting(self, visit: Visit, now: int) -> None:
        """Book the present spell of waiting."""

    @abstractmethod
    def alert(self, visit: Visit) -> None:
        """The case has entered the alert zone while this visit waits."""

    def block_if_full(self, visit: Visit) -> bool:
        """Block a visit whose service has ended if there is no room where it goes on: it keeps its server; whether it does."""
        return False

    def may_leave(self, visit: Visit) -> bool:
        """Whether a visit that waits may leave its list otherwise than by being served."""
        return False

    def go_home(self, visit: Visit, opening: int) -> None:
        """Whoever waits in person is sent home at closing time, to come again at the opening."""
        raise AssertionError(f"{type(self).__name__} does not say how people go home")


def end_of_service(moment: Moment) -> None:
    """A service ends: free the server, grant the next case; then the finished case goes on."""
    # A visit is its own moment, unless the token already waited for an earlier one (``waits_for``): that one's holder is it.
    visit: Visit = moment.holder or moment  # type: ignore[assignment]
    if not (visit.step.holds_server and visit.step.block_if_full(visit)):
        visit.station.complete(visit)


class Visit(Moment):
    """One visit of a token to a station, and at once the event that ends its service.

    Class-level values are those of a visit that has just joined, so that an instance holds only what has changed.
    """

    began = NEVER  # service first began
    started = NEVER  # the present spell of service began
    due = NEVER  # the present spell of service will end
    residual = -1  # service still to come; -1: not drawn yet
    busy = 0  # server time used
    urgency = 0
    priority_class = 0  # list it stands on: 2 x urgency, + 1 outside the alert zone
    serving = False
    outcome = VisitEnd.OPEN
    twin: Visit | None = None  # the same token's entry on the list one tier up (or down)
    held = False  # for an assembly, which asks for no room and says itself when service ends
    blocked = False  # served, but it keeps its server until there is room at the next station
    freed: Moment  # when there is
    # The moment that the token waits for, where that is another than this visit: a visit that replaces an earlier one
    # or was interrupted.
    waits_for: Moment | None = None

    def __init__(self, station: Visited, token: Token, step: StationStep, joined: int) -> None:
        self.env = station.env
        self.callbacks = [end_of_service]
        self.station = station
        self.token = token
        self.step = step
        self.joined = joined
        self.since = joined  # the present spell of waiting began

    @property
    def gate(self) -> Moment:
        """The moment that the token waits for; it ends whichever visit is its ``holder``."""
        return self.waits_for or self

    @gate.setter
    def gate(self, moment: Moment) -> None:
        moment.holder = self
        self.waits_for = moment

    def alert(self) -> None:
        """The case has entered the alert zone, which concerns it only while it waits."""
        if not self.serving:
            self.step.alert(self)

    def withdraw_twin(self) -> None:
        """Take the twin of a visit that is served or leaves, its entry on the other of two lists, off that list."""
        other, self.twin = self.twin, None
        assert other is not None
        other.station.withdrawn += 1
        other.station.remove(other, VisitEnd.WITHDRAWN)

    def cut(self, now: int) -> None:
        """The horizon cuts the visit short, and its twin."""
        token, step = self.token, self.step
        if self.blocked:
            token.time_queue += now - self.started
        elif self.serving:
            token.time_service += now - self.started
        else:
            step.stop_waiting(self, now)
        self.station.cut(self, now)
        if not step.by_file:  # the citizen is there, not a file alone
            token.case.citizen_time += self.busy
        if self.twin is not None:
            self.twin.station.cut(self.twin, now)
