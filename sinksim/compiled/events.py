"""The list of events: what is near stands in a heap, what is far on a wheel of slots.

The heap is ordered by time, then key (who goes first at equal times), then order of insertion. A slot of the wheel is a span
of time; its events are in no order. When the heap is empty, the next slot's events enter it: so the heap stays small, and the
order is exact. The wheel turns: what lies more than a turn ahead stays in its slot until its turn comes.

An event is never taken off the list before its time. Whom it concerns remembers the number of the event that counts;
another one does nothing when it comes. The event that is happening leaves a hole at the top, which the next one to be
scheduled fills: most events schedule one.
"""

from sinksim.compiled import clerk as Z
from sinksim.compiled import meaning as M
from sinksim.compiled.kernel import called, inlined
from sinksim.compiled.memory import fetch
from sinksim.compiled.pools import give_row, take_row
from sinksim.compiled.sheet import COLUMNS, COUNT, EVENTS, FIRST, KEY, LINK, LOAD, NUMBER, TIME, WIDTH
from sinksim.compiled.state import Ints, State

# What one event may use up of any array, in bursts: one for itself, one for what it lets begin.
SCOPE = 2
# Slots of a lap of the wheel, and laps for which there is a list of their own; powers of two.
LAP_BITS = 11
SLOTS, LAPS = 1 << LAP_BITS, 1024


@inlined
def before(events: Ints, i: int, time: int, key: int, number: int) -> bool:
    """Whether the event at place ``i`` comes before another."""
    if events[i + TIME] != time:
        return events[i + TIME] < time
    if events[i + KEY] != key:
        return events[i + KEY] < key
    return events[i + NUMBER] < number


@inlined
def put(events: Ints, i: int, time: int, key: int, number: int, load: int) -> None:
    """Write an event at place ``i``."""
    events[i + TIME] = time
    events[i + KEY] = key
    events[i + NUMBER] = number
    events[i + LOAD] = load


@inlined
def move(events: Ints, source: int, i: int) -> None:
    """Move an event from one place to another."""
    put(events, i, events[source + TIME], events[source + KEY], events[source + NUMBER], events[source + LOAD])


@inlined
def rise(events: Ints, n: int, time: int, key: int, number: int, load: int) -> None:
    """An event rises from behind the last of ``n`` to its place; every event has four below it."""
    i = n
    while i > 0:
        above = (i - 1) >> 2
        if before(events, COLUMNS * above, time, key, number):
            break
        move(events, COLUMNS * above, COLUMNS * i)
        i = above
    put(events, COLUMNS * i, time, key, number, load)


@inlined
def sink(events: Ints, n: int, time: int, key: int, number: int, load: int) -> None:
    """An event sinks from the top of ``n`` to its place."""
    i = 0
    while True:
        first = 4 * i + 1
        if first >= n:
            break
        least = first
        for j in range(first + 1, min(first + 4, n)):
            at = COLUMNS * least
            if before(events, COLUMNS * j, events[at + TIME], events[at + KEY], events[at + NUMBER]):
                least = j
        if not before(events, COLUMNS * least, time, key, number):
            break
        move(events, COLUMNS * least, COLUMNS * i)
        i = least
    put(events, COLUMNS * i, time, key, number, load)


@inlined
def postpone(z: Ints, sheets: Ints, slots: Ints, time: int, key: int, number: int, load: int) -> None:
    """Put an event on the list of its slot where that comes in the present lap, on that of its lap otherwise."""
    slot = time >> z[Z.SLOT_BITS]
    lap = slot >> LAP_BITS
    at = slot & (SLOTS - 1) if lap == z[Z.SLOT] >> LAP_BITS else SLOTS + (lap & (LAPS - 1))
    row = slots[at]
    if row < 0 or sheets[row, COUNT] == EVENTS:
        fresh = take_row(z, sheets, LINK, Z.SHEETS, Z.FREE_SHEETS, Z.SHEETS_ALIVE)
        sheets[fresh, LINK], sheets[fresh, COUNT] = row, 0
        slots[at] = row = fresh
    sheet = sheets[row]
    n = sheet[COUNT]
    put(sheet, FIRST + COLUMNS * n, time, key, number, load)
    sheet[COUNT] = n + 1


