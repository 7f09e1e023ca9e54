"""A drawn set of departments, with weights or without: what fork, serial and assemble have in common."""

from typing import Annotated

from pydantic import model_validator

from sinksim.scenarios.base import Name, Part, Weight, WeightsByNumber, item, option

MOST_DEPARTMENTS = 64


class Departments(Part):
    """A drawn set of departments."""

    departments: tuple[Name, ...] | dict[Name, Weight] = option(
        zh="候选部门（站点模板），可附权重：逐个不放回抽取",
        en="station templates drawn from; with weights, one after the other without replacement",
        min_length=1,
        max_length=MOST_DEPARTMENTS,
    )
    count: Annotated[int, item(unit="departments", low=1, high=MOST_DEPARTMENTS)] | WeightsByNumber | None = option(
        None, zh="部门数（或其权重）", en="how many take part: a number or weights by number (default: all)"
    )
    name: Name = option(zh="名称（即抽签名）", en="name of the step and of its draw")

    @property
    def weighted(self) -> dict[str, float]:
        """Departments that can be drawn, with their weights: those of weight 0 never take part; a list weighs all alike."""
        if isinstance(self.departments, dict):
            return {name: weight for name, weight in self.departments.items() if weight > 0}
        return dict.fromkeys(self.departments, 1.0)

    @model_validator(mode="after")
    def _countable(self) -> "Departments":
        """Refuse departments named twice and counts of departments that cannot be met.

        ``count``: None for all, a number, or weights by number.
        """
        able = len(self.weighted)
        number = able if self.count is None else self.count
        counts = number if isinstance(number, dict) else {number: 1.0}
        if len(set(self.departments)) != len(self.departments):
            raise ValueError(f"departments of {self.name} name one twice; allowed: each once")
        if able == 0:
            raise ValueError(
                f"departments of {self.name} has weights {self.departments}; allowed: 0 or more, not all 0"
            )
        if not counts or min(counts) < 1 or max(counts) > able:
            raise ValueError(f"count of {self.name} is {self.count}; allowed: 1 to {able} departments")
        if sum(counts.values()) <= 0:
            raise ValueError(f"count of {self.name} has weights {self.count}; allowed: 0 or more, not all 0")
        return self
