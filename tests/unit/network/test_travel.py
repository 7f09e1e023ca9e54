import subprocess
import sys

import numpy as np
import pytest
from scipy import stats

from sinksim.core.stable_hash import stable_hash, stable_unit
from sinksim.network.divisions import division_nodes
from sinksim.network.travel import (
    distance_rank,
    great_circle_km,
    route_minutes,
    surveyed_km,
    triangular_quantile,
)
from sinksim.scenarios.divisions import TravelRoute
from sinksim.scenarios.loading.place_tables import read_place
from sinksim.scenarios.nodes import Node

GUIZHOU = read_place("guizhou")
NODES = division_nodes(GUIZHOU, GUIZHOU.route_times)
BY_CODE = {n.code: n for n in NODES}


def upper_of(node, tier):
    while node.tier != tier:
        node = BY_CODE[node.parent]
    return node


WAYS = {way.name: way for way in GUIZHOU.routes}
BETWEEN = [way for way in GUIZHOU.routes if way.upper]


def ways(lower, upper):
    return [(n, upper_of(n, upper)) for n in NODES if n.tier == lower]


def test_a_degree_of_latitude_is_about_111_km():
    assert great_circle_km((106, 26), (106, 27)) == pytest.approx(111.195, abs=0.001)
    assert great_circle_km((0, 0), (180, 0)) == pytest.approx(np.pi * 6371.0088)
    assert great_circle_km((106, 26), (106, 26)) == 0


@pytest.mark.parametrize("u", [0.0, 0.1, 0.3, 0.5, 0.9, 1.0])
def test_the_triangular_quantile_is_that_of_scipy(u):
    law = stats.triang(c=(60 - 20) / 75, loc=20, scale=75)
    assert triangular_quantile(20, 60, 95, u) == pytest.approx(law.ppf(u))


def test_a_triangle_without_width_is_its_value():
    assert triangular_quantile(7, 7, 7, 0.3) == 7


@pytest.mark.parametrize("way", BETWEEN, ids=lambda way: way.name)
def test_the_table_of_distances_is_that_of_the_whole_of_guizhou(way):
    found = [km for a, b in ways(way.lower, way.upper) if (km := surveyed_km(a, b)) is not None]
    expected = np.quantile(found, np.linspace(0, 1, 21), method="hazen")
    assert way.distance_quantiles_km == pytest.approx(expected, abs=0.0051)


def test_the_rank_rises_with_distance_and_stays_within_its_bounds():
    table = WAYS["county_prefecture"].distance_quantiles_km
    ranks = [distance_rank(table, km) for km in np.linspace(0, 500, 400)]
    assert ranks == sorted(ranks)
    assert (ranks[0], ranks[-1]) == (0.005, 0.995)
    assert distance_rank(table, 52.67) == pytest.approx(0.5)


def test_where_both_ends_are_surveyed_the_farther_way_takes_longer():
    way = WAYS["township_county"]
    pairs = [(surveyed_km(a, b), route_minutes(way, way.times, a, b))
             for a, b in ways("township", "county") if not a.schematic]  # fmt: skip
    km, minutes = zip(*pairs, strict=True)
    assert len(pairs) == 224
    assert stats.spearmanr(km, minutes).statistic > 0.999


def test_where_the_place_is_schematic_the_minutes_hang_on_the_code_alone():
    way = WAYS["township_county"]
    here = Node(code="x", tier="township", lon=106.0, lat=26.0, schematic=True)
    there = here.model_copy(update={"lon": 108.0})
    county = Node(code="y", tier="county", lon=106.5, lat=26.0)
    assert route_minutes(way, way.times, here, county) == route_minutes(way, way.times, there, county)


@pytest.mark.parametrize("way", BETWEEN, ids=lambda way: way.name)
def test_the_minutes_of_all_ways_follow_the_triangular_law(way):
    minutes = [route_minutes(way, way.times, a, b) for a, b in ways(way.lower, way.upper)]
    law = stats.triang(c=(way.mode - way.low) / (way.high - way.low), loc=way.low, scale=way.high - way.low)
    assert abs(np.mean(minutes) - law.mean()) < 4 * law.std() / np.sqrt(len(minutes))
    assert way.low <= min(minutes) <= max(minutes) <= way.high


def test_the_way_to_the_township_itself_is_triangular_over_codes():
    minutes = np.array([n.local_minutes for n in NODES if n.tier == "township"])
    law = stats.triang(c=10 / 25, loc=15, scale=25)
    assert abs(minutes.mean() - law.mean()) < 4 * law.std() / np.sqrt(len(minutes))
    assert abs(np.mean(minutes < 25) - 0.4) < 4 * np.sqrt(0.4 * 0.6 / len(minutes))


def test_a_fixed_leg_gives_its_minutes_to_every_way():
    way = TravelRoute(name="local", lower="township", low=9, mode=9, high=9, fare=0, evidence="X")
    assert route_minutes(way, way.times, NODES[-1]) == 9


def test_without_known_distances_the_minutes_hang_on_the_code_even_between_surveyed_places():
    way = WAYS["county_prefecture"].model_copy(update={"distance_quantiles_km": ()})
    a, b = next(pair for pair in ways("county", "prefecture") if surveyed_km(*pair) is not None)
    expected = triangular_quantile(way.low, way.mode, way.high, stable_unit(f"county_prefecture|{a.code}"))
    assert route_minutes(way, way.times, a, b) == round(expected, 3)


def test_the_hash_is_pinned_and_the_same_in_another_process():
    assert stable_hash("520102") == int.from_bytes(bytes.fromhex(PINNED))
    code = "from sinksim.core.stable_hash import stable_hash; print(stable_hash('520102'))"
    other = subprocess.run(
        [sys.executable, "-c", code], env={"PYTHONHASHSEED": "7"}, capture_output=True, text=True, check=True
    )
    assert int(other.stdout) == stable_hash("520102")


def test_the_numbers_made_from_texts_are_uniform():
    units = [stable_unit(f"t{i}") for i in range(4000)]
    assert 0 < min(units) < max(units) < 1
    assert stats.kstest(units, "uniform").pvalue > 1e-4


PINNED = "dc324a784cc87551"
