"""Rows of the tables of a place: its divisions, the routes between their tiers, its institutions, its outlines."""

from itertools import pairwise
from typing import Annotated, Any, Literal

from pydantic import AfterValidator, BeforeValidator, model_validator

from sinksim.core.wording import shown
from sinksim.scenarios.base import Evidence, Name, Part, item, number, option
from sinksim.scenarios.nodes import Code, Tier

Point = tuple[float, float]  # lon, lat in degrees

Km = Annotated[float, item(unit="km", low=0, high=21_000)]
Lon = Annotated[float, item(unit="degree east", low=-180, high=180)]
Lat = Annotated[float, item(unit="degree north", low=-90, high=90)]


class Division(Part):
    """One administrative division; an empty cell means: not published or not found."""

    code: Code = option(zh="代码", en="code (letters, digits, . _ -)")
    name: str = option(zh="名称", en="name", max_length=200)
    name_en: str = option("", zh="英文名称", en="name in English", max_length=200)
    tier: Tier = option(zh="层级", en="tier; tiers first appear from top to bottom")
    parent: Code | None = option(None, zh="上级代码", en="code of the place that administers it (none: top)")
    kind: str = option("", zh="类别", en="kind of place, such as town or subdistrict", max_length=64)
    population: int | None = number(
        None, unit="residents", low=0, high=10**10, zh="常住人口", en="resident population, where published"
    )
    committees: int = number(0, unit="1", low=0, high=10**9, zh="村居委会数", en="number of committees")
    residents_weight: int | None = number(
        None,
        unit="1",
        low=0,
        high=10**9,
        zh="分摊上级人口的权重（默认：村居委会数）",
        en="weight in splitting the residents of the place above (default: committees)",
    )
    rural_share: float | None = number(None, unit="1", low=0, high=1, zh="乡村人口比例", en="share of rural residents")
    share_60plus: float | None = number(
        None, unit="1", low=0, high=1, zh="60岁及以上比例", en="share of residents aged 60 and over"
    )
    lon: float | None = number(None, unit="degree east", low=-180, high=180, zh="经度", en="longitude")
    lat: float | None = number(None, unit="degree north", low=-90, high=90, zh="纬度", en="latitude")
    coordinates: str = option("", zh="坐标来源", en="where the point is from", max_length=200)
    area_km2: float | None = number(None, unit="km2", above=0, high=1e8, zh="面积", en="area")

    @model_validator(mode="after")
    def _located(self) -> "Division":
        """Refuse half a position."""
        if (self.lon is None) != (self.lat is None):
            raise ValueError("the place has only one of lon and lat; allowed: both or neither")
        return self


class RouteTimes(Part):
    """One-way minutes of a kind of route and its fare; evidence: the table's.

    The minutes are triangular over its routes (``low``, ``mode``, ``high``), or follow from the distance of each
    (``minutes_fixed``, ``detour``, ``speed_kmh``): fixed + great circle x detour / speed.
    """

    low: float | None = number(None, unit="min", low=0, high=10_080, zh="最短时间", en="shortest one-way time")
    mode: float | None = number(None, unit="min", low=0, high=10_080, zh="最常见时间", en="most common one-way time")
    high: float | None = number(None, unit="min", low=0, high=10_080, zh="最长时间", en="longest one-way time")
    minutes_fixed: float | None = number(
        None, unit="min", low=0, high=10_080, zh="按距离计时：固定部分", en="time by distance: its fixed part"
    )
    detour: float | None = number(
        None,
        unit="1",
        low=1,
        high=100,
        zh="按距离计时：道路里程与直线距离之比",
        en="time by distance: way over the road, per great-circle distance",
    )
    speed_kmh: float | None = number(
        None, unit="km/h", low=0.1, high=1000, zh="按距离计时：行驶速度", en="time by distance: speed over the road"
    )
    fare: float = number(unit="yuan", low=0, high=100_000, zh="单程车费", en="one-way fare")
    fare_per_minute: float | None = number(
        None,
        unit="yuan/min",
        low=0,
        high=1000,
        zh="另按路程分钟数计的车费",
        en="fare for each minute of the way, on top of the fare (default: none)",
    )

    @property
    def triangle(self) -> tuple[float, float, float] | None:
        """Lowest, most common and highest minutes; None where the minutes follow from the distance."""
        if self.low is None or self.mode is None or self.high is None:
            return None
        return self.low, self.mode, self.high

    @property
    def by_distance(self) -> tuple[float, float, float] | None:
        """Fixed minutes, detour and speed [km/h]; None where the minutes are triangular."""
        if self.minutes_fixed is None or self.detour is None or self.speed_kmh is None:
            return None
        return self.minutes_fixed, self.detour, self.speed_kmh

    @model_validator(mode="after")
    def _one_form(self) -> "RouteTimes":
        """Refuse parameters that make no triangular law, half a form of time, and both forms at once."""
        given = {name for name in _OF_TIMES if getattr(self, name) is not None}
        if given not in (set(_OF_TIMES[:3]), set(_OF_TIMES[3:])):
            text = ", ".join(name for name in _OF_TIMES if name in given) or "nothing"
            raise ValueError(
                f"the time of the way is given by {text}; allowed: low, mode, high, or minutes_fixed, detour, speed_kmh"
            )
        if self.triangle and not self.triangle[0] <= self.triangle[1] <= self.triangle[2]:
            text = f"{self.low}, {self.mode}, {self.high}"
            raise ValueError(f"low, mode, high are {text}; allowed: low <= mode <= high")
        return self


