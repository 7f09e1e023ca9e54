"""The ground every part of a scenario stands on: strict frozen models and numbers that are declared once."""

import math
from typing import Any, Literal

from pydantic import BaseModel, ConfigDict, Field

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


class Part(BaseModel):
    """A frozen part of a scenario; unknown names, NaN, infinities and text in place of numbers are refused."""

    model_config = ConfigDict(
        extra="forbid", frozen=True, strict=True, allow_inf_nan=False, validate_default=True, hide_input_in_errors=False
    )


def number(  # one keyword per property of a number: this is the declaration itself
    default: Any = ...,
    *,
    unit: str,
    zh: str,
    en: str,
    low: float = -math.inf,
    high: float = math.inf,
    above: float | None = None,
    evidence: Evidence | None = None,
    source: str = "",
) -> Any:
    """Declare a number once: default, unit, allowed range [low, high] (or strictly above), meaning, evidence label.

    ``evidence`` is None where the number is a setting (a seed, a count of replications) and not a claim about the
    world. Forms, checks, the reference page and the list of assumptions are read from this declaration.
    """
    bounds: dict[str, float] = {}
    if low > -math.inf:
        bounds["ge"] = low
    if high < math.inf:
        bounds["le"] = high
    if above is not None:
        bounds["gt"] = above
    extra = {"unit": unit, "zh": zh, "en": en, "evidence": evidence, "source": source}
    return Field(default, description=en, json_schema_extra=extra, **bounds)  # type: ignore[call-overload]


def words(default: Any = ..., *, zh: str, en: str, **limits: Any) -> Any:
    """Declare a field that is not a number: its default and its meaning in both languages."""
    return Field(default, description=en, json_schema_extra={"zh": zh, "en": en}, **limits)
