"""Services: who needs what, how often, how urgently, and through which processes."""

from typing import Annotated, Literal

from pydantic import model_validator

from sinksim.scenarios.base import Name, Part, Sparse, Weight, WeightsByNumber, item, number, option
from sinksim.scenarios.laws import LONGEST_DAYS, Duration
from sinksim.scenarios.processes import MOST_TIERS

# A year: an expectation of a wait on site, not a sum of cases.
WaitMinutes = Annotated[float, item(unit="min", low=0, high=525_600)]
LONGEST_MINUTES = LONGEST_DAYS * 1440


class Mix(Part):
    """Differences between areas in the mix of a group of services: a Dirichlet law by area code, fixed over runs."""

    group: Name = option(zh="服务组", en="services that share one mix")
    concentration: float = number(
        unit="1", low=0.5, high=1e6, zh="集中度", en="concentration of the Dirichlet law", evidence="X"
    )


class Demand(Part):
    """How often needs arise at each place of origin."""

    per_day: Sparse | None = number(
        None,
        unit="cases/day",
        low=0,
        high=1e8,
        zh="每个来源地每日需求（按案件计，不按批次）",
        en="needs a day at each origin: needs, not groups",
    )
    per_100k_per_day: Sparse | None = number(
        None,
        unit="cases/day per 100,000 residents",
        low=0,
        high=1e6,
        zh="每十万人每日需求",
        en="needs a day per 100,000 residents",
    )
    share: Sparse = number(
        1.0,
        unit="1",
        low=0,
        high=1,
        zh="占比",
        en="share of that rate which belongs to this service",
    )
    profile: Name | None = option(
        None,
        zh="到达时间分布",
        en="profile over hours, weekdays and months (default: constant)",
    )
    mix: Mix | None = option(None, zh="地区差异", en="differences between areas")
    group_size: WeightsByNumber | None = option(
        None,
        zh="同时产生的需求数及其权重；每日需求按件计，不按组计",
        en="needs that arise together: weights by size; per_day and per_100k_per_day count needs, not groups",
    )

    interarrival: Duration | None = option(
        None,
        zh="相邻两次需求（或两批）的间隔分布：只取其形状，均值由每日需求与到达时间分布决定（缺省为指数分布）",
        en="law of the time between two needs (or groups): only its shape counts, scaled to the mean that rate and profile give "
        "(default: exponential); more demand then brings all needs sooner and does not merely add some",
    )

    @model_validator(mode="after")
    def _one_rate(self) -> "Demand":
        """Refuse both or neither of the two ways to give a rate, and impossible group sizes."""
        if (self.per_day is None) == (self.per_100k_per_day is None):
            raise ValueError("demand has both or neither of per_day and per_100k_per_day; allowed: exactly one")
        if self.group_size is not None:
            if not self.group_size or min(self.group_size) < 1 or max(self.group_size) > 1000:
                raise ValueError(f"group_size is {self.group_size}; allowed: sizes from 1 to 1000 with their weights")
            if sum(self.group_size.values()) <= 0:
                raise ValueError(f"group_size has weights {self.group_size}; allowed: 0 or more, not all 0")
        return self


class Route(Part):
    """How a service is delivered in one channel."""

    process: Name = option(zh="流程", en="process")
    access: str | None = option(
        None,
        zh="获得服务须到的层级（required 为真正需要的层级）",
        en="tier that must be reached to be served ('required': the tier truly required); none: filing costs nothing",
    )
    wait_minutes: dict[str, WaitMinutes] = option(
        {},
        zh="各层级现场等待（分钟）",
        en="on-site delay expected at each tier [min]",
        max_length=MOST_TIERS,
    )


class Backlog(Part):
    """Cases that are already waiting when the scenario begins; reported apart from the cohort."""

    per_origin: int = number(unit="cases", low=0, high=10**6, zh="每个来源地积压", en="cases waiting at each origin")
    waited: Duration = option(zh="已等待时间", en="how long each has been waiting")
    at: Name | None = option(None, zh="所处步骤标签", en="label of the step at which it waits (default: the first)")


class LoggedCase(Part):
    """One case of a recorded log; cases from before the start are backlog with their true join date."""

    origin: str = option(zh="来源地代码", en="code of the origin")
    arisen: float = number(
        unit="min",
        low=-LONGEST_MINUTES,
        high=LONGEST_MINUTES,
        zh="产生时刻（自开始日零点的分钟数）",
        en="when it arose, in minutes from the start date",
    )
    urgency: str | None = option(None, zh="紧急程度", en="urgency (default: drawn)")
    requires: str | None = option(None, zh="所需层级", en="tier truly required (default: drawn)")
    segment: int | None = number(None, unit="index", low=0, high=3, zh="人群", en="segment (default: drawn)")


class Service(Part):
    """One kind of need."""

    demand: Demand | None = option(None, zh="需求", en="demand (none: only the recorded log and the backlog)")
    urgency: dict[Name, Weight] | None = option(
        None,
        zh="紧急程度构成",
        en="weights of the urgencies (default: the first)",
        max_length=8,
    )
    requires: dict[str, Weight] | None = option(
        None, zh="真正需要的层级构成", en="weights of the tiers truly required", max_length=MOST_TIERS
    )
    coverage_deadline_days: float = number(
        30.0,
        unit="d",
        above=0,
        high=3650,
        zh="规定期限",
        en="solved within this time from arising counts as solved in time",
        evidence="X",
    )
    expected_hours: float | None = number(
        None,
        unit="h",
        above=0,
        high=87_600,
        zh="群众期望用时（自然小时；默认取规定期限）",
        en="time in which citizens expect a solution, by the wall clock (default: the coverage deadline)",
    )
    traditional: Route | None = option(None, zh="传统渠道", en="the bureaucratic channel")
    platform: Route | None = option(None, zh="平台渠道", en="the platform channel")
    adopter: Literal["citizen", "institution"] = option("citizen", zh="采用者", en="who adopts the platform")
    backlog: Backlog | None = option(None, zh="初始积压", en="initial backlog")
    log: tuple[LoggedCase, ...] = option((), zh="案件记录", en="recorded log of cases", max_length=1_000_000)

    @model_validator(mode="after")
    def _complete(self) -> "Service":
        """Refuse a service without channel, and weights that are all zero."""
        if self.traditional is None and self.platform is None:
            raise ValueError("the service has no channel; allowed: traditional, platform or both")
        for what, weights in (("urgency", self.urgency), ("requires", self.requires)):
            if weights is not None and sum(weights.values()) <= 0:
                raise ValueError(f"{what} has weights {weights}; allowed: 0 or more, not all 0")
        return self
