"""Cases between tiers: where they came from, where they were dealt with, in person or by file, per 100 cases."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import NamedTuple

from sinksim.agents.observers.step_counts import Group
from sinksim.analysis.step_statistics import FEWEST_PASSES, Steps

# Node of the stations that stand for all places outside the run.
REST = "*"


class Flow(NamedTuple):
    """Moves from one tier to another, with the half width of their 95 % interval over replications.

    Tiers are given by their position from the top; home is one below the lowest.
    """

    source: int
    target: int
    in_person: bool
    per_100: float
    half_width: float

    @property
    def up(self) -> bool:
        """Whether it leads up the ladder."""
        return self.target < self.source


class Tier(NamedTuple):
    """What was served on one tier, per 100 cases: visits in person, by file, departments that came to a gathering.

    ``by_file`` holds visits by telephone, too; ``places`` of the run with a station on the tier, and ``servers`` of all
    these stations.
    """

    name: str
    places: int
    servers: int
    in_person: float
    by_file: float
    called: float


@dataclass(frozen=True)
class TierFlows:
    """A side of the comparison, or one channel of it: ``cases`` of the cohort in all replications."""

    cases: int
    tiers: tuple[Tier, ...]
    flows: tuple[Flow, ...]

    @property
    def enough_cases(self) -> bool:
        """Whether there are enough cases to be shown."""
        return self.cases >= FEWEST_PASSES


def tier_flows(steps: Steps, channels: Sequence[int], services: Sequence[str]) -> TierFlows:
    """Flows of the cases of these channels and services, and what each tier served, per 100 cases of the cohort.

    Stand-ins for places that are not simulated are not counted among a tier's places and servers.
    """
    groups: frozenset[Group] = frozenset().union(*(steps.groups(channel, services) for channel in channels))
    cases = steps.cases(groups)
    per_100_cases = 100 * steps.n / max(cases, 1)  # from counts per replication
    served, called = steps.served(groups), steps.called(groups)
    stations = steps.labels.stations
    tiers = []
    for n, name in enumerate(steps.labels.tiers):
        own = [s for s, tier in enumerate(stations.tier.tolist()) if tier == n and stations.node[s] != REST]
        places = len({stations.node[s] for s in own})
        servers = sum(int(stations.servers[s]) for s in own)
        counts = {
            "in_person": served.get((n, True), 0.0),
            "by_file": served.get((n, False), 0.0),
            "called": called.get(n, 0.0),
        }
        rates = {what: count * per_100_cases for what, count in counts.items()}
        tiers.append(Tier(name, places, servers, **rates))
    flows = tuple(Flow(*key, rate.mean, rate.half_width) for key, rate in steps.flow_rates(groups).items())
    return TierFlows(cases, tuple(tiers), flows)
