"""Where a path leads in the schema: the declaration found there, and what it allows, in words."""

import datetime as dt
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from types import NoneType, UnionType
from typing import Annotated, Any, Literal, NamedTuple, Union, get_args, get_origin

from pydantic import BaseModel, BeforeValidator
from pydantic.fields import FieldInfo

from sinksim.core.wording import named, shown
from sinksim.scenarios.base import Listed

Step = str | int

# At most so many names are listed in a sentence.
_MOST_NAMED = 20

_SIMPLE = {
    bool: "true or false",
    int: "a whole number",
    float: "a number",
    str: "text",
    dt.date: "a date (YYYY-MM-DD)",
    dt.datetime: "a date and time",
    dt.time: "a time (HH:MM)",
    NoneType: "null",
    dict: "a mapping",
    list: "a list",
    tuple: "a list",
    set: "a list",
    frozenset: "a list",
}


class Unit(NamedTuple):
    """Unit of a number that stands in a list, in a mapping or among other kinds, where no field says it."""

    unit: str


class Kind(NamedTuple):
    """One kind of value that may stand at a place, and the limits that hold for it."""

    annotation: Any
    limits: tuple[Any, ...]

    @property
    def unit(self) -> str:
        """Unit of the number, empty where its field says it."""
        return next((limit.unit for limit in self.limits if isinstance(limit, Unit)), "")

    @property
    def range(self) -> dict[str, float]:
        """Ends of the range of a number, by ``ge``, ``gt``, ``le``, ``lt``."""
        return {
            name: getattr(limit, name)
            for limit in self.limits
            for name in ("gt", "ge", "lt", "le")
            if hasattr(limit, name)
        }

    @property
    def choices(self) -> tuple[str, ...]:
        """The values of which one may stand here: those of a literal, or names found by listing; else none."""
        if get_origin(self.annotation) is Literal:
            return tuple(map(str, get_args(self.annotation)))
        return tuple(name for limit in self.limits if isinstance(limit, Listed) for name in limit.names())


@dataclass(frozen=True)
class Place:
    """A place in a scenario: the path as the user wrote it, and what the schema declares there."""

    path: tuple[Step, ...]
    annotation: Any
    limits: tuple[Any, ...] = ()
    field: FieldInfo | None = None
    union: tuple[Step, ...] | None = None
    """Path of the last choice between kinds on the way here, where no name says which kind is meant."""
    is_name: bool = False
    """The fault lies in the name itself, not in its value."""

    @property
    def kinds(self) -> list[Kind]:
        """The kinds of value that may stand here, null apart, each with its limits."""
        return kinds_of(self.annotation, self.limits)


def place(model: type[BaseModel], location: Sequence[Step]) -> Place:
    """The place to which pydantic's location of an error leads, without the labels it adds to choose between kinds."""
    here = Place((), model)
    for step in location:
        here = _step_into(here, step)
    return here


def _step_into(here: Place, step: Step) -> Place:
    """The place one step of pydantic's location further down.

    Where several kinds may stand, pydantic puts a label of the kind before the real step: it selects the kind and
    adds nothing to the path. "[key]" means that the name of an entry is at fault, not its value. A name that no model
    declares leads to a place without annotation.
    """
    kinds = alternatives(here.annotation)
    if len(kinds) > 1 and (kind := _kind_of_label(kinds, step)) is not None:
        union = here.union if _has_tag(kind, step) else here.path
        return Place(here.path, kind, here.kinds[kinds.index(kind)].limits, here.field, union)
    path = (*here.path, step)
    kind = kinds[0] if len(kinds) == 1 else None
    if step == "[key]":
        return Place(here.path, str, here.limits, here.field, here.union, is_name=True)
    if kind is not None and is_model(kind):
        field = kind.model_fields.get(str(step))
        return Place(path, field.annotation, tuple(field.metadata), field, here.union) if field else Place(path, None)
    item, limits = bare(_type_of_item(kind, step))
    return Place(path, item, limits, None, here.union)


def _kind_of_label(kinds: Sequence[Any], label: Step) -> Any:
    """The kind that pydantic's label names: by its tag, by its class, by its container; None where the label is a name."""
    for kind in kinds:
        if _has_tag(kind, label) or getattr(kind, "__name__", "") == label:
            return kind
    # Other labels spell out the type: "literal['all','weekdays']", "dict[str,int]", "constrained-int", and the class inside
    # its validators: "function-after[_one_rule(), Staffing]".
    for kind in kinds:
        name = "literal" if get_origin(kind) is Literal else getattr(get_origin(kind) or kind, "__name__", "?")
        ends = (f"-{name}", f", {name}")
        if isinstance(label, str) and (f"{name}[" in label or label.rstrip("]").endswith(ends)):
            return kind
    return None


def _has_tag(kind: Any, label: Step) -> bool:
    """Whether the label is a literal by which this kind is recognised (``gamma`` of ``law: gamma``)."""
    return label in tags(kind)


def tags(kind: Any) -> tuple[Any, ...]:
    """The literal values by which a model among several is recognised (``law: uniform``)."""
    if not is_model(kind):
        return ()
    literals = (field.annotation for field in kind.model_fields.values() if get_origin(field.annotation) is Literal)
    return next((get_args(literal) for literal in literals if len(get_args(literal)) == 1), ())


def _type_of_item(kind: Any, step: Step) -> Any:
    """The type of what a mapping or a list holds, at position ``step`` where positions differ; None for other kinds."""
    arguments = get_args(kind)
    if get_origin(kind) is dict:
        return arguments[1]
    if get_origin(kind) is tuple and arguments[-1] is not Ellipsis and isinstance(step, int):
        return arguments[step] if step < len(arguments) else None
    return arguments[0] if get_origin(kind) in (tuple, list, set, frozenset) else None


