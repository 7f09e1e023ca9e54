"""Every number can be moved where it is declared, and says its unit, range, meaning and evidence."""

import math

import pytest

import sinksim
from sinksim.composition import compose
from sinksim.errors import BadInput
from sinksim.experiments.running import laid_over, scenario_of
from sinksim.scenarios.levers import SECTIONS, all_levers, lever, main_levers

GUIZHOU = compose("guizhou")


@pytest.mark.parametrize("preset", sinksim.presets())
def test_a_case_names_eight_levers_and_each_says_what_it_means(preset):
    levers = main_levers(compose(preset))
    assert len(levers) == 8
    assert all(one.said.zh and one.said.en for one in levers)
    assert all(one.low <= one.value <= one.high for one in levers)


def test_a_parameter_is_as_the_scenario_declares_it():
    found = lever(GUIZHOU, "parameters.self_referral")
    assert (found.kind, found.value, found.low, found.high) == ("number", 0.45, 0.1, 0.7)
    assert found.said.evidence == "X"
    assert lever(GUIZHOU, "parameters.province_specialists").kind == "whole"


def test_a_setting_is_as_the_schema_declares_it():
    adoption, outage = lever(GUIZHOU, "policy.adoption"), lever(GUIZHOU, "risks.outage.on")
    assert adoption.is_share
    assert (outage.kind, outage.value) == ("switch", False)
    assert lever(GUIZHOU, "services.ecg.adopter").choices == ("citizen", "institution")
    assert lever(GUIZHOU, "costs.capital.amount").said.unit == "yuan"


def test_an_entry_of_a_mapping_is_called_by_its_name():
    found = lever(GUIZHOU, "costs.wages.clerk")
    assert (found.said.entry, found.value) == ("clerk", 30.0)
    assert found.said.zh


@pytest.mark.parametrize("preset", sinksim.presets())
def test_every_lever_leads_to_what_it_says_and_can_be_set(preset):
    tree = compose(preset)
    for one in all_levers(tree):
        assert one.section in SECTIONS
        again = lever(tree, one.path)
        assert again == one
    changed = laid_over(tree, {one.path: one.value for one in all_levers(tree)}, preset)
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


def test_open_ranges_are_open():
    assert lever(GUIZHOU, "stations.county_window.servers").high == math.inf
