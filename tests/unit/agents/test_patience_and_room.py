"""Giving up, and being refused where the room is full."""

from sinksim.core.records import End, VisitEnd
from tests.worlds import live

IMPATIENT = """
stations: {desk: {servers: 1}}
processes: {main: [{queue: {station: desk, time: 10, patience: 5}}, close]}
"""
SMALL_ROOM = """
stations: {desk: {servers: 1, room: 2}}
processes: {main: [{queue: {station: desk, time: 10}}, close]}
"""


def test_who_is_not_served_within_patience_gives_up():
    life = live(IMPATIENT, [0, 4])
    assert life.all("end") == [End.SOLVED, End.RENEGED]
    assert life.minutes("closed") == [10, 9]
    assert life.kinds(1) == {"queue": 5}
    assert life.station("desk@site")["reneged"] == 1


def test_who_is_granted_exactly_when_patience_ends_is_served():
    life = live(IMPATIENT, [0, 5])
    assert life.all("end") == [End.SOLVED, End.SOLVED]
    assert life.minutes("closed") == [10, 20]


def test_a_place_given_up_is_the_next_ones():
    life = live(IMPATIENT, [0, 1, 8])
    assert life.all("end") == [End.SOLVED, End.RENEGED, End.SOLVED]
    assert life.minutes("closed") == [10, 6, 20]


def test_waiting_in_vain_is_the_citizens_own_time():
    life = live(IMPATIENT, [0, 4])
    assert life.minutes("citizen_time") == [10, 5]


def test_patience_does_not_follow_a_case_to_a_list_without_patience():
    text = """
stations: {desk: {servers: 1}, ward: {servers: 1}}
processes: {main: [{queue: {station: desk, time: 1, patience: 5}}, {queue: {station: ward, time: 10}}, close]}
"""
    life = live(text, [0, 1, 2])
    assert life.all("end") == [End.SOLVED] * 3
    assert life.minutes("closed") == [11, 21, 31]


def test_after_giving_up_a_case_may_go_on_elsewhere():
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


def test_redialling_is_a_step_back_after_giving_up():
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


def test_who_finds_the_room_full_is_refused():
    life = live(SMALL_ROOM, [0, 1, 2, 10])
    assert life.all("end") == [End.SOLVED, End.SOLVED, End.REFUSED, End.SOLVED]
    assert life.minutes("closed") == [10, 20, 2, 30]
    row = life.station("desk@site")
    assert (row["joined"], row["served"], row["refused"]) == (4, 3, 1)


def test_the_refused_may_go_elsewhere():
    text = """
stations: {desk: {servers: 1, room: 1}, counter: {servers: 1}}
processes:
  main:
    - queue: {station: desk, time: 10, on_full: [{queue: {station: counter, time: 3}}, close]}
    - close
"""
    assert live(text, [0, 1]).minutes("closed") == [10, 4]


def test_the_room_counts_those_being_served():
    text = SMALL_ROOM.replace("room: 2", "room: 1")
    assert live(text, [0, 9, 10]).all("end") == [End.SOLVED, End.REFUSED, End.SOLVED]


def test_a_refused_visit_stays_no_time():
    visits = live(SMALL_ROOM.replace("room: 2", "room: 1"), [0, 1]).visits
    refused = visits[visits["end"] == VisitEnd.REFUSED][0]
    assert refused["joined"] == refused["ended"]
    assert refused["busy"] == 0
