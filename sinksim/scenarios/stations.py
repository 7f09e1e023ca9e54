"""Stations: servers of one skill at one node, with a rota. A template makes one station at every node of its tier."""

from typing import Annotated, Any, Literal

from pydantic import model_validator

from sinksim.scenarios.base import Evidence, Name, Part, item, number, option


def _whole_number(value: Any) -> Any:
    """An integer where the value is a whole number, else the value, left to validation."""
    return int(value) if isinstance(value, float) and value.is_integer() else value


class PerUnit(Part):
    """Servers by the number of some units at a node, such as its hospitals or committees."""

    of: str = option(
        zh="单位：村居委会 'committees'、机构类别、节点自有单位，或其下某一层级（按地点数）",
        en="the units: committees, a kind of institution or of the nodes' units, or a tier (its places at and below the node)",
        min_length=1,
        max_length=64,
    )
    each: float = number(unit="servers", low=0, high=1e6, zh="每单位服务台数", en="servers for each of them")


class Staffing(Part):
    """Number of servers by node: from the population it serves, from units that it has, or stated node by node.

    Units and stated numbers may come to 0 servers: such a node has no station of the template.
    """

    per_100k: float | None = number(
        None,
        unit="servers per 100,000 residents",
        low=0,
        high=1e6,
        zh="每十万人服务台数",
        en="servers per 100,000 residents",
    )
    per_unit: PerUnit | None = option(None, zh="按单位数配置", en="servers by the number of some units")
    by_node: dict[str, Annotated[int, item(unit="servers", low=0, high=10**6)]] | None = option(
        None,
        zh="按节点代码逐一给出服务台数",
        en="servers by the code of the node",
        takes_new_names=True,
        max_length=200_000,
    )
    default: int = number(
        0, unit="servers", low=0, high=10**6, zh="by_node 未列节点的服务台数", en="servers where by_node says nothing"
    )
    at_least: int = number(
        1,
        unit="servers",
        low=0,
        high=100_000,
        zh="至少（不适用于 by_node）",
        en="at least so many at every node (not by_node)",
    )

    @model_validator(mode="before")
    @classmethod
    def _whole(cls, data: Any) -> Any:
        """Stated numbers as integers where a parameter or a lever made them 3.0."""
        if not isinstance(data, dict) or not isinstance(data.get("by_node"), dict):
            return data
        return {**data, "by_node": {code: _whole_number(number) for code, number in data["by_node"].items()}}

    @model_validator(mode="after")
    def _one_rule(self) -> "Staffing":
        """Refuse none or several of the three ways to say it."""
        if sum(rule is not None for rule in (self.per_100k, self.per_unit, self.by_node)) != 1:
            raise ValueError("servers has none or several of per_100k, per_unit and by_node; allowed: exactly one")
        return self


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


class Slots(Part):
    """Appointments that a station gives within the hours of its calendar; each opening begins with one."""

    every: float = number(
        unit="min", low=1, high=1440, zh="号段间隔", en="time from one slot to the next, counted from every opening"
    )
    each: int = number(1, unit="cases", low=1, high=100_000, zh="每个号段号数", en="appointments given for one slot")


class Station(Part):
    """A template of stations."""

    tier: str | None = option(None, zh="所在层级（默认最低层）", en="tier of its nodes (default: the lowest)")
    nodes: tuple[str, ...] | None = option(
        None, zh="仅设在这些节点", en="only at these nodes of the tier (default: all)", max_length=200_000
    )
    servers: Annotated[int, item(unit="servers", low=0, high=10**6)] | Staffing = option(
        zh="服务台数", en="servers at each node, or staffing by population, units or node"
    )
    at: dict[str, AtPlace] = option(
        {},
        zh="个别地点的服务台数（按地点代码）",
        en="servers at single places, by the code of the place",
        takes_new_names=True,
        max_length=10_000,
    )
    calendar: Name | None = option(None, zh="排班日历（默认全天候）", en="rota (default: round the clock)")
    slots: Slots | None = option(None, zh="预约号段", en="slots that `appoint` books (default: none)")
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
        zh="按岗位（全部开放时间）或按实际分钟计薪",
        en="paid for posts (all open hours) or for minutes worked",
    )
    paid_evidence: Evidence = option("X", zh="计薪方式的证据标签", en="evidence label of how staff are paid")
    paid_source: str = option("", zh="计薪方式的来源", en="source of how staff are paid")

    @model_validator(mode="before")
    @classmethod
    def _whole(cls, data: Any) -> Any:
        """The number of servers as an integer where a parameter or a lever made it 3.0."""
        return (
            {**data, "servers": _whole_number(data["servers"])}
            if isinstance(data, dict) and "servers" in data
            else data
        )
