"""The same systems under several seeds: does the first figure of each spread as chance would have it?

One seed can agree by chance, and a standard error that is too wide hides a fault. Over many systems and seeds the deviates
of independent figures have a root mean square of 1: less tells of errors that are overstated, more of a small bias.
"""

from dataclasses import dataclass
from typing import Any

import numpy as np
from scipy.special import gammaincinv

from sinksim.verification.systems.report import Row, VerifyReport

CHANCE = 0.001
"""How often a sound engine may fall outside the interval, on either side together."""


@dataclass(frozen=True)
class Headlines:
    """One verification a seed."""

    reports: tuple[VerifyReport, ...]

    @property
    def rows(self) -> tuple[Row, ...]:
        """The first figure of every system under every seed: figures of one run depend on each other, these do not."""
        # Read backwards, the row of a system that is left is its first; the rows are then turned round again.
        firsts = ({row.system: row for row in reversed(report.rows)}.values() for report in self.reports)
        return tuple(row for first in firsts for row in reversed(first))

    @property
    def rms_z(self) -> float:
        """Root mean square of the deviates z of these rows; nan where there is none."""
        z = np.array([row.z for row in self.rows])
        return float(np.sqrt(np.mean(z**2))) if len(z) else float("nan")

    @property
    def interval(self) -> tuple[float, float]:
        """Where the root mean square lies but once in a thousand times, if theory holds.

        The sum of n squared deviates then follows the chi-square law, half below and half above by chance.
        """
        n = len(self.rows)
        low, high = (float(2 * gammaincinv(n / 2, p) / n) ** 0.5 for p in (CHANCE / 2, 1 - CHANCE / 2))
        return low, high

    @property
    def ok(self) -> bool:
        """Whether every seed passes and the deviates spread neither too little nor too much."""
        low, high = self.interval
        return all(report.ok for report in self.reports) and low <= self.rms_z <= high

    def summary(self) -> str:
        """One sentence: the root mean square and where it may lie."""
        low, high = self.interval
        judgement = "as chance has it" if low <= self.rms_z <= high else "not as chance has it"
        return (
            f"{len(self.reports)} seeds, {len(self.rows)} headline figures: rms z {self.rms_z:.2f}, {judgement} "
            f"({low:.2f} to {high:.2f})"
        )

    def to_json(self) -> dict[str, Any]:
        """One document; ``seeds`` holds that of each seed."""
        finite = bool(np.isfinite(self.rms_z))
        return {
            "ok": self.ok,
            "headline_figures": len(self.rows),
            "headline_rms_z": self.rms_z if finite else None,
            "allowed_rms_z": list(self.interval),
            "seeds": [report.to_json() for report in self.reports],
        }
