"""Fixed logarithmic bins for spans of time: at most 0.4 % wide, the same on every machine.

A span is cut to units of 4 ms; from 1,024 ms on each octave holds 256 bins of equal width (the layout of HdrHistogram,
Tene 2012), so that a bin is found by counting bits and no logarithm is taken.
"""

from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

Ints = NDArray[np.int64]
Floats = NDArray[np.float64]
Counts = NDArray[np.int32]

_UNIT_BITS = 2
_BITS = 8


def bin_of(span: Ints) -> Ints:
    """Number of the bin that holds a span >= 0 [ms]."""
    unit = span >> _UNIT_BITS
    # frexp gives the count of bits exactly below 2**53.
    octave = np.maximum(np.frexp(unit.astype(np.float64))[1].astype(np.int64) - (_BITS + 1), 0)
    number: Ints = (octave << _BITS) + (unit >> octave)
    return number


def bins_up_to(longest: int) -> int:
    """How many bins hold spans up to ``longest`` [ms], and one more for what lies beyond."""
    return int(bin_of(np.array([longest], np.int64))[0]) + 2


def lower_edge(number: Ints) -> Ints:
    """Shortest span of a bin [ms]."""
    octave = np.maximum((number >> _BITS) - 1, 0)
    edge: Ints = ((number - (octave << _BITS)) << octave) << _UNIT_BITS
    return edge


def middle(number: Ints) -> Floats:
    """Middle of a bin [ms]; 0 for the first, where nearly all spans are exactly 0."""
    low, high = lower_edge(number), lower_edge(number + 1) - 1
    return np.where(number == 0, 0.0, (low + high) / 2)


class Cumulative(NamedTuple):
    """Rows of counts added up from the shortest span on; empty rows are left out (most areas of a sample are empty)."""

    known: NDArray[np.bool_]  # [rows] whether anything was counted
    reached: Ints  # [known rows, bins]


def cumulative(counts: NDArray[np.integer]) -> Cumulative:
    """Counts [rows, bins] added up."""
    known = counts.any(axis=1)
    return Cumulative(known, np.cumsum(counts[known], axis=1, dtype=np.int64))


def quantile(counts: Cumulative, share: float) -> Floats:
    """Quantile of each row in ms: the middle of the first bin that reaches ``share``.

    inf where it lies in the last bin (beyond what was followed), nan for an empty row.
    """
    known, reached = counts
    rank = np.maximum(np.ceil(share * reached[:, -1]), 1)
    number = np.argmax(reached >= rank[:, None], axis=1)
    spans = np.full(len(known), np.nan)
    spans[known] = np.where(number == reached.shape[1] - 1, np.inf, middle(number))
    return spans
