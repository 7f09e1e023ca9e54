"""Buffers for chunks of records, used again as soon as no consumer holds a reference: nothing is copied or overwritten."""

from sys import getrefcount

import numpy as np

from sinksim.compiled.state import Rows
from sinksim.core.records import CASE


def _holders(buffers: list[Rows]) -> list[int]:
    """How many references each buffer has; the list's own and those of the count itself are included."""
    return [getrefcount(buffer) for buffer in buffers]


# What is counted for a buffer that only its list holds; it differs between versions of Python.
(UNUSED,) = _holders([np.empty(0, CASE)])


class Spares:
    """At most three buffers like a given one: one is filled, one has just been handed over, one is still held by a consumer."""

    def __init__(self, like: Rows) -> None:
        self._like = like
        self._buffers: list[Rows] = []

    def take(self) -> Rows:
        """A buffer that nobody else holds (old records are in it); where all three are held, a new one in place of the oldest."""
        for n, holders in enumerate(_holders(self._buffers)):
            if holders == UNUSED:
                return self._buffers[n]
        self._buffers = [*self._buffers[-2:], np.empty_like(self._like)]
        return self._buffers[-1]
