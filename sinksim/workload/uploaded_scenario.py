"""A scenario made of uploaded files: a scenario file or a preset, with tables of places and of recorded cases."""

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from sinksim.core.errors import BadInput
from sinksim.i18n.note import Note
from sinksim.scenarios.loading.composing import compose, scenario_of
from sinksim.scenarios.loading.defaults import filled
from sinksim.scenarios.loading.presets import self_contained
from sinksim.scenarios.loading.strict_yaml import parse_yaml
from sinksim.scenarios.loading.tree_builder import MOST_NODES
from sinksim.scenarios.loading.uploads import File, Tables, checked, tables_of
from sinksim.scenarios.loading.user_tables import cases_by_service, with_cases, with_network
from sinksim.scenarios.loading.yaml_writing import to_yaml
from sinksim.scenarios.scenario import Scenario
from sinksim.workload.admission import admit, checked_plan, refuse_unused_records
from sinksim.workload.rough_size import RoughSize, refuse_endless

Tree = dict[str, Any]
SCENARIO_FILES = (".yaml", ".yml")
# Twenty thousand places written out; more of them belong into a table.
LARGEST_SCENARIO = 2_000_000


@dataclass(frozen=True, eq=False)
class UploadedScenario:
    """A checked scenario: its name as shown, its tree with the recorded cases kept apart, its tables and its rough size.

    It lives in memory only. ``digest`` is the hash of its content; ``notes`` are what its results will not show.
    """

    name: str
    kept: Tree
    cases: dict[str, list[Tree]]
    tables: Tables
    size: RoughSize
    digest: str
    notes: tuple[Note, ...] = ()

    @cached_property
    def tree(self) -> Tree:
        """The tree with the recorded cases in it."""
        return with_cases(self.kept, self.cases)

    @cached_property
    def scenario(self) -> Scenario:
        """The validated scenario."""
        return scenario_of(self.tree, self.name)

    @cached_property
    def yaml(self) -> str:
        """The scenario as a file that stands alone, recorded cases apart."""
        return to_yaml(self.kept)


def uploaded_scenario(files: Sequence[File], base: str) -> UploadedScenario:
    """The scenario that files make: one scenario file at most, else the preset ``base``, with one table of each kind at most.

    Everything is checked as the command line checks it, and what could not finish is refused before a plan is made.
    Raises BadInput, one sentence a fault: file:row, value, what is allowed.
    """
    sound = [checked(file) for file in files]
    scenarios = [file for file in sound if file.name.lower().endswith(SCENARIO_FILES)]
    if len(scenarios) > 1:
        raise BadInput(f"{scenarios[1].name}: a second scenario beside {scenarios[0].name}; allowed: one")
    tables = tables_of(file for file in sound if file not in scenarios)
    name = scenarios[0].name if scenarios else base
    tree = _read(scenarios[0]) if scenarios else compose(base)
    if (network := tables.network) is not None:
        tree = with_network(tree, network, scaled=False)
    scenario = scenario_of(tree, name)
    sheet = tables.sheets.get("cases")
    cases = cases_by_service(tables.cases, scenario, sheet.name) if sheet else {}
    scenario = scenario_of(with_cases(tree, cases), name) if cases else scenario
    size = refuse_endless(scenario, name)
    plan = checked_plan(scenario)
    refuse_unused_records(scenario, plan)
    admit(plan, name)
    return UploadedScenario(name, tree, cases, tables, size, _digest(tree, cases), plan.labels.notes)


def _read(file: File) -> Tree:
    """The tree of an uploaded scenario file, with defaults filled in; BadInput where it is too large or not sound."""
    if len(file.content) > LARGEST_SCENARIO:
        raise BadInput(
            f"{file.name}: {len(file.content):,} bytes; allowed: a scenario of at most {LARGEST_SCENARIO:,} bytes"
        )
    _refuse_crowded(file)
    return filled(Scenario, self_contained(parse_yaml(file.content, file.name), file.name))


def _refuse_crowded(file: File) -> None:
    """BadInput where a file has too many values, by a count of its punctuation alone, before any of it is parsed.

    Each key stands before a colon and has a value (hence 2); items of lists follow commas or dashes.
    """
    marks = file.content.count
    values = max(2 * (marks(b": ") + marks(b":\n")), marks(b",") + marks(b"- "))
    if values > MOST_NODES:
        raise BadInput(f"{file.name}: at least about {values:,} values; allowed: at most {MOST_NODES:,} values")


def _digest(tree: Tree, cases: dict[str, list[Tree]]) -> str:
    """Hash of the content: scenario and recorded cases."""
    return hashlib.sha256(f"{to_yaml(tree)}\n{to_yaml(cases)}".encode()).hexdigest()
