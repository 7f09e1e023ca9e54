"""Small cells of recorded logs: what fewer than ten recorded people would make up is not shown.

The outcome of a recorded case is simulated, so what a small cell would give away is how many people it holds: its
number of needs. A single small cell could be had back by subtraction from the sums that stay, so cells are left out
together until they hold ten people or nothing is left beside them.
"""

from collections.abc import Iterator

import numpy as np
from numpy.typing import NDArray

from sinksim.metrics.slices import Family, Key, keys
from sinksim.plan.labels import Labels

FEWEST = 10

Bools = NDArray[np.bool_]
Floats = NDArray[np.float64]


def small_cells(needs: dict[Family, Floats], labels: Labels) -> dict[Family, Bools]:
    """For each family, which slices are hidden; ``needs`` [slices] are those of one replication.

    Empty where nothing comes from a log.
    """
    if not labels.logged:
        return {}
    hidden = {family: _hidden(counts, list(_cells_of_totals(family, labels))) for family, counts in needs.items()}
    return {family: cells | _in_hidden_slices(family, hidden, labels) for family, cells in hidden.items()}


def _in_hidden_slices(family: Family, hidden: dict[Family, Bools], labels: Labels) -> Bools:
    """Which slices of a family lie in a hidden slice of a wider one.

    A service in an area is hidden where the whole service or the whole area is, and so for segments; other families have
    no wider one.
    """
    wider: dict[Family, tuple[Family, ...]] = {
        "service_area": ("service", "area"),
        "service_segment": ("service", "segment"),
    }
    hidden_wider = {wide: dict(zip(keys(labels, wide), hidden[wide], strict=True)) for wide in wider.get(family, ())}
    return np.array(
        [
            any(_lies_in_hidden(hidden_slices, key) for hidden_slices in hidden_wider.values())
            for key in keys(labels, family)
        ],
        np.bool_,
    )


def _lies_in_hidden(hidden: dict[Key, np.bool_], key: Key) -> bool:
    """Whether the whole service of a slice, or its whole area or segment, is hidden; ``hidden``: by wider slice."""
    service, area, segment = key
    return any(bool(hidden.get(wide)) for wide in ((service, None, None), (None, area, segment)))


def _hidden(counts: Floats, groups: list[NDArray[np.intp]]) -> Bools:
    """Small cells, and beside them the next smallest of a group whose sum would give them away."""
    hidden = (counts > 0) & (counts < FEWEST)
    before = -1  # no count yet
    # What is hidden for one group may leave another with a single hidden cell, so that all are looked at again.
    while before != hidden.sum():
        before = hidden.sum()
        for group in groups:
            _hide_until_safe(hidden, counts, group)
    return hidden


def _hide_until_safe(hidden: Bools, counts: Floats, group: NDArray[np.intp]) -> None:
    """Hide further cells of a group, smallest first, until its sum gives no hidden cell away.

    Safe means: nothing is hidden, or at least two cells are, with FEWEST cases or more between them. ``group``:
    positions of the cells that add up to a published number; ``hidden`` is changed in place.
    """
    own = group[counts[group] > 0]
    for cell in own[np.argsort(counts[own], kind="stable")]:
        behind = counts[own][hidden[own]]
        if len(behind) == 0 or (len(behind) > 1 and behind.sum() >= FEWEST):
            return
        hidden[cell] = True


def _cells_of_totals(family: Family, labels: Labels) -> Iterator[NDArray[np.intp]]:
    """Slices of a family that add up to a number which is published elsewhere.

    All of a simple family; of a service in areas or segments, those of one service, and those of one area or segment.
    """
    known = keys(labels, family)
    if family in ("service", "area", "segment"):
        yield np.arange(len(known))
    elif family in ("service_area", "service_segment"):
        for name in labels.services:
            yield np.array([n for n, (service, _, _) in enumerate(known) if service == name], np.intp)
        for place in dict.fromkeys((area, segment) for _, area, segment in known):
            yield np.array([n for n, (_, *of) in enumerate(known) if tuple(of) == place], np.intp)
