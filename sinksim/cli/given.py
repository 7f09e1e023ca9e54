"""From what was typed to the scenario's tree: overrides, the planner's own tables, the scenario's comparison."""

import hashlib
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cached_property, partial
from pathlib import Path
from typing import TYPE_CHECKING, Any

from sinksim.cli.parser import Asked
from sinksim.core.errors import BadInput

if TYPE_CHECKING:
    from sinksim.scenarios.loading.sides import Move, Sides
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
    moves: "tuple[Move, ...]" = ()

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
    def sides(self) -> "Sides":
        """The sides that the scenario compares; raises BadInput where it names none."""
        from sinksim.scenarios.loading.sides import compared_sides

        return compared_sides(self.tree, self.where)

    @cached_property
    def scenario(self) -> "Scenario":
        """The validated scenario."""
        from sinksim.scenarios.loading.composing import scenario_of

        return scenario_of(self.tree, self.where)


COMPARING = ("compare", "explain", "twin")
# A tree with overrides laid over it, and which sides each of them moves.
Laid = tuple[Tree, "tuple[Move, ...]"]


def given(asked: Asked) -> Given:
    """The scenario that was asked for, with its overrides laid over one scenario or over the sides; raises BadInput."""
    from sinksim.scenarios.loading.composing import compose

    where = asked.scenario or ""  # none is refused by ``compose``, as an unknown preset
    lay = laid_over(asked)
    tree, moves = lay(compose(where), asked.settings, where)
    return completed(tree, moves, asked)


def laid_over(asked: Asked) -> Callable[[Tree, Sequence[str], str], Laid]:
    """What lays overrides over a tree: over the sides of a comparison, for a command that compares."""
    return partial(_over_sides, tuple(asked.sides)) if asked.command in COMPARING else _over_scenario


def _over_sides(added: Sequence[str], tree: Tree, overrides: Sequence[str], where: str) -> Laid:
    """Overrides and ``added`` sides ("NAME: settings") over the sides of a comparison; an added side moves itself alone."""
    from sinksim.scenarios.loading.sides import Move, with_overrides

    laid, moves = with_overrides(tree, overrides, added, where)
    return laid, (*(Move(side, (side.partition(":")[0],)) for side in added), *moves)


def _over_scenario(tree: Tree, overrides: Sequence[str], where: str) -> Laid:
    from sinksim.scenarios.loading.composing import overridden

    return overridden(tree, overrides, where), ()


def completed(tree: Tree, moves: "tuple[Move, ...]", asked: Asked) -> Given:
    """A tree over which overrides have been laid, with the planner's tables and cases put in; cut down to a preview."""
    whole = _with_tables(tree, moves, asked)
    return _previewed(whole, asked) if asked.preview else whole


def _previewed(whole: Given, asked: Asked) -> Given:
    """The same as a preview; a preset with the planner's own tables is a case of its own."""
    from sinksim.experiments.known_previews import previewed
    from sinksim.scenarios.loading.composing import compose

    case = _with_tables(compose(whole.where), (), asked).scenario
    name = None if asked.nodes or asked.network or asked.cases else whole.where
    tree = previewed(whole.file_tree, whole.where, case, asked.settings, asked.sides, name)
    return replace(whole, file_tree=tree)


def _with_tables(tree: Tree, moves: "tuple[Move, ...]", asked: Asked) -> Given:
    network = own_network(asked)
    if network is not None:
        from sinksim.scenarios.loading.user_tables import with_network

        # Where the command asks for no scale, all places of the planner's own network are simulated.
        scaled = any("network.scale" in override for override in asked.settings)
        tree = with_network(tree, network, scaled=scaled)
    if asked.cases is None:
        return Given(asked.scenario or "", tree, cases={}, moves=moves)
    scenario = Given(asked.scenario or "", tree, cases={}).scenario
    cases = own_cases(Path(asked.cases), scenario)
    digest = hashlib.sha256(Path(asked.cases).read_bytes()).hexdigest()
    return Given(asked.scenario or "", tree, cases, digest, moves)


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
