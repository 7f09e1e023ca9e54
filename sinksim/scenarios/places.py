"""The network of a scenario: a table of divisions, or nodes and edges written out, and how travel times are made."""

from collections.abc import Mapping
from functools import partial
from typing import Annotated, Any, Literal, NamedTuple

from pydantic import ValidationInfo, field_validator, model_validator

from sinksim.core.wording import named, near, shown
from sinksim.scenarios.base import Evidence, Listed, Name, Part, number, option
from sinksim.scenarios.divisions import RouteTimes
from sinksim.scenarios.loading.place_tables import DIVISIONS, PlaceTables, places_with, read_place
from sinksim.scenarios.nodes import Code, Edge, Node, Tier
from sinksim.scenarios.structure import area_tier_of, inferred_tiers, listed, structure_faults

__all__ = ["Edge", "Network", "Node", "RouteTimes"]

SITE = Node(code="site", name="site", tier="site")


class Network(Part):
    """Places, who is above whom, and the ways between them. With nothing given: one node called "site"."""

    divisions: Annotated[str, Listed(partial(places_with, DIVISIONS))] | None = option(
        None, zh="内置行政区划表", en="built-in table of administrative divisions; nodes and edges then add to it"
    )
    nodes: tuple[Node, ...] = option((), zh="节点", en="nodes", max_length=200_000)
    edges: tuple[Edge, ...] = option((), zh="边", en="edges", max_length=1_000_000)
    tiers: tuple[Tier, ...] = option(
        (), zh="层级（自上而下）", en="tiers from top to bottom (default: as the nodes say)", max_length=32
    )
    areas: Tier | None = option(
        None,
        zh="区域所在层级：按区域抽取、报告与比较（默认：county，否则倒数第二层）",
        en="tier of the areas, which are simulated whole, reported and compared (default: county, else the second lowest)",
    )
    scale: float = number(
        1.0,
        unit="1",
        above=0,
        high=1,
        zh="规模（保留的区域比例）",
        en="share of the areas that is simulated, each whole",
    )
    within: Code | None = option(
        None,
        zh="只模拟此地（代码）以下的区域",
        en="code of a place: only the areas below it are simulated (scale then selects among them)",
    )
    unselected: Literal["cases", "share"] = option(
        "cases",
        zh="未选区域：其案件照样到共用的上级站点（cases），或不计、上级站点按人口比例缩减（share）",
        en="places not selected: their cases come to shared upper stations all the same (cases), or are left out and those "
        "stations have their part of the servers by population, one at least (share)",
    )
    travel: dict[Name, RouteTimes] = option(
        {},
        zh="行政区划之间的路程，按路程名称（默认取自区划所附的路程表）",
        en="ways between the tiers of the divisions, by the names in their table of ways, which holds the defaults",
        max_length=1000,
    )

    def __hash__(self) -> int:
        fields = (getattr(self, name) for name in type(self).model_fields if name != "travel")
        return hash((*fields, frozenset(self.travel.items())))

    @property
    def tables(self) -> PlaceTables | None:
        """The tables of the divisions; None where there are none."""
        return read_place(self.divisions) if self.divisions else None

    @property
    def ladder(self) -> tuple[str, ...]:
        """Tiers from top to bottom: as stated, else those of the divisions, else as the nodes say."""
        if self.tiers:
            return self.tiers
        tables = self.tables
        return tables.tiers if tables else inferred_tiers(self.written_nodes, self.edges)

    @property
    def area_tier(self) -> str:
        """Tier of the areas: as stated, else county, else the second lowest, else the only one."""
        return self.areas or area_tier_of(self.ladder)

    @property
    def written_nodes(self) -> tuple[Node, ...]:
        """The nodes written out in the scenario; the one site where there is nothing else."""
        return self.nodes or (
            () if self.divisions else (SITE.model_copy(update={"tier": (self.tiers or ("site",))[-1]}),)
        )

    @classmethod
    def completed(cls, given: dict[str, Any]) -> dict[str, Any]:
        """What is given, with the routes of the table of its divisions under what it says of them."""
        route_times = _times_of(given.get("divisions"))
        return {**given, "travel": _laid_over(route_times, given.get("travel", {}))} if route_times else given

    @classmethod
    def followed(cls, before: dict[str, Any], after: dict[str, Any]) -> dict[str, Any]:
        """The tree after settings; with another table of divisions or none, the routes of the former one are gone.

        What settings changed of them stays. An unknown table counts as no change: its own field refuses it.
        """
        former, travel = before.get("travel"), after.get("travel")
        chosen = after.get("divisions")
        same = chosen == before.get("divisions") or not (chosen is None or _is_known(chosen))
        if same or not isinstance(former, Mapping) or not isinstance(travel, Mapping):
            return after
        return cls.completed({**after, "travel": _changed_by_overrides(former, travel)})

    @field_validator("travel", mode="before")
    @classmethod
    def _of_the_table(cls, value: Any, info: ValidationInfo) -> Any:
        """Travel by route: that of the table, with what is given laid over; ValueError for an unknown route."""
        route_times = _times_of(info.data.get("divisions"))
        travel = _laid_over(route_times, value)
        unknown = (
            [name for name in travel if name not in route_times] if route_times and isinstance(travel, Mapping) else []
        )
        if unknown:
            meant = near(str(unknown[0]), route_times)
            name = info.data["divisions"]
            raise ValueError(f"travel has {shown(unknown[0])}; allowed: the ways of the table of {name} ({meant})")
        return travel

    @model_validator(mode="after")
    def _consistent(self) -> "Network":
        """Refuse repeated tiers and, where all nodes are written out, faults in their structure."""
        if len(set(self.tiers)) < len(self.tiers):
            raise ValueError(f"tiers is {self.tiers}; allowed: each tier once")
        if self.areas is not None and self.areas not in self.ladder:
            raise ValueError(f"areas is {shown(self.areas)}; allowed: one of the tiers {named(self.ladder)}")
        # Added nodes may stand below a division: those are checked when the table has been read.
        if self.divisions is None:
            faults = structure_faults(self.written_nodes, self.edges, self.ladder)
            if faults:
                raise ValueError("; ".join(listed(faults, most=3, sentence=lambda fault: fault.sentence(fault.path))))
        return self


