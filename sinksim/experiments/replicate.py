"""Independent replications of a plan, one after the other or over processes, reduced in the order of replications."""

import time
from collections.abc import Callable, Generator, Sequence
from contextlib import closing
from functools import partial
from typing import NamedTuple, Protocol

import numpy as np

from sinksim.core.errors import BadInput, Stopped
from sinksim.core.records import STATION_FIELDS, RecordChunk, Tables, names
from sinksim.experiments.replication_loop import fold_batches, in_order, turns
from sinksim.experiments.result import Result
from sinksim.experiments.small_cells import hide_small_cells
from sinksim.experiments.station_figures import station_figures
from sinksim.experiments.stopping import Stop, StopCheck, stop_checks
from sinksim.metrics.accessibility import by_area
from sinksim.metrics.aggregate import Aggregate
from sinksim.metrics.measured import Measured, measure
from sinksim.plan.labels import Labels

# Called with the number of replications finished, the number asked for, and the share of all the work that is done.
Progress = Callable[[int, int, float], None]


class Plan(Protocol):
    """What is needed of a plan here: what its positions stand for, and its seed."""

    @property
    def labels(self) -> Labels:
        """Names behind the indices of the records."""

    @property
    def seed(self) -> int:
        """Seed of all random draws."""


Run = Callable[..., Generator[RecordChunk, None, Tables]]


def replicate(
    plan: Plan,
    engine_run: Run,
    replications: int,
    progress: Progress | None = None,
    *,
    engine: str = "agents",
    workers: int = 1,
    stop: Stop | None = None,
) -> Result:
    """Run replications 0, 1, ... of a plan and reduce them to a Result.

    ``engine_run(plan, replication)`` yields batches and returns the tables. The result is the same whatever the number
    of ``workers`` (processes). An interrupt from the keyboard keeps what is finished and marks the result partial, as
    does ``stop()`` when it comes true: it is asked after every batch, with several processes after every replication.
    Where nothing is finished, KeyboardInterrupt or Stopped says so.
    """
    return replicate_together([plan], engine_run, replications, progress, engine=engine, workers=workers, stop=stop)[0]


def replicate_together(
    plans: Sequence[Plan],
    engine_run: Run,
    replications: int,
    progress: Progress | None = None,
    *,
    engine: str = "agents",
    workers: int = 1,
    stop: Stop | None = None,
) -> list[Result]:
    """Results of several plans as ``replicate`` makes them: every plan's replication 0 first, then every plan's 1, ...

    So whoever stops it leaves all with the same replications finished.
    """
    found = measure_together(plans, engine_run, replications, progress, workers=workers, stop=stop)
    return [
        result_of(plan.labels, plan.seed, own, replications, engine, found.seconds)
        for plan, own in zip(plans, found.finished, strict=True)
    ]


class Measurements(NamedTuple):
    """What was finished of each plan, as many of each, and how long it took [s]."""

    finished: list[list[Measured]]
    seconds: float


