"""Records folded into counts and sums in one pass, compiled: what the declarations of ``columns`` and ``tally`` say.

A case goes by its record: tallied always, then counted in its group of the cohort or the backlog, and in the bins of the
cohort, these a block of cases at a time. Where a column stands is taken from its declaration by name, and is a constant once
this is imported; what is added to it is written here once more, and a test holds every column to its declaration.
"""

from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from sinksim.core.kernel import entry, inlined
from sinksim.core.records import CASE_FIELDS, MONEY, NEVER, TIME_KINDS, Channel, End, Mark, names
from sinksim.core.time_bins import BITS, SQUARE_BITS, UNIT_BITS
from sinksim.metrics.columns import CASE_TIERS, CLOCK_OUTCOMES, DAILY, DISTRIBUTIONS, TIMES_AND_COUNTS, columns_of

Ints = NDArray[np.int64]
Counts = NDArray[np.int32]

_FIELDS = names(CASE_FIELDS)
_COLUMNS = tuple(column.name for column in columns_of((), ()))


def _contiguous(fields: tuple[str, ...], within: tuple[str, ...] = _FIELDS) -> tuple[int, int]:
    """Position of the first of these fields, and how many there are; they must be neighbours in this order."""
    first = within.index(fields[0])
    assert within[first : first + len(fields)] == fields, fields
    return first, len(fields)


# Fields of a record.
(
    _SERVICE, _ORIGIN, _SEGMENT, _CHANNEL, _MARKS, _ARISEN, _FILED, _RESPONDED, _CLOSED, _SOLVED, _QUEUE, _VISITS, _TRIPS,
    _PLACE, _TOP, _SATISFACTION, _END,
) = (
    _FIELDS.index(name)
    for name in (
        "service", "origin", "segment", "channel", "marks", "arisen", "filed", "responded", "closed", "solved",
        "time_queue", "visits", "trips", CASE_TIERS["place"], CASE_TIERS["top"], "satisfaction", "end",
    )
)  # fmt: skip
_KINDS, _NUMBER_OF_KINDS = _contiguous(tuple(f"time_{kind}" for kind in TIME_KINDS))
_SUMMED, _NUMBER_OF_SUMMED = _contiguous(TIMES_AND_COUNTS)
_MONEY, _NUMBER_OF_MONEY = _contiguous(MONEY)
_CLOCK_OUTCOMES, _NUMBER_OF_OUTCOMES = _contiguous(tuple(CLOCK_OUTCOMES.values()))
_NUMBER_OF_ENDS = len(End)
_SOLVED_END, _HOLLOW_END, _REFUSED_END, _RENEGED_END, _LOST_END, _NEVER_FILED_END, _OPEN_END = (int(end) for end in End)
(
    _BACKGROUND, _BACKLOG, _, _ALERT, _YELLOW, _PATROL, _SENSOR, _SATISFIED, _CALLED_BACK, _DETECTED,
) = (int(mark) for mark in Mark)  # fmt: skip
_PLATFORM = int(Channel.PLATFORM)
_OF_ELAPSED, _OF_WAIT, _OF_CLOSING = (DISTRIBUTIONS.index(kind) for kind in ("elapsed", "wait", "closing"))

_DAY = 86_400_000

