"""Python's collector of cyclic garbage, which looks seldom while a world lives.

Thousands of cases are under way at once and none of them is ever part of a cycle when it ends: with the usual thresholds
a fifth of a run would be spent on looking at them again and again.
"""

import gc
import threading
from collections.abc import Iterator
from contextlib import contextmanager

SELDOM = (50_000, 20, 20)

_lock = threading.Lock()
# The thresholds before each run that is under way; the first of them holds again when the last run has ended.
_found: list[tuple[int, int, int]] = []


@contextmanager
def collecting_seldom() -> Iterator[None]:
    """Raise the thresholds of Python's garbage collector; a collector that is off stays off.

    Runs may be nested and interleaved: ``_found`` holds the thresholds as each run under way found them, and those that the
    first one found hold again after the last.
    """
    with _lock:
        _found.append(gc.get_threshold())
        if _found[0][0]:  # 0: the collector was off when the first run began
            gc.set_threshold(*map(max, SELDOM, _found[0]))
    try:
        yield
    finally:
        with _lock:
            before = _found[0]
            _found.pop()
            if not _found:
                gc.set_threshold(*before)
