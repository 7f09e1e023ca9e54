"""Who goes first among cases at equal times, as one whole number: service, origin, layer, ordinal, branch.

The order is that of ``core.records.TIE_ORDER`` and of the case's identity. Which (service, origin, layer) exist is known
beforehand: their rank takes the place of the three, so that the key of an event fits 63 bits.
"""

from typing import NamedTuple

import numpy as np

from sinksim.compiled.layout import BRANCH_BITS, GROUP_BITS, TIE_SHIFT
from sinksim.compiled.state import Ints
from sinksim.core.errors import BadInput
from sinksim.plan.plan import Plan


class Ranks(NamedTuple):
    """Ranks of sources and given cases, and how many bits lie below rank and clock."""

    sources: Ints  # layers of all streams
    given: Ints  # [given cases]
    ordinal_shift: int
    clock_shift: int


def ranks_of(plan: Plan) -> Ranks:
    """Rank every (service, origin, layer); raises BadInput where there are too many cases to tell apart."""
    demand, given = plan.demand, plan.recorded
    layers = demand.layers
    sources = [np.repeat(demand.service, layers), np.repeat(demand.origin, layers), layers_of(layers)]
    triples = np.concatenate([np.stack(sources).T, np.stack([given.service, given.origin, given.layer]).T])
    _, rank = np.unique(triples.astype(np.int64), axis=0, return_inverse=True)
    rank = rank.reshape(-1).astype(np.int64)
    rank_bits = _bits(int(rank.max(initial=0)))
    clock_bits = _bits(max(len(plan.clocks.warn) - 1, 0))
    ordinal_bits = _bits(_ordinal_bound(plan))
    if rank_bits + clock_bits + ordinal_bits + BRANCH_BITS > TIE_SHIFT:
        raise BadInput(
            f"the compiled engine cannot tell apart 2^{ordinal_bits} cases of 2^{rank_bits} streams with "
            f"2^{clock_bits} clocks; allowed: a shorter run, or engine=agents"
        )
    shift = ordinal_bits + BRANCH_BITS
    cut = int(layers.sum())
    return Ranks(rank[:cut], rank[cut:], shift, TIE_SHIFT - clock_bits)


def layers_of(layers: Ints) -> Ints:
    """The layers of all streams, from 0 on for each; ``layers``: how many each has."""
    found: Ints = np.arange(layers.sum()) - np.repeat(np.cumsum(layers) - layers, layers)
    return found


def _ordinal_bound(plan: Plan) -> int:
    """An ordinal that none of a run's cases exceeds, to know how many bits ordinals need.

    The largest stream's expected number of arrivals and ten standard deviations more, or the last given case's. A hundred (or
    what comes as at once, where gaps are uneven) come on top, because the normal law is no measure of streams that bring few.
    """
    demand = plan.demand
    ends = np.array([cumulative[-1] for _, cumulative in demand.profiles])
    expected = demand.rate * ends[demand.profile]
    uneven = np.maximum(demand.dispersion, 1.0)[demand.service]
    most = expected + 10 * np.sqrt(expected * uneven) + 100 * uneven
    grouped = np.array([len(b) > 0 for b in demand.group_size])[demand.service]
    largest = np.where(grouped, most * 2**GROUP_BITS, most).max(initial=1)
    return int(max(largest, plan.recorded.ordinal.max(initial=0)))


def _bits(largest: int) -> int:
    """Bits that hold the numbers from 0 to the largest."""
    return max(int(largest).bit_length(), 1)
