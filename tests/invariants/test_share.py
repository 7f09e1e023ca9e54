"""Places left out: the upper stations of those that are looked at have their part of the servers, and nobody else comes."""

import pytest

from sinksim.core.errors import BadInput
from sinksim.core.records import Mark
from tests.helpers.worlds import live

WORLD = """
network:
  scale: 1.0
  within: {within}
  unselected: {unselected}
  nodes:
    - {{code: p, tier: province}}
    - {{code: c1, tier: county, parent: p, population: 300}}
    - {{code: c2, tier: county, parent: p, population: 100}}
    - {{code: c3, tier: county, parent: p, population: 100}}
    - {{code: t1, tier: township, parent: c1, population: 300}}
    - {{code: t2, tier: township, parent: c2, population: 100}}
    - {{code: t3, tier: township, parent: c3, population: 100}}
stations: {{hotline: {{tier: province, servers: {servers}}}, desk: {{tier: township, servers: 2}}}}
processes: {{main: [{{queue: {{station: desk, time: 1}}}}, {{queue: {{station: hotline, time: 10}}}}, close]}}
services: {{need: {{traditional: {{process: main}}, demand: {{per_day: 30}}}}}}
"""


def world(within, unselected, servers=10):
    return live(WORLD.format(within=within, unselected=unselected, servers=servers))


def servers(life, station):
    labels = life.plan.labels.stations
    return int(labels.servers[labels.names.index(station)])


@pytest.mark.parametrize(
    ("within", "all_of_them", "share"), [("c1", 10, 6), ("c2", 10, 2), ("c2", 2, 1), ("c2", 1, 1), ("p", 10, 10)]
)
def test_an_upper_station_has_the_part_of_its_servers_that_the_residents_are_and_one_at_least(
    within, all_of_them, share
):
    assert servers(world(within, "share", all_of_them), "hotline@p") == share
    assert servers(world(within, "cases", all_of_them), "hotline@p") == all_of_them


def test_stations_of_the_places_themselves_keep_their_servers():
    assert servers(world("c2", "share"), "desk@t2") == 2


def test_nobody_comes_from_the_places_that_are_left_out():
    with_cases, without = world("c2", "cases"), world("c2", "share")
    assert any(m & Mark.BACKGROUND for m in with_cases.all("marks"))
    assert {without.plan.labels.origins[o] for o in without.all("origin")} == {"t2"}


def test_another_word_is_refused():
    with pytest.raises(BadInput, match=r"network\.unselected.*cases"):
        world("c2", "nothing")
