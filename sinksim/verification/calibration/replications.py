"""Replications run for calibration: records of the cases, and figures per replication."""

from collections.abc import Callable, Sequence
from functools import partial
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from sinksim.core.records import Mark, RecordChunk
from sinksim.experiments.engines import resolve
from sinksim.experiments.replication_loop import fold_batches, in_order
from sinksim.plan.plan import Plan

Records = NDArray[np.void]
Flags = NDArray[np.bool_]
Figures = dict[str, float]
Measure = Callable[[Sequence[Plan], int], Figures]


class RunRecords(NamedTuple):
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


def run_records(plan: Plan, replication: int, visits: bool = False) -> RunRecords:
    """Run one replication and keep its records, ``visits`` of stations as well where asked for.

    Background cases, which only load shared stations for areas that are not selected, are left out.
    """
    _, engine_run = resolve(compared=True)
    cases, logged_visits = list[Records](), list[Records]()

    def keep(batch: RecordChunk) -> None:
        """Keep what is wanted of a chunk of records."""
        cases.append(batch.cases[batch.cases["marks"] & Mark.BACKGROUND == 0])
        logged_visits.append(batch.visits)

    fold_batches(engine_run(plan, replication, visits), keep)
    return RunRecords(plan, np.concatenate(cases), np.concatenate(logged_visits))


def need_key(records: Records) -> NDArray[np.int64]:
    """One number for each need of a service, the same in every scenario: origin, layer and ordinal packed together.

    From bit 44 on stands the origin, in bits 36 to 43 the layer (plus 2: -2 is the backlog, -1 the recorded log), below it
    the ordinal.
    """
    key: NDArray[np.int64] = (records["origin"] << 44) | ((records["layer"] + 2) << 36) | records["ordinal"]
    return key


def series(measure: Measure, plans: Sequence[Plan], replications: int, workers: int) -> dict[str, NDArray[np.float64]]:
    """Every figure that ``measure(plans, replication)`` gives, by its name: one value a replication."""
    found = list(in_order([partial(measure, plans, replication) for replication in range(replications)], workers))
    return {name: np.array([row[name] for row in found], np.float64) for name in found[0]}
