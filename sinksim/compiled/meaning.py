"""Codes of ``core.records`` and ``instructions`` as plain numbers, which compiled code takes for constants."""

from sinksim.core.records import Channel, End, Mark, Tie, VisitEnd
from sinksim.plan.operations import ATTRIBUTES as _ATTRIBUTES
from sinksim.plan.operations import Op

TIE_SHIFT = 59
WORLD_TIE, HOURS_TIE, END_TIE, RENEGE_TIE, CLOCK_TIE, OPENING_TIE, DELAY_TIE, RETURN_TIE, ARRIVAL_TIE = (
    int(tie) << TIE_SHIFT for tie in Tie
)
# Comes before everything else of its instant.
FIRST = -1
SOLVED, HOLLOW, REFUSED, RENEGED, LOST, NEVER_FILED, OPEN = (int(end) for end in End)
TRADITIONAL, PLATFORM, NO_CHANNEL = (int(channel) for channel in Channel)
SERVED, GAVE_UP, WITHDRAWN, WENT_HOME, TURNED_AWAY, STILL_THERE = (int(end) for end in VisitEnd)
BACKGROUND, BACKLOG, LOGGED, ALERT, YELLOW = (int(mark) for mark in Mark)
(
    OP_TRAVEL, OP_QUEUE, OP_DELAY, OP_MEET, OP_BRANCH, OP_SWITCH, OP_OUTAGE, OP_FORK, OP_SERIAL, OP_JOIN, OP_ASSEMBLE,
    OP_CLOCK, OP_CHARGE, OP_CLOSE, OP_LEAVE, OP_GOTO, OP_DROP,
) = (int(op) for op in Op)  # fmt: skip

ATTRIBUTES = len(_ATTRIBUTES)

# What an event is; the low bits of its load. The high bits say whom it concerns.
(
    WALKS_ON, SERVICE_ENDS, WORK_IS_DONE, SOMEBODY_ARRIVES, GIVES_UP, CLOCK_RINGS, COMES_AGAIN, NEED_ARISES, GIVEN_ARISES,
    HOURS_CHANGE, WORLD_TICKS, IS_GRANTED, WINDOW_BEGINS, WINDOW_ENDS,
) = range(14)  # fmt: skip
LOAD_BITS = 4
LOAD_MASK = 15
BRANCH_BITS = 7

# Why the kernel hands back.
FINISHED, PAUSED, SHORT = range(3)
