"""Blocking after service: the server is kept until there is room at the next station."""

import pytest

from sinksim.core.errors import BadInput
from sinksim.core.records import End

# At the first desk 10 minutes, at the second 30, in whose room nobody but the one who is served has a place.
TANDEM = """
stations: {first: {servers: 1}, second: {servers: 1, room: 1}}
processes:
  main: [{queue: {station: first, time: 10, holds_server: true}}, {queue: {station: second, time: 30}}, close]
"""


def test_who_is_served_keeps_the_server_until_there_is_room(live):
    life = live(TANDEM, [0, 0, 0])
    # The first is at the second desk from 10 to 40. The second has been served at 20, and keeps the desk until 40, when the
    # third begins there: served at 50, it keeps the desk until 70.
    assert life.minutes("closed") == [40, 70, 100]
    assert life.minutes("time_service") == [40, 40, 40]
    assert life.minutes("time_queue") == [0, 10 + 20, 40 + 20]


def test_the_kept_server_counts_as_busy_and_is_paid(live):
    life = live(TANDEM, [0, 0, 0])
    # Of the first desk: 10, then 10 + 20 blocked, then 10 + 20.
    assert life.minutes("staff_time") == [10 + 30, 30 + 30, 30 + 30]
    assert life.station("first@site")["busy"] == pytest.approx(70 * 60_000)
    assert life.minutes("citizen_time") == [40, 70, 100]


def test_where_there_is_room_nobody_is_blocked(live):
    life = live(TANDEM.replace("room: 1", "room: 2"), [0, 0])
    assert life.minutes("closed") == [40, 70]
    # The second waits at the second desk, from 20 to 40, and the first desk is free.
    assert life.minutes("time_queue") == [0, 10 + 20]
    assert life.station("first@site")["busy"] == pytest.approx(20 * 60_000)


def test_without_keeping_its_server_a_case_is_refused(live):
    life = live(TANDEM.replace(", holds_server: true", ""), [0, 0])
    assert life.all("end") == [End.SOLVED, End.REFUSED]


def test_who_comes_from_elsewhere_is_refused_and_takes_no_place_from_the_blocked(live):
    text = TANDEM + "  other: [{queue: {station: second, time: 30}}, close]\n"
    text += "services: {a: {traditional: {process: main}}, b: {traditional: {process: other}}}"
    # At 40 the place goes to the one who is blocked since 20, before the one who comes at that very instant.
    life = live(text, {"a": [0, 0], "b": [15, 40]})
    assert life.all("end") == [End.SOLVED, End.SOLVED, End.REFUSED, End.REFUSED]
    assert life.minutes("closed")[:2] == [40, 70]


def test_several_are_let_in_in_the_order_in_which_they_were_blocked(live):
    text = TANDEM.replace("first: {servers: 1}", "first: {servers: 2}")
    life = live(text, [0, 0, 3])
    # Served at 10, 10 and 20; the second desk takes them at 10, 40 and 70.
    assert life.minutes("closed") == [40, 70, 100]
    assert life.minutes("time_queue") == [0, 30, 50 - 3 + 10]


def test_a_place_that_is_left_unblocks_station_after_station(live):
    text = """
stations: {first: {servers: 1}, second: {servers: 1, room: 1}, third: {servers: 1, room: 1}}
processes:
  main:
  - {queue: {station: first, time: 1, holds_server: true}}
  - {queue: {station: second, time: 1, holds_server: true}}
  - {queue: {station: third, time: 30}}
  - close
"""
    # All stand behind the first, who is at the third desk from 2 to 32; then each moves on at one instant.
    life = live(text, [0, 0, 0, 0])
    assert life.minutes("closed") == [32, 62, 92, 122]


def test_the_horizon_books_the_time_in_which_the_server_was_kept_as_waiting(live):
    life = live(TANDEM.replace("time: 30", "time: 100000"), [0, 0])
    open_case = life.minutes("time_queue")[1]
    assert life.all("end") == [End.OPEN, End.OPEN]
    assert open_case == 10 + (1440 - 20)
    assert life.minutes("time_service")[1] == 10


def test_a_blocked_server_is_not_interrupted_at_the_end_of_the_shift(live):
    text = """
calendars: {shift: {hours: [00:00-00:25, 12:00-13:00]}}
stations: {first: {servers: 1, calendar: shift, shift_end: interrupt}, second: {servers: 1, room: 1}}
processes:
  main: [{queue: {station: first, time: 10, holds_server: true}}, {queue: {station: second, time: 30}}, close]
"""
    # Blocked from 20 to 40, over the end of the shift at 25; the third is served when the next one begins.
    life = live(text, [0, 0, 0])
    assert life.minutes("closed") == [40, 70, 12 * 60 + 40]


