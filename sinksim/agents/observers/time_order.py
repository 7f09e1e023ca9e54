"""In which order the kinds of time of one step followed each other."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from sinksim.agents.observers.trace_entries import Entry, TimeSpan
from sinksim.core.records import TIME_KINDS
from sinksim.plan.operations import OP, Op

if TYPE_CHECKING:
    from sinksim.agents.calendar import Calendar
    from sinksim.agents.world import World

# What comes after other kinds of time of the same step.
_LATE = {"travel": 1, "service": 1}


def time_spans_of(entry: Entry, entries: list[Entry], world: World) -> tuple[TimeSpan, ...]:
    """The spells of an entry that has ended: they follow each other without gap and add up to its times by kind."""
    if entry.ended == entry.began:
        return ()
    op = world.plan.code.rows[entry.pc, OP]
    if op == Op.QUEUE:
        spells = list(_queueing(entry, world))
    elif op in (Op.FORK, Op.SERIAL):
        spells = list(_departments(entry, entries))
    else:
        spells = list(_one_after_the_other(entry))
    return tuple(_joined(spells))


def _joined(spells: list[TimeSpan]) -> list[TimeSpan]:
    """Spells that take time, neighbours of one kind as one."""
    found: list[TimeSpan] = []
    for spell in spells:
        if spell.ended == spell.began:
            continue
        if found and found[-1].kind == spell.kind:
            spell = TimeSpan(spell.kind, found.pop().began, spell.ended)  # noqa: PLW2901
        found.append(spell)
    return found


def _queueing(entry: Entry, world: World) -> Iterator[TimeSpan]:
    """Waits as they were noted; what lies between two of them is service, or home after a wait that ended there.

    Whoever keeps a server after service, until there is room at the next station, waits for that.
    """
    at, between = entry.began, "service"
    for wait in entry.waits:
        yield TimeSpan(between, at, wait.since)
        yield from _waiting(wait.since, wait.until, world.stations[wait.station].calendar)
        at, between = wait.until, "home" if wait.went_home else "service"
    served = entry.ended if entry.blocked_since is None else entry.blocked_since
    yield TimeSpan(between, at, served)
    yield TimeSpan("queue", served, entry.ended)


def _waiting(since: int, until: int, calendar: Calendar | None) -> Iterator[TimeSpan]:
    """A wait, cut where the station opens and closes: while the level is 0 it counts as closed, else as queueing."""
    at, level = since, 1  # open, until the first change says otherwise
    for time, now in zip(*_level_changes(calendar), strict=True):
        if time >= until:
            break
        if time > at:
            yield TimeSpan("queue" if level else "closed", at, time)
            at = time
        level = now
    yield TimeSpan("queue" if level else "closed", at, until)


def _level_changes(calendar: Calendar | None) -> tuple[list[int], list[int]]:
    """Instants [ms] and levels of a calendar's changes; none where it is open round the clock."""
    return ([], []) if calendar is None else (calendar.times, calendar.levels)


def _departments(entry: Entry, entries: list[Entry]) -> Iterator[TimeSpan]:
    """Spells of a fork or serial: of its branches (``fork``) on the case's critical path, then of joining them (kind relay)."""
    at = entry.began
    position = entries.index(entry)
    for part in entries:
        if part.fork == position and part.is_critical:
            yield from part.spells
            at = max(at, part.ended)
    yield TimeSpan("relay", at, entry.ended)


def _one_after_the_other(entry: Entry) -> Iterator[TimeSpan]:
    """The spells of a step of at most two kinds of time: travel comes after the wait at home, service after the assembling."""
    at = entry.began
    order = sorted(zip(TIME_KINDS, entry.kinds, strict=True), key=lambda part: _LATE.get(part[0], 0))
    for kind, span in order:
        yield TimeSpan(kind, at, at + span)
        at += span
