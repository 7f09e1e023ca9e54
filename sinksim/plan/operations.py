"""The instruction set that processes are assembled into: each operation is declared once, here.

An instruction is one row of integers and two of reals. Its first columns are the same for every operation (``OP`` to
``PROCESS``); what the others mean is said by the operation's own columns, such as ``QUEUE.patience``. Unless a column says
otherwise, -1 stands for "none". What an operation does stands in one file of each engine.
"""

from collections.abc import Sequence
from dataclasses import dataclass, field
from enum import IntEnum
from typing import NamedTuple, TypeVar

from sinksim.plan.declaring import Operation, Service, Way

Columns = TypeVar("Columns", bound=NamedTuple)


class Op(IntEnum):
    """Operations; DROP marks a path that falls off the end of its process and is refused before any run."""

    TRAVEL = 0
    QUEUE = 1
    DELAY = 2
    MEET = 3
    BRANCH = 4
    SWITCH = 5
    OUTAGE = 6
    FORK = 7
    SERIAL = 8
    JOIN = 9
    ASSEMBLE = 10
    CLOCK = 11
    CHARGE = 12
    CLOSE = 13
    LEAVE = 14
    GOTO = 15
    DROP = 16
    ANSWER = 17
    APPOINT = 18


OP, DRAW, SLOT, NEXT, PROCESS, _OPERANDS = range(6)
"""Operation; name of the draw; counter of its visits, -1 where there can be only one; what follows; process."""
_MOST_OPERANDS = 9
WIDTH = _OPERANDS + _MOST_OPERANDS

ATTRIBUTES = {"requires": 0, "urgency": 1, "segment": 2, "service": 3}
# What else may decide a switch: a draw at each visit, the station with the fewest cases present, an attribute that the case's
# luck holds once for all, the department of the branch that comes by (its jumps are those of all station templates in order).
DRAWN, SHORTEST, REMEMBERED, DEPARTMENT = 4, 5, 6, 7
# Who waits in a queue: a citizen at the station or at home on the telephone; from BY_FILE on none: a file, or a case that is
# closed, until the office calls the citizen.
IN_PERSON, BY_PHONE, BY_FILE, CALLBACK = range(4)
# ``QUEUE.priority`` of those who come by appointment: they go before all but alerted cases of the first priority.
APPOINTED = -2
# ``TRAVEL.doors`` while it is being assembled, where people come whether the doors are open or not.
ANYTIME = -2


class TravelColumns(NamedTuple):
    """The citizen goes somewhere."""

    tier: int  # destination
    time: int  # law of the one-way travel time, -1: the network's time for the origin
    returns: int  # 1 where the citizen also travels back
    fare: int  # one-way [0.001 yuan], -1: the network's fare for the origin
    delays: int  # 1 where the travel time there delays the case
    doors: int  # row of ``Doors`` that may be shut on arrival


class QueueColumns(NamedTuple):
    """One server of a station is waited for, serves, is left."""

    template: int  # -1: that of the branch's department
    time: int  # law of the service time
    priority: int  # -1: the urgency of the case; APPOINTED
    patience: int  # law
    on_renege: int  # instruction
    on_full: int  # instruction
    presence: int  # who waits: IN_PERSON, BY_PHONE, BY_FILE or CALLBACK
    accepts: int  # bits of the clocks that service stops
    holds: int  # 1 where the server is kept after service, until there is room at the queue that follows


class DelayColumns(NamedTuple):
    """Time of one kind passes: a relay, or a wait at home, for correction, until discovered."""

    kind: int  # position in ``records.TIME_KINDS``
    time: int  # law, -1: until the calendar's first opening on a later day
    calendar: int  # in which the time passes
    hands_over: int  # 1 where the case is handed over to another tier or office (a hop of its record)
    tier: int  # tier reached
    found_by: int  # bit of ``records.Mark`` for who finds the need when the time is over, by which it is filed
    cycle: int  # a day [ms] where its next opening day is waited for


class MeetColumns(NamedTuple):
    """The next batch meeting or approval cycle is waited for."""

    every: int  # [ms]
    phases: int  # row of first meetings


class AppointColumns(NamedTuple):
    """A slot of a station is booked, and waited for at home; the first real is the chance of not coming."""

    template: int
    lead: int  # law of the time from booking to the first slot that will do
    within: int  # how far ahead a slot is looked for [ms]
    on_no_show: int  # instruction
    on_full: int  # instruction


class CheckColumns(NamedTuple):
    """A named chance, or whether the platform is down; the reals are ``CHANCE`` and ``COUNTS_ALL``."""

    target: int  # instruction on the other side
    at_most: int  # how often a case may go there, 0: any number of times
    load_of: int  # template whose load the chance rises with, or whose cases are counted for ``chances``
    jump_slot: int  # slot that counts how often the case has taken the jump, for the bound
    counter: int  # counter that other checks rise as well: it is the case's, whichever branch of a fork comes by
    at_bound: int  # instruction on which a case goes once, where it may not go to the other side any more
    sends_back: int  # 1 where the other side lies behind the case: going there is a bounce of its record
    chances: int  # row of weights that holds the chances by the number counted at ``load_of``; the last goes on


