"""A schematic map: bubbles of one indicator by area on local outlines, in plain coordinates; nothing is fetched."""

from collections.abc import Iterable, Mapping, Sequence
from math import cos, hypot, isinf, isnan, radians, sqrt
from typing import Any, Literal

import plotly.graph_objects as go

from sinksim.analysis.area_figures import AreaFigure, AreaFigures
from sinksim.charts import palette
from sinksim.charts.sketch import Sketch
from sinksim.core.side_names import Role
from sinksim.i18n import Naming
from sinksim.network.geography import Place
from sinksim.network.outlines import Outline
from sinksim.scenarios.divisions import Point
from sinksim.text.escaping import plain
from sinksim.text.map_words import about_area, name_of
from sinksim.text.phrases import unit_word

Shown = Literal["difference", "baseline", "alternative"]

SMALLEST, LARGEST = 9.0, 34.0
HEIGHT = 560
# Names of more areas than these would cover each other.
MOST_NAMES = 20
ROOM_OF_ONE = 0.25  # degrees around a single place
NEAR = LARGEST / HEIGHT  # of the height of what is shown: one sign would cover the other
CLEAR = "rgba(0, 0, 0, 0)"
# Dark to light in luminance, and told apart by every kind of colour vision (cividis: Nuñez et al. 2018).
SEQUENCE = "Cividis"
_SIGN = {"higher": "triangle-up", "lower": "triangle-down"}


def map_figure(
    figures: AreaFigures,
    places: Mapping[str, Place],
    outlines: Sequence[Outline],
    shown: Shown,
    called: Naming,
) -> go.Figure:
    """The map of one indicator: its level on a side, or the difference, coloured only where it is clear of zero."""
    projected = _Projection(places.values(), outlines)
    figure = Sketch()
    _outlines(figure, outlines, projected)
    _areas_without_figure(figure, figures, places, projected, called)
    if shown == "difference":
        _difference_bubbles(figure, figures, places, projected, called)
    else:
        _level_bubbles(figure, figures, shown, places, projected, called)
    window = _window(figures, places, projected)
    _seats(figure, figures, places, projected, called, window)
    _names(figure, figures, places, projected, called)
    _frame(figure, window, called)
    return figure.figure()


class _Projection:
    """Degrees as plain coordinates of equal scale in both directions, at the middle of what is drawn."""

    def __init__(self, places: Iterable[Place], outlines: Sequence[Outline]) -> None:
        lats = [lat for outline in outlines for _, lat in outline.ring] or [place.lat for place in places]
        # A degree of longitude shrinks with the cosine of the latitude; near a pole it is not let vanish.
        self.narrowing = max(cos(radians((min(lats) + max(lats)) / 2)), 0.05) if lats else 1.0

    def __call__(self, point: Point) -> Point:
        return point[0] * self.narrowing, point[1]

    def all(self, points: Iterable[Point]) -> tuple[list[float], list[float]]:
        """Abscissae and ordinates."""
        pairs = [self(point) for point in points]
        return [x for x, _ in pairs], [y for _, y in pairs]


def _outlines(figure: Sketch, outlines: Sequence[Outline], projected: _Projection) -> None:
    """Outer lines with a faint ground, then holes as lines only."""
    line = {"color": "rgba(128, 128, 128, 0.7)", "width": 1}
    for hole in (False, True):
        x: list[float | None] = []
        y: list[float | None] = []
        for outline in outlines:
            if outline.hole is hole:
                xs, ys = projected.all(outline.ring)
                x += [*xs, None]
                y += [*ys, None]
        if x:
            ground = {} if hole else {"fill": "toself", "fillcolor": "rgba(128, 128, 128, 0.08)"}
            figure.scatter(x=x, y=y, mode="lines", line=line, hoverinfo="skip", showlegend=False, **ground)