class Support(NamedTuple):
    """What a number rests on: the label of its evidence, and its source."""

    evidence: Evidence
    source: str


def support_of_routes(divisions: Any) -> dict[str, Support]:
    """What the numbers of each route rest on, as the table of the divisions says; none without such a table."""
    routes = read_place(divisions).routes if _is_known(divisions) else ()
    return {route.name: Support(route.evidence, route.source) for route in routes}


def _is_known(divisions: Any) -> bool:
    """Whether a table of divisions of this name exists; any other value is refused elsewhere, by its own field."""
    return isinstance(divisions, str) and divisions in places_with(DIVISIONS)


def _times_of(divisions: Any) -> dict[str, RouteTimes]:
    """Travel time and fare of each route of a table, by name; none without a known table."""
    return read_place(divisions).route_times if _is_known(divisions) else {}


def _changed_by_overrides(before: Mapping[str, Any], after: Mapping[str, Any]) -> dict[str, Any]:
    """What overrides changed of routes: the numbers that were not there before, or were others.

    A route that is no mapping is kept whole: validation refuses it.
    """
    route_times = {name: (times, before.get(name)) for name, times in after.items() if times != before.get(name)}
    return {
        name: {key: value for key, value in times.items() if key not in old or old[key] != value}
        if isinstance(times, Mapping) and isinstance(old, Mapping)
        else times
        for name, (times, old) in route_times.items()
    }


def _laid_over(route_times: Mapping[str, RouteTimes], given: Any) -> Any:
    """Routes of a table with what a scenario says of them laid over, number by number.

    What is no mapping is kept as it is: validation refuses it.
    """
    if not isinstance(given, Mapping):
        return given
    given_routes = {
        name: times.model_dump() if isinstance(times, RouteTimes) else times for name, times in given.items()
    }
    written = {name: times.model_dump() for name, times in route_times.items()}
    both = {
        name: {**written.get(name, {}), **times} for name, times in given_routes.items() if isinstance(times, Mapping)
    }
    return written | given_routes | both
