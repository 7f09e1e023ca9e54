"""The arrays of one world under way, and how they grow."""

from typing import Annotated, NamedTuple, get_type_hints

import numpy as np
from numba import float64, int64
from numpy.typing import NDArray

from sinksim.compiled.memory import World

Ints = NDArray[np.int64]
Floats = NDArray[np.float64]
# What a kernel takes them for: the kind of cells, and whether it is a matrix.
IntRow, IntRows = Annotated[Ints, (int64, False)], Annotated[Ints, (int64, True)]
RealRow, RealRows = Annotated[Floats, (float64, False)], Annotated[Floats, (float64, True)]


class Tables(NamedTuple):
    """A Plan as flat arrays (see ``header``, ``instruction``); the same for all replications."""

    code: IntRows  # [instructions, columns]
    chance: RealRows  # [instructions, 2]
    law: IntRows  # [laws, columns]
    law_real: RealRows  # [laws, 4]
    ints: IntRow  # the head, then every table of whole numbers
    reals: RealRow  # every table of reals


class State(NamedTuple):
    """What changes with every event. Pools hold rows by position; positions are what links them."""

    clerk: IntRow  # scalars
    events: IntRow  # heap, four columns an event: time [ms], key, number, load
    sheets: IntRows  # [capacity, columns] events on the wheel, a few on each
    slots: IntRow  # [slots and laps of the wheel] first sheet of each, -1 where there is none
    ready: IntRow  # loads that come before the next event, first in first out; a ring
    tokens: IntRows  # [capacity, columns]
    visits: IntRows  # [capacity, columns]
    assemblies: IntRows  # [capacity, columns]
    stations: IntRows  # [stations, columns]
    records: IntRows  # [capacity, columns] records of cases not yet handed over
    log: IntRows  # [capacity, columns] visits not yet handed over


class Demand(NamedTuple):
    """What brings needs."""

    sources: IntRows  # [sources, columns]
    reals: RealRows  # [sources, 3]
    block: IntRows  # [2, blocks of all sources] times [ms], epochs
    given: IntRows  # [given cases, columns]
    ticks: IntRows  # [ticks of the world, 3] time [ms], station or -1, begins


def _seen(arrays: type[NamedTuple]) -> World:
    """What kernels take such arrays for."""
    hints = get_type_hints(arrays, include_extras=True)
    return World(arrays.__name__, [(name, *hint.__metadata__[0]) for name, hint in hints.items()])


TABLES, STATE, DEMAND = _seen(Tables), _seen(State), _seen(Demand)


def aligned(rows: int, columns: int) -> Ints:
    """A matrix of zeros whose first row begins a cache line."""
    raw = np.zeros(rows * columns + 8, np.int64)
    first = -(raw.ctypes.data // 8) % 8
    return raw[first : first + rows * columns].reshape(rows, columns)


def whole_lines(columns: int) -> int:
    """So many columns that every row begins a cache line."""
    return -(-columns // 8) * 8


def copied(matrix: Ints) -> Ints:
    """A copy whose first row begins a cache line."""
    return longer(matrix, len(matrix))


def longer(matrix: Ints, rows: int) -> Ints:
    """The same matrix with more rows."""
    fresh = aligned(rows, matrix.shape[1])
    fresh[: len(matrix)] = matrix
    return fresh
