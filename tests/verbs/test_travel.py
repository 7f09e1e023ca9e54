"""Travel: the way there and back, its fare, where it leads."""

import pytest

WAYS = """
network:
  nodes:
    - {code: top, tier: county}
    - {code: site, tier: township, parent: top, local_minutes: 10, local_fare: 2}
  edges: [{source: site, target: top, relation: refers, minutes: 30, fare: 8}]
processes: {main: [{travel: {to: TIER}}, close]}
"""


@pytest.mark.parametrize(("tier", "minutes", "yuan"), [("township", 10, 2), ("county", 30, 8)])
def test_the_way_there_delays_the_case_and_the_way_back_is_effort(live, tier, minutes, yuan):
    life = live(WAYS.replace("TIER", tier), [0])
    assert life.kinds() == {"travel": minutes}
    assert life.minutes("citizen_time") == [2 * minutes]
    assert life.all("cost_fares") == [2 * yuan * 1000]
    assert life.all("trips") == [1]
    assert life.all("place_tier") == [["county", "township"].index(tier)]


def test_a_way_without_return_counts_once(live):
    life = live(WAYS.replace("TIER", "county, returns: false"), [0])
    assert (life.minutes("citizen_time"), life.all("cost_fares")) == ([30], [8000])


def test_a_fare_that_is_stated_replaces_the_legs(live):
    assert live(WAYS.replace("TIER", "county, fare: 1.5"), [0]).all("cost_fares") == [3000]


def test_a_way_that_does_not_delay_is_effort_only(live):
    life = live(WAYS.replace("TIER", "county, delays: false"), [0])
    assert life.kinds() == {}
    assert (life.minutes("citizen_time"), life.all("cost_fares"), life.all("trips")) == ([60], [16_000], [1])


def test_a_time_that_is_stated_needs_no_network(live):
    life = live("processes: {main: [{travel: {time: 12, fare: 3}}, {travel: {time: 8}}, close]}", [0])
    assert life.kinds() == {"travel": 20}
    assert (life.minutes("citizen_time"), life.all("cost_fares"), life.all("trips")) == ([40], [6000], [2])
