"""A result of a recorded log holds no number of a small cell, whoever asks: pages, files or Python."""

import numpy as np
from numpy.typing import NDArray

from sinksim.core.records import STATION_FIELDS, names
from sinksim.experiments.station_figures import StationFigures
from sinksim.metrics.columns import DAILY, Distribution
from sinksim.metrics.indicators import indicators
from sinksim.metrics.slices import Family
from sinksim.metrics.suppression import FEWEST, small_cells
from sinksim.plan.labels import Labels

Floats = NDArray[np.float64]


def hide_small_cells(
    values: dict[Family, Floats],
    stations: Floats,
    figures: StationFigures,
    spread: dict[Distribution, Floats],
    daily: Floats,
    labels: Labels,
) -> dict[Family, NDArray[np.bool_]]:
    """Take the numbers of small cells out of the tables, in place; returns which slices of ``values`` they were."""
    if not labels.logged:
        return {}
    needs = [row.name for row in indicators(labels)].index("needs")
    hidden = small_cells({family: cells[:, needs].mean(axis=0) for family, cells in values.items()}, labels)
    for family, cells in hidden.items():
        values[family][:, :, cells] = np.nan
    # At a station to which nobody came there is nothing to hide.
    came = stations[:, names(STATION_FIELDS).index("joined")]
    few = (came > 0) & (came < FEWEST)
    stations[few] = np.nan
    for part in figures:
        part[:, few] = np.nan
    for counts in spread.values():
        mean = counts.mean(axis=0)
        counts[:, (mean > 0) & (mean < FEWEST)] = np.nan
    daily[:, daily[:, :, DAILY.index("arisen")].mean(axis=0) < FEWEST] = np.nan
    return hidden
