"""Outlines of some prefectures and districts, for maps that are schematic (示意图) and say so."""

import csv
import io
from collections.abc import Mapping
from functools import cache
from typing import NamedTuple

from sinksim.scenarios.loading.presets import places_folder

PROVINCES = ("guizhou", "sichuan", "beijing")

Point = tuple[float, float]  # lon, lat in degrees


class Outline(NamedTuple):
    """One closed line around (a part of) a place, or around a hole in it."""

    code: str
    name: str
    hole: bool
    ring: tuple[Point, ...]


@cache
def read_outlines(province: str) -> tuple[Outline, ...]:
    """The outlines of one built-in table, by code."""
    text = (places_folder(province) / "outlines.csv").read_text(encoding="utf-8")
    rows = csv.DictReader(io.StringIO(text, newline=""))
    return tuple(Outline(r["code"], r["name"], r["kind"] == "hole", _ring(r["points"])) for r in rows)


def outlines_around(points: Mapping[str, Point]) -> tuple[Outline, ...]:
    """The outlines to draw behind places, given by code.

    A table is used where a place has the official code of one of its outlines, or of something inside it, and lies
    within the table's frame; networks with codes or coordinates of their own get none.
    """
    used = (province for province in PROVINCES if _holds_any(read_outlines(province), points))
    return tuple(outline for province in used for outline in read_outlines(province))


def _holds_any(outlines: tuple[Outline, ...], points: Mapping[str, Point]) -> bool:
    known = {outline.code for outline in outlines}
    lons, lats = zip(*(point for outline in outlines for point in outline.ring), strict=True)
    return any(
        (code[:6] in known or f"{code[:4]}00" in known)
        and min(lons) <= lon <= max(lons)
        and min(lats) <= lat <= max(lats)
        for code, (lon, lat) in points.items()
    )


def _ring(points: str) -> tuple[Point, ...]:
    pairs = (point.split(" ") for point in points.split(";"))
    return tuple((float(lon), float(lat)) for lon, lat in pairs)
