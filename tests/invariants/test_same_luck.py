"""The same citizen with the same need and the same luck, whatever else changes."""

import copy

import numpy as np
import pytest

from sinksim.core.records import CASE_FIELDS, Channel, names
from sinksim.scenarios.loading.strict_yaml import parse_yaml
from tests.helpers.worlds import live

WORLD = parse_yaml(
    """
network:
  nodes:
    - {code: p, tier: province}
    - {code: c1, tier: county, parent: p}
    - {code: c3, tier: county, parent: p}
    - {code: t1, tier: township, parent: c1, rural_share: 0.6, share_60plus: 0.3}
    - {code: t3, tier: township, parent: c3, rural_share: 0.6, share_60plus: 0.3}
urgencies: [urgent, usual]
profiles: {day: {by_hour: [0,0,0,0,0,0,0,1,5,9,9,5,1,3,8,8,5,2,1,0,0,0,0,0]}}
clocks: {reply: {deadline: 60}}
stations:
  desk: {tier: township, servers: 1, staff: clerk}
  office: {tier: county, servers: 1, preemptive: true, staff: specialist}
  clinic: {tier: township, servers: 2, staff: township_doctor}
processes:
  ladder:
    - clock: {start: reply}
    - queue: {station: desk, time: {law: exponential, mean: 20}, draw: work, patience: {law: exponential, mean: 200}}
    - check: {name: up, chance: 0.4, then: [{relay: {time: {law: exponential, mean: 300}}}, {queue: {station: office,
        time: {law: lognormal, mean: 30, cv: 1}, draw: expert, accepts: [reply]}}]}
    - close: {hollow: 0.1}
  app:
    - clock: {start: reply}
    - queue: {station: office, time: {law: exponential, mean: 20}, draw: work, accepts: [reply]}
    - close: {hollow: 0.1}
  visit: [{queue: {station: clinic, time: {law: gamma, mean: 15, cv: 0.7}}}, close]
services:
  appeal:
    demand: {per_day: 30, profile: day}
    urgency: {urgent: 1, usual: 3}
    requires: {county: 1, township: 2}
    traditional: {process: ladder}
    platform: {process: app}
  visit: {demand: {per_day: 40, group_size: {"1": 3, "2": 1}}, traditional: {process: visit}}
policy: {adoption: 0.3, ceilings: {under60_urban: 1, under60_rural: 1, over60_urban: 1, over60_rural: 1}}
experiment: {window_days: 3, seed: 7}
""",
    "world",
)
INPUTS = ("segment", "urgency", "requires", "arisen")


def lived(change=None, replication=0):
    tree = copy.deepcopy(WORLD)
    if change:
        change(tree)
    return live(tree, replication=replication)


def by_case(life, fields):
    """Fields of every case under its name: service, origin's code, layer, ordinal."""
    labels, cases = life.plan.labels, life.cases
    who = ((labels.services[c["service"]], labels.origins[c["origin"]], c["layer"], c["ordinal"]) for c in cases)
    return dict(zip(who, cases[list(fields)].tolist(), strict=True))


def adoption(tree):
    tree["policy"]["adoption"] = 0.8


def staff(tree):
    tree["stations"]["desk"]["servers"] = 3
    tree["stations"]["office"]["servers"] = 2


def hours(tree):
    tree["calendars"] = {"office": {"hours": ["09:00-12:00", "14:00-17:00"]}}
    tree["stations"]["desk"]["calendar"] = "office"


def service_time(tree):
    tree["processes"]["ladder"][1]["queue"]["time"] = {"law": "weibull", "mean": 60, "shape": 2}


def another_step(tree):
    tree["processes"]["ladder"].insert(1, {"wait": {"kind": "discover", "time": {"law": "exponential", "mean": 50}}})


def another_station(tree):
    tree["stations"] = {"archive": {"tier": "province", "servers": 1}, **tree["stations"]}


def another_service(tree):
    other = {"demand": {"per_day": 50}, "traditional": {"process": "ladder"}}
    tree["services"] = {"before": other, **tree["services"], "zeta": other}


def another_county(tree):
    tree["network"]["nodes"] += [
        {"code": "c2", "tier": "county", "parent": "p"},
        {"code": "t2", "tier": "township", "parent": "c2", "rural_share": 0.5},
    ]


def risks(tree):
    power = {"station": "desk", "mean_up_hours": 5, "down": 60}
    tree["risks"] = {"breakdowns": {"power": power}, "outage": {"on": True, "availability": 0.9}}


def longer(tree):
    tree["experiment"]["follow_up_days"] = 2


CHANGES = [
    adoption,
    staff,
    hours,
    service_time,
    another_step,
    another_station,
    another_service,
    another_county,
    risks,
    longer,
]


@pytest.fixture(scope="module")
def before():
    return lived()


