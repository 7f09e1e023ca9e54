"""What a scenario compares: named sides, each a list of settings over the scenario, and what is compared with what."""

from typing import Annotated, Any

from pydantic import model_validator

from sinksim.scenarios.base import Name, Part, item, number, option

Least = Annotated[float, item(unit="as the headline", low=0, high=1e12)]


class Side(Part):
    """One side: what it is called, what it sets, and the year and source of what it says."""

    zh: str = option("", zh="中文名称", en="name in Chinese")
    en: str = option("", zh="英文名称", en="name in English")
    year: int | None = number(None, unit="year", low=1900, high=2200, zh="所指年份", en="year that it speaks of")
    source: str = option("", zh="来源", en="source of what it sets")
    set: dict[str, Any] = option(
        {}, zh="相对本场景的设置（按路径）", en="settings over the scenario, by dotted path", max_length=1000
    )


class Compared(Part):
    """The sides of the scenario's own comparison."""

    sides: dict[Name, Side] = option({}, zh="各对比方案", en="the sides, by name", max_length=12)
    baseline: Name | None = option(
        None, zh="基准方案（通常为现状，默认第一个）", en="side that proposals are compared with (default: the first)"
    )
    traditional: Name | None = option(
        None, zh="传统方案（无平台）", en="side without a platform, to say what the platform brings"
    )
    least_difference: dict[str, Least] = option(
        {},
        zh="各主要指标的最小有意义差异（单位或基准的比例）",
        en="least difference that matters, by headline (in its unit, or as a share of the level)",
        max_length=100,
        takes_new_names=True,
    )

    @model_validator(mode="after")
    def _known_sides(self) -> "Compared":
        """Refuse a baseline or traditional side that is no side, and one side alone, which has nothing beside it."""
        known = ", ".join(self.sides) or "(no side is named)"
        for field in ("baseline", "traditional"):
            name = getattr(self, field)
            if name is not None and name not in self.sides:
                raise ValueError(f"{field} is {name!r}; allowed: one of {known}")
        if len(self.sides) == 1:
            raise ValueError(f"sides has {known} alone; allowed: two or more sides, or none")
        return self
