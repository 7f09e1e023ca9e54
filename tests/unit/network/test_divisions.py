from collections import Counter
from dataclasses import replace
from math import pi, sqrt

import pytest

from sinksim.network.divisions import division_nodes, populations, split
from sinksim.network.travel import great_circle_km
from sinksim.scenarios.divisions import RouteTimes, TravelRoute
from sinksim.scenarios.loading.place_tables import PlaceTables, read_place
from tests.helpers.divisions import division

GUIZHOU = read_place("guizhou")
TABLE = GUIZHOU.divisions
NODES = division_nodes(GUIZHOU, GUIZHOU.route_times)
BY_CODE = {n.code: n for n in NODES}


def test_guizhou_has_9_prefectures_88_counties_and_1510_townships():
    assert Counter(n.tier for n in NODES) == {"province": 1, "prefecture": 9, "county": 88, "township": 1510}


@pytest.mark.parametrize("tier", ["province", "prefecture", "county", "township"])
def test_every_tier_holds_the_38562148_residents_of_the_census(tier):
    assert sum(n.population for n in NODES if n.tier == tier) == 38_562_148


def test_the_townships_of_each_county_hold_exactly_its_residents():
    below = Counter()
    for n in NODES:
        if n.tier == "township":
            below[n.parent] += n.population
    assert below == {n.code: n.population for n in NODES if n.tier == "county"}


def test_a_township_has_people_in_proportion_to_its_committees():
    for n in NODES:
        if n.tier == "township":
            county = BY_CODE[n.parent]
            assert abs(n.population - county.population * n.weight / county.weight) < 1


def test_the_largest_remainder_goes_first_and_equal_remainders_by_code():
    assert split(10, {"b": 1, "a": 1, "c": 1}) == {"a": 4, "b": 3, "c": 3}
    assert split(7, {"a": 5, "b": 3, "c": 1}) == {"a": 4, "b": 2, "c": 1}
    assert split(3, {"a": 0, "b": 0}) == {"a": 2, "b": 1}


def test_224_townships_are_surveyed_and_the_others_are_marked_schematic():
    townships = [n for n in NODES if n.tier == "township"]
    assert sum(not n.schematic for n in townships) == 224
    assert all(n.lon is not None and n.lat is not None for n in townships)
    assert not any(n.schematic for n in NODES if n.tier != "township")


def test_a_schematic_township_lies_within_a_disc_of_its_countys_area():
    area = {d.code: d.area_km2 for d in TABLE}
    for n in NODES:
        if n.schematic:
            county = BY_CODE[n.parent]
            assert great_circle_km((n.lon, n.lat), (county.lon, county.lat)) <= 0.81 * sqrt(area[n.parent] / pi)


def test_townships_inherit_the_shares_of_their_county():
    county, township = BY_CODE["520102"], next(n for n in NODES if n.parent == "520102")
    assert (
        (township.rural_share, township.share_60plus) == (county.rural_share, county.share_60plus) == (0.0494, 0.1468)
    )


def test_leaving_a_county_out_changes_nothing_about_the_others():
    kept = tuple(d for d in TABLE if "520102" not in (d.code, d.parent))
    without = {n.code: n for n in division_nodes(replace(GUIZHOU, divisions=kept), GUIZHOU.route_times)}
    assert without == {code: n for code, n in BY_CODE.items() if "520102" not in (code, n.parent)}


def test_population_below_the_county_is_whole_and_not_negative():
    assert all(isinstance(p, int) and p > 0 for p in populations(TABLE).values())


# Five tiers, the two lowest without a census of their own.
DEEP = (
    division("n", "nation", population=1000),
    division("p", "province", "n", population=900, rural_share=0.2, share_60plus=0.1),
    division("c", "county", "p", population=700, lon=106.0, lat=26.0, area_km2=100.0),
    division("d", "county", "p", population=200),
    division("t1", "township", "c", committees=3),
    division("t2", "township", "c", population=100),
    division("t3", "township", "c", committees=1),
    division("v1", "village", "t1", committees=1),
    division("v2", "village", "t1", committees=2),
    division("v3", "village", "t3"),
    division("v4", "village", "t3"),
)
FIXED = {"low": 9, "mode": 9, "high": 9, "fare": 2, "evidence": "X"}


def test_what_the_places_above_leave_is_split_over_any_number_of_tiers():
    found = populations(DEEP)
    assert {code: found[code] for code in ("t1", "t2", "t3")} == {"t1": 450, "t2": 100, "t3": 150}
    assert {code: found[code] for code in ("v1", "v2", "v3", "v4")} == {"v1": 150, "v2": 300, "v3": 75, "v4": 75}


def test_published_residents_above_those_of_the_place_above_leave_none_for_the_others():
    rows = (division("c", "county", population=5), division("a", "township", "c", population=9))
    assert populations((*rows, division("b", "township", "c"))) == {"c": 5, "a": 9, "b": 0}


def test_the_nearest_published_shares_hold_on_every_tier_below():
    nodes = {n.code: n for n in division_nodes(PlaceTables(DEEP), {})}
    assert {(n.rural_share, n.share_60plus) for code, n in nodes.items() if code != "n"} == {(0.2, 0.1)}
    assert nodes["n"].rural_share == 0


def test_the_way_home_is_that_of_the_tier_which_the_table_names():
    way = TravelRoute(name="home", lower="village", **FIXED)
    nodes = division_nodes(PlaceTables(DEEP, (way,)), {"home": RouteTimes(low=5, mode=5, high=5, fare=1)})
    assert {(n.local_minutes, n.local_fare) for n in nodes if n.tier == "village"} == {(5, 1)}
    assert {(n.local_minutes, n.local_fare) for n in nodes if n.tier != "village"} == {(0, 0)}
