"""Rows of numbers with their intervals as dots: levels of one run, or both sides of a pair and their difference."""

import math
from collections.abc import Sequence
from typing import NamedTuple

import plotly.graph_objects as go

from sinksim.charts import palette
from sinksim.core.side_names import PairNames, Role
from sinksim.experiments.pair import Difference
from sinksim.i18n import Words
from sinksim.text.escaping import plain
from sinksim.text.phrases import amount, phrase, unit_word

ROW, MARGIN = 26, 130  # px: height of a row, and of everything else


class DifferenceRow(NamedTuple):
    """One row: what it is called, and its paired difference."""

    label: str
    found: Difference


class Level(NamedTuple):
    """One row: what it is called, a level and the half width of its interval."""

    label: str
    mean: float
    half_width: float


def paired(rows: Sequence[DifferenceRow], unit: str, names: PairNames, t: Words) -> go.Figure:
    """Left the levels of both sides, right the difference with its interval, coloured only when clear of zero."""
    from plotly.subplots import make_subplots

    # The signs stand in the title: a legend would leave no room on a phone.
    against, side = names.of("baseline", t.lang), names.of("alternative", t.lang)
    titles = [f"○ {against}   ● {side}", t("report.difference", side=side, against=against)]
    figure = make_subplots(cols=2, shared_yaxes=True, horizontal_spacing=0.04, subplot_titles=titles)
    scale, labels = _scale(unit), _distinct([row.label for row in rows])
    drawn: tuple[tuple[Role, str, str], ...] = (
        ("baseline", palette.BASELINE, "circle-open"),
        ("alternative", palette.ALTERNATIVE, "circle"),
    )
    for role, colour, symbol in drawn:
        values = [_finite(getattr(row.found, role) * scale) for row in rows]
        marker = {"color": colour, "symbol": symbol, "size": 9}
        hover_text = "%{y}: %{x:,.4g}<extra>" + names.of(role, t.lang) + "</extra>"
        figure.add_scatter(
            x=values,
            y=labels,
            mode="markers",
            name=names.of(role, t.lang),
            marker=marker,
            hovertemplate=hover_text,
            col=1,
            row=1,
        )
    _differences(figure, rows, labels, unit, t)
    return _finish_layout(figure, len(rows), unit_word(unit, t.lang), unit_word(unit, t.lang, difference=True))


def alone(rows: Sequence[Level], unit: str, t: Words) -> go.Figure:
    """The levels of one run with their intervals."""
    figure, scale = go.Figure(), _scale(unit)
    # What lies beyond the follow-up is not drawn, so that nobody can ask how long that was.
    hover_text = [amount(row.mean, row.half_width, unit, follow_up_hours=math.nan) for row in rows]
    figure.add_scatter(
        x=[_finite(row.mean * scale) for row in rows],
        y=_distinct([row.label for row in rows]),
        error_x={"array": [_finite(row.half_width * scale) for row in rows], "color": palette.ALTERNATIVE},
        mode="markers",
        marker={"color": palette.ALTERNATIVE, "size": 9},
        text=hover_text,
        hovertemplate="%{y}: %{text}<extra></extra>",
    )
    return _finish_layout(figure, len(rows), unit_word(unit, t.lang))


def _differences(figure: go.Figure, rows: Sequence[DifferenceRow], labels: list[str], unit: str, t: Words) -> None:
    """Add the right half: each difference with its interval, in the colour of its verdict."""
    scale = _scale(unit)
    hover_text = [
        f"{amount(found.difference, found.half_width, unit, signed=True)} · {phrase(found.verdict, t.lang)}"
        for _, found in rows
    ]
    colours = [palette.colour_of(row.found.verdict) for row in rows]
    figure.add_scatter(
        x=[_finite(row.found.difference * scale) for row in rows],
        y=labels,
        error_x={"array": [_finite(row.found.half_width * scale) for row in rows], "color": palette.NEUTRAL},
        mode="markers",
        marker={"color": colours, "size": 9, "symbol": "diamond"},
        text=hover_text,
        hovertemplate="%{y}: %{text}<extra></extra>",
        col=2,
        row=1,
    )
    figure.add_vline(x=0, line={"color": palette.NEUTRAL, "width": 1}, col=2, row=1)


def _finish_layout(figure: go.Figure, rows: int, *units: str) -> go.Figure:
    """Size, axes and titles of a picture of so many rows; one unit for each half."""
    # The first row stands on top, with room above for the titles of both halves.
    figure.update_yaxes(range=[rows - 0.4, -0.6], automargin=True, gridcolor=palette.GRID, type="category")
    figure.update_xaxes(gridcolor=palette.GRID, zerolinecolor=palette.GRID)
    for position, unit in enumerate(units, start=1):
        figure.update_layout({f"xaxis{position if position > 1 else ''}": {"title": unit}})
    figure.update_layout(
        height=MARGIN + ROW * rows,
        margin={"l": 10, "r": 10, "t": 66, "b": 40},
        showlegend=False,
    )
    return figure


def _distinct(labels: Sequence[str]) -> list[str]:
    """Labels for an axis of names: plotly puts equal ones in one place, so a number tells them apart."""
    seen: dict[str, int] = {}
    found = []
    for label in map(plain, labels):
        seen[label] = seen.get(label, 0) + 1
        found.append(label if seen[label] == 1 else f"{label} ({seen[label]})")
    return found


def _scale(unit: str) -> float:
    """What values are multiplied by: shares are shown in per cent."""
    return 100.0 if unit == "share" else 1.0


def _finite(value: float) -> float | None:
    """The value for plotly, None where it is nan or infinite: nothing is drawn there."""
    return value if math.isfinite(value) else None
