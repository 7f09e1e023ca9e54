from math import hypot

import pytest

from sinksim.network.geography import places_on_map
from sinksim.network.graph import build_graph
from sinksim.network.outlines import outlines_around, read_outlines
from sinksim.scenarios.loading.place_tables import OUTLINES, places_with
from sinksim.scenarios.places import Network


def network(*nodes, tiers=("city", "district", "street")):
    return build_graph(Network.model_validate({"tiers": tiers, "nodes": nodes}))


def place(code, tier, parent=None, lon=None, lat=None, **more):
    return {"code": code, "tier": tier, "parent": parent, "lon": lon, "lat": lat, **more}


CITY = [
    place("c", "city"),
    place("a", "district", "c", 100.0, 30.0),
    place("b", "district", "c", 102.0, 30.0),
    place("a2", "street", "a"),
    place("a1", "street", "a"),
    place("b1", "street", "b", 102.1, 30.1),
]


@pytest.mark.parametrize("place", places_with(OUTLINES))
def test_every_outline_is_a_closed_line_within_china(place):
    outlines = read_outlines(place)
    assert outlines
    for outline in outlines:
        assert len(outline.ring) >= 4
        assert outline.ring[0] == outline.ring[-1]
        assert all(97 < lon < 118 and 24 < lat < 42 for lon, lat in outline.ring)


def test_the_outlines_of_guizhou_are_its_nine_prefectures():
    graph = build_graph(Network(divisions="guizhou"))
    prefectures = {code for code, tier in graph.nodes(data="tier") if tier == "prefecture"}
    assert {outline.code for outline in read_outlines("guizhou")} == prefectures


def test_every_county_seat_of_guizhou_stands_in_the_frame_of_its_outlines():
    graph = build_graph(Network(divisions="guizhou"))
    counties = [p for p in places_on_map(graph).values() if p.tier == "county"]
    assert len(counties) == 88
    assert not any(p.schematic for p in counties)
    assert {o.code[:2] for o in outlines_around({p.code: (p.lon, p.lat) for p in counties})} == {"52"}


def test_a_network_with_codes_of_its_own_has_no_outlines():
    assert outlines_around({"north": (106.6, 26.6), "x": (0.0, 0.0)}) == ()


def test_an_official_code_far_from_its_place_has_no_outlines():
    assert outlines_around({"520100": (0.0, 0.0)}) == ()


def test_part_of_a_province_brings_the_outlines_of_all_of_it():
    assert {o.code for o in outlines_around({"520111": (106.7, 26.6)})} == {o.code for o in read_outlines("guizhou")}


def test_surveyed_places_stay_where_they_are():
    places = places_on_map(network(*CITY))
    assert (places["b1"].lon, places["b1"].lat, places["b1"].schematic) == (102.1, 30.1, False)


def test_a_place_without_coordinates_stands_amid_those_below_it():
    places = places_on_map(network(*CITY))
    assert (places["c"].lon, places["c"].lat, places["c"].schematic) == (101.0, 30.0, True)


def test_others_without_coordinates_stand_around_their_parent_nearer_than_its_neighbour():
    places = places_on_map(network(*CITY))
    ways = [hypot(places[c].lon - 100.0, places[c].lat - 30.0) for c in ("a1", "a2")]
    assert min(ways) > 0
    assert max(ways) < 1.0
    assert places["a1"].schematic
    assert (places["a1"].lon, places["a1"].lat) != (places["a2"].lon, places["a2"].lat)


def test_the_order_of_the_nodes_in_the_file_does_not_move_a_place():
    assert places_on_map(network(*CITY)) == places_on_map(network(*reversed(CITY)))


def test_a_network_without_any_coordinates_has_a_picture_without_two_places_on_one_point():
    nodes = [place("top", "city")]
    nodes += [place(f"d{n}", "district", "top") for n in range(5)]
    nodes += [place(f"s{n}", "street", f"d{n % 5}") for n in range(50)]
    places = places_on_map(network(*nodes))
    assert len({(p.lon, p.lat) for p in places.values()}) == 56
    assert all(p.schematic for p in places.values())


def test_townships_placed_by_rule_are_said_to_be_schematic():
    graph = build_graph(Network(divisions="guizhou"))
    townships = [p for p in places_on_map(graph).values() if p.tier == "township"]
    assert sum(not p.schematic for p in townships) == 224
