"""Opening and closing: who is late, who goes home, who stays."""

from sinksim.core.records import End, VisitEnd
from tests.helpers.worlds import HOUR, MINUTE

# 2022-01-03 is a Monday.
OFFICE = """
start: 2022-01-03
calendars: {office: {hours: ["09:00-12:00", "14:00-17:00"], days: weekdays}}
stations: {desk: {servers: 1, calendar: office}}
processes: {main: [{queue: {station: desk, time: 30}}, close]}
experiment: {window_days: 9}
"""
FILES = OFFICE.replace("time: 30", "time: 30, file: true")
MONDAY, TUESDAY, NEXT_MONDAY = 0, 24 * 60, 7 * 24 * 60


def at(hour, minute=0, day=MONDAY):
    return day + 60 * hour + minute


def test_who_comes_before_the_opening_waits_in_closed_hours(live):
    life = live(OFFICE, [at(8)])
    assert life.kinds() == {"closed": 60, "service": 30}
    assert life.minutes("citizen_time") == [30]


def test_the_first_to_come_before_the_opening_is_served_first_at_the_opening(live):
    life = live(OFFICE, [at(8), at(8, 30)])
    assert life.minutes("closed") == [at(9, 30), at(10)]
    assert life.kinds(1) == {"closed": 30, "queue": 30, "service": 30}


def test_who_comes_at_the_very_opening_is_served_at_once(live):
    assert live(OFFICE, [at(9)]).kinds() == {"service": 30}


def test_who_comes_at_exactly_closing_time_is_late(live):
    life = live(OFFICE, [at(17)])
    assert life.minutes("closed") == [at(9, 30, TUESDAY)]
    assert life.kinds() == {"closed": 16 * 60, "service": 30}


def test_who_comes_a_minute_before_closing_is_served_to_the_end(live):
    life = live(OFFICE, [at(16, 59)])
    assert life.minutes("closed") == [at(17, 29)]
    row = life.station("desk@site")
    assert (row["busy"], row["overtime"]) == (MINUTE, 29 * MINUTE)


def test_people_still_queued_at_closing_go_home_and_return_on_the_next_open_day(live):
    life = live(OFFICE, [at(16, 45), at(16, 50)])
    assert life.minutes("closed") == [at(17, 15), at(9, 30, TUESDAY)]
    assert life.kinds(1) == {"queue": 10, "home": 16 * 60, "service": 30}
    assert life.station("desk@site")["went_home"] == 1
    assert life.station("desk@site")["joined"] == 3


def test_from_friday_people_return_on_monday(live):
    friday = 4 * 24 * 60
    life = live(OFFICE, [at(16, 45, friday), at(16, 50, friday)])
    assert life.minutes("closed")[1] == at(9, 30, NEXT_MONDAY)


def test_a_lunch_break_keeps_people_where_they_are(live):
    life = live(OFFICE, [at(11, 45), at(11, 50)])
    assert life.minutes("closed") == [at(12, 15), at(14, 30)]
    assert life.kinds(1) == {"queue": 10, "closed": 120, "service": 30}
    assert life.station("desk@site")["went_home"] == 0


def test_files_stay_over_closing(live):
    life = live(FILES, [at(16, 45), at(16, 50)])
    assert life.kinds(1) == {"queue": 10, "closed": 16 * 60, "service": 30}
    assert life.station("desk@site")["went_home"] == 0
    assert life.minutes("citizen_time") == [0, 0]


def test_those_who_waited_overnight_go_before_those_who_return_and_these_before_new_arrivals(live):
    life = live(OFFICE, [at(16, 45), at(16, 50), at(20), at(9, 0, TUESDAY)])
    assert life.minutes("closed") == [at(17, 15), at(10, 0, TUESDAY), at(9, 30, TUESDAY), at(10, 30, TUESDAY)]


def test_who_returns_makes_the_way_there_and_back_again(live):
    text = OFFICE.replace("main: [", "main: [{travel: {time: 20, fare: 5}}, ")
    life = live(text, [at(16, 25), at(16, 30)])
    assert life.minutes("closed") == [at(17, 15), at(9, 30, TUESDAY)]
    assert life.all("trips") == [1, 2]
    assert life.all("cost_fares") == [10_000, 20_000]
    # Out and back 40 (twice for the second), 30 served, 10 in the queue.
    assert life.minutes("citizen_time") == [70, 80 + 30 + 10]


def test_patience_begins_anew_when_people_return(live):
    text = OFFICE.replace("time: 30", "time: 30, patience: 35")
    life = live(text, [at(16, 45), at(16, 50), at(8, 55, TUESDAY)])
    # 10 minutes on Monday and 30 on Tuesday: more than 35 together, but not on either day.
    assert life.minutes("closed") == [at(17, 15), at(10, 0, TUESDAY), at(9, 30, TUESDAY)]
    assert live(text, [at(16, 45), at(16, 50), at(8, 50, TUESDAY), at(8, 55, TUESDAY)]).all("end")[1] == End.RENEGED


def test_who_gives_up_at_the_very_closing_goes_home_instead(live):
    text = OFFICE.replace("time: 30", "time: 30, patience: 10")
    assert live(text, [at(16, 45), at(16, 50)]).all("end") == [End.SOLVED, End.SOLVED]


def test_the_visit_log_tells_who_went_home(live):
    visits = live(OFFICE, [at(16, 45), at(16, 50)]).visits
    home = visits[visits["end"] == VisitEnd.WENT_HOME]
    assert [(row["joined"], row["ended"]) for row in home] == [(at(16, 50) * MINUTE, 17 * HOUR)]


def test_who_finds_the_room_full_on_return_is_refused(live):
    text = OFFICE.replace("servers: 1", "servers: 1, room: 2")
    life = live(text, [at(16, 45), at(16, 50), at(20), at(20)])
    # At 9:00 one of the night's two is being served and one waits: no room for the one who returns.
    assert life.all("end") == [End.SOLVED, End.REFUSED, End.SOLVED, End.SOLVED]
    assert life.minutes("closed")[1] == at(9, 0, TUESDAY)


def test_a_station_with_nobody_left_is_open_all_the_same(live):
    assert live(OFFICE, [at(9)]).station("desk@site")["open"] == 7 * 6 * HOUR


def test_a_holiday_is_no_working_day(live):
    text = OFFICE.replace("days: weekdays", "days: workdays")
    # 2022-01-03 is the New Year's holiday.
    assert live(text, [at(9)]).minutes("closed") == [at(9, 30, TUESDAY)]
