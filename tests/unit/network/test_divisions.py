from collections import Counter
from math import pi, sqrt

import pytest

from sinksim.network.divisions import division_nodes, read_divisions, split, township_population
from sinksim.network.travel import great_circle_km
from sinksim.scenarios.places import Legs

TABLE = read_divisions("guizhou")
NODES = division_nodes(TABLE, Legs())
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
    kept = [d for d in TABLE if "520102" not in (d.code, d.parent)]
    without = {n.code: n for n in division_nodes(kept, Legs())}
    assert without == {code: n for code, n in BY_CODE.items() if "520102" not in (code, n.parent)}


def test_population_below_the_county_is_whole_and_not_negative():
    assert all(isinstance(p, int) and p > 0 for p in township_population(TABLE).values())
