"""Grids below communities, by rule: the numbers are published, the boundaries are not."""

from collections.abc import Mapping

from sinksim.core.stable_hash import stable_hash
from sinksim.network.tables.places import Grids
from sinksim.network.tables.sources import Cells


def with_grids(divisions: list[Cells], rule: Grids) -> list[Cells]:
    """The divisions and below each community its grids; residents are split by the number of grids of a place."""
    communities = [d for d in divisions if d["tier"] == "community"]
    number = _grids_by_community(communities, rule)
    above = {d["code"]: d["parent"] for d in communities}
    weights = {d["code"]: number.get(d["code"], 0) for d in divisions}
    for community, street in above.items():
        weights[street] += number[community]
    weighted = [d | {"residents_weight": str(weights[d["code"]]) if d["parent"] else ""} for d in divisions]
    return weighted + [_grid(d, i + 1) for d in communities for i in range(number[d["code"]])]


def _grids_by_community(communities: list[Cells], rule: Grids) -> Mapping[str, int]:
    """Grids of each community, by its code."""
    eligible = sorted((d["code"] for d in communities if d["kind"] == rule.of_kind), key=stable_hash)
    more = set(eligible[: rule.one_more_at])
    return {d["code"]: rule.each + (d["code"] in more) for d in communities}


def _grid(community: Cells, number: int) -> Cells:
    """One grid: the code of its community and three digits."""
    blank = dict.fromkeys(community, "")
    return blank | {
        "code": f"{community['code']}{number:03}",
        "name": f"{community['name']}第{number}网格",
        "tier": "grid",
        "parent": community["code"],
        "kind": "grid",
        "residents_weight": "1",
    }
