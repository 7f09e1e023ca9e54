"""A process as a flowchart, with what was measured on every step and the bottleneck marked."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

import plotly.graph_objects as go

from sinksim.analysis.flowchart import Box, Lane, walk
from sinksim.analysis.step_statistics import FEWEST_PASSES, StepFigure, Steps, bottleneck
from sinksim.charts import palette
from sinksim.charts.flow_layout import PILL, Drawing, End, Label, Line, Node, laid_out
from sinksim.charts.sketch import Sketch
from sinksim.core.records import TIME_KINDS
from sinksim.i18n import Naming
from sinksim.text.escaping import plain
from sinksim.text.flowchart_words import about_box, box_lines, end_words, lane_words, percent

CLEAR = "rgba(0, 0, 0, 0)"
INK = "rgba(128, 128, 128, 0.95)"
FONT = 11
NOTCH = 10.0
CAPTION = 24.0
BESIDE = 24.0  # for the name of the last lane
THICKEST = 5.0


@dataclass(frozen=True, eq=False)
class Measured:
    """What is drawn on the boxes: figures by path, passes into each lane, cases of the channel, and the bottleneck.

    ``least_count``: passes into a lane below which its share is not shown, where they are people of a recorded log.
    """

    figures: Mapping[str, StepFigure]
    turned: Mapping[tuple[str, str], int]
    cases: int
    bottleneck: str | None
    least_count: int = 0

    def share(self, box: Box, lane: Lane) -> float | None:
        """Of those that passed a box, the share that went into the lane; None where too few passed or went, or in a fork.

        A fork (lane "steps") sends departments, not cases, into its lanes.
        """
        found = self.figures.get(box.path)
        if found is None or not found.enough_cases or found.passed < FEWEST_PASSES or lane.kind == "steps":
            return None
        count = self.turned[box.path, lane_key(lane)]
        # Few people of a log are not told of; that nobody went tells of nobody.
        return None if 0 < count < self.least_count else count / found.passed


def lane_key(lane: Lane) -> str:
    """The key of a lane among those of its box."""
    return f"{lane.kind}:{lane.name}"


def process_figure(boxes: tuple[Box, ...], measured: Measured | None, called: Naming) -> go.Figure:
    """The flowchart of one process; ``measured`` None: as the scenario says it, before anything was run."""
    figures = measured.figures if measured is not None else {}
    boxes = _without_unused_rest(boxes, measured)
    texts = {box.path: box_lines(box, figures.get(box.path), called) for box in _all(boxes)}
    drawing = laid_out(boxes, lambda box: len(texts[box.path]))
    figure = Sketch()
    for frame in drawing.frames:
        _frame(figure, frame)
    _lines(figure, drawing.lines, measured)
    for node in drawing.nodes:
        _node(figure, node, texts[node.box.path], figures.get(node.box.path), measured, called)
    for end in drawing.ends:
        _end(figure, end, called)
    for label in drawing.labels:
        _label(figure, label, measured, called)
    _pointed_at(figure, drawing, figures, called)
    _canvas(figure, drawing)
    return figure.figure()


def measured_on(steps: Steps, boxes: tuple[Box, ...], channel: int, services: tuple[str, ...]) -> Measured:
    """What was counted on these boxes (of one process or several) by the cases of a channel and services."""
    groups = steps.groups(channel, services)
    every = list(_all(boxes))
    figures = {box.path: steps.figure(box, groups) for box in every}
    turned = {(box.path, lane_key(lane)): steps.turned(box, lane, groups) for box in every for lane in box.lanes}
    # What departments do side by side counts once, in the step that waits for them.
    main = {box.path: figures[box.path] for box in every if not steps.is_side(box)}
    return Measured(
        figures,
        turned,
        cases=steps.cases(groups),
        bottleneck=bottleneck(main),
        least_count=steps.least_count(groups),
    )


def _without_unused_rest(boxes: tuple[Box, ...], measured: Measured | None) -> tuple[Box, ...]:
    """The boxes without lanes of kind "rest" (whatever no other lane takes) that no case took; all where nothing is measured."""
    if measured is None:
        return boxes
    return tuple(replace(box, lanes=tuple(_lanes_shown(box, measured))) for box in boxes)


def _lanes_shown(box: Box, measured: Measured) -> Iterator[Lane]:
    """The lanes of a box to be shown: a lane for the rest is left out where its share is known to be 0."""
    for lane in box.lanes:
        if lane.kind != "rest" or measured.share(box, lane) != 0:
            yield replace(lane, boxes=_without_unused_rest(lane.boxes, measured))


def _all(boxes: tuple[Box, ...]) -> list[Box]:
    return list(walk(boxes))


def _frame(figure: Sketch, frame: tuple[float, float, float, float]) -> None:
    """A dotted frame around the steps of a department, given by its corners x0, y0, x1, y1 [px]."""
    x0, y0, x1, y1 = frame
    line = {"color": INK, "width": 1, "dash": "dot"}
    figure.shape(type="rect", x0=x0, y0=y0, x1=x1, y1=y1, line=line, fillcolor="rgba(128, 128, 128, 0.06)")


def _lines(figure: Sketch, lines: Sequence[Line], measured: Measured | None) -> None:
    """All lines of one width as one trace (None divides line from line), then the heads of all arrows."""
    by_width: dict[float, list[Line]] = {}
    for line in lines:
        by_width.setdefault(_stroke(line, measured), []).append(line)
    for width, same in sorted(by_width.items()):
        x = [value for line in same for value in (*(px for px, _ in line.points), None)]
        y = [value for line in same for value in (*(py for _, py in line.points), None)]
        stroke = {"color": INK, "width": width}
        figure.scatter(x=x, y=y, mode="lines", line=stroke, hoverinfo="skip", showlegend=False)
    heads = [line.points[-1] for line in lines if line.arrow]
    marker = {"symbol": "triangle-down", "size": 8, "color": INK}
    tips = {"x": [x for x, _ in heads], "y": [y - 3 for _, y in heads]}  # the tip, not the middle, ends the line
    figure.scatter(**tips, mode="markers", marker=marker, hoverinfo="skip", showlegend=False)


def _stroke(line: Line, measured: Measured | None) -> float:
    """Width of a line: of the way into a lane by the share of cases that went it, else as before a run.

    In half pixels, so that few widths occur: all lines of a width are drawn as one trace.
    """
    if measured is None or line.lane is None or not measured.cases:
        return 1.5
    box, lane = line.lane
    width = THICKEST * min(measured.turned[box.path, lane_key(lane)] / measured.cases, 1.0)
    return max(round(2 * width) / 2, 1.0)


def _node(
    figure: Sketch,
    node: Node,
    lines: list[str],
    found: StepFigure | None,
    measured: Measured | None,
    called: Naming,
) -> None:
    """A box with its text; the bottleneck has a thick coloured border and a mark, an unvisited step a dotted one."""
    is_bottleneck = measured is not None and measured.bottleneck == node.box.path
    is_unvisited = found is not None and found.entered == 0 and bool(node.box.instructions)
    stroke = {
        "color": palette.WORSE if is_bottleneck else INK,
        "width": 3.5 if is_bottleneck else 1.3,
        "dash": "dot" if is_unvisited else "solid",
    }
    figure.shape(type="path", path=_shape(node), line=stroke, fillcolor=_ground(found, measured))
    figure.text("<br>".join(lines), node.x, node.y, font={"size": FONT}, opacity=0.6 if is_unvisited else 1.0)
    if is_bottleneck:
        mark = f"<span style='color: {palette.WORSE}'><b>⚠ {called.t('process.bottleneck')}</b></span>"
        right, top = node.x + node.width / 2, node.y - node.height / 2
        figure.text(mark, right, top, xanchor="right", yanchor="bottom", font={"size": FONT})


def _shape(node: Node) -> str:
    """A box; a check has pointed sides, an end round ones."""
    left, right = node.x - node.width / 2, node.x + node.width / 2
    top, bottom = node.y - node.height / 2, node.y + node.height / 2
    if node.box.verb == "check":
        notch = NOTCH
        return (
            f"M {left + notch},{top} L {right - notch},{top} L {right},{node.y} L {right - notch},{bottom} "
            f"L {left + notch},{bottom} L {left},{node.y} Z"
        )
    r = min(node.height / 2, 16.0) if node.box.ends else 4.0
    return (
        f"M {left + r},{top} L {right - r},{top} Q {right},{top} {right},{top + r} L {right},{bottom - r} "
        f"Q {right},{bottom} {right - r},{bottom} L {left + r},{bottom} Q {left},{bottom} {left},{bottom - r} "
        f"L {left},{top + r} Q {left},{top} {left + r},{top} Z"
    )


def _ground(found: StepFigure | None, measured: Measured | None) -> str:
    """The colour of the kind of time that prevails on a step, stronger the more time it takes; grey where unmeasured."""
    if found is None or measured is None or not found.minutes:
        return "rgba(128, 128, 128, 0.10)"
    # Strength is relative to the step that takes most: the sum over steps says little, as departments work side by side.
    most = max((figure.per_case.mean for figure in measured.figures.values()), default=0.0)
    hexadecimal = palette.KIND_OF_TIME[_prevails(found)].removeprefix("#")
    red, green, blue = bytes.fromhex(hexadecimal)
    return f"rgba({red}, {green}, {blue}, {0.10 + 0.40 * found.per_case.mean / max(most, 1e-12):.2f})"  # never by 0


def _prevails(found: StepFigure) -> str:
    """The kind of time of which a step takes most."""
    return max(TIME_KINDS, key=lambda kind: found.minutes.get(kind, 0.0))


def colours_of(measured: Measured) -> dict[str, str]:
    """What the colours of the boxes stand for: kinds of time that prevail on some box."""
    seen = {_prevails(found) for found in measured.figures.values() if found.minutes}
    return {kind: palette.KIND_OF_TIME[kind] for kind in TIME_KINDS if kind in seen}


def _end(figure: Sketch, end: End, called: Naming) -> None:
    """A rounded box where a lane ends without further steps."""
    text = plain(end_words(end.box, end.lane, called), longest=16)
    border = {"bordercolor": INK, "borderwidth": 1, "borderpad": 4, "height": PILL - 10}
    figure.text(text, end.x, end.y, font={"size": FONT}, **border)


def _label(figure: Sketch, label: Label, measured: Measured | None, called: Naming) -> None:
    """The name of a lane, with the share of cases that go into it where enough do."""
    text = plain(lane_words(label.box, label.lane, called), longest=16)
    share = measured.share(label.box, label.lane) if measured is not None else None
    label_text = text if share is None else f"{text} {percent(share)}"
    figure.text(label_text, label.x + 3, label.y - 4, xanchor="left", yanchor="bottom", font={"size": FONT})


def _pointed_at(figure: Sketch, drawing: Drawing, figures: Mapping[str, StepFigure], called: Naming) -> None:
    """Invisible points on the boxes: plotly shows their text when one is pointed at, which shapes cannot do."""
    figure.scatter(
        x=[node.x for node in drawing.nodes],
        y=[node.y for node in drawing.nodes],
        mode="markers",
        marker={"size": 44, "opacity": 0},
        hovertext=[about_box(node.box, figures.get(node.box.path), called) for node in drawing.nodes],
        hoverinfo="text",
        showlegend=False,
    )


def _canvas(figure: Sketch, drawing: Drawing) -> None:
    """Size in pixels, y downwards, and nothing that moves or zooms."""
    still = {"visible": False, "fixedrange": True}
    figure.layout(
        width=drawing.width + BESIDE,
        height=drawing.height + CAPTION,
        xaxis={**still, "range": [0, drawing.width + BESIDE]},
        yaxis={**still, "range": [drawing.height, -CAPTION]},
        margin={"l": 0, "r": 0, "t": 0, "b": 0},
        dragmode=False,
        plot_bgcolor=CLEAR,
        paper_bgcolor=CLEAR,
        hoverdistance=60,
        hoverlabel={"align": "left"},
    )