# Columns of a group; those of clocks and tiers follow the fixed ones.
(
    ARISEN, FILED, RESPONDED, SOLVED, COVERED, REPORTED, PLATFORM, ALERT, YELLOW, SATISFIED, SATISFACTION, PATROL, SENSOR,
    CALLED_BACK, DETECTED, CALLED_RESPONDED, CALLED_SATISFIED, FILED_REFUSED, FILED_RENEGED, FILED_LOST, FILED_OPEN,
    SOLVED_AT_FIRST, SOLVED_ONE_TRIP, SOLVED_ONE_VISIT, ELAPSED, HIGH, MIXED, LOW, ELAPSED_SOLVED, RESPONSE, CLOSING,
) = (
    _COLUMNS.index(name)
    for name in (
        "arisen", "filed", "responded", "solved", "covered", "reported", "platform", "alert", "yellow", "satisfied",
        "satisfaction", "patrol", "sensor", "called_back", "detected", "called_responded", "called_satisfied", "filed_refused",
        "filed_reneged", "filed_lost", "filed_open", "solved_at_first", "solved_one_trip", "solved_one_visit", "elapsed",
        "elapsed_hh", "elapsed_hl", "elapsed_ll", "elapsed_solved", "response", "closing",
    )
)  # fmt: skip
FIRST_END, _ = _contiguous(tuple(f"end_{end.name.lower()}" for end in End), _COLUMNS)
FIRST_SUM, _ = _contiguous(TIMES_AND_COUNTS, _COLUMNS)
FIRST_MONEY, _ = _contiguous(MONEY, _COLUMNS)
FIRST_CLOCK = len(_COLUMNS)
_PLACE_TIERS, _TOP_TIERS = (tuple(CASE_TIERS).index(what) for what in ("place", "top"))
# Columns of a day.
DAY_ARISEN, DAY_FILED, DAY_COVERED, DAY_ALERT, DAY_ELAPSED = (
    DAILY.index(name) for name in ("arisen", "filed", "covered", "alert", "elapsed")
)
COUNTERS = CASES, UNKNOWN, MISTIMED, EXAMPLE, EXAMPLE_KINDS, EXAMPLE_SPAN = tuple(range(6))
"""Counters of the tally."""
# What shape holds: numbers of areas, segments, groups of the cohort, clocks, tiers, bins, and services x areas or segments.
AREAS, SEGMENTS, GROUPS, CLOCKS, TIERS, BINS, AREA_ROWS, SEGMENT_ROWS = range(8)
# The bounds of the window.
BEGIN, CLOSE, FOLLOW_UP, HORIZON = range(4)
# Cases whose bins are found before any of them is added to: these tables are larger than the cache, and a processor waits
# for many of their cells at a time only where nothing else stands between.
BLOCK = 64


class Fold(NamedTuple):
    """Where cases are added: ``sums`` [groups, columns], ``by_day`` [days, DAILY], the tally, and the bins in one row.

    ``by_area`` [distributions x services x areas x bins] and ``by_segment`` likewise.
    """

    of_origin: Ints  # area of reporting of each origin
    deadline: Ints  # coverage deadline of each service [ms]
    window: Ints  # beginning and end of the cohort, follow-up, horizon [ms]
    shape: Ints  # see AREAS and what follows it
    sums: Ints
    by_day: Ints
    by_area: Counts
    by_segment: Counts
    places: Ints  # of a block of cases in the bins, to be added at once [cases x distributions, (by area, by segment)]
    ends: Ints
    money: Ints
    tally: Ints


@entry
def fold_rows(rows: Ints, fold: Fold) -> None:
    """Add cases given as rows [cases, fields]."""
    for first in range(0, len(rows), BLOCK):
        held = 0
        for n in range(first, min(first + BLOCK, len(rows))):
            row = rows[n]
            tally(row, n, fold)
            backlog = row[_MARKS] & _BACKLOG != 0
            within = fold.window[BEGIN] <= row[_ARISEN] < fold.window[CLOSE]
            if row[_MARKS] & _BACKGROUND == 0 and (backlog or within):
                held = count(row, backlog, held, fold)
        for n in range(held):
            fold.by_area[fold.places[n, 0]] += 1
            fold.by_segment[fold.places[n, 1]] += 1


@inlined
def tally(row: Ints, n: int, fold: Fold) -> None:
    """Exact totals over every record; the first whose kinds of time do not add up is kept as the example."""
    end = row[_END]
    fold.tally[CASES] += 1
    if 0 <= end < _NUMBER_OF_ENDS:
        fold.ends[end] += 1
    else:
        fold.tally[UNKNOWN] += 1
    for k in range(_NUMBER_OF_MONEY):
        fold.money[k] += row[_MONEY + k]
    kinds = 0
    for k in range(_NUMBER_OF_KINDS):
        kinds += row[_KINDS + k]
    span = span_to_fill(row, fold.window[HORIZON])
    if kinds != span:
        if fold.tally[MISTIMED] == 0:
            fold.tally[EXAMPLE], fold.tally[EXAMPLE_KINDS], fold.tally[EXAMPLE_SPAN] = n, kinds, span
        fold.tally[MISTIMED] += 1


@inlined
def span_to_fill(row: Ints, horizon: int) -> int:
    """Span that a case's kinds of time must add up to [ms] (see ``tally.span_to_fill``)."""
    if row[_END] == _NEVER_FILED_END:
        return 0
    if row[_CLOSED] != NEVER:
        return row[_CLOSED] - row[_ARISEN]
    return horizon - row[_ARISEN] if row[_END] == _OPEN_END else 0


