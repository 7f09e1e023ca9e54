"""Fork and serial: several departments at one case."""

import pytest

FORK = """
stations: {a: {servers: 1}, b: {servers: 1}, c: {servers: 1}}
processes:
  main:
    - fork: {departments: [a, b, c], name: depts, steps: [{queue: {station: department, time: 10, file: true}}]MORE}
    - close
  at_b: [{queue: {station: b, time: 30}}, close]
services: {joint: {traditional: {process: main}}, b_only: {traditional: {process: at_b}}}
"""


def fork(live, more="", verb="fork", **log):
    return live(FORK.replace("MORE", more).replace("fork:", f"{verb}:"), log)


def test_departments_of_a_fork_work_at_the_same_time(live):
    life = fork(live, joint=[0])
    assert life.minutes("closed") == [10]
    assert life.kinds() == {"service": 10}
    assert life.all("departments") == [3]
    assert life.minutes("staff_time") == [30]


def test_a_fork_is_joined_at_the_slowest_which_is_the_critical_path(live):
    life = fork(live, b_only=[0], joint=[5])
    assert life.minutes("closed")[0] == 40
    assert life.kinds(0) == {"queue": 25, "service": 10}
    assert life.all("visits")[0] == 3


def test_the_overhead_counts_once_per_department_after_the_join(live):
    life = fork(live, ", overhead: 4", b_only=[0], joint=[5])
    assert life.minutes("closed")[0] == 40 + 12
    assert life.kinds(0) == {"queue": 25, "service": 10, "relay": 12}


def test_the_overhead_counts_in_its_calendar(live):
    text = FORK.replace("MORE", ", overhead: 4, overhead_calendar: office")
    life = live('calendars: {office: {hours: ["00:00-00:15", "01:00-02:00"]}}\n' + text, {"joint": [0]})
    # 5 open minutes until 15, 7 more from 60 on.
    assert life.minutes("closed") == [67]


def test_departments_in_series_work_one_after_the_other(live):
    life = fork(live, verb="serial", joint=[0])
    assert life.minutes("closed") == [30]
    assert life.kinds() == {"service": 30}


def test_in_series_every_wait_counts(live):
    life = fork(live, verb="serial", b_only=[0], joint=[5])
    # a 5-15, b waits until 30 and serves until 40, c 40-50.
    assert life.kinds(0) == {"queue": 15, "service": 30}
    assert life.stays("c@site") == [(40, 50)]


@pytest.mark.parametrize("count", [1, 2, 3])
def test_so_many_departments_take_part_as_are_drawn(live, count):
    life = fork(live, f", count: {count}", joint=[0, 0, 0, 0])
    assert life.all("departments") == [count] * 4
    assert life.all("visits") == [count] * 4
    assert len(life.visits) == 4 * count


def test_the_number_of_departments_follows_its_weights(live):
    life = fork(live, ', count: {"1": 0, "2": 1}', joint=[0, 50, 100])
    assert life.all("departments") == [2, 2, 2]


def test_a_department_given_up_drops_out_and_the_others_go_on(live):
    text = FORK.replace("MORE", "").replace("file: true", "file: true, patience: 5")
    life = live(text, {"b_only": [0], "joint": [1]})
    assert life.minutes("closed")[0] == 11
    assert life.kinds(0) == {"service": 10}
    assert life.station("b@site")["reneged"] == 1


def test_a_fork_whose_last_department_gives_up_waits_for_it(live):
    text = FORK.replace("MORE", "").replace("file: true", "file: true, patience: 20")
    life = live(text, {"b_only": [0], "joint": [1]})
    assert life.minutes("closed")[0] == 21
    assert life.kinds(0) == {"queue": 20}


def test_departments_may_do_more_than_one_step(live):
    text = FORK.replace("file: true}}]", "file: true}}, {relay: {time: 7}}]").replace("MORE", "")
    life = live(text, {"b_only": [0], "joint": [5]})
    assert life.kinds(0) == {"queue": 25, "service": 10, "relay": 7}
    assert life.all("hops")[0] == 3


def test_the_response_is_the_first_departments(live):
    text = "clocks: {reply: {deadline: 20}}\n" + FORK.replace("file: true", "file: true, accepts: [reply]")
    text = text.replace("- fork", "- clock: {start: reply}\n    - fork").replace("MORE", "")
    life = live(text, {"b_only": [0], "joint": [5]})
    assert life.minutes("responded")[0] == 5
    assert life.all("clocks_kept")[0] == 1


def test_people_in_a_fork_go_home_at_closing_and_come_back(live):
    text = """
calendars: {office: {hours: ["00:00-00:40"]}}
stations: {a: {servers: 1, calendar: office}, b: {servers: 1}}
processes:
  main: [{fork: {departments: [a, b], name: d, steps: [{queue: {station: department, time: 45}}]}}, close]
"""
    life = live(text, [0, 20], experiment={"window_days": 2})
    assert life.minutes("closed") == [45, 1485]
    assert life.kinds(1) == {"queue": 20, "home": 1400, "service": 45}
