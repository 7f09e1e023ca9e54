"""The list of events: a heap ordered by time, then key (who goes first at equal times), then order of insertion.

An event is never taken off the list. Whom it concerns remembers the number (sequence) of the event that counts; another
one does nothing when it comes.
"""

from sinksim.compiled import clerk as Z
from sinksim.compiled import meaning as M
from sinksim.compiled.kernel import inlined
from sinksim.compiled.state import Ints, State


@inlined
def before(events: Ints, i: int, time: int, key: int, number: int) -> bool:
    """Whether event ``i`` of the heap comes before another."""
    if events[i, 0] != time:
        return bool(events[i, 0] < time)
    if events[i, 1] != key:
        return bool(events[i, 1] < key)
    return bool(events[i, 2] < number)


@inlined
def put(events: Ints, i: int, time: int, key: int, number: int, load: int) -> None:
    """Write an event at a place of the heap."""
    events[i, 0] = time
    events[i, 1] = key
    events[i, 2] = number
    events[i, 3] = load


@inlined
def schedule(s: State, time: int, key: int, who: int, kind: int) -> int:
    """Let something happen to ``who`` at ``time`` [ms]; returns the number of the event."""
    z, events = s.clerk, s.events
    number = z[Z.SEQUENCE] + 1
    z[Z.SEQUENCE] = number
    i = z[Z.PENDING]
    z[Z.PENDING] = i + 1
    while i > 0:
        above = (i - 1) >> 2
        if before(events, above, time, key, number):
            break
        put(events, i, events[above, 0], events[above, 1], events[above, 2], events[above, 3])
        i = above
    put(events, i, time, key, number, who << M.LOAD_BITS | kind)
    return number


@inlined
def take(s: State) -> None:
    """Take the first event off the heap; the last one sinks to its place."""
    z, events = s.clerk, s.events
    n = z[Z.PENDING] - 1
    z[Z.PENDING] = n
    time, key, number, load = events[n, 0], events[n, 1], events[n, 2], events[n, 3]
    i = 0
    while True:
        first = 4 * i + 1
        if first >= n:
            break
        least = first
        for j in range(first + 1, min(first + 4, n)):
            if before(events, j, events[least, 0], events[least, 1], events[least, 2]):
                least = j
        if not before(events, least, time, key, number):
            break
        put(events, i, events[least, 0], events[least, 1], events[least, 2], events[least, 3])
        i = least
    put(events, i, time, key, number, load)


@inlined
def next_of_all(s: State, who: int, kind: int) -> None:
    """Let something happen next, before any other event: nothing comes between."""
    z, ready = s.clerk, s.ready
    ready[z[Z.READY_TAIL] & (len(ready) - 1)] = who << M.LOAD_BITS | kind
    z[Z.READY_TAIL] += 1
