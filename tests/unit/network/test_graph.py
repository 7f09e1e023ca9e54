from itertools import pairwise

import networkx as nx
import pytest
from pydantic import ValidationError

from sinksim.core.errors import BadInput
from sinksim.core.stable_hash import WHOLE, stable_hash
from sinksim.network.graph import (
    ancestor,
    build_graph,
    origins,
    selected_areas,
    travel_minutes,
)
from sinksim.scenarios.places import Edge, Network, Node, RouteTimes
from sinksim.scenarios.structure import area_tier_of

GUIZHOU = build_graph(Network(divisions="guizhou"))

FIXED = {
    "local": RouteTimes(low=25, mode=25, high=25, fare=5),
    "township_county": RouteTimes(low=60, mode=60, high=60, fare=15),
    "county_prefecture": RouteTimes(low=120, mode=120, high=120, fare=60),
    "county_province": RouteTimes(low=200, mode=200, high=200, fare=120),
}


def relations(graph):
    found = {}
    for _, _, relation in graph.edges(keys=True):
        found[relation] = found.get(relation, 0) + 1
    return found


def small(*edges):
    nodes = (
        Node(code="p", tier="province"),
        Node(code="c", tier="county", parent="p"),
        Node(code="t", tier="township", parent="c", local_minutes=20, local_fare=3),
    )
    return build_graph(Network(nodes=nodes, edges=edges))


def way(source, target, minutes, fare=0.0):
    return Edge(source=source, target=target, relation="refers", minutes=minutes, fare=fare)


def test_guizhou_is_a_tree_of_1608_places_with_a_line_beside_each_branch():
    assert len(GUIZHOU) == 1608
    assert relations(GUIZHOU) == {"administers": 1607, "guides": 1607, "refers": 1510 + 88 + 88}
    tree = nx.DiGraph((u, v) for u, v, k in GUIZHOU.edges(keys=True) if k == "administers")
    assert nx.is_arborescence(tree)


def test_the_graph_states_its_tiers_and_the_tier_of_its_areas():
    assert GUIZHOU.graph["tiers"] == ("province", "prefecture", "county", "township")
    assert GUIZHOU.graph["area_tier"] == "county"


def test_every_node_carries_its_fields():
    place = GUIZHOU.nodes["520102"]
    assert place["name"] == "南明区"
    assert place["name_en"] == "Nanming District"
    assert (place["tier"], place["kind"], place["population"]) == ("county", "district", 1_047_792)
    assert (place["lon"], place["lat"], place["schematic"]) == (106.714374, 26.567944, False)
    assert (place["rural_share"], place["share_60plus"], place["weight"]) == (0.0494, 0.1468, 211.0)


def test_the_ancestor_on_a_tier_is_found_and_own_tier_is_oneself():
    assert ancestor(GUIZHOU, "520102021", "county") == "520102"
    assert ancestor(GUIZHOU, "520102021", "province") == "520000"
    assert ancestor(GUIZHOU, "520102021", "township") == "520102021"
    assert ancestor(GUIZHOU, "520102", "township") is None


def test_origins_are_the_townships_in_order_of_their_codes():
    found = origins(GUIZHOU)
    assert len(found) == 1510
    assert found == sorted(found)


def test_at_the_modes_one_direct_trip_is_60_180_and_260_minutes():
    graph = build_graph(Network(divisions="guizhou", travel=FIXED))
    assert travel_minutes(graph, "520102021") == {
        "township": (25, 5),
        "county": (60, 15),
        "prefecture": (180, 75),
        "province": (260, 135),
    }


def test_the_quickest_way_counts_and_its_fare():
    graph = small(way("t", "c", 30, 4), way("c", "p", 50, 6), way("t", "p", 100, 1))
    assert travel_minutes(graph, "t") == {"township": (20, 3), "county": (30, 4), "province": (80, 10)}
    graph = small(way("t", "c", 30, 4), way("c", "p", 50, 6), way("t", "p", 70, 1))
    assert travel_minutes(graph, "t")["province"] == (70, 1)


def test_a_tier_that_no_way_leads_to_is_left_out():
    assert travel_minutes(small(), "t") == {"township": (20, 3)}
    guided = small(Edge(source="t", target="c", relation="shares_data", minutes=5))
    assert "county" not in travel_minutes(guided, "t")


def test_a_way_written_in_the_scenario_replaces_the_derived_one():
    graph = build_graph(Network(divisions="guizhou", edges=(way("520102021", "520102", 7, 1),)))
    assert travel_minutes(graph, "520102021")["county"] == (7, 1)
    assert relations(graph)["refers"] == 1510 + 88 + 88


