"""Where cases come from: the recorded log, the initial backlog, batches, filing, adoption, background."""

import pytest

from sinksim.core.records import NEVER, Channel, End, Mark
from tests.worlds import HOUR, MINUTE, live

DESK = """
stations: {desk: {servers: 1}}
processes: {main: [{queue: {station: desk, time: 10}}, close]}
"""
TWO_CHANNELS = """
processes: {main: [close], app: [{wait: {kind: service, time: 3}}, close]}
services: {need: {traditional: {process: main}, platform: {process: app}}}
"""
BACKLOG = """
stations: {desk: {servers: 1}}
processes:
  main:
    - relay: {time: 5}
    - {label: listed, queue: {station: desk, time: 10, file: true}}
    - close
services:
  need:
    traditional: {process: main}
    backlog: {per_origin: 3, waited: {law: constant, value: 2, unit: h}, at: listed}
"""


def test_a_logged_case_is_marked_and_keeps_what_the_log_says():
    text = "urgencies: [urgent, usual]\n" + DESK
    life = live(text, [{"arisen": 12.5, "urgency": "usual", "segment": 2}])
    assert life.all("arisen") == [12.5 * MINUTE]
    assert (life.all("urgency"), life.all("segment"), life.all("layer")) == ([1], [2], [-1])
    assert life.all("marks")[0] & Mark.LOGGED


def test_the_backlog_waits_at_its_step_with_its_true_join_date():
    life = live(BACKLOG, [0])
    assert life.all("layer") == [-2, -2, -2, -1]
    assert life.minutes("arisen") == [-120, -120, -120, 0]
    assert life.minutes("closed") == [10, 20, 30, 40]
    assert [life.kinds(i) for i in range(3)] == [{"queue": wait, "service": 10} for wait in (120, 130, 140)]
    assert [bool(m & Mark.BACKLOG) for m in life.all("marks")] == [True] * 3 + [False]
    assert life.all("hops") == [0, 0, 0, 1]
    assert life.minutes("filed") == [-120, -120, -120, 0]


def test_the_visit_log_of_the_backlog_tells_when_it_joined():
    assert live(BACKLOG).stays("desk@site") == [(-120, 10), (-120, 20), (-120, 30)]
    # What the station counts begins with the run.
    assert live(BACKLOG).station("desk@site")["present"] == 60 * MINUTE


def test_a_logged_case_from_before_the_start_is_backlog():
    life = live(DESK, [-30, -60, 5])
    assert life.minutes("closed") == [20, 10, 30]
    assert life.kinds(1) == {"queue": 60, "service": 10}
    assert life.kinds(0) == {"queue": 40, "service": 10}
    assert [bool(m & Mark.BACKLOG) for m in life.all("marks")] == [True, True, False]


def test_the_backlog_enters_from_the_longest_waiting_on():
    life = live(DESK, [-1, -3, -2])
    assert life.minutes("closed") == [30, 10, 20]


def test_cases_of_a_batch_arise_together_and_are_cases_of_their_own():
    text = (
        DESK
        + """
services: {need: {traditional: {process: main}, demand: {per_day: 120, batch: {"3": 1}}}}
"""
    )
    life = live(text)
    arisen = life.all("arisen")
    assert len(arisen) > 60
    assert len(arisen) % 3 == 0
    assert all(arisen[i] == arisen[i + 1] == arisen[i + 2] for i in range(0, len(arisen), 3))
    assert len(set(life.all("ordinal"))) == len(arisen)


def test_a_need_that_is_not_filed_leaves_a_record_and_nothing_else():
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


@pytest.mark.parametrize(("adoption", "channel"), [(0, Channel.TRADITIONAL), (1, Channel.PLATFORM)])
def test_the_channel_is_the_platform_for_those_who_adopt_it(adoption, channel):
    ceilings = dict.fromkeys(("under60_urban", "under60_rural", "over60_urban", "over60_rural"), 1)
    life = live(TWO_CHANNELS, [0, 0], policy={"adoption": adoption, "ceilings": ceilings})
    assert life.all("channel") == [channel] * 2


def test_a_ceiling_holds_whatever_the_lever():
    log = [{"arisen": n, "segment": 3} for n in range(400)]
    life = live(TWO_CHANNELS, log, policy={"adoption": 1, "ceilings": {"over60_rural": 0.25}})
    assert abs(sum(life.all("channel")) - 100) < 4 * (400 * 0.25 * 0.75) ** 0.5


def test_an_adopter_is_one_in_every_replication():
    first, second = (live(TWO_CHANNELS, list(range(50)), replication=r, policy={"adoption": 0.5}) for r in (0, 1))
    assert first.all("channel") == second.all("channel")


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


def test_the_unselected_counties_load_the_shared_upper_station_as_before():
    whole = live(COUNTIES.replace("scale: 0.01", "scale: 1"))
    sample = live(COUNTIES)
    assert any(m & Mark.BACKGROUND for m in sample.all("marks"))
    # Every call reaches the hotline, whatever tier it truly requires.
    assert sample.station("hotline@p")["joined"] == whole.station("hotline@p")["joined"]


def test_needs_go_on_arising_to_the_horizon_and_not_at_it():
    assert live(DESK, [1439, 1440]).all("arisen") == [24 * HOUR - MINUTE]
