"""Two timelines of one citizen on one scale: what kind of time it was, when, and in which step."""

import datetime as dt
from collections.abc import Iterator
from typing import NamedTuple

import plotly.graph_objects as go

from sinksim.charts import palette
from sinksim.charts.escaping import plain
from sinksim.experiments.twin import Happening, Side, Twin
from sinksim.records import TIME_KINDS
from sinksim.reports.phrases import phrase
from sinksim.reports.story_wording import StoryWording

HEIGHT = 300
FORMAT = "%m-%d %H:%M"
# Signs of what became of the case: of a closure on paper only, of the true solution, of any other end.
CLOSED, SOLVED, ENDED = "square", "star", "x"


class Bar(NamedTuple):
    """A spell on a track: kind of time, from, to [ms], and the step that it belongs to."""

    track: int
    kind: str
    began: int
    ended: int
    step: Happening


def timelines(twin: Twin, told: StoryWording) -> go.Figure:
    """Two horizontal tracks, the baseline above; a side without a story has an empty track that says why."""
    figure = go.Figure()
    bars = [bar for track, side in enumerate(twin.sides) for bar in _bars(side, track)]
    for kind in TIME_KINDS:
        own = [bar for bar in bars if bar.kind == kind]
        if own:
            _add_kind(figure, twin, kind, own, told)
    for track, side in enumerate(twin.sides):
        _add_signs(figure, twin, track, told)
        if not side.steps:
            _say_why(figure, twin, track, told)
    names = {"tickvals": [0, 1], "ticktext": [phrase(side.name, told.t.lang) for side in twin.sides]}
    figure.update_yaxes(range=[1.6, -0.6], automargin=True, showgrid=False, zeroline=False, **names)
    figure.update_xaxes(type="date", tickformat=FORMAT, gridcolor=palette.GRID, range=_range(twin))
    figure.update_layout(
        height=HEIGHT,
        barmode="overlay",
        bargap=0.35,
        margin={"l": 10, "r": 10, "t": 10, "b": 40},
        legend={"orientation": "h", "yanchor": "bottom", "y": 1.02, "x": 0},
        uniformtext={"minsize": 10, "mode": "hide"},
    )
    return figure


def _bars(side: Side, track: int) -> Iterator[Bar]:
    """The main line; what departments do beside each other is in the step that waits for them."""
    for step in side.steps:
        if step.branch == 0:
            yield from (Bar(track, spell.kind, spell.began, spell.ended, step) for spell in step.spells)


def _add_kind(figure: go.Figure, twin: Twin, kind: str, bars: list[Bar], told: StoryWording) -> None:
    word = told.t(f"story.kind_{kind}")
    figure.add_bar(
        orientation="h",
        name=word,
        y=[bar.track for bar in bars],
        base=[_at(twin, bar.began) for bar in bars],
        x=[bar.ended - bar.began for bar in bars],
        text=[word] * len(bars),
        textposition="inside",
        insidetextanchor="middle",
        textangle=0,
        marker={"color": palette.KIND_OF_TIME[kind], "line": {"width": 0}},
        hovertemplate="%{customdata}<extra></extra>",
        customdata=[_hover(twin, bar, word, told) for bar in bars],
    )


def _hover(twin: Twin, bar: Bar, word: str, told: StoryWording) -> str:
    span = f"{told.when(twin, bar.began)} – {told.when(twin, bar.ended)}"
    return "<br>".join([plain(told.title(bar.step)), f"{word} {told.span(bar.ended - bar.began)}", span])


def _add_signs(figure: go.Figure, twin: Twin, track: int, told: StoryWording) -> None:
    """When the case was reported closed, truly solved, or ended otherwise."""
    for instant, symbol, word in _signs(twin.sides[track], told):
        figure.add_scatter(
            x=[_at(twin, instant)],
            y=[track],
            mode="markers",
            marker={"symbol": symbol, "size": 14, "color": palette.NEUTRAL, "line": {"width": 1.5, "color": "white"}},
            showlegend=False,
            hovertemplate=f"{word}<br>{told.when(twin, instant)}<extra></extra>",
        )


def _signs(side: Side, told: StoryWording) -> Iterator[tuple[int, str, str]]:
    closed, solved = side.instant("closed"), side.instant("solved")
    if solved is not None:
        yield solved, SOLVED, told.t("story.end_solved")
    if closed is not None and closed != solved:
        reported = side.end in ("solved", "hollow", "open")
        yield closed, CLOSED if reported else ENDED, told.t("story.verb_close" if reported else f"story.end_{side.end}")


def _say_why(figure: go.Figure, twin: Twin, track: int, told: StoryWording) -> None:
    first, last = _extent(twin)
    figure.add_scatter(
        x=[_at(twin, (first + last) // 2)],
        y=[track],
        mode="text",
        text=[told.side(twin.sides[track])],
        showlegend=False,
        hoverinfo="skip",
    )


def _extent(twin: Twin) -> tuple[int, int]:
    """First and last instant of both stories [ms]."""
    begins = [side.record["arisen"] for side in twin.sides if side.record]
    ends = [step.ended for side in twin.sides for step in side.steps]
    return min(begins), max([*ends, *begins])


def _range(twin: Twin) -> list[dt.datetime]:
    first, last = _extent(twin)
    room = max((last - first) // 40, 60_000)
    return [_at(twin, first - room), _at(twin, last + room)]


def _at(twin: Twin, instant: int) -> dt.datetime:
    return dt.datetime.combine(twin.start, dt.time()) + dt.timedelta(milliseconds=instant)
