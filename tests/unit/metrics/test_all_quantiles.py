"""Quantiles of all slices at once are those of each family's own bins added up."""

import numpy as np
import pytest

from sinksim.core.time_bins import quantiles
from sinksim.metrics.all_quantiles import all_quantiles

SHARES = (0.5, 0.9, 1.0)
SERVICES, AREAS, SEGMENTS, BINS = 3, 5, 4, 60


def tables(filled, seed=4):
    """The same cases by area and by segment, for two distributions."""
    rng = np.random.default_rng(seed)
    shape = (2, SERVICES, AREAS, SEGMENTS, BINS)
    cells = (rng.integers(1, 9, shape) * (rng.random(shape) < filled)).astype(np.int32)
    return cells.sum(axis=3), cells.sum(axis=2)


@pytest.mark.parametrize("filled", [0.0, 0.002, 0.1, 0.9])
def test_every_slice_has_the_quantiles_of_its_own_bins(filled):
    by_area, by_segment = tables(filled)
    found = all_quantiles(by_area, by_segment, SHARES)
    for kind in range(2):
        areas, segments = by_area[kind], by_segment[kind]
        families = [
            segments.sum(axis=(0, 1))[None],
            segments.sum(axis=1),
            areas.sum(axis=0),
            segments.sum(axis=0),
            areas.reshape(-1, BINS),
            segments.reshape(-1, BINS),
            np.zeros((1, BINS), np.int64),
        ]
        expected = quantiles(np.concatenate(families), SHARES)
        assert found[:, kind].tobytes() == expected.tobytes()


def test_nobody_at_all_has_no_quantile():
    assert np.isnan(all_quantiles(*tables(0.0), SHARES)).all()
