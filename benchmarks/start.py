"""How long it takes until something happens, and until it stops: seconds of the clock, each in processes of their own.

Start: `import sinksim`, `sinksim --help`, the second start of `sinksim run` and `sinksim compare` on a tiny scenario, run
anew and (the run) answered from the store of kept results; the fast engine compiled with nothing on disk. Seconds of
processor time, at their least, stand beside those of the clock, which others who use the machine make longer.
Stop: from an interrupt in the middle of a long comparison of `guizhou`, one process, until the command has ended with its
partial report, for each engine. Bars: 0.5 s for help, 2.5 s for a run, 25 s to compile, 0.5 s for a stop.

    python benchmarks/start.py [--runs 5] [--days 30] [--json]
"""

import argparse
import json
import math
import os
import resource
import signal
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any, NamedTuple

import side_by_side

TINY = """
stations: {desk: {servers: 1}}
services: {request: {demand: {per_day: 57.6}, traditional: {process: at_the_desk}}}
processes: {at_the_desk: [{queue: {station: desk, time: {law: exponential, mean: 20}}}, close]}
experiment: {warm_up_days: 1, window_days: 5, follow_up_days: 1, replications: 2}
comparison: {alternative: {stations.desk.servers: 2}}
"""
COMMAND = (sys.executable, "-m", "sinksim")
STARTS = {
    "import sinksim": ((sys.executable, "-c", "import sinksim"), None),
    "sinksim --help": ((*COMMAND, "--help"), 0.5),
    "sinksim run, tiny": ((*COMMAND, "run", "tiny.yaml", "--quiet", "--fresh"), 2.5),
    "sinksim run, tiny, kept": ((*COMMAND, "run", "tiny.yaml", "--quiet"), 2.5),
    "sinksim compare, tiny": ((*COMMAND, "compare", "tiny.yaml", "--quiet", "--fresh"), 2.5),
}
COMPILE = (sys.executable, "-c", "from sinksim.compiled import warm_up; warm_up()")
COMPILE_BAR = 25.0
STOP_BAR = 0.5
# The command line, telling its progress ten times a second.
TALKATIVE = """
import sys
from sinksim.cli import main, progress
progress.FIRST_AFTER = progress.EVERY_IN_FILE = 0.1
sys.exit(main())
"""


class Row(NamedTuple):
    """One measurement: best and median seconds, the least processor time [s], and the bar if there is one."""

    what: str
    best: float
    median: float
    processor: float
    bar: float | None

    @property
    def is_met(self) -> bool:
        return self.bar is None or self.best < self.bar


def start(what: str, runs: int, place: Path) -> Row:
    """Seconds until a command has ended; the first, which may compile and write caches, is not counted."""
    command, bar = STARTS[what]
    return _row(what, [_seconds(command, place, {}) for _ in range(runs + 1)][1:], bar)


def compiled(place: Path) -> Row:
    """Seconds until the fast engine is compiled, in a folder where nothing has been compiled."""
    with tempfile.TemporaryDirectory(prefix="sinksim-") as empty:
        return _row("compile, nothing on disk", [_seconds(COMPILE, place, {"NUMBA_CACHE_DIR": empty})], COMPILE_BAR)


def _seconds(command: Sequence[str], place: Path, more: Mapping[str, str]) -> tuple[float, float]:
    """Of the clock, and of processor time; what is kept of runs stays in the folder ``place``."""
    world = {**os.environ, "SINKSIM_CACHE": str(place / "kept"), **more}
    began, before = time.perf_counter(), _processor()
    subprocess.run(command, cwd=place, env=world, check=True, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    return time.perf_counter() - began, _processor() - before


def _processor() -> float:
    used = resource.getrusage(resource.RUSAGE_CHILDREN)
    return used.ru_utime + used.ru_stime


def _row(what: str, told: Sequence[tuple[float, float]], bar: float | None) -> Row:
    seconds, processor = zip(*told, strict=True)
    return Row(what, min(seconds), statistics.median(seconds), min(processor), bar)


def stop(engine: str, runs: int, days: float, place: Path) -> Row:
    """Seconds from the interrupt of a comparison of `guizhou` until its process has ended."""
    seconds = [_stopped(engine, days, place) for _ in range(runs)]
    return Row(f"interrupt, {engine}", min(seconds), statistics.median(seconds), math.nan, STOP_BAR)


def _stopped(engine: str, days: float, place: Path) -> float:
    """Once the second pair is under way, so that there is something to report and something to leave."""
    long = ("guizhou", f"experiment.window_days={days}", "--replications", "5000", "--workers", "1")
    asked = (sys.executable, "-c", TALKATIVE, "compare", *long, "--engine", engine, "--out", f"report-{engine}")
    world = {**os.environ, "SINKSIM_CACHE": "off"}
    with subprocess.Popen(
        asked, cwd=place, env=world, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE, text=True
    ) as run:
        assert run.stderr is not None
        next(line for line in run.stderr if "rounds of replications, about" in line and ": 0 of" not in line)
        began = time.perf_counter()
        run.send_signal(signal.SIGINT)
        run.communicate()
        seconds = time.perf_counter() - began
    if run.returncode != 130:
        raise RuntimeError(f"the interrupted comparison ended with {run.returncode}")
    return seconds


def measured(runs: int, days: float) -> list[Row]:
    with tempfile.TemporaryDirectory(prefix="sinksim-") as spare:
        place = Path(spare)
        (place / "tiny.yaml").write_text(TINY, encoding="utf-8")
        starts = [start(what, runs, place) for what in STARTS]
        return [*starts, compiled(place), *(stop(engine, runs, days, place) for engine in ("agents", "compiled"))]


def show(rows: list[Row]) -> None:
    print(side_by_side.machine())
    print(f"{'':26}{'best s':>9}{'median s':>10}{'processor s':>13}{'bar s':>8}")
    for row in rows:
        verdict = "" if row.bar is None else f"{row.bar:8.1f}  {'met' if row.is_met else 'NOT MET'}"
        print(f"{row.what:26}{row.best:9.2f}{row.median:10.2f}{row.processor:13.2f}{verdict}")


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--runs", type=int, default=5)
    parser.add_argument("--days", type=float, default=30, help="window of the comparison that is interrupted")
    parser.add_argument("--json", action="store_true")
    asked = parser.parse_args()
    rows = measured(asked.runs, asked.days)
    found: list[dict[str, Any]] = [{**row._asdict(), "is_met": row.is_met} for row in rows]
    print(json.dumps(found)) if asked.json else show(rows)
    return 0 if all(row.is_met for row in rows) else 1


if __name__ == "__main__":
    sys.exit(main())