def test_a_circle_of_stations_that_hold_their_servers_is_named(live):
    text = """
stations: {left: {servers: 1, room: 1}, right: {servers: 1, room: 1}}
processes:
  there: [{queue: {station: left, time: 10, holds_server: true}}, {queue: {station: right, time: 10}}, close]
  back: [{queue: {station: right, time: 10, holds_server: true}}, {queue: {station: left, time: 10}}, close]
services: {a: {traditional: {process: there}}, b: {traditional: {process: back}}}
"""
    assert live(text, {"a": [0], "b": [25]}).minutes("closed") == [20, 45]
    with pytest.raises(BadInput, match=r"left@site, right@site hold all their servers for cases that wait"):
        live(text, {"a": [0], "b": [0]})


def test_servers_that_are_never_on_duty_free_nobody(live):
    text = """
calendars: {half: {hours: ["00:00-24:00"], days: all, levels: [0.5]}}
stations: {left: {servers: 2, room: 1, calendar: half}, right: {servers: 2, room: 1, calendar: half}}
processes:
  there:
    - {queue: {station: left, time: 10, file: true, holds_server: true}}
    - {queue: {station: right, time: 10, file: true}}
    - close
  back:
    - {queue: {station: right, time: 10, file: true, holds_server: true}}
    - {queue: {station: left, time: 10, file: true}}
    - close
services: {a: {traditional: {process: there}}, b: {traditional: {process: back}}}
"""
    # Of two servers one is on duty, and it is kept for the other station.
    with pytest.raises(BadInput, match=r"left@site, right@site hold all their servers for cases that wait"):
        live(text, {"a": [0], "b": [0]})
    assert live(text.replace("0.5", "1").replace("room: 1", "room: 2"), {"a": [0], "b": [0]}).minutes("closed") == [
        20,
        20,
    ]


def test_a_circle_through_an_assembly_is_named(live):
    text = """
stations: {left: {servers: 1, room: 1}, right: {servers: 1}}
processes:
  back: [{queue: {station: right, time: 10, holds_server: true}}, {queue: {station: left, time: 10}}, close]
  both: [{assemble: {name: both, departments: [left, right], arrival: 5, work: 10}}, close]
services: {a: {traditional: {process: back}}, b: {traditional: {process: both}}}
"""
    assert live(text, {"a": [0], "b": [20]}).minutes("closed") == [20, 35]
    # The assembly keeps the left desk and waits for the right one, which is kept for a place at the left one.
    with pytest.raises(BadInput, match="left@site, right@site hold all their servers"):
        live(text, {"a": [0], "b": [5]})


def test_whoever_may_leave_a_full_room_makes_a_place(live):
    text = """
stations: {desk: {servers: 1, room: 2}}
processes:
  main: [{queue: {station: desk, time: 10, holds_server: true}}, {queue: {station: desk, time: 10}}, close]
  other: [{queue: {station: desk, time: 10PATIENCE}}, close]
services: {a: {traditional: {process: main}}, b: {traditional: {process: other}}}
"""
    # The first wants the other place of the desk that it keeps; whoever waits there for the desk waits for ever ...
    with pytest.raises(BadInput, match="desk@site hold all their servers"):
        live(text.replace("PATIENCE", ""), {"a": [0], "b": [5]})
    # ... unless he gives up: then the first moves on.
    life = live(text.replace("PATIENCE", ", patience: 60"), {"a": [0], "b": [5]})
    assert life.all("end") == [End.SOLVED, End.RENEGED]
    assert life.minutes("closed") == [75, 65]
    # It is enough that he may: here he would give up after the end of the run.
    assert live(text.replace("PATIENCE", ", patience: 2000"), {"a": [0], "b": [5]}).all("end") == [End.OPEN] * 2


def test_a_circle_with_a_server_that_will_be_free_is_none(live):
    text = """
stations: {left: {servers: 2, room: 2}, right: {servers: 1, room: 1}}
processes:
  there: [{queue: {station: left, time: 10, holds_server: true}}, {queue: {station: right, time: 10}}, close]
  back: [{queue: {station: right, time: 10, holds_server: true}}, {queue: {station: left, time: 10}}, close]
  other: [{queue: {station: left, time: LONG}}, close]
services: {a: {traditional: {process: there}}, b: {traditional: {process: back}}, c: {traditional: {process: other}}}
"""
    # At 10 the first wants to go to the right and the second to the left; at 20 the third leaves the left, and both go on.
    assert live(text.replace("LONG", "20"), {"a": [0], "b": [0], "c": [0]}).minutes("closed") == [30, 30, 20]
    # Where that is after the end of the run, they only wait.
    assert live(text.replace("LONG", "2000"), {"a": [0], "b": [0], "c": [0]}).all("end") == [End.OPEN] * 3


@pytest.mark.parametrize(
    "after", ["close", "{wait: {kind: home, time: 5}}, close", "{queue: {station: first, time: 5}}, close"]
)
def test_a_server_that_is_kept_for_nothing_is_refused(live, after):
    text = "stations: {first: {servers: 1}}\nprocesses: {main: [{queue: {station: first, time: 10, holds_server: true}}, AFTER]}"
    with pytest.raises(BadInput, match=r"main\.0\.queue\.holds_server is true, and processes\.main\.1"):
        live(text.replace("AFTER", after), [0])
