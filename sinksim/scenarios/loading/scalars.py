"""What an unquoted word of a scenario file means: YAML 1.2's core schema, without its surprises."""

import math
import re

from sinksim.core.wording import shown

Scalar = str | int | float | bool | None

_WORDS: dict[str, bool | None] = {
    "": None, "~": None, "null": None, "Null": None, "NULL": None,
    "true": True, "True": True, "TRUE": True, "false": False, "False": False, "FALSE": False,
}  # fmt: skip

# A leading zero keeps 052000 an area code: nobody writes a quantity that way.
_INTEGER = re.compile(r"[-+]?(0|[1-9][0-9]*)", re.ASCII)
_DECIMAL = re.compile(r"[-+]?((0|[1-9][0-9]*)(\.[0-9]*)?|\.[0-9]+)([eE][-+]?[0-9]+)?", re.ASCII)
_NOT_FINITE = re.compile(r"[-+]?\.(inf|nan)", re.IGNORECASE)

LARGEST = 2**63 - 1

_FORBIDDEN = re.compile(
    "[\x00-\x08\x0b-\x1f\x7f-\x9f\u2028\u2029\ufeff\ufffe\uffff]"  # control characters, stray line breaks and marks
    "|[\u061c\u200b\u200e\u200f\u2060\u202a-\u202e\u2066-\u2069]"  # unseen, or turning the writing direction: what is read lies
    "|[\ud800-\udfff]"  # halves of a character
)


def plain(text: str) -> Scalar:
    """The value of an unquoted word; raises ValueError (what is allowed) for a number that is not finite or too large.

    ``no``, ``yes``, ``on``, ``12:30``, ``2026-01-31``, ``0x1F``, ``1_000`` and ``007`` are text.
    """
    if text in _WORDS:
        return _WORDS[text]
    if _INTEGER.fullmatch(text):
        return _integer(text)
    if _DECIMAL.fullmatch(text):
        return _finite(float(text))
    if _NOT_FINITE.fullmatch(text):
        raise ValueError("a finite number")
    return text


def _integer(text: str) -> int:
    """A whole number of at most 64 bits (longer ones are never a quantity, and cost much to read)."""
    # 2**63 - 1 has 19 digits; with its sign, 20 characters.
    if len(text) <= 20 and abs(number := int(text)) <= LARGEST:
        return number
    raise ValueError(f"a whole number from {-LARGEST} to {LARGEST}")


def _finite(value: float) -> float:
    """The number; ValueError where it overflowed to infinity."""
    if math.isfinite(value):
        return value
    raise ValueError("a number of magnitude below 1.8e308")


def forbidden(text: str) -> str | None:
    """Why a text may not stand in a scenario, or None: hidden characters, and ``${`` (nothing is looked up)."""
    if found := _FORBIDDEN.search(text):
        return f"text without control, direction-changing or other hidden characters (here {shown(found.group())})"
    if "${" in text:
        return "text without ${ (nothing is looked up from a scenario)"
    return None