def is_model(kind: Any) -> bool:
    """Whether a type is a part of a scenario."""
    return isinstance(kind, type) and issubclass(kind, BaseModel)


def bare(annotation: Any) -> tuple[Any, tuple[Any, ...]]:
    """A type without its ``Annotated``, and what that said (limits, validators)."""
    limits: tuple[Any, ...] = ()
    while get_origin(annotation) is Annotated:
        annotation, *extra = get_args(annotation)
        for part in extra:
            limits = (*limits, *(_limits_of(part) if isinstance(part, FieldInfo) else [part]))
    return annotation, limits


def _limits_of(item: FieldInfo) -> list[Any]:
    """Constraints of a field declared inside ``Annotated``, with its unit as a limit of its own."""
    extra = item.json_schema_extra if isinstance(item.json_schema_extra, dict) else {}
    return [*item.metadata, *([Unit(str(extra["unit"]))] if "unit" in extra else [])]


def alternatives(annotation: Any) -> list[Any]:
    """The kinds of value a type allows, null apart."""
    return [kind.annotation for kind in kinds_of(annotation)]


def kinds_of(annotation: Any, limits: tuple[Any, ...] = ()) -> list[Kind]:
    """The kinds of value a type allows, null apart, each with its own limits and those that hold for all."""
    annotation, own = bare(annotation)
    limits = (*limits, *own)
    if get_origin(annotation) in (Union, UnionType):
        return [kind for member in get_args(annotation) for kind in kinds_of(member, limits)]
    return [] if annotation in (None, NoneType) else [Kind(annotation, limits)]


def allowed(here: Place) -> str:
    """What may stand at a place: kind, range, unit and meaning."""
    kinds = alternatives(here.annotation)
    phrases = dict.fromkeys(_shorthands(here.annotation, here.limits))
    phrases |= dict.fromkeys(_kind_in_words(kind) for kind in here.kinds if not tags(kind.annotation))
    choices = [tag for kind in kinds for tag in tags(kind)]
    if choices:
        phrases[f"a mapping with {_tag_name(kinds)}: {named(choices, _MOST_NAMED)}"] = None
    return (" or ".join(phrases) or "nothing") + declared(here.field)


def _shorthands(annotation: Any, limits: Iterable[Any]) -> list[str]:
    """Other ways to write a value: what the docstrings of the validators that come first say."""
    inner, extra = bare(annotation)
    own = [limit.func.__doc__ for limit in (*limits, *extra) if isinstance(limit, BeforeValidator)]
    members = get_args(inner) if get_origin(inner) in (Union, UnionType) else ()
    nested = [phrase for member in members for phrase in _shorthands(member, ())]
    phrases = [phrase.strip().rstrip(".") for phrase in own if phrase]
    # In the middle of a sentence the first letter is small, except in a form such as YYYY-MM-DD.
    return [phrase if phrase[1:2].isupper() else phrase[:1].lower() + phrase[1:] for phrase in phrases] + nested


def _tag_name(kinds: Iterable[Any]) -> str:
    """Name of the field by which models among several are told apart."""
    model = next(kind for kind in kinds if tags(kind))
    fields: dict[str, FieldInfo] = model.model_fields
    return next(name for name, field in fields.items() if get_args(field.annotation) == tags(model))


def _kind_in_words(one: Kind) -> str:
    """One kind of value in words."""
    kind = one.annotation
    if kind in (int, float):
        return f"{_SIMPLE[kind]}{between(one.range)}" + (f" [{one.unit}]" if one.unit not in ("", "1") else "")
    if one.choices:
        return named(one.choices, _MOST_NAMED)
    if is_model(kind):
        return f"a mapping with {named(kind.model_fields, _MOST_NAMED)}"
    return _SIMPLE.get(get_origin(kind) or kind, "another kind of value")


def between(bound: Mapping[str, float]) -> str:
    """The range of a number in words, with a space before it; empty where there is none.

    ``bound``: its ends by pydantic's names ge, gt, le, lt.
    """
    if "ge" in bound and "le" in bound:
        return f" from {_amount(bound['ge'])} to {_amount(bound['le'])}"
    words = {"gt": "above", "ge": "of at least", "lt": "below", "le": "of at most"}
    return " and".join(f" {words[name]} {_amount(value)}" for name, value in bound.items())


def _amount(value: float) -> str:
    """A number of a range as text: whole ones without decimals, as long as a float holds every digit of them."""
    return f"{int(value):,}" if value == int(value) and abs(value) < 1e15 else f"{value:g}"


def declared(field: FieldInfo | None) -> str:
    """Unit and meaning of a declaration, as an appendix to what is allowed."""
    if field is None:
        return ""
    extra = field.json_schema_extra if isinstance(field.json_schema_extra, dict) else {}
    unit = extra.get("unit")
    meaning = f" ({field.description})" if field.description else ""
    return (f" [{unit}]" if unit and unit != "1" else "") + meaning


def dotted(path: Sequence[Step]) -> str:
    """A path as users write it in an override, at most 160 characters: of a longer one, the beginning and the end."""
    # shown() makes a name safe to print, in quotes; these are taken off.
    text = ".".join(str(step) if isinstance(step, int) else shown(step)[1:-1] for step in path)
    return text if len(text) <= 160 else f"{text[:78]}...{text[-78:]}"
