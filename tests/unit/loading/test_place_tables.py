"""A place is a folder of tables: whatever its tiers are called, it is found by listing and needs no Python."""

import re

import pytest

from sinksim.analysis.assumptions import assumptions
from sinksim.core.errors import BadInput
from sinksim.i18n.faults import fault_in
from sinksim.network.graph import build_graph, origins, travel_minutes
from sinksim.network.outlines import outlines_around
from sinksim.scenarios.levers import all_levers, lever
from sinksim.scenarios.loading import place_tables, presets
from sinksim.scenarios.loading.composing import compose, overridden, scenario_of
from sinksim.scenarios.loading.place_tables import DIVISIONS, OUTLINES, places_with, read_outline_rows, read_place
from sinksim.scenarios.loading.settings import apply_settings
from sinksim.scenarios.loading.sides import Sides
from sinksim.scenarios.loading.user_tables import with_network
from sinksim.scenarios.meanings import meanings
from sinksim.scenarios.places import Network, RouteTimes
from sinksim.scenarios.structure import area_tier_of

TABLES = {
    "divisions": """code,name,tier,parent,population,committees,lon,lat,area_km2
s,Sea,sea,,900,,,,
h1,Harbour,harbour,s,600,,100.0,10.0,50
h2,Haven,harbour,s,300,,,,
q1,Quay,quay,h1,,2,,,
q2,Pier,quay,h1,,1,,,
q3,Slip,quay,h2,,,,,
b1,Berth,berth,q1,,,,,
b2,Berth,berth,q2,,,,,
b3,Berth,berth,q3,,,,,
""",
    "ways": """name,lower,upper,low,mode,high,fare,evidence,source,distance_quantiles_km
home,berth,,5,5,5,1,X,,
up,berth,quay,10,10,10,2,O,a timetable,
far,quay,sea,30,30,30,4,X,,1;2;3
""",
    "institutions": """tier,kind,total,one_each,rest_by,connected,evidence,source
quay,office,5,yes,committees,no,X,
""",
    "outlines": """code,name,kind,points
770100,Harbour,outer,99 9;101 9;101 11;99 9
""",
}
SCENARIO = """
network: {divisions: harbour}
stations: {desk: {tier: quay, servers: 1}}
services: {s: {demand: {per_day: 1}, traditional: {process: p}}}
processes: {p: [{travel: {to: quay}}, {queue: {station: desk, time: 5}}, {close: {}}]}
"""
# The way of q1, q2 (below h1) and q3 (below h2, where it is slower) by their distance from there; the points are those of POINTS.
BY_DISTANCE = """name,lower,upper,within,low,mode,high,minutes_fixed,detour,speed_kmh,fare,fare_per_minute,evidence,source
up,quay,harbour,,,,,10,1.5,60,5,0.5,X,
slow,quay,harbour,h2,,,,20,1.5,30,5,,X,
"""
POINTS = """code,name,tier,parent,population,committees,lon,lat
s,Sea,sea,,900,,,
h1,Harbour,harbour,s,600,,0,0
h2,Haven,harbour,s,300,,1,0
q1,Quay,quay,h1,,2,0,1
q2,Pier,quay,h1,,1,0,0
q3,Slip,quay,h2,,,1,1
"""
AT_PLACES = """tier,kind,place,total,one_each,rest_by,connected,evidence,source
harbour,office,h1,3,no,population,no,X,
harbour,office,h2,1,no,population,yes,X,
"""
QUOTE = "'"
KNOWN = "'beijing', 'chancheng', 'guangzhou', 'guizhou', 'harbour', 'sichuan'"


@pytest.fixture
def conf(tmp_path, monkeypatch):
    """A copy of the folder of presets whose places are those of the program and ``harbour``."""
    real = presets.conf_folder()
    (tmp_path / "places").mkdir()
    for path in real.iterdir():
        if path.name != "places":
            (tmp_path / path.name).symlink_to(path)
    for path in (real / "places").iterdir():
        (tmp_path / "places" / path.name).symlink_to(path)
    for module in (presets, place_tables):
        monkeypatch.setattr(module, "conf_folder", lambda: tmp_path)
    write(tmp_path, "harbour")
    (tmp_path / "own.yaml").write_text(SCENARIO)
    return tmp_path


