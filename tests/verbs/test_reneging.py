"""Patience: who is not served in time gives up."""

from sinksim.core.records import End

IMPATIENT = """
stations: {desk: {servers: 1}}
processes: {main: [{queue: {station: desk, time: 10, patience: 5}}, close]}
"""


def test_who_is_not_served_within_patience_gives_up(live):
    life = live(IMPATIENT, [0, 4])
    assert life.all("end") == [End.SOLVED, End.RENEGED]
    assert life.minutes("closed") == [10, 9]
    assert life.kinds(1) == {"queue": 5}
    assert life.station("desk@site")["reneged"] == 1


def test_who_is_granted_exactly_when_patience_ends_is_served(live):
    life = live(IMPATIENT, [0, 5])
    assert life.all("end") == [End.SOLVED, End.SOLVED]
    assert life.minutes("closed") == [10, 20]


def test_a_place_given_up_is_the_next_ones(live):
    life = live(IMPATIENT, [0, 1, 8])
    assert life.all("end") == [End.SOLVED, End.RENEGED, End.SOLVED]
    assert life.minutes("closed") == [10, 6, 20]


def test_waiting_in_vain_is_the_citizens_own_time(live):
    life = live(IMPATIENT, [0, 4])
    assert life.minutes("citizen_time") == [10, 5]


def test_patience_does_not_follow_a_case_to_a_list_without_patience(live):
    text = """
stations: {desk: {servers: 1}, ward: {servers: 1}}
processes: {main: [{queue: {station: desk, time: 1, patience: 5}}, {queue: {station: ward, time: 10}}, close]}
"""
    life = live(text, [0, 1, 2])
    assert life.all("end") == [End.SOLVED] * 3
    assert life.minutes("closed") == [11, 21, 31]


def test_after_giving_up_a_case_may_go_on_elsewhere(live):
    text = """
stations: {desk: {servers: 1}, counter: {servers: 1}}
processes:
  main:
    - queue: {station: desk, time: 10, patience: 5, on_renege: [{queue: {station: counter, time: 7}}, close]}
    - close
"""
    life = live(text, [0, 1])
    assert life.minutes("closed") == [10, 13]
    assert life.kinds(1) == {"queue": 5, "service": 7}


def test_redialling_is_a_step_back_after_giving_up(live):
    text = """
stations: {line: {servers: 1}}
processes:
  main:
    - label: dial
      queue: {station: line, time: 10, patience: 2, on_renege: [{wait: {kind: home, time: 3}}, {goto: dial}]}
    - close
"""
    life = live(text, [0, 1])
    # Waits 1-3, 6-8, then finds the line free at 11.
    assert life.minutes("closed") == [10, 21]
    assert life.kinds(1) == {"queue": 4, "home": 6, "service": 10}
    assert life.station("line@site")["reneged"] == 2
