"""How times are spread over a few classes that people know: minutes, hours, days, weeks."""

import numpy as np
from numpy.typing import NDArray

from sinksim.core.time_bins import bin_of
from sinksim.metrics.aggregate import KINDS, Aggregate
from sinksim.metrics.columns import Distribution

Ints = NDArray[np.int64]
HOUR_MS, DAY_HOURS = 3_600_000, 24
# Upper ends of the classes [h]; one more class holds what is longer, or beyond what was followed.
ENDS_H = (
    *(0.25, 0.5, 1.0, 2.0, 4.0, 8.0),
    *(days * DAY_HOURS for days in (1.0, 2.0, 3.0, 5.0, 7.0, 14.0, 21.0, 30.0, 45.0, 60.0)),
)
# Bin of the finer distribution in which each class of hours ends.
_ENDS = bin_of((np.array(ENDS_H) * HOUR_MS).astype(np.int64))


def spread(aggregate: Aggregate) -> dict[Distribution, Ints]:
    """Cases of the cohort by service and class of time [services, classes], for each distribution of times."""
    classed = _counts_by_class(aggregate.by_segment.sum(axis=2, dtype=np.int64))
    return dict(zip(KINDS, classed, strict=True))


def _counts_by_class(counts: Ints) -> Ints:
    """Counts [..., bins] by class; the last bin is what lies beyond the follow-up, whatever its number.

    A class holds the bins before the one in which its upper end lies; the last class holds all the rest.
    """
    reached = np.cumsum(counts, axis=-1)
    beyond = counts.shape[-1] - 1
    classes: Ints = reached[..., np.append(np.minimum(_ENDS, beyond) - 1, beyond)]
    classes[..., 1:] -= classes[..., :-1].copy()
    return classes
