"""A tandem of three stations: both engines, records included, beside a SimPy loop written by hand.

Both bring the same number of cases at rate 8 a minute to stations of 10, 5 and 3 servers with exponential service of one
minute; half of the cases go on after each station (1.75 visits a case). Runs alternate, so that a busy machine slows both.

The fast engine brings twenty times as many cases, or its runs would be too short to time.

    python benchmarks/tandem.py [--cases 50000] [--runs 5] [--json]
"""

import argparse
import json
import random
import resource
import statistics
import subprocess
import sys
import time
from collections.abc import Generator
from pathlib import Path
from typing import Any

import simpy

from sinksim import agents, compiled
from sinksim.composition import load
from sinksim.network.compiling import compile_plan
from sinksim.network.plan import Plan

BAR = 0.8
BAR_COMPILED = 50.0
MORE = 20
SERVERS = (10, 5, 3)
RATE = 8.0
GO_ON = 0.5
ENGINES = ("agents", "hand", "compiled")
SCENARIO = Path(__file__).with_name("tandem.yaml")


class HandWritten:
    """The loop that a user of SimPy would write for this system; it measures every wait."""

    def __init__(self, seed: int, cases: int) -> None:
        self.env = simpy.Environment()
        self.luck = random.Random(seed)
        self.stations = [simpy.Resource(self.env, capacity) for capacity in SERVERS]
        self.waits: list[float] = []
        self.done = 0
        self.env.process(self.source(cases))

    def source(self, cases: int) -> Generator[Any, Any, None]:
        for _ in range(cases):
            yield self.env.timeout(self.luck.expovariate(RATE))
            self.env.process(self.case())

    def case(self) -> Generator[Any, Any, None]:
        env = self.env
        waited = 0.0
        for station in self.stations:
            joined = env.now
            request = station.request()
            yield request
            waited += env.now - joined
            yield env.timeout(self.luck.expovariate(1.0))
            station.release(request)
            if self.luck.random() >= GO_ON:
                break
        self.waits.append(waited)
        self.done += 1


def plan_of(cases: int) -> Plan:
    """The scenario file, as long as it takes to bring about so many cases."""
    return compile_plan(load(str(SCENARIO), [f"experiment.window_days={cases / RATE / 1440}"]))


def run_agents(plan: Plan, replication: int) -> tuple[int, float]:
    """Cases that arose and their mean wait [min]."""
    cases, waited = 0, 0
    for batch in agents.run(plan, replication):
        cases += len(batch.cases)
        waited += int(batch.cases["time_queue"].sum())
    return cases, waited / max(cases, 1) / 60_000


def run_compiled(plan: Plan, replication: int) -> tuple[int, float]:
    """The same by the fast engine."""
    cases, waited = 0, 0
    for batch in compiled.run(plan, replication):
        cases += len(batch.cases)
        waited += int(batch.cases["time_queue"].sum())
    return cases, waited / max(cases, 1) / 60_000


def run_hand_written(seed: int, cases: int) -> tuple[int, float]:
    """Cases that were served and their mean wait [min]."""
    here = HandWritten(seed, cases)
    here.env.run()
    return here.done, statistics.fmean(here.waits)


def timed(call: Any, *args: Any) -> tuple[float, int, float]:
    """Cases a second, cases, mean wait."""
    began = time.perf_counter()
    cases, wait = call(*args)
    return cases / (time.perf_counter() - began), cases, wait


def race(cases: int, runs: int) -> dict[str, Any]:
    """Alternate the two and compare them run by run."""
    plan, long_plan = plan_of(cases), plan_of(MORE * cases)
    run_agents(plan_of(1000), 0)
    run_compiled(plan_of(1000), 0)
    speeds: dict[str, list[float]] = {name: [] for name in ENGINES}
    waits: dict[str, list[float]] = {name: [] for name in ENGINES}
    brought = 0
    for number in range(runs):
        for name, call, args in (
            ("agents", run_agents, (plan, number)),
            ("hand", run_hand_written, (number, None)),
            ("compiled", run_compiled, (long_plan, number)),
        ):
            speed, counted, wait = timed(call, *(args if name != "hand" else (number, brought)))
            brought = counted if name == "agents" else brought
            speeds[name].append(speed)
            waits[name].append(wait)
    return summary(speeds, waits, cases, runs)


