"""What the benchmarks share: sides that live through the same system in turn, their speeds, ratios and memory.

Sides take turns, so that a busy machine slows all of them. A speed is in cases per second of processor time, which work
by others on the same machine disturbs least; seconds of the clock stand beside it. A ratio is taken within each turn.
Peak memory is that of one run in a process of its own.
"""

import argparse
import json
import os
import resource
import statistics
import subprocess
import sys
import time
from collections.abc import Callable, Sequence
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import Any, NamedTuple


class Lived(NamedTuple):
    """One run: cases that it brought, and figures that all sides must agree on."""

    cases: int
    figures: dict[str, float]


@dataclass(frozen=True)
class Side:
    """One way to live through a system.

    ``prepare`` does all that is not timed (plans, compilation), and returns the run by its number.
    """

    name: str
    title: str
    prepare: Callable[[], Callable[[int], Lived]]


class Bar(NamedTuple):
    """How many times as fast one side must be as another."""

    side: str
    other: str
    times: float


@dataclass(frozen=True)
class Row:
    """What was measured of a side; speeds in cases per second of processor time."""

    name: str
    title: str
    cases: int
    best: float
    median: float
    clock_best: float
    figures: dict[str, float]
    speeds: list[float] = field(repr=False)
    peak_mb: float = float("nan")


@dataclass(frozen=True)
class Race:
    """All rows of one race; ``expected``: what theory says of the figures."""

    what: str
    rows: list[Row]
    expected: dict[str, float]

    def ratio(self, side: str, other: str) -> tuple[float, float]:
        """Best speed over best speed, and the median of the ratios within each turn."""
        a, b = (next(row for row in self.rows if row.name == name) for name in (side, other))
        return a.best / b.best, statistics.median(x / y for x, y in zip(a.speeds, b.speeds, strict=True))


def race(what: str, sides: Sequence[Side], runs: int, expected: dict[str, float]) -> Race:
    """Prepare all sides, then let each live ``runs`` times in turn."""
    lives = [side.prepare() for side in sides]
    told = [[_timed(live, number) for live in lives] for number in range(runs)]
    return Race(what, [_row(side, [turn[n] for turn in told]) for n, side in enumerate(sides)], expected)


class Timed(NamedTuple):
    lived: Lived
    processor: float
    clock: float


def _timed(live: Callable[[int], Lived], number: int) -> Timed:
    clock, processor = time.perf_counter(), time.process_time()
    lived = live(number)
    return Timed(lived, time.process_time() - processor, time.perf_counter() - clock)


def _row(side: Side, turns: list[Timed]) -> Row:
    speeds = [turn.lived.cases / turn.processor for turn in turns]
    return Row(
        name=side.name,
        title=side.title,
        cases=round(statistics.fmean(turn.lived.cases for turn in turns)),
        best=max(speeds),
        median=statistics.median(speeds),
        clock_best=max(turn.lived.cases / turn.clock for turn in turns),
        figures={key: statistics.fmean(turn.lived.figures[key] for turn in turns) for key in turns[0].lived.figures},
        speeds=speeds,
    )


def peak_mb() -> float:
    """Peak resident memory of this program so far [MB].

    On Linux from its own map of memory: what the system counts for the process begins with the peak of the one that
    started it.
    """
    status = Path("/proc/self/status")
    if status.exists():
        told = next(line for line in status.read_text(encoding="ascii").splitlines() if line.startswith("VmHWM"))
        return int(told.split()[1]) / 2**10
    unit = 2**20 if sys.platform == "darwin" else 2**10
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / unit


def alone(side: Side) -> dict[str, Any]:
    """One run in this process, with nothing else in it: cases, seconds, memory before the run and at its peak [MB]."""
    live = side.prepare()
    before = peak_mb()
    lived, processor, clock = _timed(live, 0)
    found = {"cases": lived.cases, "processor_seconds": processor, "clock_seconds": clock}
    return {"name": side.name, **found, "before_mb": before, "peak_mb": peak_mb(), "figures": lived.figures}


def tell_alone(sides: Sequence[Side], name: str) -> int:
    """Answer a question asked with ``--alone``."""
    print(json.dumps(alone(next(side for side in sides if side.name == name))))
    return 0


def in_a_process_of_its_own(script: str, name: str, options: Sequence[str]) -> dict[str, Any]:
    """The same asked of a new process of a benchmark's script."""
    asked = [sys.executable, script, "--alone", name, *options]
    said = subprocess.run(asked, check=True, stdout=subprocess.PIPE, text=True).stdout
    found: dict[str, Any] = json.loads(said)
    return found


