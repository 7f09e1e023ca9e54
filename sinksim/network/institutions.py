"""Institutions of a table, spread over its divisions by the rule that stands beside each total."""

from collections import Counter
from collections.abc import Iterator, Mapping
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
    connected: Counter[str] = Counter()
    others: Counter[str] = Counter()
    for rule, here in _by_rule(tables):
        (connected if rule.connected else others).update(here)
    return {code: Placed(connected[code], others[code]) for code in connected | others}


def institutions_by_kind(tables: PlaceTables) -> dict[str, dict[str, int]]:
    """Institutions of each kind, connected or not, by code of the division."""
    found: dict[str, dict[str, int]] = {}
    for rule, here in _by_rule(tables):
        for code, number in here.items():
            kinds = found.setdefault(code, {})
            kinds[rule.kind] = kinds.get(rule.kind, 0) + number
    return found


def _by_rule(tables: PlaceTables) -> Iterator[tuple[Institutions, dict[str, int]]]:
    """Each row of the table of institutions, and how many of them stand at which division."""
    people = populations(tables.divisions)
    for rule in tables.institutions:
        members = [d for d in tables.divisions if d.tier == rule.tier and rule.place in (None, d.code)]
        yield rule, _spread(rule, members, people)


def _spread(rule: Institutions, members: list[Division], people: Mapping[str, int]) -> dict[str, int]:
    """One at every place where the rule says so, the rest in proportion; whole numbers whose sum is the total."""
    first = int(rule.one_each)  # at each place: one before the rest is shared out, or none
    weights = {d.code: people[d.code] if rule.rest_by == "population" else d.committees for d in members}
    rest = split(rule.total - first * len(members), weights)
    return {code: first + more for code, more in rest.items()}
