"""The network of a scenario: a table of divisions, or nodes and edges written out, and how travel times are made."""

from typing import Literal

from pydantic import model_validator

from sinksim.scenarios.base import Part, number, words
from sinksim.scenarios.nodes import Code, Edge, Node, Tier
from sinksim.scenarios.structure import inferred_tiers, listed, structure_faults

__all__ = ["DIVISION_TIERS", "Edge", "Leg", "Legs", "Network", "Node"]

DIVISION_TIERS = ("province", "prefecture", "county", "township")
SITE = Node(code="site", name="site", tier="site")

_RANGE_SOURCE = "general knowledge of the ways in Guizhou; Shaanxi bounds township to county"


class Leg(Part):
    """One-way minutes of a kind of way (triangular over the ways of that kind) and its fare."""

    low: float = number(
        unit="min", low=0, high=10_080, zh="最短时间", en="shortest one-way time", evidence="G", source=_RANGE_SOURCE
    )
    mode: float = number(
        unit="min",
        low=0,
        high=10_080,
        zh="最常见时间",
        en="most common one-way time",
        evidence="G",
        source=_RANGE_SOURCE,
    )
    high: float = number(
        unit="min", low=0, high=10_080, zh="最长时间", en="longest one-way time", evidence="G", source=_RANGE_SOURCE
    )
    fare: float = number(
        unit="yuan", low=0, high=100_000, zh="单程车费", en="one-way fare", evidence="G", source=_RANGE_SOURCE
    )

    @model_validator(mode="after")
    def _in_order(self) -> "Leg":
        if not self.low <= self.mode <= self.high:
            text = f"{self.low}, {self.mode}, {self.high}"
            raise ValueError(f"low, mode, high are {text}; allowed: low <= mode <= high")
        return self


class Legs(Part):
    """The ways between the tiers of the divisions."""

    local: Leg = words(Leg(low=15, mode=25, high=40, fare=5), zh="家到乡镇", en="home to township")
    township_county: Leg = words(Leg(low=20, mode=60, high=95, fare=15), zh="乡镇到县", en="township to county")
    county_prefecture: Leg = words(
        Leg(low=60, mode=120, high=240, fare=60), zh="县到市", en="county to prefecture city"
    )
    county_province: Leg = words(Leg(low=120, mode=200, high=360, fare=120), zh="县到省会", en="county to capital")


class Network(Part):
    """Places, who is above whom, and the ways between them. With nothing given: one node called "site"."""

    divisions: Literal["guizhou"] | None = words(
        None, zh="内置行政区划表", en="built-in table of administrative divisions; nodes and edges then add to it"
    )
    nodes: tuple[Node, ...] = words((), zh="节点", en="nodes", max_length=200_000)
    edges: tuple[Edge, ...] = words((), zh="边", en="edges", max_length=1_000_000)
    tiers: tuple[Tier, ...] = words(
        (), zh="层级（自上而下）", en="tiers from top to bottom (default: as the nodes say)", max_length=32
    )
    scale: float = number(
        1.0, unit="1", above=0, high=1, zh="规模（保留的县域比例）", en="share of whole county trees that is simulated"
    )
    within: Code | None = words(
        None,
        zh="只模拟此地（代码）以下的县域",
        en="code of a place: only the county trees below it are simulated (scale then selects among them)",
    )
    unselected: Literal["cases", "share"] = words(
        "cases",
        zh="未选县域：其案件照样到共用的上级站点（cases），或不计、上级站点按人口比例缩减（share）",
        en="places not selected: their cases come to shared upper stations all the same (cases), or are left out and those "
        "stations have their part of the servers by population, one at least (share)",
    )
    travel: Legs = words(Legs(), zh="行政区划之间的路程", en="ways between the tiers of the divisions")

    @property
    def ladder(self) -> tuple[str, ...]:
        """Tiers from top to bottom: as stated, else those of the divisions, else as the nodes say."""
        if self.tiers or self.divisions:
            return self.tiers or DIVISION_TIERS
        return inferred_tiers(self.written_nodes, self.edges)

    @property
    def written_nodes(self) -> tuple[Node, ...]:
        """The nodes written out in the scenario; the one site where there is nothing else."""
        return self.nodes or (
            () if self.divisions else (SITE.model_copy(update={"tier": (self.tiers or ("site",))[-1]}),)
        )

    @model_validator(mode="after")
    def _consistent(self) -> "Network":
        if len(set(self.tiers)) < len(self.tiers):
            raise ValueError(f"tiers is {self.tiers}; allowed: each tier once")
        # Added nodes may stand below a division: those are checked when the table has been read.
        if self.divisions is None:
            faults = structure_faults(self.written_nodes, self.edges, self.ladder)
            if faults:
                raise ValueError("; ".join(listed([fault.sentence(fault.path) for fault in faults], most=3)))
        return self
