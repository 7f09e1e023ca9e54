"""A visit: one token's entry on one station's list, from joining to leaving. It is also the moment at which service ends."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from sinksim.agents.moments import Moment
from sinksim.core.records import NEVER, VisitEnd

if TYPE_CHECKING:
    from sinksim.agents.assembly import Assembly
    from sinksim.agents.case import Token
    from sinksim.agents.station import Station


def end_of_service(moment: Moment) -> None:
    """A service ends: free the server, grant the next case; then the finished case goes on."""
    visit: Visit = moment.holder or moment  # type: ignore[assignment]
    visit.station.complete(visit)


class Visit(Moment):
    """State of one visit; class-level values are those of a visit that has just joined."""

    began = NEVER  # service first began
    started = NEVER  # the present spell of service began
    due = NEVER  # the present spell of service will end
    residual = -1  # service still to come; -1: not drawn yet
    busy = 0  # server time used
    urgency = 0
    klass = 0  # list it stands on: 2 x urgency, + 1 outside the alert zone
    serving = False
    outcome = VisitEnd.OPEN
    twin: Visit | None = None  # the same token's entry on the list one tier up (or down)
    assembly: Assembly | None = None
    # The moment that the token waits for, where that is another than this visit: a visit that replaces an earlier one
    # or was interrupted.
    waits_for: Moment | None = None

    def __init__(self, station: Station, token: Token, step: Any, joined: int) -> None:
        self.env = station.env
        self.callbacks = [end_of_service]
        self.station = station
        self.token = token
        self.step = step
        self.joined = joined
        self.since = joined  # the present spell of waiting began

    @property
    def gate(self) -> Moment:
        """The moment that the token waits for."""
        return self.waits_for or self

    @gate.setter
    def gate(self, moment: Moment) -> None:
        moment.holder = self
        self.waits_for = moment
