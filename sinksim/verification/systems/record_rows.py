"""Rows of an engine's records as figures read them: every column, and every choice of rows, is taken once."""

from collections.abc import Hashable
from typing import Protocol

import numpy as np
from numpy.typing import NDArray

from sinksim.plan.labels import Labels

Records = NDArray[np.void]
Ints = NDArray[np.int64]
Chosen = NDArray[np.bool_]


class Choice(Hashable, Protocol):
    """A choice of rows that several figures may make."""

    def among(self, rows: "RecordRows") -> Chosen:
        """Which of these rows are chosen."""


class RecordRows:
    """Records of one kind (cases, visits or stations) from one chunk of a run, with the labels that name their numbers.

    They are all records given, or those at some ``positions``.

    Records are wide and figures need few of their columns, so that only those asked for are copied out of them.
    """

    def __init__(self, records: Records, labels: Labels, positions: NDArray[np.intp] | None = None) -> None:
        """``positions``: of the records that belong to it, None for all."""
        self.labels = labels
        self._records, self._positions = records, positions
        self._columns = dict[str, Ints]()
        self._chosen = dict[Choice, Chosen]()

    def __len__(self) -> int:
        """Rows."""
        return len(self._records if self._positions is None else self._positions)

    def __getitem__(self, name: str) -> Ints:
        """A column of the rows, copied out when it is first asked for."""
        if name not in self._columns:
            column = self._records[name]
            self._columns[name] = column.copy() if self._positions is None else column[self._positions]
        return self._columns[name]

    def chosen(self, choice: Choice) -> Chosen:
        """Which rows a choice takes, worked out when it is first asked for: several figures make the same choice."""
        if choice not in self._chosen:
            self._chosen[choice] = choice.among(self)
        return self._chosen[choice]

    def number(self, choice: Choice) -> int:
        """Rows chosen."""
        return int(np.count_nonzero(self.chosen(choice)))

    def total(self, column: str, choice: Choice) -> int:
        """Sum of a column over the rows chosen."""
        return int(self[column] @ self.chosen(choice))

    def span(self, since: str, until: str, choice: Choice) -> int:
        """Sum of the times from one instant to another over the rows chosen."""
        return int((self[until] - self[since]) @ self.chosen(choice))


def within_window(records: Records, column: str, labels: Labels) -> RecordRows:
    """Records that belong to the window by one of their instants."""
    window = labels.window
    instants = records[column].copy()  # one column side by side is read faster than out of wide records
    inside = (instants >= window.warm_up) & (instants < window.warm_up + window.window)
    positions = None if inside.all() else np.flatnonzero(inside)  # None: all of them
    return RecordRows(records, labels, positions)
