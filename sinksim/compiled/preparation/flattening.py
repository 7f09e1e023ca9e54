"""Flat arrays grown piece by piece: what a plan holds in tuples of arrays becomes offsets into one array."""

from collections.abc import Iterable, Sequence
from typing import Any

import numpy as np

from sinksim.compiled.layout import HEAD_WIDTH
from sinksim.compiled.state import Floats, Ints


def bits(keys: Any) -> Ints:
    """The same 64 bits of keys read as whole numbers with a sign, as all tables are of that type."""
    return np.asarray(keys, np.uint64).view(np.int64)


def offsets(rows: Sequence[Any]) -> Ints:
    """Where each row begins when all are laid end to end, and where the last ends."""
    return np.cumsum([0, *(len(row) for row in rows)], dtype=np.int64)


class Flat:
    """Whole numbers behind a head that says where each table begins, and reals."""

    def __init__(self) -> None:
        # The head is the first of the whole numbers, so that their tables begin behind it; the reals have none.
        self.head = np.zeros(HEAD_WIDTH, np.int64)
        self._ints: list[Ints] = [self.head]
        self._reals: list[Floats] = []
        self._length, self._real_length = HEAD_WIDTH, 0

    def ints(self, place: int, values: Any) -> None:
        """Add a table of whole numbers; the head names its beginning at ``place``."""
        self.head[place] = self._length
        self._ints.append(np.ascontiguousarray(values, np.int64).reshape(-1))
        self._length += len(self._ints[-1])

    def reals(self, place: int, values: Any) -> None:
        """Add a table of reals; the head names its beginning at ``place``."""
        self.head[place] = self.real_rows([np.asarray(values, np.float64).reshape(-1)])[0]

    def rows(self, place: int, rows: Iterable[Any]) -> None:
        """Add rows of whole numbers laid end to end."""
        rows = list(rows)
        self.ints(place, np.concatenate([np.zeros(0, np.int64), *rows]))

    def real_rows(self, rows: Iterable[Any]) -> Ints:
        """Add rows of reals laid end to end; returns where each begins, and where the last ends."""
        flat = [np.ascontiguousarray(row, np.float64).reshape(-1) for row in rows]
        begins = self._real_length + offsets(flat)
        self._reals += flat
        self._real_length = int(begins[-1])
        return begins

    def all_ints(self) -> Ints:
        """The head and every table."""
        return np.concatenate(self._ints)

    def all_reals(self) -> Floats:
        """Every table of reals."""
        return np.concatenate([*self._reals, np.zeros(1)])  # never empty, so that it has an address
