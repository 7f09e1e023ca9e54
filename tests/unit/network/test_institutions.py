"""Medical institutions are placed by their stated rule."""

from sinksim.network.graph import build_graph
from sinksim.network.institutions import place_institutions
from sinksim.scenarios.divisions import Institutions
from sinksim.scenarios.loading.place_tables import PlaceTables, read_place
from sinksim.scenarios.places import Network
from tests.helpers.divisions import division


def placed_on(tier):
    tables = read_place("guizhou")
    placed = place_institutions(tables)
    return [placed[d.code] for d in tables.divisions if d.tier == tier]


def test_every_county_and_township_has_one_and_the_totals_are_the_published_ones():
    counties, townships = placed_on("county"), placed_on("township")
    assert min(p.institutions for p in counties + townships) == 1
    assert sum(p.institutions for p in counties) == 154
    assert sum(p.institutions for p in townships) == 1543
    assert sum(p.unconnected for p in townships) == 20652


def test_the_remainder_to_1800_stands_at_the_prefectures():
    assert sum(p.institutions for p in placed_on("prefecture")) == 1800 - 154 - 1543
    assert min(p.institutions for p in placed_on("prefecture")) > 0


def test_the_graph_carries_them():
    graph = build_graph(Network(divisions="guizhou"))
    assert sum(number for _, number in graph.nodes(data="institutions", default=0)) == 1800


def test_several_kinds_on_one_tier_add_up_and_tiers_without_a_rule_have_none():
    rows = (
        division("c", "county", population=90),
        division("a", "street", "c", committees=2),
        division("b", "street", "c"),
    )
    rules = (
        Institutions(tier="street", kind="hall", total=4, one_each=True, rest_by="committees", evidence="X"),
        Institutions(tier="street", kind="desk", total=3, rest_by="population", evidence="X"),
        Institutions(tier="street", kind="hub", total=1, rest_by="committees", connected=False, evidence="X"),
    )
    # 90 residents go to a by its committees; 2 halls beyond one each go there as well.
    assert place_institutions(PlaceTables(rows, (), rules)) == {"a": (3 + 3, 1), "b": (1, 0)}
