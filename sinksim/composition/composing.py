"""One scenario from a preset or a file, ready-made options and overrides."""

import threading
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from typing import Any

from sinksim.composition.overrides import GROUPS, NO_OPTION, checked, chosen, spoken_of
from sinksim.composition.refusals import rewritten
from sinksim.scenarios.loading.defaults import filled, without_leftovers
from sinksim.scenarios.loading.parameters import SECTION, merge_overrides, substitute
from sinksim.scenarios.loading.presets import Tree, read_option, read_scenario
from sinksim.scenarios.loading.strict_yaml import check_tree
from sinksim.scenarios.loading.validation import validate
from sinksim.scenarios.scenario import Scenario

ONE_AT_A_TIME = threading.RLock()
"""Hydra keeps its state in singletons of the process."""

PRIMARY = "sinksim"
VERSION_BASE = "1.3"


def load(scenario: str, overrides: Sequence[str] = ()) -> Scenario:
    """The validated scenario: composed, parameters put in, checked whole; raises BadInput, one sentence a fault."""
    return finished(compose(scenario, overrides), scenario)


def finished(tree: Tree, where: str) -> Scenario:
    """The scenario that a composed tree says, its parameters put in; raises BadInput, one sentence a fault."""
    return validate(Scenario, substitute(tree, tree.get(SECTION) or {}, where), where)


def compose(scenario: str, overrides: Sequence[str] = ()) -> Tree:
    """The tree of a preset (by name) or a file (by path) with Hydra's overrides laid over it; nothing is looked up.

    An override is ``policy.adoption=0.8``, ``risk=outage`` (a ready-made option), ``+new=1`` or ``~gone``; the
    schema's defaults are written out, so that every name is known. Raises BadInput. Calls from several threads wait
    for each other.
    """
    from hydra import compose as hydra_compose
    from hydra import initialize

    tree = filled(Scenario, read_scenario(scenario))
    settings = checked(overrides, tree)
    with ONE_AT_A_TIME, mounted(tree, settings), rewritten(tree):
        with initialize(version_base=VERSION_BASE, config_path=None, job_name=PRIMARY):
            composed = hydra_compose(PRIMARY, overrides=settings)
        return plain(composed, tree, settings, scenario)


@contextmanager
def mounted(tree: Tree, overrides: Sequence[str]) -> Iterator[None]:
    """The sections that are spoken of and the options that are named, where Hydra finds them."""
    from hydra.core.config_store import ConfigStore

    store = ConfigStore.instance()
    before = dict(store.repo)
    store.repo = {name: node for name, node in before.items() if name not in ("scenario", *GROUPS)}
    try:
        node = {name: section for name, section in tree.items() if name in spoken_of(overrides)}
        store.store(group="scenario", name="given", node=node, provider=PRIMARY)
        for group, section in GROUPS.items():
            store.store(group=group, name=NO_OPTION, node={}, package=section, provider=PRIMARY)
            for name in chosen(group, overrides):
                store.store(group=group, name=name, node=read_option(group, name), package=section, provider=PRIMARY)
        defaults = [{"scenario@_global_": "given"}, *({group: NO_OPTION} for group in GROUPS), "_self_"]
        store.store(name=PRIMARY, node={"defaults": defaults}, provider=PRIMARY)
        yield
    finally:
        store.repo = before


def plain(composed: Any, before: Tree, overrides: Sequence[str], where: str) -> Tree:
    """What Hydra composed as plain data, checked again: overrides brought in values that no file check has seen."""
    from omegaconf import OmegaConf

    changed: Any = OmegaConf.to_container(composed, resolve=False)
    kept = {name: section for name, section in before.items() if name in changed or name not in spoken_of(overrides)}
    after = without_leftovers(Scenario, before, {**kept, **changed})
    tree = merge_overrides(after, before.get(SECTION) or {})
    check_tree(tree, where)
    return tree
