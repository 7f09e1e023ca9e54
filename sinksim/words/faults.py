"""Sentences that refuse an input, in the language of who reads them; what no phrase is known for stays as it was said."""

import re
from collections.abc import Mapping
from functools import cache
from importlib.resources import files

import yaml

from sinksim.words.catalogue import Lang, words
from sinksim.words.units import unit_in_words

_QUOTED = re.compile(r"'(?:[^'\\]|\\.)*'|\"(?:[^\"\\]|\\.)*\"")
_UNIT = re.compile(r" \[([^\]\x00]+)\]")
_KEPT = re.compile("\x00(\\d+)\x00")


def fault_in(lang: Lang, line: str, meanings: Mapping[str, str] | None = None) -> str:
    """One sentence in a language; ``meanings``: what declarations say in English, and what they say in Chinese.

    Values in quotes are what the reader wrote, and are never touched.
    """
    if lang == "en":
        return line
    quoted: list[str] = []

    def put_by(found: re.Match[str]) -> str:
        quoted.append(found.group())
        return f"\x00{len(quoted) - 1}\x00"

    told = _with_meaning(_QUOTED.sub(put_by, line), meanings or {})
    for pattern, chinese in _phrases():
        told = pattern.sub(chinese, told)
    return _KEPT.sub(lambda found: quoted[int(found.group(1))], told)


def _with_meaning(line: str, meanings: Mapping[str, str]) -> str:
    """Meanings and units of declarations, which stand in brackets, in Chinese."""
    for english in sorted(meanings, key=len, reverse=True):
        line = line.replace(f" ({english})", f"（{meanings[english]}）")
    return _UNIT.sub(lambda found: f"［{unit_in_words(found.group(1), words('zh'))}］", line)


@cache
def _phrases() -> list[tuple[re.Pattern[str], str]]:
    text = (files("sinksim.words") / "faults_zh.yaml").read_text(encoding="utf-8")
    return [(re.compile(pattern), chinese) for pattern, chinese in yaml.safe_load(text)]