def write(conf, place, **changed):
    folder = conf / "places" / place
    folder.mkdir()
    for name, text in (TABLES | changed).items():
        if text is not None:
            (folder / f"{name}.csv").write_text(text)


def test_places_are_found_by_listing_and_only_those_with_divisions_are_divisions():
    assert places_with(DIVISIONS) == ["beijing", "chancheng", "guangzhou", "guizhou", "sichuan"]
    assert places_with(OUTLINES) == ["beijing", "guizhou", "sichuan"]


def test_guizhou_states_what_its_documents_say():
    tables = read_place("guizhou")
    assert tables.tiers == ("province", "prefecture", "county", "township")
    assert sum(rule.total for rule in tables.institutions if rule.connected) == 1800


def test_a_folder_of_tables_is_a_network_of_its_own_tiers(conf):
    network = Network(divisions="harbour")
    graph = build_graph(network)
    assert network.ladder == graph.graph["tiers"] == ("sea", "harbour", "quay", "berth")
    assert area_tier_of(network.ladder) == "quay"
    assert origins(graph) == ["b1", "b2", "b3"]
    assert travel_minutes(graph, "b1") == {"berth": (5, 1), "quay": (10, 2), "sea": (40, 6)}
    assert {code: graph.nodes[code]["population"] for code in ("q1", "q2", "b1", "b3")} == {
        "q1": 400, "q2": 200, "b1": 400, "b3": 300,
    }  # fmt: skip
    assert [graph.nodes[code].get("unconnected") for code in ("q1", "q2", "q3", "s")] == [2, 2, 1, None]
    assert {o.code for o in outlines_around({"770100": (100.0, 10.0)})} == {"770100"}


def test_the_ways_of_the_table_are_the_defaults_number_by_number(conf):
    network = Network.model_validate({"divisions": "harbour", "travel": {"up": {"high": 12}}})
    assert network.travel["up"] == RouteTimes(low=10, mode=10, high=12, fare=2)
    assert network.travel["home"] == read_place("harbour").route_times["home"]
    assert hash(network) == hash(Network.model_validate(network.model_dump())) != hash(Network(divisions="harbour"))


def test_minutes_and_fare_by_distance_and_slower_ways_where_the_table_says_so(conf):
    write(conf, "round", divisions=POINTS, ways=BY_DISTANCE, institutions=AT_PLACES)
    graph = build_graph(Network(divisions="round"))
    # A degree of a great circle of 6,371.0088 km is 111.195 km: 166.793 km by road.
    assert travel_minutes(graph, "q1")["harbour"] == pytest.approx((10 + 166.793, 5 + 0.5 * 176.793), abs=0.01)
    assert travel_minutes(graph, "q2")["harbour"] == (10, 10)
    assert travel_minutes(graph, "q3")["harbour"] == pytest.approx((20 + 2 * 166.793, 5), abs=0.01)
    faster = Network.model_validate({"divisions": "round", "travel": {"slow": {"speed_kmh": 60.0}}})
    assert travel_minutes(build_graph(faster), "q3")["harbour"] == pytest.approx((20 + 166.793, 5), abs=0.01)


def test_institutions_stand_at_the_place_that_their_row_names(conf):
    write(conf, "round", divisions=POINTS, ways=BY_DISTANCE, institutions=AT_PLACES)
    nodes = build_graph(Network(divisions="round")).nodes
    assert [(nodes[c]["institutions"], nodes[c]["unconnected"]) for c in ("h1", "h2")] == [(0, 3), (1, 0)]


def test_a_way_by_distance_to_a_place_without_a_point_is_refused(conf):
    write(conf, "round", divisions=POINTS.replace(",1,1\n", ",,\n"), ways=BY_DISTANCE, institutions=None)
    with pytest.raises(
        BadInput, match=r"^network\.travel\.slow: the place 'q3' has no point; allowed: places with lon"
    ):
        build_graph(Network(divisions="round"))


