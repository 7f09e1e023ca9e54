"""Small sound scenarios that trials begin with: presets, the tests' own, textbook systems and made-up worlds."""

import copy
import random
from collections.abc import Callable
from functools import cache
from pathlib import Path
from typing import Any

from hypothesis import HealthCheck, given, settings

from sinksim.scenarios.loading.defaults import filled
from sinksim.scenarios.loading.presets import conf_folder
from sinksim.scenarios.loading.strict_yaml import read_yaml
from sinksim.scenarios.scenario import Scenario
from sinksim.verification.systems.system import FOLDER
from tests.helpers.generated.rarities import rare_worlds
from tests.helpers.generated.worlds import worlds

Tree = dict[str, Any]
UNSEEN = Path(__file__).parent.parent / "scenarios" / "unseen.yaml"
# One county tree with a part of its demand, for hours instead of weeks.
SMALL: dict[str, Tree] = {
    "guizhou": {
        "network": {"within": "522301", "unselected": "share"},
        "policy": {"demand": 0.05},
        "experiment": {"warm_up_days": 1, "window_days": 3, "follow_up_days": 5},
    },
    "guizhou_visits": {
        "network": {"within": "522301", "unselected": "share"},
        "policy": {"demand": 0.001},
        "experiment": {"warm_up_days": 0, "window_days": 0.5, "follow_up_days": 0.5},
    },
    "unseen": {"experiment": {"warm_up_days": 1, "window_days": 4, "follow_up_days": 6}},
}
LONGEST_WINDOW = 0.5
WORLDS = 40
# Enough choices for any world; what a world does not use is left over.
CHOICES = 40_000


def base_names() -> list[str]:
    """Every base by its name."""
    presets = [f"preset:{file.stem}" for file in sorted((conf_folder() / "scenario").glob("*.yaml"))]
    systems = [f"system:{file.stem}" for file in sorted(FOLDER.glob("*.yaml"))]
    made_up = [f"{kind}:{n}" for kind in ("world", "rare") for n in range(WORLDS)]
    return [*presets, "tests:unseen", *systems, *made_up]


def chosen_base(rng: random.Random) -> str:
    """The name of a base: each kind has its share, whatever its number of members."""
    by_kind: dict[str, list[str]] = {}
    for name in base_names():
        by_kind.setdefault(name.partition(":")[0], []).append(name)
    weights = {"preset": 2, "tests": 2, "system": 2, "world": 3, "rare": 2}
    kind = rng.choices(list(by_kind), [weights[kind] for kind in by_kind])[0]
    return rng.choice(by_kind[kind])


@cache
def base(name: str) -> Tree:
    """A base's tree with the schema's defaults written out; to be changed in a copy only."""
    kind, _, member = name.partition(":")
    return filled(Scenario, _short(_READ[kind](member), SMALL.get(member)))


def _short(tree: Tree, settings_of: Tree | None) -> Tree:
    """The tree with settings that make it small; without any its run is cut down."""
    if settings_of is None:
        run = tree.get("experiment", {})
        shorter = {name: min(run[name], LONGEST_WINDOW) for name in run if name.endswith("_days")}
        settings_of = {"experiment": shorter}
    sections = {name: {**tree.get(name, {}), **values} for name, values in settings_of.items()}
    return {**tree, **sections, "experiment": {**sections["experiment"], "replications": 1}}


def _preset(name: str) -> Tree:
    return read_yaml(conf_folder() / "scenario" / f"{name}.yaml")


def _system(name: str) -> Tree:
    return read_yaml(FOLDER / f"{name}.yaml")


def _unseen(name: str) -> Tree:
    return read_yaml(UNSEEN)


def _made_up(strategy: Any) -> Callable[[str], Tree]:
    """Trees drawn from a strategy by bytes alone: the same bytes are the same tree in any process."""

    def made(number: str) -> Tree:
        found: list[Tree] = []

        @settings(database=None, deadline=None, suppress_health_check=list(HealthCheck))
        @given(strategy)
        def keep(tree: Tree) -> None:
            found.append(tree)

        choices = random.Random(f"world:{number}")
        while not found:
            keep.hypothesis.fuzz_one_input(choices.randbytes(CHOICES))
        return copy.deepcopy(found[0])

    return made


_READ: dict[str, Callable[[str], Tree]] = {
    "preset": _preset,
    "system": _system,
    "tests": _unseen,
    "world": _made_up(worlds()),
    "rare": _made_up(rare_worlds()),
}