def with_memory(found: Race, script: str, options: Sequence[str]) -> Race:
    """The race with the peak memory of each side."""
    peaks = {row.name: in_a_process_of_its_own(script, row.name, options)["peak_mb"] for row in found.rows}
    return Race(found.what, [Row(**{**asdict(row), "peak_mb": peaks[row.name]}) for row in found.rows], found.expected)


def parser(about: str | None, runs: int) -> argparse.ArgumentParser:
    """Options that every benchmark has."""
    made = argparse.ArgumentParser(description=about, formatter_class=argparse.RawDescriptionHelpFormatter)
    made.add_argument("--runs", type=int, default=runs, help="turns of each side")
    made.add_argument("--quick", action="store_true", help="tiny sizes: whether it runs, not how fast")
    made.add_argument("--json", action="store_true")
    made.add_argument("--alone", metavar="SIDE", help=argparse.SUPPRESS)
    return made


def judged(races: Sequence[Race], bars: Sequence[Bar]) -> list[dict[str, Any]]:
    """Each bar in each race that has both sides, by the median ratio."""
    found = []
    for one in races:
        names = {row.name for row in one.rows}
        for bar in bars:
            if {bar.side, bar.other} <= names:
                best, median = one.ratio(bar.side, bar.other)
                found.append({"what": one.what, **bar._asdict(), "best": best, "median": median})
    return found


def tell(races: Sequence[Race], bars: Sequence[Bar], as_json: bool, **more: Any) -> int:
    """Print everything; 1 where a bar is not met. ``more`` goes into the JSON document."""
    verdicts = judged(races, bars)
    if as_json:
        print(json.dumps({"machine": machine(), "races": [asdict(one) for one in races], "bars": verdicts, **more}))
    else:
        print(machine())
        for one in races:
            show(one)
        for v in verdicts:
            ratio = f"{v['side']} / {v['other']} {v['best']:.2f} best, {v['median']:.2f} median"
            print(f"{v['what']}: {ratio}; bar {v['times']:g}: {'met' if is_met(v) else 'NOT MET'}")
    return 0 if all(is_met(v) for v in verdicts) else 1


def is_met(verdict: dict[str, Any]) -> bool:
    """A bar is met by the median of the ratios."""
    return bool(verdict["median"] >= verdict["times"])


def machine() -> str:
    """Cores and how many processes wanted them in the last minutes: how far absolute speeds can be trusted."""
    one, five, _ = os.getloadavg()
    return f"{os.cpu_count()} cores, load {one:.1f} (1 min), {five:.1f} (5 min)"


def show(found: Race) -> None:
    """The table of one race: cases per second of processor time, and of the clock at best; ratios to the first side."""
    print(f"\n{found.what}")
    figures, first = list(found.rows[0].figures), found.rows[0].name
    heads = ("cases", "best/s", "median/s", "clock/s", "ratio best", "ratio median", "peak MB", *figures)
    print(f"{'':34}" + "".join(f"{head:>14}" for head in heads))
    for row in found.rows:
        whole = "".join(f"{number:>14,.0f}" for number in (row.cases, row.best, row.median, row.clock_best))
        ratios = "".join(f"{ratio:>14.2f}" for ratio in found.ratio(row.name, first))
        print(
            f"{row.title:34}{whole}{ratios}{row.peak_mb:>14.0f}" + "".join(f"{row.figures[f]:>14.4g}" for f in figures)
        )
    if found.expected:
        told = (f"{found.expected[f]:>14.4g}" if f in found.expected else f"{'':14}" for f in figures)
        print(f"{'theory':34}{'':{14 * 7}}" + "".join(told))


def show_whole(rows: Sequence[dict[str, Any]]) -> None:
    """One side alone over all of it: ``variant``, ``days``, ``cases_per_second``, ``bar`` (if any) and what ``alone`` says."""
    heads = ("days", "cases", "seconds", "of the clock", "cases/s", "bar", "before MB", "peak MB")
    print("\nthe fast engine over the whole, in processes of their own")
    print(f"{'':34}" + "".join(f"{head:>14}" for head in heads))
    for row in rows:
        seconds = f"{row['processor_seconds']:>14.1f}{row['clock_seconds']:>14.1f}"
        bar = f"{row['bar']:>14,.0f}" if "bar" in row else f"{'':14}"
        memory = f"{row['before_mb']:>14.0f}{row['peak_mb']:>14.0f}"
        counted = f"{row['days']:>14g}{row['cases']:>14,}"
        print(f"{row['variant']:34}{counted}{seconds}{row['cases_per_second']:>14,.0f}{bar}{memory}")
