"""The benchmarks keep running, and all sides of a race live through the same system. Nothing is timed here."""

import importlib.util
import json
import math
import statistics
import subprocess
import sys
from functools import partial
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
FOLDER = ROOT / "benchmarks"


@pytest.fixture(scope="module", autouse=True)
def beside_each_other():
    """Scripts import what they share from their own folder."""
    sys.path.insert(0, str(FOLDER))
    yield
    sys.path.remove(str(FOLDER))


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


def lives(sides):
    """The run of each side by its name."""
    return {side.name: side.prepare() for side in sides}


def within_noise(first, second, bar=4.4):
    """Whether two series have one mean, as far as their spread can tell."""
    error = math.hypot(*(statistics.stdev(series) / math.sqrt(len(series)) for series in (first, second)))
    return abs(statistics.fmean(first) - statistics.fmean(second)) < bar * error


@pytest.mark.parametrize("name", ["tandem", "mmc"])
def test_all_sides_wait_as_theory_says(name):
    bench = benchmark(name).SYSTEM
    (figure, expected), *_ = bench.expected().items()
    for side, live in lives(bench.sides(6000)).items():
        waits = [live(n).figures[figure] for n in range(12)]
        error = statistics.stdev(waits) / math.sqrt(len(waits))
        # From empty: the first of 750 minutes wait less, by far less than the tolerance.
        assert abs(statistics.fmean(waits) - expected) < 4.4 * error, (side, expected, waits)


@pytest.mark.parametrize("name", ["tandem", "mmc"])
def test_the_fast_engine_brings_more_cases_than_the_others_which_bring_the_same(name):
    bench = benchmark(name).SYSTEM
    brought = {side: live(0).cases for side, live in lives(bench.sides(1000)).items()}
    assert brought["hand"] == brought.get("ciw", 1000) == 1000
    assert 800 < brought["agents"] < 1200
    assert brought["compiled"] > 15 * brought["agents"]


@pytest.mark.parametrize("variant", ["with rotas", "without rotas"])
def test_visits_by_hand_and_by_the_engines_are_the_same_system(variant):
    visits = benchmark("visits")
    sides = lives(visits.sides(2, (*visits.VARIANTS[variant], "policy.demand=0.003")))
    told = {name: [live(n).figures for n in range(5)] for name, live in sides.items()}
    assert told["agents"] == told["compiled"]
    for figure in told["hand"][0]:
        assert within_noise(*([row[figure] for row in told[name]] for name in ("hand", "agents"))), (figure, told)
    # Self-referral of 0.41; of the others 0.08 are sent on, but hardly any comes back within two days.
    assert statistics.fmean(row["visits a case"] for row in told["hand"]) == pytest.approx(1 + 0.59 * 0.08, abs=0.01)


@pytest.mark.parametrize("variant", ["traditional", "platform"])
def test_guizhou_by_hand_and_by_the_engines_is_the_same_system(variant):
    guizhou = benchmark("guizhou")
    days = ("experiment.warm_up_days=1", "experiment.window_days=1", "experiment.follow_up_days=6")
    sides = lives(guizhou.sides((*guizhou.VARIANTS[variant], *days, "policy.demand=0.2")))
    told = {name: [sides[name](n).figures for n in range(4)] for name in ("hand", "compiled")}
    for figure in told["hand"][0]:
        assert within_noise(*([row[figure] for row in told[name]] for name in told)), (figure, told)


@pytest.mark.parametrize("name", ["tandem", "mmc"])
def test_a_race_prints_speeds_ratios_and_memory(name):
    found = said(name, "--quick")
    race = found["races"][0]
    rows = {row["name"]: row for row in race["rows"]}
    assert {"hand", "agents", "compiled"} <= set(rows)
    assert all(row["peak_mb"] > 10 and row["best"] >= row["median"] > 0 for row in rows.values())
    assert rows["hand"]["peak_mb"] < rows["agents"]["peak_mb"]
    ratio = next(bar for bar in found["bars"] if bar["side"] == "compiled")
    assert ratio["best"] == pytest.approx(rows["compiled"]["best"] / rows["hand"]["best"])


