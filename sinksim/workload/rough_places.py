"""Numbers of places and residents, as far as a scenario tells them by itself."""

from collections import Counter
from functools import cache

from sinksim.scenarios.loading.place_tables import PlaceTables, read_place
from sinksim.scenarios.scenario import Scenario


class RoughPlaces:
    """Places by tier, residents of all; ``lowest`` are the origins of needs, ``areas`` those of reporting."""

    def __init__(self, scenario: Scenario) -> None:
        """Count the places of the built-in table, if any, and those that the scenario writes out."""
        network = self.network = scenario.network
        ladder = network.ladder
        self.by_tier = dict.fromkeys(ladder, 0.0)
        table = _table(network.divisions) if network.divisions else {}
        # Each tier of a table counts all people once, if all of it is published: the largest sum is theirs.
        self.residents = max((people for _, people in table.values()), default=0)
        for tier, (number, _) in table.items():
            self.by_tier[tier] = self.by_tier.get(tier, 0.0) + number
        own: dict[str, int] = {}
        for node in network.written_nodes:
            self.by_tier[node.tier] = self.by_tier.get(node.tier, 0.0) + 1
            own[node.tier] = own.get(node.tier, 0) + node.population
        self.residents += max(own.values(), default=0)
        self.nodes = round(sum(self.by_tier.values()))
        self.lowest = max(self.by_tier[ladder[-1]], 1.0)
        self.areas = max(self.by_tier[network.area_tier], 1.0)

    def units(self, of: str) -> float:
        """Units of a kind at all places of one tier together, at most: of institutions, of nodes, committees, places."""
        tables = self.network.tables
        stated = sum(row.total for row in tables.institutions if row.kind == of) if tables else 0
        committees = max(_committees(tables).values()) if tables else 0
        own = sum(node.units.get(of, 0.0) for node in self.network.written_nodes)
        weights = sum(node.weight for node in self.network.written_nodes)
        return stated + own + (committees + weights if of == "committees" else self.by_tier.get(of, 0.0))

    def at(self, tier: str | None) -> float:
        """Places of a tier; those of the lowest where none is named, all places where the name is not known."""
        return self.by_tier.get(tier, float(self.nodes)) if tier else self.lowest


def _committees(tables: PlaceTables) -> Counter[str]:
    """Committees of all places of each tier."""
    found = Counter[str]()
    for row in tables.divisions:
        found[row.tier] += row.committees
    return found


@cache
def _table(name: str) -> dict[str, tuple[int, int]]:
    """Number of places of a built-in table and their published residents, by tier."""
    found: dict[str, tuple[int, int]] = {}
    for row in read_place(name).divisions:
        number, people = found.get(row.tier, (0, 0))
        found[row.tier] = (number + 1, people + (row.population or 0))
    return found
