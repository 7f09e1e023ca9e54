"""Memory that does not grow with the horizon: `guizhou` at scale 1 for windows of 30 and 360 days, folded as it runs.

Each window is lived through in a process of its own; its peak resident memory is what the operating system reports.

    python benchmarks/memory.py [--days 30 360] [--set network.scale=1] [--json]
"""

import argparse
import json
import subprocess
import sys
import time
from typing import Any

from side_by_side import peak_mb

BAR = 0.20


def alone(days: float, settings: list[str]) -> dict[str, Any]:
    """One replication in this process: cases, seconds, memory before the run and at its peak [MB]."""
    from sinksim import agents
    from sinksim.experiments.replicate import run_one
    from sinksim.plan.compiling import compile_plan
    from sinksim.scenarios.loading.composing import load

    plan = compile_plan(load("guizhou", [f"experiment.window_days={days}", *settings]))
    before, began = peak_mb(), time.perf_counter()
    cases = run_one(plan, agents.run, 0).cases
    seconds = time.perf_counter() - began
    return {"days": days, "cases": cases, "seconds": seconds, "before_mb": before, "peak_mb": peak_mb()}


def in_a_process_of_its_own(days: float, settings: list[str]) -> dict[str, Any]:
    asked = [sys.executable, __file__, "--alone", "--days", str(days), "--set", *settings]
    said = subprocess.run(asked, check=True, capture_output=True, text=True).stdout
    found: dict[str, Any] = json.loads(said)
    return found


def show(rows: list[dict[str, Any]], growth: float) -> None:
    """The table."""
    print(f"{'window':>10}{'cases':>12}{'seconds':>10}{'before MB':>12}{'peak MB':>10}")
    for row in rows:
        print(
            f"{row['days']:>8g} d{row['cases']:>12,}{row['seconds']:>10.0f}{row['before_mb']:>12.0f}{row['peak_mb']:>10.0f}"
        )
    print(f"growth of the peak {growth:+.1%}, bar {BAR:.0%}")


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--days", type=float, nargs="+", default=[30, 360])
    parser.add_argument("--set", nargs="+", default=["network.scale=1"], metavar="OVERRIDE", dest="settings")
    parser.add_argument("--json", action="store_true")
    parser.add_argument("--alone", action="store_true", help=argparse.SUPPRESS)
    asked = parser.parse_args()
    if asked.alone:
        print(json.dumps(alone(asked.days[0], asked.settings)))
        return 0
    rows = [in_a_process_of_its_own(days, asked.settings) for days in asked.days]
    growth = rows[-1]["peak_mb"] / rows[0]["peak_mb"] - 1
    print(json.dumps({"rows": rows, "growth": growth, "bar": BAR})) if asked.json else show(rows, growth)
    return 0 if growth < BAR else 1


if __name__ == "__main__":
    sys.exit(main())
