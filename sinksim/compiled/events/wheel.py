"""The list of events: what is near stands ready (see ``near``), what is far on a wheel of slots.

A slot of the wheel is a span of time; its events are in no order. When nothing is near any more, the next slot's events come
near: so few are, and the order is exact. So many slots make a lap; what comes in a later lap is on a list of that lap, and is
spread over the slots when its lap begins.

An event is never taken off the list before its time. Whom it concerns remembers the number of the event that counts;
another one does nothing when it comes.
"""

from sinksim.compiled.events.heap import add, put
from sinksim.compiled.layout import (
    BUCKET,
    BUCKET_EVENTS,
    BUCKET_FIRST,
    BUCKET_WIDTH,
    EVENT,
    EVENT_WIDTH,
    LOAD_BITS,
    SCALAR,
)
from sinksim.compiled.memory import fetch
from sinksim.compiled.pools import give_row, take_row
from sinksim.compiled.state import Ints, State
from sinksim.core.kernel import called, inlined

# What one event may use up of any array, in bursts: one for itself, one for what it lets begin.
SCOPE = 2
# Slots of a lap of the wheel, and laps for which there is a list of their own; powers of two.
LAP_BITS = 11
SLOTS, LAPS = 1 << LAP_BITS, 1024


@inlined
def postpone(scalars: Ints, sheets: Ints, time: int, key: int, number: int, load: int) -> None:
    """Put an event on the sheet of its slot where that comes in the present lap, on that of its lap otherwise."""
    slot = time >> scalars[SCALAR.slot_bits]
    lap = slot >> LAP_BITS
    row = slot & (SLOTS - 1) if lap == scalars[SCALAR.slot] >> LAP_BITS else SLOTS + (lap & (LAPS - 1))
    if sheets[row, BUCKET.length] == BUCKET_EVENTS:
        put_behind(scalars, sheets, row)
    sheet = sheets[row]
    length = sheet[BUCKET.length]
    put(sheet, BUCKET_FIRST + EVENT_WIDTH * length, time, key, number, load)
    sheet[BUCKET.length] = length + 1


@called
def put_behind(scalars: Ints, sheets: Ints, row: int) -> None:
    """The first sheet of a list is full: what is on it goes to a sheet behind it."""
    fresh = take_row(scalars, sheets, BUCKET.link, SCALAR.buckets, SCALAR.free_buckets, SCALAR.buckets_alive)
    for column in range(BUCKET_WIDTH):
        sheets[fresh, column] = sheets[row, column]
    sheets[row, BUCKET.link], sheets[row, BUCKET.length] = fresh, 0


@called
def turn_wheel(scalars: Ints, events: Ints, sheets: Ints, horizon: int) -> None:
    """Nothing is near: turn the wheel until a slot's events come near, or the horizon is reached."""
    last = horizon >> scalars[SCALAR.slot_bits]
    while scalars[SCALAR.pending] == 0 and scalars[SCALAR.slot] < last:
        scalars[SCALAR.slot] += 1
        slot = scalars[SCALAR.slot] & (SLOTS - 1)
        if slot == 0:
            begin_lap(scalars, sheets)
        if sheets[slot, BUCKET.length]:
            empty_slot(scalars, events, sheets, slot)


@inlined
def begin_lap(scalars: Ints, sheets: Ints) -> None:
    """A lap begins: its events are spread over their slots; those of a lap many laps ahead stay."""
    row = SLOTS + ((scalars[SCALAR.slot] >> LAP_BITS) & (LAPS - 1))
    if sheets[row, BUCKET.length]:
        put_behind(scalars, sheets, row)
    row = taken_off(sheets, row)
    while row >= 0:
        for n in range(sheets[row, BUCKET.length]):
            at = BUCKET_FIRST + EVENT_WIDTH * n
            bucket_row = sheets[row]
            postpone(
                scalars,
                sheets,
                bucket_row[at + EVENT.time],
                bucket_row[at + EVENT.key],
                bucket_row[at + EVENT.number],
                bucket_row[at + EVENT.load],
            )
        row = used_up(scalars, sheets, row)


@inlined
def empty_slot(scalars: Ints, events: Ints, sheets: Ints, slot: int) -> None:
    """The events of the present slot come near; those of the next are asked of memory."""
    following = (slot + 1) & (SLOTS - 1)
    for column in range(0, BUCKET_WIDTH, 8):
        fetch(sheets, following, column)
    bring_near(scalars, events, sheets, slot)
    sheets[slot, BUCKET.length] = 0
    row = taken_off(sheets, slot)
    while row >= 0:
        bring_near(scalars, events, sheets, row)
        row = used_up(scalars, sheets, row)


@inlined
def bring_near(scalars: Ints, events: Ints, sheets: Ints, row: int) -> None:
    """The events of a sheet come near."""
    for n in range(sheets[row, BUCKET.length]):
        at = BUCKET_FIRST + EVENT_WIDTH * n
        bucket_row = sheets[row]
        add(
            scalars,
            events,
            bucket_row[at + EVENT.time],
            bucket_row[at + EVENT.key],
            bucket_row[at + EVENT.number],
            bucket_row[at + EVENT.load],
        )


@inlined
def taken_off(sheets: Ints, row: int) -> int:
    """Take off what stands behind the first sheet of a list; returns its first."""
    behind = sheets[row, BUCKET.link]
    sheets[row, BUCKET.link] = -1
    return behind


@inlined
def used_up(scalars: Ints, sheets: Ints, row: int) -> int:
    """Give a sheet back; returns the next of its list."""
    following = sheets[row, BUCKET.link]
    give_row(scalars, sheets, BUCKET.link, row, SCALAR.free_buckets, SCALAR.buckets_alive)
    return following


@called
def enter(scalars: Ints, events: Ints, sheets: Ints, time: int, key: int, load: int) -> int:
    """Put an event on the list; returns its number."""
    number = scalars[SCALAR.sequence] + 1
    scalars[SCALAR.sequence] = number
    if time >> scalars[SCALAR.slot_bits] > scalars[SCALAR.slot]:
        postpone(scalars, sheets, time, key, number, load)
    else:
        add(scalars, events, time, key, number, load)
    return number


@inlined
def schedule(state: State, time: int, key: int, who: int, kind: int) -> int:
    """Let something happen to ``who`` at ``time`` [ms]; returns the number of the event."""
    return enter(state.clerk, state.events, state.sheets, time, key, who << LOAD_BITS | kind)


@inlined
def next_of_all(state: State, who: int, kind: int) -> None:
    """Let something happen next, before any other event: nothing comes between."""
    scalars, ready = state.clerk, state.ready
    ready[scalars[SCALAR.ready_tail] & (len(ready) - 1)] = who << LOAD_BITS | kind
    scalars[SCALAR.ready_tail] += 1
