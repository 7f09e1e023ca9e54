"""Settings by dotted path in words: what each means, its unit, and its value as people read it."""

from typing import Any, NamedTuple

from sinksim.i18n import Words
from sinksim.i18n.units import unit_in_words
from sinksim.scenarios.declarations import place
from sinksim.scenarios.loading.parameters import SECTION
from sinksim.scenarios.scenario import Scenario
from sinksim.text.width import cut

UNIT = 24


class Meaning(NamedTuple):
    """What a setting means, and its unit ("" where it has none)."""

    text: str
    unit: str


def meaning_of(scenario: Scenario, path: str, t: Words) -> Meaning:
    """The meaning of a parameter as the scenario declares it, of another setting as the schema does; else its path."""
    steps: list[str] = path.split(".")
    if steps[0] == SECTION and len(steps) > 1 and steps[1] in scenario.parameters:
        parameter = scenario.parameters[steps[1]]
        return Meaning(t.either(parameter.zh, parameter.en), unit_in_words(parameter.unit, t))
    field = place(Scenario, [int(step) if step.isdecimal() else step for step in steps]).field
    extra = field.json_schema_extra if field is not None and isinstance(field.json_schema_extra, dict) else {}
    meaning = t.either(str(extra.get("zh", "")), str(extra.get("en", "")))
    return Meaning(meaning or path, unit_in_words(str(extra.get("unit", "")), t))


def value_of(value: Any, unit: str) -> str:
    """A value with its unit."""
    if isinstance(value, bool):
        return "✓" if value else "✗"
    text = f"{value:g}" if isinstance(value, float) else str(value)
    return f"{text} {unit}".rstrip()


def setting_in_words(scenario: Scenario, path: str, value: Any, t: Words, widest: int) -> str:
    """One setting, ``share that adopts the platform = 0.8``; its meaning is cut beyond ``widest`` columns, never its value."""
    meaning = meaning_of(scenario, path, t)
    return f"{cut(meaning.text, widest)} = {value_of(value, cut(meaning.unit, UNIT))}"
