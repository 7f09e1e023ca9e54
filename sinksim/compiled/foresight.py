"""What the events of a slot will need is asked of memory before they happen: many waits at once instead of one by one.

It changes nothing but the time that the processor waits: a province has far more cases under way than its caches hold.
"""

from sinksim.compiled import clerk as Z
from sinksim.compiled import meaning as M
from sinksim.compiled import source as Q
from sinksim.compiled import station as S
from sinksim.compiled import token as T
from sinksim.compiled import visit as V
from sinksim.compiled.account import OWN
from sinksim.compiled.memory import fetch
from sinksim.compiled.sheet import COLUMNS, LOAD
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
def foresee(s: State, d: Demand) -> None:
    """Ask for what the events that have just come near will touch, link by link."""
    n = s.clerk[Z.PENDING]
    for i in range(n):
        fetch_whom(s, d, s.events[COLUMNS * i + LOAD])
    for i in range(n):
        fetch_links(s, d, s.events[COLUMNS * i + LOAD])
    for i in range(n):
        fetch_next_in_line(s, s.events[COLUMNS * i + LOAD])


@inlined
def fetch_token(s: State, e: int) -> None:
    """Ask for a token: what every event looks at, the record, the counters."""
    fetch_lines(s.tokens, e, T.COST_FARES if s.clerk[Z.ACCOUNTS] == OWN else T.KINDS)
    fetch(s.tokens, e, T.RUNNING)
    fetch(s.tokens, e, T.FIXED)


@inlined
def fetch_whom(s: State, d: Demand, load: int) -> None:
    """Ask for whom the event concerns."""
    who, kind = load >> M.LOAD_BITS, load & M.LOAD_MASK
    if kind == M.NEED_ARISES:
        fetch_lines(d.sources, who, Q.WIDTH)
    elif kind in (M.SERVICE_ENDS, M.GIVES_UP):
        fetch_lines(s.visits, who, V.WIDTH)
    elif kind in (M.WALKS_ON, M.CLOCK_RINGS):
        fetch_token(s, who)


@inlined
def fetch_links(s: State, d: Demand, load: int) -> None:
    """Ask for what that leads to: the token and the station of a visit, the next need of a source."""
    who, kind = load >> M.LOAD_BITS, load & M.LOAD_MASK
    if kind == M.NEED_ARISES:
        at = d.sources[who, Q.BLOCK] + d.sources[who, Q.POSITION]
        fetch(d.block, 0, at)
        fetch(d.block, 1, at)
    elif kind == M.SERVICE_ENDS:
        fetch_token(s, s.visits[who, V.TOKEN])
        fetch_lines(s.stations, s.visits[who, V.STATION], S.SERVERS)
        fetch(s.stations, s.visits[who, V.STATION], S.LISTS)


@inlined
def fetch_next_in_line(s: State, load: int) -> None:
    """Ask for who will be served next where a service ends."""
    who, kind = load >> M.LOAD_BITS, load & M.LOAD_MASK
    if kind != M.SERVICE_ENDS:
        return
    station = s.visits[who, V.STATION]
    if s.stations[station, S.PRESENT] <= s.stations[station, S.BUSY]:
        return
    for at in range(S.LISTS, S.LISTS + 8, 2):
        i = s.stations[station, at]
        if i >= 0:
            fetch_lines(s.visits, i, V.BEGAN)
            fetch_token(s, s.visits[i, V.TOKEN])
            return
