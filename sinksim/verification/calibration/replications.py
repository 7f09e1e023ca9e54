"""Replications lived through for calibration: records of the cases, and figures per replication."""

from collections.abc import Callable, Sequence
from functools import partial
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from sinksim.core.records import Mark, RecordChunk
from sinksim.experiments.engines import resolve
from sinksim.experiments.replication_loop import fold_batches, in_order
from sinksim.experiments.statistics import Interval, t_interval
from sinksim.plan.plan import Plan

Records = NDArray[np.void]
Flags = NDArray[np.bool_]
Figures = dict[str, float]
Measure = Callable[[Sequence[Plan], int], Figures]


class Life(NamedTuple):
    """One replication: its plan, the cases of the selected areas, and the visits to stations (where asked for)."""

    plan: Plan
    cases: Records
    visits: Records

    def service(self, name: str) -> int:
        """Position of a service."""
        return self.plan.labels.services.index(name)

    def urgency(self, name: str) -> int:
        """Position of an urgency."""
        return self.plan.labels.urgencies.index(name)

    @property
    def in_cohort(self) -> Flags:
        """Cases that arose in the window."""
        window, arisen = self.plan.labels.window, self.cases["arisen"]
        within: Flags = (arisen >= window.warm_up) & (arisen < window.warm_up + window.window)
        return within


def live(plan: Plan, replication: int, visits: bool = False) -> Life:
    """Live through one replication; background cases are left out."""
    _, run = resolve(compared=True)
    cases, stays = list[Records](), list[Records]()

    def keep(batch: RecordChunk) -> None:
        cases.append(batch.cases[batch.cases["marks"] & Mark.BACKGROUND == 0])
        stays.append(batch.visits)

    fold_batches(run(plan, replication, visits), keep)
    return Life(plan, np.concatenate(cases), np.concatenate(stays))


def identity(records: Records) -> NDArray[np.int64]:
    """One number for each need of a service (origin, layer, ordinal), the same in every scenario."""
    who: NDArray[np.int64] = (records["origin"] << 44) | ((records["layer"] + 2) << 36) | records["ordinal"]
    return who


def intervals(measure: Measure, plans: Sequence[Plan], replications: int, workers: int) -> dict[str, Interval]:
    """Every figure that ``measure(plans, replication)`` gives: mean and 95 % interval over replications."""
    found = list(in_order([partial(measure, plans, replication) for replication in range(replications)], workers))
    return {name: t_interval(np.array([row[name] for row in found], np.float64)) for name in found[0]}
