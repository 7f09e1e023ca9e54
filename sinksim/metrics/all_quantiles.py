"""Quantiles of every slice at once: the bins of each family of slices are added up from those by area or by segment."""

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from sinksim.core.time_bins import quantiles
from sinksim.metrics.slices import FAMILIES, Family

Floats = NDArray[np.float64]
Bins = NDArray[np.integer]


def all_quantiles(by_area: Bins, by_segment: Bins, shares: Sequence[float]) -> Floats:
    """Quantiles [shares, distributions, slices of all families one after the other], nan for those of the backlog.

    ``by_area`` [distributions, services, areas, bins], ``by_segment`` [distributions, services, segments, bins].
    """
    distributions, *_, bins = by_area.shape
    of_family: dict[Family, Bins] = {
        "overall": by_segment.sum(axis=(1, 2)),
        "service": by_segment.sum(axis=2),
        "area": by_area.sum(axis=1),
        "segment": by_segment.sum(axis=1),
        "service_area": by_area,
        "service_segment": by_segment,
        "backlog": np.zeros((distributions, bins), np.int64),
    }
    found = (quantiles(of_family[family].reshape(-1, bins), shares) for family in FAMILIES)
    return np.concatenate([part.reshape(len(shares), distributions, -1) for part in found], axis=2)
