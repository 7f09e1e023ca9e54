"""Fixed logarithmic bins for spans of time: at most 0.4 % wide, the same on every machine.

A span is cut to units of 4 ms; from 1,024 ms on each octave holds 256 bins of equal width (the layout of HdrHistogram,
Tene 2012), so that a bin is found by counting bits and no logarithm is taken.
"""

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

Ints = NDArray[np.int64]
Floats = NDArray[np.float64]
Counts = NDArray[np.int32]

UNIT_BITS = 2
BITS = 8
# A square of a span below 2**34 ms, cut at 17 bits, gives three products below 2**34: sums over 5e8 cases fit int64.
SQUARE_BITS = 17


def bin_of(span: Ints) -> Ints:
    """Number of the bin that holds a span >= 0 [ms].

    Log-linear: below 2^9 units of 4 ms each unit has a bin of its own; every doubling from there on (an octave) is cut into 2^8
    bins of equal width, numbered on from those below it.
    """
    unit = span >> UNIT_BITS
    # frexp gives the count of bits exactly below 2**53.
    octave = np.maximum(np.frexp(unit.astype(np.float64))[1].astype(np.int64) - (BITS + 1), 0)
    number: Ints = (octave << BITS) + (unit >> octave)
    return number


def bins_up_to(longest: int) -> int:
    """How many bins hold spans up to ``longest`` [ms] (numbers count from 0), and one more for what lies beyond."""
    return int(bin_of(np.array([longest], np.int64))[0]) + 2


def lower_edge(number: Ints) -> Ints:
    """Shortest span of a bin [ms]; turns ``bin_of`` around.

    Bins 0 to 2^9 - 1 are one unit (4 ms) wide; each 2^8 bins from there on are an octave, in which a bin is twice as wide as in
    the one before. A bin's place in its octave plus 2^8, times that width, is where it begins.
    """
    octave = np.maximum((number >> BITS) - 1, 0)
    edge: Ints = ((number - (octave << BITS)) << octave) << UNIT_BITS
    return edge


def middle(number: Ints) -> Floats:
    """Middle of a bin [ms]; 0 for the first, where nearly all spans are exactly 0."""
    low, high = lower_edge(number), lower_edge(number + 1) - 1
    return np.where(number == 0, 0.0, (low + high) / 2)


def quantile(counts: NDArray[np.integer], share: float) -> Floats:
    """Quantile of each row of ``counts`` [rows, bins] in ms: the middle of the first bin that reaches ``share``.

    inf where it lies in the last bin (beyond what was followed), nan for an empty row.
    """
    found: Floats = quantiles(counts, (share,))[0]
    return found


def quantiles(counts: NDArray[np.integer], shares: Sequence[float]) -> Floats:
    """``quantile`` for several shares [shares, rows].

    The quantile of a share is the bin in which the entry of rank ceil(share x total of the row) lies (the first for share 0);
    it is sought among the bins that hold somebody, which are few.
    """
    rows, bins = counts.shape
    flat = counts.reshape(-1)
    held = np.flatnonzero(flat != 0)
    reached = np.zeros(len(held) + 1, np.int64)
    np.cumsum(flat[held], out=reached[1:])
    edge = reached[np.searchsorted(held, np.arange(rows + 1) * bins)]
    before, total = edge[:-1], edge[1:] - edge[:-1]
    rank = np.maximum(np.ceil(np.array(shares)[:, None] * total), 1).astype(np.int64)
    # Where a row is empty the rank leads into the next or beyond the last, and is not used.
    entry = np.minimum(np.searchsorted(reached, before + rank) - 1, len(held) - 1)
    number = held[entry] % bins if len(held) else np.zeros(rank.shape, np.int64)
    spans = np.where(number == bins - 1, np.inf, middle(number))
    return np.where(total == 0, np.nan, spans)
