"""The folder of presets and ready-made options, read strictly like any user's file."""

from pathlib import Path
from typing import Any

from sinksim.core.errors import BadInput
from sinksim.core.wording import near, shown
from sinksim.scenarios.loading.former_names import of_today
from sinksim.scenarios.loading.strict_yaml import read_yaml

Tree = dict[str, Any]

RESERVED = ("defaults", "hydra")
"""Sections that would speak to Hydra instead of saying something about the scenario."""


def conf_folder() -> Path:
    """Folder of the presets: inside an installed package, beside the package in a checkout."""
    package = Path(__file__).parents[2]  # sinksim itself
    inside = package / "conf"
    return inside if inside.is_dir() else package.parent / "conf"


def places_folder(name: str) -> Path:
    """Folder of the tables of one place: its divisions, ways, institutions and outlines."""
    return conf_folder() / "places" / name


def options(group: str) -> list[str]:
    """Names of the ready-made options of a group (``scenario``, ``set``, ``policy``, ``risk``, ``experiment``, ``engine``)."""
    return sorted(file.stem for file in (conf_folder() / group).glob("*.yaml"))


def presets() -> list[str]:
    """Names of the presets."""
    return options("scenario")


def starters() -> list[str]:
    """Names of the small scenarios to begin one's own from, such as ``start/hall``; they are no presets."""
    return [f"start/{name}" for name in options("scenario/start")]


def read_option(group: str, name: str) -> Tree:
    """The tree of a ready-made option."""
    return self_contained(read_yaml(conf_folder() / group / f"{name}.yaml"), f"{group}={name}")


def read_scenario(scenario: str) -> Tree:
    """The tree of a preset or a starter (by name) or of a file (by path)."""
    return self_contained(read_yaml(_path(scenario)), scenario)


def _path(scenario: str) -> Path:
    """Where a scenario lies: the name of a preset or a starter, else a path."""
    if scenario in (*presets(), *starters()):
        return conf_folder() / "scenario" / f"{scenario}.yaml"
    if Path(scenario).suffix in (".yaml", ".yml") or "/" in scenario or "\\" in scenario:
        return Path(scenario)
    raise BadInput(f"{shown(scenario)} is no preset and no .yaml file; {near(scenario, presets())}")


def self_contained(tree: Tree, where: str) -> Tree:
    """The tree of a file that stands alone, with the names of today; BadInput where it would speak to Hydra."""
    for name in RESERVED:
        if name in tree:
            raise BadInput(f"{where}: {name} is {shown(tree[name])}; allowed: a file that stands alone, without {name}")
    return of_today(tree)
