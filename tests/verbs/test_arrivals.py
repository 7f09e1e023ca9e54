"""Where cases come from: the recorded log, groups that arise together, needs never filed, background demand."""

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
