"""Heavy work in the background: one queue for all who ask, one order at a time, on one pool of processes.

An order over its limits (see ``job_limits``) fails by one sentence, with the pairs that were finished.
"""

import tempfile
import threading
import time
from collections import deque
from collections.abc import Sequence
from concurrent.futures import BrokenExecutor, Future
from itertools import islice
from pathlib import Path
from typing import Any, Protocol, TypeVar
from weakref import WeakValueDictionary

from sinksim.core.engine_names import FAST
from sinksim.core.errors import SinksimError, Stopped
from sinksim.experiments.comparison import Comparison, compare
from sinksim.experiments.engines import make_ready
from sinksim.experiments.replicate import result_of
from sinksim.experiments.replication_loop import turns
from sinksim.experiments.running import cores
from sinksim.experiments.store import Store, key_of
from sinksim.experiments.stored_run import StoredRun
from sinksim.jobs.jobs import ComparisonJob, Job, VerificationJob
from sinksim.jobs.limits import Limits, over_memory, over_time, sentence_of
from sinksim.jobs.worker import work
from sinksim.metrics.measured import Measured
from sinksim.plan.plan import Plan
from sinksim.scenarios.scenario import Scenario
from sinksim.verification.systems import Row, VerifyReport, systems, verify
from sinksim.workload.admission import admit, checked_plan
from sinksim.workload.rough_size import refuse_endless

T = TypeVar("T")
# A worker that nothing is asked of leaves after this time, and its memory with it [s].
IDLE_SECONDS = 120
# Between two looks at a job under way; and what a worker may take to heed that it is given up, before it is ended [s].
LOOK_SECONDS, GRACE_SECONDS = 0.1, 5.0


class _WorkersEnded(Exception):
    """The workers of a job were ended: it is over its limits, or was given up and did not heed it."""


class Pool(Protocol):
    """Where replications run."""

    def submit(self, fn: Any, *args: Any, **named: Any) -> "Future[Any]":
        """Begin a call."""

    def shutdown(self, wait: bool = ..., **named: Any) -> None:
        """Take no more calls."""


