"""What a case costs and whom: staff, fares, time, transfers; each charge rounded half up once."""

import pytest

COSTS = {
    "staff": {"clerk": {"wage": 36}, "odd": {"wage": 0.123}},
    "value_of_time_urban": 30,
    "value_of_time_rural": 12,
}
DESK = """
stations: {desk: {servers: 1, staff: clerk}}
processes: {main: [{travel: {time: 15, fare: 4}}, {queue: {station: desk, time: 10}}, close]}
"""


def test_staff_cost_is_staff_time_at_the_wage(live):
    life = live(DESK, [0], costs=COSTS)
    assert life.minutes("staff_time") == [10]
    assert life.all("cost_staff_institution") == [6000]
    assert life.station("desk@site")["cost_staff"] == 6000


def test_a_charge_is_rounded_half_up_once(live):
    # 0.123 yuan an hour for 10 minutes is 20.5 thousandths.
    assert live(DESK.replace("clerk", "odd"), [0], costs=COSTS).all("cost_staff_institution") == [21]


@pytest.mark.parametrize(("segment", "money"), [(0, 30_000), (1, 12_000), (2, 30_000), (3, 12_000)])
def test_the_citizens_time_is_worth_what_the_segment_says(live, segment, money):
    life = live(DESK.replace("time: 10", "time: 30"), [{"arisen": 0, "segment": segment}], costs=COSTS)
    # Out and back 30 minutes, served 30.
    assert life.minutes("citizen_time") == [60]
    assert life.all("cost_time") == [money]


def test_waiting_at_the_desk_is_the_citizens_own_time_and_a_files_waiting_is_not(live):
    people = live(DESK, [0, 0], costs=COSTS)
    files = live(DESK.replace("time: 10}", "time: 10, file: true}"), [0, 0], costs=COSTS)
    assert people.minutes("citizen_time") == [40, 50]
    assert files.minutes("citizen_time") == [30, 30]


def test_every_staff_of_a_fork_is_paid(live):
    text = """
stations: {a: {servers: 1, staff: clerk}, b: {servers: 1, staff: clerk}}
processes:
  main: [{fork: {departments: [a, b], name: f, steps: [{queue: {station: department, time: 10}}]}}, close]
"""
    life = live(text, [0], costs=COSTS)
    assert life.all("cost_staff_institution") == [12_000]


def test_an_assembly_is_paid_from_being_called_to_the_end(live):
    text = """
stations: {a: {servers: 1, staff: clerk}, b: {servers: 1, staff: clerk}}
processes: {main: [{assemble: {departments: [a, b], name: f, arrival: 5, work: 15}}, close]}
"""
    assert live(text, [0], costs=COSTS).all("cost_staff_institution") == [24_000]


def test_an_interrupted_service_is_paid_as_one(live):
    text = """
urgencies: [urgent, usual]
stations: {desk: {servers: 1, staff: odd, preemptive: true}}
processes: {main: [{queue: {station: desk, time: 10}}, close]}
"""
    life = live(text, [{"arisen": 0, "urgency": "usual"}, {"arisen": 5, "urgency": "urgent"}], costs=COSTS)
    assert life.all("cost_staff_institution") == [21, 21]


def test_staff_at_work_at_the_horizon_are_paid_until_then(live):
    life = live(DESK, [1420, 1420], costs=COSTS)
    # Under way until 1435, then five of ten minutes served; the second has only waited.
    assert life.minutes("staff_time") == [5, 0]
    assert life.all("cost_staff_institution") == [3000, 0]
    assert life.tables.ledger["cost_staff_institution"] == 3000


def test_the_ledger_holds_what_the_cases_were_charged(live):
    life = live(DESK, [0, 3, 5, 1430], costs=COSTS)
    for column in ("cost_staff_institution", "cost_fares", "cost_time"):
        assert life.tables.ledger[column] == sum(life.all(column)) > 0


def test_charges_are_split_between_citizen_and_insurer(live):
    life = live("processes: {main: [{charge: {fee: 100.001, reimbursed: 0.7, operation: 2.5}}, close]}", [0, 1])
    assert life.all("fee_insurer") == [70_001] * 2
    assert life.all("fee_citizen") == [30_000] * 2
    assert life.all("cost_operation") == [2500] * 2
    assert life.tables.ledger["fee_insurer"] == 140_002
