import pytest

from sinksim.core.errors import BadInput
from sinksim.scenarios.loading.composing import scenario_of
from sinksim.scenarios.loading.defaults import filled
from sinksim.scenarios.loading.former_names import of_today
from sinksim.scenarios.loading.settings import apply_settings
from sinksim.scenarios.loading.sides import Sides, compared_sides, with_overrides
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
    with pytest.raises(
        BadInput,
        match=r"toy: comparison[.]sides[.]third[.]set has the path 'stations[.]dsk[.]servers'; allowed: in stations",
    ):
        Sides(TREE, "toy", sides={"first": {}, "third": {"stations.dsk.servers": 1}}).trees()
    with pytest.raises(BadInput, match=r"toy \(side third\): experiment.seed is -1"):
        Sides(TREE, "toy", sides={"third": {SEED: -1}}).scenarios()


def test_a_scenario_that_compares_nothing_has_no_sides():
    with pytest.raises(BadInput, match="toy: comparison names no sides"):
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
    with pytest.raises(BadInput, match=r"toy \(side other\): processes.apply.0.queue.time.cv is not a known name"):
        sides.scenarios()


RULE = """
name: ruled
parameters:
  desks: {value: 2, unit: servers, low: 1, high: 9, evidence: X, zh: a, en: a}
  minutes: {value: 5, unit: min, low: 1, high: 60, evidence: X, zh: b, en: b}
  both: {value: 3, unit: "1", low: 1, high: 60, evidence: X, zh: c, en: c}
calendars: {office: {hours: ["09:00-17:00"]}, clockwork: {hours: ["09:00-17:00"]}}
clocks: {reply: {deadline: 60, calendar: clockwork}}
stations: {desk: {servers: =desks, calendar: office, staff: clerk}, bench: {servers: =both}}
services: {need: {demand: {per_day: 5}, traditional: {process: walk}, platform: {process: click}}}
processes:
  walk: [{queue: {station: desk, time: =minutes}}, {queue: {station: bench, time: =both}}, close]
  click: [{clock: {start: reply}}, {queue: {station: desk, time: =minutes}}, close]
comparison:
  baseline: today
  traditional: ladder
  sides: {ladder: {set: {policy.adoption: 0}}, today: {}, more: {set: {policy.adoption: 0.9}}, hire: {set: {parameters.desks: 3}}}
"""
RULED = filled(Scenario, parse_yaml(RULE, "ruled.yaml"))
EVERY_SIDE = ("ladder", "today", "more", "hire")


@pytest.mark.parametrize(
    ("override", "moved"),
    [
        ("policy.adoption=0.5", ("more", "hire")),
        ("stations.desk.servers=4", ("more", "hire")),
        ("stations.desk.at.site.add=1", ("more", "hire")),
        ("parameters.desks=5", ("more", "hire")),  # stands in a station only
        ("calendars.office.days=weekdays", ("more", "hire")),  # hours of a station
        ("costs.capital.amount=1e6", ("more", "hire")),
        ("calendars.clockwork.days=weekdays", EVERY_SIDE),  # of a deadline, too
        ("parameters.minutes=7", EVERY_SIDE),  # stands in a process
        ("parameters.both=7", EVERY_SIDE),  # stands in both
        ("policy.demand=2", EVERY_SIDE),
        ("experiment.seed=3", EVERY_SIDE),
        ("costs.staff.clerk.wage=40", EVERY_SIDE),
        ("costs.wages.clerk=40", EVERY_SIDE),
        ("risk=outage", EVERY_SIDE),
        ("today:policy.adoption=0.4", ("today",)),
        ("ladder:experiment.seed=3", ("ladder",)),
    ],
)
def test_a_decision_moves_the_proposals_and_what_the_world_is_like_every_side(override, moved):
    tree, moves = with_overrides(RULED, [override], (), "ruled")
    assert [(move.override, move.sides) for move in moves] == [(override, moved)]
    before, after = (compared_sides(one, "ruled").trees() for one in (RULED, tree))
    assert (
        tuple(side for side in EVERY_SIDE if without_comparison(before[side]) != without_comparison(after[side]))
        == moved
    )


def without_comparison(tree):
    return {name: section for name, section in tree.items() if name != "comparison"}