def test_residents_follow_their_own_weight_where_the_table_has_one(conf):
    weighted = POINTS.replace("population,", "population,residents_weight,").replace(",,2,", ",,1,2,")
    weighted = weighted.replace("sea,,900,", "sea,,900,,").replace("s,600,", "s,600,,").replace("s,300,", "s,300,,")
    weighted = weighted.replace("h1,,1,0", "h1,,4,1,0").replace("h2,,,", "h2,,,,")
    write(conf, "heavy", divisions=weighted, ways=BY_DISTANCE, institutions=None)
    nodes = build_graph(Network(divisions="heavy")).nodes
    assert [nodes[code]["population"] for code in ("q1", "q2", "q3")] == [120, 480, 300]


def test_each_number_of_a_way_is_overridden_by_its_path_and_is_a_lever_with_what_the_table_says_of_it(conf):
    tree = compose(str(conf / "own.yaml"), ["network.travel.up.high=25"])
    assert scenario_of(tree, "own").network.travel["up"] == RouteTimes(low=10, mode=10, high=25, fare=2)
    found = lever(tree, "network.travel.up.high")
    assert (found.value, found.declaration.unit, found.declaration.evidence, found.declaration.source) == (
        25,
        "min",
        "O",
        "a timetable",
    )
    paths = [one.path for one in all_levers(tree) if one.path.startswith("network.travel.")]
    assert len(paths) == 3 * 4
    assert lever(tree, "network.divisions").choices == tuple(places_with(DIVISIONS))


def test_ways_without_a_source_are_listed_as_assumptions(conf):
    tree = compose(str(conf / "own.yaml"))
    listed = " ".join(row.name for row in assumptions(scenario_of(tree, "own"), tree))
    assert "network.travel.home.low" in listed
    assert "network.travel.far.fare" in listed
    assert "network.travel.up" not in listed


def test_another_table_brings_its_own_ways_and_keeps_only_what_was_asked_for(conf):
    said = ["network.divisions=guizhou", "+network.travel.local.fare=7"]
    tree = compose(str(conf / "own.yaml"), said)
    expected = read_place("guizhou").route_times
    expected["local"] = expected["local"].model_copy(update={"fare": 7})
    assert scenario_of({**tree, "stations": {}, "processes": {"p": [{"close": {}}]}}, "own").network.travel == expected


def other_table_by_override(tree):
    return overridden(tree, ["network.divisions=harbour", "+network.travel.home.fare=7"], "x")


def other_table_by_settings(tree):
    settings = {"network.divisions": "harbour", "network.travel": {"home": {"fare": 7}}}
    return apply_settings(tree, settings, "x")


def other_table_by_what_all_sides_share(tree):
    return Sides(tree, "x", {"network.divisions": "harbour"}, {"one": {"network.travel.home.fare": 7}}).trees()["one"]


def other_table_by_what_one_side_says(tree):
    said = {"network.divisions": "harbour", "network.travel": {"home": {"fare": 7}}}
    return Sides(tree, "x", {}, {"same": {}, "other": said}).trees()["other"]


def other_table_by_what_comes_last(tree):
    sides = Sides(tree, "x", {}, {"one": {"network.travel": {"home": {"fare": 7}}}})
    return sides.ending_with({"network.divisions": "harbour"}).trees()["one"]


DOORS = [call for name, call in globals().items() if name.startswith("other_table_by_")]


@pytest.mark.parametrize("door", DOORS, ids=lambda door: door.__name__)
def test_through_every_door_another_table_takes_the_ways_of_the_former_one_away(conf, door):
    tree = compose("guizhou")
    assert set(tree["network"]["travel"]) == set(read_place("guizhou").route_times)
    expected = read_place("harbour").route_times
    expected["home"] = expected["home"].model_copy(update={"fare": 7})
    assert (
        Network.model_validate({"divisions": "harbour", "travel": door(tree)["network"]["travel"]}).travel == expected
    )


