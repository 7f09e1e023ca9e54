"""Figures of every station in the window: means over replications with their intervals."""

from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from sinksim.core.records import STATION_FIELDS, FieldOf, names
from sinksim.experiments.statistics import Intervals, t_intervals

Floats = NDArray[np.float64]
_HOUR = 3_600_000.0
_AT = {name: position for position, name in enumerate(names(STATION_FIELDS))}

FIGURES = (
    FieldOf(
        "utilisation",
        "share",
        "利用率（观察窗内忙碌/开放）",
        "busy within open hours over open hours, in the window",
    ),
    FieldOf("mean_wait_h", "h", "平均等待（观察窗内）", "waiting per case that joined, in the window"),
    FieldOf("mean_waiting", "cases", "平均排队人数（观察窗内）", "mean number waiting, over the window"),
    FieldOf("overtime_h", "h", "超时工作（观察窗内）", "work outside open hours, in the window"),
)


class StationFigures(NamedTuple):
    """``mean`` and ``half_width`` of the 95 % interval [figures, stations], in the order of ``FIGURES``; nan where none is."""

    mean: Floats
    half_width: Floats


def station_figures(rows: NDArray[np.integer], window: int) -> StationFigures:
    """Figures of each station with their intervals: utilisation, mean wait [h], mean queue length, overtime [h].

    ``rows`` [replications, stations, station fields] are totals over the window, times in ms, the waiting added up over all
    who wait; ``window`` is its length [ms]. A station that is never open in
    the window has no utilisation, one that nobody joins no mean wait.
    """
    field = {name: rows[:, :, position].astype(np.float64) for name, position in _AT.items()}
    values = np.stack(
        [
            _share(field["busy"], field["open"]),
            _share(field["waiting"], field["joined"] * _HOUR),
            field["waiting"] / window,
            field["overtime"] / _HOUR,
        ],
        axis=1,
    )
    found: Intervals = t_intervals(values)
    return StationFigures(found.mean, found.half_width)


def _share(top: Floats, bottom: Floats) -> Floats:
    """A quotient; nan where nothing stands below the line."""
    quotient: Floats = np.divide(top, bottom, out=np.full(top.shape, np.nan), where=bottom > 0)
    return quotient
