"""What a trace is made of: entries (one a step), with the visits, the waits and the spells of time inside them."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import NamedTuple

from sinksim.core.records import STAFF_COSTS, TIME_KINDS

# Sums of a case's record that a step may add to; the value of the citizen's time is charged once, at the end.
COUNTED = (
    *STAFF_COSTS,
    "cost_fares",
    "cost_operation",
    "fee_citizen",
    "fee_insurer",
    "citizen_time",
    "staff_time",
    "visits",
    "trips",
    "hops",
    "bounces",
    "departments",
)
_NOTHING_COUNTED = (0,) * len(COUNTED)
_NO_TIME = (0,) * len(TIME_KINDS)


class VisitSpan(NamedTuple):
    """One visit to a station [ms]; ``began`` is NEVER where it was not served, ``outcome`` a ``VisitEnd``."""

    station: int
    joined: int
    began: int
    ended: int
    busy: int
    outcome: int


class Wait(NamedTuple):
    """One spell on a station's list [ms]; ``went_home`` where closing time ended it."""

    station: int
    since: int
    until: int
    went_home: bool = False


class TimeSpan(NamedTuple):
    """A span of one kind of time [ms]."""

    kind: str
    began: int
    ended: int


@dataclass(eq=False)
class Entry:
    """One step of a walk: which instruction, from when to when [ms], time by kind, what was counted.

    ``branch`` is 0 on the main line, else the number of the department (``department``: its template) inside the fork
    ``fork`` (position among the entries). ``is_critical``: the branch whose time is the case's. ``following`` is the
    instruction that came next (-1: none), ``after_report`` that the case had been reported closed before.
    """

    pc: int
    began: int
    before: tuple[int, ...]
    branch: int
    department: int
    fork: int = -1
    ended: int = -1
    is_critical: bool = False
    after_report: bool = False
    following: int = -1
    kinds: tuple[int, ...] = _NO_TIME
    counted: tuple[int, ...] = _NOTHING_COUNTED
    stays: list[VisitSpan] = field(default_factory=list)
    waits: list[Wait] = field(default_factory=list)
    spells: tuple[TimeSpan, ...] = ()
    # From when on whoever was served kept the server, until there was room at the next station; None: not at all.
    blocked_since: int | None = None

    def add(self, more: tuple[int, ...]) -> None:
        """Count what this step has added."""
        self.counted = tuple(a + b for a, b in zip(self.counted, more, strict=True))


class CaseTrace:
    """The entries of one case in the order in which they began, and its record (the columns of ``CASE_FIELDS``)."""

    def __init__(self) -> None:
        self.entries: list[Entry] = []
        self.record: tuple[int, ...] = ()  # columns of CASE_FIELDS; empty until the case has ended
        self.inside: dict[int, Entry] = {}  # by branch (0: the main line): the entry of the step that it is in
        # The last step that set branches out (none yet), whether one after another, and its position among the entries.
        self.fork: Entry | None = None
        self.is_serial = False
        self._fork_position = -1
        self._counts_before = _NOTHING_COUNTED  # the sums of the case's record when they were last looked at

    def under_way(self, branch: int) -> Entry | None:
        """The entry that a branch (0: the main line) is in."""
        return self.inside.get(branch)

    def begin(self, entry: Entry, is_fork: bool, is_serial: bool) -> None:
        """Add an entry; those of branches stand under the last fork."""
        if entry.branch:
            entry.fork = self._fork_position
        if is_fork:
            self.fork, self.is_serial, self._fork_position = entry, is_serial, len(self.entries)
        self.inside[entry.branch] = entry
        self.entries.append(entry)

    def becomes_critical(self, branch: int) -> None:
        """Mark the entries of a branch that has joined as the critical path: the time of the case.

        In a fork those of the last branch alone, for which the case has waited; in a serial those of all branches.
        """
        for entry in self.entries[self._fork_position + 1 :]:
            if entry.fork == self._fork_position:
                entry.is_critical = entry.branch == branch or (self.is_serial and entry.is_critical)

    def observe(self, counts: tuple[int, ...], entry: Entry) -> None:
        """Add to an entry what the record of the case has gained since the last call (``counts``: its sums now)."""
        if counts != self._counts_before:
            entry.add(tuple(now - before for now, before in zip(counts, self._counts_before, strict=True)))
            self._counts_before = counts
