"""The window of station figures: what happened before it and after it is left out."""

from sinksim.compiled import station as S
from sinksim.compiled.state import State
from sinksim.compiled.stations import settle_overtime
from sinksim.core.kernel import called, inlined


@called
def begin_window(s: State, now: int) -> None:
    """What has happened so far does not count; the longest queue is sought from now on."""
    for n in range(len(s.stations)):
        add_totals(s, n, -1, now)
        s.stations[n, S.MOST_WAITING] = s.stations[n, S.PRESENT] - s.stations[n, S.BUSY]


@called
def end_window(s: State, now: int) -> None:
    """The row of every station is what has happened since the window began."""
    for n in range(len(s.stations)):
        add_totals(s, n, 1, now)
        s.figures[n, 11] = s.stations[n, S.MOST_WAITING]


@inlined
def add_totals(s: State, n: int, sign: int, now: int) -> None:
    """Counts and integrals since the start of the run, in the order of ``STATION_FIELDS``; no longest queue."""
    w, row = s.stations[n], s.figures[n]
    settle_overtime(w, now)
    w[S.OPEN_AREA] += w[S.CAPACITY] * (now - w[S.LAST_CAPACITY])
    w[S.LAST_CAPACITY] = now
    present = w[S.PRESENT_AREA] + w[S.PRESENT] * now
    busy = w[S.BUSY_AREA] + w[S.BUSY] * now
    row[0] += sign * w[S.JOINED]
    row[1] += sign * w[S.SERVED]
    row[2] += sign * w[S.RENEGED]
    row[3] += sign * w[S.REFUSED]
    row[4] += sign * w[S.WITHDRAWN]
    row[5] += sign * w[S.WENT_HOME]
    row[6] += sign * present
    row[7] += sign * (present - busy)
    row[8] += sign * (busy - w[S.OVERTIME_AREA])
    row[9] += sign * w[S.OVERTIME_AREA]
    row[10] += sign * w[S.OPEN_AREA]
    row[12] += sign * w[S.STAFF_MONEY]
