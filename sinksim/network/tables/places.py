"""Which source tables make a place, and by which rules."""

from dataclasses import dataclass, field
from typing import NamedTuple


class Grids(NamedTuple):
    """Grids below communities, whose boundaries are not public: so many each, and one more at some of one kind."""

    each: int
    one_more_at: int  # so many communities have one more: those whose codes have the smallest hashes
    of_kind: str  # which communities may have one more


class Hospitals(NamedTuple):
    """Hospitals of a kind by prefecture: a published total, the part of the capital, and an older list by prefecture."""

    total: int
    capital: str  # code of the capital, whose number is published
    in_capital: int
    of_upper_rank: int  # of those in the capital, so many stand at the province itself


@dataclass(frozen=True)
class Recipe:
    """How the tables of a place are made."""

    sources: tuple[str, ...]  # tables of divisions, upper tiers first
    tiers: dict[str, str]  # tiers that are taken, as the sources call them and as the place does, top to bottom
    points: dict[str, str] = field(default_factory=dict)  # places that get the point of another: codes of both
    # Statistical zones with communities: the code of the town that these count with.
    zones: dict[str, str] = field(default_factory=dict)
    grids: Grids | None = None
    hospitals: Hospitals | None = None


PLACES = {
    "guizhou": Recipe(
        ("guizhou_divisions",),
        {"province": "province", "prefecture": "prefecture", "county": "county", "township": "township"},
    ),
    "beijing": Recipe(("beijing_divisions",), {"province": "province", "county": "county", "township": "township"}),
    "guangzhou": Recipe(
        ("guangzhou_divisions", "guangzhou_communities"),
        {"prefecture": "prefecture", "county": "county", "township": "township", "community": "community"},
        zones={"440117404": "440117104", "440117405": "440117104"},  # a reservoir and a forest farm in Liangkou
    ),
    "chancheng": Recipe(
        ("chancheng_divisions",),
        {"county": "district", "township": "street", "community": "community"},
        grids=Grids(each=3, one_more_at=37, of_kind="residents_committee"),
    ),
    "sichuan": Recipe(
        ("sichuan_divisions",),
        {"province": "province", "prefecture": "prefecture", "county": "county"},
        points={"510000": "510100"},
        hospitals=Hospitals(total=86, capital="510100", in_capital=30, of_upper_rank=8),
    ),
}
