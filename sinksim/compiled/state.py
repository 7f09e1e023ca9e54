"""The arrays of one world under way, and how they grow."""

from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

Ints = NDArray[np.int64]
Floats = NDArray[np.float64]


class Tables(NamedTuple):
    """A Plan as flat arrays (see ``header``, ``instruction``); the same for all replications."""

    code: Ints  # [instructions, columns]
    chance: Floats  # [instructions, 2]
    law: Ints  # [laws, columns]
    law_real: Floats  # [laws, 4]
    ints: Ints  # the head, then every table of whole numbers
    reals: Floats  # every table of reals


class State(NamedTuple):
    """What changes with every event. Pools hold rows by position; positions are what links them."""

    clerk: Ints  # scalars
    events: Ints  # heap, four columns an event: time [ms], key, number, load
    far: Ints  # [capacity, columns] events on the wheel
    slots: Ints  # [slots of the wheel] first event of each, -1 where there is none
    ready: Ints  # loads that come before the next event, first in first out; a ring
    tokens: Ints  # [capacity, columns]
    visits: Ints  # [capacity, columns]
    assemblies: Ints  # [capacity, columns]
    stations: Ints  # [stations, columns]
    records: Ints  # [capacity, columns] records of cases not yet handed over
    log: Ints  # [capacity, columns] visits not yet handed over


class Demand(NamedTuple):
    """What brings needs."""

    sources: Ints  # [sources, columns]
    reals: Floats  # [sources, 3]
    block: Ints  # [2, blocks of all sources] times [ms], epochs
    given: Ints  # [given cases, columns]
    ticks: Ints  # [ticks of the world, 3] time [ms], station or -1, begins


def aligned(rows: int, columns: int) -> Ints:
    """A matrix of zeros whose first row begins a cache line."""
    raw = np.zeros(rows * columns + 8, np.int64)
    first = -(raw.ctypes.data // 8) % 8
    return raw[first : first + rows * columns].reshape(rows, columns)


def longer(matrix: Ints, rows: int) -> Ints:
    """The same matrix with more rows."""
    fresh = aligned(rows, matrix.shape[1])
    fresh[: len(matrix)] = matrix
    return fresh
