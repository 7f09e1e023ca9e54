"""Where cases come from: the recorded log, groups that arise together, needs never filed, background demand."""

from itertools import pairwise

import pytest

from sinksim.core.errors import BadInput
from sinksim.core.records import NEVER, Channel, End, Mark
from tests.helpers.worlds import HOUR, MINUTE

DESK = """
stations: {desk: {servers: 1}}
processes: {main: [{queue: {station: desk, time: 10}}, close]}
"""


def test_a_logged_case_is_marked_and_keeps_what_the_log_says(live):
    text = "urgencies: [urgent, usual]\n" + DESK
    life = live(text, [{"arisen": 12.5, "urgency": "usual", "segment": 2}])
    assert life.all("arisen") == [12.5 * MINUTE]
    assert (life.all("urgency"), life.all("segment"), life.all("layer")) == ([1], [2], [-1])
    assert life.all("marks")[0] & Mark.LOGGED


def test_cases_of_a_batch_arise_together_and_are_cases_of_their_own(live):
    text = (
        DESK
        + """
services: {need: {traditional: {process: main}, demand: {per_day: 120, group_size: {"3": 1}}}}
"""
    )
    life = live(text)
    arisen = life.all("arisen")
    assert len(arisen) > 60
    assert len(arisen) % 3 == 0
    assert all(arisen[i] == arisen[i + 1] == arisen[i + 2] for i in range(0, len(arisen), 3))
    assert len(set(life.all("ordinal"))) == len(arisen)


def test_a_need_that_is_not_filed_leaves_a_record_and_nothing_else(live):
    text = """
network:
  nodes: [{code: top, tier: county}, {code: site, tier: township, parent: top}]
  edges: [{source: site, target: top, relation: refers, minutes: 600, fare: 1000}]
stations: {desk: {tier: county, servers: 100}}
processes: {main: [{travel: {to: county}}, {queue: {station: desk, time: 10}}, close]}
services: {need: {demand: {per_day: 40}, traditional: {process: main, access: county}}}
"""
    life = live(text, costs={"filing_sensitivity": 1})
    number = len(life.cases)
    assert number > 0
    assert life.all("end") == [End.NEVER_FILED] * number
    assert life.all("channel") == [Channel.NONE] * number
    never = [NEVER] * number
    assert (life.all("filed"), life.all("closed"), life.all("contacts")) == (never, never, [0] * number)
    assert life.station("desk@top")["joined"] == 0
    assert sum(life.tables.ledger.values()) == 0


COUNTIES = """
network:
  scale: 0.01
  nodes:
    - {code: p, tier: province, population: 400}
    - {code: c1, tier: county, parent: p, population: 100}
    - {code: c2, tier: county, parent: p, population: 100}
    - {code: c3, tier: county, parent: p, population: 100}
    - {code: c4, tier: county, parent: p, population: 100}
    - {code: t1, tier: township, parent: c1, population: 100}
    - {code: t2, tier: township, parent: c2, population: 100}
    - {code: t3, tier: township, parent: c3, population: 100}
    - {code: t4, tier: township, parent: c4, population: 100}
stations: {hotline: {tier: province, servers: 1000}}
processes: {main: [{queue: {station: hotline, time: 10}}, close]}
services:
  need:
    traditional: {process: main}
    demand: {per_day: 30}
    requires: {township: 1, county: 1, province: 1}
"""


def test_the_unselected_counties_load_the_shared_upper_station_as_before(live):
    whole = live(COUNTIES.replace("scale: 0.01", "scale: 1"))
    sample = live(COUNTIES)
    assert any(m & Mark.BACKGROUND for m in sample.all("marks"))
    # Every call reaches the hotline, whatever tier it truly requires.
    assert sample.station("hotline@p")["joined"] == whole.station("hotline@p")["joined"]


def test_needs_go_on_arising_to_the_horizon_and_not_at_it(live):
    assert live(DESK, [1439, 1440]).all("arisen") == [24 * HOUR - MINUTE]


GAPS = (
    DESK.replace("servers: 1", "servers: 9")
    + """
profiles: {night: {by_hour: [3,3,3,3,3,3,3,3,3,3,3,3,0,0,0,0,0,0,0,0,0,0,0,0]}}
services: {need: {traditional: {process: main}, demand: {per_day: 144, interarrival: LAW}}}
"""
)


def gaps_of(life):
    """Times between two arrivals [ms], one after the other."""
    arisen = sorted(life.all("arisen"))
    return [later - earlier for earlier, later in pairwise(arisen)]


@pytest.mark.parametrize("law", ["7", "{law: constant, value: 3, unit: h}"])
def test_of_a_constant_law_of_gaps_only_its_being_constant_counts(live, law):
    # 144 a day: one every 10 minutes, whatever time is stated. Each instant is cut to a whole millisecond.
    life = live(GAPS.replace("LAW", law))
    assert len(life.cases) == 144
    assert set(gaps_of(life)) <= {10 * MINUTE - 1, 10 * MINUTE, 10 * MINUTE + 1}
    assert 0 < life.all("arisen")[0] < 10 * MINUTE


def test_twice_the_demand_brings_the_same_needs_in_half_the_time(live):
    once, twice = (live(GAPS.replace("LAW", "7"), policy={"demand": factor}) for factor in (1, 2))
    assert len(twice.cases) == 288
    assert set(twice.all("layer")) == {0}
    assert [2 * t for t in twice.all("arisen")[:144]] == pytest.approx(once.all("arisen"), abs=2)
    assert once.all("ordinal") == twice.all("ordinal")[:144] == list(range(144))


def test_gaps_are_counted_in_operational_time(live):
    # All of the day's 144 needs come in its first half, one every 5 minutes.
    life = live(GAPS.replace("LAW", "7, profile: night"))
    assert len(life.cases) == 144
    assert set(gaps_of(life)) <= {5 * MINUTE - 1, 5 * MINUTE, 5 * MINUTE + 1}
    assert max(life.all("arisen")) < 12 * HOUR


def test_of_groups_the_gaps_are_those_between_groups(live):
    life = live(GAPS.replace("LAW", '7, group_size: {"3": 1}'))
    assert len(life.cases) == 144
    assert {gap for gap in gaps_of(life) if gap > 0} <= {30 * MINUTE - 1, 30 * MINUTE, 30 * MINUTE + 1}


def test_gaps_of_one_of_two_lengths(live):
    # Of 1 or 3, equally often: 2 in the mean, so that 10 minutes in the mean are gaps of 5 and 15.
    found = gaps_of(live(GAPS.replace("LAW", "{law: empirical, values: [1, 3]}")))
    assert {round(gap / MINUTE, 3) for gap in found} == {5, 15}


def test_exponential_gaps_are_those_of_a_stream_without_a_law(live):
    stated, unstated = (
        live(GAPS.replace(", interarrival: LAW", law)) for law in (", interarrival: {law: exponential, mean: 3}", "")
    )
    assert stated.cases.tobytes() == unstated.cases.tobytes()


@pytest.mark.parametrize(
    ("law", "said"),
    [
        ("0", "services.need.demand.interarrival has mean 0; allowed: a law of a mean above 0"),
        (
            "{law: empirical, values: [0, 1], weights: [999, 1]}",
            "services.need.demand.interarrival has a coefficient of variation of 31.61; allowed: at most 20",
        ),
    ],
)
def test_a_law_that_says_nothing_of_gaps_is_refused(live, law, said):
    with pytest.raises(BadInput) as caught:
        live(GAPS.replace("LAW", law))
    assert str(caught.value) == said
