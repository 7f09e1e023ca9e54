"""Finite room: who finds a station full is refused."""

from sinksim.core.records import End, VisitEnd

SMALL_ROOM = """
stations: {desk: {servers: 1, room: 2}}
processes: {main: [{queue: {station: desk, time: 10}}, close]}
"""


def test_who_finds_the_room_full_is_refused(live):
    life = live(SMALL_ROOM, [0, 1, 2, 10])
    assert life.all("end") == [End.SOLVED, End.SOLVED, End.REFUSED, End.SOLVED]
    assert life.minutes("closed") == [10, 20, 2, 30]
    row = life.station("desk@site")
    assert (row["joined"], row["served"], row["refused"]) == (4, 3, 1)


def test_the_refused_may_go_elsewhere(live):
    text = """
stations: {desk: {servers: 1, room: 1}, counter: {servers: 1}}
processes:
  main:
    - queue: {station: desk, time: 10, on_full: [{queue: {station: counter, time: 3}}, close]}
    - close
"""
    assert live(text, [0, 1]).minutes("closed") == [10, 4]


def test_the_room_counts_those_being_served(live):
    text = SMALL_ROOM.replace("room: 2", "room: 1")
    assert live(text, [0, 9, 10]).all("end") == [End.SOLVED, End.REFUSED, End.SOLVED]


def test_a_refused_visit_stays_no_time(live):
    visits = live(SMALL_ROOM.replace("room: 2", "room: 1"), [0, 1]).visits
    refused = visits[visits["end"] == VisitEnd.REFUSED][0]
    assert refused["joined"] == refused["ended"]
    assert refused["busy"] == 0
