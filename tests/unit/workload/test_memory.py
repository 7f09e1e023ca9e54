"""The estimate of memory against the peak of a process that runs it: never below it, and not far above."""

import json
import subprocess
import sys

import pytest

from sinksim.plan.compiling import compile_plan
from sinksim.scenarios.loading.composing import scenario_of
from sinksim.workload.memory import MOST_BYTES, PROGRAM, open_cases
from sinksim.workload.rough_size import rough_size
from tests.helpers.heavy import backlog, demand, forked, grouped, scheduled, waiting

pytestmark = pytest.mark.slow

ALONE = """
import json, sys
from sinksim.experiments.engines import make_ready, resolve
from sinksim.experiments.replicate import run_one
from sinksim.scenarios.loading.composing import scenario_of
from sinksim.plan.compiling import compile_plan
scenario = scenario_of(json.load(sys.stdin), "own.yaml")
make_ready("compiled")
run_one(compile_plan(scenario), resolve(sys.argv[1])[1], 0)
# Not ru_maxrss, which begins with what the parent held.
print(next(int(line.split()[1]) * 1024 for line in open('/proc/self/status') if line.startswith('VmHWM')))
"""
SHAPES = {
    "queue": (demand(60_000), demand(30_000)),
    "wait": (waiting(100_000), waiting(30_000)),
    "fork": (forked(30_000), forked(10_000)),
    "backlog": (backlog(2_000, 20), backlog(1_000, 20)),
    "calendars": (scheduled(16, 200), scheduled(12, 200)),
    "groups": (grouped(20, 200, 1), grouped(20, 200, 0.5)),
}
NEAR_THE_LIMIT = waiting(460_000)


def estimate(tree, engine):
    scenario = scenario_of(tree, "own.yaml")
    parts = [*rough_size(scenario, engine=engine).parts, open_cases(compile_plan(scenario), engine)]
    return PROGRAM + sum(part.bytes for part in parts)


def peak(tree, engine):
    asked = [sys.executable, "-c", ALONE, engine]
    return float(subprocess.run(asked, input=json.dumps(tree), check=True, capture_output=True, text=True).stdout)


@pytest.mark.parametrize("shape", SHAPES)
@pytest.mark.parametrize("engine", ["compiled", "agents"])
def test_a_run_takes_what_the_estimate_says(shape, engine):
    tree = SHAPES[shape][engine == "agents"]
    expected, measured = estimate(tree, engine), peak(tree, engine)
    # A tenth for what a Python or a library more takes to be loaded.
    assert measured < 1.1 * expected
    assert expected - PROGRAM < 4 * max(measured - PROGRAM, 0.02e9)


def test_what_is_just_admitted_stays_below_the_limit():
    assert 0.9 * MOST_BYTES < estimate(NEAR_THE_LIMIT, "compiled") < MOST_BYTES
    assert peak(NEAR_THE_LIMIT, "compiled") < MOST_BYTES
