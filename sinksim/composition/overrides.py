"""Overrides as users write them, checked before Hydra sees them."""

import re
from collections.abc import Sequence
from typing import Any

from sinksim.core.errors import BadInput
from sinksim.core.wording import near, shown
from sinksim.scenarios.loading.presets import Tree, options
from sinksim.scenarios.loading.scalars import forbidden

GROUPS = {"policy": "policy", "risk": "risks", "experiment": "experiment", "engine": "experiment"}
"""Group of ready-made options → the section of the scenario that an option is laid over."""

OF_HYDRA = ("hydra/launcher", "hydra/sweeper", "hydra.launcher.", "hydra.sweeper.", "hydra.sweep.")
"""What a multirun may ask of Hydra: where and how its jobs run, and the folder in which it may write."""

NO_OPTION = "none"

_KEY = re.compile(r"""(\+\+|\+|~)?[^\s=~+{}\[\]()<>,:'"$@/.-][^\s={}\[\](),:'"$@/]*(?<!\.)""")

_GLOB = re.compile(r"glob\([\w*?-]+\)")


def checked(overrides: Sequence[str], tree: Tree, *, multirun: bool = False) -> list[str]:
    """The overrides in Hydra's grammar; raises BadInput, one sentence for each that is not about the scenario."""
    reasons = ((override, _fault(override, multirun) or _no_entry(override, tree)) for override in overrides)
    faults = [f"override {shown(override)}; {reason}" for override, reason in reasons if reason]
    if faults:
        raise BadInput("\n".join(faults))
    return [_for_hydra(override) for override in overrides]


def _fault(override: str, multirun: bool) -> str | None:
    """What is allowed instead of an override, or None."""
    key, equals, value = override.partition("=")
    if reason := forbidden(override):
        return f"allowed: {reason}"
    if re.search(r"(^|\.)_", key.lstrip("+~")) or re.search(r"\b_\w+_\s*:", value):
        return "allowed: names that do not start with _"
    if re.match(r"[+~]*hydra\b", key):
        return None if multirun and key.lstrip("+~").startswith(OF_HYDRA) else f"allowed: {_of_hydra(multirun)}"
    if not _KEY.fullmatch(key) or ".." in key or not (equals or key.startswith("~")):
        return "allowed: path=value, group=option, +path=value (a new name) or ~path (taken away)"
    if key.lstrip("+~") == "scenario":
        return "allowed: the scenario's name or file before the overrides"
    return _no_option(key, value) if key.lstrip("+~") in GROUPS else None


def _no_entry(override: str, tree: Tree) -> str | None:
    """A path into a list that does not lead to one of its entries."""
    node: Any = tree
    steps = override.partition("=")[0].lstrip("+~").split(".")
    for index, step in enumerate(steps):
        if isinstance(node, list) and not (step.isdecimal() and step.isascii() and int(step) < len(node)):
            return f"allowed: an entry of {'.'.join(steps[:index])}, by its number from 0 to {len(node) - 1}"
        if isinstance(node, dict) and step not in node:
            return None
        node = node[int(step)] if isinstance(node, list) else node[step] if isinstance(node, dict) else None
    return None


def _of_hydra(multirun: bool) -> str:
    settings = " ".join(OF_HYDRA)
    return f"of Hydra's own settings {settings}" if multirun else "settings of the scenario, none of Hydra's own"


def _no_option(group: str, value: str) -> str | None:
    """An option that the group does not have (several are named in a sweep)."""
    if group not in GROUPS:
        return f"allowed: {group.lstrip('+~')}=option, or paths such as {GROUPS[group.lstrip('+~')]}.name=value"
    if _GLOB.fullmatch(value):
        return None
    unknown = [name for name in _names(value) if name not in (*options(group), "null", NO_OPTION)]
    if value and not unknown:
        return None
    name = unknown[0] if unknown else value
    return f"there is no {group} named {shown(name)}; {near(name, options(group))}"


def _names(value: str) -> list[str]:
    """Options named by an override: one, or several of a sweep (``a,b`` or ``choice(a,b)``)."""
    listed = value[len("choice(") : -1] if value.startswith("choice(") and value.endswith(")") else value
    return [name.strip() for name in listed.split(",") if name.strip()]


def _for_hydra(override: str) -> str:
    """What Hydra's grammar wants and a user would not think of: quotes around ``=name`` and Chinese, a word for none."""
    key, _, value = override.partition("=")
    if key in GROUPS:
        return key + "=" + re.sub(r"\bnull\b", NO_OPTION, value)
    is_reference = re.fullmatch(r"=(1-)?\w+", value, re.ASCII)
    is_foreign = not value.isascii() and not re.search(r"[\\'\"\[\]{}(),]", value)
    return f"{key}='{value}'" if is_reference or is_foreign else override


def chosen(group: str, overrides: Sequence[str]) -> list[str]:
    """Options of a group that the overrides speak of; the others are not even read."""
    values = [value for key, _, value in (override.partition("=") for override in overrides) if key == group]
    if any(_GLOB.fullmatch(value) for value in values):
        return options(group)
    named = {name for value in values for name in _names(value)}
    return [name for name in options(group) if name in named]


def spoken_of(overrides: Sequence[str]) -> set[str]:
    """Sections that overrides or options may change. Hydra is slow: a network of thousands of places passes it by."""
    steps = (override.partition("=")[0].lstrip("+~").partition(".")[0] for override in overrides)
    return {*GROUPS.values(), *steps}
