"""The ladder of tiers with the cases that move between them: people on the left, files and data on the right."""

from collections.abc import Iterable

import plotly.graph_objects as go

from sinksim.analysis.tier_flows import Flow, Tier, TierFlows
from sinksim.charts.sketch import Sketch
from sinksim.i18n import Naming
from sinksim.text.escaping import plain
from sinksim.text.phrases import amount

IN_PERSON, BY_FILE = "#d55e00", "#0083c2"
ROW = 116  # px between two tiers
HALF = 1.0  # half the width of a tier's box
# Flows below this many per 100 cases are in the table only.
LEAST = 0.5
THICKEST, THINNEST = 13.0, 1.2
STEPS = 32
WIDTH = 590  # px
MARGIN = 0.4  # around the picture, in tiers
LEGEND = 40  # height of the legend below it [px]
BOW = 0.5  # how far an arrow swings out for each tier that it passes
CLEAR = "rgba(0, 0, 0, 0)"


def tiers_figure(flows: TierFlows, called: Naming) -> go.Figure:
    """One ladder; widths and numbers are per 100 cases."""
    figure = Sketch()
    home = len(flows.tiers)
    for flow in flows.flows:
        if flow.per_100 >= LEAST:
            _arc(figure, flow, flows, called)
    for position, tier in enumerate(flows.tiers):
        _box(figure, -position, _tier_lines(tier, called))
    _box(figure, -home, [f"<b>{called.t('network.home')}</b>", called.t("network.home_cases")])
    _legend(figure, flows, called)
    _frame(figure, home)
    return figure.figure()


def flow_rows(flows: TierFlows, called: Naming) -> list[dict[str, str]]:
    """The table of moves under the picture, from the top down."""
    t = called.t
    return [
        {
            t("network.column_from"): _name(flow.source, flows, called),
            t("network.column_to"): _name(flow.target, flows, called),
            t("network.column_way"): t("network.up" if flow.up else "network.down"),
            t("network.column_how"): t("network.in_person" if flow.in_person else "network.by_file"),
            t("network.column_per_100"): amount(flow.per_100, flow.half_width, "cases"),
        }
        for flow in flows.flows
    ]


def tier_rows(flows: TierFlows, called: Naming) -> list[dict[str, str]]:
    """The table of tiers under the picture."""
    t = called.t
    return [
        {
            t("network.column_tier"): called(tier.name),
            t("network.column_places"): f"{tier.places:,}",
            t("network.column_servers"): f"{tier.servers:,}",
            t("network.column_in_person"): f"{tier.in_person:.1f}",
            t("network.column_by_file"): f"{tier.by_file:.1f}",
            t("network.column_called"): f"{tier.called:.1f}",
        }
        for tier in flows.tiers
    ]


def _name(position: int, flows: TierFlows, called: Naming) -> str:
    """What a tier is called; the position below the lowest tier is home."""
    return called(flows.tiers[position].name) if position < len(flows.tiers) else called.t("network.home")


def _tier_lines(tier: Tier, called: Naming) -> list[str]:
    """Text in the box of a tier: its name, places and servers, and visits served per 100 cases."""
    t = called.t
    lines = [f"<b>{plain(called(tier.name), longest=24)}</b>"]
    if tier.places:
        lines.append(t("network.places", n=f"{tier.places:,}", servers=f"{tier.servers:,}"))
    served = [
        t(f"network.served_{what}", n=f"{count:.0f}")
        for what, count in (("in_person", tier.in_person), ("by_file", tier.by_file), ("called", tier.called))
        if count >= LEAST
    ]
    return [*lines, " · ".join(served) or t("network.served_nothing")]


def _box(figure: Sketch, y: float, lines: Iterable[str]) -> None:
    """A box of the ladder with its text; ``y`` is 0 for the top tier and falls by 1 a tier."""
    figure.shape(
        type="rect",
        x0=-HALF,
        x1=HALF,
        y0=y - 0.26,
        y1=y + 0.26,
        line={"color": "rgba(128, 128, 128, 0.9)", "width": 1.2},
        fillcolor="rgba(128, 128, 128, 0.10)",
    )
    figure.text("<br>".join(lines), 0, y, font={"size": 12})


