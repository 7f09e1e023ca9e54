"""After a closure the office calls the citizen back: staff of its own, what it detects, and who comes back all the same."""

import pytest

from sinksim.core.errors import BadInput
from sinksim.core.records import NEVER, End, Mark
from sinksim.plan.compiling import compile_plan
from sinksim.workload.offered_load import offered_load
from tests.helpers.worlds import scenario

CALLED = """
network: {nodes: [{code: top, tier: county, population: 1000}, {code: site, tier: township, parent: top}]}
calendars: {office: {days: all, hours: ["00:00-01:00", "02:00-24:00"]}}
costs: {staff: {clerk: {wage: 30}}}
clocks: {reply: {deadline: 20, alert: true}}
stations:
  desk: {tier: township, servers: 9}
  caller: {tier: county, servers: 1, staff: clerk, paid: minutes, CALENDAR}
processes:
  main:
    - clock: {start: reply}
    - {label: start, queue: {station: desk, time: 10}}
    - close:
        hollow: HOLLOW
        callback: {station: caller, time: 6, reach: REACH, detect: DETECT}
        reopen: {chance: CHANCE, after: 30, back_to: start, at_most: 2}
"""


def text(hollow=0, reach=1, detect=1, chance=0, calendar="calendar: null"):
    """The scenario with these chances."""
    given = {"HOLLOW": hollow, "REACH": reach, "DETECT": detect, "CHANCE": chance, "CALENDAR": calendar}
    made = CALLED
    for name, value in given.items():
        made = made.replace(name, str(value))
    return made


def test_a_callback_delays_no_closure_and_takes_servers_one_call_after_the_other(live):
    life = live(text(), [0, 0, 3])
    # Closed at 10, 10, 13; the one caller calls at 10-16, 16-22, 22-28.
    assert (life.minutes("closed"), life.minutes("solved")) == ([10, 10, 13], [10, 10, 13])
    assert life.stays("caller@top") == [(10, 16), (10, 22), (13, 28)]
    assert (life.all("end"), life.all("visits"), life.kinds(1)) == ([End.SOLVED] * 3, [1, 1, 1], {"service": 10})
    assert (life.minutes("staff_time"), life.all("cost_staff_institution")) == ([16, 16, 16], [3000, 3000, 3000])
    # A tier that only calls back does not deal with the case; the citizen's own time is that at the desk.
    assert life.all("top_tier") == life.all("place_tier") == [life.plan.labels.tiers.index("township")] * 3
    assert (life.minutes("citizen_time"), life.all("contacts")) == ([10, 10, 10], [2, 2, 2])
    assert life.all("marks") == [Mark.LOGGED | Mark.CALLED_BACK] * 3
    assert (life.station("caller@top")["served"], life.station("caller@top")["busy"]) == (3, 18 * 60_000)


def test_a_clock_stops_at_the_closure_and_not_at_the_callback(live):
    # The deadline of 20 min is met by the closure at 10; the third call begins at 22.
    life = live(text(), [0, 0, 0])
    assert (life.all("clocks_kept"), life.all("clocks_broken")) == ([1, 1, 1], [0, 0, 0])
    assert life.all("marks") == [Mark.LOGGED | Mark.CALLED_BACK] * 3


def test_a_detected_hollow_closure_is_opened_again_some_time_after_the_call(live):
    life = live(text(hollow=1), [0])
    # Closed 10, called 10-16, opened 46, closed 56, called 56-62, opened 92, closed 102, called 102-108: two times at most.
    assert life.stays("caller@top") == [(10, 16), (56, 62), (102, 108)]
    assert (life.all("end"), life.minutes("closed"), life.all("solved")) == ([End.HOLLOW], [10], [NEVER])
    assert life.kinds() == {"service": 10}
    # Filing and three calls: nobody came back by himself.
    assert life.all("contacts") == [4]
    # The clock goes on while the case is opened again: it runs out at 20.
    assert life.all("clocks_broken") == [1]
    assert life.all("marks") == [Mark.LOGGED | Mark.CALLED_BACK | Mark.DETECTED | Mark.ALERT | Mark.YELLOW]
    assert int(life.tables.limit_hits.sum()) == 1


