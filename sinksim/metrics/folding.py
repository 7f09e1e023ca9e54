"""Records folded into counts and sums in one pass, compiled: what the declarations of ``columns`` and ``tally`` say.

A case goes by its record: tallied always, then counted in its group of the cohort or the backlog, and in the bins of the
cohort. The columns of a group stand as ``columns`` lays them out; a test holds every one of them to its declaration.
"""

import math
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from sinksim.core.kernel import entry, inlined
from sinksim.core.records import CASE_FIELDS, NEVER, Channel, End, Mark, names

Ints = NDArray[np.int64]
Counts = NDArray[np.int32]

_FIELDS = names(CASE_FIELDS)
(
    _SERVICE, _ORIGIN, _SEGMENT, _CHANNEL, _MARKS, _ARISEN, _FILED, _RESPONDED, _CLOSED, _SOLVED, _KINDS, _QUEUE,
    _SUMMED, _MONEY, _PLACE, _TOP, _STARTED, _END,
) = (
    _FIELDS.index(name)
    for name in (
        "service", "origin", "segment", "channel", "marks", "arisen", "filed", "responded", "closed", "solved",
        "time_discover", "time_queue", "time_discover", "cost_staff", "place_tier", "top_tier", "clocks_started", "end",
    )
)  # fmt: skip
_NUMBER_OF_KINDS, _NUMBER_OF_SUMMED, _NUMBER_OF_MONEY, _NUMBER_OF_ENDS = 11, 20, 6, len(End)
_SOLVED_END, _HOLLOW_END, _REFUSED_END, _RENEGED_END, _LOST_END, _NEVER_FILED_END, _OPEN_END = (int(end) for end in End)
_BACKGROUND, _BACKLOG, _ALERT, _YELLOW = int(Mark.BACKGROUND), int(Mark.BACKLOG), int(Mark.ALERT), int(Mark.YELLOW)
_PLATFORM = int(Channel.PLATFORM)

_DAY = 86_400_000

# Columns of a group.
(
    ARISEN, FILED, RESPONDED, SOLVED, COVERED, REPORTED, FIRST_END, PLATFORM, ALERT, YELLOW, FILED_REFUSED, FILED_RENEGED,
    FILED_LOST, FILED_OPEN, ELAPSED, HIGH, MIXED, LOW, ELAPSED_SOLVED, RESPONSE, FIRST_SUM, FIRST_MONEY, FIRST_CLOCK,
) = (0, 1, 2, 3, 4, 5, 6, 13, 14, 15, 16, 17, 18, 19, 20, 21, 22, 23, 24, 25, 26, 46, 52)  # fmt: skip
SQUARE_BITS = 17
# Counters of the tally.
CASES, UNKNOWN, MISTIMED, EXAMPLE, EXAMPLE_KINDS, EXAMPLE_SPAN = range(6)
# What shape holds, and the bounds of the window.
AREAS, SEGMENTS, GROUPS, CLOCKS, TIERS = range(5)
BEGIN, CLOSE, FOLLOW_UP, HORIZON = range(4)


class Fold(NamedTuple):
    """Where cases are added: ``sums`` [groups, columns], ``by_day`` [days, a few columns], bins [slices, bins], the tally."""

    of_origin: Ints  # area of reporting of each origin
    deadline: Ints  # coverage deadline of each service [ms]
    window: Ints  # beginning and end of the cohort, follow-up, horizon [ms]
    shape: Ints  # areas, segments, groups of the cohort, clocks, tiers
    sums: Ints
    by_day: Ints
    elapsed_by_area: Counts
    elapsed_by_segment: Counts
    wait_by_area: Counts
    wait_by_segment: Counts
    ends: Ints
    money: Ints
    tally: Ints


@entry
def fold_rows(rows: Ints, f: Fold) -> None:
    """Add cases given as rows [cases, fields]."""
    for n in range(len(rows)):
        row = rows[n]
        tally(row, n, f)
        backlog = row[_MARKS] & _BACKLOG != 0
        within = f.window[BEGIN] <= row[_ARISEN] < f.window[CLOSE]
        if row[_MARKS] & _BACKGROUND == 0 and (backlog or within):
            count(row, backlog, f)


@inlined
def tally(row: Ints, n: int, f: Fold) -> None:
    """Exact totals over every record; the first whose kinds of time do not add up is kept as the example."""
    end = row[_END]
    f.tally[CASES] += 1
    if 0 <= end < _NUMBER_OF_ENDS:
        f.ends[end] += 1
    else:
        f.tally[UNKNOWN] += 1
    for k in range(_NUMBER_OF_MONEY):
        f.money[k] += row[_MONEY + k]
    kinds = 0
    for k in range(_NUMBER_OF_KINDS):
        kinds += row[_KINDS + k]
    span = span_to_fill(row, f.window[HORIZON])
    if kinds != span:
        if f.tally[MISTIMED] == 0:
            f.tally[EXAMPLE], f.tally[EXAMPLE_KINDS], f.tally[EXAMPLE_SPAN] = n, kinds, span
        f.tally[MISTIMED] += 1


@inlined
def span_to_fill(row: Ints, horizon: int) -> int:
    """Span that a case's kinds of time must add up to [ms] (see ``tally.span_to_fill``)."""
    if row[_END] == _NEVER_FILED_END:
        return 0
    if row[_CLOSED] != NEVER:
        return row[_CLOSED] - row[_ARISEN]
    return horizon - row[_ARISEN] if row[_END] == _OPEN_END else 0


