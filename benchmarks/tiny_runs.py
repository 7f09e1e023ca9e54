"""What `experiments` adds to a tiny run: ten thousand runs of about a hundred cases each, beyond the engine's own time.

Four ways, each beside the engine alone on the same plans (batches taken and dropped), in portions that take turns:
replications of one plan, pairs of replications of two plans, runs of ten thousand scenarios of their own (plan, engine
and result made anew for each), and comparisons of as many pairs. Seconds of processor time, by the fast engine.

    python benchmarks/tiny_runs.py [--number 10000] [--engine compiled] [--quick] [--json]
"""

from __future__ import annotations

import argparse
import json
import sys
import time
from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING, Any, NamedTuple

import engines
import side_by_side

if TYPE_CHECKING:
    from sinksim.experiments.replicate import Run
    from sinksim.plan.plan import Plan
    from sinksim.scenarios.scenario import Scenario

BAR_MS = 2.0
PORTIONS = 10
SCENARIO = """
stations: {desk: {servers: 1}}
services: {request: {demand: {per_day: 57.6}, traditional: {process: at_the_desk}}}
processes: {at_the_desk: [{queue: {station: desk, time: {law: exponential, mean: 20}}}, close]}
experiment: {warm_up_days: 0.25, window_days: 1.24, follow_up_days: 0.25}
"""


class Way(NamedTuple):
    """One way to ask for so many runs from the ``first`` on: ``whole(first, number)``, and the engine's part of it.

    ``plans(first, number)`` are those that the engine lives through, made before its time is taken; ``replications`` of
    each.
    """

    what: str
    whole: Callable[[int, int], object]
    plans: Callable[[int, int], Sequence[Plan]]
    is_replicated: bool
    runs: int


class Row(NamedTuple):
    """Milliseconds a run: with everything, the engine alone, the difference."""

    what: str
    runs: int
    whole_ms: float
    engine_ms: float
    beyond_ms: float
    bar_ms: float


def scenarios(number: int, servers: int = 1) -> list[Scenario]:
    """As many scenarios, each with a seed of its own."""
    import yaml

    from sinksim.scenarios.loading.composing import scenario_of

    tree = yaml.safe_load(SCENARIO)
    tree["stations"]["desk"]["servers"] = servers
    seeds = ({**tree["experiment"], "seed": seed} for seed in range(1, number + 1))
    return [scenario_of({**tree, "experiment": experiment}, "tiny") for experiment in seeds]


def ways(engine: str, number: int) -> list[Way]:
    from sinksim.experiments.replicate import replicate, replicate_together
    from sinksim.experiments.running import compare, run
    from sinksim.plan.compiling import compile_plan

    live = engines.engine_of(engine)
    ours, others = scenarios(number), scenarios(number, 2)
    one, two = (compile_plan(scenario) for scenario in (ours[0], others[0]))

    def alone(*sides: Sequence[Scenario]) -> Callable[[int, int], Sequence[Plan]]:
        return lambda first, n: [compile_plan(s) for side in sides for s in side[first : first + n]]

    def run_each(first: int, n: int) -> object:
        return [run(s, replications=1, engine=engine) for s in ours[first : first + n]]

    def compare_each(first: int, n: int) -> object:
        pairs = zip(ours[first : first + n], others[first : first + n], strict=True)
        return [compare({"baseline": a, "alternative": b}, replications=1, engine=engine) for a, b in pairs]

    return [
        Way("replications of one plan", lambda _, n: replicate(one, live, n), lambda _, n: [one], True, 1),
        Way(
            "pairs of replications",
            lambda _, n: replicate_together([one, two], live, n),
            lambda _, n: [one, two],
            True,
            2,
        ),
        Way("scenarios, one run each", run_each, alone(ours), False, 1),
        Way("pairs of scenarios compared", compare_each, alone(ours, others), False, 2),
    ]


def measured(way: Way, live: Run, number: int) -> Row:
    """Portions of the whole and of the engine alone in turn; each way lives a few runs before, untimed."""
    way.whole(0, 2)
    portion, whole, engine = -(-number // PORTIONS // way.runs), 0.0, 0.0
    for n in range(PORTIONS):
        began = time.process_time()
        way.whole(n * portion, portion)
        whole += time.process_time() - began
        plans = way.plans(n * portion, portion)
        began = time.process_time()
        for plan in plans:
            drain(plan, live, portion if way.is_replicated else 1)
        engine += time.process_time() - began
    runs = PORTIONS * portion * way.runs
    each = 1000 / runs
    return Row(way.what, runs, whole * each, engine * each, (whole - engine) * each, BAR_MS)


def drain(plan: Plan, live: Run, number: int) -> int:
    """The engine alone: batches taken and dropped."""
    return sum(len(batch.cases) for replication in range(number) for batch in live(plan, replication))


def show(rows: list[Row]) -> None:
    print(side_by_side.machine())
    print(f"{'':32}{'runs':>8}{'ms a run':>12}{'engine ms':>12}{'beyond ms':>12}{'bar ms':>9}")
    for row in rows:
        verdict = "met" if row.beyond_ms < row.bar_ms else "NOT MET"
        numbers = f"{row.runs:>8,}{row.whole_ms:>12.2f}{row.engine_ms:>12.2f}{row.beyond_ms:>12.2f}{row.bar_ms:>9.1f}"
        print(f"{row.what:32}{numbers}  {verdict}")


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--number", type=int, default=10_000)
    parser.add_argument("--engine", default="compiled")
    parser.add_argument("--quick", action="store_true", help="tiny sizes: whether it runs, not how fast")
    parser.add_argument("--json", action="store_true")
    asked = parser.parse_args()
    number = 20 if asked.quick else asked.number
    live = engines.engine_of(asked.engine)
    rows = [measured(way, live, number) for way in ways(asked.engine, number)]
    found: list[dict[str, Any]] = [row._asdict() for row in rows]
    print(json.dumps({"machine": side_by_side.machine(), "rows": found})) if asked.json else show(rows)
    return 0 if all(row.beyond_ms < row.bar_ms for row in rows) else 1


if __name__ == "__main__":
    sys.exit(main())
