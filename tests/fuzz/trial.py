"""One trial: what is tried, made from a seed and a number alone."""

import random
from dataclasses import dataclass
from typing import Any

from sinksim.scenarios.loading.yaml_writing import to_yaml
from tests.fuzz.bases import base, chosen_base
from tests.fuzz.mutations import Change, mutated
from tests.fuzz.tables import CATCHMENT, SCENARIO, as_csv, mutated_tables

Tree = dict[str, Any]
OF_TABLES = 0.15


@dataclass(frozen=True)
class Trial:
    """A changed scenario and its tables, if any, as files: names and contents."""

    seed: int
    number: int
    base: str
    changes: tuple[Change, ...]
    files: dict[str, str]

    @property
    def command(self) -> str:
        """How to repeat it alone."""
        return f"python -m tests.fuzz --seed {self.seed} --trial {self.number}"

    def __str__(self) -> str:
        """Its number, what it began with and what was changed."""
        lines = [f"seed {self.seed}, trial {self.number}: {self.base}", *map(str, self.changes)]
        return "\n    ".join(lines)


def made_trial(seed: int, number: int) -> Trial:
    """The trial of a number; the same for any count of trials and any number of workers."""
    rng = random.Random(f"{seed}:{number}")
    if rng.random() < OF_TABLES:
        tables, changes = mutated_tables(rng)
        files = {f"{kind}.csv": as_csv(table) for kind, table in tables.items()}
        tree = {**SCENARIO, **(CATCHMENT if rng.random() < 0.3 else {})}
        return Trial(seed, number, "tables", tuple(changes), {"scenario.yaml": to_yaml(tree), **files})
    name = chosen_base(rng)
    tree, changes = mutated(base(name), rng)
    return Trial(seed, number, name, tuple(changes), {"scenario.yaml": to_yaml(tree)})
