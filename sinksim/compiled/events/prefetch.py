"""What the events of a slot will need is asked of memory before they happen: many waits at once instead of one by one.

It changes nothing but the time that the processor waits: a province has far more cases under way than its caches hold.
"""

from sinksim.compiled.case import OWN
from sinksim.compiled.layout import (
    COUNTERS,
    EVENT,
    EVENT_KIND,
    EVENT_WIDTH,
    LISTS,
    LOAD_BITS,
    LOAD_MASK,
    SCALAR,
    SOURCE,
    SOURCE_WIDTH,
    STATION,
    TIMES,
    TOKEN,
    VISIT,
    VISIT_WIDTH,
)
from sinksim.compiled.memory import fetch
from sinksim.compiled.state import Demand, Ints, State
from sinksim.core.kernel import called, inlined

LINE = 8
# Below this many tokens all of it stays in the caches by itself.
MANY = 1024


@inlined
def fetch_lines(matrix: Ints, row: int, end: int) -> None:
    """Ask for the lines of a row up to a column."""
    for column in range(0, end, LINE):
        fetch(matrix, row, column)


@called
def prefetch_events(state: State, demand: Demand) -> None:
    """Ask for what the events that have just come near will touch, link by link."""
    pending = state.scalars[SCALAR.pending]
    for i in range(pending):
        fetch_whom(state, demand, state.events[EVENT_WIDTH * i + EVENT.load])
    for i in range(pending):
        fetch_links(state, demand, state.events[EVENT_WIDTH * i + EVENT.load])
    for i in range(pending):
        fetch_next_in_line(state, state.events[EVENT_WIDTH * i + EVENT.load])


@inlined
def fetch_token(state: State, token: int) -> None:
    """Ask for a token: what every event looks at, the record, the counters."""
    fetch_lines(state.tokens, token, TOKEN.cost_fares if state.scalars[SCALAR.accounts] == OWN else TIMES)
    fetch(state.tokens, token, TOKEN.running)
    fetch(state.tokens, token, COUNTERS)


@inlined
def fetch_whom(state: State, demand: Demand, load: int) -> None:
    """Ask for whom the event concerns."""
    who, kind = load >> LOAD_BITS, load & LOAD_MASK
    if kind == EVENT_KIND.NEED_ARISES:
        fetch_lines(demand.sources, who, SOURCE_WIDTH)
    elif kind in (EVENT_KIND.SERVICE_ENDS, EVENT_KIND.GIVES_UP):
        fetch_lines(state.visits, who, VISIT_WIDTH)
    elif kind in (EVENT_KIND.WALKS_ON, EVENT_KIND.DEADLINE_PASSES):
        fetch_token(state, who)


@inlined
def fetch_links(state: State, demand: Demand, load: int) -> None:
    """Ask for what that leads to: the token and the station of a visit, the next need of a source."""
    who, kind = load >> LOAD_BITS, load & LOAD_MASK
    if kind == EVENT_KIND.NEED_ARISES:
        at = demand.sources[who, SOURCE.block] + demand.sources[who, SOURCE.position]
        fetch(demand.block, 0, at)
        fetch(demand.block, 1, at)
    elif kind == EVENT_KIND.SERVICE_ENDS:
        fetch_token(state, state.visits[who, VISIT.token])
        fetch_lines(state.stations, state.visits[who, VISIT.station], STATION.servers)
        fetch(state.stations, state.visits[who, VISIT.station], LISTS)


@inlined
def fetch_next_in_line(state: State, load: int) -> None:
    """Ask for who will be served next where a service ends."""
    who, kind = load >> LOAD_BITS, load & LOAD_MASK
    if kind != EVENT_KIND.SERVICE_ENDS:
        return
    station = state.visits[who, VISIT.station]
    if state.stations[station, STATION.present] <= state.stations[station, STATION.busy]:
        return
    for at in range(LISTS, LISTS + 8, 2):
        visit = state.stations[station, at]
        if visit >= 0:
            fetch_lines(state.visits, visit, VISIT.began)
            fetch_token(state, state.visits[visit, VISIT.token])
            return
