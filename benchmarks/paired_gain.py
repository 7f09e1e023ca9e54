"""What sharing luck gains: the variance of a paired difference beside that of independent runs.

The preset `guizhou` at scale 0.03 (5 counties, 81 townships, 1.7 million people; 40 townships adopt at 0.5 and 46 at 0.6)
over 1 day of warm-up, 4 of window and 4 of follow-up, in pairs: one specialist more at every city desk, adoption
0.5 -> 0.6, and adoption 0 -> 0.5866 (across channels, for information: no bar).
Independent runs have variance Var(A) + Var(B); pairs have Var(A - B). The bound is Morgan's and Pitman's, one-sided 95 %.

    python benchmarks/paired_gain.py [--replications 400] [--workers 2] [--json]
"""

import argparse
import json
import sys
import time
from typing import Any

from sinksim import agents
from sinksim.composition import load
from sinksim.experiments.comparison import compare
from sinksim.experiments.replicate import replicate
from sinksim.experiments.result import Result
from sinksim.network.compiling import compile_plan

BAR = 0.25
SETTING = (
    "network.scale=0.03",
    "experiment.warm_up_days=1",
    "experiment.window_days=4",
    "experiment.follow_up_days=4",
)
SHOWN = ("elapsed", "coverage", "filed_share", "citizen_time", "cost_case")
# Name, baseline, alternative, whether the bar applies.
CHANGES = (
    ("one specialist more", (), ("parameters.prefecture_specialists=3",), True),
    ("adoption 0.5 -> 0.6", ("policy.adoption=0.5",), ("policy.adoption=0.6",), True),
    ("adoption 0 -> 0.5866 (across channels)", ("policy.adoption=0",), (), False),
)


def results(replications: int, workers: int) -> dict[tuple[str, ...], Result]:
    """One result for each setting that any change needs."""
    wanted = dict.fromkeys(setting for _, a, b, _ in CHANGES for setting in (a, b))
    found = {}
    for setting in wanted:
        began = time.perf_counter()
        plan = compile_plan(load("guizhou", [*SETTING, *setting]))
        found[setting] = replicate(plan, agents.run, replications, workers=workers)
        spent = time.perf_counter() - began
        print(f"{' '.join(setting) or 'the preset':40} {found[setting].n} replications, {spent:.0f} s", file=sys.stderr)
    return found


def rows(replications: int, workers: int) -> list[dict[str, Any]]:
    """One row per change and indicator."""
    found = results(replications, workers)
    table = []
    for name, a, b, judged in CHANGES:
        compared = compare(found[a], found[b])
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
    parser.add_argument("--json", action="store_true")
    asked = parser.parse_args()
    table = rows(asked.replications, asked.workers)
    print(json.dumps(table)) if asked.json else show(table)
    return 0 if all(met(row) for row in table) else 1


if __name__ == "__main__":
    sys.exit(main())