def summary(speeds: dict[str, list[float]], waits: dict[str, list[float]], cases: int, runs: int) -> dict[str, Any]:
    """Fastest and median runs, their ratios, mean waits and peak memory."""
    ratios = [a / h for a, h in zip(speeds["agents"], speeds["hand"], strict=True)]
    return {
        "cases": cases,
        "runs": runs,
        "agents_best": max(speeds["agents"]),
        "agents_median": statistics.median(speeds["agents"]),
        "compiled_best": max(speeds["compiled"]),
        "compiled_median": statistics.median(speeds["compiled"]),
        "compiled_wait": statistics.fmean(waits["compiled"]),
        "compiled_ratio": max(speeds["compiled"]) / max(speeds["hand"]),
        "bar_compiled": BAR_COMPILED,
        "hand_best": max(speeds["hand"]),
        "hand_median": statistics.median(speeds["hand"]),
        "ratio_best": max(speeds["agents"]) / max(speeds["hand"]),
        "ratio_median": statistics.median(ratios),
        "agents_wait": statistics.fmean(waits["agents"]),
        "hand_wait": statistics.fmean(waits["hand"]),
        "bar": BAR,
    }


def peak(which: str, cases: int) -> float:
    """Peak memory of one run in a process of its own [MB]."""
    asked = [sys.executable, __file__, "--alone", which, "--cases", str(cases)]
    said = subprocess.run(asked, check=True, capture_output=True, text=True).stdout
    return float(said)


def alone(which: str, cases: int) -> None:
    """One run, then this process's peak memory [MB] on standard output."""
    if which == "agents":
        run_agents(plan_of(cases), 0)
    elif which == "compiled":
        run_compiled(plan_of(MORE * cases), 0)
    else:
        run_hand_written(0, cases)
    print(resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024)


def show(found: dict[str, Any]) -> None:
    """The table."""
    print(f"{found['cases']:,} cases a run, {found['runs']} alternating runs")
    print(f"{'':28}{'best':>12}{'median':>12}{'mean wait':>12}{'peak MB':>10}")
    for name, title in (
        ("agents", "sinksim.agents, with records"),
        ("compiled", "sinksim.compiled, records too"),
        ("hand", "SimPy written by hand"),
    ):
        row = [found[f"{name}_best"], found[f"{name}_median"]]
        wait, memory = found[f"{name}_wait"] * 60, found[f"{name}_peak_mb"]
        print(f"{title:28}{row[0]:>12,.0f}{row[1]:>12,.0f}{wait:>10.2f} s{memory:>10.0f}")
    print(f"{'ratio (cases/s)':28}{found['ratio_best']:>12.2f}{found['ratio_median']:>12.2f}   bar {found['bar']}")
    print(f"{'compiled to hand (cases/s)':28}{found['compiled_ratio']:>12.1f}{'':>12}   bar {found['bar_compiled']}")


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--cases", type=int, default=50_000)
    parser.add_argument("--runs", type=int, default=5)
    parser.add_argument("--json", action="store_true")
    parser.add_argument("--alone", choices=ENGINES, help=argparse.SUPPRESS)
    asked = parser.parse_args()
    if asked.alone:
        alone(asked.alone, asked.cases)
        return 0
    found = race(asked.cases, asked.runs)
    found |= {f"{name}_peak_mb": peak(name, asked.cases) for name in ENGINES}
    print(json.dumps(found)) if asked.json else show(found)
    return 0 if found["ratio_median"] >= BAR and found["compiled_ratio"] >= BAR_COMPILED else 1


if __name__ == "__main__":
    sys.exit(main())
