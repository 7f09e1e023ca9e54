"""The list of events: what is near stands ready (see ``near``), what is far on a wheel of slots.

A slot of the wheel is a span of time; its events are in no order. When nothing is near any more, the next slot's events come
near: so few are, and the order is exact. So many slots make a lap; what comes in a later lap is on a list of that lap, and is
spread over the slots when its lap begins.

An event is never taken off the list before its time. Whom it concerns remembers the number of the event that counts;
another one does nothing when it comes.
"""

from sinksim.compiled import clerk as Z
from sinksim.compiled import meaning as M
from sinksim.compiled.memory import fetch
from sinksim.compiled.near import add, put
from sinksim.compiled.pools import give_row, take_row
from sinksim.compiled.sheet import COLUMNS, COUNT, EVENTS, FIRST, KEY, LINK, LOAD, NUMBER, TIME, WIDTH
from sinksim.compiled.state import Ints, State
from sinksim.core.kernel import called, inlined

# What one event may use up of any array, in bursts: one for itself, one for what it lets begin.
SCOPE = 2
# Slots of a lap of the wheel, and laps for which there is a list of their own; powers of two.
LAP_BITS = 11
SLOTS, LAPS = 1 << LAP_BITS, 1024


@inlined
def postpone(z: Ints, sheets: Ints, time: int, key: int, number: int, load: int) -> None:
    """Put an event on the sheet of its slot where that comes in the present lap, on that of its lap otherwise."""
    slot = time >> z[Z.SLOT_BITS]
    lap = slot >> LAP_BITS
    row = slot & (SLOTS - 1) if lap == z[Z.SLOT] >> LAP_BITS else SLOTS + (lap & (LAPS - 1))
    if sheets[row, COUNT] == EVENTS:
        put_behind(z, sheets, row)
    sheet = sheets[row]
    n = sheet[COUNT]
    put(sheet, FIRST + COLUMNS * n, time, key, number, load)
    sheet[COUNT] = n + 1


@called
def put_behind(z: Ints, sheets: Ints, row: int) -> None:
    """The first sheet of a list is full: what is on it goes to a sheet behind it."""
    fresh = take_row(z, sheets, LINK, Z.SHEETS, Z.FREE_SHEETS, Z.SHEETS_ALIVE)
    for column in range(WIDTH):
        sheets[fresh, column] = sheets[row, column]
    sheets[row, LINK], sheets[row, COUNT] = fresh, 0


@called
def turn_wheel(z: Ints, events: Ints, sheets: Ints, horizon: int) -> None:
    """Nothing is near: turn the wheel until a slot's events come near, or the horizon is reached."""
    last = horizon >> z[Z.SLOT_BITS]
    while z[Z.PENDING] == 0 and z[Z.SLOT] < last:
        z[Z.SLOT] += 1
        slot = z[Z.SLOT] & (SLOTS - 1)
        if slot == 0:
            begin_lap(z, sheets)
        if sheets[slot, COUNT]:
            empty_slot(z, events, sheets, slot)


@inlined
def begin_lap(z: Ints, sheets: Ints) -> None:
    """A lap begins: its events are spread over their slots; those of a lap many laps ahead stay."""
    row = SLOTS + ((z[Z.SLOT] >> LAP_BITS) & (LAPS - 1))
    if sheets[row, COUNT]:
        put_behind(z, sheets, row)
    row = taken_off(sheets, row)
    while row >= 0:
        for n in range(sheets[row, COUNT]):
            i = FIRST + COLUMNS * n
            e = sheets[row]
            postpone(z, sheets, e[i + TIME], e[i + KEY], e[i + NUMBER], e[i + LOAD])
        row = used_up(z, sheets, row)


@inlined
def empty_slot(z: Ints, events: Ints, sheets: Ints, slot: int) -> None:
    """The events of the present slot come near; those of the next are asked of memory."""
    following = (slot + 1) & (SLOTS - 1)
    for column in range(0, WIDTH, 8):
        fetch(sheets, following, column)
    bring_near(z, events, sheets, slot)
    sheets[slot, COUNT] = 0
    row = taken_off(sheets, slot)
    while row >= 0:
        bring_near(z, events, sheets, row)
        row = used_up(z, sheets, row)


@inlined
def bring_near(z: Ints, events: Ints, sheets: Ints, row: int) -> None:
    """The events of a sheet come near."""
    for n in range(sheets[row, COUNT]):
        i = FIRST + COLUMNS * n
        e = sheets[row]
        add(z, events, e[i + TIME], e[i + KEY], e[i + NUMBER], e[i + LOAD])


@inlined
def taken_off(sheets: Ints, row: int) -> int:
    """Take off what stands behind the first sheet of a list; returns its first."""
    behind = sheets[row, LINK]
    sheets[row, LINK] = -1
    return behind


@inlined
def used_up(z: Ints, sheets: Ints, row: int) -> int:
    """Give a sheet back; returns the next of its list."""
    following = sheets[row, LINK]
    give_row(z, sheets, LINK, row, Z.FREE_SHEETS, Z.SHEETS_ALIVE)
    return following


@called
def enter(z: Ints, events: Ints, sheets: Ints, time: int, key: int, load: int) -> int:
    """Put an event on the list; returns its number."""
    number = z[Z.SEQUENCE] + 1
    z[Z.SEQUENCE] = number
    if time >> z[Z.SLOT_BITS] > z[Z.SLOT]:
        postpone(z, sheets, time, key, number, load)
    else:
        add(z, events, time, key, number, load)
    return number


@inlined
def schedule(s: State, time: int, key: int, who: int, kind: int) -> int:
    """Let something happen to ``who`` at ``time`` [ms]; returns the number of the event."""
    return enter(s.clerk, s.events, s.sheets, time, key, who << M.LOAD_BITS | kind)


@inlined
def next_of_all(s: State, who: int, kind: int) -> None:
    """Let something happen next, before any other event: nothing comes between."""
    z, ready = s.clerk, s.ready
    ready[z[Z.READY_TAIL] & (len(ready) - 1)] = who << M.LOAD_BITS | kind
    z[Z.READY_TAIL] += 1
