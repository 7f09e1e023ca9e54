"""Verify an engine: run every system, judge every figure, repeat the doubtful once."""

import time
from collections.abc import Sequence
from dataclasses import dataclass, replace

from sinksim.core.errors import BadInput
from sinksim.core.wording import near, shown
from sinksim.experiments.engines import resolve
from sinksim.experiments.replicate import Progress, Run
from sinksim.experiments.running import cores
from sinksim.verification.systems.catalogue import systems
from sinksim.verification.systems.judging import is_doubtful, rows
from sinksim.verification.systems.report import Row, VerifyReport
from sinksim.verification.systems.sampling import Sample, Task, parts, prepare, sampled
from sinksim.verification.systems.system import System

DEPTH_OF_REPETITION = 4


@dataclass(frozen=True)
class _Settings:
    """What all runs of one verification share."""

    run: Run
    customers: int | None
    seed: int
    workers: int
    progress: Progress | None


def verify(
    engine: str | Run = "agents",
    customers: int | None = None,
    seed: int = 1,
    names: Sequence[str] | None = None,
    progress: Progress | None = None,
    workers: int | None = None,
    catalogue: Sequence[System] | None = None,
) -> VerifyReport:
    """Compare an engine with theory on every system (or those named); raises BadInput for a bad setting.

    ``engine``: a name, or a function ``run(plan, replication, visits=False)``. ``customers``: cases of each system's
    rarest class (default: the quick run of about a minute). ``progress(finished, asked, share)`` counts systems.
    ``workers``: processes (default: all cores); the result is the same whatever their number. ``catalogue``: systems to
    choose from instead of those that come with the package.
    """
    chosen = _chosen(systems() if catalogue is None else tuple(catalogue), names)
    name, run = resolve(engine)
    if workers is not None and workers < 1:
        raise BadInput(f"workers is {workers}; allowed: 1 or more")
    settings = _Settings(run, customers, seed, workers or cores(), progress)
    began = time.perf_counter()
    found = _rows_of(chosen, settings)
    elapsed = time.perf_counter() - began
    return VerifyReport(tuple(found), name, seed, customers, elapsed)


def _chosen(known: tuple[System, ...], names: Sequence[str] | None) -> list[System]:
    """The named systems, all where no names are given; BadInput for an unknown name."""
    by_name = {system.name: system for system in known}
    for name in names or ():
        if name not in by_name:
            raise BadInput(f"system is {shown(name)}; {near(name, by_name)}")
    return [by_name[name] for name in (names or by_name)]


def _rows_of(chosen: list[System], settings: _Settings) -> list[Row]:
    """One row a figure; systems with a doubtful figure are simulated once more, deeper, and that figure judged anew."""
    tasks = [prepare(system, settings.customers, settings.seed) for system in chosen]
    judged = [rows(s, sample, settings.customers) for s, sample in zip(chosen, _sample(tasks, settings), strict=True)]
    doubtful = [i for i, found in enumerate(judged) if any(is_doubtful(row) for row in found)]
    again = [
        prepare(chosen[i], settings.customers, settings.seed, depth=DEPTH_OF_REPETITION, repeat=1) for i in doubtful
    ]
    for i, sample in zip(doubtful, _sample(again, settings), strict=True):
        second = rows(chosen[i], sample, settings.customers)
        judged[i] = [
            replace(new, repeated=True) if is_doubtful(old) else old for old, new in zip(judged[i], second, strict=True)
        ]
    return [row for found in judged for row in found]


def _sample(tasks: list[Task], settings: _Settings) -> list[Sample]:
    """The samples of all tasks, in their order, whatever process took which piece."""
    left = [len(parts(task)) for task in tasks]  # pieces of each task still to come: a task with none is finished
    whole, found = sum(left), dict[int, Sample]()
    for done, (position, part) in enumerate(sampled(tasks, settings.run, settings.workers), start=1):
        found[position] = found[position] + part if position in found else part
        left[position] -= 1
        if settings.progress is not None:
            settings.progress(left.count(0), len(tasks), done / whole)
    return [found[position] for position in range(len(tasks))]
