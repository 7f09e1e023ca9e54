"""Numbers of places and residents, as far as a scenario tells them by itself."""

from functools import cache

from sinksim.scenarios.loading.place_tables import read_place
from sinksim.scenarios.scenario import Scenario


class RoughPlaces:
    """Places by tier, residents of all; ``lowest`` are the origins of needs, ``areas`` those of reporting."""

    def __init__(self, scenario: Scenario) -> None:
        """Count the places of the built-in table, if any, and those that the scenario writes out."""
        network = scenario.network
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
        # Reported are the places of the second-lowest tier, or of the only one.
        self.areas = max(self.by_tier[ladder[max(len(ladder) - 2, 0)]], 1.0)

    def at(self, tier: str | None) -> float:
        """Places of a tier; those of the lowest where none is named, all places where the name is not known."""
        return self.by_tier.get(tier, float(self.nodes)) if tier else self.lowest


@cache
def _table(name: str) -> dict[str, tuple[int, int]]:
    """Number of places of a built-in table and their published residents, by tier."""
    found: dict[str, tuple[int, int]] = {}
    for row in read_place(name).divisions:
        number, people = found.get(row.tier, (0, 0))
        found[row.tier] = (number + 1, people + (row.population or 0))
    return found
