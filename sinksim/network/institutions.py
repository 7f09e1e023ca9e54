"""Institutions of a table, spread over its divisions by the rule that stands beside each total."""

from collections import Counter
from collections.abc import Mapping
from typing import NamedTuple

from sinksim.network.divisions import populations, split
from sinksim.scenarios.divisions import Division, Institutions
from sinksim.scenarios.loading.place_tables import PlaceTables


class Placed(NamedTuple):
    """Institutions at one division: those connected to the platform, and the others."""

    institutions: int
    unconnected: int


def place_institutions(tables: PlaceTables) -> dict[str, Placed]:
    """Institutions by code of the division; divisions of tiers that the table of institutions does not name have none."""
    people = populations(tables.divisions)
    connected: Counter[str] = Counter()
    others: Counter[str] = Counter()
    for rule in tables.institutions:
        members = [d for d in tables.divisions if d.tier == rule.tier and rule.place in (None, d.code)]
        (connected if rule.connected else others).update(_spread(rule, members, people))
    return {code: Placed(connected[code], others[code]) for code in connected | others}


def _spread(rule: Institutions, members: list[Division], people: Mapping[str, int]) -> dict[str, int]:
    """One at every place where the rule says so, the rest in proportion; whole numbers whose sum is the total."""
    first = int(rule.one_each)  # at each place: one before the rest is shared out, or none
    weights = {d.code: people[d.code] if rule.rest_by == "population" else d.committees for d in members}
    rest = split(rule.total - first * len(members), weights)
    return {code: first + more for code, more in rest.items()}
