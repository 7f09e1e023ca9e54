"""Columns of a station; after them, head and tail of each list (two lists an urgency: in the alert zone, outside it)."""

(
    CAPACITY, BUSY, PRESENT, BUSY_AREA, PRESENT_AREA, JOINED, SERVED, MOST_WAITING,
    ROOM, PREEMPTIVE, TRACKS, CALENDAR, TIER, WAGE, STAFF_MONEY, HELD,
    SERVERS, LEVEL, DOWN, INTERRUPTS, ESCALATES, LAST_CAPACITY, LAST_OVERTIME, OPEN_AREA,
    OVERTIME_AREA, REFUSED, RENEGED, WITHDRAWN, WENT_HOME,
) = range(29)  # fmt: skip
LISTS = 32
# Two columns a list, two lists for each of the sixteen priorities that the schema allows.
WIDTH = LISTS + 2 * 2 * 16
