"""The sides of a comparison as settings over one scenario: the one carrier between what was asked and what is run."""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from typing import Any

from sinksim.core.errors import BadInput
from sinksim.core.side_names import SIDES
from sinksim.scenarios.loading.composing import scenario_of
from sinksim.scenarios.loading.settings import Tree, apply_settings
from sinksim.scenarios.scenario import Scenario

Settings = Mapping[str, Any]
ADOPTION = "policy.adoption"


@dataclass(frozen=True)
class Sides:
    """A scenario's tree (before its parameters are put in) and what each named side sets over what all share.

    ``sides`` holds any number of them, in order. ``last`` is laid over every side at the end, whatever it says itself, such
    as what a preview covers. ``section`` stands before the name of a side in messages.
    """

    tree: Tree
    where: str
    shared: Settings = field(default_factory=dict)
    sides: Mapping[str, Settings] = field(default_factory=dict)
    last: Settings = field(default_factory=dict)
    section: str = ""

    def trees(self) -> dict[str, Tree]:
        """The tree of each side, parameters not yet put in; raises BadInput."""
        common = apply_settings(self.tree, self.shared, self.where)
        return {
            name: apply_settings(common, {**own, **self.last}, f"{self.where}: {self.section}{name}")
            for name, own in self.sides.items()
        }

    def scenarios(self) -> dict[str, Scenario]:
        """The scenario of each side; raises BadInput."""
        return {name: scenario_of(tree, f"{self.where} ({self.section}{name})") for name, tree in self.trees().items()}

    def ending_with(self, last: Settings) -> "Sides":
        """The same with settings that hold for every side, whatever they say themselves."""
        return replace(self, last=last)

    def of(self, name: str) -> dict[str, Any]:
        """What one side sets by itself; what holds for every side at the end is not said again."""
        return {path: value for path, value in self.sides[name].items() if path not in self.last}


def compared_sides(tree: Tree, where: str) -> Sides:
    """The sides that the scenario's own ``comparison`` names; raises BadInput where it names none.

    The settings are laid over the tree before parameters are put in, so that a setting may be one of ``parameters``.
    """
    compared = scenario_of(tree, where).comparison
    if not compared.baseline and not compared.alternative:
        raise BadInput(
            f"{where}: comparison says nothing; allowed: settings by dotted path under comparison.baseline, "
            "comparison.alternative or both"
        )
    return Sides(tree, where, sides={side: getattr(compared, side) for side in SIDES}, section="comparison.")


def own_sides(tree: Tree, where: str) -> dict[str, dict[str, Any]]:
    """Settings of each side as the scenario says, else nobody against everybody on the platform, else nothing."""
    scenario = scenario_of(tree, where)
    stated: dict[str, dict[str, Any]] = {side: dict(getattr(scenario.comparison, side)) for side in SIDES}
    if any(stated.values()):
        return stated
    if all(service.traditional and service.platform for service in scenario.services.values()):
        return {"baseline": {ADOPTION: 0.0}, "alternative": {ADOPTION: scenario.policy.adoption or 1.0}}
    return stated
