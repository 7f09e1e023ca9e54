"""One sentence for each thing that the schema refuses: where, the value, what is allowed."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, TypeVar

from pydantic import BaseModel, ValidationError
from pydantic_core import ErrorDetails

from sinksim.core.errors import BadInput
from sinksim.core.wording import near, shown
from sinksim.scenarios.declarations import Place, allowed, alternatives, declared, dotted, is_model, place
from sinksim.scenarios.laws import OTHER_NAMES

MOST_FAULTS = 20

Model = TypeVar("Model", bound=BaseModel)


def validate(model: type[Model], data: Mapping[str, Any], where: str) -> Model:
    """The model made of plain data (lists stand for tuples); raises BadInput, one sentence a fault."""
    try:
        return model.model_validate(_frozen(data))
    except ValidationError as error:
        raise BadInput("\n".join(_sentences(schema_faults(error, where, model), where))) from error


@dataclass(frozen=True, eq=False)
class SchemaFault:
    """One thing that the schema refuses; it is worded, as ``str`` gives it, only where it is told."""

    where: str
    place: Place
    details: ErrorDetails
    model: type[BaseModel]

    def __str__(self) -> str:
        return f"{self.where}: {_sentence(self.place, self.details, self.model)}"


def schema_faults(error: ValidationError, where: str, model: type[BaseModel]) -> list[SchemaFault]:
    """What is refused, in pydantic's order; a value that fits none of several kinds is one fault.

    ``where``: how the scenario or row is named in messages.
    """
    faults = _without_wrong_guesses([(place(model, fault["loc"]), fault) for fault in _details(error)])
    found: dict[tuple[object, ...], SchemaFault] = {}
    for here, fault in faults:
        found.setdefault(_one_sentence_key(here, fault), SchemaFault(where, here, fault, model))
    return list(found.values())


def _one_sentence_key(here: Place, fault: ErrorDetails) -> tuple[object, ...]:
    """What makes two faults one sentence: the same place and kind of fault, or no fitting kind at the same place."""
    return here.path, here.is_name, "" if here.path == here.union and _is_wrong_kind(fault) else fault["type"]


def _sentences(faults: Sequence[SchemaFault], where: str) -> list[str]:
    """One sentence a fault, each once, at most 20 and then how many more; ``where``: what the scenario is called in messages."""
    sentences: dict[str, None] = {}
    rest = iter(faults)
    # Only what is told is worded: that takes far longer than finding it.
    while len(sentences) < MOST_FAULTS and (fault := next(rest, None)) is not None:
        sentences[str(fault)] = None
    more = sum(1 for _ in rest)
    return [*sentences, *([f"{where}: and {more} more"] if more else [])]


def _details(error: ValidationError) -> list[ErrorDetails]:
    return error.errors(include_url=False)


def _frozen(value: Any) -> Any:
    """Lists as tuples, at every depth: the schema is frozen and holds no list."""
    if isinstance(value, Mapping):
        return {key: _frozen(item) for key, item in value.items()}
    return tuple(_frozen(item) for item in value) if isinstance(value, list | tuple) else value


def _as_written(value: Any) -> Any:
    """A value of the frozen schema as the user wrote it: tuples were lists."""
    if isinstance(value, Mapping):
        return {key: _as_written(item) for key, item in value.items()}
    return [_as_written(item) for item in value] if isinstance(value, list | tuple) else value


Fault = tuple[Place, ErrorDetails]


def _without_wrong_guesses(faults: list[Fault]) -> list[Fault]:
    """The faults without those of kinds that were never meant.

    Where several kinds may stand, pydantic reports why each of them does not fit. A complaint that the value is of
    another kind altogether is dropped where some other kind fits in shape, and fails deeper inside or by its range.
    ``union`` of a place is the path at which several kinds may stand: a fault at that very path is of a kind as a whole.
    A list that pydantic calls too short because its entries are faulty (an echo of their faults) is dropped anywhere.
    """
    fails_inside = {here.union for here, _ in faults if here.union is not None and here.path != here.union}
    fails_by_range = {here.union for here, details in faults if here.path == here.union and not _is_wrong_kind(details)}
    faults_of_kind_meant = []
    for here, details in faults:
        guessed = here.union is not None and here.path == here.union and _is_wrong_kind(details)
        if not (guessed and here.union in fails_inside | fails_by_range) and not _is_echo(details):
            faults_of_kind_meant.append((here, details))
    return faults_of_kind_meant


def _is_echo(fault: ErrorDetails) -> bool:
    """Whether a list counts as too short only because its entries have faults of their own."""
    return fault["type"] == "too_short" and len(fault["input"]) >= fault["ctx"]["min_length"]


def _is_wrong_kind(fault: ErrorDetails) -> bool:
    """Whether pydantic complains of the kind of a value (text for a number), and not of its range or of what is inside."""
    return fault["type"].endswith(("_type", "_from_float", "_parsing", "literal_error"))


def _sentence(here: Place, fault: ErrorDetails, model: type[BaseModel]) -> str:
    """A fault as a sentence, without the file: a wording of its own, else the value and what is allowed.

    Where the value fits none of several kinds, the fault of the one that pydantic tried last says nothing: then all
    kinds are named as allowed.
    """
    is_guess = here.path == here.union and _is_wrong_kind(fault)
    special = None if is_guess else _SPECIAL.get(fault["type"])
    return special(here, fault, model) if special else f"{_value(here, fault)}; allowed: {_allowed(here, fault, model)}"


def _value(here: Place, fault: ErrorDetails) -> str:
    """The beginning of a sentence: the place and its value, or the name that is refused and where it stands."""
    if here.is_name:
        return f"the name {shown(fault['input'])} in {dotted(here.path[:-1]) or 'the scenario'}"
    return f"{dotted(here.path) or 'the scenario'} is {shown(_as_written(fault['input']))}"


def _allowed(here: Place, fault: ErrorDetails, model: type[BaseModel]) -> str:
    """What may stand at the place of a fault, in words."""
    if wording := _BY_TYPE.get(fault["type"]):
        return wording.format(**fault.get("ctx", {})) + declared(here.field)
    whole = place(model, here.path) if here.path == here.union else here  # every kind that may stand here
    if alternatives(whole.annotation):
        return allowed(whole)
    return _lower(fault["msg"])


def _lower(message: str) -> str:
    """Pydantic's own words, for a fault that has no wording here."""
    return message.removeprefix("Input should be ").removeprefix("Value should be ")


