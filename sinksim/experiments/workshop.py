"""Heavy work in the background: one queue for all who ask, one order at a time, on one pool of processes."""

import tempfile
import threading
import time
from collections import deque
from collections.abc import Callable, Sequence
from concurrent.futures import Future
from dataclasses import dataclass, field
from itertools import islice
from pathlib import Path
from typing import Any, Literal, Protocol, TypeVar
from weakref import WeakValueDictionary

from sinksim.errors import SinksimError, Stopped
from sinksim.experiments.comparison import Comparison, compare
from sinksim.experiments.engines import FAST, make_ready
from sinksim.experiments.kept_file import Kept
from sinksim.experiments.replicate import result_of
from sinksim.experiments.rough_size import refuse_endless
from sinksim.experiments.running import cores
from sinksim.experiments.store import Store, key_of
from sinksim.experiments.verify import Row, VerifyReport, systems, verify
from sinksim.experiments.worker import work
from sinksim.metrics.measured import Measured
from sinksim.network.compiling import compile_plan
from sinksim.network.plan import Plan
from sinksim.scenarios.scenario import Scenario

T = TypeVar("T")
State = Literal["waiting", "running", "done", "stopped", "failed"]
OVER: tuple[State, ...] = ("done", "stopped", "failed")
# A worker that nothing is asked of leaves after this time, and its memory with it [s].
IDLE_SECONDS = 120


class Pool(Protocol):
    """Where replications run."""

    def submit(self, fn: Any, *args: Any, **named: Any) -> "Future[Any]":
        """Begin a call."""


@dataclass(eq=False)
class Queued:
    """What somebody asked for, and how far it is; written by the workshop only."""

    owner: str
    state: State = field(default="waiting", kw_only=True)
    finished: int = field(default=0, kw_only=True)
    began: float | None = field(default=None, kw_only=True)
    ended: float | None = field(default=None, kw_only=True)
    reason: str = field(default="", kw_only=True)
    stop: threading.Event = field(default_factory=threading.Event, kw_only=True)

    @property
    def pieces(self) -> int:
        """Pieces of work, of which ``finished`` are done."""
        return 1

    @property
    def share(self) -> float:
        """Share of the work that is done."""
        return self.finished / self.pieces

    @property
    def seconds_left(self) -> float | None:
        """From the pace so far; None before there is one."""
        if self.began is None or not self.finished or self.state in OVER:
            return None
        return (time.monotonic() - self.began) * (1 / self.share - 1)

    @property
    def over(self) -> bool:
        """Whether nothing more will happen."""
        return self.state in OVER


@dataclass(eq=False)
class Order(Queued):
    """A comparison; ``finished`` counts replications of either side."""

    sides: tuple[Scenario, Scenario]
    replications: int
    outcome: Comparison | None = None

    @property
    def pieces(self) -> int:
        """Replications of both sides."""
        return 2 * self.replications


@dataclass(eq=False)
class Checkup(Queued):
    """A verification of the fast engine against theory; ``finished`` counts systems."""

    systems: tuple[str, ...]
    report: VerifyReport | None = None

    @property
    def pieces(self) -> int:
        """Systems."""
        return len(self.systems)


