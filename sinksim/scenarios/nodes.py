"""Nodes and edges: one place or institution, and one relation between two of them."""

from typing import Annotated, Any, Literal

from pydantic import BeforeValidator, Field, model_validator

from sinksim.scenarios.base import Part, item, number, option

Code = Annotated[str, Field(pattern=r"^[\w.\-]{1,64}$")]
Tier = Annotated[str, Field(pattern=r"^\w{1,32}$")]
Relation = Literal["administers", "guides", "refers", "shares_data"]


UnitName = Annotated[str, Field(min_length=1, max_length=64)]


def _units_of_text(value: Any) -> Any:
    """Kinds and numbers of a cell of a table, divided by ;. Anything else is left to validation."""
    if not isinstance(value, str):
        return value
    pairs = [part.strip().rpartition(" ") for part in value.split(";")]
    return {kind.strip(): number for kind, _, number in pairs}


class Node(Part):
    """A place or institution on one tier of the network."""

    code: Code = option(zh="代码", en="code (letters, digits, . _ -)")
    name: str = option("", zh="名称", en="name", max_length=200)
    name_en: str = option("", zh="英文名称", en="name in English", max_length=200)
    tier: Tier = option(zh="层级", en="tier, one of the network's tiers")
    parent: Code | None = option(None, zh="上级代码", en="code of the place that administers it (none: top)")
    kind: str = option("", zh="类别", en="kind of place, such as town or subdistrict", max_length=64)
    population: int = number(
        0, unit="residents", low=0, high=10**10, zh="常住人口", en="resident population", source="the table's own"
    )
    lon: float | None = number(None, unit="degree east", low=-180, high=180, zh="经度", en="longitude")
    lat: float | None = number(None, unit="degree north", low=-90, high=90, zh="纬度", en="latitude")
    schematic: bool = option(False, zh="位置为示意", en="the coordinates are schematic, not surveyed")
    rural_share: float = number(0.0, unit="1", low=0, high=1, zh="乡村人口比例", en="share of rural residents")
    share_60plus: float = number(
        0.0, unit="1", low=0, high=1, zh="60岁及以上比例", en="share of residents aged 60 and over"
    )
    weight: float = number(1.0, unit="1", low=0, high=1e9, zh="权重（村居委会数）", en="weight (number of committees)")
    units: Annotated[
        dict[UnitName, Annotated[float, item(unit="1", low=0, high=1e9)]], BeforeValidator(_units_of_text)
    ] = option(
        {},
        zh="所拥有的单位数（类别与数目），供 servers.per_unit 使用",
        en="numbers of units that it has, by kind, for servers.per_unit (in a table: hospitals 3;clinics 7)",
        max_length=1000,
    )
    local_minutes: float = number(
        0.0, unit="min", low=0, high=10_080, zh="群众到本地的单程时间", en="a citizen's one-way time to the node itself"
    )
    local_fare: float = number(
        0.0, unit="yuan", low=0, high=100_000, zh="到本地的单程车费", en="one-way fare to the node"
    )

    def __hash__(self) -> int:
        # Its units are a mapping; what tells places apart is their code.
        return hash((self.code, self.tier, self.parent, self.population))

    @model_validator(mode="after")
    def _located(self) -> "Node":
        """Refuse half a position."""
        if (self.lon is None) != (self.lat is None):
            raise ValueError("the place has only one of lon and lat; allowed: both or neither")
        return self


class Edge(Part):
    """One relation between two nodes; along `refers` people and cases travel."""

    source: Code = option(zh="起点代码", en="code of the node it starts from")
    target: Code = option(zh="终点代码", en="code of the node it leads to")
    relation: Relation = option(
        zh="关系：块（管辖）、条（指导）、转诊转办、数据共享",
        en="administers (territorial line), guides (functional line), refers (way of cases), shares_data",
    )
    minutes: float | None = number(None, unit="min", low=0, high=10_080, zh="单程时间", en="one-way travel time")
    fare: float = number(0.0, unit="yuan", low=0, high=100_000, zh="单程车费", en="one-way fare")

    @model_validator(mode="after")
    def _timed(self) -> "Edge":
        """Refuse a referral without travel time: citizens go along it."""
        if self.relation == "refers" and self.minutes is None:
            raise ValueError("minutes is missing; an edge that refers needs its one-way travel time")
        return self
