"""The ground every part of a scenario stands on: strict frozen models and numbers that are declared once."""

import math
from collections.abc import Callable, Sequence
from typing import Annotated, Any, Literal, NamedTuple

from pydantic import AfterValidator, BaseModel, BeforeValidator, ConfigDict, Field, GetCoreSchemaHandler
from pydantic_core import CoreSchema, PydanticKnownError, core_schema

Evidence = Literal["S-P", "S-B", "O", "P", "N", "W", "G", "X"]

EVIDENCE_MEANING = {
    "S-P": ("the paper that defines the study", "界定本研究的论文"),
    "S-B": ("the book's introduction", "专著导论"),
    "O": ("law, government page or official bulletin", "法律、政府网页或官方公报"),
    "P": ("peer-reviewed paper", "同行评议论文"),
    "N": ("news report of an official figure", "官方数字的新闻报道"),
    "W": ("web compilation of unknown provenance", "来源不明的网络汇编"),
    "G": ("general knowledge, approximate", "一般常识，近似值"),
    "X": ("assumption or arithmetic", "假设或推算"),
}


# What a user calls something of a scenario.
Name = Annotated[str, Field(pattern=r"^[A-Za-z][A-Za-z0-9_]{0,63}$")]


class Part(BaseModel):
    """A frozen part of a scenario; unknown names, NaN, infinities and text in place of numbers are refused."""

    model_config = ConfigDict(
        extra="forbid", frozen=True, strict=True, allow_inf_nan=False, validate_default=True, hide_input_in_errors=False
    )

    @classmethod
    def completed(cls, given: dict[str, Any]) -> dict[str, Any]:
        """The given values of this part, plus defaults that depend on another of its values; here there are none.

        A class with such defaults overrides it: a network takes its travel times from its table of divisions.
        """
        return given

    @classmethod
    def followed(cls, before: dict[str, Any], after: dict[str, Any]) -> dict[str, Any]:
        """This part's values after settings, with dependent defaults made anew where their source was changed.

        ``before`` and ``after``: the part's tree before and after the settings. Here nothing depends on anything; a
        class that overrides ``completed`` overrides this as well.
        """
        return after


class Listed(NamedTuple):
    """Names that are found by listing a folder when they are asked for: for ``Annotated[str, Listed(...)]``."""

    names: Callable[[], Sequence[str]]

    def __get_pydantic_core_schema__(self, source: Any, handler: GetCoreSchemaHandler) -> CoreSchema:
        """The type's own check, and then that the name is one of those."""
        return core_schema.no_info_after_validator_function(self._one_of_them, handler(source))

    def _one_of_them(self, value: str) -> str:
        """The name; where it is not listed, pydantic's literal_error, which is worded as for a fixed choice."""
        known = self.names()
        if value not in known:
            raise PydanticKnownError("literal_error", {"expected": ", ".join(map(repr, known)) or "none"})
        return value


def number(  # one keyword per property of a number: this is the declaration itself
    default: Any = ...,
    *,
    unit: str,
    zh: str,
    en: str,
    low: float | None = None,
    above: float | None = None,
    high: float,
    evidence: Evidence | None = None,
    source: str = "",
) -> Any:
    """Declare a number once: default, unit, allowed range [low, high] (or above..high), meaning, evidence label.

    ``evidence`` is None where the number is a setting (a seed, a count of replications) and not a claim about the
    world. Forms, checks, the reference page and the list of assumptions are read from this declaration. Raises
    TypeError where an end of the range is missing: a number without bounds overflows somewhere.
    """
    extra = {"unit": unit, "zh": zh, "en": en, "evidence": evidence, "source": source}
    return Field(default, description=en, json_schema_extra=extra, **_bounds(en, low, above, high))  # type: ignore[call-overload]


def chance(default: Any = ..., *, zh: str, en: str) -> Any:
    """Declare a probability."""
    return number(default, unit="1", low=0, high=1, zh=zh, en=en)


def item(*, unit: str, low: float | None = None, above: float | None = None, high: float) -> Any:
    """Unit and range of the numbers that a list or a mapping holds, or of one kind among several: for ``Annotated``."""
    return Field(json_schema_extra={"unit": unit}, **_bounds("an item", low, above, high))  # type: ignore[call-overload]


def _bounds(what: str, low: float | None, above: float | None, high: float) -> dict[str, float]:
    """Pydantic's constraints of a declared range, in which ``low`` is allowed and ``above`` is not.

    ``what``: how the number is named in messages. Raises TypeError for a faulty declaration.
    """
    least = low if above is None else above
    if least is None or (low is not None and above is not None):
        raise TypeError(f"number {what!r} needs its lower end: exactly one of low and above")
    if not (math.isfinite(least) and math.isfinite(high) and least <= high):
        raise TypeError(f"number {what!r} needs finite ends in order, not {least} to {high}")
    return {"ge" if above is None else "gt": least, "le": high}


def option(default: Any = ..., *, zh: str, en: str, takes_new_names: bool = False, **limits: Any) -> Any:
    """Declare a field that is not a number: its default and its meaning in both languages.

    ``takes_new_names``: a mapping to which an override without ``+`` may add a name, such as the code of a place.
    ``limits`` as pydantic's ``Field`` has them.
    """
    extra: dict[str, Any] = {"zh": zh, "en": en, **({"takes_new_names": True} if takes_new_names else {})}
    return Field(default, description=en, json_schema_extra=extra, **limits)


# A weight or rate that is positive but smaller never matters, and sums, ratios and products of such numbers underflow.
SMALLEST = 1e-9


def _zero_or_sizeable(value: float) -> float:
    """The value as it is; ValueError where it is above 0 and below SMALLEST."""
    if 0 < value < SMALLEST:
        raise ValueError(f"{value:g} is too small to matter; allowed: 0, or at least {SMALLEST:g}")
    return value


Sparse = Annotated[float, AfterValidator(_zero_or_sizeable)]
"""A number that is 0 or at least 1e-9."""

Weight = Annotated[Sparse, item(unit="1", low=0, high=1e6)]
"""A relative weight: only ratios count."""


def _whole_keys(value: Any) -> Any:
    # YAML keys such as 2 may come as text. A comment: the docstring of a BeforeValidator is quoted as what is allowed.
    if not isinstance(value, dict):
        return value
    return {int(k) if isinstance(k, str) and k.isdigit() else k: v for k, v in value.items()}


# Weights by a whole number (a file's keys are text).
WeightsByNumber = Annotated[dict[int, Weight], BeforeValidator(_whole_keys), Field(max_length=1000)]
