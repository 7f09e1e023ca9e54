"""Compilation ahead of the first run: kernels are handed lists of addresses, so that their types never vary."""

from typing import Any

from numba import int64

from sinksim.compiled import horizon, replication

_LIST = int64[::1]


def entries() -> list[tuple[Any, tuple[Any, ...]]]:
    """Every kernel that Python calls, with the types it is called with."""
    return [
        (replication.populate, (_LIST, _LIST, _LIST)),
        (replication.advance, (_LIST, _LIST, _LIST, int64, int64)),
        (horizon.cut_cases, (_LIST, _LIST, _LIST, int64, int64)),
        (horizon.close_books, (_LIST, int64)),
    ]


def are_compiled() -> bool:
    """Whether all these kernels are compiled: in memory, or on disk from the sources as they now are."""
    return all(types in kernel.overloads or _is_on_disk(kernel, types) for kernel, types in entries())


def _is_on_disk(kernel: Any, types: tuple[Any, ...]) -> bool:
    """Whether a kernel's compiled code is in numba's cache for these types and the present sources."""
    cache, target = kernel._cache, kernel.targetctx.codegen()
    return cache._index_key(types, target) in cache._cache_file._load_index()


def compile_all() -> None:
    """Compile every kernel that Python calls (and with it all that it calls), or read it from disk."""
    for kernel, types in entries():
        kernel.compile(types)
