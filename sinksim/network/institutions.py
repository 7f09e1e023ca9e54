"""Medical institutions of the built-in table, placed at its divisions by a stated rule.

Published are totals only: 154 county-level public hospitals, 1,543 township centres and 20,652 village clinics (December
2017), and 1,800 institutions connected to the telemedicine network. The rule: every county has a county hospital and
every township a centre, further ones follow the resident population; clinics follow the village and residents'
committees; what then lacks to 1,800 (103) stands for city and provincial hospitals, placed at the prefectures by
population. That the sum is 1,800 is therefore no evidence of anything.
"""

from collections.abc import Sequence
from typing import NamedTuple

from sinksim.network.divisions import Division, split, township_population

COUNTY_HOSPITALS = 154
TOWNSHIP_CENTRES = 1_543
VILLAGE_CLINICS = 20_652
CONNECTED = 1_800


class Institutions(NamedTuple):
    """Institutions at one division: hospitals or centres, and village clinics."""

    institutions: int
    clinics: int


def place_institutions(divisions: Sequence[Division]) -> dict[str, Institutions]:
    """Institutions by code of the division; divisions of other tiers have none."""
    people = {d.code: d.population or 0 for d in divisions} | township_population(divisions)
    townships = _of_tier(divisions, "township")
    clinics = split(VILLAGE_CLINICS, {d.code: d.committees for d in divisions if d.tier == "township"})
    placed = {
        **_one_each(COUNTY_HOSPITALS, _of_tier(divisions, "county"), people),
        **_one_each(TOWNSHIP_CENTRES, townships, people),
        **split(CONNECTED - COUNTY_HOSPITALS - TOWNSHIP_CENTRES,
                {code: people[code] for code in _of_tier(divisions, "prefecture")}),
    }  # fmt: skip
    return {code: Institutions(number, clinics.get(code, 0)) for code, number in placed.items()}


def _of_tier(divisions: Sequence[Division], tier: str) -> list[str]:
    return [d.code for d in divisions if d.tier == tier]


def _one_each(total: int, codes: list[str], people: dict[str, int]) -> dict[str, int]:
    """One at every place, the rest by population."""
    rest = split(total - len(codes), {code: people[code] for code in codes})
    return {code: 1 + more for code, more in rest.items()}
