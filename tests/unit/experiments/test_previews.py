"""Previews: what they cover, that nobody waits twice, and that the numbers are those of an ordinary comparison."""

import threading
from collections import Counter

import pytest

import sinksim
from sinksim.core.side_names import NO_ROLES
from sinksim.experiments import previews
from sinksim.experiments.preview import confined, cut_for, ground, parts, usual_part
from sinksim.experiments.previews import Known, Previews
from sinksim.experiments.running import compare
from sinksim.scenarios.loading.composing import compose, scenario_of
from sinksim.scenarios.loading.sides import Sides, own_sides
from sinksim.scenarios.places import Network, Node

pytestmark = pytest.mark.slow

GUIZHOU = sinksim.load("guizhou")


def test_a_preview_is_confined_to_the_smallest_prefecture_with_several_counties():
    territory = ground(GUIZHOU.network.model_copy(update={"scale": 1.0}))
    assert len(parts(territory)) == 9
    people = {c: territory.graph.nodes[c]["population"] for c in parts(territory)}
    assert usual_part(territory) == min(people, key=people.__getitem__)


def test_a_network_of_one_place_has_no_parts():
    assert parts(ground(Network())) == []
    assert usual_part(ground(Network())) is None


def test_where_no_tier_lies_above_the_areas_the_areas_are_the_parts():
    nodes = [Node(code=c, tier="county", population=p) for c, p in (("c1", 9), ("c2", 5))]
    nodes += [Node(code=f"t{n}", tier="township", parent=f"c{n}") for n in (1, 2)]
    territory = ground(Network(nodes=tuple(nodes)))
    assert parts(territory) == ["c1", "c2"]
    assert usual_part(territory) == "c2"


@pytest.mark.parametrize("preset", sinksim.presets())
def test_a_preview_is_never_longer_than_the_scenario_and_has_ten_replications(preset):
    scenario = sinksim.load(preset)
    cut, own = cut_for(scenario), scenario.experiment
    assert cut.replications == 10
    assert 0 < cut.window_days <= own.window_days
    assert cut.warm_up_days <= own.warm_up_days
    assert cut.follow_up_days <= own.follow_up_days


def test_the_place_of_a_preview_can_be_chosen_and_must_be_one():
    assert cut_for(GUIZHOU, "520100").within == "520100"
    with pytest.raises(sinksim.BadInput, match=r"network\.within is 'nowhere'"):
        cut_for(GUIZHOU, "nowhere")


def test_a_preview_has_the_numbers_of_an_ordinary_comparison_with_the_same_settings():
    cut = cut_for(GUIZHOU)
    tree = compose("guizhou")
    own = own_sides(tree, "guizhou")
    short = {**cut.settings, "experiment.window_days": 1.0, "experiment.replications": 2}
    scenarios = own.ending_with(short).scenarios()
    ours = Previews().compared(scenarios, own.roles)
    theirs = compare(scenarios, own.roles, engine="compiled", workers=1)
    assert list(ours.results) == ["ladder", "today", "more_adoption", "more_specialists"]
    for name in ("elapsed", "coverage", "cost_need", "gini_elapsed"):
        for one, other in zip(ours.pairs, theirs.pairs, strict=True):
            assert one.difference(name)[:5] == other.difference(name)[:5]


def test_a_side_that_is_known_is_not_simulated_again(monkeypatch):
    simulated = Counter()
    known = previews.measured

    def counted(scenario, replications, threads):
        simulated[scenario.policy.adoption] += 1
        return known(scenario, replications, threads)

    monkeypatch.setattr(previews, "measured", counted)
    small = {
        "network.scale": 0.01,
        "experiment.window_days": 1.0,
        "experiment.follow_up_days": 1.0,
        "experiment.replications": 2,
    }
    rooms = Previews()
    for adoption in (0.3, 0.6, 0.3):
        sides = {"none": {"policy.adoption": 0.0}, "some": {"policy.adoption": adoption}}
        rooms.compared(Sides(compose("guizhou"), "guizhou", small, sides).scenarios(), NO_ROLES)
    assert simulated == {0.0: 1, 0.3: 1, 0.6: 1}


def test_what_is_being_made_is_waited_for_and_made_once():
    made, release, known = [], threading.Event(), Known(4)

    def slow():
        release.wait(5)
        made.append(1)
        return "x"

    got = []
    asking = [threading.Thread(target=lambda: got.append(known.get("key", slow))) for _ in range(5)]
    for thread in asking:
        thread.start()
    release.set()
    for thread in asking:
        thread.join()
    assert (made, got) == ([1], ["x"] * 5)


def test_a_fault_is_told_and_not_kept():
    known = Known(4)
    with pytest.raises(sinksim.BadInput):
        known.get("key", lambda: (_ for _ in ()).throw(sinksim.BadInput("no")))
    assert known.get("key", lambda: 3) == 3


def test_the_longest_unused_goes_first():
    known = Known(2)
    for key in ("a", "b", "a", "c"):
        known.get(key, key.upper)
    assert list(known.known) == ["a", "c"]


def test_settings_of_a_side_cannot_leave_what_a_preview_covers():
    tree = compose("guizhou")
    last = cut_for(GUIZHOU).settings
    asked = Sides(
        tree, "guizhou", {}, {"first": {}, "second": {"network.scale": 1.0, "experiment.window_days": 3650}}, last
    )
    assert asked.scenarios()["second"].experiment.window_days == last["experiment.window_days"]


def test_a_scenario_without_a_comparison_compares_nobody_with_everybody_on_the_platform():
    tree = {**compose("guizhou"), "comparison": {}}
    own = own_sides(tree, "guizhou").sides
    assert own["baseline"] == {"policy.adoption": 0.0, "costs.capital.amount": 0.0}
    assert own["alternative"]["policy.adoption"] > 0
    assert confined(scenario_of(tree, "x"), cut_for(GUIZHOU)).network.within == "520400"


def test_a_preview_that_nobody_would_wait_for_is_refused():
    cut = cut_for(GUIZHOU)
    tree = compose("guizhou")
    asked = {"baseline": {}, "alternative": {"policy.demand": 64.0}}
    sides = Sides(tree, "guizhou", {}, asked, cut.settings).scenarios()
    with pytest.raises(sinksim.BadInput, match=r"one side of the preview would take about \d+ s; allowed: up to 20 s"):
        Previews().compared(sides, NO_ROLES)


def test_what_a_preview_is_estimated_by_is_what_it_runs():
    cut = cut_for(GUIZHOU)
    (seen,) = Sides(compose("guizhou"), "guizhou", {}, {"one": {}}).ending_with(cut.settings).scenarios().values()
    assert confined(GUIZHOU, cut) == seen
