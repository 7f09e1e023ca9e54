"""Ciw as a side, where it is installed (`pip install sinksim[bench]`)."""

from collections.abc import Callable
from importlib.util import find_spec

from side_by_side import Lived, Side


def ciw_or_none(title: str, prepare: Callable[[], Callable[[int], Lived]]) -> list[Side]:
    """One side, or none."""
    return [Side("ciw", title, prepare)] if find_spec("ciw") else []
