"""Servers by place: from units of the place, or node by node; 0 servers make no station."""

import pytest

from sinksim.core.errors import BadInput
from sinksim.metrics.aggregate import Aggregate
from sinksim.metrics.indicators import indicators
from sinksim.plan.compiling import compile_plan
from sinksim.workload.offered_load import offered_load
from tests.helpers.worlds import HOUR, MINUTE, scenario

# Two counties below a province; hospitals 3 and 1. Three cases arise in each at minute 0.
WORLD = """
network:
  nodes:
    - {code: p, tier: province, units: {hospitals: 2}}
    - {code: a, tier: county, parent: p, units: {hospitals: 3}, weight: 5, population: 1000}
    - {code: b, tier: county, parent: p, units: {hospitals: 1}, weight: 2, population: 3000}
stations: {rooms: {tier: TIER, servers: SERVERS}}
processes: {main: [{queue: {station: rooms, time: 10}}, close]}
"""
CASES = [{"origin": origin, "arisen": 0} for origin in "aaabbb"]


def servers(rule, tier="county"):
    text = WORLD.replace("SERVERS", rule).replace("TIER", tier)
    plan = compile_plan(scenario(text, CASES))
    labels = plan.labels.stations
    return dict(zip(labels.names, labels.servers.tolist(), strict=True))


@pytest.mark.parametrize(
    ("rule", "at_a", "at_b"),
    [
        ("{per_unit: {of: hospitals, each: 1}}", 3, 1),
        ("{per_unit: {of: hospitals, each: 70}, at_least: 0}", 210, 70),
        ("{per_unit: {of: hospitals, each: 0.5}}", 2, 1),  # 1.5 half up; 0.5 half up
        ("{per_unit: {of: hospitals, each: 0.4}, at_least: 2}", 2, 2),
        ("{per_unit: {of: committees, each: 2}}", 10, 4),
        ("{per_unit: {of: county, each: 4}}", 4, 4),  # each is the one place of the tier at and below itself
        ("{by_node: {a: 7, b: 2}}", 7, 2),
        ("{by_node: {a: 7}, default: 3}", 7, 3),
        ("{by_node: {}, default: 3, at_least: 5}", 3, 3),
    ],
)
def test_servers_follow_units_or_the_code_of_the_node(rule, at_a, at_b):
    assert servers(rule) == {"rooms@a": at_a, "rooms@b": at_b}


def test_a_place_counts_the_places_of_a_tier_below_it():
    assert servers("{per_unit: {of: county, each: 4}}", "province") == {"rooms@p": 8}
    assert servers("{per_unit: {of: hospitals, each: 4}}", "province") == {"rooms@p": 8}


def test_what_is_added_or_stated_at_a_place_goes_before_the_rule():
    text = WORLD.replace("TIER", "county").replace(
        "servers: SERVERS", "servers: {per_unit: {of: hospitals, each: 1}}, AT"
    )
    for at, expected in (("{add: -1}", 2), ("{servers: 9}", 9)):
        plan = compile_plan(scenario(text.replace("AT", f"at: {{a: {at}}}"), CASES))
        assert plan.labels.stations.servers.tolist() == [expected, 1]


def test_a_place_with_more_hospitals_serves_more_at_once(live):
    text = WORLD.replace("TIER", "county").replace("SERVERS", "{per_unit: {of: hospitals, each: 1}}")
    life = live(text, CASES)
    # Three rooms at a: nobody waits. One at b: 10, 20, 30 minutes.
    assert life.minutes("closed") == [10, 10, 10, 10, 20, 30]
    assert (life.station("rooms@a")["busy"], life.station("rooms@b")["busy"]) == (30 * MINUTE, 30 * MINUTE)


def test_the_load_expected_before_a_run_goes_by_the_servers_of_the_place():
    text = WORLD.replace("TIER", "county").replace("SERVERS", "{per_unit: {of: hospitals, each: 1}}")
    text += "services: {need: {demand: {per_day: 72}, traditional: {process: main}}}\n"
    # 72 cases of 10 min are half a day of work: of three rooms at a, of one at b.
    plan = compile_plan(scenario(text))
    assert offered_load(plan).utilisation.tolist() == pytest.approx([0.5 / 3, 0.5])


