"""Costs: kinds of staff, the value of time, what keeps people from filing, and capital."""

from typing import Literal

from sinksim.scenarios.base import Name, Part, number, option


class StaffKind(Part):
    """A kind of staff: its wage and who pays it."""

    wage: float = number(unit="yuan/h", low=0, high=10_000, zh="小时工资", en="wage per hour", evidence="X")
    payer: Literal["institution", "treasury", "volunteer"] = option(
        "institution", zh="由谁支付", en="who pays: the institution, the treasury, or volunteers with their own time"
    )


_STAFF = {
    "specialist": StaffKind(wage=60.0),
    "township_doctor": StaffKind(wage=35.0),
    "clerk": StaffKind(wage=30.0),
    "department_officer": StaffKind(wage=45.0),
    "grid_worker": StaffKind(wage=25.0),
}


class Capital(Part):
    """Money invested once, annuitised; borne by the treasury."""

    amount: float = number(0.0, unit="yuan", low=0, high=1e13, zh="投资额", en="invested")
    years: float = number(8.0, unit="years", low=1, high=100, zh="年限", en="life", evidence="X")
    rate: float = number(0.04, unit="1/year", low=0, high=0.5, zh="利率", en="interest", evidence="X")
    population: int | None = number(
        None,
        unit="residents",
        low=1,
        high=2_000_000_000,
        zh="平台所服务的常住人口（人口较少的网络按比例分摊）",
        en="residents whom it was built for; a network of fewer people bears its share",
    )


class Costs(Part):
    """Prices of the resources that a case uses."""

    staff: dict[Name, StaffKind] = option(
        _STAFF, zh="各类人员", en="kinds of staff; wages have evidence X, ±50 %", max_length=256
    )
    hours_per_post: float = number(
        1760.0,
        unit="h/year",
        low=1,
        high=8784,
        zh="一个岗位每年的值班小时数",
        en="rostered hours a year that make one post",
        evidence="X",
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
