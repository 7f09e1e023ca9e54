"""Estimates over replications that can be compared with each other: a value, and its values without each replication."""

from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from sinksim.experiments.result import Result
from sinksim.experiments.statistics import Interval, jackknife_interval
from sinksim.verification.calibration.target import Figure, Target

Floats = NDArray[np.float64]


class Estimate(NamedTuple):
    """A value from all replications, and the values from all but each one of them."""

    value: float
    leave_one_out: Floats

    @property
    def interval(self) -> Interval:
        """The 95 % interval; of a plain mean it is Student's."""
        return jackknife_interval(self.value, self.leave_one_out)

    def compared(self, other: "Estimate", how: str) -> "Estimate":
        """The ratio to another estimate of the same replications, the difference from it, or the decrease (1 - ratio)."""
        if how == "difference":
            return Estimate(self.value - other.value, self.leave_one_out - other.leave_one_out)
        with np.errstate(divide="ignore", invalid="ignore"):
            ratio = Estimate(float(np.divide(self.value, other.value)), self.leave_one_out / other.leave_one_out)
        return ratio if how == "ratio" else Estimate(1 - ratio.value, 1 - ratio.leave_one_out)


def mean_of(series: Floats) -> Estimate:
    """The mean of a figure over replications; those in which it has no value (nan) do not count."""
    known = series[~np.isnan(series)]
    if len(known) < 2:
        return Estimate(float(known.mean()) if len(known) else float("nan"), np.zeros(0))
    return Estimate(float(known.mean()), (known.sum() - known) / (len(known) - 1))


def of_result(result: Result, figure: Figure) -> Estimate:
    """An indicator or an equity figure of a result; raises BadInput for names that it does not have."""
    equity = result.figure(figure.name, figure.service) if figure.area is None and figure.segment is None else None
    if equity is not None:
        return Estimate(equity.value, equity.leave_one_out)
    return mean_of(result.series(figure.name, figure.service, figure.area, figure.segment))


def target_interval(target: Target, estimates: dict[Figure, Estimate]) -> Interval:
    """The interval of what a target measures, from the estimates of its figures."""
    found = estimates[target.figure]
    if target.against is not None:
        found = found.compared(estimates[target.against], target.how)
    return found.interval
