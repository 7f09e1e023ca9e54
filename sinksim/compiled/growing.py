"""Arrays that run short grow: the event that needs the room is not begun before it is there."""

import numpy as np

from sinksim.compiled.events import LAPS, SCOPE, SLOTS
from sinksim.compiled.layout import BUCKET_EVENTS, EVENT_WIDTH, SCALAR
from sinksim.compiled.state import Ints, Rows, State, longer


def grown(state: State) -> State:
    """The same state, with twice the room wherever the next event might need more than is left."""
    scalars = state.clerk
    burst = SCOPE * int(scalars[SCALAR.burst])
    tokens = _enough(state.tokens, int(scalars[SCALAR.tokens_alive]) + burst)
    visits = _enough(state.visits, int(scalars[SCALAR.visits_alive]) + burst)
    to_come = int(scalars[SCALAR.buckets_alive]) + int(scalars[SCALAR.visits_alive]) + burst
    return state._replace(
        events=_enough(
            state.events.reshape(-1, EVENT_WIDTH), int(scalars[SCALAR.pending]) + BUCKET_EVENTS * (to_come + 1) + 1
        ).reshape(-1),
        sheets=_enough(state.sheets, SLOTS + LAPS + to_come),
        ready=_ring(state, len(tokens)),
        tokens=tokens,
        visits=visits,
        assemblies=_enough(state.assemblies, int(scalars[SCALAR.assemblies_alive]) + burst),
        log=_log(state, int(scalars[SCALAR.visits_alive]) + burst),
    )


def _enough(matrix: Ints, rows: int) -> Ints:
    return longer(matrix, 2 * rows) if rows > len(matrix) else matrix


def _log(state: State, rows: int) -> Rows:
    """Room for so many visits, if they are wanted; what was there has been handed over."""
    return (
        np.empty(2 * rows, state.log.dtype) if state.clerk[SCALAR.keeps_visits] and rows > len(state.log) else state.log
    )


def _ring(state: State, tokens: int) -> Ints:
    """A ring with a place for every token."""
    if tokens <= len(state.ready):
        return state.ready
    fresh = np.zeros(1 << (2 * tokens - 1).bit_length(), np.int64)
    places = np.arange(state.clerk[SCALAR.ready_head], state.clerk[SCALAR.ready_tail])
    fresh[places & (len(fresh) - 1)] = state.ready[places & (len(state.ready) - 1)]
    return fresh