def test_what_is_said_of_every_side_holds_for_a_side_that_says_otherwise():
    tree, _ = with_overrides(RULED, ["hire:policy.demand=2", "policy.demand=3"], (), "ruled")
    assert [one.policy.demand for one in compared_sides(tree, "ruled").scenarios().values()][-1] == 2
    tree = apply_settings(RULED, {"comparison": {**RULED["comparison"]}}, "ruled")
    tree["comparison"]["sides"]["hire"]["set"] = {"policy.demand": 2}
    moved, _ = with_overrides(tree, ["policy.demand=3"], (), "ruled")
    assert {one.policy.demand for one in compared_sides(moved, "ruled").scenarios().values()} == {3}


def test_a_side_may_be_added_and_an_added_one_is_a_proposal():
    tree, moves = with_overrides(
        RULED, ["policy.adoption=0.7"], ["wide: stations.desk.servers=9 policy.demand=2"], "ruled"
    )
    found = compared_sides(tree, "ruled")
    assert list(found.sides) == [*EVERY_SIDE, "wide"]
    assert moves[0].sides == ("more", "hire", "wide")
    assert found.sides["wide"] == {"stations.desk.servers": 9, "policy.demand": 2, "policy.adoption": 0.7}


@pytest.mark.parametrize(
    ("overrides", "added", "message"),
    [
        (
            ["nobody:policy.adoption=1"],
            [],
            "side 'nobody' is not one of the comparison's; known: hire, ladder, more, today",
        ),
        (["more:+policy.adoption=1"], [], "allowed: path=value"),
        (["more:policy.adopt=1"], [], "policy.adopt is not a known name"),
        ([], ["wide"], "--side is 'wide'; allowed: 'NAME: path=value"),
        ([], ["wide: policy.adoption='1"], "--side is "),
    ],
)
def test_a_side_that_is_not_there_or_cannot_be_read_is_one_sentence(overrides, added, message):
    with pytest.raises(BadInput) as fault:
        with_overrides(RULED, overrides, added, "ruled")
    assert message in str(fault.value)
    assert len(str(fault.value).splitlines()) == 1


def test_a_decision_without_a_proposal_asks_for_a_side():
    tree = apply_settings(RULED, {}, "ruled")
    sides = {name: side for name, side in tree["comparison"]["sides"].items() if name in ("ladder", "today")}
    tree = {**tree, "comparison": {**tree["comparison"], "sides": sides}}
    with pytest.raises(BadInput, match="no side is a proposal that it could move; allowed: NAME:path=value"):
        with_overrides(tree, ["policy.adoption=0.5"], (), "ruled")


def test_files_with_two_sides_without_names_are_read_as_named_ones():
    old = of_today({**parse_yaml(RULE, "x"), "comparison": {"baseline": {}, "alternative": {"policy.adoption": 1}}})
    found = compared_sides(filled(Scenario, old), "old")
    assert found.sides == {"baseline": {}, "alternative": {"policy.adoption": 1}}
    assert (found.roles.baseline, found.roles.traditional, found.proposals) == ("baseline", None, ("alternative",))
    assert found.roles.name_of("alternative").zh == "备选方案"


def test_files_with_wages_by_kind_of_staff_are_read():
    old = {**parse_yaml(RULE, "x"), "costs": {"wages": {"clerk": 31, "nurse": 44}}}
    found = scenario_of(filled(Scenario, of_today(old)), "old")
    assert {kind: (staff.wage, staff.payer) for kind, staff in found.costs.staff.items()} == {
        "clerk": (31, "institution"),
        "nurse": (44, "institution"),
    }


@pytest.mark.parametrize(
    ("asked", "found"),
    [
        ((None, None), ("today", "ladder")),
        (("more", None), ("more", "today")),
        (("today", None), ("today", "ladder")),
        ((None, "ladder"), ("more", "ladder")),
        (("hire", "more"), ("hire", "more")),
    ],
)
def test_two_sides_are_those_named_else_what_is_told_first(asked, found):
    assert compared_sides(RULED, "ruled").pair(*asked) == found


def test_two_sides_must_be_there_and_be_two():
    sides = compared_sides(RULED, "ruled")
    with pytest.raises(BadInput, match="side 'x' is not one"):
        sides.pair("x")
    with pytest.raises(BadInput, match="compared with itself"):
        sides.pair("more", "more")


def test_an_added_side_may_set_nothing():
    tree, _ = with_overrides(RULED, [], ["as_it_is:"], "ruled")
    assert compared_sides(tree, "ruled").sides["as_it_is"] == {}
