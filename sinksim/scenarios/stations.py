"""Stations: servers of one skill at one node, with a rota. A template makes one station at every node of its tier."""

from typing import Annotated, Any, Literal

from pydantic import model_validator

from sinksim.scenarios.base import Name, Part, item, number, option


class Staffing(Part):
    """Number of servers at a node, from the population it serves."""

    per_100k: float = number(
        unit="servers per 100,000 residents", low=0, high=1e6, zh="每十万人服务台数", en="servers per 100,000 residents"
    )
    at_least: int = number(1, unit="servers", low=0, high=100_000, zh="至少", en="at least so many at every node")


class Station(Part):
    """A template of stations."""

    tier: str | None = option(None, zh="所在层级（默认最低层）", en="tier of its nodes (default: the lowest)")
    nodes: tuple[str, ...] | None = option(
        None, zh="仅设在这些节点", en="only at these nodes of the tier (default: all)", max_length=200_000
    )
    servers: Annotated[int, item(unit="servers", low=0, high=10**6)] | Staffing = option(
        zh="服务台数", en="servers at each node, or staffing by population"
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
    staff: Name | None = option(None, zh="人员类别", en="kind of staff, for the wage")

    @model_validator(mode="before")
    @classmethod
    def _whole(cls, data: Any) -> Any:
        """The number of servers as an integer where a parameter or a lever made it 3.0."""
        value = data.get("servers") if isinstance(data, dict) else None
        if isinstance(value, float) and value.is_integer():
            return {**data, "servers": int(value)}
        return data
