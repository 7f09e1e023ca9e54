"""A picture put together as plain values and handed to plotly once: plotly's own ``add_...`` copies all that is there already."""

from typing import Any

import plotly.graph_objects as go


class Sketch:
    """Traces, shapes, texts and layout on their way to a figure; names and values are plotly's."""

    def __init__(self) -> None:
        self.traces: list[dict[str, Any]] = []
        self._shapes: list[dict[str, Any]] = []
        self._texts: list[dict[str, Any]] = []
        self._layout: dict[str, Any] = {}

    def scatter(self, **trace: Any) -> None:
        """Points or lines."""
        self.traces.append({"type": "scatter", **trace})

    def shape(self, **shape: Any) -> None:
        """A shape behind or before the points."""
        self._shapes.append(shape)

    def text(self, text: str, x: float, y: float, **where: Any) -> None:
        """A text without an arrow."""
        self._texts.append({"text": text, "x": x, "y": y, "showarrow": False, **where})

    def layout(self, **layout: Any) -> None:
        """Settings of the whole."""
        self._layout |= layout

    def figure(self) -> go.Figure:
        """The figure."""
        layout = {"shapes": self._shapes, "annotations": self._texts, **self._layout}
        return go.Figure({"data": self.traces, "layout": layout})
