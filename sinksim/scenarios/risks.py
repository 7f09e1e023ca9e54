"""Risks: what can go wrong with the platform and with stations."""

from sinksim.scenarios.base import Name, Part, number, option
from sinksim.scenarios.laws import Duration


class Outage(Part):
    """The platform is down now and then: alternating up and down times, the up time exponential."""

    on: bool = option(False, zh="是否发生", en="whether it happens")
    availability: float = number(
        0.995,
        unit="1",
        low=0.5,
        high=0.999999,
        zh="可用率",
        en="share of time up",
        evidence="G",
    )
    mttr_hours: float = number(
        2.0,
        unit="h",
        low=0.01,
        high=720,
        zh="平均修复时间",
        en="mean time to repair (exponential)",
        evidence="G",
    )


class Breakdown(Part):
    """All servers of each station of a template stop together; service resumes afterwards where it was."""

    station: Name = option(zh="站点模板", en="station template")
    mean_up_hours: float = number(unit="h", low=0.001, high=1e6, zh="平均无故障时间", en="mean up time (exponential)")
    down: Duration = option(zh="故障时长", en="down time")


class Risks(Part):
    """Risks of a scenario."""

    outage: Outage = Outage()
    breakdowns: dict[Name, Breakdown] = option({}, zh="站点故障", en="breakdowns of stations", max_length=1000)
