"""Replications of systems, reduced in the worker to one pair of sums for each figure."""

from collections.abc import Iterator
from dataclasses import dataclass
from functools import partial
from math import ceil

import numpy as np
from numpy.typing import NDArray

from sinksim.core.errors import BadInput
from sinksim.core.records import End, RecordChunk
from sinksim.core.stable_hash import stable_hash
from sinksim.experiments.replicate import Run
from sinksim.experiments.replication_loop import fold_batches, in_order
from sinksim.plan.plan import Plan
from sinksim.verification.systems.record_rows import RecordRows, within_window
from sinksim.verification.systems.system import Figure, Source, System
from sinksim.workload.admission import checked_plan

LEAST_REPLICATIONS = 64
# Pieces of work a system is cut into, so that the processes end together and progress is seen.
PIECES = 16


@dataclass(frozen=True)
class Task:
    """One system at one depth: its plan and the number of replications."""

    system: System
    plan: Plan
    replications: int


@dataclass(frozen=True, eq=False)
class Sample:
    """What replications found: ``sums`` [replications, figures, (total, count)], ``arisen`` [replications, services]."""

    sums: NDArray[np.float64]
    arisen: NDArray[np.int64]
    unfinished: int
    """Cases of the window that were still open at the horizon."""

    def __add__(self, other: "Sample") -> "Sample":
        """Further replications of the same task."""
        return Sample(
            np.concatenate([self.sums, other.sums]),
            np.concatenate([self.arisen, other.arisen]),
            self.unfinished + other.unfinished,
        )


def prepare(system: System, customers: int | None, seed: int, depth: int = 1, repeat: int = 0) -> Task:
    """The task of a system: as quick as its file says, or with so many customers of the rarest class, times ``depth``.

    A steady system is watched for longer, a transient one more often. ``repeat`` 1 draws other random numbers than 0, for a
    second judgement. Raises BadInput below 64 replications.
    """
    plan = _plan(system, seed, repeat, stretch=1.0)
    replications = system.scenario.experiment.replications
    _refuse_few(replications, f"{system.name}: replications is")
    expected = float(_expected(plan).min()) * replications  # cases of the rarest service
    scale = depth * (1.0 if customers is None else customers / expected)
    if system.kind == "transient":
        replications = ceil(replications * scale)
        _refuse_few(replications, f"{system.name}: customers is {customers}, so that replications is")
        return Task(system, plan, replications)
    if customers is not None and customers < replications:
        raise BadInput(f"customers is {customers}; allowed: {replications} or more, one a replication")
    return Task(system, _plan(system, seed, repeat, stretch=scale), replications)


def _refuse_few(replications: int, where: str) -> None:
    if replications < LEAST_REPLICATIONS:
        raise BadInput(f"{where} {replications}; allowed: {LEAST_REPLICATIONS} or more, fewer hide the spread")


def _plan(system: System, seed: int, repeat: int, stretch: float) -> Plan:
    """The plan of a system with a seed of its own and a window stretched by a factor; another ``repeat``, other draws."""
    experiment = system.scenario.experiment
    # Every system draws its own random numbers: else the same arrivals would be judged many times.
    own_seed = stable_hash(f"verify|{system.name}|{seed}|{repeat}") >> 2  # a hash has 64 bits, a seed at most 62
    changed = experiment.model_copy(update={"seed": own_seed, "window_days": experiment.window_days * stretch})
    return checked_plan(system.scenario.model_copy(update={"experiment": changed}))


def _expected(plan: Plan) -> NDArray[np.float64]:
    """Cases expected to arise in the window, by service that has demand."""
    sizes = np.array([_mean_size(weights) for weights in plan.demand.group_size])
    rates = np.bincount(plan.demand.service, plan.demand.rate, minlength=len(sizes)) * sizes
    found: NDArray[np.float64] = rates[rates > 0] * plan.labels.window.window
    return found


def _mean_size(cumulative: NDArray[np.float64]) -> float:
    """Mean group size from the cumulative weights of sizes 1, 2, ...; 1 where there are no groups.

    It is the sum of P(size > n) over n = 0, 1, ..., of which the first is 1.
    """
    return 1.0 + float((1 - cumulative).sum()) if len(cumulative) else 1.0


def parts(task: Task) -> list[range]:
    """The numbers of a task's replications, cut into pieces of work for the processes."""
    size = ceil(task.replications / PIECES)
    return [range(first, min(first + size, task.replications)) for first in range(0, task.replications, size)]


def sampled(tasks: list[Task], run: Run, workers: int) -> Iterator[tuple[int, Sample]]:
    """The samples of all pieces of all tasks, in order, each with the position of its task."""
    jobs = [(position, part) for position, task in enumerate(tasks) for part in parts(task)]
    calls = [partial(replications, tasks[position], run, part) for position, part in jobs]
    for (position, _), sample in zip(jobs, in_order(calls, workers), strict=True):
        yield position, sample


def replications(task: Task, run: Run, numbers: range) -> Sample:
    """Run some replications of a task."""
    parts = [_replication(task, run, number) for number in numbers]
    sums, arisen, unfinished = zip(*parts, strict=True)
    return Sample(np.array(sums), np.array(arisen), sum(unfinished))


def _replication(task: Task, run: Run, number: int) -> tuple[NDArray[np.float64], NDArray[np.int64], int]:
    """Sums [figures, (total, count)] of one replication, needs that arose by service, and cases left unfinished.

    A figure without a count is a total per replication: its count is 1.
    """
    labels, figures = task.plan.labels, task.system.figures
    sums = np.array([[0.0, float(figure.count is None)] for figure in figures])
    arisen, unfinished = np.zeros(len(labels.services), np.int64), 0

    def fold(batch: RecordChunk) -> None:
        """Add what the cases of the window and their visits in one chunk of records give."""
        nonlocal sums, arisen, unfinished
        cases = within_window(batch.cases, "arisen", labels)
        sums += _read(figures, "cases", cases)
        sums += _read(figures, "visits", within_window(batch.visits, "joined", labels))
        arisen += np.bincount(cases["service"], minlength=len(arisen))
        unfinished += int(np.count_nonzero(cases["end"] == End.OPEN))

    tables = fold_batches(run(task.plan, number, visits=task.system.needs_visits), fold)
    return sums + _read(figures, "stations", RecordRows(tables.stations, labels)), arisen, unfinished


def _read(figures: tuple[Figure, ...], source: Source, records: RecordRows) -> NDArray[np.float64]:
    """Totals and counts [figures, (total, count)] that records of one kind add; 0 for figures of other kinds of record."""
    sums = np.zeros((len(figures), 2))
    for i, figure in enumerate(figures):
        if figure.source == source and len(records):
            sums[i, 0] = figure.total(records)
            sums[i, 1] = figure.count(records) if figure.count is not None else 0.0
    return sums
