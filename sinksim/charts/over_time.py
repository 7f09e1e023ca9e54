"""Day by day: what share of the needs that arose on a day was solved in time, and of the cases filed ran out of a clock."""

import datetime as dt
from typing import Literal, NamedTuple

import numpy as np
import plotly.graph_objects as go
from numpy.typing import NDArray

from sinksim.charts import palette
from sinksim.experiments.pair import Pair
from sinksim.experiments.result import Result
from sinksim.experiments.statistics import t_intervals
from sinksim.i18n import Words
from sinksim.metrics.columns import DAILY

HEIGHT = 300
Floats = NDArray[np.float64]
Measure = Literal["covered", "alert"]
# What each measure is a share of.
DENOMINATOR: dict[Measure, str] = {"covered": "arisen", "alert": "filed"}


class Days(NamedTuple):
    """A share [%] on every day of the window, with its half width."""

    share: Floats
    half_width: Floats


def days_of(result: Result, measure: Measure) -> Days:
    """Share by the day of arising, over replications; a day on which nothing arose has none.

    ``result.daily`` [replications, days, DAILY] counts the needs of each day; a measure is a share of those its
    denominator counts.
    """
    counted, out_of = (result.daily[:, :, DAILY.index(name)] for name in (measure, DENOMINATOR[measure]))
    share = np.divide(100 * counted, out_of, out=np.full(counted.shape, np.nan), where=out_of > 0)
    found = t_intervals(share)
    return Days(found.mean, found.half_width)


def over_time(comparison: Pair, measure: Measure, first: dt.date, t: Words) -> go.Figure:
    """Both sides as lines with bands; ``first`` is the day on which the window begins."""
    figure = go.Figure()
    sides = (
        (comparison.names.baseline, comparison.baseline, palette.BASELINE, "dot"),
        (comparison.names.alternative, comparison.alternative, palette.ALTERNATIVE, "solid"),
    )
    for side, result, colour, dash in sides:
        share, half = days_of(result, measure)
        days = [first + dt.timedelta(days=n) for n in range(len(share))]
        # Where there is no half width the band has none either.
        low, high = np.maximum(share - np.nan_to_num(half), 0), np.minimum(share + np.nan_to_num(half), 100)
        _band(figure, days, low, high, colour)
        hover_text = "%{x|%Y-%m-%d}: %{y:.1f} %<extra>" + side.in_language(t.lang) + "</extra>"
        line = {"color": colour, "dash": dash}
        figure.add_scatter(
            x=days, y=share, mode="lines+markers", name=side.in_language(t.lang), line=line, hovertemplate=hover_text
        )
    figure.update_xaxes(tickformat="%m-%d", gridcolor=palette.GRID)
    figure.update_yaxes(title="%", rangemode="tozero", gridcolor=palette.GRID)
    legend = {"orientation": "h", "y": 1.02, "x": 0, "yanchor": "bottom"}
    figure.update_layout(height=HEIGHT, margin={"l": 10, "r": 10, "t": 40, "b": 30}, legend=legend)
    return figure


def _band(figure: go.Figure, days: list[dt.date], low: Floats, high: Floats, colour: str) -> None:
    """The interval around a line as a faint area."""
    around = {"x": [*days, *reversed(days)], "y": [*high.tolist(), *reversed(low.tolist())]}
    figure.add_scatter(
        **around,
        fill="toself",
        fillcolor=colour,
        opacity=0.18,
        line={"width": 0},
        showlegend=False,
        hoverinfo="skip",
        mode="lines",
    )
