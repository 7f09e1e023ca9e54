"""How many servers a template has at a place: stated, by population, by units of the place, or node by node."""

from collections import Counter
from collections.abc import Iterable

from sinksim.core.wording import near, shown
from sinksim.plan.territory import Territory
from sinksim.scenarios.stations import PerUnit, Staffing, Station

COMMITTEES = "committees"


class Servers:
    """Numbers of servers at the places of a territory."""

    def __init__(self, territory: Territory) -> None:
        """Nothing is counted yet: places below others are counted once for each pair of tiers that is asked for."""
        self.territory = territory
        self.nodes = territory.graph.nodes
        self.kinds = frozenset(kind for _, units in self.nodes(data="units") for kind in units)
        self._below: dict[tuple[str, str], Counter[str | None]] = {}

    def at(self, station: Station, node: str) -> int:
        """Servers at one place: its own number, or that of the template and what is added there."""
        at = station.at.get(node)
        if at is not None and at.servers is not None:
            return at.servers
        return self.of_template(station.servers, node) + (at.add or 0 if at is not None else 0)

    def of_template(self, servers: int | Staffing, node: str) -> int:
        """The number stated, or by the rule of staffing, rounded half up."""
        if isinstance(servers, int):
            return servers
        if servers.by_node is not None:
            return servers.by_node.get(node, servers.default)
        if servers.per_unit is not None:
            expected = servers.per_unit.each * self._units(servers.per_unit.of, node)
        else:
            expected = (servers.per_100k or 0.0) * self.nodes[node]["population"] / 100_000
        return max(servers.at_least, int(expected + 0.5))

    def absent(self, station: Station, node: str) -> bool:
        """Whether a place has no station of the template: its units or its code come to no servers."""
        by_place = isinstance(station.servers, Staffing) and station.servers.per_100k is None
        return by_place and self.at(station, node) == 0

    def faults(self, where: str, station: Station, tier: str) -> list[str]:
        """What is wrong with the rule of staffing: a place that is not of the template's tier, unknown units."""
        staffing = station.servers
        if isinstance(staffing, int):
            return []
        if staffing.per_unit is not None:
            return self._unknown_units(f"{where}.servers.per_unit.of", staffing.per_unit)
        return [
            f"{where}.servers.by_node has {shown(code)}; allowed: codes of places of the tier {tier!r}"
            for code in staffing.by_node or ()
            if code not in self.nodes or self.nodes[code]["tier"] != tier
        ]

    def _unknown_units(self, where: str, rule: PerUnit) -> list[str]:
        """A sentence where no place has such units."""
        known = {COMMITTEES, *self.kinds, *self.territory.tiers}
        if rule.of in known:
            return []
        return [f"{where} is {shown(rule.of)}; allowed: units that places have ({near(rule.of, known)})"]

    def _units(self, of: str, node: str) -> float:
        """Number of units at a place; a name that nodes give to their own units goes before committees and tiers."""
        place = self.nodes[node]
        if of in self.kinds:
            return float(place["units"].get(of, 0))
        if of == COMMITTEES:
            return float(place["weight"])
        return float(self._places_below(of, place["tier"])[node])

    def _places_below(self, lower: str, tier: str) -> Counter[str | None]:
        """Places of the lower tier by the place of ``tier`` that they are or lie below."""
        if (lower, tier) not in self._below:
            self._below[lower, tier] = Counter(self.territory.above(code, tier) for code in self._of_tier(lower))
        return self._below[lower, tier]

    def _of_tier(self, tier: str) -> Iterable[str]:
        """Codes of the places of a tier."""
        return (code for code, other in self.nodes(data="tier") if other == tier)
