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
    """The scenario that a composed tree says, its parameters put in; raises BadInput, one sentence a fault."""
    return validate(Scenario, substitute(tree, tree.get(SECTION) or {}, where), where)


def compose(scenario: str, overrides: Sequence[str] = ()) -> Tree:
    """The tree of a preset (by name) or a file (by path) with overrides laid over it; nothing is looked up.

    An override is ``policy.adoption=0.8``, ``risk=outage`` (a ready-made option), ``+new=1`` or ``~gone``; the
    schema's defaults are written out, so that every name is known. Raises BadInput.
    """
    return overridden(filled(Scenario, read_scenario(scenario)), overrides, scenario)


def overridden(tree: Tree, overrides: Sequence[str], where: str) -> Tree:
    """A tree whose defaults are written out with overrides laid over it; raises BadInput."""
    edits = edits_of(overrides)
    after = apply_settings(tree, edits, where)
    # They bring in values that no check of a file has seen.
    check_tree({name: after[name] for name in {edit.path[0]: None for edit in edits} if name in after}, where)
    return after