class JobQueue:
    """Takes orders in the order in which they come, one of each owner at most."""

    def __init__(
        self,
        workers: int | None = None,
        pool: Pool | None = None,
        store: Store | None = None,
        limits: Limits | None = None,
    ) -> None:
        self.workers = workers or max(cores() - 1, 1)
        self.limits = limits or Limits()
        self.store = store
        self._pool = pool
        # What somebody still looks at: whoever asks for the same looks at it too, and it is in memory once.
        self._outcomes: WeakValueDictionary[str, Comparison] = WeakValueDictionary()
        self._waiting: deque[Job] = deque()
        self._busy: Job | None = None
        self._changed = threading.Condition()
        self._worker_thread: threading.Thread | None = None

    def ask(self, owner: str, sides: tuple[Scenario, Scenario], replications: int | None = None) -> ComparisonJob:
        """Queue a comparison; an earlier order of the same owner is given up. BadInput where it could not finish."""
        number = sides[0].experiment.replications if replications is None else replications
        for side in sides:
            refuse_endless(side, side.name, number)
        order = ComparisonJob(owner, sides, number)
        self._queue(order)
        return order

    def check(self, owner: str, names: Sequence[str] | None = None) -> VerificationJob:
        """Queue a verification of all systems, or of those named; an earlier order of the same owner is given up."""
        order = VerificationJob(owner, tuple(names or (system.name for system in systems())))
        self._queue(order)
        return order

    def _queue(self, order: Job) -> None:
        with self._changed:
            for earlier in (*self._waiting, *([self._busy] if self._busy else [])):
                if earlier.owner == order.owner:
                    self._give_up(earlier)
            self._waiting.append(order)
            self._changed.notify_all()
            if self._worker_thread is None or not self._worker_thread.is_alive():
                self._worker_thread = threading.Thread(target=self._serve, name="job_queue", daemon=True)
                self._worker_thread.start()

    def give_up(self, order: Job) -> None:
        """Stop an order; of one that is running, the pairs that are finished are kept."""
        with self._changed:
            self._give_up(order)

    def _give_up(self, order: Job) -> None:
        order.stop.set()
        if order in self._waiting:
            self._waiting.remove(order)
            order.state = "stopped"

    def ahead_of(self, order: Job) -> int:
        """How many orders are served before this one."""
        with self._changed:
            if order not in self._waiting:
                return 0
            return self._waiting.index(order) + (self._busy is not None)

    def _serve(self) -> None:
        while True:
            with self._changed:
                while not self._waiting:
                    self._changed.wait()
                order = self._busy = self._waiting.popleft()
                order.state, order.began = "running", time.monotonic()
            try:
                self._work(order)
            except Stopped:
                order.state = "stopped"
            except SinksimError as fault:
                order.state, order.reason = "failed", str(fault)
            except Exception as fault:  # a worker that died must not take the queue with it
                order.state, order.reason = "failed", sentence_of(fault)
                self._end_workers()
            finally:
                order.ended = time.monotonic()
                with self._changed:
                    self._busy = None
                del order  # or its outcome would stay in memory until the next order comes

    def _work(self, order: Job) -> None:
        if isinstance(order, VerificationJob):
            self._check(order)
        elif isinstance(order, ComparisonJob):
            self._compare(order)

    def _check(self, order: VerificationJob) -> None:
        """One system a call: together they are the same rows as one verification of all."""
        make_ready(FAST)
        began, rows = time.perf_counter(), list[Row]()
        waiting = deque(order.systems)
        under_way: deque[Future[VerifyReport]] = deque()
        try:
            while waiting or under_way:
                while waiting and len(under_way) <= self.workers:
                    under_way.append(self.pool.submit(verify, FAST, names=[waiting.popleft()], workers=1))
                rows += self._awaited(under_way.popleft(), order).rows
                order.finished += 1
                if self._is_ending(order):
                    break
        except _WorkersEnded:
            pass
        if order.finished < order.pieces:
            for future in under_way:
                future.cancel()
            raise _given_up(order, "stopped before every system was verified")
        order.report = VerifyReport(tuple(rows), FAST, 1, None, time.perf_counter() - began)
        order.state = "done"

    def _compare(self, order: ComparisonJob) -> None:
        what = " ".join(key_of(side, order.replications) for side in order.sides)
        order.outcome = self._outcomes.get(what)
        if order.outcome is not None:
            order.finished, order.state = order.pieces, "done"
            return
        order.outcome = self._paired(order)
        if order.outcome.n == order.replications:
            order.state, order.reason = "done", ""
            self._outcomes[what] = order.outcome
        else:
            order.state = "failed" if order.reason else "stopped"

    def _paired(self, order: ComparisonJob) -> Comparison:
        """Both sides, from the store or from the workers, as far as they were finished."""
        known = [self.store.find(side, order.replications) if self.store else None for side in order.sides]
        missing = [side for side, kept in zip(order.sides, known, strict=True) if kept is None]
        order.finished = (2 - len(missing)) * order.replications
        fresh = iter(self._measured(order, missing)) if missing else iter(())
        both = [next(fresh) if kept is None else kept for kept in known]
        pairs = min(len(kept.finished) for kept in both)
        if pairs == 0:
            raise _given_up(order, "stopped before the first pair of replications was finished")
        return compare(*(_result(kept, pairs, order.replications) for kept in both))

    def _measured(self, order: ComparisonJob, sides: list[Scenario]) -> list[StoredRun]:
        make_ready(FAST)
        plans = [checked_plan(side) for side in sides]
        for side, plan in zip(sides, plans, strict=True):
            admit(plan, side.name)
        began = time.perf_counter()
        with tempfile.TemporaryDirectory(prefix="sinksim-") as folder:
            finished = self._run(order, plans, Path(folder) / "stop")
        seconds = time.perf_counter() - began
        whole = [
            StoredRun(plan.labels, plan.seed, tuple(finished[n :: len(plans)]), FAST, seconds)
            for n, plan in enumerate(plans)
        ]
        for side, kept in zip(sides, whole, strict=True):
            if self.store is not None and len(kept.finished) == order.replications:
                self.store.keep(side, kept)
        return whole

    def _run(self, order: ComparisonJob, plans: list[Plan], stop: Path) -> list[Measured]:
        """Replications in order, a few under way at a time, so that stopping leaves little to wait for."""
        jobs = turns(plans, order.replications)
        under_way: deque[Future[Measured | None]] = deque()
        finished: list[Measured] = []
        for plan, n in islice(jobs, self.workers + 1):
            under_way.append(self.pool.submit(work, plan, n, str(stop)))
        while under_way:
            try:
                measured = self._awaited(under_way[0], order, stop)
            except _WorkersEnded:
                break
            except (MemoryError, BrokenExecutor) as fault:
                order.reason, measured = sentence_of(fault), None
                if isinstance(fault, BrokenExecutor):
                    self._end_workers()
                    break
            under_way.popleft()
            if measured is not None and not self._is_ending(order, stop):
                finished.append(measured)
                order.finished += 1
                under_way.extend(self.pool.submit(work, plan, n, str(stop)) for plan, n in islice(jobs, 1))
        return finished

    def _awaited(self, future: "Future[T]", order: Job, stop: Path | None = None) -> T:
        """What a worker gives back, looking every now and then whether the job keeps within its limits and is wanted."""
        while True:
            self._look(order, stop)
            try:
                return future.result(timeout=LOOK_SECONDS)
            except TimeoutError:
                if future.done():
                    raise

    def _look(self, order: Job, stop: Path | None) -> None:
        """End the workers of a job at once where they hold too much, and after a while where they do not heed its end."""
        held = over_memory(self._processes(), self.limits.worker_bytes)
        order.reason = order.reason or held
        if self._is_ending(order, stop) and self._processes():
            assert order.ending is not None
            if held or time.monotonic() - order.ending > GRACE_SECONDS:
                self._end_workers()
                raise _WorkersEnded

    def _is_ending(self, order: Job, stop: Path | None = None) -> bool:
        """Whether a job is given up or over a limit; its workers are told by the file ``stop``."""
        most = self.limits.checkup_seconds if isinstance(order, VerificationJob) else self.limits.seconds
        if not order.reason and order.began is not None and not order.stop.is_set():
            order.reason = over_time(order.began, most)
        if not order.reason and not order.stop.is_set():
            return False
        if order.ending is None:
            order.ending = time.monotonic()
        if stop is not None:
            stop.touch()
        return True

    def _processes(self) -> tuple[int, ...]:
        """Numbers of the worker processes; none in a pool of threads, which cannot be ended."""
        return tuple(getattr(self._pool, "_processes", None) or ())

    def _end_workers(self) -> None:
        """End the worker processes; the next job gets fresh ones."""
        if hasattr(self._pool, "_processes"):
            self.pool.shutdown(wait=False, kill_workers=True)
            self._pool = None

    @property
    def pool(self) -> Pool:
        """The processes, started when first needed."""
        if self._pool is None:
            from joblib.externals.loky import ProcessPoolExecutor

            self._pool = ProcessPoolExecutor(max_workers=self.workers, timeout=IDLE_SECONDS)
        return self._pool


def _given_up(order: Job, told: str) -> SinksimError:
    """What ends an order without an outcome: a limit, or whoever asked for it."""
    return SinksimError(order.reason) if order.reason else Stopped(told)


def _result(kept: StoredRun, pairs: int, replications: int) -> Any:
    return result_of(kept.labels, kept.seed, kept.finished[:pairs], replications, kept.engine, kept.seconds)