def measure_together(
    plans: Sequence[Plan],
    engine_run: Run,
    replications: int,
    progress: Progress | None = None,
    *,
    workers: int = 1,
    stop: Stop | None = None,
) -> Measurements:
    """Every replication of several plans reduced to its numbers, before they become Results.

    Stopped before every plan has finished one, it raises what stopped it; later, it gives what all have finished.
    """
    if replications < 1:
        raise BadInput(f"replications: {replications} is too few; allowed: 1 or more")
    began = time.perf_counter()
    finished: list[Measured] = []
    jobs = list(turns(plans, replications))
    job_progress = _by_job(progress, len(plans), replications)
    _report(progress, 0, replications, share=0.0)
    try:
        with (
            stop_checks(stop) as raise_if_stopped,
            closing(_measured_in_order(jobs, engine_run, job_progress, raise_if_stopped, workers)) as stream,
        ):
            for measured in stream:
                finished.append(measured)
                done = len(finished)
                _report(progress, done // len(plans), replications, done / len(jobs))
                if done < len(jobs):  # after the last there is nothing left to stop
                    raise_if_stopped()
    except (KeyboardInterrupt, Stopped) as why:
        if len(finished) < len(plans):
            raise type(why)(f"stopped before the first of {replications} replications was finished") from None
    seconds = time.perf_counter() - began
    # The plans took turns: plan n has every len(plans)-th job from the n-th on; a turn that is not whole is left out.
    whole_turns = len(finished) // len(plans) * len(plans)
    return Measurements([finished[n : whole_turns : len(plans)] for n in range(len(plans))], seconds)


def failed(plan: Plan, reason: str, replications: int, engine: str = "agents") -> Result:
    """A run that failed: it says so and has no numbers."""
    return Result(
        plan.labels.scenario,
        plan.seed,
        replications,
        engine,
        plan.labels,
        ended="failed",
        elapsed_seconds=0.0,
        reason=reason,
    )


Job = tuple[Plan, int]
# Told how many jobs are finished, and what share of the next one is done.
ByJob = Callable[[int, float], None]


def _measured_in_order(
    jobs: Sequence[Job], engine_run: Run, progress: ByJob | None, raise_if_stopped: StopCheck, workers: int
) -> Generator[Measured, None, None]:
    """What every job gives back, in order.

    Progress and stopping are looked at inside a run only in this process: workers could not report to a function.
    """
    if min(workers, len(jobs)) > 1:
        return in_order([partial(run_one, plan, engine_run, replication) for plan, replication in jobs], workers)
    return in_order(
        [
            partial(run_one, plan, engine_run, replication, _watched(progress, raise_if_stopped, position, plan.labels))
            for position, (plan, replication) in enumerate(jobs)
        ]
    )


def run_one(plan: Plan, engine_run: Run, replication: int, notice: Callable[[int], None] | None = None) -> Measured:
    """Run one replication and reduce it; ``notice`` gets the simulated instant reached [ms] and may raise to stop."""
    aggregate = Aggregate(plan.labels)

    def fold(batch: RecordChunk) -> None:
        """Add a chunk of cases to the sums, and tell how far it is."""
        aggregate.fold(batch.cases)
        if notice is not None:
            notice(batch.now)

    aggregate.fold_tables(fold_batches(engine_run(plan, replication), fold))
    return measure(aggregate, replication)


def _by_job(progress: Progress | None, plans: int, replications: int) -> ByJob | None:
    """Progress of all plans together, from the number of jobs done and the share done of the next.

    A job at its horizon is not finished: it has not been measured yet.
    """
    if progress is None:
        return None
    return lambda jobs, share: progress(jobs // plans, replications, (jobs + share) / (plans * replications))


def _watched(
    progress: ByJob | None, raise_if_stopped: StopCheck, position: int, labels: Labels
) -> Callable[[int], None]:
    """What is done after every chunk of records: raise where to stop, else report progress.

    ``position``: number of the job; the share of it that is done is the simulated instant over the horizon.
    """
    horizon = max(labels.window.horizon, 1)

    def notice(now: int) -> None:
        """Raise where to stop; report the share of the horizon that has passed."""
        raise_if_stopped()
        if progress is not None:
            progress(position, min(now / horizon, 1.0))

    return notice


def _report(progress: Progress | None, finished: int, replications: int, share: float) -> None:
    if progress is not None:
        progress(finished, replications, share)


def result_of(
    labels: Labels, seed: int, finished: Sequence[Measured], replications: int, engine: str, seconds: float
) -> Result:
    """The Result of finished replications; partial where there are fewer than were asked for."""
    rows = np.array([m.stations for m in finished])
    figures, stations = station_figures(rows, labels.window.window), rows.mean(axis=0)
    # Open hours are no figures of persons: they are shown even where few came.
    accessibility = by_area(labels, stations[:, names(STATION_FIELDS).index("open")])
    values = {family: np.array([m.values[family] for m in finished]) for family in finished[0].values}
    spread = {kind: np.array([m.spread[kind] for m in finished], np.float64) for kind in finished[0].spread}
    daily = np.array([m.daily for m in finished], np.float64)
    # Of a recorded log it takes the numbers of small cells out of these tables, in place.
    hidden = hide_small_cells(values, stations, figures, spread, daily, labels)
    return Result(
        scenario=labels.scenario,
        seed=seed,
        replications=replications,
        engine=engine,
        labels=labels,
        ended="complete" if len(finished) == replications else "partial",
        elapsed_seconds=seconds,
        values=values,
        equity_sums=tuple(m.equity for m in finished),
        stations=stations,
        station_figures=figures,
        bounded=np.mean([m.bounded for m in finished], axis=0),
        incidents=_mean_incidents(finished),
        accessibility=accessibility,
        cases=sum(m.cases for m in finished),
        faults=tuple(fault for m in finished for fault in m.faults),
        suppressed=hidden,
        spread=spread,
        daily=daily,
    )


def _mean_incidents(finished: Sequence[Measured]) -> dict[int, tuple[float, float]]:
    """Number and total length [ms] of incidents of each kind, mean over replications."""
    kinds = sorted({kind for m in finished for kind in m.incidents})
    sums = {kind: np.sum([m.incidents.get(kind, (0, 0)) for m in finished], axis=0) for kind in kinds}
    n = len(finished)
    return {kind: (float(number) / n, float(length) / n) for kind, (number, length) in sums.items()}
