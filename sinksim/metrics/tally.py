"""Exact totals over every record of a run, in the cohort or not: what the conservation checks compare."""

from dataclasses import dataclass, field

import numpy as np
from numpy.typing import NDArray

from sinksim.core.records import CASE_FIELDS, MONEY, NEVER, TIME_KINDS, End, names

_AT = {name: position for position, name in enumerate(names(CASE_FIELDS))}
_KINDS = slice(_AT[f"time_{TIME_KINDS[0]}"], _AT[f"time_{TIME_KINDS[-1]}"] + 1)
_MONEY = slice(_AT[MONEY[0]], _AT[MONEY[-1]] + 1)


def _zeros(size: int) -> NDArray[np.int64]:
    return np.zeros(size, np.int64)


@dataclass(eq=False)
class Tally:
    """Counts and sums over all records.

    ``mistimed`` counts cases whose kinds of time do not add up to the span they must fill; ``example`` is the first of
    them as (service, origin, layer, ordinal, sum of kinds, span).
    """

    horizon: int
    cases: int = 0
    unknown_ends: int = 0
    ends: NDArray[np.int64] = field(default_factory=lambda: _zeros(len(End)))
    money: NDArray[np.int64] = field(default_factory=lambda: _zeros(len(MONEY)))
    mistimed: int = 0
    example: tuple[int, ...] = ()

    def fold(self, rows: NDArray[np.int64]) -> None:
        """Add cases given as rows [cases, fields] in the order of ``CASE_FIELDS``.

        An end that is none of ``End`` is counted as unknown, so that the checks can report it.
        """
        end = rows[:, _AT["end"]]
        known = (end >= 0) & (end < len(End))
        self.cases += len(rows)
        self.unknown_ends += int((~known).sum())
        self.ends += np.bincount(end[known], minlength=len(End))
        self.money += rows[:, _MONEY].sum(axis=0)
        self._fold_times(rows, rows[:, _KINDS].sum(axis=1), span_to_fill(rows, self.horizon))

    def _fold_times(self, rows: NDArray[np.int64], kinds: NDArray[np.int64], span: NDArray[np.int64]) -> None:
        """Count cases whose kinds of time [ms] do not add up to their span [ms], and note the first as an example."""
        wrong = np.flatnonzero(kinds != span)
        self.mistimed += len(wrong)
        if len(wrong) and not self.example:
            first = int(wrong[0])
            who = (rows[first, _AT[name]] for name in ("service", "origin", "layer", "ordinal"))
            self.example = (*(int(x) for x in who), int(kinds[first]), int(span[first]))

    def take_in(self, counters: NDArray[np.int64], rows: NDArray[np.int64]) -> None:
        """Add what the compiled fold has counted among ``rows``.

        It adds to ``ends`` and ``money`` by itself, since they are handed to it; only its counters are left to take
        over.
        """
        # Loaded here, as in Aggregate.fold: a stored result has folded nothing.
        from sinksim.metrics import folding as F

        self.cases += int(counters[F.CASES])
        self.unknown_ends += int(counters[F.UNKNOWN])
        self.mistimed += int(counters[F.MISTIMED])
        if counters[F.MISTIMED] and not self.example:
            who = (rows[counters[F.EXAMPLE], _AT[name]] for name in ("service", "origin", "layer", "ordinal"))
            self.example = (*(int(x) for x in who), int(counters[F.EXAMPLE_KINDS]), int(counters[F.EXAMPLE_SPAN]))

    def merge(self, other: "Tally") -> None:
        """Add the totals of another run of the same length."""
        self.cases += other.cases
        self.unknown_ends += other.unknown_ends
        self.ends += other.ends
        self.money += other.money
        self.mistimed += other.mistimed
        self.example = self.example or other.example


def span_to_fill(rows: NDArray[np.int64], horizon: int) -> NDArray[np.int64]:
    """Span that a case's kinds of time must add up to [ms].

    From arising to ``closed`` (the instant of leaving, for those that left); to the horizon for a case that is open;
    nothing for a need that was never filed.
    """
    arisen, closed, end = rows[:, _AT["arisen"]], rows[:, _AT["closed"]], rows[:, _AT["end"]]
    until = np.where(closed != NEVER, closed, np.where(end == End.OPEN, horizon, arisen))
    return np.where(end == End.NEVER_FILED, 0, until - arisen)
