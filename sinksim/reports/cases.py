"""A case simulated for the page of cases: its network, its own comparison, and what was expected of it."""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any, NamedTuple

from sinksim.analysis.assumptions import Assumption, assumptions
from sinksim.analysis.losses import Loss, losses
from sinksim.experiments.comparison import Comparison
from sinksim.experiments.pair import Pair
from sinksim.experiments.result import Result, plain
from sinksim.experiments.running import compare, run
from sinksim.experiments.summary import headline_names
from sinksim.network.graph import build_graph
from sinksim.scenarios.loading.composing import compose, scenario_of
from sinksim.scenarios.loading.sides import own_sides
from sinksim.scenarios.scenario import Scenario
from sinksim.verification.calibration.checked import Checked
from sinksim.verification.calibration.studies import AS_STATED, Depth, Simulated, simulate
from sinksim.verification.calibration.target import Study


class Tier(NamedTuple):
    """A tier of the network: number of places, and their residents (0: not known)."""

    name: str
    places: int
    population: int


class PlaceName(NamedTuple):
    """What a place is called in both languages."""

    zh: str
    en: str


@dataclass(frozen=True, eq=False)
class Case:
    """A scenario, what its sides came to (of one that compares nothing: its result), and studies of what was expected.

    ``places``: what the places of its network are called, by code.
    """

    scenario: Scenario
    tree: Mapping[str, Any]
    tiers: tuple[Tier, ...]
    places: Mapping[str, PlaceName]
    outcome: Comparison | Result
    expected: tuple[Simulated, ...] = ()

    @property
    def results(self) -> dict[str, Result]:
        """The results by side; a single one under the name of its scenario."""
        if isinstance(self.outcome, Comparison):
            return dict(self.outcome.results)
        return {self.outcome.scenario: self.outcome}

    @property
    def first(self) -> Result:
        """The result of the baseline."""
        return self.outcome.first if isinstance(self.outcome, Comparison) else self.outcome

    @cached_property
    def lost(self) -> list[tuple[Pair, list[Loss]]]:
        """Where the second side of each pair that is told loses; no pairs where nothing is compared."""
        pairs = self.outcome.pairs if isinstance(self.outcome, Comparison) else ()
        return [(pair, losses(pair)) for pair in pairs]

    def assumed(self, lang: str) -> list[Assumption]:
        """The numbers without a source."""
        return assumptions(self.scenario, self.tree, lang)

    @property
    def holds(self) -> bool:
        """Whether all cases are conserved, and nothing that was expected is missed without an explanation."""
        sound = not any(result.faults or result.ended == "failed" for result in self.results.values())
        return sound and all(row.explained for study in self.expected for row in study.checked)

    def to_json_dict(self) -> dict[str, Any]:
        """What the page tells, as plain JSON values."""
        return {
            "scenario": self.scenario.name,
            "tiers": [tier._asdict() for tier in self.tiers],
            "levels": {side: _levels(result) for side, result in self.results.items()},
            "expected": [_expected(row) for study in self.expected for row in study.checked],
            "losses": [
                {"side": pair.names.alternative.key, "against": pair.names.baseline.key, **_lost(loss)}
                for pair, found in self.lost
                for loss in found
            ],
            "assumptions": [row._asdict() for row in self.assumed("en")],
        }


def simulated_case(
    name: str, overrides: Sequence[str] = (), depth: Depth = AS_STATED, studies: Sequence[Study] = ()
) -> Case:
    """Run the comparison of a scenario, or itself where it compares nothing, and simulate what is expected. Raises BadInput."""
    tree = compose(name, overrides)
    scenario, sides = scenario_of(tree, name), own_sides(tree, name)
    graph = build_graph(scenario.network)
    if sides.sides:
        outcome: Comparison | Result = compare(
            sides.scenarios(), sides.roles, replications=depth.replications, workers=depth.workers, store=depth.store
        )
    else:
        outcome = run(scenario, replications=depth.replications, workers=depth.workers, store=depth.store)
    expected = tuple(simulate(name, study, depth) for study in studies)
    places = {code: PlaceName(fields["name"], fields["name_en"]) for code, fields in graph.nodes(data=True)}
    return Case(scenario, tree, _tiers(graph), places, outcome, expected)


def _tiers(graph: Any) -> tuple[Tier, ...]:
    """The tiers of a network from the top, with their places and residents."""
    nodes = [fields for _, fields in graph.nodes(data=True)]
    places, people = Counter(node["tier"] for node in nodes), Counter[str]()
    for node in nodes:
        people[node["tier"]] += node["population"]
    return tuple(Tier(tier, places[tier], people[tier]) for tier in graph.graph["tiers"])


def _levels(result: Result) -> dict[str, Any]:
    """Mean, half width and replications of every headline."""
    return {name: plain(result.indicator(name)._asdict()) for name in headline_names(result)}


def _expected(row: Checked) -> dict[str, Any]:
    """A target with what was simulated and the verdict, as plain JSON values."""
    simulated = plain(row.simulated._asdict())
    return {"code": row.target.code, "what": row.target.what, "simulated": simulated, "verdict": row.verdict}


def _lost(loss: Loss) -> dict[str, Any]:
    """A loss as plain JSON values."""
    overall = None if loss.overall is None else plain(loss.overall._asdict())
    by_slice = {
        kind: {name: plain(worse._asdict()) for name, worse in found.items()}
        for kind, found in (("services", loss.services), ("segments", loss.segments))
    }
    return {"headline": loss.name, "overall": overall, **by_slice, "areas": loss.areas, "of_areas": loss.of_areas}
