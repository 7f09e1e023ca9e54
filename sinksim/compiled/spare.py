"""Room for batches, used again as soon as nobody holds what was handed over in it: nothing is copied or overwritten."""

from sys import getrefcount

import numpy as np

from sinksim.compiled.state import Rows

# A buffer that only its list, the loop over it and the question itself hold.
UNUSED = 3


class Spares:
    """Buffers of one kind and length: one is being filled, one handed over, one still held by who took the last."""

    def __init__(self, like: Rows) -> None:
        self._like = like
        self._buffers: list[Rows] = []

    def take(self) -> Rows:
        """A buffer that nobody holds, with anything in it."""
        for buffer in self._buffers:
            if getrefcount(buffer) == UNUSED:
                return buffer
        self._buffers = [*self._buffers[-2:], np.empty_like(self._like)]
        return self._buffers[-1]