def test_places_of_one_s_own_leave_no_ways_of_a_table_behind(conf):
    places = Network.model_validate({"nodes": [{"code": "a", "name": "A", "tier": "site"}]}, strict=False)
    assert with_network(compose("guizhou"), places, scaled=False)["network"]["travel"] == {}
    assert apply_settings(compose("guizhou"), {"network.divisions": None}, "x")["network"]["travel"] == {}


def test_a_place_without_ways_or_institutions_has_none(conf):
    write(conf, "bare", ways=None, institutions=None, outlines=None)
    assert Network(divisions="bare").travel == {}
    assert build_graph(Network(divisions="bare")).nodes["q1"].get("unconnected") is None


@pytest.mark.parametrize(
    ("network", "sentence"),
    [
        ("{divisions: habour}", f"network.divisions is 'habour'; allowed: {KNOWN} (built-in table of"),
        ("{divisions: habour}", "did you mean harbour?"),
        ("{divisions: sichuam}", f"network.divisions is 'sichuam'; allowed: {KNOWN}"),
        ("{divisions: ../harbour}", "network.divisions is '../harbour'; allowed: "),
        ("{divisions: 3}", f"network.divisions is 3; allowed: {KNOWN.replace(QUOTE, '')} (built-in table"),
        (
            "{divisions: harbour, travel: {upp: {mode: 3}}}",
            "network.travel has 'upp'; allowed: the ways of the table of harbour (did you mean up?)",
        ),
        ("{divisions: harbour, travel: {up: {mode: 30}}}", "network.travel.up: low, mode, high are 10.0, 30.0, 10.0"),
        ("{divisions: harbour, travel: {up: {speed: 3}}}", "network.travel.up.speed is not a known name"),
        ("{divisions: harbour, travel: [1]}", "network.travel is [1]; allowed: a mapping"),
        (
            "{divisions: harbour, travel: {up: 1}}",
            "network.travel.up is 1; allowed: a mapping with low, mode, high, minutes_fixed",
        ),
    ],
)
def test_what_no_table_knows_is_refused_with_the_nearest(conf, network, sentence):
    (conf / "own.yaml").write_text(SCENARIO.replace("{divisions: harbour}", network))
    with pytest.raises(BadInput) as caught:
        scenario_of(compose(str(conf / "own.yaml")), "own")
    assert sentence in str(caught.value)
    assert "\n" not in str(caught.value)


def put(table, old, new):
    assert TABLES[table].count(old) == 1
    return {table: TABLES[table].replace(old, new)}


