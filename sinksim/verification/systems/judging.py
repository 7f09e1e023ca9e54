"""The gate: is what was simulated what theory expects, and was enough simulated to see a difference?"""

from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from sinksim.experiments.statistics import relative_standard_error, t_to_z
from sinksim.verification.systems.precision import largest_error
from sinksim.verification.systems.report import Row, Verdict
from sinksim.verification.systems.sampling import Sample
from sinksim.verification.systems.system import Figure, System

MOST_Z = 3.3
"""A normal deviate exceeds this once in a thousand times."""
DOUBTFUL_Z = 4.5
"""Up to here a deviation may be chance among many figures: it is repeated once, deeper, with fresh draws."""


class Estimate(NamedTuple):
    """One figure as simulated: its value, its deviate from theory, its relative standard error."""

    simulated: float
    z: float
    relative_standard_error: float


def estimate(sums: NDArray[np.float64], expected: float) -> Estimate:
    """A quotient of two sums over independent replications; ``sums`` [replications, (total, count)].

    Under the hypothesis every replication's total - expected x count has mean 0 exactly, so that the t statistic of
    these has none of the bias of a quotient; shifted and scaled they average to the quotient itself. Source: Fieller
    (1954); Law (2015), section 9.3. Totals of a skewed law make t skewed: z is a normal deviate of the same tail.
    """
    totals, counts = sums[:, 0], sums[:, 1]
    if counts.sum() == 0:  # nothing to divide by: not a number, which no gate lets pass
        return Estimate(float("nan"), float("nan"), float("nan"))
    values = expected + (totals - expected * counts) / counts.mean()
    simulated, spread = float(values.mean()), float(values.std(ddof=1))
    if spread == 0:  # nothing varies: exactly as expected, or as far away as can be
        return Estimate(simulated, 0.0 if simulated == expected else float("inf"), 0.0)
    t = (simulated - expected) / (spread / len(values) ** 0.5)
    return Estimate(simulated, t_to_z(t, len(values) - 1), relative_standard_error(values))


def rows(system: System, sample: Sample, customers: int | None) -> list[Row]:
    """Every figure of a system, judged; the more ``customers`` were asked for, the smaller the error allowed (None: quick)."""
    bar = largest_error(system.load, customers)
    return [_row(system, figure, sample, i, bar) for i, figure in enumerate(system.figures)]


def _row(system: System, figure: Figure, sample: Sample, position: int, bar: float) -> Row:
    """One figure of a system, simulated against expected, with its verdict.

    ``position``: of the figure among the system's; ``bar``: largest relative standard error allowed. "cut off": a
    steady system left cases unfinished at the horizon, so that its means are biased whatever they look like.
    """
    found = estimate(sample.sums[:, position], figure.expected)
    cut = system.kind == "steady" and sample.unfinished > 0
    return Row(
        system=system.name,
        figure=figure.name,
        load=system.load,
        expected=figure.expected,
        simulated=found.simulated,
        z=found.z,
        relative_standard_error=found.relative_standard_error,
        bar=bar,
        verdict="cut off" if cut else verdict(found, bar),
        repeated=False,
        customers=_rarest(sample),
        replications=len(sample.sums),
    )


def verdict(found: Estimate, bar: float) -> Verdict:
    """Whether an estimate is close to theory and precise enough; what is not a number is neither."""
    if not abs(found.z) < MOST_Z:
        return "differs"
    return "ok" if found.relative_standard_error <= bar else "imprecise"


def is_doubtful(row: Row) -> bool:
    """Whether a figure deviates so little beyond the gate that it is worth one repetition."""
    return bool(row.verdict == "differs" and MOST_Z <= abs(row.z) < DOUBTFUL_Z)


def _rarest(sample: Sample) -> int:
    """Cases of the rarest service that arose in the windows of all replications; 0 where none arose at all."""
    arisen = sample.arisen.sum(axis=0)
    return int(arisen[arisen > 0].min()) if arisen.any() else 0
