"""Counters of a station: what has happened at it within the window, and exact integrals over time.

An integral of a number over time is the sum of the instants at which it falls minus the sum of those at which it rises
(plus the number at the end times the end), so that each change costs one addition.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from sinksim.core.records import STATION_FIELDS, names

if TYPE_CHECKING:
    from sinksim.agents.moments import Timeline

MOST_WAITING = names(STATION_FIELDS).index("most_waiting")


class StationCounters:
    """Numbers present, busy and on duty at a station, with all that its row of the station table is made of."""

    def __init__(self, env: Timeline, capacity: int) -> None:
        self.env = env
        self.capacity = capacity
        self.present = self.busy = 0
        self.last_capacity = self.last_overtime = 0
        self.joined = self.served = self.reneged = self.refused = self.withdrawn = self.went_home = 0
        self.present_area = self.busy_area = self.overtime_area = self.open_area = 0
        self.most_waiting = self.staff_money = 0
        self.figures = [0] * len(STATION_FIELDS)

    def settle_overtime(self) -> None:
        """Bring the integral of servers busy beyond those on duty up to now; before either number changes."""
        now = self.env.now
        if self.busy > self.capacity:
            self.overtime_area += (self.busy - self.capacity) * (now - self.last_overtime)
        self.last_overtime = now

    def settle_capacity(self) -> None:
        """Bring the integral of servers on duty up to now; before their number changes."""
        now = self.env.now
        self.open_area += self.capacity * (now - self.last_capacity)
        self.last_capacity = now

    def begin_window(self) -> None:
        """The window begins: subtract what has been counted so far, and seek the longest queue from now on."""
        self.add_totals(-1)
        self.most_waiting = self.present - self.busy

    def end_window(self) -> None:
        """The window ends: its figures become what has been counted up to now less what had been when it began."""
        self.add_totals(1)
        self.figures[MOST_WAITING] = self.most_waiting

    def add_totals(self, sign: int) -> None:
        """Add (sign 1) or subtract (-1) all counts and integrals since the start of the run, as ``STATION_FIELDS`` orders them.

        The longest queue is not among them: it is no sum.
        """
        now = self.env.now
        self.settle_overtime()
        self.settle_capacity()
        # An integral is closed now by what is still there: ``area`` sums the instants of falls less those of rises.
        present = self.present_area + self.present * now
        busy = self.busy_area + self.busy * now
        totals = (
            self.joined, self.served, self.reneged, self.refused, self.withdrawn, self.went_home, present,
            present - busy, busy - self.overtime_area, self.overtime_area, self.open_area, 0, self.staff_money,
        )  # fmt: skip
        self.figures = [figure + sign * total for figure, total in zip(self.figures, totals, strict=True)]