@inlined
def count(row: Ints, backlog: bool, held: int, fold: Fold) -> int:
    """Add a case to its group, and if it is of the cohort to its day; how many places in the bins are held from then on."""
    service, area, segment = row[_SERVICE], fold.of_origin[row[_ORIGIN]], row[_SEGMENT]
    in_area, in_segment = service * fold.shape[AREAS] + area, service * fold.shape[SEGMENTS] + segment
    group = in_area * fold.shape[SEGMENTS] + segment
    sums = fold.sums[group + fold.shape[GROUPS] if backlog else group]
    count_ends(row, sums)
    follow_up = fold.window[FOLLOW_UP]
    elapsed = row[_SOLVED] - row[_ARISEN] if row[_SOLVED] != NEVER else follow_up
    count_spans(row, sums, elapsed, min(elapsed, follow_up), fold.deadline[service])
    count_sums(row, sums, fold.shape[CLOCKS], fold.shape[TIERS])
    if backlog:
        return held
    count_day(row, min(elapsed, follow_up), elapsed <= fold.deadline[service], fold)
    return find_bins(row, elapsed, in_area, in_segment, held, fold)


@inlined
def find_bins(row: Ints, elapsed: int, in_area: int, in_segment: int, held: int, fold: Fold) -> int:
    """Find the bin of a case in each distribution, and hold its places; how many are held from then on."""
    beyond = fold.shape[BINS] - 1
    in_time = row[_SOLVED] != NEVER and elapsed <= fold.window[FOLLOW_UP]
    held = hold_place(_OF_ELAPSED, bin_of(elapsed, beyond) if in_time else beyond, in_area, in_segment, held, fold)
    if row[_FILED] != NEVER:
        held = hold_place(_OF_WAIT, bin_of(row[_QUEUE], beyond), in_area, in_segment, held, fold)
    if is_reported(row):
        held = hold_place(_OF_CLOSING, bin_of(row[_CLOSED] - row[_FILED], beyond), in_area, in_segment, held, fold)
    return held


@inlined
def hold_place(distribution: int, number: int, in_area: int, in_segment: int, held: int, fold: Fold) -> int:
    """Hold where a bin of a distribution stands in the row of the area and of the segment; how many are held then."""
    bins = fold.shape[BINS]
    fold.places[held, 0] = (distribution * fold.shape[AREA_ROWS] + in_area) * bins + number
    fold.places[held, 1] = (distribution * fold.shape[SEGMENT_ROWS] + in_segment) * bins + number
    return held + 1


@inlined
def count_ends(row: Ints, sums: Ints) -> None:
    """Add to the columns of a group (``sums``) how far a case came, and how it ended."""
    end = row[_END]
    sums[ARISEN] += 1
    sums[FILED] += row[_FILED] != NEVER
    sums[RESPONDED] += row[_RESPONDED] != NEVER
    sums[SOLVED] += row[_SOLVED] != NEVER
    sums[REPORTED] += is_reported(row)
    if 0 <= end < _NUMBER_OF_ENDS:
        sums[FIRST_END + end] += 1
    if row[_FILED] != NEVER:
        sums[PLATFORM] += row[_CHANNEL] == _PLATFORM
        sums[FILED_REFUSED] += end == _REFUSED_END
        sums[FILED_RENEGED] += end == _RENEGED_END
        sums[FILED_LOST] += end == _LOST_END
        sums[FILED_OPEN] += end == _OPEN_END
    sums[SATISFACTION] += max(row[_SATISFACTION], 0)
    if row[_MARKS]:  # most cases have none
        sums[ALERT] += row[_MARKS] & _ALERT != 0
        sums[YELLOW] += row[_MARKS] & _YELLOW != 0
        sums[SATISFIED] += row[_MARKS] & _SATISFIED != 0
        sums[PATROL] += row[_MARKS] & _PATROL != 0
        sums[SENSOR] += row[_MARKS] & _SENSOR != 0
        count_call(row, sums)


@inlined
def count_call(row: Ints, sums: Ints) -> None:
    """Add a case whose citizen a callback reached, and what the citizen then says: found hollow, responded to, satisfied."""
    sums[DETECTED] += row[_MARKS] & _DETECTED != 0
    if row[_MARKS] & _CALLED_BACK:
        sums[CALLED_BACK] += 1
        sums[CALLED_RESPONDED] += row[_RESPONDED] != NEVER
        sums[CALLED_SATISFIED] += row[_MARKS] & _SATISFIED != 0


