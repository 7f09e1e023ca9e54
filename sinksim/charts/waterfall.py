"""A difference taken apart, as a waterfall: from the baseline's number, part by part, to the alternative's."""

from collections.abc import Sequence
from dataclasses import dataclass

import plotly.graph_objects as go

from sinksim.charts import palette
from sinksim.charts.escaping import plain
from sinksim.experiments.explain import Attribution, Decomposition, Part
from sinksim.experiments.explain.series import Name
from sinksim.reports.explain_text import part_word, setting_words
from sinksim.reports.phrases import amount, phrase, unit_word
from sinksim.words import Naming, Words

ROW, MARGIN = 34, 90


@dataclass(frozen=True)
class Fall:
    """One bar: its label, where it begins, how far it goes, its half width, what may be said of it."""

    label: str
    base: float
    change: float
    half_width: float
    verdict: str


def waterfall(found: Decomposition, t: Words) -> go.Figure:
    """The parts of a number: which of them make the difference, each with its interval, coloured only when clear of zero."""
    steps = [(part_word(part.name, t), part) for part in found.shown]
    return _figure(_falls(found.whole.baseline, steps), found.whole, found.unit, t)


def settings_waterfall(found: Attribution, name: Name, t: Words, naming: Naming) -> go.Figure:
    """What each setting adds, in the order in which they were changed."""
    whole = found.whole[name]
    steps = [(setting_words(c.change, naming), c.explanation[name].whole) for c in found.contributions]
    return _figure(_falls(whole.whole.baseline, steps), whole.whole, whole.unit, t)


def _falls(start: float, steps: Sequence[tuple[str, Part]]) -> list[Fall]:
    at, falls = start, []
    for label, part in steps:
        falls.append(Fall(plain(label), at, part.difference, part.half_width, part.verdict))
        at += part.difference
    return falls


def _figure(falls: list[Fall], whole: Part, unit: str, t: Words) -> go.Figure:
    figure = go.Figure()
    sides = (("baseline", whole.baseline, palette.BASELINE), ("alternative", whole.alternative, palette.ALTERNATIVE))
    rows = [_level(phrase(side, t.lang), value, colour) for side, value, colour in sides]
    for n, bar in enumerate((rows[0], *(_change(fall, unit, t) for fall in falls), rows[1])):
        figure.add_bar(orientation="h", y=[n], showlegend=False, textposition="outside", cliponaxis=False, **bar)
    _connect(figure, falls)
    labels = [phrase("baseline", t.lang), *(fall.label for fall in falls), phrase("alternative", t.lang)]
    rows_of = {"tickvals": list(range(len(labels))), "ticktext": labels}
    figure.update_yaxes(range=[len(labels) - 0.5, -0.5], automargin=True, showgrid=False, zeroline=False, **rows_of)
    figure.update_xaxes(title=unit_word(unit, t.lang), gridcolor=palette.GRID, zerolinecolor=palette.GRID)
    _make_room(figure, falls, whole)
    figure.update_layout(
        height=MARGIN + ROW * len(labels), margin={"l": 10, "r": 10, "t": 10, "b": 40}, bargap=0.3, barmode="overlay"
    )
    return figure


def _level(label: str, value: float, colour: str) -> dict[str, object]:
    text = f"{value:,.2f}"
    return {
        "x": [value],
        "text": [text],
        "marker": {"color": colour},
        "hovertemplate": f"{label}: {text}<extra></extra>",
    }


def _change(fall: Fall, unit: str, t: Words) -> dict[str, object]:
    told = f"{amount(fall.change, fall.half_width, unit, 0.0, signed=True)}"
    verdict = phrase(fall.verdict, t.lang)
    return {
        "base": [fall.base],
        "x": [fall.change],
        "text": [told],
        "marker": {"color": palette.colour_of(fall.verdict)},
        "customdata": [f"{fall.label}: {told} {unit_word(unit, t.lang)}<br>{verdict}"],
        "hovertemplate": "%{customdata}<extra></extra>",
    }


def _connect(figure: go.Figure, falls: list[Fall]) -> None:
    """A thin line from the end of each bar to the beginning of the next."""
    for n, fall in enumerate(falls):
        figure.add_shape(
            type="line",
            x0=fall.base,
            x1=fall.base,
            y0=n,
            y1=n + 1,
            line={"color": palette.NEUTRAL, "width": 1, "dash": "dot"},
        )
    if falls:
        end, last = falls[-1].base + falls[-1].change, len(falls)
        line = {"color": palette.NEUTRAL, "width": 1, "dash": "dot"}
        figure.add_shape(type="line", x0=end, x1=end, y0=last, y1=last + 1, line=line)


def _make_room(figure: go.Figure, falls: list[Fall], whole: Part) -> None:
    """Room for the numbers beside the bars."""
    ends = [0.0, whole.baseline, whole.alternative]
    ends += [value for fall in falls for value in (fall.base, fall.base + fall.change)]
    low, high = min(ends), max(ends)
    room = (high - low) * 0.22 or 1.0
    figure.update_xaxes(range=[low - (room if low < 0 else 0), high + room])
