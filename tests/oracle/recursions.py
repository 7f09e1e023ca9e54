"""The wait of every customer by recursion: no events, no clock, no heap. All times in whole milliseconds.

Sources: Lindley (1952) for one server; Kiefer and Wolfowitz (1955) for several.
"""

import numpy as np
from numba import njit


@njit
def lindley(arrivals, services):
    """Waits at one server in order of arrival: what the one before waited and took, less the gap, or nothing."""
    waits = np.zeros(len(arrivals), np.int64)
    for n in range(1, len(arrivals)):
        gap = arrivals[n] - arrivals[n - 1]
        waits[n] = max(waits[n - 1] + services[n - 1] - gap, 0)
    return waits


@njit
def kiefer_wolfowitz(arrivals, services, servers):
    """Waits at several servers in order of arrival, from the work before each server, least first."""
    work = np.zeros(servers, np.int64)
    waits = np.zeros(len(arrivals), np.int64)
    before = arrivals[0] if len(arrivals) else 0
    for n in range(len(arrivals)):
        work = np.maximum(work - (arrivals[n] - before), 0)
        before = arrivals[n]
        waits[n] = work[0]
        mine, place = work[0] + services[n], 1
        while place < servers and work[place] < mine:
            work[place - 1] = work[place]
            place += 1
        work[place - 1] = mine
    return waits


def waits_of(arrivals, services, servers):
    """Waits by the recursion that fits the number of servers."""
    return lindley(arrivals, services) if servers == 1 else kiefer_wolfowitz(arrivals, services, servers)
