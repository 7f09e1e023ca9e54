"""One scenario from a preset or a file, ready-made options and overrides."""

from collections.abc import Sequence

from sinksim.scenarios.loading.defaults import filled
from sinksim.scenarios.loading.overrides import edits_of
from sinksim.scenarios.loading.parameters import SECTION, substitute
from sinksim.scenarios.loading.presets import Tree, read_scenario
from sinksim.scenarios.loading.settings import apply_settings
from sinksim.scenarios.loading.strict_yaml import check_tree
from sinksim.scenarios.loading.validation import validate
from sinksim.scenarios.scenario import Scenario


def load(scenario: str, overrides: Sequence[str] = ()) -> Scenario:
    """The validated scenario: composed, parameters put in, checked whole; raises BadInput, one sentence a fault."""
    return scenario_of(compose(scenario, overrides), scenario)


def scenario_of(tree: Tree, where: str) -> Scenario:
    """The scenario that a composed tree says, with references to parameters replaced by their numbers.

    ``where``: how the scenario is named in messages. Raises BadInput, one sentence a fault.
    """
    return validate(Scenario, substitute(tree, tree.get(SECTION) or {}, where), where)


def compose(scenario: str, overrides: Sequence[str] = ()) -> Tree:
    """The tree of a preset (by name) or a file (by path) with overrides laid over it.

    An override is ``policy.adoption=0.8``, ``risk=outage`` (a ready-made option), ``+new=1`` or ``~gone``; the
    schema's defaults are written out, so that every name is known. References to parameters (``=name``) stay as they
    are. Raises BadInput.
    """
    return overridden(filled(Scenario, read_scenario(scenario)), overrides, scenario)


def overridden(tree: Tree, overrides: Sequence[str], where: str) -> Tree:
    """A tree whose defaults are written out with overrides laid over it; raises BadInput, in which ``where`` names it."""
    edits = edits_of(overrides)
    after = apply_settings(tree, edits, where)
    # The sections that overrides touch hold values that the reader of files has not seen.
    check_tree({name: after[name] for name in {edit.path[0]: None for edit in edits} if name in after}, where)
    return after