@inlined
def is_reported(row: Ints) -> bool:
    """Whether a case was reported closed as dealt with, truly or hollow."""
    return row[_CLOSED] != NEVER and (row[_END] in (_SOLVED_END, _HOLLOW_END, _OPEN_END))


@inlined
def count_once(row: Ints, sums: Ints) -> None:
    """Add a case that was truly solved where its first closure was the solution, and where one trip or visit did."""
    sums[SOLVED_AT_FIRST] += row[_SOLVED] == row[_CLOSED]
    sums[SOLVED_ONE_TRIP] += row[_TRIPS] <= 1
    sums[SOLVED_ONE_VISIT] += row[_VISITS] <= 1


@inlined
def count_spans(row: Ints, sums: Ints, elapsed: int, restricted: int, deadline: int) -> None:
    """Add the times to the solution (its square in three products, see ``columns.Square``), the response and the closure.

    ``elapsed`` counts to the true solution, or is the follow-up where there is none; ``restricted``: cut at the follow-up.
    """
    high, low = restricted >> SQUARE_BITS, restricted & ((1 << SQUARE_BITS) - 1)
    sums[ELAPSED] += restricted
    sums[HIGH] += high * high
    sums[MIXED] += high * low
    sums[LOW] += low * low
    if row[_SOLVED] != NEVER:
        sums[COVERED] += elapsed <= deadline
        sums[ELAPSED_SOLVED] += elapsed
        count_once(row, sums)
    if row[_RESPONDED] != NEVER:
        sums[RESPONSE] += row[_RESPONDED] - row[_FILED]
    if is_reported(row):
        sums[CLOSING] += row[_CLOSED] - row[_FILED]


@inlined
def count_sums(row: Ints, sums: Ints, clocks: int, tiers: int) -> None:
    """Add the fields that are summed as they are, the clocks by what became of them, and the tiers, in the columns' order.

    A field of clocks holds one bit a clock; the tier of a case is -1 where there is none.
    """
    for k in range(_NUMBER_OF_SUMMED):
        sums[FIRST_SUM + k] += row[_SUMMED + k]
    for k in range(_NUMBER_OF_MONEY):
        sums[FIRST_MONEY + k] += row[_MONEY + k]
    at = FIRST_CLOCK
    for outcome in range(_NUMBER_OF_OUTCOMES):
        for clock in range(clocks):
            sums[at + clock] += (row[_CLOCK_OUTCOMES + outcome] >> clock) & 1
        at += clocks
    if row[_PLACE] >= 0:
        sums[at + _PLACE_TIERS * tiers + row[_PLACE]] += 1
    if row[_TOP] >= 0:
        sums[at + _TOP_TIERS * tiers + row[_TOP]] += 1


@inlined
def count_day(row: Ints, restricted: int, in_time: bool, fold: Fold) -> None:
    """Add a case to the day on which its need arose."""
    sums = fold.by_day[(row[_ARISEN] - fold.window[BEGIN]) // _DAY]
    sums[DAY_ARISEN] += 1
    sums[DAY_FILED] += row[_FILED] != NEVER
    sums[DAY_COVERED] += row[_SOLVED] != NEVER and in_time
    sums[DAY_ALERT] += row[_MARKS] & _ALERT != 0
    sums[DAY_ELAPSED] += restricted


@inlined
def bin_of(span: int, beyond: int) -> int:
    """Number of the bin of a span [ms], at most ``beyond``, the last one.

    The scheme is that of ``core.time_bins``: units of 4 ms, and 256 bins to an octave of units.
    """
    unit = span >> UNIT_BITS
    # The exponent that frexp would give, read from the bits of the number, where numba would call a function for it.
    exponent = int(np.float64(unit).view(np.int64) >> 52) - 1022
    octave = max(exponent - (BITS + 1), 0)
    return min((octave << BITS) + (unit >> octave), beyond)


def warm_up() -> None:
    """Have the fold compiled, or read from disk, by folding no case into arrays of the right types, whatever their sizes."""
    row, matrix, bins = np.zeros(8, np.int64), np.zeros((1, 8), np.int64), np.zeros(8, np.int32)
    nothing = np.zeros((0, len(CASE_FIELDS)), np.int64)
    fold_rows(nothing, Fold(row, row, row, row, matrix, matrix, bins, bins, matrix, row, row, row))
