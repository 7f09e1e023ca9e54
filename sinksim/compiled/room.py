"""How much may still happen before an array runs short: the event that needs the room is not begun before it is there."""

from sinksim.compiled import clerk as Z
from sinksim.compiled.events import LAPS, SCOPE, SLOTS
from sinksim.compiled.sheet import COLUMNS, EVENTS
from sinksim.compiled.state import State
from sinksim.core.kernel import called


@called
def safe_events(s: State) -> int:
    """How many events surely find room; 0 where the next might not."""
    z = s.clerk
    most = min(len(s.tokens) - z[Z.TOKENS_ALIVE], len(s.visits) - z[Z.VISITS_ALIVE])
    most = min(most, len(s.assemblies) - z[Z.ASSEMBLIES_ALIVE])
    # One event may start everybody who waits: each needs an event of its own, and leaves a row of the log.
    sheets = len(s.sheets) - SLOTS - LAPS - z[Z.SHEETS_ALIVE] - z[Z.VISITS_ALIVE]
    events = len(s.events) // COLUMNS - z[Z.PENDING] - EVENTS * (1 + z[Z.SHEETS_ALIVE] + z[Z.VISITS_ALIVE])
    most = min(most, sheets, events // EVENTS)
    if z[Z.KEEPS_VISITS]:
        most = min(most, len(s.log) - z[Z.LOGGED] - z[Z.VISITS_ALIVE])
    return max(most, 0) // (SCOPE * z[Z.BURST])


@called
def use_room(s: State) -> None:
    """A token that walks on has used room, as it may again in a loop; where none is left, it walks on once there is more."""
    z = s.clerk
    z[Z.SAFE] -= 1
    if z[Z.SAFE] <= 0:
        z[Z.SAFE] = safe_events(s)
        if z[Z.SAFE] == 0:
            z[Z.PAUSE_AT] = z[Z.WALKED]
