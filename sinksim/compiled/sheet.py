"""Columns of an event, and of a sheet of the wheel, which holds a few events of one slot or lap."""

TIME, KEY, NUMBER, LOAD = range(4)
COLUMNS = 4

# Link to the next sheet of the same list, number of events, then the events.
LINK, COUNT, FIRST = 0, 1, 4
EVENTS = 7
WIDTH = FIRST + EVENTS * COLUMNS