class Workshop:
    """Takes orders in the order in which they come, one of each owner at most."""

    def __init__(self, workers: int | None = None, pool: Pool | None = None, store: Store | None = None) -> None:
        self.workers = workers or max(cores() - 1, 1)
        self.store = store
        self._pool = pool
        # What somebody still looks at: whoever asks for the same looks at it too, and it is in memory once.
        self._outcomes: WeakValueDictionary[str, Comparison] = WeakValueDictionary()
        self._waiting: deque[Queued] = deque()
        self._busy: Queued | None = None
        self._changed = threading.Condition()
        self._clerk: threading.Thread | None = None

    def ask(self, owner: str, sides: tuple[Scenario, Scenario], replications: int | None = None) -> Order:
        """Queue a comparison; an earlier order of the same owner is given up. BadInput where it could not finish."""
        number = sides[0].experiment.replications if replications is None else replications
        for side in sides:
            refuse_endless(side, side.name, number)
        order = Order(owner, sides, number)
        self._queue(order)
        return order

    def check(self, owner: str, names: Sequence[str] | None = None) -> Checkup:
        """Queue a verification of all systems, or of those named; an earlier order of the same owner is given up."""
        order = Checkup(owner, tuple(names or (system.name for system in systems())))
        self._queue(order)
        return order

    def _queue(self, order: Queued) -> None:
        with self._changed:
            for earlier in (*self._waiting, *([self._busy] if self._busy else [])):
                if earlier.owner == order.owner:
                    self._give_up(earlier)
            self._waiting.append(order)
            self._changed.notify_all()
            if self._clerk is None or not self._clerk.is_alive():
                self._clerk = threading.Thread(target=self._serve, name="workshop", daemon=True)
                self._clerk.start()

    def give_up(self, order: Queued) -> None:
        """Stop an order; of one that is running, the pairs that are finished are kept."""
        with self._changed:
            self._give_up(order)

    def _give_up(self, order: Queued) -> None:
        order.stop.set()
        if order in self._waiting:
            self._waiting.remove(order)
            order.state = "stopped"

    def ahead_of(self, order: Queued) -> int:
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
                order.state, order.reason = "failed", f"{type(fault).__name__}: {fault}"
                self._pool = None
            finally:
                order.ended = time.monotonic()
                with self._changed:
                    self._busy = None
                del order  # or its outcome would stay in memory until the next order comes

    def _work(self, order: Queued) -> None:
        if isinstance(order, Checkup):
            self._check(order)
        elif isinstance(order, Order):
            self._compare(order)

    def _check(self, order: Checkup) -> None:
        """One system a call: together they are the same rows as one verification of all."""
        make_ready(FAST)
        began, rows = time.perf_counter(), list[Row]()
        waiting = deque(order.systems)
        under_way: deque[Future[VerifyReport]] = deque()
        while (waiting or under_way) and not order.stop.is_set():
            while waiting and len(under_way) <= self.workers:
                under_way.append(self.pool.submit(verify, FAST, names=[waiting.popleft()], workers=1))
            rows += _in_time(under_way.popleft(), lambda: None).rows
            order.finished += 1
        if order.stop.is_set():
            for future in under_way:
                future.cancel()
            raise Stopped("stopped before every system was verified")
        order.report = VerifyReport(tuple(rows), FAST, 1, None, time.perf_counter() - began)
        order.state = "done"

    def _compare(self, order: Order) -> None:
        what = " ".join(key_of(side, order.replications) for side in order.sides)
        order.outcome = self._outcomes.get(what)
        if order.outcome is not None:
            order.finished, order.state = order.pieces, "done"
            return
        order.outcome = self._paired(order)
        order.state = "done" if order.outcome.n == order.replications else "stopped"
        if order.state == "done":
            self._outcomes[what] = order.outcome

    def _paired(self, order: Order) -> Comparison:
        """Both sides, from the store or from the workers, as far as they were finished."""
        known = [self.store.find(side, order.replications) if self.store else None for side in order.sides]
        missing = [side for side, kept in zip(order.sides, known, strict=True) if kept is None]
        order.finished = (2 - len(missing)) * order.replications
        fresh = iter(self._measured(order, missing)) if missing else iter(())
        both = [next(fresh) if kept is None else kept for kept in known]
        pairs = min(len(kept.finished) for kept in both)
        if pairs == 0:
            raise Stopped("stopped before the first pair of replications was finished")
        return compare(*(_result(kept, pairs, order.replications) for kept in both))

    def _measured(self, order: Order, sides: list[Scenario]) -> list[Kept]:
        make_ready(FAST)
        plans = [compile_plan(side) for side in sides]
        began = time.perf_counter()
        with tempfile.TemporaryDirectory(prefix="sinksim-") as folder:
            finished = self._run(order, plans, Path(folder) / "stop")
        seconds = time.perf_counter() - began
        whole = [
            Kept(plan.labels, plan.seed, tuple(finished[n :: len(plans)]), FAST, seconds)
            for n, plan in enumerate(plans)
        ]
        for side, kept in zip(sides, whole, strict=True):
            if self.store is not None and len(kept.finished) == order.replications:
                self.store.keep(side, kept)
        return whole

    def _run(self, order: Order, plans: list[Plan], stop: Path) -> list[Measured]:
        """Replications in order, a few under way at a time, so that stopping leaves little to wait for."""
        jobs = ((plan, n) for n in range(order.replications) for plan in plans)
        under_way: deque[Future[Measured | None]] = deque()
        finished: list[Measured] = []
        for plan, n in islice(jobs, self.workers + 1):
            under_way.append(self.pool.submit(work, plan, n, str(stop)))
        while under_way:
            if order.stop.is_set():
                stop.touch()
            measured = _awaited(under_way[0], order, stop)
            under_way.popleft()
            if measured is not None and not order.stop.is_set():
                finished.append(measured)
                order.finished += 1
                under_way.extend(self.pool.submit(work, plan, n, str(stop)) for plan, n in islice(jobs, 1))
        return finished

    @property
    def pool(self) -> Pool:
        """The processes, started when first needed."""
        if self._pool is None:
            from joblib.externals.loky import ProcessPoolExecutor

            self._pool = ProcessPoolExecutor(max_workers=self.workers, timeout=IDLE_SECONDS)
        return self._pool


def _awaited(future: "Future[Measured | None]", order: Order, stop: Path) -> Measured | None:
    """What a worker gives back, looking every now and then whether to stop."""
    return _in_time(future, lambda: stop.touch() if order.stop.is_set() else None)


def _in_time(future: "Future[T]", look: Callable[[], None]) -> T:
    """What a worker gives back, looking around every now and then."""
    while True:
        try:
            return future.result(timeout=0.1)
        except TimeoutError:
            if future.done():
                raise
            look()


def _result(kept: Kept, pairs: int, replications: int) -> Any:
    return result_of(kept.labels, kept.seed, kept.finished[:pairs], replications, kept.engine, kept.seconds)
