"""One scenario from a preset or a file, ready-made options and overrides."""

import threading
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from typing import Any

from pydantic import BaseModel

from sinksim.composition.library import Tree, read_option, read_scenario
from sinksim.composition.overrides import GROUPS, NO_OPTION, checked, chosen
from sinksim.composition.refusals import rewritten
from sinksim.scenarios.filling import filled, without_leftovers
from sinksim.scenarios.references import SECTION, merge_overrides, substitute
from sinksim.scenarios.scenario import Scenario
from sinksim.scenarios.sentences import validate
from sinksim.scenarios.strict_yaml import check_tree

ONE_AT_A_TIME = threading.RLock()
"""Hydra keeps its state in singletons of the process."""

PRIMARY = "sinksim"
VERSION_BASE = "1.3"


def load(scenario: str, overrides: Sequence[str] = (), model: type[Any] = Scenario) -> Any:
    """The validated scenario: composed, parameters put in, checked whole; raises BadInput, one sentence a fault."""
    return finished(compose(scenario, overrides, model), scenario, model)


def finished(tree: Tree, where: str, model: type[Any] = Scenario) -> Any:
    """The scenario that a composed tree says, its parameters put in; raises BadInput, one sentence a fault."""
    return validate(model, substitute(tree, tree.get(SECTION) or {}, where), where)


def compose(scenario: str, overrides: Sequence[str] = (), model: type[BaseModel] = Scenario) -> Tree:
    """The tree of a preset (by name) or a file (by path) with Hydra's overrides laid over it; nothing is looked up.

    An override is ``policy.adoption=0.8``, ``risk=outage`` (a ready-made option), ``+new=1`` or ``~gone``. Raises
    BadInput. About half a second; calls from several threads wait for each other.
    """
    from hydra import compose as hydra_compose
    from hydra import initialize

    tree = filled(model, read_scenario(scenario))
    settings = checked(overrides, tree)
    with ONE_AT_A_TIME, mounted(tree, settings), rewritten(tree):
        with initialize(version_base=VERSION_BASE, config_path=None, job_name=PRIMARY):
            composed = hydra_compose(PRIMARY, overrides=settings)
        return plain(composed, tree, scenario, model)


@contextmanager
def mounted(tree: Tree, overrides: Sequence[str]) -> Iterator[None]:
    """The scenario, with the schema's defaults in it, and the options that are named, where Hydra finds them."""
    from hydra.core.config_store import ConfigStore

    store = ConfigStore.instance()
    before = dict(store.repo)
    store.repo = {name: node for name, node in before.items() if name not in ("scenario", *GROUPS)}
    try:
        store.store(group="scenario", name="given", node=tree, provider=PRIMARY)
        for group, section in GROUPS.items():
            store.store(group=group, name=NO_OPTION, node={}, package=section, provider=PRIMARY)
            for name in chosen(group, overrides):
                store.store(group=group, name=name, node=read_option(group, name), package=section, provider=PRIMARY)
        defaults = [{"scenario@_global_": "given"}, *({group: NO_OPTION} for group in GROUPS), "_self_"]
        store.store(name=PRIMARY, node={"defaults": defaults}, provider=PRIMARY)
        yield
    finally:
        store.repo = before


def plain(composed: Any, before: Tree, where: str, model: type[BaseModel]) -> Tree:
    """What Hydra composed as plain data, checked again: overrides brought in values that no file check has seen."""
    from omegaconf import OmegaConf

    after: Any = OmegaConf.to_container(composed, resolve=False)
    tree = merge_overrides(without_leftovers(model, before, after), before.get(SECTION) or {})
    check_tree(tree, where)
    return tree
