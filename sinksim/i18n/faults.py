"""Sentences that refuse an input, in the language of who reads them; what no phrase is known for stays as it was said."""

import re
from collections.abc import Mapping
from functools import cache
from importlib.resources import files

import yaml

from sinksim.core.language import Lang
from sinksim.i18n.catalogue import words
from sinksim.i18n.units import unit_in_words

_QUOTED = re.compile(r"'(?:[^'\\]|\\.)*'|\"(?:[^\"\\]|\\.)*\"")
_UNIT = re.compile(r"(?<! is) \[([A-Za-z%][^\]\x00]*)\]")
# What stands in phrases for a number, a value in quotes, a dotted path, and the beginning of any value.
_STANDS_FOR = {
    "<n>": r"(-?(?:\d[\d,]*(?:\.\d+)?(?:e[-+]?\d+)?|inf|nan))",
    "<q>": r"(\x00\d+\x00)",
    "<p>": r"([\w.\-]+)",
    "<v>": r"\x00|[-\d\[{(<]|True\b|False\b|None\b|nan\b|b\x00",
}
_SET_ASIDE = re.compile("\x00(\\d+)\x00")


def fault_in(lang: Lang, line: str, meanings: Mapping[str, str] | None = None) -> str:
    """One sentence in a language; ``meanings``: what declarations say in English, and what they say in Chinese.

    Values in quotes are what the reader wrote: they are set aside before phrases are translated, and put back
    unchanged.
    """
    if lang == "en":
        return line
    quoted: list[str] = []

    def set_aside(found: re.Match[str]) -> str:
        quoted.append(found.group())
        return f"\x00{len(quoted) - 1}\x00"

    known = meanings or {}
    # A meaning that has quotes in it is found before what is in quotes is set aside.
    line = _with_meanings(line, {english: zh for english, zh in known.items() if _QUOTED.search(english)})
    translated = _with_units(_with_meanings(_QUOTED.sub(set_aside, line), known))
    for pattern, chinese in _phrases():
        translated = pattern.sub(chinese, translated)
    return _SET_ASIDE.sub(lambda found: quoted[int(found.group(1))], translated)


def _with_meanings(line: str, meanings: Mapping[str, str]) -> str:
    """Meanings of declarations, which stand in brackets, in Chinese."""
    for english in sorted(meanings, key=len, reverse=True):
        line = line.replace(f" ({english})", f"（{meanings[english]}）")
    return line


def _with_units(line: str) -> str:
    """Units of declarations in Chinese."""
    return _UNIT.sub(lambda found: f"［{unit_in_words(found.group(1), words('zh'))}］", line)


@cache
def _phrases() -> list[tuple[re.Pattern[str], str]]:
    """English phrases as patterns, each with its Chinese, in the order in which they are translated."""
    text = (files("sinksim.i18n") / "faults_zh.yaml").read_text(encoding="utf-8")
    return [(_pattern(english), chinese) for english, chinese in yaml.safe_load(text)]


def _pattern(english: str) -> re.Pattern[str]:
    """The regular expression of an English sentence in which signs such as <n> stand for numbers and values."""
    for sign, pattern in _STANDS_FOR.items():
        english = english.replace(sign, pattern)
    return re.compile(english)
