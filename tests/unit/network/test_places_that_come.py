"""Every place that comes with sinksim: found by listing, of the tiers and totals that its README states."""

import re
from collections import Counter
from statistics import median

import pytest

from sinksim.network.graph import build_graph, origins, travel_minutes
from sinksim.scenarios.loading.composing import load
from sinksim.scenarios.loading.place_tables import DIVISIONS, places_with
from sinksim.scenarios.loading.presets import places_folder
from sinksim.scenarios.places import Network

# Places by tier from top to bottom, residents of the census of 1 November 2020, residents of the places that needs arise at.
STATED = {
    "beijing": ({"province": 1, "county": 16, "township": 343}, 21_893_095, 21_893_095),
    "chancheng": ({"district": 1, "street": 4, "community": 147, "grid": 478}, 1_330_262, 1_330_262),
    "guangzhou": ({"prefecture": 1, "county": 11, "township": 176, "community": 2851}, 18_676_605, 18_676_605),
    "guizhou": ({"province": 1, "prefecture": 9, "county": 88, "township": 1510}, 38_562_148, 38_562_148),
    # Residents of three statistical zones, which are no counties, are in the published total only.
    "sichuan": ({"province": 1, "prefecture": 21, "county": 183}, 83_674_866, 83_674_866 - 200_881),
}
SCENARIO = """
network: {{divisions: {}}}
services: {{s: {{demand: {{per_day: 1}}, traditional: {{process: p}}}}}}
processes: {{p: [close]}}
"""
GRAPHS = {name: build_graph(Network(divisions=name)) for name in places_with(DIVISIONS)}


def test_every_place_that_comes_is_stated_here():
    assert list(GRAPHS) == sorted(STATED)


@pytest.mark.parametrize("name", GRAPHS)
def test_a_scenario_that_names_it_loads_and_has_its_tiers_and_residents(tmp_path, name):
    (tmp_path / "own.yaml").write_text(SCENARIO.format(name))
    scenario = load(str(tmp_path / "own.yaml"))
    graph, (tiers, total, arising) = GRAPHS[name], STATED[name]
    assert scenario.network.ladder == tuple(tiers)
    assert Counter(tier for _, tier in graph.nodes(data="tier")) == tiers
    (top,) = [code for code, parent in graph.nodes(data="parent") if parent is None]
    assert graph.nodes[top]["population"] == total
    assert sum(graph.nodes[code]["population"] for code in origins(graph)) == arising


@pytest.mark.parametrize("name", GRAPHS)
def test_from_every_origin_a_way_leads_to_every_tier(name):
    tiers = set(STATED[name][0])
    assert all(set(travel_minutes(GRAPHS[name], origin)) == tiers for origin in origins(GRAPHS[name]))


@pytest.mark.parametrize("name", GRAPHS)
def test_every_place_has_people_and_a_readme_with_its_sources_and_rules(name):
    assert min(people for _, people in GRAPHS[name].nodes(data="population")) > 0
    text = (places_folder(name) / "README.md").read_text(encoding="utf-8")
    assert re.search(r"^## Sources of `divisions.csv`$", text, re.MULTILINE)
    assert "| X |" in text


def test_the_ways_of_sichuan_have_the_stated_medians():
    ways = [travel_minutes(GRAPHS["sichuan"], origin) for origin in origins(GRAPHS["sichuan"])]
    assert median(way["prefecture"][0] for way in ways) == pytest.approx(62, abs=1)
    assert median(way["province"][0] for way in ways) == pytest.approx(247, abs=1)


def test_within_chengdu_the_way_to_the_provincial_hospitals_is_the_way_to_those_of_the_city():
    graph = GRAPHS["sichuan"]
    ways = [travel_minutes(graph, origin) for origin in origins(graph) if graph.nodes[origin]["parent"] == "510100"]
    assert len(ways) == 20
    assert all(way["province"] == way["prefecture"] for way in ways)


def test_of_86_hospitals_in_sichuan_30_stand_in_chengdu_8_of_them_of_provincial_rank():
    stand = dict(GRAPHS["sichuan"].nodes(data="unconnected", default=0))
    assert (sum(stand.values()), stand["510000"], stand["510100"]) == (86, 8, 22)
    cities = [code for code, tier in GRAPHS["sichuan"].nodes(data="tier") if tier == "prefecture"]
    assert [stand[code] for code in sorted(cities)] == [
        22, 3, 4, 3, 3, 5, 2, 2, 3, 3, 5, 2, 4, 2, 4, 2, 2, 2, 1, 1, 3,
    ]  # fmt: skip


def test_110_of_147_communities_of_chancheng_have_three_grids_and_37_a_fourth():
    graph = GRAPHS["chancheng"]
    below = Counter(parent for code, parent in graph.nodes(data="parent") if graph.nodes[code]["tier"] == "grid")
    assert Counter(below.values()) == {3: 110, 4: 37}
    assert {graph.nodes[code]["kind"] for code, grids in below.items() if grids == 4} == {"residents_committee"}
    assert {graph.nodes[code]["population"] for code in origins(graph)} == {2782, 2783}


def test_communities_of_guangzhou_are_of_three_kinds_and_share_their_street_equally():
    graph = GRAPHS["guangzhou"]
    kinds = Counter(graph.nodes[code]["kind"] for code in origins(graph))
    assert kinds == {"residents_committee": 1699, "village_committee": 1145, "other": 7}
    by_street = {}
    for code in origins(graph):
        by_street.setdefault(graph.nodes[code]["parent"], []).append(graph.nodes[code]["population"])
    assert max(max(people) - min(people) for people in by_street.values()) <= 1
