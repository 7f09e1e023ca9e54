"""Small scenarios to begin one's own from: found by name, called in both languages, soon run, the same in both engines."""

import pytest

from sinksim.plan.compiling import compile_plan
from sinksim.scenarios.loading.composing import load
from sinksim.scenarios.loading.presets import conf_folder, presets, starters
from sinksim.workload.offered_load import offered_load
from tests.helpers.engine_differences import differences
from tests.helpers.toy_folder import enter_toy_folder

MANY_NEEDS = 30_000
A_WEEK = ("experiment.warm_up_days=2", "experiment.window_days=7", "experiment.follow_up_days=2", "policy.demand=0.3")


def test_starters_are_listed_by_name_and_are_no_presets():
    assert {"start/clinic", "start/county", "start/hall", "start/hotline", "start/permit"} <= set(starters())
    assert not set(starters()) & set(presets())


def test_where_there_is_no_such_folder_there_are_none(tmp_path, monkeypatch):
    enter_toy_folder(tmp_path, monkeypatch)
    assert starters() == []


@pytest.mark.parametrize("name", starters())
def test_a_starter_is_the_same_by_its_name_and_by_its_path(name):
    by_name = load(name)
    assert by_name == load(str(conf_folder() / "scenario" / f"{name}.yaml"))
    assert f"start/{by_name.name}" == name
    assert by_name.illustrative


@pytest.mark.parametrize("name", starters())
def test_every_name_of_a_starter_is_said_in_both_languages(name):
    scenario = load(name)
    said = [scenario.title, scenario.about, *scenario.names.values(), *scenario.comparison.sides.values()]
    assert all(text.zh and text.en for text in (scenario.title, scenario.about))
    assert all(text.zh and text.en for text in said)
    own = {*scenario.stations, *scenario.services, *scenario.processes, *scenario.calendars, *scenario.profiles}
    assert own <= set(scenario.names)


@pytest.mark.parametrize("name", starters())
def test_a_starter_is_soon_run_and_no_station_of_it_is_overloaded(name):
    load_of = offered_load(compile_plan(load(name)))
    assert load_of.needs <= MANY_NEEDS
    assert float(load_of.utilisation.max()) < 0.95


@pytest.mark.parametrize("name", starters())
def test_both_engines_write_the_same(name):
    assert differences(compile_plan(load(name, A_WEEK)), replication=1) == []