def test_what_the_call_does_not_detect_may_come_back_by_itself(live):
    life = live(text(hollow=1, detect=0, chance=1), [0])
    assert life.stays("caller@top") == [(10, 16), (56, 62), (102, 108)]
    # Filing, three calls, and two times the citizen.
    assert life.all("contacts") == [6]
    assert life.all("marks")[0] & (Mark.CALLED_BACK | Mark.DETECTED) == Mark.CALLED_BACK


def test_nobody_who_is_not_reached_is_called_back_though_the_call_takes_its_time(live):
    life = live(text(hollow=1, reach=0), [0])
    assert (life.all("end"), life.stays("caller@top"), life.all("contacts")) == ([End.HOLLOW], [(10, 16)], [1])
    assert (life.all("marks"), life.minutes("staff_time")) == ([Mark.LOGGED], [16])
    assert life.all("clocks_kept") == [1]


def test_calls_are_made_in_the_hours_of_the_station(live):
    life = live(text(calendar="calendar: office"), [45, 49])
    # Closed at 55 and 59; called 55-61 (finished after closing), and from 120 on, when the office opens again.
    assert (life.minutes("closed"), life.stays("caller@top")) == ([55, 59], [(55, 61), (59, 126)])
    assert life.kinds(1) == {"service": 10}


@pytest.mark.parametrize(("hollow", "detect", "end"), [(0, 1, End.SOLVED), (1, 0, End.HOLLOW), (1, 1, End.OPEN)])
def test_at_the_horizon_a_case_that_waits_for_its_call_ends_as_it_was_closed(live, hollow, detect, end):
    life = live(text(hollow=hollow, detect=detect), [1425])
    # Closed at 1435, called until 1441: the day ends at 1440.
    assert (life.all("end"), life.minutes("closed"), life.minutes("staff_time")) == ([end], [1435], [15])
    assert life.all("marks")[0] & Mark.CALLED_BACK == 0


def test_chances_multiply_as_they_are_told(live):
    given = text(hollow=0.5, reach=0.8, detect=0.9, chance=0.6).replace("servers: 1,", "servers: 99,")
    life = live(given, list(range(0, 1200, 2)))
    marks, hollow = life.all("marks"), 0.5
    called = sum(mark & Mark.CALLED_BACK != 0 for mark in marks) / 600
    # At least one of up to three calls; a case that is opened again is called once more.
    assert 0.8 < called < 0.93
    # By hand: a closure is opened again with chance .5 x (.72 + .28 x .6) = .444; it is solved in one of up to three rounds.
    solved = sum(end == End.SOLVED for end in life.all("end")) / 600
    assert solved == pytest.approx((1 - hollow) * (1 + 0.444 + 0.444**2), abs=0.05)


def test_the_load_of_the_callers_is_reckoned_before_the_run():
    given = text(hollow=0.5, reach=0.8, detect=0.9, chance=0.6)
    demand = {"need": {"traditional": {"process": "main"}, "demand": {"per_day": 24}}}
    load = offered_load(plan := compile_plan(scenario(given, services=demand)))
    at = plan.labels.stations.names.index("caller@top")
    # 24 needs a day of 6 min each, called once and once more for each of up to two reopenings.
    assert load.work[at] == pytest.approx(24 * 6 / 1440 * (1 + 0.444 + 0.444**2), rel=1e-3)


@pytest.mark.parametrize(
    ("wrong", "said"),
    [
        ({"reopen": "REOPEN"}, "callback is given without reopen; allowed: callback beside reopen"),
        ({"servers: 1,": "servers: 1, room: 3,"}, "callback.station is 'caller', which has a room; allowed: a station"),
        ({"station: caller": "station: nobody"}, "callback.station is 'nobody'; allowed: one of desk, caller"),
        ({"station: caller": "station: department"}, "callback.station is 'department'; allowed: a station template"),
        ({"reach: 1": "reach: 1.2"}, "callback.reach"),
    ],
)
def test_nonsense_is_refused(wrong, said):
    given = text()
    for old, new in wrong.items():
        given = given.replace(old, new)
    if "REOPEN" in wrong.values():
        given = given[: given.index("        REOPEN")]
    with pytest.raises(BadInput, match=said.replace("(", r"\(")):
        compile_plan(scenario(given, [0]))
