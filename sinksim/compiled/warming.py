"""Compilation ahead of the first run: what a kernel is compiled for are the types of its arrays, which never vary."""

from typing import Any

import numpy as np
from numba import int64, typeof

from sinksim.compiled import horizon, world
from sinksim.compiled.state import Demand, Floats, Ints, State, Tables


def entries() -> list[tuple[Any, tuple[Any, ...]]]:
    """Every kernel that Python calls, with the types it is called with."""
    row: Ints = np.zeros(1, np.int64)
    matrix: Ints = np.zeros((2, 2), np.int64)
    reals: Floats = np.zeros(1)
    real_matrix: Floats = np.zeros((2, 2))
    p = typeof(Tables(matrix, real_matrix, matrix, real_matrix, row, reals))
    s = typeof(State(row, row, matrix, row, row, matrix, matrix, matrix, matrix, matrix, matrix))
    d = typeof(Demand(matrix, real_matrix, matrix, matrix, matrix))
    return [
        (world.begin_world, (p, s, d)),
        (world.advance, (p, s, d, int64)),
        (horizon.cut_cases, (p, s, typeof(row), int64, int64)),
        (horizon.close_books, (s, typeof(matrix), int64)),
    ]


def are_compiled() -> bool:
    """Whether all of them are in memory, or on disk as their sources now are."""
    return all(types in kernel.overloads or _is_on_disk(kernel, types) for kernel, types in entries())


def _is_on_disk(kernel: Any, types: tuple[Any, ...]) -> bool:
    cache, target = kernel._cache, kernel.targetctx.codegen()
    return cache._index_key(types, target) in cache._cache_file._load_index()


def compile_all() -> None:
    """Compile them, or read them from disk."""
    for kernel, types in entries():
        kernel.compile(types)
