"""Quantiles of every slice at once, from the few bins that hold somebody.

A run of a hundred cases fills a few of thousands of bins, and the bins of a large one need not be added up for each family
of slices: what a bin holds is counted under every slice that its group belongs to, and one walk in order finds all ranks.
"""

from collections.abc import Sequence
from functools import lru_cache

import numpy as np
from numpy.typing import NDArray

from sinksim.core.time_bins import quantiles_of_held
from sinksim.metrics.slices import FAMILIES, Family, Shape

Ints = NDArray[np.int64]
Floats = NDArray[np.float64]
Bins = NDArray[np.integer]


def all_quantiles(by_area: Bins, by_segment: Bins, shares: Sequence[float]) -> Floats:
    """Quantiles [shares, distributions, slices of all families one after the other], nan for those of the backlog.

    ``by_area`` [distributions, services, areas, bins], ``by_segment`` [distributions, services, segments, bins].
    """
    kinds, services, areas, bins = by_area.shape
    of_area, of_segment, slices = _slices_of((services, areas, by_segment.shape[2]), kinds)
    parts = [_counts_by_slice(by_area, of_area), _counts_by_slice(by_segment, of_segment)]
    place, counts = (np.concatenate(columns) for columns in zip(*parts, strict=True))
    order = np.argsort(place, kind="stable")
    found = quantiles_of_held(place[order], counts[order], kinds * slices, bins, shares)
    return found.reshape(len(shares), kinds, slices)


def _counts_by_slice(table: Bins, slices_of: Ints) -> tuple[Ints, Ints]:
    """Places and counts of the bins that are not empty, each once for every slice in which it counts.

    A place is slice x bins + bin; ``slices_of`` [families, rows of the table]: the slices of each row.
    """
    bins, flat = table.shape[-1], table.reshape(-1)
    held = np.flatnonzero(flat != 0)
    row, number = np.divmod(held, bins)
    place = slices_of[:, row] * bins + number
    counts = np.empty_like(place)
    counts[:] = flat[held]
    return place.reshape(-1), counts.reshape(-1)


@lru_cache(maxsize=32)
def _slices_of(shape: Shape, kinds: int) -> tuple[Ints, Ints, int]:
    """Where each row of the bins is counted, by area and by segment, and how many slices there are.

    Slices of all families are numbered one after the other, once for each distribution. A row of by-area bins (a
    service in an area) is counted in the slice of its area and in its own; a row of by-segment bins also in "overall"
    and in the slice of its service. Both arrays are [families, rows].
    """
    services, areas, segments = shape
    # Slices of each family, in the order of FAMILIES: overall is one, and so is the backlog.
    sizes = (1, services, areas, segments, services * areas, services * segments, 1)
    first = dict(zip(FAMILIES, np.cumsum([0, *sizes]).tolist(), strict=False))
    area = np.arange(services * areas) % areas
    of_area: dict[Family, Ints] = {"area": area, "service_area": np.arange(services * areas)}
    service, segment = np.divmod(np.arange(services * segments), segments)
    of_segment: dict[Family, Ints] = {
        "overall": np.zeros_like(service),
        "service": service,
        "segment": segment,
        "service_segment": np.arange(services * segments),
    }
    slices = sum(sizes)

    def among_all(rows: dict[Family, Ints]) -> Ints:
        once = np.array([first[family] + row for family, row in rows.items()])
        return np.concatenate([once + kind * slices for kind in range(kinds)], axis=1)

    return among_all(of_area), among_all(of_segment), slices
