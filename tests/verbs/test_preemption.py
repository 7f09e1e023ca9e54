"""Interruption by the more urgent: who is the victim, when it resumes, with what."""

import pytest

WARD = """
urgencies: [urgent, usual, slight]
stations: {ward: {servers: 1, preemptive: true}}
processes: {main: [{queue: {station: ward, time: 10}}, close]}
"""
TWO_BEDS = WARD.replace("servers: 1", "servers: 2")


def urgent(minute):
    return {"arisen": minute, "urgency": "urgent"}


def usual(minute):
    return {"arisen": minute, "urgency": "usual"}


def slight(minute):
    return {"arisen": minute, "urgency": "slight"}


def test_the_interrupted_case_resumes_with_the_rest_of_its_work(live):
    life = live(WARD, [usual(0), urgent(4)])
    assert life.minutes("closed") == [20, 14]
    assert life.kinds(0) == {"service": 10, "queue": 10}
    row = life.visits[life.visits["ordinal"] == 0][0]
    assert [row[f] / 60_000 for f in ("began", "ended", "busy")] == [0, 20, 10]


def test_nobody_interrupts_where_the_station_is_not_preemptive(live):
    life = live(WARD.replace(", preemptive: true", ""), [usual(0), urgent(4)])
    assert life.minutes("closed") == [10, 20]


def test_equal_urgency_does_not_interrupt(live):
    assert live(WARD, [usual(0), usual(4)]).minutes("closed") == [10, 20]


def test_the_victim_is_the_least_urgent(live):
    life = live(TWO_BEDS, [slight(0), usual(1), urgent(2)])
    # The urgent one takes the bed of the slight one, who takes the bed that the usual one leaves at 11.
    assert life.minutes("closed") == [19, 11, 12]


def test_of_the_least_urgent_the_latest_start_is_the_victim(live):
    life = live(TWO_BEDS, [usual(0), usual(1), urgent(2)])
    assert life.minutes("closed") == [10, 19, 12]


def test_the_interrupted_case_resumes_at_the_head_of_its_class(live):
    life = live(WARD, [usual(0), usual(1), urgent(4)])
    assert life.minutes("closed") == [20, 30, 14]


def test_of_two_interrupted_cases_the_last_one_interrupted_resumes_first(live):
    life = live(TWO_BEDS, [usual(0), usual(1), urgent(2), urgent(3)])
    # The second is interrupted at 2 with 9 to do, the first at 3 with 7 to do; beds are free at 12 and 13.
    assert life.minutes("closed") == [19, 22, 12, 13]


def test_an_interruption_may_itself_be_interrupted(live):
    life = live(WARD, [slight(0), usual(2), urgent(5)])
    assert life.minutes("closed") == [30, 22, 15]


def test_a_service_that_ends_at_this_very_instant_is_not_interrupted(live):
    life = live(WARD, [usual(0), urgent(10)])
    assert life.minutes("closed") == [10, 20]


def test_patience_is_over_once_service_has_begun_even_when_it_is_interrupted(live):
    text = WARD.replace("time: 10", "time: 10, patience: 5")
    life = live(text, [usual(0), urgent(2)])
    assert life.minutes("closed") == [20, 12]
    assert life.station("ward@site")["reneged"] == 0


def test_the_longest_queue_counts_the_interrupted(live):
    assert live(WARD, [usual(0), urgent(4)]).station("ward@site")["most_waiting"] == 1


@pytest.mark.parametrize("field", ["present", "busy", "waiting"])
def test_integrals_hold_through_interruptions(live, field):
    expected = {"present": 20 + 10, "busy": 20, "waiting": 10}[field]
    assert live(WARD, [usual(0), urgent(4)]).station("ward@site")[field] == expected * 60_000


def test_an_interrupted_case_in_alert_goes_before_the_others_of_its_urgency(live):
    text = """
urgencies: [urgent, usual]
clocks: {reply: {deadline: 15}}
stations: {ward: {servers: 1, preemptive: true}}
processes:
  main: [{clock: {start: reply}}, {queue: {station: ward, time: 10}}, close]
  plain: [{queue: {station: ward, time: 10}}, close]
services: {timed: {traditional: {process: main}}, untimed: {traditional: {process: plain}}}
"""
    life = live(text, {"timed": [usual(0), usual(1)], "untimed": [urgent(2), urgent(3)]})
    # Interrupted at 2 with 8 to do; both usual ones are in alert when the ward is free at 22.
    assert life.minutes("closed") == [30, 40, 12, 22]