@pytest.mark.parametrize("setting", ["within: a", "scale: 1.0e-9"])
def test_the_utilisation_of_a_part_leaves_out_the_stand_in_of_the_other_places(live, setting):
    text = WORLD.replace("network:", f"network:\n  {setting}").replace("TIER", "county")
    life = live(text.replace("SERVERS", "{by_node: {a: 5, b: 5}}"), CASES)
    assert sorted(life.plan.labels.stations.stand_in.tolist()) == [False, True]
    aggregate = Aggregate(life.plan.labels)
    aggregate.fold(life.cases)
    aggregate.fold_tables(life.tables)
    (row,) = [row for row in indicators(life.plan.labels) if row.name == "utilisation:rooms"]
    # Three cases of 10 min in a day of five servers; the stand-in has a million.
    (own,) = [n for n in life.plan.labels.stations.names if not n.endswith("@*")]
    assert life.station(own)["busy"] == 30 * MINUTE
    assert row.formula(aggregate.slice("overall"))[0] == pytest.approx(
        30 / (5 * life.plan.labels.window.horizon / MINUTE)
    )


def test_posts_and_levels_go_by_the_servers_of_the_place(live):
    text = WORLD.replace("TIER", "county").replace(
        "servers: SERVERS", "servers: {by_node: {a: 4, b: 2}}, calendar: half, staff: clerk, paid: posts"
    )
    text += "calendars: {half: {hours: ['00:00-02:00'], levels: [0.5], days: all}}\n"
    text += "costs: {staff: {clerk: {wage: 36, payer: institution}}}\n"
    life = live(text, CASES)
    # Half of the servers for two hours: 2 x 2 h at a, 1 x 2 h at b.
    assert life.station("rooms@a")["open"] == 4 * HOUR
    assert life.station("rooms@b")["open"] == 2 * HOUR
    assert life.plan.labels.payroll.window.tolist() == [4 * 36_000, 2 * 36_000]


def test_a_part_of_the_network_takes_its_share_of_the_servers_above_it():
    part = WORLD.replace("network:", "network:\n  within: a\n  unselected: share")
    text = part.replace("TIER", "province").replace("SERVERS", "{per_unit: {of: hospitals, each: 4}}")
    plan = compile_plan(scenario(text, CASES))
    assert plan.labels.stations.servers.tolist() == [2]  # 8 x 1000 / 4000 residents


@pytest.mark.parametrize("rule", ["{by_node: {a: 1}}", "{per_unit: {of: clinics, each: 1}, at_least: 0}"])
def test_a_place_of_no_servers_has_no_station_and_a_process_that_needs_one_is_refused(rule):
    text = WORLD.replace("TIER", "county").replace("SERVERS", rule).replace("hospitals: 3", "hospitals: 3, clinics: 1")
    with pytest.raises(
        BadInput, match=r"needs station 'rooms', which origin 'b' cannot reach; allowed: a station at or"
    ):
        compile_plan(scenario(text, CASES))
    unused = text.replace("{queue: {station: rooms, time: 10}}, ", "")
    assert compile_plan(scenario(unused, CASES)).labels.stations.names == ("rooms@a",)


@pytest.mark.parametrize(
    ("rule", "sentence"),
    [
        ("{by_node: {a: 1, c: 2}, default: 1}", "stations.rooms.servers.by_node has 'c'; allowed: codes of places of the tier"),
        ("{by_node: {p: 1}, default: 1}", "stations.rooms.servers.by_node has 'p'; allowed: codes of places of the"),
        ("{per_unit: {of: hospital, each: 1}}", "stations.rooms.servers.per_unit.of is 'hospital'; allowed: units that places"),
        ("{per_unit: {of: hospital, each: 1}}", "did you mean hospitals?"),
        ("{per_100k: 1, by_node: {a: 1}}", "servers has none or several of per_100k, per_unit and by_node; allowed: exactly one"),
        ("{at_least: 1}", "servers has none or several of per_100k, per_unit and by_node; allowed: exactly one"),
        ("{by_node: {a: -1}}", "stations.rooms.servers.by_node.a is -1; allowed: "),
    ],
)  # fmt: skip
def test_what_no_place_has_is_refused_in_a_sentence(rule, sentence):
    with pytest.raises(BadInput) as caught:
        servers(rule)
    assert sentence in str(caught.value)


def test_rooms_by_hospital_in_sichuan_are_those_of_the_table():
    text = """
network: {divisions: sichuan}
stations:
  city: {tier: prefecture, servers: {per_unit: {of: hospitals, each: 70}}}
  desks: {tier: county, servers: {per_unit: {of: committees, each: 0.01}}}
processes: {main: [{queue: {station: city, time: 10}}, close]}
"""
    labels = compile_plan(scenario(text, [{"origin": "510104", "arisen": 0}])).labels.stations
    found = dict(zip(labels.names, labels.servers.tolist(), strict=True))
    assert (found["city@510100"], found["city@510400"], found["city@513300"]) == (1540, 280, 70)
    assert sum(number for name, number in found.items() if name.startswith("city@")) == 5460
    assert found["desks@510722"] == 5  # 462 committees
