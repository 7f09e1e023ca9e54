"""A target beside what was simulated, and the verdict on it."""

import math
from dataclasses import dataclass
from typing import Literal

from sinksim.experiments.statistics import Interval
from sinksim.verification.calibration.target import Target

Verdict = Literal["met", "missed", "undecided"]


@dataclass(frozen=True)
class Checked:
    """A target with what was simulated: the estimate and its 95 % interval over replications.

    ``removed``: the same with the change of settings that the target names, where it is not met without.
    """

    target: Target
    simulated: Interval
    removed: Interval | None = None

    @property
    def verdict(self) -> Verdict:
        """Met or missed with the whole interval on one side; else undecided at this number of replications."""
        return judged(self.target, self.simulated)

    @property
    def explained(self) -> bool:
        """Whether it is not missed, or a note says why, with a change of settings by which it is not missed any more."""
        if self.verdict != "missed":
            return True
        return bool(self.target.note) and self.removed is not None and judged(self.target, self.removed) != "missed"


def judged(target: Target, simulated: Interval) -> Verdict:
    """The verdict on an interval; a value that is expected within a share of itself is judged by the estimate alone."""
    low, high = target.range
    half = 0.0 if target.expected is not None else simulated.half_width
    least, most = simulated.mean - half, simulated.mean + half
    if math.isnan(least):
        return "undecided"
    if low <= least and most <= high:
        return "met"
    return "missed" if most < low or least > high else "undecided"
