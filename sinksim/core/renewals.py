"""Arrivals whose gaps follow another law than the exponential: a renewal process laid along a stream's demand.

The gaps are of mean 1 in *operational time*, the expected number of arrivals so far; where demand is low that time passes
slowly. Both engines call these functions.
"""

from numba import float64, int64, types, uint64

from sinksim.core.draws import mix, mixture_sample, sample, uniform
from sinksim.core.kernel import shared

# Arrays of a Plan are read-only.
_FLOATS = types.Array(float64, 1, "C", readonly=True)
_INTS = types.Array(int64, 1, "C", readonly=True)


@shared(float64(uint64, uint64, int64, int64, float64, float64, float64, float64, _FLOATS, _FLOATS))
def gap(layer, draw, epoch, law, a, b, c, d, values, weights):  # type: ignore[no-untyped-def]
    """Operational time before an epoch, from a law of mean 1; before the first (0) a uniform part of it.

    The stream is met in the midst of a gap: else all streams of constant gaps would bring their needs at the same instants.
    ``law`` is its code; it has parameters ``a`` to ``d``, or, for a mixture, ``values`` and their cumulative ``weights``.
    """
    if len(values) > 0:
        whole_gap = mixture_sample(layer, draw, epoch, law, values, weights)
    else:
        whole_gap = sample(layer, draw, epoch, law, a, b, c, d)
    return whole_gap * uniform(layer, mix(draw), epoch, 0) if epoch == 0 else whole_gap


_EPOCHS = types.Tuple((int64, int64, float64, int64))
_WHERE, _LAW = (
    (uint64, uint64, int64, float64, int64, float64),
    (int64, float64, float64, float64, float64, _FLOATS, _FLOATS),
)
_ALONG = (_INTS, _FLOATS, int64[::1], int64[::1])


@shared(_EPOCHS(*_WHERE, *_LAW, *_ALONG))
def renewals(  # type: ignore[no-untyped-def]
    layer, draw, epoch, area, interval, rate, law, a, b, c, d, values, weights, times, cumulative, out_time, out_epoch
):
    """Fill one block with the next arrival epochs of a stream; as ``core.draws.arrivals``, but with gaps of a law of mean 1.

    ``epoch``, ``area`` (operational time) and ``interval`` (of ``times``) say where the last call stopped. Returns (how many
    arrivals, and these three); fewer than the block holds means that the end of ``times`` was reached.
    """
    n = 0
    last = len(times) - 1
    while n < len(out_time):
        area += gap(layer, draw, epoch, law, a, b, c, d, values, weights)
        level = area / rate
        while interval < last and cumulative[interval + 1] <= level:
            interval += 1
        if interval >= last:
            return n, epoch, area, interval
        slope = (cumulative[interval + 1] - cumulative[interval]) / (times[interval + 1] - times[interval])
        out_time[n] = times[interval] + int64((level - cumulative[interval]) / slope)
        out_epoch[n] = epoch
        n += 1
        epoch += 1
    return n, epoch, area, interval
