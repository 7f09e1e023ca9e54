"""Moments: SimPy events whose order at equal times is the model's own (``core.records.TIE_ORDER``), never that of insertion."""

from collections.abc import Callable
from typing import TYPE_CHECKING, Any

from simpy import Environment
from simpy.events import Event

from sinksim.core.records import TIE_ORDER, Tie

# SimPy keeps priorities 0 and 1 for itself. Below the class lies the order of the case (up to 80 bits), so that two
# events of one class at one instant follow who they concern.
PRIORITY = tuple((tie + 2) << 80 for tie in TIE_ORDER)
# Comes before everything else of its instant.
FIRST = -1
# SimPy's own: nothing of the model comes between an event and what it sets off.
URGENT = 0


class Timeline(Environment):
    """SimPy's environment in whole milliseconds, with priorities of the model's own."""

    if TYPE_CHECKING:

        @property
        def now(self) -> int:
            """The present instant [ms]."""

        def schedule(self, event: Event, priority: int = 1, delay: int = 0) -> None:  # type: ignore[override]
            """Let an event happen after ``delay`` [ms]."""

    def moment_at(self, time: int, tie: Tie, order: int) -> "Moment":
        """A moment scheduled at an instant [ms]; those of one instant come by tie, then by ``order`` (>= 0)."""
        moment = Moment(self)
        self.schedule(moment, PRIORITY[tie] + order, time - self.now)
        return moment


class Moment(Event):
    """An event that is certain to happen once it is scheduled (SimPy's other events must succeed or fail first)."""

    _value = None
    _ok = True
    _defused = False
    # The visit on whose behalf it happens, where that is not the moment itself.
    holder: Any = None

    def __init__(self, env: Timeline, *callbacks: Callable[[Any], None]) -> None:
        self.env = env
        self.callbacks = [*callbacks]


def happen(moment: Moment) -> None:
    """Let a moment happen now, as part of the event that causes it: nothing comes between the two."""
    callbacks, moment.callbacks = moment.callbacks, None  # type: ignore[assignment]
    for callback in callbacks or ():
        callback(moment)
