"""The scenario: all that a user may say, in one frozen model."""

import datetime as dt
from typing import Annotated, Any

from pydantic import BeforeValidator, field_validator, model_validator

from sinksim.scenarios.attributes import BUILT_IN, Attribute
from sinksim.scenarios.base import Evidence, Name, Part, number, option
from sinksim.scenarios.calendars import Calendar, Profile
from sinksim.scenarios.comparison import Compared
from sinksim.scenarios.costs import Costs
from sinksim.scenarios.experiment import Experiment
from sinksim.scenarios.laws import Duration
from sinksim.scenarios.places import Network
from sinksim.scenarios.policy import Policy
from sinksim.scenarios.processes import Counter, Steps
from sinksim.scenarios.risks import Risks
from sinksim.scenarios.satisfaction import Satisfaction
from sinksim.scenarios.services import Service
from sinksim.scenarios.stations import Station

# No setting of a scenario is larger, a seed apart.
LARGEST = 1e15


class Title(Part):
    """A text in both languages."""

    zh: str = option("", zh="中文", en="Chinese")
    en: str = option("", zh="英文", en="English")


class Parameter(Part):
    """A number of this scenario, declared once; `=name` stands for its value anywhere in the file."""

    value: float | int = number(unit="as declared", low=-LARGEST, high=LARGEST, zh="取值", en="value")
    unit: str = option(zh="单位", en="unit")
    low: float = number(unit="as declared", low=-LARGEST, high=LARGEST, zh="下限", en="lowest allowed value")
    high: float = number(unit="as declared", low=-LARGEST, high=LARGEST, zh="上限", en="highest allowed value")
    evidence: Evidence = option(zh="证据标签", en="evidence label")
    source: str = option("", zh="来源", en="source")
    zh: str = option(zh="中文含义", en="meaning in Chinese")
    en: str = option(zh="英文含义", en="meaning in English")

    @model_validator(mode="after")
    def _within(self) -> "Parameter":
        """Refuse a value outside the range the parameter states."""
        if not self.low <= self.value <= self.high:
            raise ValueError(f"value is {self.value}; allowed: {self.low} to {self.high} {self.unit}")
        return self


class ClockDefinition(Part):
    """A deadline with warning, alert and escalation."""

    deadline: Duration | None = option(None, zh="期限", en="deadline for every urgency")
    by_urgency: dict[Name, Duration] = option({}, zh="各紧急程度期限", en="deadline by urgency", max_length=8)
    calendar: Name | None = option(
        None,
        zh="计时日历（默认自然时间）",
        en="calendar in which it runs (default: wall clock)",
    )
    warn: float = number(
        0.8,
        unit="1",
        low=0.01,
        high=1,
        zh="黄色预警比例",
        en="share of the deadline at which it warns",
        evidence="X",
    )
    alert: bool = option(True, zh="超期后进入预警区", en="whether the case enters the alert zone when it runs out")

    @model_validator(mode="after")
    def _constant(self) -> "ClockDefinition":
        """Refuse a clock without deadline, and a deadline drawn by chance."""
        given = [*self.by_urgency.values(), *([self.deadline] if self.deadline else [])]
        if not given:
            raise ValueError("the clock has no deadline; allowed: deadline, by_urgency or both")
        if any(d.law != "constant" for d in given):
            raise ValueError("a deadline is random; allowed: a constant time")
        return self


def _as_date(value: Any) -> Any:
    # A date as a file writes it. A comment: the docstring of a BeforeValidator is quoted as what is allowed.
    if isinstance(value, str):
        try:
            return dt.date.fromisoformat(value)
        except ValueError:
            return value
    return value


class Scenario(Part):
    """Network + services + processes + policy + risks + costs + horizon."""

    name: Name = option("scenario", zh="名称", en="name")
    title: Title = Title()
    about: Title = Title()
    names: dict[Name, Title] = option(
        {},
        zh="各名称的中英文称呼（服务、站点、流程、判断、层级等）",
        en="what services, stations, processes, checks, tiers and so on are called in both languages",
        max_length=10_000,
    )
    illustrative: bool = option(False, zh="分地区数字为示意", en="figures for named areas rest on assumptions")
    start: Annotated[dt.date, BeforeValidator(_as_date)] = option(
        dt.date(2022, 1, 3), zh="开始日期", en="start date (YYYY-MM-DD)"
    )
    parameters: dict[Name, Parameter] = option(
        {}, zh="参数", en="numbers of this scenario, declared once", max_length=2000
    )
    levers: tuple[str, ...] = option(
        (), zh="主要杠杆", en="dotted paths of the levers that matter most, in order", max_length=1000
    )
    network: Network = Network()
    calendars: dict[Name, Calendar] = option({}, zh="日历", en="opening hours and working days", max_length=256)
    profiles: dict[Name, Profile] = option({}, zh="到达分布", en="profiles of arrivals over time", max_length=256)
    urgencies: tuple[Name, ...] = option(
        ("ordinary",),
        zh="紧急程度（最急在前）",
        en="urgencies, most urgent first",
        min_length=1,
        max_length=8,
    )
    clocks: dict[Name, ClockDefinition] = option({}, zh="时限", en="deadlines", max_length=32)
    attributes: dict[Name, Attribute] = option(
        {}, zh="案件属性（每件案件只抽一次）", en="attributes of cases, each drawn once a case", max_length=32
    )
    counters: dict[Name, Counter] = option(
        {}, zh="计数器（由若干判断共用）", en="counters that several checks share", max_length=32
    )
    stations: dict[Name, Station] = option({}, zh="站点模板", en="templates of stations", max_length=1000)
    services: dict[Name, Service] = option(zh="服务", en="services", min_length=1, max_length=256)
    processes: dict[Name, Steps] = option(zh="流程", en="processes: lists of verbs", min_length=1, max_length=1000)
    policy: Policy = Policy()
    risks: Risks = Risks()
    costs: Costs = Costs()
    satisfaction: Satisfaction | None = option(
        None, zh="满意度如何评定（缺省：不评定）", en="how citizens judge cases (default: nobody is asked)"
    )
    experiment: Experiment = Experiment()
    comparison: Compared = Compared()

    @field_validator("attributes")
    @classmethod
    def _of_its_own_name(cls, value: dict[str, Attribute]) -> dict[str, Attribute]:
        """Refuse an attribute by the name of one that every case has."""
        for name in sorted(set(value) & set(BUILT_IN)):
            raise ValueError(f"attributes has {name!r}; allowed: a name other than {', '.join(BUILT_IN)}")
        return value

    @field_validator("start")
    @classmethod
    def _sensible(cls, value: dt.date) -> dt.date:
        """Refuse a start date for which no calendar of working days exists."""
        if not 1990 <= value.year <= 2100:
            raise ValueError(f"start is {value}; allowed: a date from 1990-01-01 to 2100-12-31")
        return value