@inlined
def count(row: Ints, backlog: bool, f: Fold) -> None:
    """Add a case to its group, and to the bins if it is of the cohort."""
    service, area, segment = row[_SERVICE], f.of_origin[row[_ORIGIN]], row[_SEGMENT]
    in_area, in_segment = service * f.shape[AREAS] + area, service * f.shape[SEGMENTS] + segment
    group = in_area * f.shape[SEGMENTS] + segment
    w = f.sums[group + f.shape[GROUPS] if backlog else group]
    count_ends(row, w)
    follow_up = f.window[FOLLOW_UP]
    elapsed = row[_SOLVED] - row[_ARISEN] if row[_SOLVED] != NEVER else follow_up
    count_spans(row, w, elapsed, min(elapsed, follow_up), f.deadline[service])
    count_sums(row, w, f.shape[CLOCKS], f.shape[TIERS])
    if backlog:
        return
    count_day(row, min(elapsed, follow_up), elapsed <= f.deadline[service], f)
    beyond = f.wait_by_area.shape[1] - 1
    number = bin_of(elapsed, beyond) if row[_SOLVED] != NEVER and elapsed <= follow_up else beyond
    f.elapsed_by_area[in_area, number] += 1
    f.elapsed_by_segment[in_segment, number] += 1
    if row[_FILED] != NEVER:
        number = bin_of(row[_QUEUE], beyond)
        f.wait_by_area[in_area, number] += 1
        f.wait_by_segment[in_segment, number] += 1


@inlined
def count_ends(row: Ints, w: Ints) -> None:
    """How far it came, and how it ended."""
    end = row[_END]
    w[ARISEN] += 1
    w[FILED] += row[_FILED] != NEVER
    w[RESPONDED] += row[_RESPONDED] != NEVER
    w[SOLVED] += row[_SOLVED] != NEVER
    w[REPORTED] += row[_CLOSED] != NEVER and (end in (_SOLVED_END, _HOLLOW_END, _OPEN_END))
    if 0 <= end < _NUMBER_OF_ENDS:
        w[FIRST_END + end] += 1
    if row[_FILED] != NEVER:
        w[PLATFORM] += row[_CHANNEL] == _PLATFORM
        w[FILED_REFUSED] += end == _REFUSED_END
        w[FILED_RENEGED] += end == _RENEGED_END
        w[FILED_LOST] += end == _LOST_END
        w[FILED_OPEN] += end == _OPEN_END
    w[ALERT] += row[_MARKS] & _ALERT != 0
    w[YELLOW] += row[_MARKS] & _YELLOW != 0


@inlined
def count_spans(row: Ints, w: Ints, elapsed: int, restricted: int, deadline: int) -> None:
    """Time to the solution, its square in three parts, and to the response."""
    high, low = restricted >> SQUARE_BITS, restricted & ((1 << SQUARE_BITS) - 1)
    w[ELAPSED] += restricted
    w[HIGH] += high * high
    w[MIXED] += high * low
    w[LOW] += low * low
    if row[_SOLVED] != NEVER:
        w[COVERED] += elapsed <= deadline
        w[ELAPSED_SOLVED] += elapsed
    if row[_RESPONDED] != NEVER:
        w[RESPONSE] += row[_RESPONDED] - row[_FILED]


@inlined
def count_sums(row: Ints, w: Ints, clocks: int, tiers: int) -> None:
    """Sums of fields, clocks by what became of them, tiers."""
    for k in range(_NUMBER_OF_SUMMED):
        w[FIRST_SUM + k] += row[_SUMMED + k]
    for k in range(_NUMBER_OF_MONEY):
        w[FIRST_MONEY + k] += row[_MONEY + k]
    at = FIRST_CLOCK
    for what in range(3):
        for clock in range(clocks):
            w[at + clock] += (row[_STARTED + what] >> clock) & 1
        at += clocks
    if row[_PLACE] >= 0:
        w[at + row[_PLACE]] += 1
    if row[_TOP] >= 0:
        w[at + tiers + row[_TOP]] += 1


@inlined
def count_day(row: Ints, restricted: int, in_time: bool, f: Fold) -> None:
    """Add a case to the day on which its need arose."""
    w = f.by_day[(row[_ARISEN] - f.window[BEGIN]) // _DAY]
    w[0] += 1
    w[1] += row[_FILED] != NEVER
    w[2] += row[_SOLVED] != NEVER and in_time
    w[3] += row[_MARKS] & _ALERT != 0
    w[4] += restricted


@inlined
def bin_of(span: int, beyond: int) -> int:
    """Number of the bin of a span [ms] (see ``bins``)."""
    unit = span >> 2
    octave = max(math.frexp(unit)[1] - 9, 0)
    return min((octave << 8) + (unit >> octave), beyond)


def warm_up() -> None:
    """Have the fold compiled, or read from disk, by folding nothing."""
    row, matrix, bins = np.zeros(8, np.int64), np.zeros((1, 8), np.int64), np.zeros((1, 8), np.int32)
    nothing = np.zeros((0, len(CASE_FIELDS)), np.int64)
    fold_rows(nothing, Fold(row, row, row, row, matrix, matrix, bins, bins, bins, bins, row, row, row))
