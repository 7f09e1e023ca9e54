"""The arrays of one world under way, and how they grow."""

from typing import Annotated, Any, NamedTuple, TypeAlias, get_type_hints

import numpy as np
from numba import float64, int64
from numpy.typing import NDArray

from sinksim.compiled.layout import (
    BUCKET_WIDTH,
    INSTRUCTION_WIDTH,
    LAW_WIDTH,
    RECORD_LENGTH,
    SOURCE_WIDTH,
    STATION_WIDTH,
    VISIT_WIDTH,
)
from sinksim.compiled.memory import World
from sinksim.core.records import STATION_FIELDS, VISIT_FIELDS

Ints = NDArray[np.int64]
Floats = NDArray[np.float64]
Rows = NDArray[np.void]
# What a kernel takes them for: the kind of cells, and of a matrix its width where that never varies.
IntRow: TypeAlias = Annotated[Ints, (int64, None)]
RealRow: TypeAlias = Annotated[Floats, (float64, None)]
IntRows: TypeAlias = Annotated[Ints, (int64, 0)]
Pairs: TypeAlias = Annotated[Floats, (float64, 2)]


class Tables(NamedTuple):
    """A Plan as flat arrays (see ``layout``); the same for all replications."""

    code: Annotated[Ints, (int64, INSTRUCTION_WIDTH)]  # [instructions, columns]
    chance: Pairs  # [instructions, 2]
    law: Annotated[Ints, (int64, LAW_WIDTH)]  # [laws, columns]
    law_real: Annotated[Floats, (float64, 4)]  # [laws, 4]
    ints: IntRow  # the head, then every table of whole numbers
    reals: RealRow  # every table of reals


class State(NamedTuple):
    """What changes with every event. Pools hold rows by position; positions are what links them."""

    scalars: IntRow  # scalars
    events: IntRow  # heap, four columns an event: time [ms], key, number, payload
    buckets: Annotated[
        Ints, (int64, BUCKET_WIDTH)
    ]  # [slots, laps and more, columns] events on the wheel, a few on each
    ready: IntRow  # loads that come before the next event, first in first out; a ring
    tokens: IntRows  # [capacity, columns]
    visits: Annotated[Ints, (int64, VISIT_WIDTH)]  # [capacity, columns]
    assemblies: IntRows  # [capacity, columns]
    stations: Annotated[Ints, (int64, STATION_WIDTH)]  # [stations, columns]
    records: Annotated[Rows, (int64, RECORD_LENGTH)]  # [capacity] records of cases not yet handed over
    log: Annotated[Rows, (int64, len(VISIT_FIELDS))]  # [capacity] visits not yet handed over
    figures: Annotated[Ints, (int64, len(STATION_FIELDS))]  # [stations, fields] of the window alone
    limit_hits: IntRow  # [instructions] jumps back not taken, because the case had taken as many as it may


class Demand(NamedTuple):
    """What brings needs."""

    sources: Annotated[Ints, (int64, SOURCE_WIDTH)]  # [sources, columns]
    reals: Annotated[Floats, (float64, 3)]  # [sources, 3]
    block: IntRows  # [2, blocks of all sources] times [ms], epochs
    given: IntRows  # [given cases, columns]
    ticks: IntRows  # [ticks of the world, 3] time [ms], station or -1, begins


def _world_type(arrays: Any) -> World:
    """The numba type of a named tuple of arrays; each is annotated with the kind of its cells and its number of columns."""
    hints = get_type_hints(arrays, include_extras=True)
    return World(arrays.__name__, [(name, *hint.__metadata__[0]) for name, hint in hints.items()])


TABLES, STATE, DEMAND = _world_type(Tables), _world_type(State), _world_type(Demand)


def aligned(rows: int, columns: int) -> Ints:
    """A matrix of zeros whose first row begins a cache line: at a multiple of 64 bytes, eight cells."""
    raw = np.zeros(rows * columns + 8, np.int64)
    first = -(raw.ctypes.data // 8) % 8
    return raw[first : first + rows * columns].reshape(rows, columns)


def whole_lines(columns: int) -> int:
    """The number of columns, rounded up to whole cache lines."""
    return -(-columns // 8) * 8


def copied(matrix: Ints) -> Ints:
    """A copy whose first row begins a cache line."""
    return longer(matrix, len(matrix))


def longer(matrix: Ints, rows: int) -> Ints:
    """The same matrix with more rows."""
    fresh = aligned(rows, matrix.shape[1])
    fresh[: len(matrix)] = matrix
    return fresh
