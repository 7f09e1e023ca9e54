"""Room for batches, used again as soon as nobody holds what was handed over in it: nothing is copied or overwritten."""

from sys import getrefcount

import numpy as np

from sinksim.compiled.state import Rows
from sinksim.core.records import CASE


def _holders(buffers: list[Rows]) -> list[int]:
    """How many references each buffer has, this question's own included."""
    return [getrefcount(buffer) for buffer in buffers]


# Asked of a buffer that only its list holds: versions of Python count the question differently.
(UNUSED,) = _holders([np.empty(0, CASE)])


class Spares:
    """Buffers of one kind and length: one is being filled, one handed over, one still held by who took the last."""

    def __init__(self, like: Rows) -> None:
        self._like = like
        self._buffers: list[Rows] = []

    def take(self) -> Rows:
        """A buffer that nobody holds, with anything in it."""
        for n, holders in enumerate(_holders(self._buffers)):
            if holders == UNUSED:
                return self._buffers[n]
        self._buffers = [*self._buffers[-2:], np.empty_like(self._like)]
        return self._buffers[-1]
