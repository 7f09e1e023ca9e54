"""Where the boxes of a flowchart stand: steps below each other, lanes beside each other, all in pixels.

Processes are nested, so that no search for a layout is needed: the width of a step is that of its lanes side by side,
and a lane ends where its last box ends.
"""

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import NamedTuple

from sinksim.analysis.flowchart import Box, Lane

COLUMN = 174.0
NODE = 164.0  # width of a box
LINE = 15.0  # height of a line of text
PADDING = 13.0
GAP = 20.0  # between two steps
LABEL = 34.0  # from a box to the tops of its lanes, where their names stand
MERGE = 16.0
EMPTY_LANE = 0.5  # width of a lane without boxes, in columns
FRAME_COLUMNS = 0.15  # what the frame around a lane of department steps adds to its width, in columns
FRAME = 10.0
PILL = 26.0

Pixel = tuple[float, float]


class Node(NamedTuple):
    """A box in its place; x and y are its middle."""

    box: Box
    x: float
    y: float
    width: float
    height: float


class Line(NamedTuple):
    """A line through points; ``lane`` where it is the way into one."""

    points: tuple[Pixel, ...]
    lane: tuple[Box, Lane] | None = None
    arrow: bool = False


class Label(NamedTuple):
    """The name of a lane, beside the top of its line."""

    box: Box
    lane: Lane
    x: float
    y: float


class End(NamedTuple):
    """Where a lane without boxes ends: a way back to a label, or the end of the case."""

    box: Box
    lane: Lane
    x: float
    y: float


@dataclass
class Drawing:
    """All parts of the picture of one process."""

    width: float = 0.0
    height: float = 0.0
    nodes: list[Node] = field(default_factory=list)
    lines: list[Line] = field(default_factory=list)
    labels: list[Label] = field(default_factory=list)
    ends: list[End] = field(default_factory=list)
    frames: list[tuple[float, float, float, float]] = field(default_factory=list)  # x0, y0, x1, y1


def laid_out(boxes: tuple[Box, ...], lines_of: Callable[[Box], int]) -> Drawing:
    """The drawing of a process: every box, line and label with its place [px], from above to below.

    ``lines_of``: how many lines of text a box has, which makes its height.
    """
    layout = _Layout(lines_of)
    drawing = layout.drawing
    drawing.width = max(_width(boxes) * COLUMN, COLUMN) + 2 * FRAME
    drawing.height = layout.sequence(boxes, drawing.width / 2, GAP / 2) + GAP / 2
    return drawing


def _width(boxes: tuple[Box, ...]) -> float:
    """Width of a sequence of boxes in columns: that of its widest box, whose lanes stand side by side."""
    return max((max(1.0, sum(_lane_width(lane) for lane in _lanes(box))) for box in boxes), default=EMPTY_LANE)


def _lane_width(lane: Lane | None) -> float:
    """Width of a lane in columns; None is the lane of cases that go straight on, which has no boxes."""
    if lane is None:
        return EMPTY_LANE
    return _width(lane.boxes) + (FRAME_COLUMNS if lane.kind == "steps" else 0.0)


def _lanes(box: Box) -> tuple[Lane | None, ...]:
    """The lanes of a box from left to right; None is the way straight on, of those neither reneged nor turned away.

    A queue has such lanes beside the way on; a check or a fork has nothing but its lanes.
    """
    aside = box.lanes and box.lanes[0].kind in ("on_renege", "on_full", "on_no_show")
    return (None, *box.lanes) if aside else box.lanes


class _Layout:
    def __init__(self, lines_of: Callable[[Box], int]) -> None:
        self.drawing = Drawing()
        self.lines_of = lines_of

    def sequence(self, boxes: tuple[Box, ...], x: float, y: float) -> float:
        """Place steps below each other from y on; gives where they end."""
        for n, box in enumerate(boxes):
            y = self.step(box, x, y)
            if n + 1 < len(boxes):
                if not box.ends:
                    self.line(((x, y), (x, y + GAP)), arrow=True)
                y += GAP
        return y

    def step(self, box: Box, x: float, y: float) -> float:
        """Place a box with its top at y, and its lanes below it; gives where they end."""
        height = self.lines_of(box) * LINE + PADDING
        self.drawing.nodes.append(Node(box, x, y + height / 2, NODE, height))
        return self.lanes(box, x, y + height) if box.lanes else y + height

    def lanes(self, box: Box, x: float, top: float) -> float:
        """Place lanes beside each other below a box; those that go on meet again at the bottom."""
        lanes = _lanes(box)
        widths = [_lane_width(lane) * COLUMN for lane in lanes]
        left, start = x - sum(widths) / 2, top + LABEL
        bottoms: list[tuple[float, float, bool]] = []  # of each lane: x, y, whether cases go on from there
        for lane, width in zip(lanes, widths, strict=True):
            middle = left + width / 2
            self.enter(box, lane, (x, top), (middle, start))
            bottoms.append((middle, *self.lane(box, lane, middle, start)))
            left += width
        floor = max(bottom for _, bottom, _ in bottoms) + MERGE
        for middle, bottom, goes_on in bottoms:
            if goes_on:
                self.line(((middle, bottom), (middle, floor), (x, floor)))
        return floor

    def enter(self, box: Box, lane: Lane | None, top: Pixel, start: Pixel) -> None:
        """Draw the way from a box into a lane: down, across at the height that all lanes share, and down.

        ``top``: bottom of the box; ``start``: where the lane begins. The lane straight on has no label.
        """
        across = top[1] + GAP / 2
        points = (top, (top[0], across), (start[0], across), start)
        self.line(points, None if lane is None else (box, lane), arrow=bool(lane and lane.boxes))
        if lane is not None:
            self.drawing.labels.append(Label(box, lane, start[0], start[1]))

    def lane(self, box: Box, lane: Lane | None, x: float, y: float) -> tuple[float, bool]:
        """Place one lane; gives the y at which it ends, and whether cases go on from there to the next step.

        None, and an empty lane that leads nowhere else, go straight on. Another empty lane ends in a pill, since nothing
        follows: it jumps to a label, or the case ends there (who gives up waiting, or finds the room full). Steps that every
        department of a fork takes ("steps") are not one way out among others, and stand in a frame.
        """
        if lane is None:
            return y, True
        if not lane.boxes:
            if lane.target is None and lane.kind not in ("on_renege", "on_full", "on_no_show"):
                return y, True
            self.drawing.ends.append(End(box, lane, x, y + PILL / 2))
            return y + PILL, False
        first = y + (FRAME if lane.kind == "steps" else 0.0)
        bottom = self.sequence(lane.boxes, x, first)
        if lane.kind == "steps":
            half = _width(lane.boxes) * COLUMN / 2
            self.drawing.frames.append((x - half, y, x + half, bottom + FRAME))
            bottom += FRAME
        return bottom, lane.goes_on

    def line(self, points: tuple[Pixel, ...], lane: tuple[Box, Lane] | None = None, arrow: bool = False) -> None:
        self.drawing.lines.append(Line(points, lane, arrow))
