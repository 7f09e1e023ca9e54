"""Every number can be moved where it is declared, and says its unit, range, meaning and evidence."""

import math

import pytest

import sinksim
from sinksim.core.errors import BadInput
from sinksim.scenarios.levers import SECTIONS, all_levers, lever, main_levers
from sinksim.scenarios.loading.composing import compose, scenario_of
from sinksim.scenarios.loading.settings import apply_settings

GUIZHOU = compose("guizhou")


@pytest.mark.parametrize("preset", sinksim.presets())
def test_a_case_names_eight_levers_and_each_says_what_it_means(preset):
    levers = main_levers(compose(preset))
    assert len(levers) == 8
    assert all(one.declaration.zh and one.declaration.en for one in levers)
    assert all(one.low <= one.value <= one.high for one in levers)


def test_a_parameter_is_as_the_scenario_declares_it():
    found = lever(GUIZHOU, "parameters.self_referral")
    assert (found.kind, found.value, found.low, found.high) == ("number", 0.45, 0.1, 0.7)
    assert found.declaration.evidence == "X"
    assert lever(GUIZHOU, "parameters.province_specialists").kind == "whole"


def test_a_setting_is_as_the_schema_declares_it():
    adoption, outage = lever(GUIZHOU, "policy.adoption"), lever(GUIZHOU, "risks.outage.on")
    assert adoption.is_share
    assert (outage.kind, outage.value) == ("switch", False)
    assert lever(GUIZHOU, "services.ecg.adopter").choices == ("citizen", "institution")
    assert lever(GUIZHOU, "costs.capital.amount").declaration.unit == "yuan"


def test_an_entry_of_a_mapping_is_called_by_its_name():
    found = lever(
        compose("guizhou", ("++experiment.catchment_minutes.county=60",)), "experiment.catchment_minutes.county"
    )
    assert (found.declaration.entry, found.value) == ("county", 60)
    assert found.declaration.zh


@pytest.mark.parametrize("preset", sinksim.presets())
def test_every_lever_leads_to_what_it_says_and_can_be_set(preset):
    tree = compose(preset)
    for one in all_levers(tree):
        assert one.section in SECTIONS
        again = lever(tree, one.path)
        assert again == one
    changed = apply_settings(tree, {one.path: one.value for one in all_levers(tree)}, preset)
    assert scenario_of(changed, preset) == scenario_of(tree, preset)


def test_what_is_only_another_name_for_a_parameter_is_moved_at_its_source():
    paths = {one.path for one in all_levers(GUIZHOU)}
    assert "parameters.county_specialists_per_100k" in paths
    assert "stations.county_desk.servers.per_100k" not in paths


@pytest.mark.parametrize(
    "path", ["policy.adoptoin", "parameters", "services.ecg", "name", "parameters.self_referral.zh.x", ""]
)
def test_a_path_that_leads_to_no_number_is_refused(path):
    with pytest.raises(BadInput, match=r"^levers: .*; allowed: the path of a number"):
        lever(GUIZHOU, path)


def test_a_number_among_other_kinds_has_its_own_range_and_unit():
    found = lever(GUIZHOU, "stations.county_window.servers")
    assert (found.low, found.high, found.declaration.unit) == (0, 1_000_000, "servers")


def test_every_lever_has_finite_ends():
    for preset in sinksim.presets():
        found = [one for one in all_levers(compose(preset)) if one.kind in ("number", "whole")]
        assert [one.path for one in found if not (math.isfinite(one.low) and math.isfinite(one.high))] == []


def test_a_time_has_the_range_of_its_unit():
    tree = {
        "processes": {"p": [{"wait": {"time": {"law": "exponential", "mean": 3, "unit": "d"}}}, {"wait": {"time": 3}}]}
    }
    assert lever(tree, "processes.p.0.wait.time.mean").high == 36_500
    assert lever(tree, "processes.p.1.wait.time").high == 36_500 * 1440


UNSEEN = compose("tests/scenarios/unseen.yaml")


def test_every_number_in_the_steps_of_a_process_is_a_lever():
    found = {one.path.removeprefix("processes."): one for one in all_levers(UNSEEN) if one.section == "processes"}
    assert len(found) == 24
    mean, pause = found["door_to_door.2.queue.time.mean"], found["door_to_door.6.relay.time.value"]
    assert (mean.value, mean.low, mean.declaration.unit, mean.declaration.en) == (12, 0, "min", "service time: mean")
    assert (pause.value, pause.declaration.unit, pause.declaration.zh) == (1, "d", "流转时间")
    # A plain number of minutes, a number in a branch, one in the way of those who give up.
    assert found["by_phone.0.check.branches.urgent.0.assemble.work"].declaration.unit == "min"
    assert found["one_door.3.check.branches.here.0.charge.operation"].value == 2
    assert found["door_to_door.2.queue.on_renege.0.wait.time.value"].value == 1
    assert {one.kind for one in found.values()} == {"number", "whole"}


def test_a_number_of_a_law_is_called_by_the_time_and_by_whose_it_is():
    found = lever(GUIZHOU, "clocks.response.by_urgency.ordinary.value")
    assert (found.declaration.unit, found.declaration.entry) == ("h", "ordinary")


def test_a_number_in_a_step_is_the_same_for_the_page_and_for_the_command():
    path = "processes.one_door.3.check.branches.here.0.charge.operation"
    moved = apply_settings(UNSEEN, {path: 7.5}, "unseen")
    assert scenario_of(moved, "unseen") == scenario_of(
        compose("tests/scenarios/unseen.yaml", [f"{path}=7.5"]), "unseen"
    )
    assert scenario_of(moved, "unseen") != scenario_of(UNSEEN, "unseen")


def test_all_levers_of_a_case_never_seen_before_can_be_set():
    changed = apply_settings(UNSEEN, {one.path: one.value for one in all_levers(UNSEEN)}, "unseen")
    assert scenario_of(changed, "unseen") == scenario_of(UNSEEN, "unseen")
