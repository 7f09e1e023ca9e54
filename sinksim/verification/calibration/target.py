"""Calibration targets as a file of data says them: a published figure, the range that meets it, what is to be simulated."""

from typing import Annotated, Any, Literal

from pydantic import model_validator

from sinksim.scenarios.base import Name, Part, item, number, option

Tag = Literal["identity", "fitted", "held-out", "expected"]
Settings = dict[str, Any]
Bound = Annotated[float, item(unit="of the figure", low=-1e12, high=1e12)]


class Figure(Part):
    """What is measured: an indicator or an equity figure of one side, in all or in one slice; or a figure of ``records``."""

    name: str = option(zh="指标名", en="name of the indicator, or of a figure that the study's records give")
    side: Name | None = option(None, zh="方案", en="side (default: the only one, or records of all sides)")
    service: Name | None = option(None, zh="事项", en="this service only")
    area: str | None = option(None, zh="地区", en="this area only, by its code")
    segment: Name | None = option(None, zh="人群", en="this segment only")


class Target(Part):
    """A published figure, the range in which the simulated one meets it, and where it comes from.

    The figure may be taken ``against`` another one (``how``: as a ratio, a difference, or a decrease, 1 - ratio). ``factor``
    turns it into ``unit``. A *fitted* target says which parameter was fitted, an *identity* which input it restates; an
    *expected* one is no publication but what the arithmetic of the case leads to expect.
    """

    code: str = option(zh="编号", en="code of the target")
    what: str = option(zh="内容", en="what the figure is")
    tag: Tag = option("expected", zh="类别", en="whether a parameter was chosen to meet it")
    because: str = option("", zh="依据", en="source, or the parameter that was fitted")
    figure: Figure = option(zh="模拟指标", en="what is measured")
    against: Figure | None = option(None, zh="对照指标", en="what the figure is compared with")
    how: Literal["ratio", "difference", "decrease"] = option("ratio", zh="对照方式", en="how two figures are compared")
    low: Bound | None = option(None, zh="下限", en="least value that meets it, before the factor")
    high: Bound | None = option(None, zh="上限", en="greatest value that meets it")
    expected: Bound | None = option(None, zh="期望值", en="value that is met within a share of itself")
    within: float = number(0.15, unit="1", low=0, high=1, zh="允许相对偏差", en="that share")
    unit: str = option("%", zh="单位", en="unit of the table")
    factor: float = number(100.0, unit="1", above=0, high=1e9, zh="单位换算", en="what turns the figure into the unit")
    note: str = option("", zh="说明", en="why it is missed, or what to know about it")
    removed_by: Settings = option(
        {}, zh="消除偏差的改动", en="settings with which a target that is missed would be met"
    )

    @model_validator(mode="after")
    def _has_a_range(self) -> "Target":
        """Refuse a target that nothing, or both a range and a value, would meet."""
        if (self.expected is None) == (self.low is None and self.high is None):
            raise ValueError("needs either a range (low, high) or the value expected; allowed: exactly one of them")
        return self

    @property
    def range(self) -> tuple[float, float]:
        """Least and greatest value that meet the target, before the factor."""
        if self.expected is not None:
            span = self.within * abs(self.expected)
            return self.expected - span, self.expected + span
        infinite = float("inf")
        return -infinite if self.low is None else self.low, infinite if self.high is None else self.high


class Study(Part):
    """Sides of a preset that are simulated together, and the targets that their figures are held against.

    ``settings`` go over the preset for all sides; ``sides`` without names are those of the preset's own comparison.
    ``records`` names figures that are worked out from single cases instead of from indicators.
    """

    title: str = option(zh="标题", en="title of the section")
    settings: Settings = option({}, zh="设置", en="settings for all sides")
    sides: dict[Name, Settings] = option({}, zh="各方案设置", en="settings by side (default: the preset's own sides)")
    records: Literal["telemedicine", "heavy_telemedicine", "outpatients"] | None = option(
        None, zh="逐件记录的指标", en="figures from single cases"
    )
    replications: int = number(4, unit="replications", low=2, high=1000, zh="重复次数", en="replications")
    targets: tuple[Target, ...] = option(zh="目标", en="targets")


class Awaited(Part):
    """A target that nothing can be held against yet, and what it waits for."""

    code: str = option(zh="编号", en="code of the target")
    what: str = option(zh="内容", en="what the figure is")
    awaits: str = option(zh="有待", en="mechanism that it awaits")


class Targets(Part):
    """All targets of a preset; ``headlines`` are what its specification leads to expect, shown with the case."""

    studies: tuple[Study, ...] = option((), zh="校准", en="studies with their targets")
    headlines: tuple[Study, ...] = option((), zh="头条指标", en="studies with expected headlines")
    awaited: tuple[Awaited, ...] = option((), zh="有待验证", en="targets that await a mechanism")
