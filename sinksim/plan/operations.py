"""The instruction set that processes are assembled into: one row of integers and two of reals per instruction.

Both engines interpret these rows. Columns A to H mean, by operation (``draw`` is the name of
the draw, ``slot`` the counter of its visits or -1 where there can be only one, ``next`` the instruction that follows):

| op | A | B | C | D | E | F | G | H | reals |
|---|---|---|---|---|---|---|---|---|---|
| TRAVEL | tier or -1 | law or -1 | returns | fare or -1 | delays | row of doors or -1 | | | |
| QUEUE | template, -1 = department | law | priority or -1 | patience law or -1 | on renege | on full | file | clocks accepted | |
| DELAY | time kind | law | calendar or -1 | counts a hop | tier reached or -1 | | | | |
| MEET | every [ms] | row of phases | | | | | | | |
| BRANCH | target | at most, 0 = no bound | load template or -1 | slot of hits or -1 | | | | | chance |
| SWITCH | attribute, 4 = drawn | first jump | number of jumps | weights or -1 | | | | | |
| OUTAGE | target while down | at most, 0 = no bound | | slot of hits or -1 | | | | | |
| FORK, SERIAL | set | counts | first step | continuation | overhead law or -1 | its calendar or -1 | | | |
| JOIN | | | | | | | | | |
| ASSEMBLE | set | counts | arrival law | work law | | | | clocks accepted | |
| CLOCK | clock | 1 start, 0 stop | | | | | | | |
| CHARGE | citizen | insurer | operation | | | | | | |
| CLOSE | reopen at or -1 | law | at most | slot of hits or -1 | | | | | hollow, reopen |
| LEAVE | end | | | | | | | | |
| GOTO | target | | | | | | | | |
"""

from dataclasses import dataclass, field
from enum import IntEnum
from operator import attrgetter


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


COLUMNS = ("op", "a", "b", "c", "d", "e", "f", "g", "h", "draw", "slot", "next", "process")
POSITION = {name: n for n, name in enumerate(COLUMNS)}
_columns_of = attrgetter(*COLUMNS)
ATTRIBUTES = {"requires": 0, "urgency": 1, "segment": 2, "service": 3}
DRAWN = 4
# Column F of a travel while it is being assembled, where people come whether the doors are open or not.
ANYTIME = -2


@dataclass
class Instruction:
    """One instruction while it is being assembled; ``where`` is the dotted path of its step, for messages."""

    op: Op
    where: str
    a: int = -1
    b: int = -1
    c: int = -1
    d: int = -1
    e: int = -1
    f: int = -1
    g: int = 0
    h: int = 0
    draw: int = -1
    slot: int = -1
    next: int = -1
    process: int = 0
    real: tuple[float, float] = (0.0, 0.0)
    jumps: list[int] = field(default_factory=list)

    def row(self) -> tuple[int, ...]:
        """The integer columns, in order."""
        return tuple(map(int, _columns_of(self)))
