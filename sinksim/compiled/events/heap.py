"""The events that are near, so that the first of them is at hand: by time, then key, then order of insertion.

A few stand in order, the first at the end: it is taken off without a comparison, and what is put in soon happens soon, near
the end. Many stand as a heap; an order turned around is one.
"""

from sinksim.compiled.layout import EVENT, EVENT_WIDTH, SCALAR
from sinksim.compiled.state import Ints
from sinksim.core.kernel import called, inlined

# More than these are many.
FEW = 48


@inlined
def before(events: Ints, i: int, time: int, key: int, number: int) -> bool:
    """Whether the event at place ``i`` comes before another: by time, then by key, then by number (scheduled first)."""
    if events[i + EVENT.time] != time:
        return events[i + EVENT.time] < time
    if events[i + EVENT.key] != key:
        return events[i + EVENT.key] < key
    return events[i + EVENT.number] < number


@inlined
def put(events: Ints, i: int, time: int, key: int, number: int, payload: int) -> None:
    """Write an event at place ``i``."""
    events[i + EVENT.time] = time
    events[i + EVENT.key] = key
    events[i + EVENT.number] = number
    events[i + EVENT.payload] = payload


@inlined
def move(events: Ints, source: int, i: int) -> None:
    """Move an event from one place to another."""
    time, key = events[source + EVENT.time], events[source + EVENT.key]
    put(events, i, time, key, events[source + EVENT.number], events[source + EVENT.payload])


@inlined
def add(scalars: Ints, events: Ints, time: int, key: int, number: int, payload: int) -> None:
    """Put an event into the list: short and sorted (the first event last), turned into a heap when it grows beyond FEW."""
    pending = scalars[SCALAR.pending]
    scalars[SCALAR.pending] = pending + 1
    if pending >= FEW and not scalars[SCALAR.heaped]:
        reverse_order(events, pending)
        scalars[SCALAR.heaped] = 1
    if scalars[SCALAR.heaped]:
        sift_up(events, pending, time, key, number, payload)
        return
    place = EVENT_WIDTH * pending
    while place > 0 and before(events, place - EVENT_WIDTH, time, key, number):
        move(events, place - EVENT_WIDTH, place)
        place -= EVENT_WIDTH
    put(events, place, time, key, number, payload)


@inlined
def take_first(scalars: Ints, events: Ints) -> int:
    """Take the first event off; returns the place where it can still be read until the next is added."""
    last = scalars[SCALAR.pending] - 1
    scalars[SCALAR.pending] = last
    if scalars[SCALAR.heaped]:
        pop_top(scalars, events, last)
    return EVENT_WIDTH * last


@called
def reverse_order(events: Ints, length: int) -> None:
    """Turn the order of so many events around, by way of the place behind the last: a sorted list becomes a heap."""
    for i in range(length // 2):
        mirrored = length - 1 - i
        move(events, EVENT_WIDTH * i, EVENT_WIDTH * length)
        move(events, EVENT_WIDTH * mirrored, EVENT_WIDTH * i)
        move(events, EVENT_WIDTH * length, EVENT_WIDTH * mirrored)


@called
def pop_top(scalars: Ints, events: Ints, n: int) -> None:
    """Move the first of a heap of ``n`` + 1 events behind the others, restore the heap; an empty one begins as a sorted list."""
    at = EVENT_WIDTH * n
    time, key = events[at + EVENT.time], events[at + EVENT.key]
    number, payload = events[at + EVENT.number], events[at + EVENT.payload]
    move(events, 0, at)
    if n == 0:
        scalars[SCALAR.heaped] = 0
        return
    sift_down(events, n, time, key, number, payload)


@called
def sift_up(events: Ints, n: int, time: int, key: int, number: int, payload: int) -> None:
    """Put an event into a heap of ``n``: up from the end to its place; the four children of place p are 4p + 1 to 4p + 4."""
    place = n
    while place > 0:
        above = (place - 1) >> 2
        if before(events, EVENT_WIDTH * above, time, key, number):
            break
        move(events, EVENT_WIDTH * above, EVENT_WIDTH * place)
        place = above
    put(events, EVENT_WIDTH * place, time, key, number, payload)


@inlined
def sift_down(events: Ints, n: int, time: int, key: int, number: int, payload: int) -> None:
    """Put an event into a heap of ``n`` whose top is free: down from the top to its place (children of p: 4p + 1 to 4p + 4)."""
    place = 0
    while True:
        first = 4 * place + 1
        if first >= n:
            break
        least = first
        for child in range(first + 1, min(first + 4, n)):
            at = EVENT_WIDTH * least
            if before(
                events, EVENT_WIDTH * child, events[at + EVENT.time], events[at + EVENT.key], events[at + EVENT.number]
            ):
                least = child
        if not before(events, EVENT_WIDTH * least, time, key, number):
            break
        move(events, EVENT_WIDTH * least, EVENT_WIDTH * place)
        place = least
    put(events, EVENT_WIDTH * place, time, key, number, payload)
