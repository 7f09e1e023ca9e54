"""Two sides of one scenario as settings by dotted path: what its comparison says, and what somebody lays over that."""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from typing import Any

from sinksim.experiments.running import SIDES
from sinksim.scenarios.loading.composing import scenario_of
from sinksim.scenarios.loading.settings import apply_settings
from sinksim.scenarios.scenario import Scenario

Tree = dict[str, Any]
Settings = Mapping[str, Any]
ADOPTION = "policy.adoption"


@dataclass(frozen=True)
class Proposal:
    """A scenario's tree (before its parameters are put in) and what each side sets over what both share.

    ``last`` is laid over both sides at the end, such as what a preview covers.
    """

    tree: Tree
    where: str
    shared: Settings = field(default_factory=dict)
    baseline: Settings = field(default_factory=dict)
    alternative: Settings = field(default_factory=dict)
    last: Settings = field(default_factory=dict)

    def sides(self) -> tuple[Scenario, Scenario]:
        """Baseline and alternative; raises BadInput."""
        trees = zip(SIDES, self.trees(), strict=True)
        baseline, alternative = (scenario_of(tree, f"{self.where} ({side})") for side, tree in trees)
        return baseline, alternative

    def trees(self) -> tuple[Tree, Tree]:
        """The trees of both sides, parameters not yet put in; raises BadInput."""
        common = apply_settings(self.tree, self.shared, self.where)
        baseline, alternative = (self._tree(common, side) for side in SIDES)
        return baseline, alternative

    def _tree(self, common: Tree, side: str) -> Tree:
        return apply_settings(common, {**getattr(self, side), **self.last}, f"{self.where}: {side}")

    def confined(self, last: Settings) -> "Proposal":
        """The same with settings that hold for both sides, whatever they say themselves."""
        return replace(self, last=last)


def proposal(
    tree: Tree,
    where: str,
    shared: Settings | None = None,
    baseline: Settings | None = None,
    alternative: Settings | None = None,
) -> Proposal:
    """What the scenario's own comparison says, and over it what is given."""
    own = own_sides(tree, where)
    return Proposal(
        tree,
        where,
        shared or {},
        {**own["baseline"], **(baseline or {})},
        {**own["alternative"], **(alternative or {})},
    )


def own_sides(tree: Tree, where: str) -> dict[str, dict[str, Any]]:
    """Settings of each side as the scenario says, else nobody against everybody on the platform, else nothing."""
    scenario = scenario_of(tree, where)
    said = {side: dict(getattr(scenario.comparison, side)) for side in SIDES}
    if any(said.values()):
        return said
    if all(service.traditional and service.platform for service in scenario.services.values()):
        return {"baseline": {ADOPTION: 0.0}, "alternative": {ADOPTION: scenario.policy.adoption or 1.0}}
    return said
