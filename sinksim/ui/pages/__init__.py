"""The pages, found by listing this folder: a module ``NAME`` with ``page(t, setting)`` and its ``NAVIGATION``.

A page is imported when it is first opened, so its place in the navigation is read from its source; its title is the text
``nav.NAME`` of the catalogues. It stays thin: numbers come from ``experiments`` through ``sinksim.ui.lab``, pictures from
``sinksim.charts``, parts that several pages have from ``sinksim.ui.pieces``.
"""

import ast
from pathlib import Path
from typing import Literal, NamedTuple


class Navigation(NamedTuple):
    """Where a page stands: heading of the menu, order among all pages (the lowest is the home page), Material icon."""

    group: Literal["look", "own", "trust"]
    order: int
    icon: str


class Listed(NamedTuple):
    """A page in the navigation: name of its module, and where it stands."""

    name: str
    navigation: Navigation


def _read(path: Path) -> Listed:
    """A page by its file; ValueError where it does not state its ``NAVIGATION`` by literals."""
    for node in ast.parse(path.read_text(encoding="utf-8")).body:
        match node:
            case ast.Assign(targets=[ast.Name(id="NAVIGATION")], value=ast.Call(keywords=stated)):
                return Listed(path.stem, Navigation(**{str(one.arg): ast.literal_eval(one.value) for one in stated}))
    raise ValueError(f"{path} states no NAVIGATION = Navigation(group=..., order=..., icon=...)")


_FILES = sorted(Path(__file__).parent.glob("[!_]*.py"))
PAGES = tuple(sorted(map(_read, _FILES), key=lambda listed: (listed.navigation.order, listed.name)))
"""In the order of the navigation; the first page is the home page."""
