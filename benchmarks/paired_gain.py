"""What sharing luck gains: the variance of a paired difference beside that of independent runs.

The preset `guizhou` at scale 0.03 (5 counties, 81 townships, 1.7 million people; 40 townships adopt at 0.5 and 46 at 0.6)
over 1 day of warm-up, 4 of window and 4 of follow-up, in pairs against adoption 0.5: one specialist more at every city
desk, adoption 0.6, and adoption 0 (across channels, for information: no bar).
Independent runs have variance Var(A) + Var(B); pairs have Var(A - B). The bound is Morgan's and Pitman's, one-sided 95 %.

    python benchmarks/paired_gain.py [--replications 400] [--workers 2] [--json]
"""

import argparse
import json
import sys
import time
from typing import Any

from sinksim.experiments.engines import resolve
from sinksim.experiments.pair import Pair
from sinksim.experiments.replicate import replicate
from sinksim.experiments.result import Result
from sinksim.plan.compiling import compile_plan
from sinksim.scenarios.loading.composing import load

BAR = 0.25
SETTING = (
    "network.scale=0.03",
    "experiment.warm_up_days=1",
    "experiment.window_days=4",
    "experiment.follow_up_days=4",
)
SHOWN = ("elapsed", "coverage", "filed_share", "citizen_time", "cost_need")
BASELINE = ("policy.adoption=0.5",)
# Name, alternative, whether the bar applies.
CHANGES = (
    ("one specialist more at city desks", (*BASELINE, "parameters.prefecture_specialists=3"), True),
    ("adoption 0.5 -> 0.6", ("policy.adoption=0.6",), True),
    ("adoption 0.5 -> 0 (across channels)", ("policy.adoption=0",), False),
)


def results(replications: int, workers: int, engine: str) -> dict[tuple[str, ...], Result]:
    """One result for the baseline and for each change."""
    found = {}
    name, run = resolve(engine)
    for setting in (BASELINE, *(alternative for _, alternative, _ in CHANGES)):
        began = time.perf_counter()
        plan = compile_plan(load("guizhou", [*SETTING, *setting]))
        found[setting] = replicate(plan, run, replications, engine=name, workers=workers)
        spent = time.perf_counter() - began
        print(f"{' '.join(setting):60} {found[setting].n} replications, {spent:.0f} s", file=sys.stderr)
    return found


def rows(replications: int, workers: int, engine: str) -> list[dict[str, Any]]:
    """One row per change and indicator."""
    found = results(replications, workers, engine)
    table = []
    for name, alternative, judged in CHANGES:
        compared = Pair(found[BASELINE], found[alternative])
        for indicator in SHOWN:
            seen = compared.difference(indicator)
            table.append({"change": name, "indicator": indicator, "bar": BAR if judged else None, **seen._asdict()})
    return table


def met(row: dict[str, Any]) -> bool:
    """Whether a row meets its bar; a figure that the change leaves untouched in every pair meets it."""
    untouched = row["difference"] == 0 and row["half_width"] == 0
    return row["bar"] is None or untouched or row["variance_ratio_upper"] <= row["bar"]


def show(table: list[dict[str, Any]]) -> None:
    """The table."""
    head = ("baseline", "difference", "+-", "ratio", "upper 95%")
    print(f"{'':40}{'indicator':16}" + "".join(f"{name:>12}" for name in head))
    for row in table:
        values = (row["baseline"], row["difference"], row["half_width"], row["variance_ratio"])
        numbers = "".join(f"{value:>12.4f}" for value in (*values, row["variance_ratio_upper"]))
        verdict = "" if row["bar"] is None else "  met" if met(row) else f"  above {row['bar']}"
        print(f"{row['change']:40}{row['indicator']:16}{numbers}{verdict}")


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--replications", type=int, default=400)
    parser.add_argument("--workers", type=int, default=2)
    parser.add_argument("--engine", default="compiled", help="either gives the same records; the fast one waits less")
    parser.add_argument("--json", action="store_true")
    asked = parser.parse_args()
    table = rows(asked.replications, asked.workers, asked.engine)
    print(json.dumps(table)) if asked.json else show(table)
    return 0 if all(met(row) for row in table) else 1


if __name__ == "__main__":
    sys.exit(main())
