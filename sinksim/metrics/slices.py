"""Slices of an aggregate: all groups summed over whatever a family of slices leaves out."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal, get_args

import numpy as np
from numpy.typing import NDArray

from sinksim.metrics.columns import Distribution
from sinksim.plan.labels import Labels

Floats = NDArray[np.float64]
Family = Literal["overall", "service", "area", "segment", "service_area", "service_segment", "backlog"]
FAMILIES: tuple[Family, ...] = get_args(Family)
# Which slice: (service, area code, segment), None where all are taken together.
Key = tuple[str | None, str | None, str | None]


@dataclass(frozen=True, eq=False)
class Slice:
    """One family of slices: ``sums`` [slices, columns], ``counts`` of each distribution [slices, bins].

    ``stations`` [templates, station fields] is there for the whole only. ``charges`` are what no case carries, by kind, in
    every slice (see ``charges``); ``year`` tells how often the window goes into a year.
    """

    family: Family
    at: dict[str, int]
    sums: NDArray[np.int64]
    counts: dict[Distribution, NDArray[np.integer]]
    charges: Mapping[str, Floats]
    year: float
    stations: NDArray[np.int64] | None = None

    def exact(self, name: str) -> NDArray[np.int64]:
        """Sum of one column in every slice, as integers."""
        return self.sums[:, self.at[name]]

    def total(self, names: tuple[str, ...]) -> Floats:
        """Sum of several columns and charges in every slice; columns, which are whole numbers, are added up exactly first."""
        known = [name for name in names if name not in self.charges]
        whole = sum((self.exact(name) for name in known), np.zeros(len(self.sums), np.int64)).astype(np.float64)
        return sum((self.charges[name] for name in names if name in self.charges), whole)


def keys(labels: Labels, family: Family) -> tuple[Key, ...]:
    """(service, area code, segment) of every slice of a family, in the order of its rows."""
    services, areas, segments = labels.services, labels.areas.codes, labels.segments
    table: dict[Family, list[Key]] = {
        "overall": [(None, None, None)],
        "backlog": [(None, None, None)],
        "service": [(s, None, None) for s in services],
        "area": [(None, a, None) for a in areas],
        "segment": [(None, None, g) for g in segments],
        "service_area": [(s, a, None) for s in services for a in areas],
        "service_segment": [(s, None, g) for s in services for g in segments],
    }
    return tuple(table[family])
