"""The benchmarks keep running, and the two sides of the race live through the same system."""

import importlib.util
import json
import math
import statistics
import subprocess
import sys
from pathlib import Path

import pytest

from sinksim.experiments.theory.networks import jackson

ROOT = Path(__file__).resolve().parents[2]
FOLDER = ROOT / "benchmarks"


def benchmark(name):
    spec = importlib.util.spec_from_file_location(f"benchmarks_{name}", FOLDER / f"{name}.py")
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def said(name, *options):
    """What a benchmark says as JSON; whether its bar is met at this size is not asked."""
    run = [sys.executable, FOLDER / f"{name}.py", "--json", *options]
    done = subprocess.run(run, cwd=ROOT, capture_output=True, text=True, check=False)
    assert done.returncode in (0, 1), done.stderr
    return json.loads(done.stdout)


@pytest.fixture(scope="module")
def tandem():
    return benchmark("tandem")


def test_both_sides_of_the_tandem_wait_as_theory_says(tandem):
    on = [[0, 0.5, 0], [0, 0, 0.5], [0, 0, 0]]
    expected = jackson([8, 0, 0], on, [1, 1, 1], [10, 5, 3]).sojourn - 1.75
    plan = tandem.plan_of(6000)
    for side, waits in (
        ("agents", [tandem.run_agents(plan, n)[1] for n in range(12)]),
        ("compiled", [tandem.run_compiled(plan, n)[1] for n in range(12)]),
        ("by hand", [tandem.run_hand_written(n, 6000)[1] for n in range(12)]),
    ):
        error = statistics.stdev(waits) / math.sqrt(len(waits))
        # From empty: the first of 750 minutes wait less, by far less than the tolerance.
        assert abs(statistics.fmean(waits) - expected) < 4.4 * error, (side, expected, waits)


def test_the_race_counts_the_same_cases_on_both_sides(tandem):
    plan = tandem.plan_of(1000)
    cases, _ = tandem.run_agents(plan, 0)
    assert tandem.run_hand_written(0, cases)[0] == cases
    assert 800 < cases < 1200


def test_the_tandem_prints_its_ratio_and_memory():
    found = said("tandem", "--cases", "500", "--runs", "1")
    assert found["ratio_best"] == pytest.approx(found["agents_best"] / found["hand_best"])
    assert min(found["agents_peak_mb"], found["hand_peak_mb"]) > 20


def test_memory_is_read_in_processes_of_their_own():
    short = ("network.scale=0.02", "experiment.warm_up_days=0", "experiment.follow_up_days=0")
    found = said("memory", "--days", "0.1", "0.2", "--set", *short)
    assert [row["days"] for row in found["rows"]] == [0.1, 0.2]
    assert all(row["peak_mb"] >= row["before_mb"] > 50 for row in found["rows"])
    assert found["growth"] == pytest.approx(found["rows"][1]["peak_mb"] / found["rows"][0]["peak_mb"] - 1)


def test_paired_gain_judges_by_the_upper_bound():
    gain = benchmark("paired_gain")
    row = {"bar": 0.25, "difference": 1.0, "half_width": 0.1, "variance_ratio_upper": 0.26}
    assert not gain.met(row)
    assert gain.met({**row, "variance_ratio_upper": 0.25})
    assert gain.met({**row, "bar": None})
    assert gain.met({**row, "difference": 0.0, "half_width": 0.0, "variance_ratio_upper": math.nan})