_BY_TYPE = {
    "finite_number": "a finite number",
    "multiple_of": "a multiple of {multiple_of}",
    "string_too_short": "text of at least {min_length} characters",
    "string_too_long": "text of at most {max_length} characters",
    "too_short": "{min_length} or more entries",
    "too_long": "{max_length} entries or fewer",
    "invalid_key": "names that are text",
}


def _missing(here: Place, fault: ErrorDetails, model: type[BaseModel]) -> str:
    """A required name that is not there."""
    return f"{dotted(here.path)} is missing; it needs {allowed(here)}"


def _unknown(here: Place, fault: ErrorDetails, model: type[BaseModel]) -> str:
    """An unknown name, and the known ones nearest to it."""
    name = str(here.path[-1])
    given = shown(_as_written(fault["input"]))
    return f"{dotted(here.path)} is not a known name (value {given}); {near(name, _names(model, fault))}"


def _names(model: type[BaseModel], fault: ErrorDetails) -> Iterable[str]:
    """The names known at the mapping in which the fault lies: those of every model that may stand there."""
    kinds = alternatives(place(model, fault["loc"][:-1]).annotation)
    return [name for kind in kinds if is_model(kind) for name in kind.model_fields]


def _untagged(here: Place, fault: ErrorDetails, model: type[BaseModel]) -> str:
    """A kind that does not exist, or is not named."""
    context = fault.get("ctx", {})
    tag = str(context.get("discriminator", "the kind")).strip("'")
    where = dotted((*here.path, tag))
    if fault["type"] == "union_tag_not_found":
        return f"{where} is missing in {shown(_as_written(fault['input']))}; it needs {allowed(here)}"
    return f"{where} is {shown(context['tag'])}; allowed: {context['expected_tags']}{_hint(context)}"


def _hint(context: Mapping[str, Any]) -> str:
    """A hint at the kind that was probably meant, by a textbook synonym or by its spelling; else empty."""
    known = [tag.strip("' ") for tag in str(context["expected_tags"]).split(",")]
    meant = OTHER_NAMES.get(str(context["tag"]).lower(), "")
    if meant in known:
        return f"; did you mean {meant}?"
    close = near(str(context["tag"]), known)
    return f"; {close}" if close.startswith("did") else ""


def _choice(here: Place, fault: ErrorDetails, model: type[BaseModel]) -> str:
    """A value that is none of a fixed list, which pydantic's fault has as one text: "'a', 'b' or 'c'"."""
    expected = str(fault.get("ctx", {}).get("expected", "")).replace(" or ", ", ")
    # In the form of pydantic's fault of an unknown tag, for which the hint at a similar name is written.
    context = {"tag": fault["input"], "expected_tags": expected}
    return f"{_value(here, fault)}; allowed: {expected}{declared(here.field)}{_hint(context)}"


def _form(here: Place, fault: ErrorDetails, model: type[BaseModel]) -> str:
    """Text of the wrong form, such as a name with a space."""
    pattern = fault["ctx"]["pattern"]
    form = _FORMS.get(pattern, f"text of the form {pattern}")
    return f"{_value(here, fault)}; allowed: {form}{declared(here.field)}"


_FORMS = {
    "^[A-Za-z][A-Za-z0-9_]{0,63}$": "a name of at most 64 letters (a-z), digits and _ that starts with a letter",
}


def _own(here: Place, fault: ErrorDetails, model: type[BaseModel]) -> str:
    """A rule of the schema's own, whose message says the value and what is allowed; at most 400 characters of it.

    A message that begins with the name of the field gets the whole path in its place.
    """
    message = " ".join(str(fault.get("ctx", {}).get("error", fault["msg"])).split())
    text = message if len(message) <= 400 else f"{message[:397]}..."
    allows = "" if "allowed" in text else f"; allowed: {allowed(here)}"
    where = dotted(here.path)
    if here.path and text.startswith(f"{here.path[-1]} "):
        return f"{where}{text.removeprefix(str(here.path[-1]))}{allows}"
    return f"{where}: {text}{allows}" if where else f"{text}{allows}"


_SPECIAL: dict[str, Callable[[Place, ErrorDetails, type[BaseModel]], str]] = {
    "missing": _missing,
    "extra_forbidden": _unknown,
    "union_tag_invalid": _untagged,
    "union_tag_not_found": _untagged,
    "literal_error": _choice,
    "string_pattern_mismatch": _form,
    "value_error": _own,
    "assertion_error": _own,
}
