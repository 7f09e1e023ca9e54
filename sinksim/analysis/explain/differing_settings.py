"""Which settings differ between two sides, as dotted paths of the tree."""

from collections.abc import Iterator, Mapping, Sequence
from typing import Any, NamedTuple

from sinksim.core.errors import BadInput
from sinksim.core.wording import near, shown
from sinksim.scenarios.loading.parameters import SECTION

Tree = Mapping[str, Any]
# Sections that change no number of a run.
CHANGE_NO_NUMBER = ("name", "title", "about", "levers", "comparison", "illustrative")


class Change(NamedTuple):
    """One setting that differs: its path, its value in the baseline and in the alternative."""

    path: str
    before: Any
    after: Any


def changes(baseline: Tree, alternative: Tree, first: Sequence[str] = ()) -> list[Change]:
    """Settings that differ, those named in ``first`` before the others, else in the order of the tree.

    The value of a parameter is its ``parameters.NAME``. Where the two sides have not the same names in a section, or lists of
    different length, the section differs as a whole.
    """
    sections = dict.fromkeys([*baseline, *alternative])
    found = [
        change
        for name in sections
        if name not in CHANGE_NO_NUMBER
        for change in _changes(baseline.get(name), alternative.get(name), name)
    ]
    order = {path: n for n, path in enumerate(dict.fromkeys(first))}
    return sorted(found, key=lambda change: order.get(change.path, len(order)))


def _changes(before: Any, after: Any, path: str) -> Iterator[Change]:
    """Settings that differ at or below a path.

    A parameter of which only the value differs is one change, of its value. Names or lengths that differ make the
    whole section one change, as there would be nothing to set name by name.
    """
    if before == after:
        return
    if isinstance(before, Mapping) and isinstance(after, Mapping) and set(before) == set(after):
        if _is_parameter(path) and all(before[key] == after[key] for key in before if key != "value"):
            yield Change(path, before["value"], after["value"])
            return
        for name in before:
            yield from _changes(before[name], after[name], f"{path}.{name}")
    elif isinstance(before, list | tuple) and isinstance(after, list | tuple) and len(before) == len(after):
        for n, pair in enumerate(zip(before, after, strict=True)):
            yield from _changes(*pair, f"{path}.{n}")
    else:
        yield Change(path, before, after)


def _is_parameter(path: str) -> bool:
    return path.startswith(f"{SECTION}.") and path.count(".") == 1


def in_order(found: Sequence[Change], order: Sequence[str]) -> list[Change]:
    """The same changes in the order of these paths, which must be all of them; raises BadInput."""
    by_path = {change.path: change for change in found}
    unknown = [path for path in order if path not in by_path]
    missing = [path for path in by_path if path not in order]
    if unknown:
        raise BadInput(
            f"order has {shown(unknown[0])}, which does not differ between the sides; {near(unknown[0], by_path)}"
        )
    if missing or len(set(order)) < len(order):
        raise BadInput(f"order is {shown(','.join(order))}; allowed: each of {', '.join(by_path)} once")
    return [by_path[path] for path in order]
