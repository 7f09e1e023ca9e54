"""Assemble: all departments are called, work starts with the last, all are held to the end."""

from sinksim.core.records import End
from tests.helpers.worlds import MINUTE

WHISTLE = """
stations: {a: {servers: 1}, b: {servers: 1}}
processes:
  main: [{assemble: {departments: [a, b], name: whistle, arrival: 5, work: 20}}, close]
  crossing: [{assemble: {departments: [b, a], name: whistle, arrival: 5, work: 20}}, close]
  at_a: [{queue: {station: a, time: 30}}, close]
  at_b: [{queue: {station: b, time: 30}}, close]
services:
  call: {traditional: {process: main}}
  other: {traditional: {process: crossing}}
  a_only: {traditional: {process: at_a}}
  b_only: {traditional: {process: at_b}}
"""


def test_work_starts_when_the_last_has_arrived(live):
    life = live(WHISTLE, {"call": [0]})
    assert life.minutes("closed") == [25]
    assert life.kinds() == {"assemble": 5, "service": 20}
    assert life.all("departments") == [2]


def test_all_are_held_until_the_work_is_done(live):
    life = live(WHISTLE, {"b_only": [0], "call": [1]})
    assert life.kinds(0) == {"assemble": 29 + 5, "service": 20}
    assert life.station("a@site")["busy"] == 54 * MINUTE
    assert life.station("b@site")["busy"] == (30 + 25) * MINUTE
    assert life.minutes("staff_time")[0] == 54 + 25


def test_a_department_is_asked_only_when_the_one_before_it_has_granted_somebody(live):
    life = live(WHISTLE, {"a_only": [0], "call": [1], "b_only": [2]})
    # a grants at 30; until then b serves somebody else.
    assert life.minutes("closed")[2] == 32
    assert life.minutes("closed")[0] == 32 + 5 + 20


def test_assemblies_that_name_their_departments_crosswise_do_not_block_each_other(live):
    life = live(WHISTLE, {"call": [0, 0], "other": [0, 0]})
    assert life.minutes("closed") == [25, 50, 75, 100]
    assert life.all("end") == [End.SOLVED] * 4


def test_three_sets_in_a_circle_do_not_block_each_other(live):
    text = """
stations: {a: {servers: 1}, b: {servers: 1}, c: {servers: 1}}
processes:
  ab: [{assemble: {departments: [a, b], name: w, arrival: 1, work: 9}}, close]
  bc: [{assemble: {departments: [b, c], name: w, arrival: 1, work: 9}}, close]
  ca: [{assemble: {departments: [c, a], name: w, arrival: 1, work: 9}}, close]
services:
  x: {traditional: {process: ab}}
  y: {traditional: {process: bc}}
  z: {traditional: {process: ca}}
"""
    life = live(text, {"x": [0], "y": [0], "z": [0]})
    assert life.all("end") == [End.SOLVED] * 3
    # x holds a and b until 10. Then they are granted in the order of stations: a to z, which also takes c; y waits.
    assert life.minutes("closed") == [10, 30, 20]


def test_the_response_is_when_work_begins(live):
    text = "clocks: {reply: {deadline: 5}}\n" + WHISTLE.replace("work: 20", "work: 20, accepts: [reply]")
    text = text.replace("main: [", "main: [{clock: {start: reply}}, ")
    life = live(text, {"call": [0], "a_only": [10]})
    assert life.minutes("responded")[0] == 5
    assert life.all("clocks_kept")[0] == 1


def test_an_assembly_is_held_over_closing(live):
    text = 'calendars: {office: {hours: ["00:00-00:15"]}}\n' + WHISTLE.replace(
        "a: {servers: 1}", "a: {servers: 1, calendar: office, shift_end: interrupt}"
    )
    life = live(text, {"call": [0]})
    assert life.minutes("closed") == [25]
    row = life.station("a@site")
    assert (row["busy"], row["overtime"]) == (15 * MINUTE, 10 * MINUTE)


def test_an_assembly_called_after_closing_waits_for_the_opening(live):
    text = 'calendars: {office: {hours: ["01:00-24:00"]}}\n' + WHISTLE.replace(
        "a: {servers: 1}", "a: {servers: 1, calendar: office}"
    )
    life = live(text, {"call": [0]})
    assert life.kinds() == {"assemble": 65, "service": 20}


def test_somebody_held_by_an_assembly_is_not_interrupted_by_the_more_urgent(live):
    text = "urgencies: [urgent, usual]\n" + WHISTLE.replace("a: {servers: 1}", "a: {servers: 1, preemptive: true}")
    life = live(text, {"call": [{"arisen": 0, "urgency": "usual"}], "a_only": [{"arisen": 3, "urgency": "urgent"}]})
    assert life.minutes("closed") == [25, 55]


def test_an_assembly_interrupts_the_less_urgent_where_it_may(live):
    text = "urgencies: [urgent, usual]\n" + WHISTLE.replace("a: {servers: 1}", "a: {servers: 1, preemptive: true}")
    life = live(text, {"call": [{"arisen": 3, "urgency": "urgent"}], "a_only": [{"arisen": 0, "urgency": "usual"}]})
    assert life.minutes("closed") == [28, 55]


def test_a_call_to_assemble_is_never_turned_away_for_want_of_room(live):
    text = WHISTLE.replace("b: {servers: 1}", "b: {servers: 1, room: 1}")
    text = text.replace("station: b, time: 30", "station: b, time: 30, on_full: [{leave: {}}]")
    life = live(text, {"b_only": [0], "call": [1]})
    assert life.minutes("closed")[0] == 55


def test_an_assembly_cut_at_the_horizon_is_still_assembling_or_at_work(live):
    life = live(WHISTLE, {"call": [1430, 1432]})
    assert life.kinds(0) == {"assemble": 5, "service": 5}
    assert life.kinds(1) == {"assemble": 8}
    assert life.all("end") == [End.OPEN] * 2
    assert life.station("a@site")["busy"] == 10 * MINUTE


def test_fewer_departments_than_listed_may_be_called(live):
    life = live(WHISTLE.replace("work: 20", "work: 20, count: 1"), {"call": [0, 100, 200]})
    assert life.all("visits") == [1, 1, 1]
