"""Costs: wages, the value of time, what keeps people from filing, and capital."""

from typing import Annotated

from sinksim.scenarios.base import Name, Part, item, number, option

Wage = Annotated[float, item(unit="yuan/h", low=0, high=10_000)]

_WAGES = {"specialist": 60.0, "township_doctor": 35.0, "clerk": 30.0, "department_officer": 45.0, "grid_worker": 25.0}


class Capital(Part):
    """Money invested once, annuitised; borne by the treasury."""

    amount: float = number(0.0, unit="yuan", low=0, high=1e13, zh="投资额", en="invested")
    years: float = number(8.0, unit="years", low=1, high=100, zh="年限", en="life", evidence="X")
    rate: float = number(0.04, unit="1/year", low=0, high=0.5, zh="利率", en="interest", evidence="X")


class Costs(Part):
    """Prices of the resources that a case uses."""

    wages: dict[Name, Wage] = option(
        _WAGES,
        zh="各类人员小时工资（元）",
        en="wage per hour by kind of staff [yuan]; evidence X, ±50 %",
        max_length=256,
    )
    value_of_time_urban: float = number(
        30.0,
        unit="yuan/h",
        low=0,
        high=1000,
        zh="城镇居民时间价值",
        en="value of time, urban",
        evidence="G",
    )
    value_of_time_rural: float = number(
        15.0,
        unit="yuan/h",
        low=0,
        high=1000,
        zh="农村居民时间价值",
        en="value of time, rural",
        evidence="G",
    )
    filing_sensitivity: float = number(
        0.0015,
        unit="1/yuan",
        low=0,
        high=1,
        zh="申请意愿对获取成本的敏感度 c",
        en="sensitivity to the cost of access: c in P(file) = exp(-c x access cost)",
        evidence="X",
        source="no figure published; look at 0.0003 to 0.01 as well",
    )
    capital: Capital = Capital()
