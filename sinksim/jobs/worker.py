"""What a process of the job queue does. It knows a plan and an engine and nothing else, so that a worker stays small."""

from pathlib import Path

from sinksim.core.engine_names import FAST
from sinksim.core.errors import Stopped
from sinksim.experiments.engines import make_ready, resolve
from sinksim.experiments.replicate import run_one
from sinksim.metrics.measured import Measured
from sinksim.plan.plan import Plan


def work(plan: Plan, replication: int, stop: str) -> Measured | None:
    """One replication in a worker; None where it was stopped, which the queue says by making the file ``stop``."""
    _, run = resolve(FAST)
    make_ready(FAST)
    stop_file = Path(stop)

    def raise_if_stopped(_: int) -> None:
        """Called at the start and after every chunk of records, whose instant does not matter here."""
        if stop_file.exists():
            raise Stopped("stopped as asked")

    try:
        raise_if_stopped(0)
        return run_one(plan, run, replication, raise_if_stopped)
    except Stopped:
        return None
