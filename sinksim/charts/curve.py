"""How times are spread: the share that is through within a quarter of an hour, a day, a month, on both sides."""

from typing import NamedTuple

import numpy as np
import plotly.graph_objects as go
from numpy.typing import NDArray

from sinksim.charts import palette
from sinksim.experiments.pair import Pair
from sinksim.experiments.result import Result
from sinksim.experiments.statistics import t_intervals
from sinksim.i18n import Words
from sinksim.metrics.columns import Distribution
from sinksim.metrics.spread import DAY_HOURS, ENDS_H

HEIGHT = 340
Floats = NDArray[np.float64]


class Curve(NamedTuple):
    """Shares [%] reached by the end of each class, with half widths, and the ends [h] up to what was followed."""

    share: Floats
    half_width: Floats
    ends: tuple[float, ...]


def curve_of(result: Result, kind: Distribution, service: str | None = None) -> Curve:
    """Share of needs (elapsed) or of cases filed (wait) that is through by the end of each class, over replications.

    ``service``: one service alone; None takes all together.
    """
    counts = result.spread[kind]  # [replications, services, classes of time]
    rows = slice(None) if service is None else [result.labels.services.index(service)]
    by_class = counts[:, rows].sum(axis=1)
    total = by_class.sum(axis=1, keepdims=True)
    reached = np.cumsum(by_class, axis=1)
    share = np.divide(100 * reached, total, out=np.full(reached.shape, np.nan), where=total > 0)
    found = t_intervals(share)
    followed = result.labels.window.follow_up / 3_600_000
    # Later classes are not known. The tolerance keeps a class that ends exactly where the follow-up does.
    ends = tuple(end for end in ENDS_H if end <= followed * 1.001)
    return Curve(found.mean[: len(ends)], found.half_width[: len(ends)], ends)


def curves(comparison: Pair, kind: Distribution, t: Words, service: str | None = None) -> go.Figure:
    """Both sides as curves with their intervals."""
    figure = go.Figure()
    sides = (
        (comparison.names.baseline, comparison.baseline, palette.BASELINE, "dot", "circle-open"),
        (comparison.names.alternative, comparison.alternative, palette.ALTERNATIVE, "solid", "circle"),
    )
    ends: tuple[float, ...] = ()
    for side, result, colour, dash, symbol in sides:
        share, half, ends = curve_of(result, kind, service)
        figure.add_scatter(
            x=[end_word(end, t) for end in ends],
            y=share,
            error_y={"array": np.nan_to_num(half), "color": colour, "thickness": 1, "width": 3},
            mode="lines+markers",
            name=side.in_language(t.lang),
            line={"color": colour, "dash": dash},
            marker={"symbol": symbol, "size": 7},
            hovertemplate="%{x}: %{y:.1f} %<extra>" + side.in_language(t.lang) + "</extra>",
        )
    figure.update_xaxes(title=t("compare.within"), type="category", gridcolor=palette.GRID, automargin=True)
    figure.update_yaxes(title="%", range=[0, 102], gridcolor=palette.GRID)
    legend = {"orientation": "h", "y": 1.02, "x": 0, "yanchor": "bottom"}
    figure.update_layout(height=HEIGHT, margin={"l": 10, "r": 10, "t": 40, "b": 40}, legend=legend)
    return figure


def end_word(hours: float, t: Words) -> str:
    """The upper end of a class of times [h], in minutes, hours or days."""
    if hours < 1:
        return t("compare.minutes", n=f"{hours * 60:g}")
    return t("compare.hours", n=f"{hours:g}") if hours < DAY_HOURS else t("compare.days", n=f"{hours / DAY_HOURS:g}")