@pytest.mark.slow
@pytest.mark.parametrize(("name", "options"), [("guizhou", ["--year", "0.1"]), ("visits", ["--whole", "1", "2"])])
def test_the_province_is_raced_in_part_and_lived_through_whole(name, options):
    bench = benchmark(name)
    variant = list(getattr(bench, "RACED", bench.VARIANTS))[-1]
    found = said(name, "--quick", "--variant", variant, *options)
    assert [row["name"] for row in found["races"][0]["rows"]] == ["hand", "agents", "compiled"]
    assert [row["variant"].split(",")[0] for row in found["whole"]] == [variant] * len(options[1:])
    assert all(row["peak_mb"] >= row["before_mb"] > 50 and row["cases"] > 0 for row in found["whole"])


@pytest.mark.slow
def test_what_the_loop_by_hand_does_not_know_is_lived_through_and_not_raced():
    (variant,) = set(benchmark("visits").VARIANTS) - set(benchmark("visits").RACED)
    found = said("visits", "--quick", "--variant", variant, "--whole", "1")
    assert (found["races"], [row["variant"] for row in found["whole"]]) == ([], [f"{variant}, counts only"])
    assert found["whole"][0]["cases"] > 0


def test_tiny_runs_are_told_beyond_the_engine():
    found = said("tiny_runs", "--quick")
    assert len(found["rows"]) == 4
    for row in found["rows"]:
        assert row["beyond_ms"] == pytest.approx(row["whole_ms"] - row["engine_ms"])
        assert row["runs"] >= 20


def test_every_rung_of_the_ladder_stands_on_another_and_nobody_waits_but_where_it_says():
    ladder = benchmark("where_a_nanosecond_goes")
    rows = {row["what"]: row for row in said("where_a_nanosecond_goes", "--quick")["rows"]}
    assert [name for name, row in rows.items() if row["over"] is None] == [ladder.BARE]
    assert {row["over"] for row in rows.values()} - {None} <= set(rows)
    assert all(row["ns_a_case"] > 0 for row in rows.values())
    records = ladder.engines.records
    run = ladder.engines.engine_of("compiled")
    for name, rung in ladder.RUNGS.items():
        waited = records(ladder.plan_of(rung, 3000), run, {"s": lambda cases: cases["time_queue"] / 1000}, 0).figures[
            "s"
        ]
        assert (waited > 1) == (rung.servers == 9), name


def test_ratios_are_taken_within_each_turn():
    race = benchmark("side_by_side").Race
    row = partial(benchmark("side_by_side").Row, cases=1, clock_best=1.0, figures={})
    sides = [
        row(name="a", title="a", best=30.0, median=20.0, speeds=[30.0, 10.0, 20.0]),
        row(name="b", title="b", best=10.0, median=5.0, speeds=[10.0, 2.0, 5.0]),
    ]
    assert race("toy", sides, {}).ratio("a", "b") == (3.0, 4.0)


def test_memory_is_read_in_processes_of_their_own():
    short = ("network.scale=0.02", "experiment.warm_up_days=0", "experiment.follow_up_days=0")
    found = said("memory", "--days", "0.5", "0.6", "--set", *short)
    assert [row["days"] for row in found["rows"]] == [0.5, 0.6]
    assert all(row["peak_mb"] >= row["before_mb"] > 50 for row in found["rows"])
    assert found["growth"] == pytest.approx(found["rows"][1]["peak_mb"] / found["rows"][0]["peak_mb"] - 1)


def test_paired_gain_judges_by_the_upper_bound():
    gain = benchmark("paired_gain")
    row = {"bar": 0.25, "difference": 1.0, "half_width": 0.1, "variance_ratio_upper": 0.26}
    assert not gain.met(row)
    assert gain.met({**row, "variance_ratio_upper": 0.25})
    assert gain.met({**row, "bar": None})
    assert gain.met({**row, "difference": 0.0, "half_width": 0.0, "variance_ratio_upper": math.nan})
