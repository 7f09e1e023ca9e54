"""Arrays that run short grow: the event that needs the room is not begun before it is there."""

import numpy as np

from sinksim.compiled import clerk as Z
from sinksim.compiled.events import LAPS, SCOPE, SLOTS
from sinksim.compiled.sheet import COLUMNS, EVENTS
from sinksim.compiled.state import Ints, Rows, State, longer


def grown(s: State) -> State:
    """The same state, with twice the room wherever the next event might need more than is left."""
    z = s.clerk
    burst = SCOPE * int(z[Z.BURST])
    tokens = _enough(s.tokens, int(z[Z.TOKENS_ALIVE]) + burst)
    visits = _enough(s.visits, int(z[Z.VISITS_ALIVE]) + burst)
    to_come = int(z[Z.SHEETS_ALIVE]) + int(z[Z.VISITS_ALIVE]) + burst
    return s._replace(
        events=_enough(s.events.reshape(-1, COLUMNS), int(z[Z.PENDING]) + EVENTS * (to_come + 1) + 1).reshape(-1),
        sheets=_enough(s.sheets, SLOTS + LAPS + to_come),
        ready=_ring(s, len(tokens)),
        tokens=tokens,
        visits=visits,
        assemblies=_enough(s.assemblies, int(z[Z.ASSEMBLIES_ALIVE]) + burst),
        log=_log(s, int(z[Z.VISITS_ALIVE]) + burst),
    )


def _enough(matrix: Ints, rows: int) -> Ints:
    return longer(matrix, 2 * rows) if rows > len(matrix) else matrix


def _log(s: State, rows: int) -> Rows:
    """Room for so many visits, if they are wanted; what was there has been handed over."""
    return np.empty(2 * rows, s.log.dtype) if s.clerk[Z.KEEPS_VISITS] and rows > len(s.log) else s.log


def _ring(s: State, tokens: int) -> Ints:
    """A ring with a place for every token."""
    if tokens <= len(s.ready):
        return s.ready
    fresh = np.zeros(1 << (2 * tokens - 1).bit_length(), np.int64)
    places = np.arange(s.clerk[Z.READY_HEAD], s.clerk[Z.READY_TAIL])
    fresh[places & (len(fresh) - 1)] = s.ready[places & (len(s.ready) - 1)]
    return fresh
