"""Hospitals by prefecture, where only the total and the capital's part of them are published."""

from collections.abc import Mapping

from sinksim.core.errors import BadInput
from sinksim.network.tables.places import Hospitals
from sinksim.network.tables.sources import Cells

KIND = "hospitals"
PUBLISHED = "total 86 and 30 in Chengdu: published"
RULES = {
    "province": f"{PUBLISHED}; 8 of those 30 of provincial rank: assumption",
    "capital": f"{PUBLISHED}; 22 of those 30 of city rank: assumption",
    "others": f"{PUBLISHED}; by prefecture: not below an older list, the rest by health workers of the census sample",
}


def hospital_rows(rule: Hospitals, older: list[Cells], divisions: list[Cells]) -> list[Cells]:
    """Rows of the table of institutions: at the province, in its capital and in every other prefecture."""
    (province,) = [d["code"] for d in divisions if d["tier"] == "province"]
    workers = {d["code"]: int(d["health_workers_sample"] or 0) for d in divisions if d["tier"] == "prefecture"}
    least = {row["code"]: int(row["listed"]) for row in older}
    if set(least) != set(workers):
        odd = sorted(set(least) ^ set(workers))
        raise BadInput(
            f"the older list of hospitals: {odd[0]} stands in one table only; allowed: every prefecture once"
        )
    del least[rule.capital]
    others = highest_averages(rule.total - rule.in_capital, least, workers)
    rows = [_row("province", province, rule.of_upper_rank, RULES["province"])]
    for code in sorted(workers):
        own = code == rule.capital
        number = rule.in_capital - rule.of_upper_rank if own else others[code]
        rows.append(_row("prefecture", code, number, RULES["capital" if own else "others"]))
    return rows


def highest_averages(total: int, least: Mapping[str, int], weights: Mapping[str, int]) -> dict[str, int]:
    """``total`` shared out by Sainte-Laguë's divisors over the weights, nobody below ``least``; equal averages by code."""
    found = dict(least)
    for _ in range(total - sum(least.values())):
        first = min(found, key=lambda code: (-weights[code] / (2 * found[code] + 1), code))
        found[first] += 1
    return found


def _row(tier: str, place: str, number: int, source: str) -> Cells:
    """One row of the table of institutions; whether they are connected to a platform is not published."""
    return {
        "tier": tier,
        "kind": KIND,
        "place": place,
        "total": str(number),
        "one_each": "no",
        "rest_by": "population",
        "connected": "no",
        "evidence": "X",
        "source": source,
    }
