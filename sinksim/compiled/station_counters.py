"""Counters of a station: exact integrals over time, and what of them and of its counts falls into the window.

An integral is kept as the sum of the instants at which a number falls minus those at which it rises (see ``agents``).
"""

from sinksim.compiled.layout import FIGURE, STATION
from sinksim.compiled.state import Ints, State
from sinksim.core.kernel import called, inlined


@inlined
def settle_overtime(station_row: Ints, now: int) -> None:
    """Bring the integral of servers busy beyond those on duty up to now; before either number changes."""
    beyond = station_row[STATION.busy] - station_row[STATION.capacity]
    if beyond > 0:
        station_row[STATION.overtime_area] += beyond * (now - station_row[STATION.last_overtime])
    station_row[STATION.last_overtime] = now


@inlined
def settle_capacity(station_row: Ints, now: int) -> None:
    """Bring the integral of servers on duty up to now; before their number changes."""
    station_row[STATION.open_area] += station_row[STATION.capacity] * (now - station_row[STATION.last_capacity])
    station_row[STATION.last_capacity] = now


@called
def begin_window(state: State, now: int) -> None:
    """The window begins: subtract what has been counted so far, and seek the longest queue from now on."""
    for n in range(len(state.stations)):
        add_totals(state, n, sign=-1, now=now)
        state.stations[n, STATION.most_waiting] = state.stations[n, STATION.present] - state.stations[n, STATION.busy]


@called
def end_window(state: State, now: int) -> None:
    """The window ends: figures become what has been counted up to now less what had been when it began."""
    for n in range(len(state.stations)):
        add_totals(state, n, sign=1, now=now)
        state.figures[n, FIGURE.most_waiting] = state.stations[n, STATION.most_waiting]


@inlined
def add_totals(state: State, station: int, sign: int, now: int) -> None:
    """Add (sign 1) or subtract (-1) all counts and integrals since the start of the run; the longest queue is no sum."""
    station_row, row = state.stations[station], state.figures[station]
    settle_overtime(station_row, now)
    settle_capacity(station_row, now)
    # An integral is closed now by what is still there: ``area`` sums the instants of falls less those of rises.
    present = station_row[STATION.present_area] + station_row[STATION.present] * now
    busy = station_row[STATION.busy_area] + station_row[STATION.busy] * now
    row[FIGURE.joined] += sign * station_row[STATION.joined]
    row[FIGURE.served] += sign * station_row[STATION.served]
    row[FIGURE.reneged] += sign * station_row[STATION.reneged]
    row[FIGURE.refused] += sign * station_row[STATION.refused]
    row[FIGURE.withdrawn] += sign * station_row[STATION.withdrawn]
    row[FIGURE.went_home] += sign * station_row[STATION.went_home]
    row[FIGURE.present] += sign * present
    row[FIGURE.waiting] += sign * (present - busy)
    row[FIGURE.busy] += sign * (busy - station_row[STATION.overtime_area])
    row[FIGURE.overtime] += sign * station_row[STATION.overtime_area]
    row[FIGURE.open] += sign * station_row[STATION.open_area]
    row[FIGURE.cost_staff] += sign * station_row[STATION.staff_money]
