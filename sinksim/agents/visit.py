"""A visit: one token's entry on one station's list, from joining to leaving."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sinksim.records import NEVER, VisitEnd

if TYPE_CHECKING:
    from sinksim.agents.assembly import Assembly
    from sinksim.agents.case import Token
    from sinksim.agents.moments import Moment
    from sinksim.agents.queueing import Queueing
    from sinksim.agents.station import Station


class Visit:
    """State of one visit. ``gate`` is what the token waits for; when served, it is also the end of service."""

    __slots__ = (
        "assembly", "began", "busy", "due", "end", "gate", "joined", "klass", "residual", "serving", "since",
        "started", "station", "step", "token", "twin", "urgency",
    )  # fmt: skip

    def __init__(self, station: Station, token: Token, step: Queueing, joined: int) -> None:
        self.station = station
        self.token = token
        self.step = step
        self.joined = joined
        self.since = joined  # the present spell of waiting began
        self.began = NEVER  # service first began
        self.started = NEVER  # the present spell of service began
        self.residual = -1  # service still to come; -1: not drawn yet
        self.busy = 0
        self.due = NEVER  # the present spell of service will end
        self.urgency = 0
        self.klass = 0
        self.serving = False
        self.end = VisitEnd.OPEN
        self.gate: Moment | None = None
        self.twin: Visit | None = None
        self.assembly: Assembly | None = None