def _arc(figure: Sketch, flow: Flow, flows: TierFlows, called: Naming) -> None:
    """Draw a flow as a bow beside the boxes: people on the left, files on the right, wider for more cases.

    The way down goes further out, so that it does not lie on the way up.
    """
    side = -1 if flow.in_person else 1
    span = abs(flow.source - flow.target)
    bow = BOW * span + (0 if flow.up else 0.5 * BOW)
    shift = 0.1 if flow.up else -0.1
    start, end = -flow.source + shift, -flow.target + shift
    # A cubic bow reaches 3/4 of the way to its inner points.
    xs, ys = _bezier(side * HALF, start, side * (HALF + 4 / 3 * bow), end)
    colour = IN_PERSON if flow.in_person else BY_FILE
    ends = f"{_name(flow.source, flows, called)} → {_name(flow.target, flows, called)}"
    how = called.t("network.in_person" if flow.in_person else "network.by_file")
    rate = amount(flow.per_100, flow.half_width, "cases")
    hover = f"{plain(ends)}<br>{how}<br>{called.t('network.per_100', n=rate)}"
    figure.scatter(
        x=xs,
        y=ys,
        mode="lines",
        line={"color": colour, "width": max(THICKEST * min(flow.per_100, 100) / 100, THINNEST), "simplify": False},
        opacity=0.7 if flow.up else 0.45,
        hoverinfo="text",
        hovertext=hover,
        showlegend=False,
    )
    figure.scatter(
        x=[xs[-1]],
        y=[ys[-1]],
        mode="markers",
        marker={"symbol": "triangle-right" if side < 0 else "triangle-left", "size": 11, "color": colour},
        hoverinfo="skip",
        showlegend=False,
    )
    middle = len(xs) // 2
    across, up = xs[middle] + side * 0.05, ys[middle] + (0.0 if flow.up else -0.13)
    ends = f"{'↑' if flow.up else '↓'} {flow.per_100:.0f}"
    figure.text(ends, across, up, xanchor="right" if side < 0 else "left", font={"size": 12})


def _bezier(x: float, y0: float, out: float, y1: float) -> tuple[list[float], list[float]]:
    """A cubic Bézier curve from (x, y0) to (x, y1) that leaves and meets the boxes at right angles.

    Its inner points lie at (out, y0) and (out, y1), so that it swings out by 3/4 of the way from x to ``out``.
    """
    xs, ys = [], []
    for n in range(STEPS + 1):
        s = n / STEPS
        ends, inner = (1 - s) ** 3 + s**3, 3 * s * (1 - s)
        xs.append(ends * x + inner * out)
        ys.append((1 - s) ** 3 * y0 + 3 * s * (1 - s) ** 2 * y0 + 3 * s**2 * (1 - s) * y1 + s**3 * y1)
    return xs, ys


def _legend(figure: Sketch, flows: TierFlows, called: Naming) -> None:
    """Entries of the legend for the kinds of move that occur, as traces without points; the arcs themselves have none."""
    for in_person, colour in ((True, IN_PERSON), (False, BY_FILE)):
        if any(flow.in_person is in_person and flow.per_100 >= LEAST for flow in flows.flows):
            name = called.t("network.in_person" if in_person else "network.by_file")
            figure.scatter(x=[None], y=[None], mode="lines", name=name, line={"color": colour, "width": 5})


def _frame(figure: Sketch, home: int) -> None:
    """Size and axes of a ladder; ``home`` is the position of the citizens' homes, below the lowest tier."""
    # The longest arrow passes all tiers, swings out half a tier more where it leads down, and leaves a margin beside it.
    widest = HALF + BOW * (max(home, 1) + 0.5) + MARGIN
    still = {"visible": False, "fixedrange": True}
    figure.layout(
        xaxis={**still, "range": [-widest, widest]},
        yaxis={**still, "range": [-home - MARGIN, MARGIN]},
        width=WIDTH,
        height=ROW * (home + 1) + LEGEND,
        margin={"l": 0, "r": 0, "t": 4, "b": 4},
        dragmode=False,
        plot_bgcolor=CLEAR,
        paper_bgcolor=CLEAR,
        legend={"orientation": "h", "yanchor": "top", "y": 0, "x": 0.5, "xanchor": "center"},
        hoverlabel={"align": "left"},
    )
