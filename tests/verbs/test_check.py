"""Check: branches by chance, by attribute, by load; bounded ways back."""

from itertools import pairwise

import pytest

from sinksim.core.errors import BadInput
from sinksim.plan.compiling import compile_plan
from tests.helpers.worlds import scenario

FOUR = list(range(0, 400, 100))


def processes(steps, more=""):
    return f"{more}\nprocesses:\n  main:\n" + "\n".join(f"    - {s}" for s in steps.splitlines() if s.strip())


def test_a_check_that_always_holds_and_one_that_never_does(live):
    steps = """
check: {name: yes_, chance: 1, then: [{wait: {kind: home, time: 5}}], otherwise: [{wait: {kind: rework, time: 7}}]}
check: {name: no_, chance: 0, then: [{wait: {kind: home, time: 50}}], otherwise: [{wait: {kind: rework, time: 70}}]}
close
"""
    assert live(processes(steps), [0]).kinds() == {"home": 5, "rework": 70}


def test_one_name_is_one_draw_and_another_name_another(live):
    steps = """
check: {name: luck, chance: 0.5, then: [{wait: {kind: home, time: 1}}]}
check: {name: other, chance: 0.5, then: [{wait: {kind: rework, time: 1}}]}
close
"""
    life = live(processes(steps), list(range(64)))
    home, rework = life.minutes("time_home"), life.minutes("time_rework")
    assert home != rework
    assert 16 <= sum(home) <= 48
    assert live(processes(steps), list(range(64))).minutes("time_home") == home


def test_the_second_visit_of_a_check_draws_anew(live):
    steps = """
check: {name: luck, chance: 0.5, then: [{wait: {kind: home, time: 1}}]}
check: {name: luck, chance: 0.5, then: [{wait: {kind: rework, time: 1}}]}
close
"""
    life = live(processes(steps), list(range(64)))
    assert life.minutes("time_home") != life.minutes("time_rework")


def test_a_case_is_sent_back_so_many_times_at_most(live):
    text = """
processes:
  main:
    - {label: again, relay: {time: 10}}
    - check: {name: missing, chance: 1, back_to: again, at_most: 3}
    - close
"""
    life = live(text, [0])
    assert (life.minutes("closed"), life.all("bounces"), life.all("hops")) == ([40], [3], [4])


def test_the_bound_belongs_to_the_case(live):
    text = """
processes:
  main:
    - {label: again, relay: {time: 10}}
    - check: {name: missing, chance: 1, back_to: again, at_most: 1}
    - close
"""
    assert live(text, FOUR).all("bounces") == [1] * 4


@pytest.mark.parametrize("by", ["requires", "urgency", "segment", "service"])
def test_a_check_by_attribute_takes_the_branch_of_its_value(live, by):
    first, second = {
        "requires": ("county", "township"),
        "urgency": ("urgent", "usual"),
        "segment": ("under60_urban", "over60_rural"),
        "service": ("a", "b"),
    }[by]
    text = f"""
network: {{nodes: [{{code: top, tier: county}}, {{code: site, tier: township, parent: top}}]}}
urgencies: [urgent, usual]
processes:
  main:
    - check:
        name: kind
        by: {by}
        branches: {{{first}: [{{wait: {{kind: home, time: 5}}}}], {second}: [{{wait: {{kind: rework, time: 7}}}}]}}
    - close
services: {{a: {{traditional: {{process: main}}}}, b: {{traditional: {{process: main}}}}}}
"""
    given = [
        {"arisen": 0, "urgency": "urgent", "requires": "county", "segment": 0},
        {"arisen": 0, "urgency": "usual", "requires": "township", "segment": 3},
    ]
    life = live(text, {"a": given[:1], "b": given[1:]})
    assert [life.kinds(0), life.kinds(1)] == [{"home": 5}, {"rework": 7}]


def test_a_value_without_a_branch_goes_straight_on(live):
    text = """
urgencies: [urgent, usual]
processes: {main: [{check: {name: k, by: urgency, branches: {urgent: [{wait: {kind: home, time: 5}}]}}}, close]}
"""
    log = [{"arisen": 0, "urgency": "usual"}, {"arisen": 0, "urgency": "urgent"}]
    assert live(text, log).minutes("closed") == [0, 5]


