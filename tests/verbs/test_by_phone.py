"""A queue by telephone: the citizen's own time, without a way and without a place."""

import pytest

from sinksim.core.errors import BadInput
from tests.helpers.worlds import live as live_in

LINE = """
network: {nodes: [{code: top, name: 市, tier: county}, {code: site, name: 镇, tier: township, parent: top, population: 1}]}
calendars: {day: {hours: ["00:00-01:00"], days: all}}
stations: {line: {tier: county, servers: 1, calendar: day}}
processes: {main: [{queue: {station: line, time: 20, %s}}, close]}
experiment: {window_days: 2}
"""


def test_waiting_and_talking_are_the_citizen_s_own_time(live):
    life = live(LINE % "by_phone: true", [0, 5])
    assert life.minutes("citizen_time") == [20, 15 + 20]
    assert life.minutes("time_queue") == [0, 15]
    assert life.all("trips") == life.all("cost_fares") == [0, 0]
    assert life.all("visits") == [1, 1]


@pytest.mark.parametrize(
    ("how", "time", "place"), [("by_phone: true", 20, -1), ("file: true", 0, -1), ("file: false", 20, 0)]
)
def test_a_caller_is_served_nowhere_in_person_and_a_file_costs_no_time(live, how, time, place):
    life = live(LINE % how, [0])
    assert (life.minutes("citizen_time"), life.all("place_tier"), life.all("top_tier")) == ([time], [place], [0])


def test_who_is_on_hold_at_closing_time_calls_again_at_the_opening_without_a_trip(live):
    # Three calls of twenty minutes fill the hour; the fourth has been on hold for 59 minutes and is cut off.
    life = live(LINE % "by_phone: true", [0, 0, 0, 1])
    assert life.minutes("closed") == [20, 40, 60, 1440 + 20]
    assert life.kinds(3) == {"queue": 59, "home": 1440 - 60, "service": 20}
    assert life.minutes("citizen_time")[3] == 59 + 20
    assert life.all("trips") == [0] * 4
    assert live(LINE % "file: false", [0, 0, 0, 1]).all("trips") == [0, 0, 0, 1]  # in person they come once more


def test_who_calls_out_of_hours_calls_at_the_opening(live):
    life = live(LINE % "by_phone: true", [70])
    assert life.kinds() == {"closed": 1440 - 70, "service": 20}
    assert life.minutes("citizen_time") == [20]


def test_an_earlier_trip_is_not_made_again_for_a_call(live):
    text = (LINE % "by_phone: true").replace("main: [", "main: [{travel: {time: 1, fare: 3, arrive: anytime}}, ")
    life = live(text, [0, 0, 0, 0])
    assert life.all("trips") == [1] * 4
    assert life.all("cost_fares") == [6_000] * 4
    assert life.minutes("citizen_time") == [2 + 20, 2 + 40, 2 + 60, 2 + 59 + 20]


def test_a_call_under_way_at_the_horizon_has_taken_the_citizen_s_time(live):
    text = (
        (LINE % "by_phone: true")
        .replace('hours: ["00:00-01:00"]', 'hours: ["23:50-24:00"]')
        .replace("days: 2", "days: 1")
    )
    life = live(text, [1430, 1430])
    assert life.minutes("citizen_time") == [10, 10]


def test_the_time_of_a_call_is_paid_as_the_citizen_s_and_the_agent_s_by_volunteers(live):
    text = """
costs: {staff: {helper: {wage: 9, payer: volunteer}}, value_of_time_urban: 30, value_of_time_rural: 30}
stations: {line: {servers: 1, staff: helper, paid: minutes}}
processes: {main: [{queue: {station: line, time: 20, by_phone: true}}, close]}
"""
    life = live(text, [0])
    assert life.all("cost_time") == [10_000]
    assert life.all("cost_staff_volunteer") == [3_000]
    assert life.all("cost_staff_institution") == life.all("cost_staff_treasury") == [0]
    assert life.tables.ledger["cost_staff_volunteer"] == 3_000


def test_a_file_does_not_call():
    with pytest.raises(BadInput, match="file and by_phone are both given"):
        live_in(LINE % "file: true, by_phone: true")
