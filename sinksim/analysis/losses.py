"""Where a side loses: headlines that are worse than on the side that it is compared with, and for whom."""

import math
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, NamedTuple

from sinksim.analysis.area_figures import area_figures
from sinksim.experiments.pair import Pair
from sinksim.experiments.result import SHOWN
from sinksim.experiments.summary import headline_names


class Worse(NamedTuple):
    """By how much a side is worse, in the indicator's unit; ``at_least``: it is that far apart or farther, without interval."""

    difference: float
    half_width: float
    at_least: bool


@dataclass(frozen=True, eq=False)
class Loss:
    """A headline that is worse over all (None: it is not), in some services, segments or areas.

    Of areas it is counted in how many it is worse, of those with cases enough to be told.
    """

    name: str
    overall: Worse | None = None
    services: Mapping[str, Worse] = field(default_factory=dict)
    segments: Mapping[str, Worse] = field(default_factory=dict)
    areas: int = 0
    of_areas: int = 0


def losses(pair: Pair) -> list[Loss]:
    """The headlines in which the alternative of a pair loses anywhere, in the order in which they are told."""
    rows = [row for row in pair.rows(SHOWN) if _is_worse(row)]
    found = (
        _loss(pair, name, [row for row in rows if row["indicator"] == name]) for name in headline_names(pair.baseline)
    )
    return [loss for loss in found if loss.overall or loss.services or loss.segments or loss.areas]


def _is_worse(row: Mapping[str, Any]) -> bool:
    """Whether a difference is worse by its verdict, or lies on the worse side where only its least size is known."""
    if not row["at_least"]:
        return bool(row["verdict"] == "worse")
    return (
        row["better"] is not None
        and not math.isnan(row["difference"])
        and (row["difference"] > 0) == (row["better"] == "lower")
    )


def _loss(pair: Pair, name: str, rows: list[dict[str, Any]]) -> Loss:
    """What the rows of a headline, all of them worse, say of it."""
    told = _told_areas(pair, name)
    of_slice = {
        kind: {row[kind]: _worse(row) for row in rows if row["slice"] == kind} for kind in ("service", "segment")
    }
    overall = next((_worse(row) for row in rows if row["slice"] == "overall"), None)
    areas = sum(row["slice"] == "area" and row["area"] in told for row in rows)
    return Loss(name, overall, of_slice["service"], of_slice["segment"], areas, len(told))


def _told_areas(pair: Pair, name: str) -> frozenset[str]:
    """Codes of the areas with cases enough for this headline; none for one that is not known by area."""
    if name not in pair.baseline.position:
        return frozenset()
    return frozenset(area.code for area in area_figures(pair, name).shown_areas())


def _worse(row: Mapping[str, Any]) -> Worse:
    return Worse(row["difference"], row["half_width"], row["at_least"])