def test_a_case_that_requires_no_tier_goes_the_way_of_the_lowest(live):
    text = """
network: {nodes: [{code: top, tier: county}, {code: site, tier: township, parent: top}]}
processes: {main: [{check: {name: k, by: requires, branches: {township: [{wait: {kind: home, time: 5}}]}}}, close]}
"""
    life = live(text, [0])
    assert (life.all("requires"), life.minutes("closed")) == ([-1], [5])


def test_branches_may_be_drawn_by_weight(live):
    text = """
processes:
  main:
    - check:
        name: k
        weights: {few: 1, many: 3}
        branches: {few: [{wait: {kind: home, time: 5}}], many: [{wait: {kind: rework, time: 5}}]}
    - close
"""
    life = live(text, list(range(400)), experiment={"window_days": 1})
    many = sum(minutes > 0 for minutes in life.minutes("time_rework"))
    assert abs(many - 300) < 4 * (400 * 0.25 * 0.75) ** 0.5


@pytest.mark.parametrize(("present", "chance"), [(0, 0.0), (1, 0.25), (2, 0.5), (4, 1.0), (9, 1.0)])
def test_a_chance_may_rise_with_the_load_of_a_station(live, present, chance):
    text = """
stations: {desk: {servers: 2}}
processes:
  main: [{check: {name: k, chance: 0.5, load_of: desk, then: [{wait: {kind: home, time: 5}}]}}, close]
  fill: [{queue: {station: desk, time: 1000}}, close]
services: {asked: {traditional: {process: main}}, filling: {traditional: {process: fill}}}
"""
    life = live(text, {"filling": [0] * present, "asked": [1] * 200})
    held = sum(minutes > 0 for minutes in life.minutes("time_home"))
    # Chance x load, the load clipped to 2: 0.5 x min(present / 2, 2).
    assert abs(held - 200 * chance) <= 4 * (200 * chance * (1 - chance)) ** 0.5


def test_a_load_is_that_of_a_named_station():
    text = """
stations: {desk: {servers: 1}}
processes:
  main:
    - fork:
        departments: [desk]
        name: f
        steps: [{check: {name: k, chance: 0.5, load_of: department, then: [{wait: {kind: home, time: 1}}]}}]
    - close
"""
    with pytest.raises(BadInput, match="load_of is 'department'; allowed: one of desk"):
        compile_plan(scenario(text, [0]))


def test_luck_that_meets_a_load_is_the_same_luck(live):
    text = """
stations: {desk: {servers: 2}}
processes:
  main: [{check: {name: k, chance: 0.5, load_of: desk, then: [{wait: {kind: home, time: 5}}]}}, close]
  fill: [{queue: {station: desk, time: 1000}}, close]
services: {asked: {traditional: {process: main}}, filling: {traditional: {process: fill}}}
"""
    held = [live(text, {"filling": [0] * n, "asked": [1] * 50}).minutes("time_home") for n in (1, 2, 3)]
    # Who is hit under a light load is hit under a heavier one.
    assert all(
        set(enumerate(light)) & {(i, 5) for i in range(50)} <= set(enumerate(heavy)) for light, heavy in pairwise(held)
    )


SHORTEST = """
stations: {left: {servers: 3}, right: {servers: 1}, middle: {servers: 1}}
processes:
  main:
    - check:
        name: k
        shortest_of: {go_right: right, go_left: left}
        branches:
          go_left: [{queue: {station: left, time: 100}}]
          go_right: [{queue: {station: right, time: 100}}]
    - close
"""


def test_the_shortest_queue_is_the_one_with_the_fewest_people_whoever_has_more_servers(live):
    life = live(SHORTEST, [0, 1, 2, 3, 4])
    # Both empty: to the right, which is named first in `shortest_of`; then left and right in turn, by people and not by servers.
    assert life.stays("right@site") == [(0, 100), (2, 200), (4, 300)]
    assert life.stays("left@site") == [(1, 101), (3, 103)]


