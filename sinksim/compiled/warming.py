"""Compilation ahead of the first run: what a kernel is compiled for are the types of its arrays, which never vary."""

import numpy as np
from numba import int64, typeof

from sinksim.compiled import horizon, world
from sinksim.compiled.state import Demand, Floats, Ints, State, Tables


def compile_all() -> None:
    """Compile every kernel that Python calls, or read it from disk."""
    row: Ints = np.zeros(1, np.int64)
    matrix: Ints = np.zeros((2, 2), np.int64)
    reals: Floats = np.zeros(1)
    real_matrix: Floats = np.zeros((2, 2))
    p = typeof(Tables(matrix, real_matrix, matrix, real_matrix, row, reals))
    s = typeof(State(row, row, matrix, row, row, matrix, matrix, matrix, matrix, matrix, matrix))
    d = typeof(Demand(matrix, real_matrix, matrix, matrix, matrix))
    world.begin_world.compile((p, s, d))
    world.advance.compile((p, s, d, int64))
    horizon.cut_cases.compile((p, s, typeof(row), int64, int64))
    horizon.close_books.compile((s, typeof(matrix), int64))
