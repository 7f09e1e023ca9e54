"""Outlines of some prefectures and districts, for maps that are schematic (示意图) and say so."""

from collections.abc import Mapping
from functools import cache
from typing import NamedTuple

from sinksim.scenarios.divisions import Point
from sinksim.scenarios.loading.place_tables import OUTLINES, places_with, read_outline_rows


class Outline(NamedTuple):
    """One closed line around (a part of) a place, or around a hole in it."""

    code: str
    name: str
    hole: bool
    ring: tuple[Point, ...]


@cache
def read_outlines(place: str) -> tuple[Outline, ...]:
    """The outlines of one place, in the order of its table; raises BadInput where the table is not sound."""
    return tuple(Outline(r.code, r.name, r.kind == "hole", r.points) for r in read_outline_rows(place))


def outlines_around(points: Mapping[str, Point]) -> tuple[Outline, ...]:
    """The outlines to draw behind places, given by code.

    A table is used where a place has the official code of one of its outlines, or of something inside it, and lies
    within the table's frame; networks with codes or coordinates of their own get none.
    """
    used = (place for place in places_with(OUTLINES) if _holds_any(read_outlines(place), points))
    return tuple(outline for place in used for outline in read_outlines(place))


def _holds_any(outlines: tuple[Outline, ...], points: Mapping[str, Point]) -> bool:
    """Whether any point lies within the frame of these outlines and has the code of one of them, or of a place inside it.

    In official codes six digits name a county or district, the first four of them its prefecture (then 00).
    """
    known = {outline.code for outline in outlines}
    lons, lats = zip(*(point for outline in outlines for point in outline.ring), strict=True)
    return any(
        (code[:6] in known or f"{code[:4]}00" in known)
        and min(lons) <= lon <= max(lons)
        and min(lats) <= lat <= max(lats)
        for code, (lon, lat) in points.items()
    )
