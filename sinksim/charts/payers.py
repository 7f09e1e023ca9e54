"""Who bears the cost of a case on both sides: a bar each, capital as its last and hatched part."""

import plotly.graph_objects as go

from sinksim.analysis.explain import Decomposition
from sinksim.analysis.explain.series import CAPITAL
from sinksim.charts import palette
from sinksim.core.side_names import ROLES
from sinksim.i18n import Words
from sinksim.text.explanation import part_word
from sinksim.text.phrases import unit_word

HEIGHT = 250
UPWARDS = tuple(reversed(ROLES))


def payers(found: Decomposition, t: Words) -> go.Figure:
    """Stacked bars: what each payer bears, then capital; the ends with and without capital are written."""
    figure = go.Figure()
    labels = [found.names.of(role, t.lang) for role in UPWARDS]
    for position, part in enumerate(found.shown):
        values = [getattr(part, side) for side in UPWARDS]
        hatch = {"shape": "/" if part.name == CAPITAL else ""}
        colour = palette.NEUTRAL if part.name == CAPITAL else palette.series(position)
        name = part_word(part.name, t)
        figure.add_bar(
            orientation="h",
            y=labels,
            x=values,
            name=name,
            marker={"color": colour, "pattern": hatch},
            hovertemplate=f"%{{y}} · {name}: %{{x:,.1f}} {unit_word(found.unit, t.lang)}<extra></extra>",
        )
    _totals(figure, found, labels, t)
    figure.update_xaxes(title=unit_word(found.unit, t.lang), gridcolor=palette.GRID)
    figure.update_yaxes(automargin=True)
    legend = {"orientation": "h", "y": 1.02, "x": 0, "yanchor": "bottom", "traceorder": "normal"}
    figure.update_layout(
        barmode="stack", height=HEIGHT, margin={"l": 10, "r": 10, "t": 60, "b": 40}, legend=legend, bargap=0.4
    )
    return figure


def _totals(figure: go.Figure, found: Decomposition, labels: list[str], t: Words) -> None:
    """Write both sums, with and without capital, at the end of each side's bar; the axis leaves room for them."""
    highest = max(found.whole.baseline, found.whole.alternative)
    for side, label in zip(UPWARDS, labels, strict=True):
        whole = getattr(found.whole, side)
        without = getattr(found.without_capital or found.whole, side)
        text = t("compare.sums", whole=f"{whole:,.0f}", without=f"{without:,.0f}")
        figure.add_annotation(x=whole, y=label, text=text, showarrow=False, xanchor="left", xshift=6)
    # Any range will do where nothing is borne at all.
    figure.update_xaxes(range=[0, highest * 1.45 or 1])