class SwitchColumns(NamedTuple):
    """A choice by an attribute of the case, by the department of a branch, drawn by weights, or by where the fewest are."""

    attribute: int  # as ``ATTRIBUTES`` has it, or DRAWN, SHORTEST, REMEMBERED, DEPARTMENT
    first: int  # first of the jumps
    options: int  # number of jumps
    weights: int  # row of weights
    stations: int  # set of the templates among whose stations the one with the fewest cases present decides


class DepartmentsColumns(NamedTuple):
    """A drawn set of departments works, in parallel or one after the other."""

    set: int
    counts: int  # row of weights of how many are drawn
    first: int  # first instruction of every branch
    continuation: int  # instruction after the joins
    overhead: int  # law of the overhead for each department
    calendar: int  # in which the overhead passes


class AssembleColumns(NamedTuple):
    """Every drawn department sends someone; work starts when the last arrives."""

    set: int
    counts: int  # row of weights of how many are drawn
    arrival: int  # law
    work: int  # law
    accepts: int  # bits of the clocks that the work stops


class ClockColumns(NamedTuple):
    """A deadline is started or stopped."""

    clock: int
    starts: int  # 1 start, 0 stop


class ChargeColumns(NamedTuple):
    """A fee, split between its payers, or an operating cost [0.001 yuan]."""

    citizen: int
    insurer: int
    operation: int


class CloseColumns(NamedTuple):
    """Reported closed, truly solved or hollow; the reals are the chances ``HOLLOW`` and ``REOPEN``."""

    target: int  # instruction at which a hollow closure is taken up again
    after: int  # law of the time until then
    at_most: int  # how often
    jump_slot: int  # counter of how often the case has taken the jump, for the bound
    callback: int  # instruction that queues for the callback; the four before stand in what follows that (``ANSWER``)


class AnswerColumns(NamedTuple):
    """The callback after a closure has been made; the reals are the chances ``REACH`` and ``DETECT``."""

    target: int  # instruction at which a hollow closure is taken up again
    after: int  # law of the time until then
    at_most: int  # how often
    jump_slot: int  # counter of how often the case has taken the jump, for the bound
    closing: int  # instruction of the closure


class LeaveColumns(NamedTuple):
    """The case ends without being closed."""

    end: int  # as ``records.End`` has it


class GotoColumns(NamedTuple):
    """On to another instruction."""

    target: int


class NoColumns(NamedTuple):
    """An operation that needs none of its own."""


def _placed(columns: type[Columns]) -> Columns:
    """Positions in an instruction's row for the columns of an operation."""
    return columns(*range(_OPERANDS, _OPERANDS + len(columns._fields)))


TRAVEL = _placed(TravelColumns)
QUEUE = _placed(QueueColumns)
DELAY = _placed(DelayColumns)
MEET = _placed(MeetColumns)
APPOINT = _placed(AppointColumns)
CHECK = _placed(CheckColumns)
SWITCH = _placed(SwitchColumns)
DEPARTMENTS = _placed(DepartmentsColumns)
ASSEMBLE = _placed(AssembleColumns)
CLOCK = _placed(ClockColumns)
CHARGE = _placed(ChargeColumns)
CLOSE = _placed(CloseColumns)
ANSWER = _placed(AnswerColumns)
LEAVE = _placed(LeaveColumns)
GOTO = _placed(GotoColumns)
HOLLOW, REOPEN = range(2)
CHANCE, COUNTS_ALL = range(2)
"""Of a check: its chance; for ``CHECK.chances`` 1 where all who are present are counted, 0 where only those who wait are."""
REACH, DETECT = range(2)
# Numbers of the four draws of one closure.
DRAW_HOLLOW, DRAW_REOPEN, DRAW_REACH, DRAW_DETECT = range(4)

# Both engines draw departments for either, and both are assembled alike.
assert ASSEMBLE[:2] == DEPARTMENTS[:2]
assert ANSWER[:4] == CLOSE[:4]