def _seats(
    figure: Sketch,
    figures: AreaFigures,
    places: Mapping[str, Place],
    projected: _Projection,
    called: Naming,
    window: dict[str, Any],
) -> None:
    """Names of the places directly above the areas, for orientation; below the sign of an area at the same spot."""
    parents = {places[area.code].parent for area in figures.areas if area.code in places}
    above = [places[code] for code in sorted(c for c in parents if c is not None)]
    x, y = projected.all((p.lon, p.lat) for p in above)
    marker = {"symbol": "square", "size": 5, "color": palette.NEUTRAL}
    names = [plain(name_of(place, called), longest=16) for place in above]
    figure.scatter(x=x, y=y, mode="markers", marker=marker, hovertext=names, hoverinfo="text", showlegend=False)
    # A name stands below its mark, and further down where the bubble of an area would cover it.
    first, last = window["y"].get("range", (0.0, 0.0))
    signs = [projected((places[a.code].lon, places[a.code].lat)) for a in figures.shown_areas() if a.code in places]
    for across, up, name in zip(x, y, names, strict=True):
        covered = any(hypot(across - there[0], up - there[1]) < NEAR * (last - first) for there in signs)
        figure.text(
            f"<i>{name}</i>", across, up, yshift=-LARGEST / 2 - 10 if covered else -12, font={"size": 11}, opacity=0.75
        )


def _names(
    figure: Sketch, figures: AreaFigures, places: Mapping[str, Place], projected: _Projection, called: Naming
) -> None:
    """Names of the areas of the run above their points, where they are few enough to be read."""
    inside = [places[a.code] for a in figures.areas if a.state != "outside" and a.code in places]
    if len(inside) > MOST_NAMES:
        return
    for place in inside:
        x, y = projected((place.lon, place.lat))
        text = plain(name_of(place, called), longest=20)
        figure.text(text, x, y, yshift=LARGEST / 2 + 8, font={"size": 12})


def _areas_without_figure(
    figure: Sketch, figures: AreaFigures, places: Mapping[str, Place], projected: _Projection, called: Naming
) -> None:
    """Areas without a figure: hollow and grey, with the reason in the legend."""
    signs = {"outside": ("circle-open", 5), "few": ("x-thin-open", 8), "missing": ("diamond-open", 7)}
    for state, (symbol, size) in signs.items():
        areas = [area for area in figures.areas if area.state == state]
        marker = {"symbol": symbol, "size": size, "color": palette.NEUTRAL}
        _bubbles(figure, areas, figures, places, projected, called, called.t(f"map.state_{state}"), marker)


def _level_bubbles(
    figure: Sketch,
    figures: AreaFigures,
    shown: Role,
    places: Mapping[str, Place],
    projected: _Projection,
    called: Naming,
) -> None:
    """Bubbles of one side's values: size and colour by the value, shares in per cent."""
    areas_shown = figures.shown_areas()
    values = [_finite(getattr(area, shown).mean, figures.follow_up_hours) for area in areas_shown]
    scale = 100 if figures.indicator.unit == "share" else 1
    marker = {
        "size": _sizes(values),
        "color": [value * scale for value in values],
        "colorscale": SEQUENCE,
        "line": {"color": "rgba(128, 128, 128, 0.9)", "width": 1},
        "opacity": 0.85,
        "colorbar": {"title": {"text": _unit(figures, called)}, "thickness": 12, "len": 0.6, "y": 0.55},
    }
    _bubbles(
        figure,
        areas_shown,
        figures,
        places,
        projected,
        called,
        figures.names.of(shown, called.t.lang),
        marker,
        legend=False,
    )


def _difference_bubbles(
    figure: Sketch, figures: AreaFigures, places: Mapping[str, Place], projected: _Projection, called: Naming
) -> None:
    """One trace a verdict: what is said by the colour is said by the sign and the legend too."""
    areas_shown = figures.shown_areas()
    sizes = (abs(area.difference.mean) for area in areas_shown)
    largest = max((size for size in sizes if not isnan(size)), default=0.0)
    for verdict in ("better", "worse", "higher", "lower", "little difference", "no interval"):
        for direction in ("higher", "lower"):
            areas = [a for a in areas_shown if a.verdict == verdict and (_direction(a) == direction)]
            marker = {
                "size": _sizes([abs(a.difference.mean) for a in areas], largest),
                "color": palette.colour_of(verdict),
                # All areas of a trace share the verdict, and so whether they are clear of zero.
                "symbol": _SIGN[direction] if areas and areas[0].clear else "circle-open",
                "line": {"color": "rgba(128, 128, 128, 0.9)", "width": 1},
                "opacity": 0.85,
            }
            _bubbles(figure, areas, figures, places, projected, called, _legend(verdict, direction, called), marker)


