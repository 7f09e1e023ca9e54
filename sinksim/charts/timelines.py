"""Two timelines of one citizen on one scale: what kind of time it was, when, and in which step."""

import datetime as dt
from collections.abc import Iterator
from typing import NamedTuple

import plotly.graph_objects as go

from sinksim.analysis.twin import Side, TimelineStep, Twin
from sinksim.charts import palette
from sinksim.core.records import TIME_KINDS
from sinksim.text.escaping import plain
from sinksim.text.stories import StoryWording

HEIGHT = 300
FORMAT = "%m-%d %H:%M"
# Signs of what became of the case: accepted, reported closed, truly solved, ended otherwise.
ACCEPTED, CLOSED, SOLVED, ENDED = "circle", "square", "star", "x"


class Bar(NamedTuple):
    """A spell on a track: kind of time, from, to [ms], and the step that it belongs to."""

    track: int
    kind: str
    began: int
    ended: int
    step: TimelineStep


def timelines(twin: Twin, wording: StoryWording) -> go.Figure:
    """Two horizontal tracks, the baseline above; a side without a story has an empty track that says why."""
    bars = [bar for track, side in enumerate(twin.sides) for bar in _bars(side, track)]
    traces = [_kind(twin, kind, [b for b in bars if b.kind == kind], wording) for kind in TIME_KINDS]
    traces += [_signs(twin, track, wording) for track in (0, 1)]
    traces += [_reason(twin, track, wording) for track in (0, 1)]
    layout = {
        "yaxis": {
            "range": [1.6, -0.6], "automargin": True, "showgrid": False, "zeroline": False, "tickvals": [0, 1],
            "ticktext": [side.name.in_language(wording.t.lang) for side in twin.sides],
        },
        "xaxis": {"type": "date", "tickformat": FORMAT, "gridcolor": palette.GRID, "range": _range(twin)},
        "height": HEIGHT,
        "barmode": "overlay",
        "bargap": 0.35,
        "margin": {"l": 10, "r": 10, "t": 10, "b": 40},
        "legend": {"orientation": "h", "yanchor": "bottom", "y": 1.02, "x": 0},
        "uniformtext": {"minsize": 10, "mode": "hide"},
    }  # fmt: skip
    return go.Figure([trace for trace in traces if trace is not None], layout)


def _bars(side: Side, track: int) -> Iterator[Bar]:
    """The times of a side's main line (branch 0) as bars of a track.

    What departments do beside each other is left out: it is in the step that waits for them.
    """
    for step in side.steps:
        if step.branch == 0:
            yield from (Bar(track, spell.kind, spell.began, spell.ended, step) for spell in step.spells)


def _kind(twin: Twin, kind: str, bars: list[Bar], wording: StoryWording) -> go.Bar | None:
    """All bars of one kind of time, on both tracks, as one trace; None where there are none."""
    if not bars:
        return None
    word = wording.t(f"story.kind_{kind}")
    return go.Bar(
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
        customdata=[_hover(twin, bar, word, wording) for bar in bars],
        hovertemplate="%{customdata}<extra></extra>",
    )


def _hover(twin: Twin, bar: Bar, word: str, wording: StoryWording) -> str:
    span = f"{wording.when(twin, bar.began)} – {wording.when(twin, bar.ended)}"
    return "<br>".join([plain(wording.title(bar.step)), f"{word} {wording.span(bar.ended - bar.began)}", span])


def _signs(twin: Twin, track: int, wording: StoryWording) -> go.Scatter | None:
    """When the case was reported closed, truly solved, or ended otherwise."""
    signs = list(_ends(twin.sides[track], wording))
    if not signs:
        return None
    return go.Scatter(
        x=[_at(twin, instant) for instant, _, _ in signs],
        y=[track] * len(signs),
        mode="markers",
        marker={
            "symbol": [symbol for _, symbol, _ in signs], "size": 14, "color": palette.NEUTRAL,
            "line": {"width": 1.5, "color": "white"},
        },
        showlegend=False,
        customdata=[f"{word}<br>{wording.when(twin, instant)}" for instant, _, word in signs],
        hovertemplate="%{customdata}<extra></extra>",
    )  # fmt: skip


def _ends(side: Side, wording: StoryWording) -> Iterator[tuple[int, str, str]]:
    """Instants [ms] to be marked on a side, each with its sign and its words: response, solution, end.

    A solution that coincides with the end is marked once.
    """
    responded, closed, solved = (side.instant(name) for name in ("responded", "closed", "solved"))
    if responded is not None:
        yield responded, ACCEPTED, wording.t("story.accepted")
    if solved is not None:
        yield solved, SOLVED, wording.t("story.end_solved")
    if closed is not None and closed != solved:
        reported = side.end in ("solved", "hollow", "open")
        yield (
            closed,
            CLOSED if reported else ENDED,
            wording.t("story.verb_close" if reported else f"story.end_{side.end}"),
        )


def _reason(twin: Twin, track: int, wording: StoryWording) -> go.Scatter | None:
    """Why a side has no story."""
    if twin.sides[track].steps:
        return None
    first, last = _extent(twin)
    middle, why = _at(twin, (first + last) // 2), wording.side(twin.sides[track])
    return go.Scatter(x=[middle], y=[track], mode="text", text=[why], showlegend=False, hoverinfo="skip")


def _extent(twin: Twin) -> tuple[int, int]:
    """First and last instant of both stories [ms]."""
    begins = [side.record["arisen"] for side in twin.sides if side.record]
    ends = [step.ended for side in twin.sides for step in side.steps]
    return min(begins), max([*ends, *begins])


def _range(twin: Twin) -> list[dt.datetime]:
    """Ends of the time axis, with room at both sides."""
    first, last = _extent(twin)
    room = max((last - first) // 40, 60_000)  # a fortieth, a minute at least [ms]
    return [_at(twin, first - room), _at(twin, last + room)]


def _at(twin: Twin, instant: int) -> dt.datetime:
    """An instant [ms from the start of the run] as a date and time."""
    return dt.datetime.combine(twin.start, dt.time()) + dt.timedelta(milliseconds=instant)