DECLARED: dict[Op, Operation] = {
    Op.TRAVEL: Operation(
        TRAVEL, ("travel",), takes_time=True, laws=(TRAVEL.time,), laws_in_full=(TRAVEL.time,),
        way=Way(TRAVEL.tier, TRAVEL.time, TRAVEL.fare, TRAVEL.returns, TRAVEL.delays),
    ),
    Op.QUEUE: Operation(
        QUEUE, ("queue",), jumps=(QUEUE.on_renege, QUEUE.on_full), takes_time=True, laws=(QUEUE.time,),
        laws_in_full=(QUEUE.time,), occupies=QUEUE.template,
        service=Service(QUEUE.time, patience=QUEUE.patience, sends_home=True),
    ),
    Op.DELAY: Operation(
        DELAY, ("relay", "wait"), takes_time=True, laws=(DELAY.time,), laws_in_full=(DELAY.time,), calendar=DELAY.calendar,
        cycle=DELAY.cycle,
    ),
    Op.APPOINT: Operation(
        APPOINT, ("appoint",), jumps=(APPOINT.on_no_show, APPOINT.on_full), takes_time=True, laws=(APPOINT.lead,),
        books=APPOINT.template,
    ),
    Op.MEET: Operation(MEET, ("meet",), takes_time=True, cycle=MEET.every),
    Op.BRANCH: Operation(
        CHECK, ("check",), jumps=(CHECK.target, CHECK.at_bound), bound=CHECK.at_most, counter=CHECK.counter,
        at_bound=CHECK.at_bound, looks_at=CHECK.load_of,
    ),
    Op.SWITCH: Operation(SWITCH, ("check",), goes_on=False, looks_at_set=SWITCH.stations),
    Op.OUTAGE: Operation(
        CHECK, ("check",), jumps=(CHECK.target, CHECK.at_bound), bound=CHECK.at_most, counter=CHECK.counter,
        at_bound=CHECK.at_bound,
    ),
    Op.FORK: Operation(
        DEPARTMENTS, ("fork",), jumps=(DEPARTMENTS.first, DEPARTMENTS.continuation), goes_on=False, takes_time=True,
        laws=(DEPARTMENTS.overhead,), calendar=DEPARTMENTS.calendar, draws_from=DEPARTMENTS.set,
    ),
    Op.SERIAL: Operation(
        DEPARTMENTS, ("serial",), jumps=(DEPARTMENTS.first, DEPARTMENTS.continuation), goes_on=False, takes_time=True,
        laws=(DEPARTMENTS.overhead,), draws_from=DEPARTMENTS.set,
    ),
    Op.JOIN: Operation(NoColumns(), goes_on=False),
    Op.ASSEMBLE: Operation(
        ASSEMBLE, ("assemble",), takes_time=True, laws=(ASSEMBLE.arrival, ASSEMBLE.work), laws_in_full=(ASSEMBLE.work,),
        draws_from=ASSEMBLE.set, service=Service(ASSEMBLE.work, arrival=ASSEMBLE.arrival),
    ),
    Op.CLOCK: Operation(CLOCK, ("clock",)),
    Op.CHARGE: Operation(
        CHARGE, ("charge",),
        charges={"fee_citizen": CHARGE.citizen, "fee_insurer": CHARGE.insurer, "cost_operation": CHARGE.operation},
    ),
    Op.CLOSE: Operation(
        CLOSE, ("close",), jumps=(CLOSE.target, CLOSE.callback), goes_on=False, bound=CLOSE.at_most, laws=(CLOSE.after,)
    ),
    Op.ANSWER: Operation(
        ANSWER, ("callback",), jumps=(ANSWER.target,), goes_on=False, bound=ANSWER.at_most, takes_time=True, laws=(ANSWER.after,)
    ),
    Op.LEAVE: Operation(LEAVE, ("leave",), goes_on=False),
    Op.GOTO: Operation(GOTO, jumps=(GOTO.target,), goes_on=False),
    Op.DROP: Operation(NoColumns(), goes_on=False),
}  # fmt: skip

WITH_DEPARTMENTS = (Op.FORK, Op.SERIAL)
"""Operations that walk branches beside the case."""
ENDS = (Op.CLOSE, Op.ANSWER, Op.LEAVE)


def following(row: Sequence[int]) -> list[int]:
    """Instructions that a row names as those that may follow (-1 names none); a switch's jumps stand in a table of their own."""
    declared = DECLARED[Op(row[OP])]
    named = [row[column] for column in declared.jumps] + ([row[NEXT]] if declared.goes_on else [])
    return [pc for pc in named if pc >= 0]


@dataclass
class Instruction:
    """One instruction while it is being assembled; ``where`` is the dotted path of its step, for messages."""

    op: Op
    where: str
    row: list[int] = field(default_factory=lambda: [-1] * WIDTH)
    real: tuple[float, float] = (0.0, 0.0)
    jumps: list[int] = field(default_factory=list)

    def __post_init__(self) -> None:
        self.row[OP] = self.op

    def __getitem__(self, column: int) -> int:
        return self.row[column]

    def __setitem__(self, column: int, value: int) -> None:
        self.row[column] = value


def instruction(op: Op, where: str, **columns: int) -> Instruction:
    """An instruction with the given columns: those of its operation by name, and ``draw``, which all have; the others are -1."""
    made = Instruction(op, where)
    for name, value in columns.items():
        made[DRAW if name == "draw" else getattr(DECLARED[op].columns, name)] = value
    return made
