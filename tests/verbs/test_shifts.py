"""Shift end: finish or interrupt; the number of servers on duty."""

from tests.helpers.corners import A_SERVICE_ENDS_WITH_THE_SHIFT
from tests.helpers.worlds import HOUR, MINUTE

SHIFT = """
calendars: {office: {hours: ["00:00-01:00", "02:00-24:00"], days: all}}
stations: {desk: {servers: 1, calendar: office, shift_end: interrupt}}
processes: {main: [{queue: {station: desk, time: 30, file: true}}, close]}
"""
LEVELS = """
calendars: {office: {hours: ["00:00-01:00", "01:00-24:00"], levels: [1, 0.5]}}
stations: {desk: {servers: 2, calendar: office, shift_end: finish}}
processes: {main: [{queue: {station: desk, time: 30, file: true}}, close]}
"""


def test_finish_serves_the_case_in_hand_and_takes_no_new_one(live):
    life = live(SHIFT.replace("interrupt", "finish"), [40, 45])
    assert life.minutes("closed") == [70, 150]
    assert life.station("desk@site")["overtime"] == 10 * MINUTE


def test_interrupt_suspends_and_resumes_with_the_rest(live):
    life = live(SHIFT, [40, 45])
    assert life.minutes("closed") == [130, 160]
    assert life.kinds(0) == {"service": 30, "closed": 60}
    assert life.kinds(1) == {"queue": 15 + 10, "closed": 60, "service": 30}
    assert life.station("desk@site")["overtime"] == 0


def test_a_service_that_ends_at_the_very_shift_end_is_over(live):
    life = live(SHIFT, [30, 31])
    assert life.minutes("closed") == [60, 150]
    row = life.station("desk@site")
    assert (row["busy"], row["overtime"], row["served"]) == (60 * MINUTE, 0, 2)


def test_half_of_the_servers_take_no_new_case_when_half_of_them_leave(live):
    life = live(LEVELS, [40, 45, 50])
    # At 60 one of two goes off duty; both finish what they have; the one left is free at 75.
    assert life.minutes("closed") == [70, 75, 105]
    assert life.station("desk@site")["overtime"] == 10 * MINUTE


def test_the_latest_start_is_suspended_when_half_of_the_servers_leave(live):
    life = live(LEVELS.replace("finish", "interrupt"), [40, 45])
    assert life.minutes("closed") == [70, 85]
    assert life.kinds(1) == {"service": 30, "queue": 10}


def test_of_two_starts_at_one_instant_the_later_case_is_suspended(live):
    life = live(LEVELS.replace("finish", "interrupt"), [40, 40])
    assert life.minutes("closed") == [70, 80]


def test_suspended_cases_resume_in_the_order_of_their_starts(live):
    text = SHIFT.replace("servers: 1", "servers: 2")
    life = live(text, [40, 45, 50])
    # 10 and 15 are left at 60; at 120 both resume before the one that still waits.
    assert life.minutes("closed") == [130, 135, 160]


def test_at_least_one_server_is_on_duty_while_a_station_is_open(live):
    text = LEVELS.replace("levels: [1, 0.5]", "levels: [1, 0.01]")
    assert live(text, [70, 70]).minutes("closed") == [100, 130]


def test_more_servers_on_duty_take_those_who_wait_at_once(live):
    text = LEVELS.replace("levels: [1, 0.5]", "levels: [0.5, 1]")
    assert live(text, [50, 50]).minutes("closed") == [80, 90]


def test_open_time_counts_the_servers_on_duty(live):
    assert live(LEVELS, [0]).station("desk@site")["open"] == (2 * 1 + 23) * HOUR


def test_an_urgent_arrival_does_not_interrupt_a_server_about_to_leave(live):
    text = "urgencies: [urgent, usual]\n" + SHIFT.replace("shift_end: interrupt", "preemptive: true")
    life = live(text, [{"arisen": 40, "urgency": "usual"}, {"arisen": 65, "urgency": "urgent"}])
    assert life.minutes("closed") == [70, 150]


def test_a_service_that_ends_with_the_shift_frees_the_server_that_leaves(live):
    # The second server leaves at 20; the first case ends then, so that the second goes on although one more urgent waits.
    assert live(A_SERVICE_ENDS_WITH_THE_SHIFT).stays("desk@site") == [(0, 20), (5, 25), (10, 35)]
