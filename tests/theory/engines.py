"""An engine that says what it is told to: its replications spread exactly as wanted around a wanted mean."""

import numpy as np

from sinksim.core.records import CASE, STATION, VISIT, End, RecordChunk, Tables
from sinksim.verification.systems import System, systems
from sinksim.verification.systems.figures import mean_sojourn
from sinksim.verification.theory import general

MINUTE_MS = 60_000


def named(name):
    return next(system for system in systems() if system.name == name)


def one_figure(name="md1", load=0.75):
    """M/D/1 with one figure: a mean sojourn of 25 minutes."""
    expected = general.md1(0.075, 10).sojourn
    return System(name, load, (mean_sojourn(expected),), given=named("md1").scenario)


def engine(means, spread=0.02, end=End.SOLVED):
    """One case a replication, whose sojourns are mean x (1 +- spread); the seeds met take the ``means`` in turn."""
    seeds = []

    def run(plan, replication, visits=False):
        if plan.seed not in seeds:
            seeds.append(plan.seed)
        mean = means[seeds.index(plan.seed)]
        case = np.zeros(1, CASE)
        case["arisen"] = plan.labels.window.warm_up
        case["closed"] = case["arisen"] + round(mean * (1 + spread * (-1) ** replication) * MINUTE_MS)
        case["end"] = end
        yield RecordChunk(case, np.zeros(0, VISIT), 0)
        return Tables(np.zeros(0, STATION), np.zeros(0), {}, np.zeros(0, np.int64), np.zeros(0, np.int64))

    return run
