"""Where the readable engine spends its time: the function under way, looked at at regular instants of processor time.

Sampling costs next to nothing, unlike a tracing profiler, which makes small functions look large. Time in compiled code
(SimPy's heap, the draws) counts for the Python function that called it; the garbage collector's time is measured apart.

    python benchmarks/where_time_goes.py [--most 15]
"""

import argparse
import gc
import signal
import sys
import time
from collections import Counter
from collections.abc import Callable
from pathlib import Path
from types import FrameType
from typing import Any

from sinksim import agents
from sinksim.experiments.replicate import run_one
from sinksim.plan.compiling import compile_plan
from sinksim.plan.plan import Plan
from sinksim.scenarios.loading.composing import load

TANDEM = str(Path(__file__).with_name("tandem.yaml"))
GUIZHOU = ("network.scale=1", "experiment.warm_up_days=7", "experiment.window_days=7", "experiment.follow_up_days=10")
# As often as the system's clock allows [s].
INTERVAL = 0.001


class Sampler:
    """Counts the function under way at regular instants of processor time."""

    def __init__(self) -> None:
        self.seen: Counter[tuple[str, str]] = Counter()
        self.collecting = False
        self.began = 0.0
        self.collector_seconds = 0.0

    def look(self, _: int, frame: FrameType | None) -> None:
        if self.collecting or frame is None:
            return
        self.seen[_short(frame.f_code.co_filename), frame.f_code.co_qualname] += 1

    def collector(self, phase: str, _: dict[str, int]) -> None:
        """Signals wait while the collector works."""
        now = time.process_time()
        if phase == "start":
            self.began, self.collecting = now, True
        else:
            self.collector_seconds += now - self.began
            self.collecting = False

    def watch(self, work: Callable[[], Any]) -> Any:
        """Do the work under watch."""
        signal.signal(signal.SIGPROF, self.look)
        gc.callbacks.append(self.collector)
        signal.setitimer(signal.ITIMER_PROF, INTERVAL, INTERVAL)
        try:
            return work()
        finally:
            signal.setitimer(signal.ITIMER_PROF, 0)
            gc.callbacks.remove(self.collector)


def _short(path: str) -> str:
    parts = Path(path).parts
    for root in ("sinksim", "simpy", "numpy"):
        if root in parts:
            return "/".join(parts[len(parts) - 1 - parts[::-1].index(root) :])
    return parts[-1]


def plans() -> dict[str, Plan]:
    return {
        "three stations in a row": compile_plan(load(TANDEM, ["experiment.window_days=26"])),
        "guizhou at scale 1": compile_plan(load("guizhou", list(GUIZHOU))),
    }


def shares(sampler: Sampler, seconds: float) -> dict[tuple[str, str], float]:
    """Share of all processor time by file and function."""
    rest = 1 - sampler.collector_seconds / seconds
    total = sum(sampler.seen.values())
    return {where: rest * count / total for where, count in sampler.seen.most_common()}


def show(title: str, sampler: Sampler, seconds: float, cases: int, most: int) -> None:
    """Shares by file, with the functions that take 1 % or more."""
    by_function = shares(sampler, seconds)
    by_file: Counter[str] = Counter()
    for (file, _), share in by_function.items():
        by_file[file] += share  # type: ignore[assignment]
    print(f"\n{title}: {cases:,} cases, {seconds:.1f} s of processor time, {cases / seconds:,.0f} cases/s")
    print(f"{sampler.collector_seconds / seconds:6.1%}  garbage collector")
    for file, share in by_file.most_common(most):
        mine = [(name, part) for (f, name), part in by_function.items() if f == file and part >= 0.01]
        print(f"{share:6.1%}  {file:34}{', '.join(f'{name} {part:.0%}' for name, part in mine)}")


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--most", type=int, default=15)
    asked = parser.parse_args()
    for title, plan in plans().items():
        run_one(plan, agents.run, 1)
        sampler = Sampler()
        began = time.process_time()
        cases = sampler.watch(lambda plan=plan: run_one(plan, agents.run, 0)).cases
        show(title, sampler, time.process_time() - began, cases, asked.most)
    return 0


if __name__ == "__main__":
    sys.exit(main())
