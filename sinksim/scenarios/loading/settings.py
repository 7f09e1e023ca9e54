"""Settings by dotted path, laid over a scenario's tree: the one way in which a tree is changed."""

from collections.abc import Mapping, Sequence
from typing import Any, Literal, NamedTuple

from sinksim.core.errors import BadInput
from sinksim.core.wording import near, shown
from sinksim.scenarios.declarations import place
from sinksim.scenarios.loading.defaults import without_leftovers
from sinksim.scenarios.loading.former_names import path_of_today
from sinksim.scenarios.loading.parameters import SECTION
from sinksim.scenarios.scenario import Scenario

Tree = dict[str, Any]
Act = Literal["replace", "merge", "add", "force", "remove"]
_ADDING = ("add", "force")
_NOTHING = object()


class Edit(NamedTuple):
    """One change of a tree at a path whose names must be there already.

    ``replace``: the value takes the place of the old one. ``merge``: the same, but a mapping changes only what it names.
    ``add``: as merge, with names that are not there yet. ``force``: either. ``remove``: the entry is taken away; with a
    ``value``, only where it has that value. ``text``: the edit as a user typed it, for messages.
    """

    path: tuple[str, ...]
    value: Any = _NOTHING
    act: Act = "replace"
    text: str | None = None


def apply_settings(tree: Tree, settings: "Mapping[str, Any] | Sequence[Edit]", where: str) -> Tree:
    """A copy of the tree with settings (value by dotted path, or edits) laid over it in their order.

    Each path must be there already, so the schema's defaults must have been written out; a number is written into the
    declaration of a parameter. What the tree had beside something that is now of another kind (the ``cv`` of a former law,
    the routes of a former table of divisions) is gone. ``where`` names the settings in messages. Raises BadInput, one
    sentence a fault.
    """
    before, faults = tree, list[str]()
    for edit in _edits(settings):
        try:
            tree = _edited(tree, edit, depth=0)
        except LookupError as error:
            faults.append(_sentence_of_lost_path(edit, where, *error.args))
        except ValueError as error:
            faults.append(f"override {shown(edit.text)}{error}")
    if faults:
        raise BadInput("\n".join(faults))
    return without_leftovers(Scenario, before, tree)


def _edits(settings: "Mapping[str, Any] | Sequence[Edit]") -> Sequence[Edit]:
    """Settings as edits; a mapping of dotted paths to values is taken apart."""
    if not isinstance(settings, Mapping):
        return settings
    return [Edit(path_of_today(tuple(path.split("."))), value) for path, value in settings.items()]


def _sentence_of_lost_path(edit: Edit, where: str, reason: str, inside: Sequence[str] = ()) -> str:
    """A path that leads nowhere; ``reason`` says where it stops and what is allowed there.

    ``inside``: the names below it where it is the edit's mapping that holds an unknown one.
    """
    path = ".".join((*edit.path, *inside))
    if edit.text is None:
        return f"{where} has the path {shown(path)}; {reason}"
    hint = f"; a new name is added by +{path}=value" if edit.act == "merge" and "known: " in reason else ""
    return f"{shown(path)[1:-1]} is not a known name; {reason}{hint}"


def _edited(node: Any, edit: Edit, depth: int) -> Any:
    """A copy of the part of the tree ``depth`` steps down the edit's path; the unchanged is shared.

    Raises LookupError where the path leads nowhere, ValueError where the value cannot stand there.
    """
    if depth == len(edit.path):
        return _value_after(node, edit)
    step, above = edit.path[depth], ".".join(edit.path[:depth]) or "the scenario"
    if isinstance(node, list | tuple):
        if not (step.isdecimal() and step.isascii() and int(step) < len(node)):
            raise LookupError(f"allowed: in {above}, an entry by its number from 0 to {len(node) - 1}")
        position = int(step)
        made = _edited(node[position], edit, depth + 1)
        return [*node[:position], *([] if made is _NOTHING else [made]), *node[position + 1 :]]
    if not isinstance(node, dict):
        if edit.act not in _ADDING and node is not _NOTHING:
            raise LookupError(f"{above} is {shown(node)}, without names in it; allowed: the path of a setting")
        node = {}
    if step not in node and edit.act not in _ADDING and not _takes_new_names(edit.path[:depth]):
        raise LookupError(_no_name(above, step, node))
    made = _edited(node.get(step, _NOTHING), edit, depth + 1)
    if made is _NOTHING:
        return {name: item for name, item in node.items() if name != step}
    return {**node, step: made}


def _takes_new_names(path: tuple[str, ...]) -> bool:
    """Whether a setting may bring in a name here: in mappings that say so, and inside what it has brought in."""
    fields = (place(Scenario, path[:depth]).field for depth in range(1, len(path) + 1))
    extras = [field.json_schema_extra for field in fields if field is not None]
    return any(isinstance(extra, dict) and extra.get("takes_new_names") for extra in extras)


def _no_name(above: str, step: str, node: Tree) -> str:
    """Why a path stops: a section has no entry of this name, with the nearest that it has."""
    return f"allowed: in {above}, a name that is there ({near(step, node)})"


def _value_after(before: Any, edit: Edit) -> Any:
    """What stands at the end of the path after the edit; _NOTHING where it is taken away."""
    path = ".".join(edit.path)
    if edit.act == "remove":
        if edit.value not in (_NOTHING, before):
            raise ValueError(f": {path} is {shown(before)}; allowed: ~{path} or its own value")
        return _NOTHING
    if edit.act == "replace":
        return _in_its_declaration(before, edit.value, edit.path)
    if edit.act == "add" and before is not _NOTHING and before is not None and not isinstance(edit.value, dict | list):
        raise ValueError(f": {path} is there already; allowed: {path}=value, without +")
    return _merged(before, edit.value, edit, ())


def _merged(before: Any, value: Any, edit: Edit, inside: tuple[str, ...]) -> Any:
    """The value; a mapping is laid over the one that was there. ``inside``: names below the edit's own path, as far as here."""
    path = (*edit.path, *inside)
    if not isinstance(value, dict):
        return _in_its_declaration(before, value, path)
    if isinstance(before, list | tuple):
        raise ValueError(f" does not fit; allowed: a value of the same kind as {shown(before)}")
    if not isinstance(before, dict):
        return value
    for name in value:
        if name not in before and edit.act not in _ADDING:
            raise LookupError(_no_name(".".join(path), name, before), (*inside, name))
    changed = {name: _merged(before.get(name, _NOTHING), item, edit, (*inside, name)) for name, item in value.items()}
    return {**before, **changed}


def _in_its_declaration(before: Any, value: Any, path: tuple[str, ...]) -> Any:
    """A bare value of a parameter put into its declaration: unit, range and evidence label are kept."""
    is_parameter = path[0] == SECTION and len(path) == 2 and isinstance(before, dict) and not isinstance(value, dict)
    return {**before, "value": value} if is_parameter else value