@pytest.mark.parametrize("change", CHANGES)
def test_inputs_of_a_case_do_not_depend_on_anything_else(before, change):
    old, new = by_case(before, INPUTS), by_case(lived(change), INPUTS)
    assert len(old) > 300
    assert {who: new.get(who) for who in old} == old


@pytest.mark.parametrize("change", [c for c in CHANGES if c is not longer])
def test_no_change_of_supply_brings_other_needs_from_the_same_places(before, change):
    old, new = by_case(before, INPUTS), by_case(lived(change), INPUTS)
    assert {who for who in new if who[0] in {"appeal", "visit"} and who[1] in {"t1", "t3"}} == set(old)


def demand(factor):
    def change(tree):
        tree["policy"]["demand"] = factor

    return change


@pytest.mark.parametrize(("less", "more"), [(0.4, 1), (0.4, 0.7), (1, 2.5), (2, 2.5), (2.5, 2.6), (2.5, 4)])
def test_more_demand_is_a_superset_of_less(less, more):
    fewer, many = by_case(lived(demand(less)), INPUTS), by_case(lived(demand(more)), INPUTS)
    assert {who: many.get(who) for who in fewer} == fewer
    expected = 3 * 2 * (30 + 40) * (more - less)
    # Batches of 1 or 2 spread a little wider than single needs: the variance is 1.75 / 1.25 of the mean there.
    assert abs(len(many) - len(fewer) - expected) < 4 * (1.4 * expected) ** 0.5


def test_adopters_at_a_lower_lever_adopt_at_a_higher_one(before):
    few, many = (by_case(life, ["channel"]) for life in (before, lived(adoption)))
    adopt = {who for who, (channel,) in few.items() if channel == Channel.PLATFORM}
    assert adopt < {who for who, (channel,) in many.items() if channel == Channel.PLATFORM}


def test_one_draw_name_is_one_luck_in_both_channels(before):
    only_app = lived(lambda tree: tree["policy"].update(adoption=1))
    only_ladder = lived(lambda tree: (tree["policy"].update(adoption=0), tree["processes"]["ladder"].pop(2)))
    fields = ["staff_time", "end"]
    app, ladder = by_case(only_app, fields), by_case(only_ladder, fields)
    both = [w for w in app if w[0] == "appeal" and app[w][1] <= 1 and ladder[w][1] <= 1]
    assert len(both) > 100
    assert all(app[w] == ladder[w] for w in both)


def test_a_draw_is_the_same_whether_or_not_its_step_can_be_come_to_again():
    def stepwise(tree, chance):
        tree["processes"]["ladder"] = [
            {"label": "top", "travel": {"time": {"law": "exponential", "mean": 9}}},
            {"relay": {"time": {"law": "exponential", "mean": 8}}},
            {"fork": {"departments": ["desk", "clinic"], "name": "f", "count": {"1": 1, "2": 1},
                      "overhead": {"law": "exponential", "mean": 7}, "steps": [{"wait": {"kind": "match", "time": 1}}]}},
            {"check": {"name": "back", "chance": chance, "back_to": "top"}},
            {"close": {"hollow": 0.5}},
        ]  # fmt: skip
        tree["policy"]["adoption"] = 0

    plain, looped = (lived(lambda tree, c=c: stepwise(tree, c)) for c in (0, 1e-12))
    fields = ("time_travel", "time_relay", "departments", "end")
    assert by_case(plain, fields) == by_case(looped, fields)


def untouched(life, service, origin):
    """Whole records of a service at an origin, with nothing in them that counts positions of the scenario."""
    fields = [f for f in names(CASE_FIELDS) if f not in {"service", "origin"}]
    return {who: row for who, row in by_case(life, fields).items() if who[:2] == (service, origin)}


@pytest.mark.parametrize(
    ("change", "service", "origin"),
    [
        (staff, "visit", "t1"),
        (service_time, "visit", "t1"),
        (adoption, "visit", "t3"),
        (another_service, "visit", "t3"),
        (another_county, "appeal", "t1"),
        (another_county, "visit", "t3"),
        (another_station, "appeal", "t3"),
    ],
)
def test_records_are_identical_where_no_station_is_shared_with_what_changed(before, change, service, origin):
    old = untouched(before, service, origin)
    assert len(old) > 50
    assert untouched(lived(change), service, origin) == old


def test_a_change_at_a_shared_station_does_show(before):
    assert untouched(lived(staff), "appeal", "t1") != untouched(before, "appeal", "t1")


def test_each_replication_and_each_seed_has_luck_of_its_own(before):
    again = lived(replication=1)
    other = lived(lambda tree: tree["experiment"].update(seed=8))
    arisen = [set(life.all("arisen")) for life in (before, again, other)]
    assert len(arisen[0] & arisen[1]) + len(arisen[0] & arisen[2]) <= 2
    assert np.array_equal(lived().cases, before.cases)
