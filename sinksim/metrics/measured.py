"""One replication reduced to numbers: small enough to come back from a worker or to be stored."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from sinksim.metrics.aggregate import Aggregate
from sinksim.metrics.columns import Distribution
from sinksim.metrics.conservation import conserved, posts_conserved
from sinksim.metrics.equity_figures import EquitySums, equity_sums
from sinksim.metrics.evaluation import evaluate
from sinksim.metrics.slices import Family
from sinksim.metrics.spread import spread


@dataclass(frozen=True, eq=False)
class Measured:
    """Every indicator of every slice of one replication: ``values`` of a family are [indicators, slices].

    ``stations`` [stations, station fields]; ``incidents``: number and total length [ms] by kind; ``faults``: what is
    not conserved, one sentence each; ``cases``: all records, in the cohort or not; ``spread``: cases of the cohort by
    service and class of time [services, classes], for each distribution; ``daily`` [days, DAILY]: by day of arising; ``bounded``
    [instructions]: how often a jump back was not taken because its loop had reached the most rounds allowed.
    """

    replication: int
    values: dict[Family, NDArray[np.float64]]
    equity: EquitySums
    stations: NDArray[np.int64]
    incidents: dict[int, tuple[int, int]]
    faults: tuple[str, ...]
    cases: int
    spread: dict[Distribution, NDArray[np.int64]]
    daily: NDArray[np.int64]
    bounded: NDArray[np.int64]


def measure(aggregate: Aggregate, replication: int) -> Measured:
    """Numbers of one replication from its aggregate."""
    faults = (*conserved(aggregate.tally, aggregate.ledger), *posts_conserved(aggregate.labels, aggregate.stations))
    return Measured(
        replication=replication,
        values=evaluate(aggregate),
        equity=equity_sums(aggregate),
        stations=aggregate.stations,
        incidents=aggregate.incidents,
        faults=tuple(f"replication {replication}: {fault}" for fault in faults),
        cases=aggregate.tally.cases,
        spread=spread(aggregate),
        daily=aggregate.by_day,
        bounded=aggregate.bounded,
    )