@called
def turn_wheel(z: Ints, events: Ints, sheets: Ints, slots: Ints, horizon: int) -> None:
    """The heap is empty: turn the wheel until a slot's events enter it, or the horizon is reached."""
    last = horizon >> z[Z.SLOT_BITS]
    while z[Z.PENDING] == 0 and z[Z.SHEETS_ALIVE] > 0 and z[Z.SLOT] < last:
        z[Z.SLOT] += 1
        if z[Z.SLOT] & (SLOTS - 1) == 0:
            begin_lap(z, sheets, slots)
        if slots[z[Z.SLOT] & (SLOTS - 1)] >= 0:
            empty_slot(z, events, sheets, slots)


@inlined
def begin_lap(z: Ints, sheets: Ints, slots: Ints) -> None:
    """A lap begins: its events are spread over their slots; those of a lap many laps ahead stay."""
    at = SLOTS + ((z[Z.SLOT] >> LAP_BITS) & (LAPS - 1))
    row, slots[at] = slots[at], -1
    while row >= 0:
        for n in range(sheets[row, COUNT]):
            i = FIRST + COLUMNS * n
            e = sheets[row]
            postpone(z, sheets, slots, e[i + TIME], e[i + KEY], e[i + NUMBER], e[i + LOAD])
        row = used_up(z, sheets, row)


@inlined
def empty_slot(z: Ints, events: Ints, sheets: Ints, slots: Ints) -> None:
    """The events of the present slot enter the heap; those of the next are asked of memory."""
    slot = z[Z.SLOT] & (SLOTS - 1)
    row, slots[slot] = slots[slot], -1
    following = slots[(slot + 1) & (SLOTS - 1)]
    if following >= 0:
        for column in range(0, WIDTH, 8):
            fetch(sheets, following, column)
    while row >= 0:
        for n in range(sheets[row, COUNT]):
            i = FIRST + COLUMNS * n
            e = sheets[row]
            rise(events, z[Z.PENDING], e[i + TIME], e[i + KEY], e[i + NUMBER], e[i + LOAD])
            z[Z.PENDING] += 1
        row = used_up(z, sheets, row)


@inlined
def used_up(z: Ints, sheets: Ints, row: int) -> int:
    """Give a sheet back; returns the next of its list."""
    following = sheets[row, LINK]
    give_row(z, sheets, LINK, row, Z.FREE_SHEETS, Z.SHEETS_ALIVE)
    return following


@called
def enter(z: Ints, events: Ints, sheets: Ints, slots: Ints, time: int, key: int, load: int) -> int:
    """Put an event on the list; returns its number."""
    number = z[Z.SEQUENCE] + 1
    z[Z.SEQUENCE] = number
    if time >> z[Z.SLOT_BITS] > z[Z.SLOT]:
        postpone(z, sheets, slots, time, key, number, load)
    elif z[Z.HOLE]:
        z[Z.HOLE] = 0
        sink(events, z[Z.PENDING], time, key, number, load)
    else:
        rise(events, z[Z.PENDING], time, key, number, load)
        z[Z.PENDING] += 1
    return number


@called
def fill_hole(z: Ints, events: Ints) -> None:
    """The last event fills the hole that nothing else has filled."""
    z[Z.HOLE] = 0
    n = z[Z.PENDING] - 1
    z[Z.PENDING] = n
    at = COLUMNS * n
    sink(events, n, events[at + TIME], events[at + KEY], events[at + NUMBER], events[at + LOAD])


@inlined
def schedule(s: State, time: int, key: int, who: int, kind: int) -> int:
    """Let something happen to ``who`` at ``time`` [ms]; returns the number of the event."""
    return enter(s.clerk, s.events, s.sheets, s.slots, time, key, who << M.LOAD_BITS | kind)


@inlined
def next_of_all(s: State, who: int, kind: int) -> None:
    """Let something happen next, before any other event: nothing comes between."""
    z, ready = s.clerk, s.ready
    ready[z[Z.READY_TAIL] & (len(ready) - 1)] = who << M.LOAD_BITS | kind
    z[Z.READY_TAIL] += 1
