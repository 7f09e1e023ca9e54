"""What would not end or not fit is refused by one sentence before it runs; what ends and fits is not."""

import pytest

from sinksim.core.errors import BadInput
from sinksim.experiments import running
from sinksim.experiments.running import run
from sinksim.i18n.faults import fault_in
from sinksim.plan.compiling import compile_plan
from sinksim.scenarios.loading.composing import load, scenario_of
from sinksim.scenarios.loading.presets import presets
from sinksim.scenarios.loading.uploads import File
from sinksim.scenarios.loading.yaml_writing import to_yaml
from sinksim.workload.admission import admit
from sinksim.workload.memory import GIGABYTE, available, open_cases, refuse_beyond
from sinksim.workload.rough_size import refuse_endless, rough_size
from sinksim.workload.uploaded_scenario import uploaded_scenario
from tests.helpers.chinese import english_left
from tests.helpers.heavy import ENDING, ENDLESS, SMALL_ENOUGH, TOO_LARGE
from tests.helpers.work import calls_of, peak_bytes

SCALE_1 = "network.scale=1"
YEAR = (SCALE_1, "experiment.warm_up_days=7", "experiment.window_days=365", "experiment.follow_up_days=10")
DAYS = (SCALE_1, "experiment.warm_up_days=0", "experiment.window_days=363.6", "experiment.follow_up_days=0.4")
NO_ROTAS = tuple(
    f"stations.{name}.calendar=null" for name in ("clinic", "centre", "county_rooms", "city_rooms", "province_rooms")
)
BENCHMARKS = {
    "guizhou": ("guizhou", *YEAR),
    "visits": ("guizhou_visits", *DAYS),
    "visits without rotas": ("guizhou_visits", *DAYS, *NO_ROTAS),
    "visits without hours": ("guizhou_visits", *DAYS, *NO_ROTAS, "services.visit.demand.profile=null"),
}


def admitted(tree):
    scenario = scenario_of(tree, "own.yaml")
    refuse_endless(scenario, "own.yaml")
    admit(compile_plan(scenario), "own.yaml")
    return scenario


def refusal(tree):
    with pytest.raises(BadInput) as refused:
        admitted(tree)
    (line,) = str(refused.value).splitlines()
    assert line.startswith("own.yaml: ")
    assert "allowed here: at most" in line
    return line


@pytest.mark.parametrize("name", ENDLESS)
def test_a_loop_without_an_end_in_sight_is_refused_with_its_step(name):
    line = refusal(ENDLESS[name])
    assert line.startswith(("own.yaml: processes.p.", "own.yaml: processes.q."))
    assert "steps; allowed here" in line


@pytest.mark.parametrize("name", ENDING)
def test_a_loop_that_ends_is_admitted(name):
    admitted(ENDING[name])


@pytest.mark.parametrize("name", TOO_LARGE)
def test_what_does_not_fit_is_refused_by_little_work_that_fits_well(name):
    def refused():
        assert "GB of memory" in refusal(TOO_LARGE[name])

    assert calls_of(refused) < 1_000_000
    assert peak_bytes(refused) < GIGABYTE / 10


@pytest.mark.parametrize("name", SMALL_ENOUGH)
def test_what_fits_is_admitted(name):
    admitted(SMALL_ENOUGH[name])


@pytest.mark.parametrize("name", ["goto", "a ring through two processes"])
def test_commands_and_uploads_refuse_it_alike(name):
    with pytest.raises(BadInput, match="is in a loop"):
        run(scenario_of(ENDLESS[name], "own.yaml"))
    with pytest.raises(BadInput, match=r"own\.yaml: processes"):
        uploaded_scenario([File("own.yaml", to_yaml(ENDLESS[name]).encode())], "guizhou")


@pytest.mark.parametrize("name", ["a huge rate and no time to work it off", "calendars of 48 windows"])
def test_the_command_line_refuses_what_this_machine_has_no_memory_for(name, monkeypatch):
    monkeypatch.setattr(running, "available", lambda: 1e9)
    with pytest.raises(BadInput, match=r"^heavy: .* GB of memory; allowed here: at most 1\.0 GB$"):
        run(scenario_of(TOO_LARGE[name], "own.yaml"))


def test_workers_are_no_more_than_find_room(monkeypatch):
    """With little memory one process after the other, whatever there is to do."""
    seen = []
    known = running.measure_together
    monkeypatch.setattr(running, "_processes", lambda *_: 64)
    monkeypatch.setattr(running, "available", lambda: 0.4e9)
    monkeypatch.setattr(
        running, "measure_together", lambda *a, workers, **k: seen.append(workers) or known(*a, workers=1, **k)
    )
    run(admitted(SMALL_ENOUGH["a huge rate for a millisecond"]))
    assert seen == [1]


@pytest.mark.slow
@pytest.mark.parametrize("name", presets())
@pytest.mark.parametrize("settings", [(), (SCALE_1,)], ids=["as it is", "whole"])
def test_every_preset_is_admitted_on_the_pages(name, settings):
    scenario = load(name, list(settings))
    refuse_endless(scenario, name)
    admit(compile_plan(scenario), name)


@pytest.mark.slow
@pytest.mark.parametrize("name", BENCHMARKS)
@pytest.mark.parametrize("engine", ["compiled", "agents"])
def test_the_settings_of_the_benchmarks_take_two_gigabytes_at_most(name, engine):
    preset, *settings = BENCHMARKS[name]
    scenario = load(preset, settings)
    parts = [*rough_size(scenario, engine=engine).parts, open_cases(compile_plan(scenario), engine)]
    refuse_beyond(name, parts, 2 * GIGABYTE)


@pytest.mark.parametrize("name", [*TOO_LARGE, "goto"])
def test_every_refusal_is_said_in_chinese(name):
    line = refusal((TOO_LARGE | ENDLESS)[name])
    assert english_left(line, {"own", "yaml", "GB", "charge", "wait"}) == [], fault_in("zh", line)


def test_this_machine_says_what_memory_it_has():
    assert available() > 1e8
