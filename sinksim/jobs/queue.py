"""Heavy work in the background: one queue for all who ask, one job at a time, on one pool of processes.

A job over its limits (see ``limits``) fails by one sentence, with the pairs that were finished.
"""

import tempfile
import threading
import time
from collections import deque
from collections.abc import Mapping, Sequence
from concurrent.futures import BrokenExecutor, Future
from itertools import islice
from pathlib import Path
from typing import Any, Protocol, TypeVar
from weakref import WeakValueDictionary

from sinksim.core.engine_names import FAST
from sinksim.core.errors import SinksimError, Stopped
from sinksim.core.side_names import NO_ROLES, SideRoles
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
# Between two looks at a job under way; and the time a worker has to stop by itself before it is ended [s].
LOOK_SECONDS, GRACE_SECONDS = 0.1, 5.0


class _WorkersEnded(Exception):
    """The workers of a job were ended: it is over its limits, or did not stop in time when cancelled."""


class Pool(Protocol):
    """Where replications run."""

    def submit(self, fn: Any, *args: Any, **named: Any) -> "Future[Any]":
        """Begin a call."""

    def shutdown(self, wait: bool = ..., **named: Any) -> None:
        """Take no more calls."""


class JobQueue:
    """Runs jobs in the order in which they come, one of each owner at most."""

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
        self._running: Job | None = None
        self._changed = threading.Condition()
        self._worker_thread: threading.Thread | None = None

    def submit_comparison(
        self,
        owner: str,
        sides: Mapping[str, Scenario],
        roles: SideRoles = NO_ROLES,
        replications: int | None = None,
    ) -> ComparisonJob:
        """Queue a comparison; an earlier job of the same owner is cancelled. BadInput where it could not finish."""
        first = next(iter(sides.values()))
        number = first.experiment.replications if replications is None else replications
        for side in sides.values():
            refuse_endless(side, side.name, number)
        job = ComparisonJob(owner, sides, roles, number)
        self._enqueue(job)
        return job

    def submit_verification(self, owner: str, names: Sequence[str] | None = None) -> VerificationJob:
        """Queue a verification of all systems, or of those named; an earlier job of the same owner is cancelled."""
        job = VerificationJob(owner, tuple(names or (system.name for system in systems())))
        self._enqueue(job)
        return job

    def _enqueue(self, job: Job) -> None:
        """Put a job at the end, cancel the owner's earlier ones, and start the thread that runs jobs if none does."""
        with self._changed:
            for earlier in (*self._waiting, *([self._running] if self._running else [])):
                if earlier.owner == job.owner:
                    self._cancel(earlier)
            self._waiting.append(job)
            self._changed.notify_all()
            if self._worker_thread is None or not self._worker_thread.is_alive():
                self._worker_thread = threading.Thread(target=self._serve_forever, name="job_queue", daemon=True)
                self._worker_thread.start()

    def cancel(self, job: Job) -> None:
        """Stop a job; of one that is running, the pairs that are finished are kept."""
        with self._changed:
            self._cancel(job)

    def _cancel(self, job: Job) -> None:
        """Stop a job, with the lock held: a waiting one at once, a running one when it next looks."""
        job.stop.set()
        if job in self._waiting:
            self._waiting.remove(job)
            job.state = "stopped"

    def ahead_of(self, job: Job) -> int:
        """How many jobs run before this one."""
        with self._changed:
            if job not in self._waiting:
                return 0
            return self._waiting.index(job) + (self._running is not None)

    def _serve_forever(self) -> None:
        """Run one job after the other, in a thread of its own; whatever ends a job leaves the next one a fair start."""
        while True:
            with self._changed:
                while not self._waiting:
                    self._changed.wait()
                job = self._running = self._waiting.popleft()
                job.state, job.began = "running", time.monotonic()
            try:
                self._run_job(job)
            except Stopped:
                job.state = "stopped"
            except SinksimError as fault:
                job.state, job.reason = "failed", str(fault)
            except Exception as fault:  # a worker that died must not take the queue with it
                job.state, job.reason = "failed", sentence_of(fault)
                self._end_workers()
            finally:
                job.ended = time.monotonic()
                with self._changed:
                    self._running = None
                del job  # or its outcome would stay in memory until the next job comes

    def _run_job(self, job: Job) -> None:
        """Run a job of either kind; it raises where it ends without an outcome."""
        if isinstance(job, VerificationJob):
            self._verify(job)
        elif isinstance(job, ComparisonJob):
            self._compare(job)

    def _verify(self, job: VerificationJob) -> None:
        """Verify system by system in the workers; together they are the same rows as one verification of all.

        One more than there are workers is handed over, so that none waits for the next.
        """
        make_ready(FAST)
        began, rows = time.perf_counter(), list[Row]()
        waiting = deque(job.systems)
        under_way: deque[Future[VerifyReport]] = deque()
        try:
            while waiting or under_way:
                while waiting and len(under_way) <= self.workers:
                    under_way.append(self.pool.submit(verify, FAST, names=[waiting.popleft()], workers=1))
                rows += self._awaited(under_way.popleft(), job).rows
                job.finished += 1
                if self._is_ending(job):
                    break
        except _WorkersEnded:
            pass  # the job is not finished, which is told below
        if job.finished < job.total:
            for future in under_way:
                future.cancel()
            raise _end_without_outcome(job, "stopped before every system was verified")
        elapsed = time.perf_counter() - began
        job.report = VerifyReport(tuple(rows), FAST, seed=1, customers=None, elapsed_seconds=elapsed)
        job.state = "done"

    def _compare(self, job: ComparisonJob) -> None:
        """Run a comparison, unless somebody still looks at the same one; pairs finished before its end are its outcome."""
        content = repr(({name: key_of(side, job.replications) for name, side in job.sides.items()}, job.roles))
        job.outcome = self._outcomes.get(content)
        if job.outcome is not None:
            job.finished, job.state = job.total, "done"
            return
        job.outcome = self._comparison(job)
        if job.outcome.n == job.replications:
            job.state, job.reason = "done", ""  # a limit that was reached after the last replication ends nothing
            self._outcomes[content] = job.outcome
        else:
            job.state = "failed" if job.reason else "stopped"

    def _comparison(self, job: ComparisonJob) -> Comparison:
        """All sides, from the store or from the workers, as far as all of them were finished."""
        sides = list(job.sides.values())
        stored = [self.store.find(side, job.replications) if self.store else None for side in sides]
        missing = [side for side, run in zip(sides, stored, strict=True) if run is None]
        job.finished = (len(sides) - len(missing)) * job.replications
        fresh = iter(self._measure_sides(job, missing)) if missing else iter(())
        runs = [next(fresh) if run is None else run for run in stored]
        pairs = min(len(run.finished) for run in runs)
        if pairs == 0:
            raise _end_without_outcome(job, "stopped before the first replication of every side was finished")
        results = (_result_of(run, pairs, job.replications) for run in runs)
        return compare(dict(zip(job.sides, results, strict=True)), job.roles)

    def _measure_sides(self, job: ComparisonJob, sides: list[Scenario]) -> list[StoredRun]:
        """Run the sides that are not stored, in turn, and store those that are whole."""
        make_ready(FAST)
        plans = [checked_plan(side) for side in sides]
        for side, plan in zip(sides, plans, strict=True):
            admit(plan, side.name)
        began = time.perf_counter()
        with tempfile.TemporaryDirectory(prefix="sinksim-") as folder:
            finished = self._run_replications(job, plans, Path(folder) / "stop")
        seconds = time.perf_counter() - began
        # The sides ran in turn: side n has every len(plans)-th replication from the n-th on.
        runs = [
            StoredRun(plan.labels, plan.seed, tuple(finished[n :: len(plans)]), FAST, seconds)
            for n, plan in enumerate(plans)
        ]
        for side, run in zip(sides, runs, strict=True):
            if self.store is not None and len(run.finished) == job.replications:
                self.store.keep(side, run)
        return runs

    def _run_replications(self, job: ComparisonJob, plans: list[Plan], stop: Path) -> list[Measured]:
        """Replications in order, a few under way at a time, so that stopping leaves little to wait for.

        Those of all sides take turns, so that comparable ones are finished early. A worker that died or ran out of memory gives
        its reason to the job, and what was finished before stays.
        """
        remaining = turns(plans, job.replications)
        under_way: deque[Future[Measured | None]] = deque()
        finished: list[Measured] = []
        for plan, n in islice(remaining, self.workers + 1):
            under_way.append(self.pool.submit(work, plan, n, str(stop)))
        while under_way:
            try:
                measured = self._awaited(under_way[0], job, stop)
            except _WorkersEnded:
                break  # what is under way is lost with the workers
            except (MemoryError, BrokenExecutor) as fault:
                job.reason, measured = sentence_of(fault), None
                if isinstance(fault, BrokenExecutor):
                    self._end_workers()
                    break
            under_way.popleft()
            if measured is not None and not self._is_ending(job, stop):
                finished.append(measured)
                job.finished += 1
                under_way.extend(self.pool.submit(work, plan, n, str(stop)) for plan, n in islice(remaining, 1))
        return finished

    def _awaited(self, future: "Future[T]", job: Job, stop: Path | None = None) -> T:
        """What a worker gives back; meanwhile it is looked at whether the job keeps within its limits and is wanted."""
        while True:
            self._watch(job, stop)
            try:
                return future.result(timeout=LOOK_SECONDS)
            except TimeoutError:
                if future.done():  # the worker's own call raised it
                    raise

    def _watch(self, job: Job, stop: Path | None) -> None:
        """End the workers of a job at once where they hold too much, and after a while where they do not stop by themselves."""
        held = over_memory(self._processes(), self.limits.worker_bytes)
        job.reason = job.reason or held
        if self._is_ending(job, stop) and self._processes():
            assert job.ending is not None
            # Who holds too much is ended at once; else a replication may stop by itself at its next chunk.
            if held or time.monotonic() - job.ending > GRACE_SECONDS:
                self._end_workers()
                raise _WorkersEnded

    def _is_ending(self, job: Job, stop: Path | None = None) -> bool:
        """Whether a job is cancelled or over a limit; the file ``stop`` then tells its workers to stop."""
        most = self.limits.verification_seconds if isinstance(job, VerificationJob) else self.limits.seconds
        if not job.reason and job.began is not None and not job.stop.is_set():
            job.reason = over_time(job.began, most)
        if not job.reason and not job.stop.is_set():
            return False
        if job.ending is None:
            job.ending = time.monotonic()
        if stop is not None:
            stop.touch()
        return True

    def _processes(self) -> tuple[int, ...]:
        """Numbers of the worker processes; none in a pool of threads, which cannot be ended."""
        return tuple(getattr(self._pool, "_processes", None) or ())

    def _end_workers(self) -> None:
        """End the worker processes, where the pool has processes and not threads; the next job gets fresh ones."""
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


def _end_without_outcome(job: Job, text: str) -> SinksimError:
    """The error that ends a job without an outcome: over a limit, or cancelled (``text`` says when)."""
    return SinksimError(job.reason) if job.reason else Stopped(text)


def _result_of(run: StoredRun, pairs: int, replications: int) -> Any:
    """The first pairs of a run as a Result."""
    return result_of(run.labels, run.seed, run.finished[:pairs], replications, run.engine, run.seconds)