def test_an_added_county_changes_no_other_ways():
    added = (
        Node(code="529999", tier="county", parent="520100", lon=106.5, lat=26.5),
        Node(code="529999001", tier="township", parent="529999"),
    )
    graph = build_graph(Network(divisions="guizhou", nodes=added))
    assert {o: travel_minutes(graph, o) for o in origins(graph) if o != "529999001"} == {
        o: travel_minutes(GUIZHOU, o) for o in origins(GUIZHOU)
    }
    assert set(travel_minutes(graph, "529999001")) == set(GUIZHOU.graph["tiers"])


def test_a_place_added_below_an_unknown_division_is_refused_by_its_own_position():
    stray = Node(code="x", tier="township", parent="520199")
    with pytest.raises(BadInput, match=r"network\.nodes\.0\.parent is '520199'; allowed: the code of a node"):
        build_graph(Network(divisions="guizhou", nodes=(stray,)))


def test_a_place_without_a_name_is_called_by_its_code():
    assert small().nodes["t"]["name_en"] == "t"


@pytest.mark.parametrize(
    ("tiers", "area"),
    [
        (("province", "county", "township"), "county"),
        (("county", "township", "village", "grid"), "county"),
        (("city", "district", "street"), "district"),
        (("site",), "site"),
    ],
)
def test_areas_are_counties_else_the_second_lowest_tier(tiers, area):
    assert area_tier_of(tiers) == area


def test_areas_are_the_tier_that_the_scenario_names():
    graph = build_graph(Network(divisions="guizhou", areas="prefecture"))
    assert graph.graph["area_tier"] == "prefecture"
    assert len(selected_areas(graph, 1.0)) == 9
    assert selected_areas(graph, 1.0, "520400") == {"520400"}
    with pytest.raises(BadInput, match=r"^network.within is '520402', a place of tier 'county' with none of the areas"):
        selected_areas(graph, 1.0, "520402")
    grids = build_graph(Network(divisions="chancheng", areas="street"))
    assert len(selected_areas(grids, 1.0)) == 4
    assert len(selected_areas(build_graph(Network(divisions="chancheng")), 1.0)) == 147


def test_a_tier_of_areas_that_is_none_of_the_network_is_refused():
    with pytest.raises(
        ValidationError, match=r"areas is 'county'; allowed: one of the tiers district, street, community"
    ):
        Network(divisions="chancheng", areas="county")
    with pytest.raises(ValidationError, match=r"areas is 'county'; allowed: one of the tiers site"):
        Network(areas="county")


def test_the_sample_is_the_counties_whose_hash_lies_below_scale():
    counties = {c for c, tier in GUIZHOU.nodes(data="tier") if tier == "county"}
    assert selected_areas(GUIZHOU, 0.3) == {c for c in counties if stable_hash(c) / WHOLE < 0.3}
    assert selected_areas(GUIZHOU, 1.0) == counties


def test_a_larger_sample_contains_a_smaller_one():
    samples = [selected_areas(GUIZHOU, s / 20) for s in range(1, 21)]
    assert all(a <= b for a, b in pairwise(samples))


def test_the_smallest_sample_is_the_county_with_the_smallest_hash():
    (only,) = selected_areas(GUIZHOU, 1e-12)
    assert stable_hash(only) == min(stable_hash(c) for c, tier in GUIZHOU.nodes(data="tier") if tier == "county")


def test_one_site_is_its_own_area_origin_and_sample():
    graph = build_graph(Network())
    assert origins(graph) == ["site"]
    assert selected_areas(graph, 0.01) == {"site"}
    assert travel_minutes(graph, "site") == {"site": (0, 0)}


def test_the_sample_within_a_place_is_what_lies_below_it():
    anshun = selected_areas(GUIZHOU, 1.0, "520400")
    assert len(anshun) == 6
    assert all(code.startswith("5204") for code in anshun)
    assert selected_areas(GUIZHOU, 1.0, "520402") == {"520402"}
    assert selected_areas(GUIZHOU, 1.0, "520000") == selected_areas(GUIZHOU, 1.0)
    assert selected_areas(GUIZHOU, 1e-12, "520400") <= anshun


@pytest.mark.parametrize("place", ["nowhere", "520402200"])
def test_a_place_without_whole_areas_below_it_is_refused(place):
    with pytest.raises(BadInput, match=r"^network.within is '\w+'.*; allowed: the code of a place"):
        selected_areas(GUIZHOU, 1.0, place)
