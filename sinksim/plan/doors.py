"""Doors: the hours in which somebody who travels finds at least one station open on arrival.

The doors of a ``travel`` are the first stations that can be reached after it before any other travel. A choice by what is
known of the case (tier required, urgency, segment, service) has one outcome; over all others, the attributes included that a
scenario declares, the hours are united.
"""

from collections.abc import Iterator
from itertools import product
from typing import NamedTuple

import numpy as np

from sinksim.plan.branches import starts_of_branches
from sinksim.plan.control_flow import successors
from sinksim.plan.operations import (
    ANYTIME,
    ASSEMBLE,
    ATTRIBUTES,
    DEPARTMENTS,
    DRAWN,
    NEXT,
    QUEUE,
    SWITCH,
    TRAVEL,
    WITH_DEPARTMENTS,
    Instruction,
    Op,
)  # fmt: skip
from sinksim.plan.plan import CalendarRows, Doors, Ints
from sinksim.plan.program import Program

# Value of each attribute that a choice goes by.
Known = dict[int, int]
NUMBER_OF_ATTRIBUTES = len(ATTRIBUTES)
# Whoever goes there finds it open, or finds no station at all.
ALWAYS_OPEN = -1


class TravelDoors(NamedTuple):
    """The doors of one travel, by what is known of the case.

    ``calendars`` is a table of them; the value of each attribute, times its stride, adds up to the position in it.
    """

    strides: tuple[int, ...]
    calendars: list[frozenset[int]]


class DoorPlanner:
    """Finds the doors of every travel of a program.

    ``calendar_of`` is the calendar of each station template (-1: round the clock), ``sizes`` the number of values of each
    attribute, in the order of ``ATTRIBUTES``.
    """

    def __init__(self, program: Program, calendar_of: list[int], sizes: tuple[int, ...]) -> None:
        """``calendar_of``: by station template; ``sizes``: how many values each attribute has."""
        self.code = program.code
        self.sets = program.sets
        self.calendar_of = calendar_of
        self.sizes = sizes
        self.departments = self._departments_of_branches()

    def doors_of(self, pc: int) -> TravelDoors:
        """The doors of the travel at ``pc``, by the attributes that decide which they are (the others have stride 0).

        Strides are those of a table with one axis an attribute, the last one varying fastest.
        """
        deciding = sorted(self._deciding_attributes(pc))
        strides, width = [0] * NUMBER_OF_ATTRIBUTES, 1
        for attribute in reversed(deciding):
            strides[attribute], width = width, width * self.sizes[attribute]
        values = product(*(range(self.sizes[attribute]) for attribute in deciding))
        doors = [self._calendars_of_doors(pc, dict(zip(deciding, chosen, strict=True))) for chosen in values]
        return TravelDoors(tuple(strides), doors)

    def templates(self, pc: int, known: Known) -> set[int]:
        """Station templates that a case of these attributes may come to first."""
        return {template for at in self._up_to_the_doors(pc, known) for template in self._templates_at(at)}

    def _calendars_of_doors(self, pc: int, known: Known) -> frozenset[int]:
        """Calendars of the doors behind the travel at ``pc``, for a case of these attributes.

        Empty (never shut) where one of the stations is open round the clock, or where no station follows the travel.
        """
        calendars = {self.calendar_of[template] for template in self.templates(pc, known)}
        return frozenset() if ALWAYS_OPEN in calendars else frozenset(calendars)

    def _deciding_attributes(self, pc: int) -> set[int]:
        """Attributes that some choice goes by between the travel and its doors."""
        rows = (self.code[at] for at in self._up_to_the_doors(pc, {}))
        return {row[SWITCH.attribute] for row in rows if row.op is Op.SWITCH and row[SWITCH.attribute] < DRAWN}

    def _up_to_the_doors(self, pc: int, known: Known) -> Iterator[int]:
        """Instructions after the travel, up to the first station, the next travel or the end on every path."""
        stack = [self.code[pc][NEXT]]
        seen = set(stack)
        while stack:
            at = stack.pop()
            yield at
            ahead = [target for target in self._ahead(at, known) if target not in seen]
            seen.update(ahead)
            stack += ahead

    def _ahead(self, pc: int, known: Known) -> list[int]:
        """Instructions that follow on the way to the first station; none after it, another travel, a booking or a closure."""
        row = self.code[pc]
        if row.op in (Op.QUEUE, Op.ASSEMBLE, Op.TRAVEL, Op.APPOINT, Op.CLOSE):
            return []
        if row.op is Op.SWITCH and row[SWITCH.attribute] in known:
            return [row.jumps[known[row[SWITCH.attribute]]]]
        if row.op in WITH_DEPARTMENTS and self._all_queue(row[DEPARTMENTS.first], known):
            return [row[DEPARTMENTS.first]]
        return successors(self.code, pc)

    def _all_queue(self, first: int, known: Known) -> bool:
        """Whether every department's branch comes to a station, so that what follows their join lies behind a door."""
        stack, seen = [first], {first}
        while stack:
            pc = stack.pop()
            if self.code[pc].op is Op.JOIN:
                return False
            ahead = [target for target in self._ahead(pc, known) if target not in seen]
            seen.update(ahead)
            stack += ahead
        return True

    def _templates_at(self, pc: int) -> tuple[int, ...]:
        """Templates at which an instruction queues; a negative number stands for the drawn department: all that may be drawn."""
        row = self.code[pc]
        if row.op is Op.ASSEMBLE:
            return self.sets[row[ASSEMBLE.set]]
        if row.op is not Op.QUEUE:
            return ()
        template = row[QUEUE.template]
        return (template,) if template >= 0 else self.departments[pc]

    def _departments_of_branches(self) -> dict[int, tuple[int, ...]]:
        """For each instruction inside a fork or serial, the templates of the departments that may come by."""
        owner: dict[int, tuple[int, ...]] = {}
        for row in self.code:
            if row.op in WITH_DEPARTMENTS:
                members = self.sets[row[DEPARTMENTS.set]]
                starts = starts_of_branches(row.row, members, lambda pc: (self.code[pc].row, self.code[pc].jumps))
                for first, departments in starts.items():
                    owner |= dict.fromkeys(self._up_to_the_joins(first), tuple(departments))
        return owner

    def _up_to_the_joins(self, first: int) -> set[int]:
        """All instructions of a branch, from its first up to its joins."""
        stack, seen = [first], {first}
        while stack:
            ahead = [target for target in successors(self.code, stack.pop()) if target not in seen]
            seen.update(ahead)
            stack += ahead
        return seen


