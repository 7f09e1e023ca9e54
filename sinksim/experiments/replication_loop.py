"""The loop that runs replications, for whoever reduces them: results, previews, verification, calibration, jobs."""

from collections.abc import Callable, Generator, Iterator, Sequence
from concurrent.futures import Executor
from contextlib import closing
from typing import TypeVar
from warnings import catch_warnings, simplefilter

from sinksim.core.records import RecordChunk, Tables
from sinksim.experiments.stopping import interrupts_ignored

P = TypeVar("P")
T = TypeVar("T")


def turns(plans: Sequence[P], replications: int) -> Iterator[tuple[P, int]]:
    """Every plan's replication 0, then every plan's 1, ...: whoever stops leaves all plans with the same ones finished."""
    return ((plan, replication) for replication in range(replications) for plan in plans)


def fold_batches(stream: Generator[RecordChunk, None, Tables], fold: Callable[[RecordChunk], None]) -> Tables:
    """Run one replication (the generator that an engine gives) batch by batch; returns its tables.

    ``fold`` takes each batch in and may raise to stop; the replication is then closed.
    """
    with closing(stream):
        while True:
            try:
                batch = next(stream)
            except StopIteration as ended:
                tables: Tables = ended.value
                return tables
            fold(batch)


def in_order(
    calls: Sequence[Callable[[], T]], workers: int = 1, threads: Executor | None = None
) -> Generator[T, None, None]:
    """What calls give back, in their order: run here one after the other, over processes, or on ``threads``.

    So the outcome is the same whatever their number. Closing the generator gives up what is still under way.
    """
    if threads is not None:
        yield from threads.map(_called, calls)
    elif min(workers, len(calls)) > 1:
        yield from _over_processes(calls, min(workers, len(calls)))
    else:
        yield from map(_called, calls)


def _called(call: Callable[[], T]) -> T:
    """Make one call; a function of its own, because a lambda cannot be sent to a process."""
    return call()


def _over_processes(calls: Sequence[Callable[[], T]], workers: int) -> Iterator[T]:
    """What calls give back, in order, from joblib's processes; closing the generator ends those under way."""
    from joblib import Parallel, delayed

    parallel = Parallel(n_jobs=workers, backend="loky", return_as="generator", batch_size="auto")
    # The processes inherit it: an interrupt is for this process, which ends them.
    with interrupts_ignored():
        stream = parallel(delayed(_called)(call) for call in calls)
    try:
        for found in stream:  # noqa: UP028 - ``yield from`` would close the stream outside of what follows
            yield found
    finally:
        with catch_warnings():
            # It warns of work that is given up, which is what was asked for.
            simplefilter("ignore", UserWarning)
            stream.close()
