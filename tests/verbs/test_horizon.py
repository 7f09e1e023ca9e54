"""The end of the run: what falls exactly on it does not happen; what is under way is cut and booked."""

import pytest

from sinksim.core.records import NEVER, End, VisitEnd
from tests.helpers.worlds import MINUTE

END = 24 * 60


def cut(live, steps, arisen, more="stations: {desk: {servers: 1}}"):
    return live(f"{more}\nprocesses: {{main: [{steps}, close]}}", arisen)


def test_a_service_that_ends_exactly_at_the_horizon_does_not_end(live):
    life = cut(live, "{queue: {station: desk, time: 10}}", [END - 10, END - 20])
    assert life.all("end") == [End.OPEN, End.SOLVED]
    assert life.all("closed")[0] == NEVER
    assert life.kinds(0) == {"service": 10}


@pytest.mark.parametrize(
    ("steps", "kinds"),
    [
        ("{queue: {station: desk, time: 10}}", {"service": 7}),
        ("{travel: {time: 10}}", {"travel": 7}),
        ("{relay: {time: 10}}", {"relay": 7}),
        ("{wait: {kind: match, time: 10}}", {"match": 7}),
        ("{meet: {every_days: 1}}", {"meeting": 7}),
        ("{relay: {time: 5}}, {queue: {station: desk, time: 10}}", {"relay": 5, "service": 2}),
        ("{fork: {departments: [desk], name: f, steps: [{relay: {time: 3}}, {relay: {time: 9}}]}}", {"relay": 7}),
        ("{serial: {departments: [desk], name: f, steps: [{relay: {time: 3}}, {travel: {time: 9}}]}}",
         {"relay": 3, "travel": 4}),
        ("{fork: {departments: [desk], name: f, steps: [{travel: {time: 4}}], overhead: 10}}", {"travel": 4, "relay": 3}),
        ("{assemble: {departments: [desk], name: f, arrival: 4, work: 9}}", {"assemble": 4, "service": 3}),
    ],
)  # fmt: skip
def test_what_is_under_way_is_booked_up_to_the_horizon(live, steps, kinds):
    life = cut(live, steps, [END - 7])
    assert life.all("end") == [End.OPEN]
    assert life.kinds() == kinds


def test_time_on_site_is_the_citizens_own_up_to_the_horizon(live):
    assert cut(live, "{wait: {kind: queue, time: 10}}", [END - 7]).minutes("citizen_time") == [7]


def test_a_visit_still_waiting_is_logged_as_open(live):
    life = cut(live, "{queue: {station: desk, time: 10}}", [END - 7, END - 5])
    rows = [(v["joined"] // MINUTE, v["ended"] // MINUTE, v["busy"] // MINUTE, v["end"]) for v in life.visits]
    assert sorted(rows) == [(END - 7, END, 7, VisitEnd.OPEN), (END - 5, END, 0, VisitEnd.OPEN)]
    assert life.kinds(1) == {"queue": 5}


def test_who_is_at_home_at_the_horizon_is_open(live):
    text = """
calendars: {office: {hours: ["09:00-17:00"]}}
stations: {desk: {servers: 1, calendar: office}}
processes: {main: [{queue: {station: desk, time: 30}}, close]}
"""
    life = live(text, [16 * 60 + 45, 16 * 60 + 50])
    assert life.kinds(1) == {"queue": 10, "home": 7 * 60}
    assert life.all("end") == [End.SOLVED, End.OPEN]


def test_patience_that_ends_exactly_at_the_horizon_holds(live):
    life = cut(live, "{queue: {station: desk, time: 100, patience: 10}}", [END - 50, END - 10])
    assert life.all("end") == [End.OPEN] * 2


def test_an_interrupted_visit_is_cut_with_what_it_had(live):
    text = """
urgencies: [urgent, usual]
stations: {desk: {servers: 1, preemptive: true}}
processes: {main: [{queue: {station: desk, time: 10}}, close]}
"""
    life = live(text, [{"arisen": END - 9, "urgency": "usual"}, {"arisen": END - 5, "urgency": "urgent"}])
    assert [life.kinds(0), life.kinds(1)] == [{"service": 4, "queue": 5}, {"service": 5}]


def test_a_fork_is_cut_at_a_department_that_has_not_finished(live):
    text = """
stations: {a: {servers: 1}, b: {servers: 1}}
processes:
  main: [{fork: {departments: [a, b], name: f, steps: [{queue: {station: department, time: 5}}]}}, close]
  at_b: [{queue: {station: b, time: 100}}, close]
services: {joint: {traditional: {process: main}}, b_only: {traditional: {process: at_b}}}
"""
    life = live(text, {"joint": [END - 20], "b_only": [END - 30]})
    assert life.kinds(0) == {"queue": 20}


def test_warm_up_and_follow_up_are_part_of_the_run(live):
    life = live(
        "processes: {main: [{wait: {kind: home, time: 2000}}, close]}",
        [0, 2 * END],
        experiment={"warm_up_days": 1, "window_days": 1, "follow_up_days": 1},
    )
    assert life.all("end") == [End.SOLVED, End.OPEN]
    assert life.kinds(1) == {"home": END}
