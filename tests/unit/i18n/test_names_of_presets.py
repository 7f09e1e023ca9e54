"""Whatever a scenario that comes along names is called something in both languages."""

from collections.abc import Iterator, Mapping
from typing import Any

import pytest

from sinksim.i18n import words
from sinksim.i18n.naming import Naming
from sinksim.scenarios.loading.composing import compose, load
from sinksim.scenarios.loading.presets import presets, starters

# Sections whose entries are named by their keys, and keys whose text is a name.
SECTIONS = (
    "services",
    "stations",
    "processes",
    "calendars",
    "clocks",
    "urgencies",
    "attributes",
    "departments",
    "counters",
)
NAMES = ("name", "label", "staff", "clock")


def named(tree: Mapping[str, Any]) -> Iterator[str]:
    """Every name that a scenario gives to something."""
    for section in SECTIONS:
        entries = tree.get(section)
        if isinstance(entries, dict):
            yield from entries
            yield from _within(entries)


def _within(value: Any) -> Iterator[str]:
    if isinstance(value, dict):
        yield from (text for key, text in value.items() if key in NAMES and isinstance(text, str))
    for part in value.values() if isinstance(value, dict) else value if isinstance(value, list) else ():
        yield from _within(part)


@pytest.mark.parametrize("name", [*presets(), *starters()])
def test_every_name_is_said_in_chinese_and_in_english_words(name):
    own, found = load(name).names, set(named(compose(name)))
    chinese, english = (Naming(words(lang), own) for lang in ("zh", "en"))
    assert {each for each in found if chinese(each).isascii()} == set()
    assert {each for each in found if "_" in english(each)} == set()
