"""Room for what may still happen: the event that needs it is not begun before it is there, and arrays that run short grow."""

import numpy as np

from sinksim.compiled.events.wheel import LAPS, SCOPE, SLOTS
from sinksim.compiled.layout import BUCKET_EVENTS, EVENT_WIDTH, SCALAR
from sinksim.compiled.state import Ints, Rows, State, longer
from sinksim.core.kernel import called


@called
def safe_events(state: State) -> int:
    """Events that surely find room in all arrays: the least room left over what one may take (SCOPE bursts); 0: not even one."""
    scalars = state.scalars
    most = min(len(state.tokens) - scalars[SCALAR.tokens_alive], len(state.visits) - scalars[SCALAR.visits_alive])
    most = min(most, len(state.assemblies) - scalars[SCALAR.assemblies_alive])
    # One event may start everybody who waits: each needs an event of its own, and leaves a row of the log.
    buckets = len(state.buckets) - SLOTS - LAPS - scalars[SCALAR.buckets_alive] - scalars[SCALAR.visits_alive]
    from_buckets = BUCKET_EVENTS * (1 + scalars[SCALAR.buckets_alive] + scalars[SCALAR.visits_alive])
    events = len(state.events) // EVENT_WIDTH - scalars[SCALAR.pending] - from_buckets
    most = min(most, buckets, events // BUCKET_EVENTS)
    if scalars[SCALAR.keeps_visits]:
        most = min(most, len(state.log) - scalars[SCALAR.logged] - scalars[SCALAR.visits_alive])
    return max(most, 0) // (SCOPE * scalars[SCALAR.burst])


@called
def use_room(state: State) -> None:
    """Count the room that a token takes by walking on; where none is left, it is halted until the arrays have grown."""
    scalars = state.scalars
    scalars[SCALAR.safe] -= 1
    if scalars[SCALAR.safe] <= 0:
        scalars[SCALAR.safe] = safe_events(state)
        if scalars[SCALAR.safe] == 0:
            scalars[SCALAR.pause_at] = scalars[SCALAR.walked]


def with_more_room(state: State) -> State:
    """The same state, its arrays made twice as long wherever the next event might need more than is left."""
    scalars = state.scalars
    burst = SCOPE * int(scalars[SCALAR.burst])
    tokens = _at_least(state.tokens, int(scalars[SCALAR.tokens_alive]) + burst)
    visits = _at_least(state.visits, int(scalars[SCALAR.visits_alive]) + burst)
    to_come = int(scalars[SCALAR.buckets_alive]) + int(scalars[SCALAR.visits_alive]) + burst
    events = int(scalars[SCALAR.pending]) + BUCKET_EVENTS * (to_come + 1) + 1
    return state._replace(
        events=_at_least(state.events.reshape(-1, EVENT_WIDTH), events).reshape(-1),
        buckets=_at_least(state.buckets, SLOTS + LAPS + to_come),
        ready=_ready_ring(state, len(tokens)),
        tokens=tokens,
        visits=visits,
        assemblies=_at_least(state.assemblies, int(scalars[SCALAR.assemblies_alive]) + burst),
        log=_visit_log(state, int(scalars[SCALAR.visits_alive]) + burst),
    )


def _at_least(matrix: Ints, rows: int) -> Ints:
    """The matrix, longer if it has fewer than so many rows."""
    return longer(matrix, 2 * rows) if rows > len(matrix) else matrix


def _visit_log(state: State, rows: int) -> Rows:
    """Room for so many rows of the visit log, if it is wanted; rows written so far have been handed over."""
    if state.scalars[SCALAR.keeps_visits] and rows > len(state.log):
        return np.empty(2 * rows, state.log.dtype)
    return state.log


def _ready_ring(state: State, tokens: int) -> Ints:
    """The ring of events that come next, longer if it has no place for every token."""
    if tokens <= len(state.ready):
        return state.ready
    fresh = np.zeros(1 << (2 * tokens - 1).bit_length(), np.int64)
    places = np.arange(state.scalars[SCALAR.ready_head], state.scalars[SCALAR.ready_tail])
    fresh[places & (len(fresh) - 1)] = state.ready[places & (len(state.ready) - 1)]
    return fresh
