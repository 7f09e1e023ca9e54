"""Which settings are decisions of a planner, and which describe the world: an override of a decision moves the proposals.

Decisions are what a proposal can propose: stations and their staff, the opening hours of stations, the share that adopts the
platform, its capital. A parameter is a decision where it stands in such settings only. All else is the same on every side.
"""

from collections.abc import Iterator, Mapping
from typing import Any

from sinksim.scenarios.loading.parameters import SECTION, parts_of

Tree = Mapping[str, Any]
Path = tuple[str, ...]
DECIDED: tuple[Path, ...] = (("stations",), ("policy", "adoption"), ("costs", "capital"))


def is_decision(tree: Tree, path: Path) -> bool:
    """Whether the setting at a path is a planner's decision; ``tree``: the scenario, parameters not put in.

    A parameter is one where everything that refers to it is; a calendar, where stations alone follow it.
    """
    if path[0] == SECTION and len(path) > 1:
        places = list(_places_of(path[1], tree))
        return bool(places) and all(is_decision(tree, place) for place in places)
    if path[0] == "calendars" and len(path) > 1:
        return path[1] in _calendars_of_stations(tree)
    # A section as a whole (a ready-made option of a group) may hold decisions.
    return any(path[: len(known)] == known[: len(path)] for known in DECIDED)


def _places_of(parameter: str, tree: Tree) -> Iterator[Path]:
    """Paths at which a parameter is referred to, alone or as a part of a product."""
    for section, node in tree.items():
        yield from _paths_of(node, parameter, (section,))


def _paths_of(node: Any, parameter: str, path: Path) -> Iterator[Path]:
    """Paths at and below a node, which stands at ``path``, whose value refers to the parameter."""
    if isinstance(node, str):
        if any(name == parameter for name, _ in parts_of(node)):
            yield path
    elif isinstance(node, Mapping):
        for name, item in node.items():
            yield from _paths_of(item, parameter, (*path, str(name)))
    elif isinstance(node, list | tuple):
        for n, item in enumerate(node):
            yield from _paths_of(item, parameter, (*path, str(n)))


def _calendars_of_stations(tree: Tree) -> set[str]:
    """Calendars that stations follow and nothing else does: no deadline, no step, no demand."""
    stations = tree.get("stations") or {}
    followed = {station.get("calendar") for station in stations.values() if isinstance(station, Mapping)}
    other = {name: node for name, node in tree.items() if name not in ("stations", "calendars", "names", SECTION)}
    return {name for name in followed if isinstance(name, str) and not any(_follows(other, name))}


def _follows(node: Any, calendar: str) -> Iterator[bool]:
    """For every field at and below a node that names a calendar, whether it is this one.

    Such fields have "calendar" in their name, or are the ``within`` of an arrival profile.
    """
    if isinstance(node, Mapping):
        for field, item in node.items():
            if (isinstance(item, str) and "calendar" in field) or field == "within":
                yield item == calendar
            yield from _follows(item, calendar)
    elif isinstance(node, list | tuple):
        for item in node:
            yield from _follows(item, calendar)
