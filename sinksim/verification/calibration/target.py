"""A calibration target: a published figure, the range that meets it, and what was simulated."""

from dataclasses import dataclass
from typing import Literal

from sinksim.experiments.statistics import Interval

Tag = Literal["identity", "fitted", "held-out"]
Verdict = Literal["met", "missed", "undecided"]


@dataclass(frozen=True)
class Target:
    """What is to be met, before anything is simulated.

    ``figure`` names what is measured; it meets the target from ``low`` to ``high``; ``factor`` turns it into ``unit``.
    A *fitted* target says which parameter was fitted, an *identity* which input it restates.
    """

    code: str
    what: str
    tag: Tag
    because: str
    figure: str
    asked: str
    low: float
    high: float
    unit: str = "%"
    factor: float = 100.0


@dataclass(frozen=True)
class Checked:
    """A target with what was simulated: mean over replications and its 95 % interval; ``note`` explains it."""

    target: Target
    simulated: Interval
    note: str = ""

    @property
    def verdict(self) -> Verdict:
        """Met or missed with the whole interval on one side; else undecided at this number of replications."""
        mean, half = self.simulated.mean, self.simulated.half_width
        least, most = mean - half, mean + half
        if self.target.low <= least and most <= self.target.high:
            return "met"
        return "missed" if most < self.target.low or least > self.target.high else "undecided"