# The two forms of a time, three numbers each.
_OF_TIMES = ("low", "mode", "high", "minutes_fixed", "detour", "speed_kmh")


def _split(value: Any) -> Any:
    """Numbers or codes divided by ;."""
    return tuple(value.split(";")) if isinstance(value, str) else value


def _rising(values: tuple[float, ...]) -> tuple[float, ...]:
    """The distances; ValueError where there is only one or they do not rise."""
    if values and (len(values) < 2 or any(a >= b for a, b in pairwise(values))):
        raise ValueError(
            f"distance_quantiles_km is {shown(values)}; allowed: two or more distances, each above the last"
        )
    return values


class TravelRoute(RouteTimes):
    """One kind of route: between which tiers, its minutes and fare, and what is known of its distances."""

    name: Name = option(zh="名称", en="name of the kind of way")
    lower: Tier = option(zh="下级层级", en="tier it starts from")
    upper: Tier | None = option(None, zh="上级层级", en="tier it leads to (none: from home to the lower tier itself)")
    within: Annotated[tuple[Code, ...], BeforeValidator(_split)] = option(
        (),
        zh="只适用于这些地点及其以下（代码）",
        en="codes of the places at and below which it takes the place of the other ways of its tiers (none: everywhere)",
        max_length=1000,
    )
    evidence: Evidence = option(zh="证据标签", en="evidence label")
    source: str = option("", zh="来源", en="source", max_length=1000)
    distance_quantiles_km: Annotated[tuple[Km, ...], BeforeValidator(_split), AfterValidator(_rising)] = option(
        (),
        zh="两端均有实测坐标的该类路程的直线距离分位数",
        en="distances at equal steps from 0 to 100 % of the ways of the kind with two surveyed ends",
        max_length=1001,
    )

    @property
    def times(self) -> RouteTimes:
        """Its minutes and fare alone, without what identifies it."""
        return RouteTimes(**{name: getattr(self, name) for name in RouteTimes.model_fields})

    @model_validator(mode="after")
    def _has_two_ends(self) -> "TravelRoute":
        """Refuse a way from home, of which no distance is known, by distance or at some places only."""
        if self.upper is None and (self.by_distance or self.within):
            raise ValueError("the way from home has minutes_fixed or within; allowed: low, mode, high, for all places")
        return self


class Institutions(Part):
    """A published total of one kind of institution, and the rule by which it is spread over the places of a tier."""

    tier: Tier = option(zh="层级", en="tier at whose places they stand")
    kind: str = option(zh="类别", en="kind of institution", min_length=1, max_length=64)
    place: Code | None = option(
        None,
        zh="所在地点代码（空：分布于该层级各地）",
        en="code of the place where they stand (none: spread over the tier)",
    )
    total: int = number(unit="1", low=0, high=10**9, zh="总数", en="number of them in all")
    one_each: bool = option(False, zh="每地至少一个", en="whether every place of the tier has one")
    rest_by: Literal["population", "committees"] = option(
        "population", zh="其余按何比例分配", en="what the others are in proportion to"
    )
    connected: bool = option(True, zh="已接入平台", en="whether they are connected to the platform")
    evidence: Evidence = option(zh="证据标签", en="evidence label")
    source: str = option("", zh="来源", en="source", max_length=1000)


def _points(value: Any) -> Any:
    """Pairs of longitude and latitude, divided by ;."""
    return tuple(tuple(point.split(" ")) for point in value.split(";")) if isinstance(value, str) else value


def _closed(points: tuple[Point, ...]) -> tuple[Point, ...]:
    """The points of an outline; ValueError where they do not make a closed ring."""
    if len(points) < 4 or points[0] != points[-1]:
        raise ValueError(f"the line has {len(points)} points; allowed: at least 4, the last one equal to the first")
    return points


class OutlineRow(Part):
    """One closed line around (a part of) a place, or around a hole in it."""

    code: Code = option(zh="代码", en="code of the place")
    name: str = option(zh="名称", en="name", max_length=200)
    kind: Literal["outer", "hole"] = option(zh="类别", en="outer line, or hole for another place's enclave")
    points: Annotated[tuple[tuple[Lon, Lat], ...], BeforeValidator(_points), AfterValidator(_closed)] = option(
        zh="经纬度", en="pairs of longitude and latitude", max_length=100_000
    )
