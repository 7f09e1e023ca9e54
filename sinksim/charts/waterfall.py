"""A difference taken apart, as a waterfall: from the baseline's number, part by part, to the alternative's."""

from collections.abc import Sequence
from dataclasses import dataclass

import plotly.graph_objects as go

from sinksim.analysis.explain import Attribution, Decomposition, Part
from sinksim.analysis.explain.series import Name
from sinksim.charts import palette
from sinksim.core.side_names import PairNames
from sinksim.i18n import Words
from sinksim.text.escaping import plain
from sinksim.text.explanation import Titled, part_word, setting_words
from sinksim.text.phrases import amount, phrase, unit_word
from sinksim.text.width import wrap

ROW, LINE, MARGIN = 34, 15, 90  # px
LABEL = 30  # columns of a label's line: on a phone, room is left for the bars


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
    return _figure(_falls(found.whole.baseline, steps), found.whole, found.names, found.unit, t)


def settings_waterfall(found: Attribution, name: Name, t: Words, titled: Titled) -> go.Figure:
    """What each setting adds to the number ``name``, in the order in which they were changed.

    ``titled`` gives what a setting is called.
    """
    whole = found.whole[name]
    steps = [(setting_words(c.change, titled, t), c.explanation[name].whole) for c in found.contributions]
    return _figure(_falls(whole.whole.baseline, steps), whole.whole, whole.names, whole.unit, t)


def _falls(start: float, steps: Sequence[tuple[str, Part]]) -> list[Fall]:
    """The steps of a waterfall, each beginning where the last one ended."""
    at, falls = start, []
    for label, part in steps:
        falls.append(Fall(label, at, part.difference, part.half_width, part.verdict))
        at += part.difference
    return falls


def _figure(falls: list[Fall], whole: Part, names: PairNames, unit: str, t: Words) -> go.Figure:
    """The bars of the baseline, of each part and of the alternative, lying, from top to bottom."""
    before, after = (name.in_language(t.lang) for name in names)
    labels = [before, *(fall.label for fall in falls), after]
    shown = [[plain(line) for line in wrap(label, indent=0, columns=LABEL)] for label in labels]
    changes = [amount(fall.change, fall.half_width, unit, signed=True) for fall in falls]
    texts = [f"{whole.baseline:,.2f}", *changes, f"{whole.alternative:,.2f}"]
    verdicts = ["", *(phrase(fall.verdict, t.lang) for fall in falls), ""]
    colours = [palette.BASELINE, *(palette.colour_of(fall.verdict) for fall in falls), palette.ALTERNATIVE]
    bars = go.Bar(
        orientation="h",
        y=list(range(len(labels))),
        base=[0.0, *(fall.base for fall in falls), 0.0],
        x=[whole.baseline, *(fall.change for fall in falls), whole.alternative],
        text=texts,
        textposition="outside",
        cliponaxis=False,
        marker={"color": colours},
        customdata=[
            _box(*row, unit_word(unit, t.lang)) for row in zip(map(plain, labels), texts, verdicts, strict=True)
        ],
        hovertemplate="%{customdata}<extra></extra>",
    )
    axes = {
        "yaxis": {
            "range": [len(labels) - 0.5, -0.5], "automargin": True, "showgrid": False, "zeroline": False,
            "tickvals": list(range(len(labels))), "ticktext": ["<br>".join(lines) for lines in shown],
        },
        "xaxis": {
            "title": unit_word(unit, t.lang), "gridcolor": palette.GRID, "zerolinecolor": palette.GRID,
            "range": _range(falls, whole),
        },
    }  # fmt: skip
    row = max(ROW, LINE * max(map(len, shown)) + 4)
    size = {"height": MARGIN + row * len(labels), "margin": {"l": 10, "r": 10, "t": 10, "b": 40}, "bargap": 0.3}
    return go.Figure([bars, _connection(falls, whole)], {**axes, **size, "showlegend": False})


def _box(label: str, text: str, verdict: str, unit: str) -> str:
    """The text beside a bar when it is pointed at."""
    return f"{label}: {text} {unit}" + (f"<br>{verdict}" if verdict else "")


def _connection(falls: list[Fall], whole: Part) -> go.Scatter:
    """A thin line from the end of each bar to the beginning of the next."""
    ends = [whole.baseline, *(fall.base + fall.change for fall in falls)]
    x = [value for end in ends for value in (end, end, None)]
    y = [value for n in range(len(ends)) for value in (n, n + 1, None)]
    line = {"color": palette.NEUTRAL, "width": 1, "dash": "dot"}
    return go.Scatter(x=x, y=y, mode="lines", line=line, hoverinfo="skip")


def _range(falls: list[Fall], whole: Part) -> list[float]:
    """Ends of the axis: 0, all bars, and room for the numbers written beside them."""
    ends = [0.0, whole.baseline, whole.alternative]
    ends += [value for fall in falls for value in (fall.base, fall.base + fall.change)]
    low, high = min(ends), max(ends)
    room = (high - low) * 0.22 or 1.0  # where all is 0, any room will do
    return [low - (room if low < 0 else 0), high + room]
