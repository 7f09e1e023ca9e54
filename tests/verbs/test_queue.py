"""Who goes first: arrival, urgency, ties at one instant."""

from sinksim.core.records import End, VisitEnd

ONE_DESK = """
stations: {desk: {servers: 1}}
processes: {main: [{queue: {station: desk, time: 10}}, close]}
"""
URGENCIES = "urgencies: [urgent, usual]\n"
TWO_IN_A_ROW = """
stations: {first: {servers: 1}, second: {servers: 1}}
processes: {main: [{queue: {station: first, time: 10}}, {queue: {station: second, time: 10}}, close]}
"""


def test_cases_are_served_in_the_order_of_arrival(live):
    life = live(ONE_DESK, [0, 3, 5, 40])
    assert life.minutes("closed") == [10, 20, 30, 50]
    assert life.minutes("time_queue") == [0, 7, 15, 0]
    assert life.minutes("time_service") == [10] * 4
    assert life.all("end") == [End.SOLVED] * 4


def test_two_servers_serve_two_at_a_time(live):
    life = live(ONE_DESK.replace("servers: 1", "servers: 2"), [0, 0, 0, 5])
    assert life.minutes("time_queue") == [0, 0, 10, 5]


def test_cases_of_one_instant_go_in_the_order_in_which_they_are_listed(live):
    assert live(ONE_DESK, [5, 5, 5]).minutes("closed") == [15, 25, 35]


def test_cases_of_one_instant_go_service_by_service(live):
    text = ONE_DESK + "services: {b: {traditional: {process: main}}, a: {traditional: {process: main}}}"
    life = live(text, {"a": [5], "b": [5]})
    # In the order in which the scenario names them, not the alphabet's.
    assert life.minutes("closed") == [15, 25]


def test_the_more_urgent_overtakes_those_who_wait_but_not_the_one_being_served(live):
    log = [
        {"arisen": 0, "urgency": "usual"},
        {"arisen": 1, "urgency": "usual"},
        {"arisen": 9, "urgency": "urgent"},
        {"arisen": 10, "urgency": "urgent"},
    ]
    # At 10 the desk is free before the last one arrives.
    assert live(URGENCIES + ONE_DESK, log).minutes("closed") == [10, 40, 20, 30]


def test_a_step_with_a_priority_of_its_own_sets_urgency_aside(live):
    text = URGENCIES + ONE_DESK.replace("time: 10", "time: 10, priority: 3")
    log = [0, {"arisen": 1, "urgency": "usual"}, {"arisen": 2, "urgency": "urgent"}]
    assert live(text, log).minutes("closed") == [10, 20, 30]


def test_a_server_that_becomes_free_takes_the_next_case_before_a_new_one_arrives(live):
    # At 10 the first ends, the second is granted, and only then the third arrives.
    life = live(ONE_DESK, [0, 5, 10])
    assert life.station("desk@site")["most_waiting"] == 1
    assert life.minutes("closed") == [10, 20, 30]


def test_a_finished_case_goes_on_only_after_its_server_has_taken_the_next(live):
    life = live(TWO_IN_A_ROW, [0, 0])
    assert life.stays("first@site") == [(0, 10), (0, 20)]
    assert life.stays("second@site") == [(10, 20), (20, 30)]
    assert life.minutes("time_queue") == [0, 10]


def test_who_comes_from_a_delay_enters_before_who_only_now_arises(live):
    text = """
stations: {desk: {servers: 1}}
processes:
  main: [{wait: {kind: home, time: 5}}, {queue: {station: desk, time: 10}}, close]
  straight: [{queue: {station: desk, time: 10}}, close]
services: {new: {traditional: {process: straight}}, old: {traditional: {process: main}}}
"""
    life = live(text, {"new": [5], "old": [0]})
    assert life.minutes("closed") == [25, 15]


def test_delays_that_end_together_go_in_the_order_of_the_cases(live):
    text = """
stations: {desk: {servers: 1}}
processes: {main: [{wait: {kind: home, time: {law: empirical, values: [5]}}}, {queue: {station: desk, time: 1}}, close]}
services: {a: {traditional: {process: main}}, b: {traditional: {process: main}}}
"""
    assert live(text, {"b": [0, 0], "a": [0]}).minutes("closed") == [6, 7, 8]


def test_a_visit_log_row_tells_when_service_began_and_what_it_used(live):
    life = live(ONE_DESK, [0, 3])
    second = life.visits[1]
    assert [second[f] / 60_000 for f in ("joined", "began", "ended", "busy")] == [3, 10, 20, 10]
    assert second["end"] == VisitEnd.SERVED


def test_counters_of_a_station_are_exact_integrals(live):
    row = live(ONE_DESK, [0, 3, 5, 40]).station("desk@site")
    minute = 60_000
    assert (row["joined"], row["served"]) == (4, 4)
    assert (row["busy"], row["overtime"], row["open"]) == (40 * minute, 0, 1440 * minute)
    assert (row["present"], row["waiting"], row["most_waiting"]) == (62 * minute, 22 * minute, 2)
