import pytest

from sinksim.core.errors import BadInput
from sinksim.scenarios.loading.composing import scenario_of
from sinksim.scenarios.loading.defaults import filled
from sinksim.scenarios.loading.settings import apply_settings
from sinksim.scenarios.loading.sides import Sides, compared_sides
from sinksim.scenarios.loading.strict_yaml import parse_yaml
from sinksim.scenarios.scenario import Scenario
from tests.helpers.toy import TOY

TREE = filled(Scenario, parse_yaml(TOY, "toy.yaml"))
SERVERS, MINUTES, SEED = "stations.desk.servers", "parameters.minutes", "experiment.seed"


@pytest.mark.parametrize("number", [0, 1, 2, 5])
def test_any_number_of_named_sides_is_carried_in_order(number):
    named = {f"side {n}": {SERVERS: n + 1} for n in range(number)}
    scenarios = Sides(TREE, "toy", {SEED: 9}, named).scenarios()
    assert list(scenarios) == list(named)
    assert [one.stations["desk"].servers for one in scenarios.values()] == list(range(1, number + 1))
    assert {one.experiment.seed for one in scenarios.values()} <= {9}


def test_a_side_is_laid_over_what_all_share_and_what_comes_last_over_every_side():
    sides = Sides(TREE, "toy", {SERVERS: 2, SEED: 9}, {"a": {SERVERS: 3}, "b": {SEED: 8}})
    found = sides.ending_with({SEED: 7}).scenarios()
    assert [(one.stations["desk"].servers, one.experiment.seed) for one in found.values()] == [(3, 7), (2, 7)]
    assert sides.ending_with({SEED: 7}).of("b") == {}
    assert sides.of("b") == {SEED: 8}


def test_a_side_that_changes_nothing_is_the_scenario_itself():
    assert Sides(TREE, "toy", sides={"as it is": {}}).scenarios()["as it is"] == scenario_of(TREE, "toy")


def test_a_setting_may_be_a_parameter_since_parameters_are_put_in_afterwards():
    few, many = Sides(TREE, "toy", sides={"few": {}, "many": {MINUTES: 15}}).scenarios().values()
    assert few.processes != many.processes


def test_what_leads_nowhere_is_told_with_the_side_that_says_it():
    with pytest.raises(BadInput, match=r"toy: third has the path 'stations[.]dsk[.]servers'; allowed: in stations"):
        Sides(TREE, "toy", sides={"first": {}, "third": {"stations.dsk.servers": 1}}).trees()
    with pytest.raises(BadInput, match=r"toy \(third\): experiment.seed is -1"):
        Sides(TREE, "toy", sides={"third": {SEED: -1}}).scenarios()


def test_a_scenario_that_compares_nothing_has_no_sides():
    with pytest.raises(BadInput, match="toy: comparison says nothing"):
        compared_sides({**TREE, "comparison": {}}, "toy")


LAW = "processes.apply.0.queue.time"
GAMMA = {"law": "gamma", "mean": 9.0, "cv": 0.7}


def test_a_side_that_chooses_another_law_keeps_nothing_of_the_former_one():
    tree = apply_settings(TREE, {LAW: GAMMA}, "toy")
    found = Sides(tree, "toy", {}, {"other": {f"{LAW}.law": "exponential"}}).trees()["other"]
    assert found["processes"]["apply"][0]["queue"]["time"] == {"law": "exponential", "mean": 9.0}


def test_what_a_side_itself_says_of_the_wrong_law_is_refused_and_not_dropped():
    tree = apply_settings(TREE, {LAW: GAMMA}, "toy")
    sides = Sides(tree, "toy", {}, {"other": {LAW: {"law": "exponential", "mean": 9.0, "cv": 0.8}}})
    with pytest.raises(BadInput, match=r"toy \(other\): processes.apply.0.queue.time.cv is not a known name"):
        sides.scenarios()
