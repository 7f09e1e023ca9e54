"""What the events of a slot will need is asked of memory before they happen: many waits at once instead of one by one.

It changes nothing but the time that the processor waits: a province has far more cases under way than its caches hold.
"""

from sinksim.compiled import clerk as Z
from sinksim.compiled import meaning as M
from sinksim.compiled import source as Q
from sinksim.compiled import station as S
from sinksim.compiled import token as T
from sinksim.compiled import visit as V
from sinksim.compiled.events import COLUMNS, LOAD
from sinksim.compiled.kernel import called, inlined
from sinksim.compiled.memory import fetch
from sinksim.compiled.state import Demand, Ints, State

LINE = 8


@inlined
def ask_row(matrix: Ints, row: int, first: int, end: int) -> None:
    """Ask for the lines of a row from one column to another."""
    for column in range(first, end, LINE):
        fetch(matrix, row, column)


@called
def foresee(s: State, d: Demand) -> None:
    """Ask for what the events that have just entered the heap will touch, link by link."""
    n = s.clerk[Z.PENDING]
    for i in range(n):
        ask_whom(s, d, s.events[COLUMNS * i + LOAD])
    for i in range(n):
        ask_links(s, d, s.events[COLUMNS * i + LOAD])
    for i in range(n):
        ask_next_in_line(s, s.events[COLUMNS * i + LOAD])


@inlined
def ask_whom(s: State, d: Demand, load: int) -> None:
    """Ask for whom the event concerns."""
    who, kind = load >> M.LOAD_BITS, load & M.LOAD_MASK
    if kind == M.NEED_ARISES:
        ask_row(d.sources, who, 0, Q.WIDTH)
    elif kind == M.SERVICE_ENDS or kind == M.GIVES_UP:
        ask_row(s.visits, who, 0, V.WIDTH)
    elif kind == M.WALKS_ON:
        ask_row(s.tokens, who, 0, T.FIXED)


@inlined
def ask_links(s: State, d: Demand, load: int) -> None:
    """Ask for what that leads to: the token and the station of a visit, the next need of a source."""
    who, kind = load >> M.LOAD_BITS, load & M.LOAD_MASK
    if kind == M.NEED_ARISES:
        at = d.sources[who, Q.BLOCK] + d.sources[who, Q.POSITION]
        fetch(d.block, 0, at)
        fetch(d.block, 1, at)
    elif kind == M.SERVICE_ENDS or kind == M.GIVES_UP:
        ask_row(s.tokens, s.visits[who, V.TOKEN], 0, T.FIXED)
        ask_row(s.stations, s.visits[who, V.STATION], 0, S.LISTS + 2 * 4)


@inlined
def ask_next_in_line(s: State, load: int) -> None:
    """Ask for who will be served next where a service ends."""
    who, kind = load >> M.LOAD_BITS, load & M.LOAD_MASK
    if kind != M.SERVICE_ENDS:
        return
    station = s.visits[who, V.STATION]
    if s.stations[station, S.PRESENT] <= s.stations[station, S.BUSY]:
        return
    for at in range(S.LISTS, S.LISTS + 2 * 4, 2):
        i = s.stations[station, at]
        if i >= 0:
            ask_row(s.visits, i, 0, V.WIDTH)
            ask_row(s.tokens, s.visits[i, V.TOKEN], 0, T.FIXED)
            return