BROKEN = {
    "two-tops": (put("divisions", "h2,Haven,harbour,s", "h2,Haven,harbour,"), "divisions.csv:4: parent is ''; allowed: "),
    "unknown-parent": (put("divisions", "b2,Berth,berth,q2", "b2,Berth,berth,q9"), "divisions.csv:9: parent is 'q9'"),
    "upside-down": (put("divisions", "h2,Haven,harbour,s", "h2,Haven,harbour,b1"), "divisions.csv:4: "),
    "code-twice": (put("divisions", "q3,Slip", "q2,Slip"), "divisions.csv:7: code is 'q2'; allowed: each code once"),
    "not-a-number": (put("divisions", "s,300,", "s,many,"), "divisions.csv:4: population is 'many'; allowed: a whole number"),
    "half-a-point": (put("divisions", "100.0,10.0", "100.0,"), "divisions.csv:3: the place has only one of lon and lat"),
    "unknown-column": (put("divisions", "area_km2", "area"), "divisions.csv: column 'area' is unknown"),
    "missing-column": (put("divisions", "code,name,tier", "name,tier,code2"), "divisions.csv: column code is missing"),
    "way-from-nowhere": (put("ways", "up,berth", "up,bert"), "ways.csv:3: lower is 'bert'; allowed: one of sea, harbour, "),
    "way-down": (put("ways", "far,quay,sea", "far,quay,berth"), "ways.csv:4: upper is 'berth'; allowed: a tier above quay"),
    "way-twice": (put("ways", "far,", "up,"), "ways.csv:4: name is 'up'; allowed: each of them once"),
    "two-ways-home": (put("ways", "up,berth,quay", "up,berth,"), "ways.csv:3: upper is 'berth'; allowed: each of them once"),
    "minutes-fall": (put("ways", "10,10,10", "10,9,10"), "ways.csv:3: low, mode, high are 10.0, 9.0, 10.0; allowed: "),
    "half-a-form": (put("ways", "10,10,10", "10,10,"),
                    "ways.csv:3: the time of the way is given by low, mode; allowed: low, mode, high, or minutes_fixed"),
    "within-nowhere": ({"ways": BY_DISTANCE.replace(",h2,", ",h1;h9,")},
                       "ways.csv:3: within is 'h9'; allowed: the codes of places of the divisions"),
    "within-twice": ({"ways": BY_DISTANCE + "third,quay,harbour,h2,1,1,1,,,,0,,X,\n"},
                     "ways.csv:4: within is 'h2'; allowed: each of them once"),
    "no-distance-from-home": ({"ways": BY_DISTANCE.replace("quay,harbour,,", "quay,,,")},
                              "ways.csv:2: the way from home has minutes_fixed or within; allowed: low, mode, high, for"),
    "standing-nowhere": ({"institutions": AT_PLACES.replace(",h2,", ",q1,")},
                         "institutions.csv:3: place is 'q1'; allowed: the code of a place of harbour"),
    "distances-fall": (put("ways", "1;2;3", "1;3;3"), "ways.csv:4: distance_quantiles_km is (1.0, 3.0, 3.0); allowed: "),
    "distance-no-number": (put("ways", "1;2;3", "1;x"), "ways.csv:4: distance_quantiles_km.1 is 'x'; allowed: a number"),
    "no-evidence": (put("ways", "2,O,", "2,,"), "ways.csv:3: evidence is missing"),
    "odd-evidence": (put("ways", "2,O,", "2,Q,"), "ways.csv:3: evidence is 'Q'; allowed: 'S-P'"),
    "institutions-nowhere": (put("institutions", "quay,", "key,"), "institutions.csv:2: tier is 'key'; allowed: one of sea"),
    "too-few": (put("institutions", ",5,", ",2,"), "institutions.csv:2: total is 2; allowed: at least 3, one at each place"),
    "odd-rule": (put("institutions", "committees", "height"), "institutions.csv:2: rest_by is 'height'; allowed: 'population'"),
    "same-kind": (
        {"institutions": TABLES["institutions"] + "quay,office,1,no,population,no,X,\n"},
        "institutions.csv:3: kind is 'quay office'; allowed: each of them once",
    ),
    "open-line": (put("outlines", "101 11;99 9", "101 11;99 8"),
                  "outlines.csv:2: points: the line has 4 points; allowed: at least 4, the last one equal to the first"),
    "off-the-globe": (put("outlines", "101 11", "101 95"), "outlines.csv:2: points.2.1 is '95'; allowed: a number from -90"),
}  # fmt: skip


def everything_of(place):
    return read_outline_rows(place), read_place(place)


@pytest.mark.parametrize(("tables", "sentence"), BROKEN.values(), ids=BROKEN)
def test_a_malformed_table_is_refused_by_place_file_and_row(conf, tables, sentence):
    write(conf, "odd", **tables)
    with pytest.raises(BadInput) as caught:
        everything_of("odd")
    lines = str(caught.value).splitlines()
    assert any(line.startswith(f"odd/{sentence}") for line in lines), lines
    told = [fault_in("zh", line, meanings()) for line in lines]
    assert not [line for line in told if re.search(r"allowed|each|at least|one of|a tier|place of", line)], told


def test_a_malformed_table_is_refused_through_the_scenario_that_names_it(conf):
    write(conf, "odd", **put("ways", "10,10,10", "10,9,10"))
    (conf / "own.yaml").write_text(SCENARIO.replace("harbour", "odd"))
    with pytest.raises(BadInput, match=r"^odd/ways\.csv:3: low, mode, high are"):
        compose(str(conf / "own.yaml"))
