"""Travel, relay, wait and meet: time outside stations."""

import pytest

from tests.worlds import DAY, HOUR, MINUTE, live

WAYS = """
network:
  nodes:
    - {code: top, tier: county}
    - {code: site, tier: township, parent: top, local_minutes: 10, local_fare: 2}
  edges: [{source: site, target: top, relation: refers, minutes: 30, fare: 8}]
processes: {main: [{travel: {to: TIER}}, close]}
"""


def moves(step, arisen=0, more="", days=1):
    return live(f"{more}\nprocesses: {{main: [{step}, close]}}", [arisen], experiment={"window_days": days})


@pytest.mark.parametrize(("tier", "minutes", "yuan"), [("township", 10, 2), ("county", 30, 8)])
def test_the_way_there_delays_the_case_and_the_way_back_is_effort(tier, minutes, yuan):
    life = live(WAYS.replace("TIER", tier), [0])
    assert life.kinds() == {"travel": minutes}
    assert life.minutes("citizen_time") == [2 * minutes]
    assert life.all("cost_fares") == [2 * yuan * 1000]
    assert life.all("trips") == [1]
    assert life.all("place_tier") == [["county", "township"].index(tier)]


def test_a_way_without_return_counts_once():
    life = live(WAYS.replace("TIER", "county, returns: false"), [0])
    assert (life.minutes("citizen_time"), life.all("cost_fares")) == ([30], [8000])


def test_a_fare_that_is_stated_replaces_the_legs():
    assert live(WAYS.replace("TIER", "county, fare: 1.5"), [0]).all("cost_fares") == [3000]


def test_a_way_that_does_not_delay_is_effort_only():
    life = live(WAYS.replace("TIER", "county, delays: false"), [0])
    assert life.kinds() == {}
    assert (life.minutes("citizen_time"), life.all("cost_fares"), life.all("trips")) == ([60], [16_000], [1])


def test_a_time_that_is_stated_needs_no_network():
    life = moves("{travel: {time: 12, fare: 3}}, {travel: {time: 8}}")
    assert life.kinds() == {"travel": 20}
    assert (life.minutes("citizen_time"), life.all("cost_fares"), life.all("trips")) == ([40], [6000], [2])


def test_a_relay_is_a_hop_and_touches_its_tier():
    text = WAYS.replace("{travel: {to: TIER}}", "{relay: {time: 40, to: county}}, {relay: {time: 5}}")
    life = live(text, [0])
    assert life.kinds() == {"relay": 45}
    assert (life.all("hops"), life.all("top_tier"), life.all("place_tier")) == ([2], [0], [-1])
    assert life.minutes("citizen_time") == [0]
    assert life.minutes("filed") == [0]


@pytest.mark.parametrize(
    ("arisen", "takes", "ends"),
    [
        (9 * 60, 480, DAY + 11 * HOUR),  # six hours on the first day, two on the next
        (10 * 60, 120, 12 * HOUR),
        (12 * 60, 60, 15 * HOUR),
        (20 * 60, 1, DAY + 9 * HOUR + MINUTE),
        (16 * 60, 60, 17 * HOUR),
        (16 * 60, 61, DAY + 9 * HOUR + MINUTE),
    ],
)
def test_a_relay_in_a_calendar_counts_open_time_only(arisen, takes, ends):
    office = 'calendars: {office: {hours: ["09:00-12:00", "14:00-17:00"], days: weekdays}}'
    life = moves(f"{{relay: {{time: {takes}, calendar: office}}}}", arisen, office, days=3)
    assert life.all("closed") == [ends]


def test_a_relay_of_working_days_skips_the_weekend():
    office = 'calendars: {office: {hours: ["09:00-17:00"], days: workdays}}'
    # 2022-01-07 is a Friday; ten hours from 12:00 are five on Friday and five on Monday.
    life = moves("{relay: {time: 600, calendar: office}}", 4 * 1440 + 720, office, days=10)
    assert life.all("closed") == [7 * DAY + 14 * HOUR]


@pytest.mark.parametrize("kind", ["home", "rework", "discover", "match", "closed", "queue", "service"])
def test_a_wait_is_booked_under_its_kind(kind):
    assert moves(f"{{wait: {{kind: {kind}, time: 7}}}}").kinds() == {kind: 7}


@pytest.mark.parametrize(("kind", "own"), [("home", 0), ("queue", 7), ("service", 7), ("match", 0)])
def test_only_what_passes_on_site_is_the_citizens_own_time(kind, own):
    assert moves(f"{{wait: {{kind: {kind}, time: 7}}}}").minutes("citizen_time") == [own]


def test_discovering_a_need_comes_before_filing_it():
    life = moves("{wait: {kind: discover, time: 7}}, {relay: {time: 5}}")
    assert (life.minutes("filed"), life.kinds()) == ([7], {"discover": 7, "relay": 5})


@pytest.mark.parametrize(("arisen", "met"), [(0, 1440), (1, 1440), (1439, 1440), (1440, 2880), (1441, 2880)])
def test_a_meeting_is_strictly_after_now(arisen, met):
    life = moves("{meet: {every_days: 1}}", arisen, days=5)
    assert life.minutes("closed") == [met]
    assert life.kinds() == {"batch": met - arisen}


@pytest.mark.parametrize(("arisen", "met"), [(0, 720), (719, 720), (720, 720 + 2880)])
def test_the_first_meeting_is_at_its_offset(arisen, met):
    assert moves("{meet: {every_days: 2, offset_days: 0.5}}", arisen, days=5).minutes("closed") == [met]


def test_cases_that_meet_together_go_on_together_in_order():
    text = """
stations: {desk: {servers: 1}}
processes: {main: [{meet: {every_days: 0.5}}, {queue: {station: desk, time: 10}}, close]}
"""
    assert live(text, [300, 100, 200]).minutes("closed") == [730, 740, 750]


def test_each_node_meets_at_a_phase_of_its_own():
    nodes = ", ".join(f"{{code: t{n}, tier: township, parent: top}}" for n in range(4))
    text = f"""
network: {{nodes: [{{code: top, tier: county}}, {nodes}]}}
processes: {{main: [{{meet: {{every_days: 1, at: township}}}}, close]}}
"""
    log = [{"arisen": 0, "origin": f"t{n}"} for n in range(4)]
    closed = live(text, log, experiment={"window_days": 3}).all("closed")
    assert len(set(closed)) == 4
    assert all(0 < instant <= DAY for instant in closed)
    # All of a county's townships meet as one where the county meets.
    assert len(set(live(text.replace("at: township", "at: county"), log).all("closed"))) == 1
