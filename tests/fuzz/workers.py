"""Worker processes that live through trials, watched from outside: who takes too long or too much is ended and replaced."""

import contextlib
import faulthandler
import gc
import multiprocessing
import os
import resource
import signal
import tempfile
import time
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from multiprocessing.connection import Connection, wait
from pathlib import Path

from tests.fuzz.target import Verdict

# A fork of a process that has everything imported and compiled begins at once.
FORK = multiprocessing.get_context("fork")
TICKS = os.sysconf("SC_CLK_TCK")
LOOK_EVERY = 0.05
# Beyond this one request for memory fails by itself, however fast it comes [bytes].
SPARE_ADDRESSES = 6 << 30
# What a process takes that has everything imported and compiled, and has done nothing yet [bytes].
PROGRAM = 400 << 20

Task = Callable[[int], Verdict]


@dataclass(frozen=True)
class Limits:
    """What one trial may take: seconds of a core, seconds of a clock on the wall, bytes in memory."""

    cpu: float = 10.0
    wall: float = 120.0
    memory: int = 1 << 30


def _resident(process: int | None) -> int:
    """Bytes of a process in memory; 0 where it has gone."""
    with contextlib.suppress(OSError):
        return int(Path(f"/proc/{process}/statm").read_text().split()[1]) * resource.getpagesize()
    return 0


@dataclass
class Worker:
    """A process and the trial that it is at."""

    process: multiprocessing.process.BaseProcess
    pipe: Connection
    notes: Path
    trial: int = -1
    cpu_before: float = 0.0
    began: float = field(default_factory=time.monotonic)
    inherited: int = field(default_factory=lambda: max(0, _resident(os.getpid()) - PROGRAM))

    def give(self, trial: int) -> None:
        """Hand over a trial; its clock begins."""
        self.trial, self.cpu_before, self.began = trial, self.cpu(), time.monotonic()
        self.pipe.send(trial)

    def cpu(self) -> float:
        """Seconds of a core used so far; 0 where the process has gone."""
        with contextlib.suppress(OSError):
            fields = Path(f"/proc/{self.process.pid}/stat").read_text().rpartition(")")[2].split()
            return (int(fields[11]) + int(fields[12])) / TICKS
        return 0.0

    def memory(self) -> int:
        """Bytes in memory, without what a parent that had done other things before handed down."""
        return _resident(self.process.pid) - self.inherited

    def beyond(self, limits: Limits) -> str:
        """Which limit it is beyond: hang, memory, or none."""
        if self.memory() > limits.memory:
            return "memory"
        took, waited = self.cpu() - self.cpu_before, time.monotonic() - self.began
        return "hang" if took > limits.cpu or waited > limits.wall else ""

    def where(self) -> list[str]:
        """The innermost lines of Python that it stands at, asked of it by a signal."""
        before = self.notes.stat().st_size
        with contextlib.suppress(ProcessLookupError):
            os.kill(self.process.pid or 0, signal.SIGUSR1)
        until = time.monotonic() + 1.0
        while time.monotonic() < until and self.notes.stat().st_size == before:
            time.sleep(LOOK_EVERY)
        time.sleep(LOOK_EVERY)
        lines = self.notes.read_text(errors="replace").splitlines()
        return [line.strip() for line in lines if "/sinksim/" in line][:12]

    def end(self) -> None:
        """End the process."""
        self.process.kill()
        self.process.join()
        self.pipe.close()


def verdicts(
    task: Task, trials: Sequence[int], workers: int = 2, limits: Limits | None = None
) -> Iterator[tuple[int, Verdict]]:
    """Each trial's number with its verdict, as they come; ``task`` runs in at most so many worker processes."""
    gc.collect()
    gc.freeze()
    with tempfile.TemporaryDirectory(prefix="fuzz-") as folder:
        crew = Crew(task, Path(folder), limits or Limits())
        try:
            yield from crew.live(list(reversed(trials)), workers)
        finally:
            crew.end()


class Crew:
    """Workers at their trials; whoever has ended is replaced."""

    def __init__(self, task: Task, folder: Path, limits: Limits) -> None:
        self.task = task
        self.folder = folder
        self.limits = limits
        self.busy: list[Worker] = []

    def live(self, waiting: list[int], workers: int) -> Iterator[tuple[int, Verdict]]:
        """Verdicts on the trials, the last first, as they come."""
        for _ in range(min(workers, len(waiting))):
            self._give(_started(self.task, self.folder), waiting)
        while self.busy:
            ready = wait([worker.pipe for worker in self.busy], LOOK_EVERY)
            for worker in list(self.busy):
                verdict = _received(worker) if worker.pipe in ready else _stopped(worker, self.limits)
                if verdict is not None:
                    self.busy.remove(worker)
                    yield worker.trial, verdict
                    self._give(worker, waiting)

    def _give(self, worker: Worker, waiting: list[int]) -> None:
        """The next trial to a worker, or to a new one in its place; none where there is no more."""
        if not waiting:
            worker.end()
            return
        alive = worker if worker.process.is_alive() else _started(self.task, self.folder)
        self.busy.append(alive)
        alive.give(waiting.pop())

    def end(self) -> None:
        """End all that are left."""
        for worker in self.busy:
            worker.end()


def _started(task: Task, folder: Path) -> Worker:
    ours, theirs = FORK.Pipe()
    handle, notes = tempfile.mkstemp(dir=folder)
    process = FORK.Process(target=_serve, args=(task, theirs, handle), daemon=True)
    process.start()
    theirs.close()
    os.close(handle)
    return Worker(process, ours, Path(notes))


def _serve(task: Task, pipe: Connection, notes: int) -> None:
    """What a worker does: trials one after the other, as they are sent."""
    faulthandler.register(signal.SIGUSR1, file=notes, all_threads=False)
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    now = int(Path("/proc/self/statm").read_text().split()[0]) * resource.getpagesize()
    resource.setrlimit(resource.RLIMIT_AS, (now + SPARE_ADDRESSES, resource.RLIM_INFINITY))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    with contextlib.suppress(EOFError):
        while True:
            pipe.send(task(pipe.recv()))


def _received(worker: Worker) -> Verdict:
    try:
        verdict: Verdict = worker.pipe.recv()
    except EOFError:
        worker.end()
        return Verdict("traceback", f"the process ended with code {worker.process.exitcode}", "the process ended")
    return verdict


def _stopped(worker: Worker, limits: Limits) -> Verdict | None:
    """The verdict on a worker that is beyond a limit, after it was ended; None where it may go on."""
    kind = worker.beyond(limits)
    if not kind:
        return None
    lines = worker.where()
    worker.end()
    where = lines[0].rpartition("/")[2] if lines else "unknown"
    return Verdict(kind, "\n".join([f"stopped at {where}", *lines]), " in ".join(where.split(" in ")[1:]) or where)
