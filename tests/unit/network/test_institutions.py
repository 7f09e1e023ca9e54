"""Medical institutions are placed by their stated rule."""

from sinksim.network.divisions import read_divisions
from sinksim.network.graph import build_graph
from sinksim.network.institutions import place_institutions
from sinksim.scenarios.places import Network


def placed_on(tier):
    divisions = read_divisions("guizhou")
    placed = place_institutions(divisions)
    return [placed[d.code] for d in divisions if d.tier == tier]


def test_every_county_and_township_has_one_and_the_totals_are_the_published_ones():
    counties, townships = placed_on("county"), placed_on("township")
    assert min(p.institutions for p in counties + townships) == 1
    assert sum(p.institutions for p in counties) == 154
    assert sum(p.institutions for p in townships) == 1543
    assert sum(p.clinics for p in townships) == 20652


def test_the_remainder_to_1800_stands_at_the_prefectures():
    assert sum(p.institutions for p in placed_on("prefecture")) == 1800 - 154 - 1543
    assert min(p.institutions for p in placed_on("prefecture")) > 0


def test_the_graph_carries_them():
    graph = build_graph(Network(divisions="guizhou"))
    assert sum(number for _, number in graph.nodes(data="institutions", default=0)) == 1800