def build_doors(
    program: Program, calendar_of: list[int], calendars: tuple[CalendarRows, ...], sizes: tuple[int, ...]
) -> Doors:
    """The table of doors; every travel whose doors are ever shut gets its row in it (``TRAVEL.doors``), the others -1.

    A row is the place where the travel's part of the table begins, then a stride for each attribute; the table holds the
    position in ``hours``.
    """
    planner = DoorPlanner(program, calendar_of, sizes)
    travels = [(row, planner.doors_of(pc)) for pc, row in enumerate(program.code) if _waits_for_doors(row)]
    # Positions in ``hours`` by the calendars united there; no calendar: never shut.
    unions: dict[frozenset[int], int] = {frozenset(): ALWAYS_OPEN}
    rows: list[tuple[int, ...]] = []
    table: list[int] = []
    for row, behind in travels:
        if not any(behind.calendars):
            continue
        row[TRAVEL.doors] = len(rows)
        rows.append((len(table), *behind.strides))
        table += [unions.setdefault(doors, len(unions) - 1) for doors in behind.calendars]
    return Doors(
        rows=np.array(rows, np.int64).reshape(len(rows), 1 + NUMBER_OF_ATTRIBUTES),
        table=np.array(table, np.int64),
        hours=tuple(united([calendars[n] for n in sorted(doors)]) for doors in unions if doors),
    )


def _waits_for_doors(row: Instruction) -> bool:
    """Whether it is a travel that waits for open doors; also clears the mark ANYTIME, which only the assembler uses."""
    if row.op is not Op.TRAVEL:
        return False
    minds, row[TRAVEL.doors] = row[TRAVEL.doors] != ANYTIME, -1
    return minds


def united(calendars: list[CalendarRows]) -> tuple[Ints, Ints]:
    """Instants [ms] at which the first of some doors opens or the last of them shuts, and whether one is open from then on."""
    times = np.unique(np.concatenate([rows.times for rows in calendars]))
    level = np.zeros(len(times), np.int64)
    for rows in calendars:
        level |= rows.level[np.maximum(np.searchsorted(rows.times, times, side="right") - 1, 0)] > 0
    changes = np.concatenate([[True], np.diff(level) != 0])
    return np.ascontiguousarray(times[changes]), np.ascontiguousarray(level[changes])


def never_open(program: Program, doors: Doors, horizon: int) -> list[str]:
    """One sentence for each travel that leads to doors of which none is open at any instant of the run."""
    shut = {n for n, (times, level) in enumerate(doors.hours) if not np.any(level[times < horizon])}
    faults = []
    for row in program.code:
        own = row[TRAVEL.doors] if row.op is Op.TRAVEL else -1
        if own >= 0:
            first = int(doors.rows[own, 0])
            # Its part of the table ends where that of the next row begins.
            ends = [*doors.rows[own + 1 :, 0].tolist(), len(doors.table)]
            if shut.intersection(doors.table[first : ends[0]].tolist()):
                faults.append(
                    f"{row.where} leads to a station that is never open in this run; allowed: a calendar with hours between "
                    "the start and the end of the run, or arrive: anytime"
                )
    return list(dict.fromkeys(faults))
