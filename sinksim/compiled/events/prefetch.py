"""What the events of a slot will need is asked of memory before they happen: many waits at once instead of one by one.

It changes nothing but the time that the processor waits: a province has far more cases under way than its caches hold.
"""

from sinksim.compiled.case import OWN
from sinksim.compiled.layout import (
    COUNTERS,
    EVENT,
    EVENT_KIND,
    EVENT_WIDTH,
    KIND_BITS,
    KIND_MASK,
    LISTS,
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

# Cells of a cache line.
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
        fetch_subject(state, demand, state.events[EVENT_WIDTH * i + EVENT.payload])
    for i in range(pending):
        fetch_links(state, demand, state.events[EVENT_WIDTH * i + EVENT.payload])
    for i in range(pending):
        fetch_next_in_line(state, state.events[EVENT_WIDTH * i + EVENT.payload])


@inlined
def fetch_token(state: State, token: int) -> None:
    """Ask for a token: what every event looks at, the record (where each token has an account of its own), the counters."""
    fetch_lines(state.tokens, token, TOKEN.cost_fares if state.scalars[SCALAR.accounts] == OWN else TIMES)
    fetch(state.tokens, token, TOKEN.running)
    fetch(state.tokens, token, COUNTERS)


@inlined
def fetch_subject(state: State, demand: Demand, payload: int) -> None:
    """Ask for whom an event concerns: the source, the visit or the token that its payload names."""
    subject, kind = payload >> KIND_BITS, payload & KIND_MASK
    if kind == EVENT_KIND.NEED_ARISES:
        fetch_lines(demand.sources, subject, SOURCE_WIDTH)
    elif kind in (EVENT_KIND.SERVICE_ENDS, EVENT_KIND.GIVES_UP):
        fetch_lines(state.visits, subject, VISIT_WIDTH)
    elif kind in (EVENT_KIND.WALKS_ON, EVENT_KIND.DEADLINE_PASSES):
        fetch_token(state, subject)


@inlined
def fetch_links(state: State, demand: Demand, payload: int) -> None:
    """Ask for what whom an event concerns leads to: the token and the station of a visit, the next need of a source."""
    subject, kind = payload >> KIND_BITS, payload & KIND_MASK
    if kind == EVENT_KIND.NEED_ARISES:
        at = demand.sources[subject, SOURCE.block] + demand.sources[subject, SOURCE.position]
        fetch(demand.block, 0, at)
        fetch(demand.block, 1, at)
    elif kind == EVENT_KIND.SERVICE_ENDS:
        fetch_token(state, state.visits[subject, VISIT.token])
        fetch_lines(state.stations, state.visits[subject, VISIT.station], STATION.servers)
        fetch(state.stations, state.visits[subject, VISIT.station], LISTS)


@inlined
def fetch_next_in_line(state: State, payload: int) -> None:
    """Ask for who will be served next where a service ends: the head of the first of the four most urgent lists."""
    subject, kind = payload >> KIND_BITS, payload & KIND_MASK
    if kind != EVENT_KIND.SERVICE_ENDS:
        return
    station = state.visits[subject, VISIT.station]
    if state.stations[station, STATION.present] <= state.stations[station, STATION.busy]:
        return
    for at in range(LISTS, LISTS + 8, 2):
        visit = state.stations[station, at]
        if visit >= 0:
            fetch_lines(state.visits, visit, VISIT.began)
            fetch_token(state, state.visits[visit, VISIT.token])
            return
