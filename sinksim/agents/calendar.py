"""Calendars: when the stations that follow one are open, and what of a span of time that leaves."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sinksim.core.rules import after_open, closed_between, next_day_open

if TYPE_CHECKING:
    from sinksim.agents.moments import Timeline
    from sinksim.plan.plan import Plan


class Calendar:
    """One calendar: its changes, and the level (servers on duty [per mille]; 0: closed) that holds at present."""

    def __init__(self, plan: Plan, env: Timeline, index: int) -> None:
        """Read the calendar's changes: instants [ms], servers on duty from each on [per mille], open time before each [ms]."""
        rows = plan.calendars[index]
        self.env = env
        self.index = index
        self.arrays = (rows.times, rows.level, rows.opened)
        self.times: list[int] = rows.times.tolist()
        self.levels: list[int] = rows.level.tolist()
        # By change, where it closes: when people who are sent home come again, and whether it opens again the same day.
        self.returning: list[int] = rows.next_day_opening.tolist()
        self.more_today: list[bool] = rows.more_today.tolist()
        self.level = self.levels[0]

    def closed_since(self, begin: int) -> int:
        """Closed milliseconds from an instant until now; before the start of the run (``begin`` < 0) all time counts as open."""
        return int(closed_between(*self.arrays, begin, self.env.now))

    def after(self, span: int) -> int:
        """Instant at which ``span`` open milliseconds will have passed from now."""
        return int(after_open(*self.arrays, self.env.now, span))

    def next_day(self) -> int:
        """First instant on a later day than today at which it is open."""
        times, levels, _ = self.arrays
        return int(next_day_open(times, levels, self.env.now))