def _bubbles(
    figure: Sketch,
    areas: Sequence[AreaFigure],
    figures: AreaFigures,
    places: Mapping[str, Place],
    projected: _Projection,
    called: Naming,
    name: str,
    marker: dict[str, Any],
    legend: bool = True,
) -> None:
    """Add the bubbles of some areas as one trace; areas without a place on the map are left out.

    ``name`` stands in the legend, once even where several traces have it.
    """
    areas = [area for area in areas if area.code in places]
    if not areas:
        return
    x, y = projected.all((places[a.code].lon, places[a.code].lat) for a in areas)
    figure.scatter(
        x=x,
        y=y,
        mode="markers",
        marker=marker,
        name=name,
        legendgroup=name,
        showlegend=legend and all(trace.get("name") != name for trace in figure.traces),
        hovertext=[about_area(a, figures, places[a.code], called) for a in areas],
        hoverinfo="text",
    )


def _window(figures: AreaFigures, places: Mapping[str, Place], projected: _Projection) -> dict[str, Any]:
    """Ranges of both axes: around the areas of the run (all places where it has none), with room for what is beside them."""
    inside = [places[a.code] for a in figures.areas if a.state != "outside" and a.code in places]
    x, y = projected.all((p.lon, p.lat) for p in inside or places.values())
    if not x:
        return {"x": {}, "y": {}}
    span = max(max(x) - min(x), max(y) - min(y))
    room = 0.25 * span if span > 0 else ROOM_OF_ONE
    return {
        "x": {"range": [min(x) - room, max(x) + room]},
        "y": {"range": [min(y) - room, max(y) + room]},
    }


def _frame(figure: Sketch, window: dict[str, Any], called: Naming) -> None:
    """Axes without ticks in one scale, size, and a note that the map is schematic."""
    hidden = {"visible": False, "showgrid": False, "zeroline": False}
    figure.layout(
        xaxis={**hidden, **window["x"]},
        yaxis={**hidden, **window["y"], "scaleanchor": "x", "scaleratio": 1},
        height=HEIGHT,
        margin={"l": 0, "r": 0, "t": 8, "b": 0},
        dragmode="pan",
        plot_bgcolor=CLEAR,
        paper_bgcolor=CLEAR,
        legend={"orientation": "h", "yanchor": "top", "y": -0.02, "x": 0},
        hoverlabel={"align": "left"},
    )
    corner = {"xref": "paper", "yref": "paper", "xanchor": "left", "yanchor": "top"}
    figure.text(called.t("map.schematic"), 0, 1, font={"size": 13}, **corner)


def _sizes(values: Sequence[float], largest: float | None = None) -> list[float]:
    """Diameters [px]: areas in proportion to the values, never so small that they cannot be hit.

    ``largest``: the value of the largest bubble, where it is not among these values.
    """
    top = largest if largest is not None else max(values, default=0.0)
    if top <= 0:
        return [SMALLEST] * len(values)
    return [max(LARGEST * sqrt(max(value, 0.0) / top), SMALLEST) for value in values]


def _finite(value: float, follow_up: float) -> float:
    """A level for size and colour: infinite (beyond the follow-up) becomes the follow-up [h], missing becomes 0."""
    return 0.0 if isnan(value) else min(value, follow_up) if isinf(value) else value


def _direction(area: AreaFigure) -> str:
    """Whether the alternative's value is higher or lower."""
    return "lower" if area.difference.mean < 0 else "higher"


def _legend(verdict: str, direction: str, called: Naming) -> str:
    """The words of a verdict; of better and worse, also whether the value rises or falls."""
    t = called.t
    if verdict in ("better", "worse"):
        return f"{t(f'map.verdict_{verdict}')} · {t(f'map.verdict_{direction}')}"
    return t(f"map.verdict_{verdict.replace(' ', '_')}")


def _unit(figures: AreaFigures, called: Naming) -> str:
    return unit_word(figures.indicator.unit, called.t.lang)
