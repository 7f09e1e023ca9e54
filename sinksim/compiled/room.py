"""How much may still happen before an array runs short: the event that needs the room is not begun before it is there."""

from sinksim.compiled.events import LAPS, SCOPE, SLOTS
from sinksim.compiled.layout import BUCKET_EVENTS, EVENT_WIDTH, SCALAR
from sinksim.compiled.state import State
from sinksim.core.kernel import called


@called
def safe_events(state: State) -> int:
    """How many events surely find room; 0 where the next might not."""
    scalars = state.clerk
    most = min(len(state.tokens) - scalars[SCALAR.tokens_alive], len(state.visits) - scalars[SCALAR.visits_alive])
    most = min(most, len(state.assemblies) - scalars[SCALAR.assemblies_alive])
    # One event may start everybody who waits: each needs an event of its own, and leaves a row of the log.
    sheets = len(state.sheets) - SLOTS - LAPS - scalars[SCALAR.buckets_alive] - scalars[SCALAR.visits_alive]
    events = (
        len(state.events) // EVENT_WIDTH
        - scalars[SCALAR.pending]
        - BUCKET_EVENTS * (1 + scalars[SCALAR.buckets_alive] + scalars[SCALAR.visits_alive])
    )
    most = min(most, sheets, events // BUCKET_EVENTS)
    if scalars[SCALAR.keeps_visits]:
        most = min(most, len(state.log) - scalars[SCALAR.logged] - scalars[SCALAR.visits_alive])
    return max(most, 0) // (SCOPE * scalars[SCALAR.burst])


@called
def use_room(state: State) -> None:
    """A token that walks on has used room, as it may again in a loop; where none is left, it walks on once there is more."""
    scalars = state.clerk
    scalars[SCALAR.safe] -= 1
    if scalars[SCALAR.safe] <= 0:
        scalars[SCALAR.safe] = safe_events(state)
        if scalars[SCALAR.safe] == 0:
            scalars[SCALAR.pause_at] = scalars[SCALAR.walked]
