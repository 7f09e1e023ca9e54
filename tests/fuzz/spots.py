"""Places in a scenario's tree where something can be changed, each with what the schema declares there."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from typing import Any, get_args, get_origin

from sinksim.scenarios.declarations import alternatives, bare, is_model, tags
from sinksim.scenarios.processes import Step
from sinksim.scenarios.scenario import Scenario

Path = tuple[str | int, ...]
Tree = dict[str, Any]


# Stands for the part of the schema that lists of steps belong to.
STEPS = "Steps"


class _Absent:
    """Stands for the value of a field that is declared but not given."""

    def __repr__(self) -> str:
        return "(absent)"


ABSENT = _Absent()


@dataclass(frozen=True)
class Spot:
    """A place: its path, the value there, the part of the schema and the field that declare it, and the declaration."""

    path: Path
    value: Any
    owner: str
    field: str
    annotation: Any
    limits: tuple[Any, ...] = ()

    @property
    def section(self) -> str:
        """The section of the scenario in which it lies."""
        return str(self.path[0])

    @property
    def kinds(self) -> list[Any]:
        """Kinds of value that are allowed, null apart."""
        return alternatives(self.annotation)

    @property
    def is_duration(self) -> bool:
        """Whether a law of times belongs here."""
        return is_duration(self.annotation)

    @property
    def is_number(self) -> bool:
        """Whether a number may stand here, a law's plain number of minutes included."""
        return self.is_duration or bool({int, float} & set(self.kinds))

    def bounds(self) -> dict[str, float]:
        """The declared ends of a number's range, by pydantic's names (ge, gt, le, lt)."""
        return bounds((*self.limits, *bare(self.annotation)[1]))


def bounds(limits: Iterable[Any]) -> dict[str, float]:
    """The ends of a declared range, by pydantic's names."""
    return {name: getattr(one, name) for one in limits for name in ("ge", "gt", "le", "lt") if hasattr(one, name)}


def is_duration(annotation: Any) -> bool:
    """Whether a declaration is that of a law of times."""
    return any("constant" in tags(kind) for kind in alternatives(annotation))


def spots(tree: Tree) -> list[Spot]:
    """Every place of a scenario's tree, outermost first."""
    return [spot for spot in _model(Scenario, tree, ()) if spot.path]


def _walk(spot: Spot) -> Iterator[Spot]:
    yield replace(spot, owner=STEPS) if _is_of_steps(spot.annotation) else spot
    value, kinds = spot.value, spot.kinds
    if isinstance(value, dict):
        kind = meant(kinds, value)
        if is_model(kind):
            yield from _model(kind, value, spot.path)
        elif kind is not None:
            yield from _entries(spot, value.items(), get_args(kind)[1])
    elif isinstance(value, list):
        kind = next((kind for kind in kinds if get_origin(kind) is tuple), None)
        if kind is not None:
            yield from _entries(spot, enumerate(value), get_args(kind)[0])


def _is_of_steps(annotation: Any) -> bool:
    """Whether a step or a list of steps belongs here."""
    kinds = alternatives(annotation)
    return Step in kinds or any(get_origin(kind) is tuple and bare(get_args(kind)[0])[0] is Step for kind in kinds)


def _entries(spot: Spot, pairs: Any, annotation: Any) -> Iterator[Spot]:
    for key, item in pairs:
        yield from _walk(Spot((*spot.path, key), item, spot.owner, spot.field, annotation))


def _model(kind: Any, value: Tree, path: Path) -> Iterator[Spot]:
    for name, field in kind.model_fields.items():
        given = value.get(name)
        item = ABSENT if given is None else given
        yield from _walk(Spot((*path, name), item, kind.__name__, name, field.annotation, tuple(field.metadata)))


def meant(kinds: list[Any], value: Tree) -> Any:
    """The kind that a mapping is an instance of; None where none fits."""
    found = [kind for kind in kinds if is_model(kind) or get_origin(kind) is dict]
    tagged = [kind for kind in found if value.get("law") in tags(kind)]
    fitting = [kind for kind in found if not is_model(kind) or set(value) <= set(kind.model_fields)]
    return next(iter(tagged or fitting or found), None)


def replaced(tree: Any, path: Path, value: Any) -> Any:
    """The tree with another value at a path, or with none; what lies beside the path is shared with the tree given."""
    step, *rest = path
    copied = dict(tree) if isinstance(tree, dict) else list(tree)
    if rest:
        copied[step] = replaced(tree[step], tuple(rest), value)
    elif value is ABSENT:
        del copied[step]
    else:
        copied[step] = value
    return copied
