"""The event list: near events stand in a heap (see ``heap``), far ones on a timing wheel.

A slot of the wheel is a span of time; its events are in no order. When the heap is empty, the next slot's events move there:
so it stays short, and the order is exact. So many slots make a lap; an event of a later lap is on a list of that lap, and is
moved to its slot when the lap begins.

An event is never removed before its time: whom it concerns remembers the number of the event that counts, and any other
does nothing when it comes.
"""

from sinksim.compiled.events.heap import add, put
from sinksim.compiled.layout import (
    BUCKET,
    BUCKET_EVENTS,
    BUCKET_FIRST,
    BUCKET_WIDTH,
    EVENT,
    EVENT_WIDTH,
    KIND_BITS,
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
def add_to_wheel(scalars: Ints, buckets: Ints, time: int, key: int, number: int, payload: int) -> None:
    """Put a far event on the wheel: into its slot's list in the present lap, into its lap's list otherwise."""
    # A slot is 2^``slot_bits`` ms, a lap 2^LAP_BITS slots; a lap's list is shared by every LAPS-th lap.
    slot = time >> scalars[SCALAR.slot_bits]
    lap = slot >> LAP_BITS
    row = slot & (SLOTS - 1) if lap == scalars[SCALAR.slot] >> LAP_BITS else SLOTS + (lap & (LAPS - 1))
    if buckets[row, BUCKET.length] == BUCKET_EVENTS:
        chain_bucket(scalars, buckets, row)
    bucket = buckets[row]
    length = bucket[BUCKET.length]
    put(bucket, BUCKET_FIRST + EVENT_WIDTH * length, time, key, number, payload)
    bucket[BUCKET.length] = length + 1


@called
def chain_bucket(scalars: Ints, buckets: Ints, row: int) -> None:
    """The first bucket of a list is full: move its events to a fresh one chained behind it."""
    fresh = take_row(scalars, buckets, BUCKET.link, SCALAR.buckets, SCALAR.free_buckets, SCALAR.buckets_alive)
    for column in range(BUCKET_WIDTH):
        buckets[fresh, column] = buckets[row, column]
    buckets[row, BUCKET.link], buckets[row, BUCKET.length] = fresh, 0


@called
def turn_wheel(scalars: Ints, events: Ints, buckets: Ints, horizon: int) -> None:
    """The heap is empty: turn the wheel until a slot's events fill it, or the horizon is reached."""
    last = horizon >> scalars[SCALAR.slot_bits]
    while scalars[SCALAR.pending] == 0 and scalars[SCALAR.slot] < last:
        scalars[SCALAR.slot] += 1
        slot = scalars[SCALAR.slot] & (SLOTS - 1)
        if slot == 0:
            begin_lap(scalars, buckets)
        if buckets[slot, BUCKET.length]:
            empty_slot(scalars, events, buckets, slot)


@inlined
def begin_lap(scalars: Ints, buckets: Ints) -> None:
    """Spread the events of the lap that begins over their slots; those of a lap many laps ahead stay on the list."""
    row = SLOTS + ((scalars[SCALAR.slot] >> LAP_BITS) & (LAPS - 1))
    if buckets[row, BUCKET.length]:
        chain_bucket(scalars, buckets, row)
    row = detach_chain(buckets, row)
    while row >= 0:
        for n in range(buckets[row, BUCKET.length]):
            bucket, at = buckets[row], BUCKET_FIRST + EVENT_WIDTH * n
            time, key = bucket[at + EVENT.time], bucket[at + EVENT.key]
            add_to_wheel(scalars, buckets, time, key, bucket[at + EVENT.number], bucket[at + EVENT.payload])
        row = free_bucket(scalars, buckets, row)


@inlined
def empty_slot(scalars: Ints, events: Ints, buckets: Ints, slot: int) -> None:
    """Move the events of the present slot to the heap; those of the next slot are asked of memory."""
    following = (slot + 1) & (SLOTS - 1)
    for column in range(0, BUCKET_WIDTH, 8):
        fetch(buckets, following, column)
    move_to_heap(scalars, events, buckets, slot)
    buckets[slot, BUCKET.length] = 0
    row = detach_chain(buckets, slot)
    while row >= 0:
        move_to_heap(scalars, events, buckets, row)
        row = free_bucket(scalars, buckets, row)


@inlined
def move_to_heap(scalars: Ints, events: Ints, buckets: Ints, row: int) -> None:
    """Add the events of one bucket to the heap."""
    for n in range(buckets[row, BUCKET.length]):
        bucket, at = buckets[row], BUCKET_FIRST + EVENT_WIDTH * n
        time, key = bucket[at + EVENT.time], bucket[at + EVENT.key]
        add(scalars, events, time, key, bucket[at + EVENT.number], bucket[at + EVENT.payload])


@inlined
def detach_chain(buckets: Ints, row: int) -> int:
    """Cut off the buckets behind the first of a list; returns the first of them, -1: there is none."""
    behind = buckets[row, BUCKET.link]
    buckets[row, BUCKET.link] = -1
    return behind


@inlined
def free_bucket(scalars: Ints, buckets: Ints, row: int) -> int:
    """Give a bucket back to the pool; returns the one behind it, -1: there is none."""
    following = buckets[row, BUCKET.link]
    give_row(scalars, buckets, BUCKET.link, row, SCALAR.free_buckets, SCALAR.buckets_alive)
    return following


@called
def enter(scalars: Ints, events: Ints, buckets: Ints, time: int, key: int, payload: int) -> int:
    """Put an event into the event list, near (up to the present slot) or far; its number tells later whether it is outdated."""
    number = scalars[SCALAR.sequence] + 1
    scalars[SCALAR.sequence] = number
    if time >> scalars[SCALAR.slot_bits] > scalars[SCALAR.slot]:
        add_to_wheel(scalars, buckets, time, key, number, payload)
    else:
        add(scalars, events, time, key, number, payload)
    return number


@inlined
def schedule(state: State, time: int, key: int, subject: int, kind: int) -> int:
    """Let an event happen at ``time`` [ms] to ``subject`` (row of the token, visit, source, ...: by its kind).

    ``key`` orders those of one instant. Returns the event's number.
    """
    return enter(state.scalars, state.events, state.buckets, time, key, subject << KIND_BITS | kind)


@inlined
def schedule_now(state: State, subject: int, kind: int) -> None:
    """Let an event happen before any other, in the order of these calls; ``ready`` is a ring (length a power of two)."""
    scalars, ready = state.scalars, state.ready
    ready[scalars[SCALAR.ready_tail] & (len(ready) - 1)] = subject << KIND_BITS | kind
    scalars[SCALAR.ready_tail] += 1
