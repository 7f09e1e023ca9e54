import pytest
from pydantic import ValidationError

from sinksim.scenarios.places import Edge, Network, Node, RouteTimes


def node(code, tier, parent=None, **more):
    return Node(code=code, tier=tier, parent=parent, **more)


def faults(nodes, edges=(), **more):
    with pytest.raises(ValidationError) as caught:
        Network(nodes=nodes, edges=edges, **more)
    return str(caught.value)


CITY = (node("c", "city"), node("d1", "district", "c"), node("d2", "district", "c"))


def test_with_nothing_given_there_is_one_site():
    network = Network()
    assert [n.code for n in network.written_nodes] == ["site"]
    assert network.ladder == ("site",)


def test_the_one_site_stands_on_the_tier_that_is_stated():
    assert Network(tiers=("office",)).written_nodes[0].tier == "office"


def test_divisions_have_four_tiers():
    assert Network(divisions="guizhou").ladder == ("province", "prefecture", "county", "township")


def test_known_tiers_are_ordered_by_the_usual_ladder_whatever_the_order_of_rows():
    assert Network(nodes=CITY[::-1]).ladder == ("city", "district")


def test_unknown_tiers_are_ordered_by_who_administers_whom():
    rows = (node("w", "ward", "h"), node("h", "hall"), node("b", "bench", "w"))
    assert Network(nodes=rows).ladder == ("hall", "ward", "bench")


def test_an_edge_that_administers_gives_a_parent_too():
    rows = (node("x", "lower"), node("y", "upper"))
    edge = Edge(source="y", target="x", relation="administers")
    assert Network(nodes=rows, edges=(edge,)).ladder == ("upper", "lower")


@pytest.mark.parametrize(
    ("rows", "edges", "fragments"),
    [
        ((*CITY, node("d1", "district", "c")), (), ("nodes.3.code", "'d1'", "each code once")),
        ((*CITY, node("x", "street", "d3")), (), ("nodes.3.parent", "'d3'", "known: c, d1, d2, x")),
        ((node("a", "u", "b"), node("b", "v", "a")), (), ("nodes.0.parent", "above itself")),
        ((node("a", "district"), node("b", "city", "a")), (), ("nodes.1.tier", "'city'", "below district")),
        ((node("a", "city"), node("b", "city", "a")), (), ("nodes.1.tier", "below city")),
        (CITY, (Edge(source="c", target="e", relation="guides"),), ("edges.0.target", "'e'")),
        (CITY, (Edge(source="c", target="c", relation="guides"),), ("edges.0.target", "other than the source")),
        (CITY, (Edge(source="c", target="d1", relation="guides"),) * 2, ("edges.1.relation", "once")),
        (CITY, (Edge(source="d2", target="d1", relation="administers"),), ("edges.0.source", "already administers")),
    ],
    ids=["code", "parent", "circle", "order", "same-tier", "end", "loop", "edge", "two-parents"],
)
def test_every_rule_of_the_structure_fires_and_names_the_row(rows, edges, fragments):
    text = faults(rows, edges)
    assert all(f in text for f in fragments), text


def test_a_stated_tier_without_a_node_is_refused():
    assert "tiers.2 is 'street'" in faults(CITY, tiers=("city", "district", "street"))


def test_a_node_on_a_tier_that_is_not_stated_is_refused():
    assert "nodes.1.tier is 'district'" in faults(CITY, tiers=("city",))


def test_a_tier_stated_twice_is_refused():
    assert "each tier once" in faults(CITY, tiers=("city", "district", "city"))


@pytest.mark.parametrize(
    "fields",
    [
        {"lon": 106.0},
        {"population": -1},
        {"population": 1.5},
        {"rural_share": 1.01},
        {"share_60plus": float("nan")},
        {"local_minutes": float("inf")},
        {"weight": -1.0},
        {"code": "a b"},
        {"colour": "red"},
    ],
)
def test_a_node_with_an_impossible_value_is_refused(fields):
    with pytest.raises(ValidationError):
        Node(**{"code": "x", "tier": "site", **fields})


def test_a_way_needs_its_minutes_and_other_relations_do_not():
    assert Edge(source="a", target="b", relation="shares_data").minutes is None
    with pytest.raises(ValidationError, match="minutes is missing"):
        Edge(source="a", target="b", relation="refers")


def test_the_minutes_of_a_leg_are_in_order():
    with pytest.raises(ValidationError, match="low <= mode <= high"):
        RouteTimes(low=20, mode=10, high=30, fare=0)


@pytest.mark.parametrize("scale", [0.0, -0.1, 1.01])
def test_scale_lies_above_nothing_and_at_most_at_everything(scale):
    with pytest.raises(ValidationError):
        Network(scale=scale)


def test_only_a_built_in_table_can_be_named():
    with pytest.raises(ValidationError, match="guizhou"):
        Network(divisions="atlantis")


def test_the_network_survives_a_round_trip_through_its_dump():
    network = Network(nodes=CITY, edges=(Edge(source="d1", target="c", relation="refers", minutes=9),))
    assert Network.model_validate(network.model_dump()) == network
