"""Stations: servers of one skill at one node, with a rota. A template makes one station at every node of its tier."""

from typing import Annotated, Any, Literal

from pydantic import model_validator

from sinksim.scenarios.base import Evidence, Name, Part, item, number, option


class Staffing(Part):
    """Number of servers at a node, from the population it serves."""

    per_100k: float = number(
        unit="servers per 100,000 residents", low=0, high=1e6, zh="每十万人服务台数", en="servers per 100,000 residents"
    )
    at_least: int = number(1, unit="servers", low=0, high=100_000, zh="至少", en="at least so many at every node")


class AtPlace(Part):
    """Servers at one place that differ from the template's."""

    servers: int | None = number(
        None,
        unit="servers",
        low=0,
        high=10**6,
        zh="该地服务台数（取代模板）",
        en="servers there, in place of the template's",
    )
    add: int | None = number(
        None,
        unit="servers",
        low=-(10**6),
        high=10**6,
        zh="该地增加的服务台数（负数为减少）",
        en="servers there beyond the template's (negative: fewer)",
    )

    @model_validator(mode="after")
    def _one_of_both(self) -> "AtPlace":
        """Refuse both or neither of a place's own number of servers and servers added to the template's."""
        if (self.servers is None) == (self.add is None):
            raise ValueError("the place has both or neither of servers and add; allowed: exactly one of them")
        return self


class Station(Part):
    """A template of stations."""

    tier: str | None = option(None, zh="所在层级（默认最低层）", en="tier of its nodes (default: the lowest)")
    nodes: tuple[str, ...] | None = option(
        None, zh="仅设在这些节点", en="only at these nodes of the tier (default: all)", max_length=200_000
    )
    servers: Annotated[int, item(unit="servers", low=0, high=10**6)] | Staffing = option(
        zh="服务台数", en="servers at each node, or staffing by population"
    )
    at: dict[str, AtPlace] = option(
        {},
        zh="个别地点的服务台数（按地点代码）",
        en="servers at single places, by the code of the place",
        takes_new_names=True,
        max_length=10_000,
    )
    calendar: Name | None = option(None, zh="排班日历（默认全天候）", en="rota (default: round the clock)")
    room: int | None = number(
        None, unit="cases", low=1, high=10**9, zh="容量（含服务中）", en="most cases present, being served included"
    )
    preemptive: bool = option(False, zh="可否中断低优先级服务", en="more urgent cases interrupt less urgent ones")
    shift_end: Literal["finish", "interrupt"] = option(
        "finish", zh="下班规则", en="at closing: finish the case in hand, or interrupt and resume it later"
    )
    escalates_to: Name | None = option(
        None, zh="预警后同时列入的上级站点", en="template whose list an alerted case also joins"
    )
    staff: Name | None = option(None, zh="人员类别", en="kind of staff, for the wage and who pays it")
    paid: Literal["posts", "minutes"] = option(
        "minutes",
        zh="计薪方式：按排班岗位（忙闲都付）或按实际占用分钟",
        en="how staff are paid: posts (the rota's open hours, busy or idle) or minutes (shared with other work)",
    )
    paid_evidence: Evidence = option("X", zh="计薪方式的证据标签", en="evidence label of how staff are paid")
    paid_source: str = option("", zh="计薪方式的来源", en="source of how staff are paid")

    @model_validator(mode="before")
    @classmethod
    def _whole(cls, data: Any) -> Any:
        """The number of servers as an integer where a parameter or a lever made it 3.0."""
        value = data.get("servers") if isinstance(data, dict) else None
        if isinstance(value, float) and value.is_integer():
            return {**data, "servers": int(value)}
        return data
