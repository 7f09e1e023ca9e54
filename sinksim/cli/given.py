"""From what was typed to the scenario's tree: overrides, the planner's own tables, the scenario's comparison."""

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Any

from sinksim.cli.parser import Asked
from sinksim.core.errors import BadInput

if TYPE_CHECKING:
    from sinksim.scenarios.places import Network
    from sinksim.scenarios.scenario import Scenario

Tree = dict[str, Any]


@dataclass(frozen=True)
class Given:
    """A composed scenario: its name in messages, its tree, and the recorded cases that are kept out of every file."""

    where: str
    file_tree: Tree
    cases: Mapping[str, list[Tree]]
    cases_sha256: str | None = None

    @cached_property
    def tree(self) -> Tree:
        """The tree with the recorded cases in the place of the drawn demand of their services.

        ``file_tree`` is the same without them: no file may hold people's data.
        """
        if not self.cases:
            return self.file_tree
        from sinksim.scenarios.loading.user_tables import with_cases

        return with_cases(self.file_tree, dict(self.cases))

    @cached_property
    def yaml(self) -> str:
        """The resolved scenario as a file that stands alone, recorded cases apart."""
        from sinksim.scenarios.loading.yaml_writing import to_yaml

        return to_yaml(self.file_tree)

    @cached_property
    def scenario(self) -> "Scenario":
        """The validated scenario."""
        from sinksim.scenarios.loading.composing import scenario_of

        return scenario_of(self.tree, self.where)


def given(asked: Asked) -> Given:
    """The scenario that was asked for; raises BadInput."""
    from sinksim.scenarios.loading.composing import compose

    where = asked.scenario or ""
    return completed(compose(where, asked.settings), asked.settings, asked)


def completed(tree: Tree, overrides: list[str], asked: Asked) -> Given:
    """A composed tree with the planner's tables and cases put in, and with overrides that hold for the comparison."""
    network = own_network(asked)
    if network is not None:
        from sinksim.scenarios.loading.user_tables import with_network

        tree = with_network(tree, network, scaled=any("network.scale" in override for override in overrides))
    tree = with_overrides_compared(tree, overrides)
    if asked.cases is None:
        return Given(asked.scenario or "", tree, {})
    cases = own_cases(Path(asked.cases), Given(asked.scenario or "", tree, {}).scenario)
    return Given(asked.scenario or "", tree, cases, hashlib.sha256(Path(asked.cases).read_bytes()).hexdigest())


def own_network(asked: Asked) -> "Network | None":
    """The planner's own network from the tables that were named, if any."""
    if asked.network is not None and (asked.nodes is not None or asked.edges is not None):
        raise BadInput(f"--network is {asked.network!r} beside --nodes or --edges; allowed: a workbook or CSV tables")
    if asked.edges is not None and asked.nodes is None:
        raise BadInput(
            f"--edges is {asked.edges!r} without --nodes; allowed: --nodes FILE, with --edges FILE if wanted"
        )
    if asked.network is None and asked.nodes is None:
        return None
    from sinksim.scenarios.loading.network_tables import read_network, read_workbook

    if asked.nodes is None:
        return read_workbook(Path(asked.network or ""))
    return read_network(Path(asked.nodes), Path(asked.edges) if asked.edges else None)


def own_cases(path: Path, scenario: "Scenario") -> dict[str, list[Tree]]:
    """Recorded cases by service, as the scenario holds them."""
    from sinksim.scenarios.loading.case_log import read_cases
    from sinksim.scenarios.loading.user_tables import cases_by_service

    return cases_by_service(read_cases(path), scenario, path.name)


def with_overrides_compared(tree: Tree, overrides: list[str]) -> Tree:
    """What was set on the command line and by both sides of the comparison is asked of the alternative.

    So ``compare guizhou policy.adoption=0.8`` compares the baseline with 0.8, and does not lose the 0.8.
    """
    compared = tree.get("comparison")
    if not isinstance(compared, dict) or not all(isinstance(side, dict) for side in compared.values()):
        return tree
    baseline, alternative = compared.get("baseline") or {}, compared.get("alternative") or {}
    paths = {override.partition("=")[0].lstrip("+~") for override in overrides} & set(baseline) & set(alternative)
    asked_for = {path: _value_at(tree, path) for path in alternative if path in paths}
    return {**tree, "comparison": {**compared, "alternative": {**alternative, **asked_for}}}


def _value_at(tree: Any, path: str) -> Any:
    """The value at a dotted path of the tree; of a parameter its number, without its declaration."""
    for step in path.split("."):
        tree = tree[int(step)] if isinstance(tree, list) else tree[step]
    return tree["value"] if path.startswith("parameters.") and isinstance(tree, dict) and "value" in tree else tree
