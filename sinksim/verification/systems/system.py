"""A textbook system: a scenario file, its load, and the figures that theory expects of it."""

from collections.abc import Callable
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import Literal

from sinksim.scenarios.loading.composing import scenario_of
from sinksim.scenarios.loading.strict_yaml import read_yaml
from sinksim.scenarios.scenario import Scenario
from sinksim.verification.systems.record_rows import RecordRows

FOLDER = Path(__file__).parent / "files"

# A sum over records of one kind; they come in chunks, whose sums must add up.
Reading = Callable[[RecordRows], float]
# Where a figure is read: cases that arose in the window, visits that joined in it, or the stations' whole run.
Source = Literal["cases", "visits", "stations"]
# A steady system is watched after a warm-up, for longer where more customers are asked for; a transient one is watched
# from empty to its horizon, more often where more customers are asked for.
Kind = Literal["steady", "transient"]


@dataclass(frozen=True)
class Figure:
    """One number that theory expects: the quotient of two expected sums over a replication."""

    name: str
    expected: float
    source: Source
    total: Reading
    count: Reading | None = None
    """What the total is divided by; None: the replication."""


@dataclass(frozen=True)
class System:
    """One system: scenario file ``systems/NAME.yaml`` unless a scenario is given."""

    name: str
    load: float
    """Share of the capacity that is needed to serve all demand, losses and abandonment not deducted, mean over time [1]."""
    figures: tuple[Figure, ...]
    kind: Kind = "steady"
    given: Scenario | None = None

    @cached_property
    def scenario(self) -> Scenario:
        """The scenario as its file says: seed, window and replications are those of the quick run."""
        return self.given or read_scenario(FOLDER / f"{self.name}.yaml")

    @property
    def needs_visits(self) -> bool:
        """Whether a figure is read from the log of visits."""
        return any(figure.source == "visits" for figure in self.figures)


def read_scenario(path: Path) -> Scenario:
    """A scenario file as it stands, validated whole; raises BadInput."""
    return scenario_of(read_yaml(path), path.name)