def test_people_in_service_count_and_those_who_have_left_do_not(live):
    life = live(SHORTEST, [0, 1, 100, 150])
    # At 100 the first has just left the right queue: the end of a service comes before an arrival of its instant.
    assert life.stays("right@site") == [(0, 100), (100, 200)]
    # At 150 one is in service on the right, and nobody is left on the left.
    assert life.stays("left@site") == [(1, 101), (150, 250)]


def by_number(rule, chances, present):
    """Of two hundred who look at one desk (one server) where ``present`` cases are, how many are held for 5 minutes."""
    text = f"""
stations: {{desk: {{servers: 1}}}}
processes:
  main: [{{check: {{name: k, {rule}: {chances}, station: desk, then: [{{wait: {{kind: home, time: 5}}}}]}}}}, close]
  fill: [{{queue: {{station: desk, time: 1000}}}}, close]
services: {{asked: {{traditional: {{process: main}}}}, filling: {{traditional: {{process: fill}}}}}}
"""
    return text, {"filling": [0] * present, "asked": [1] * 200}


@pytest.mark.parametrize(
    ("rule", "present", "chance"),
    [
        ("chance_by_waiting", 0, 1), ("chance_by_waiting", 1, 1), ("chance_by_waiting", 2, 0.5),
        ("chance_by_waiting", 3, 0), ("chance_by_waiting", 9, 0),
        ("chance_by_present", 0, 1), ("chance_by_present", 1, 0.5), ("chance_by_present", 2, 0), ("chance_by_present", 9, 0),
    ],
)  # fmt: skip
def test_a_chance_goes_by_the_number_found_and_its_last_value_goes_on(live, rule, present, chance):
    # Of those present one is in service, the others wait.
    life = live(*by_number(rule, [1, 0.5, 0], present))
    held = sum(minutes > 0 for minutes in life.minutes("time_home"))
    assert abs(held - 200 * chance) <= 4 * (200 * chance * (1 - chance)) ** 0.5


@pytest.mark.parametrize("rule", ["chance_by_waiting", "chance_by_present"])
def test_beyond_the_last_number_stated_the_last_chance_holds_and_is_not_nothing(live, rule):
    assert live(*by_number(rule, [0, 1], 9)).minutes("time_home")[:200] == [5] * 200


def test_whoever_balks_before_a_longer_queue_would_have_balked_with_the_same_luck(live):
    few, many = (live(*by_number("chance_by_present", [0.2, 0.6], n)).minutes("time_home") for n in (0, 1))
    assert {i for i, m in enumerate(few[:200]) if m} < {i for i, m in enumerate(many[:200]) if m}


@pytest.mark.parametrize(
    ("rule", "said"),
    [
        (
            "chance: 1, station: desk",
            "check k has station without chance_by_waiting or chance_by_present; allowed: beside one",
        ),
        ("chance_by_waiting: [1]", "check k has no station; allowed: the station at which cases are counted"),
        ("chance_by_waiting: [1], chance: 1", "check k has 2 rules; allowed: one of chance, chance_by_waiting,"),
        (
            "shortest_of: {a: desk}, branches: {b: []}",
            r"check k has shortest_of for \['a'\]; allowed: the branches \['b'\]",
        ),
        ("chance_by_present: [1], station: dosk", "check.station is 'dosk'; allowed: one of desk"),
        ("shortest_of: {a: dosk}, branches: {a: []}", "check.shortest_of is 'dosk'; allowed: one of desk"),
    ],
)
def test_a_rule_that_names_no_number_or_no_queue_is_refused(rule, said):
    text = "stations: {desk: {servers: 1}}\nprocesses: {main: [{check: {name: k, " + rule + "}}, close]}"
    with pytest.raises(BadInput, match=said):
        compile_plan(scenario(text, [0]))


def test_a_station_that_is_looked_at_must_stand_for_every_origin():
    text = """
network:
  nodes: [{code: top, tier: county}, {code: site, tier: township, parent: top}, {code: far, tier: township, parent: top}]
stations: {desk: {tier: township, nodes: [far], servers: 1}}
processes: {main: [{check: {name: k, chance_by_present: [1], station: desk}}, close]}
"""
    with pytest.raises(BadInput, match="needs station 'desk', which origin 'site' cannot reach"):
        compile_plan(scenario(text, [0]))
