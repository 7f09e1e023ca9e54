"""Attributes of cases: those that every case has, those that a scenario declares, and what may be chosen by either."""

from typing import Annotated

from pydantic import Field, model_validator

from sinksim.scenarios.base import Name, Part, Weight, item, number, option

BUILT_IN = ("requires", "urgency", "segment", "service")
MOST_VALUES = 32
# Classes of waiting lists; 0 is served first.
HIGHEST_CLASS = 15
Class = Annotated[int, item(unit="class", low=0, high=HIGHEST_CLASS)]


class Attribute(Part):
    """An attribute of a case, drawn by the luck of the case alone: whoever asks, wherever and however often, is told the same."""

    values: dict[Name, Weight] = option(
        zh="取值及其权重", en="values with their weights", min_length=1, max_length=MOST_VALUES
    )

    @model_validator(mode="after")
    def _some_weight(self) -> "Attribute":
        """Refuse weights that are all zero."""
        if sum(self.values.values()) <= 0:
            raise ValueError(f"values has weights {self.values}; allowed: 0 or more, not all 0")
        return self


class Priority(Part):
    """A class of the waiting list by the value of an attribute."""

    by: Name = option(zh="按属性", en="attribute that decides: requires, urgency, segment, service or a declared one")
    classes: Annotated[dict[str, Class], Field(max_length=256)] = option(
        zh="各取值的优先级", en="class by value of the attribute", min_length=1
    )
    otherwise: int | None = number(
        None,
        unit="class",
        low=0,
        high=HIGHEST_CLASS,
        zh="其余取值的优先级（默认取紧急程度）",
        en="class of all other values (default: the case's urgency)",
    )
