"""The events that are near, so that the first of them is at hand: by time, then key, then order of insertion.

A few stand in order, the first at the end: it is taken off without a comparison, and what is put in soon happens soon, near
the end. Many stand as a heap; an order turned around is one.
"""

from sinksim.compiled import clerk as Z
from sinksim.compiled.sheet import COLUMNS, KEY, LOAD, NUMBER, TIME
from sinksim.compiled.state import Ints
from sinksim.core.kernel import called, inlined

# More than these are many.
FEW = 48


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
def add(z: Ints, events: Ints, time: int, key: int, number: int, load: int) -> None:
    """Put an event among those that are near."""
    n = z[Z.PENDING]
    z[Z.PENDING] = n + 1
    if n >= FEW and not z[Z.HEAPED]:
        turn_around(events, n)
        z[Z.HEAPED] = 1
    if z[Z.HEAPED]:
        rise(events, n, time, key, number, load)
        return
    i = COLUMNS * n
    while i > 0 and before(events, i - COLUMNS, time, key, number):
        move(events, i - COLUMNS, i)
        i -= COLUMNS
    put(events, i, time, key, number, load)


@inlined
def take_first(z: Ints, events: Ints) -> int:
    """Take the first event off; returns the place where it can still be read until the next is added."""
    n = z[Z.PENDING] - 1
    z[Z.PENDING] = n
    if z[Z.HEAPED]:
        take_top(z, events, n)
    return COLUMNS * n


@called
def turn_around(events: Ints, n: int) -> None:
    """Turn the order of ``n`` events around, by way of the place behind the last."""
    for i in range(n // 2):
        j = n - 1 - i
        move(events, COLUMNS * i, COLUMNS * n)
        move(events, COLUMNS * j, COLUMNS * i)
        move(events, COLUMNS * n, COLUMNS * j)


@called
def take_top(z: Ints, events: Ints, n: int) -> None:
    """Take the top off a heap of ``n`` + 1 events and leave it behind the others."""
    at = COLUMNS * n
    time, key, number, load = events[at + TIME], events[at + KEY], events[at + NUMBER], events[at + LOAD]
    move(events, 0, at)
    if n == 0:
        z[Z.HEAPED] = 0
        return
    sink(events, n, time, key, number, load)


@called
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
