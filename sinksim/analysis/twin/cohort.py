"""The records of one replication that a choice among citizens needs: few columns, many cases."""

from collections.abc import Callable
from contextlib import closing

import numpy as np
from numpy.typing import NDArray

from sinksim.core.records import CASE, Mark, RecordChunk
from sinksim.experiments.replicate import Run
from sinksim.plan.labels import Window
from sinksim.plan.plan import Plan

Cases = NDArray[np.void]
# The fields of a record that together say whose need it is.
WHO = ("service", "origin", "layer", "ordinal")
# What a citizen of the cohort is known by, and what is told of both sides before any story.
KEPT = (
    *WHO, "segment", "urgency", "requires", "channel", "arisen", "filed", "closed", "solved", "citizen_time", "cost_fares",
    "fee_citizen", "end",
)  # fmt: skip
COLUMNS = np.dtype([(name, np.int64) for name in KEPT])


def cohort(
    plan: Plan, engine_run: Run, replication: int, window: Window, notice: Callable[[int], None] | None = None
) -> Cases:
    """Cases that arise in the window or wait since before the start (the backlog), sorted by whose they are.

    None from a recorded log: its people are real.

    ``notice`` gets the simulated instant reached [ms] and may raise to stop.
    """
    found = [np.empty(0, COLUMNS)]
    with closing(engine_run(plan, replication)) as batches:
        for batch in batches:
            found.append(_members(batch, window))
            if notice is not None:
                notice(batch.now)
    return np.sort(np.concatenate(found), order=list(WHO))


def _members(batch: RecordChunk, window: Window) -> Cases:
    """Cases of a chunk of records that a choice may offer: invented people of the cohort or the backlog."""
    cases = np.asarray(batch.cases, CASE)
    arisen, marks = cases["arisen"], cases["marks"]
    within = (arisen >= window.warm_up) & (arisen < window.warm_up + window.window)
    # People of a recorded log are real: nothing is told of any one of them.
    invented = marks & (Mark.BACKGROUND | Mark.LOGGED) == 0
    chosen = cases[invented & (within | (marks & Mark.BACKLOG != 0))]
    columns = np.empty(len(chosen), COLUMNS)
    for name in KEPT:
        columns[name] = chosen[name]
    return columns
