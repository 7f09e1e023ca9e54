"""A scenario's tree with the schema's defaults written out, so that every name that may be overridden is there."""

from typing import Any

from pydantic_core import to_jsonable_python

from sinksim.scenarios.base import Part
from sinksim.scenarios.declarations import alternatives, is_model, tags

Tree = dict[str, Any]


def filled(model: type[Part], given: Tree) -> Tree:
    """What is given, plus the default of every field that is not; what has no default stays missing.

    Lists are taken as they are given, without defaults inside: an override names no entry that is not written there.
    """
    given = model.completed(given)
    names = [*model.model_fields, *(name for name in given if name not in model.model_fields)]
    pairs = ((name, _field_value(model, name, given)) for name in names)
    return {name: value for name, value in pairs if value is not _MISSING}


_MISSING = object()


def _field_value(model: type[Part], name: str, given: Tree) -> Any:
    """A field as given, with its defaults, else the schema's default; _MISSING where it is required and not given.

    A name that the schema does not know stays, so that validation refuses it.
    """
    field = model.model_fields.get(name)
    if field is None:
        return given[name]
    if name in given:
        return _with_defaults(field.annotation, given[name])
    if field.is_required():
        return _MISSING
    return to_jsonable_python(field.get_default(call_default_factory=True, validated_data={}))


def _with_defaults(annotation: Any, value: Any) -> Any:
    """A given value, with the defaults of the parts that it is or holds."""
    kind = _kind_of_mapping(annotation, value)
    if kind is None:
        return value
    if is_model(kind):
        return filled(kind, value)
    return {name: _with_defaults(_type_of_values(kind), item) for name, item in value.items()}


def _kind_of_mapping(annotation: Any, value: Any) -> Any:
    """The model or type of mapping that a given mapping is of; None for other values, and where several are possible.

    Among several models, such as the laws, its tag (``law: gamma``) decides.
    """
    if not isinstance(value, dict):
        return None
    kinds = [kind for kind in alternatives(annotation) if is_model(kind) or getattr(kind, "__origin__", None) is dict]
    if len(kinds) > 1:
        kinds = [kind for kind in kinds if any(tag in value.values() for tag in tags(kind))]
    return kinds[0] if len(kinds) == 1 else None


def _type_of_values(kind: Any) -> Any:
    """The type of a mapping's values."""
    return kind.__args__[1]


def without_leftovers(model: type[Part], before: Tree, after: Tree) -> Tree:
    """The tree after settings; where another kind was chosen (``law: gamma``), the old kind's settings are gone.

    Merging ``{law: exponential, mean: 5}`` into a gamma law keeps its ``cv``, which no exponential law has. A setting that
    was laid over the old one is no leftover: whoever says ``cv`` of an exponential law is refused.
    """
    result: Tree = _without_stale_entries(model, before, after)
    return result


def _without_stale_entries(annotation: Any, before: Any, after: Any) -> Any:
    """A node of the tree after settings, without entries left over from another kind.

    An entry is left over where the kind has changed, the new kind does not know it, and it is the same object as
    before the settings. Nodes that no setting touched are returned as they are.
    """
    if after is before:
        return after
    if isinstance(before, list) and isinstance(after, list):
        kinds = [kind for kind in alternatives(annotation) if getattr(kind, "__origin__", None) in (tuple, list)]
        item_type = kinds[0].__args__[0] if len(kinds) == 1 else None
        return [_without_stale_entries(item_type, *pair) for pair in zip(before, after, strict=False)] + after[
            len(before) :
        ]
    kind = _kind_of_mapping(annotation, after)
    if kind is None or not isinstance(before, dict):
        return after
    if not is_model(kind):
        return {
            name: _without_stale_entries(_type_of_values(kind), before.get(name), item) for name, item in after.items()
        }
    fields = kind.model_fields
    changed = kind is not _kind_of_mapping(annotation, before)
    stale = [
        name for name, item in after.items() if changed and name not in fields and item is before.get(name, _MISSING)
    ]
    remaining = {name: item for name, item in after.items() if name not in stale}
    known = {name: fields[name].annotation if name in fields else None for name in remaining}
    cleared = {name: _without_stale_entries(known[name], before.get(name), item) for name, item in remaining.items()}
    return kind.followed(before, cleared)
