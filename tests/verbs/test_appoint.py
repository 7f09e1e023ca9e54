"""Appointments: slots of a station within its hours, booked first come, first served; who comes goes before walk-ins."""

import pytest

from sinksim.core.errors import BadInput
from sinksim.core.records import End
from sinksim.plan.compiling import compile_plan
from sinksim.workload.offered_load import offered_load
from tests.helpers.worlds import MINUTE, scenario

# Open from minute 60 to minute 120 of a day: slots at 60, 80 and 100.
CLINIC = """
calendars: {morning: {hours: ["01:00-02:00"]}}
stations: {clinic: {servers: 1, calendar: morning, slots: {every: 20, each: 1}}}
processes:
  main:
    - appoint: {station: clinic}
    - travel: {time: 7}
    - queue: {station: clinic, time: 10, appointed: true}
    - close
  walk: [{queue: {station: clinic, time: 15}}, close]
"""


def clinic(book="", **replaced):
    """The scenario with more settings of the booking, and with texts replaced."""
    text = CLINIC.replace("appoint: {station: clinic}", f"appoint: {{station: clinic{book}}}")
    for old, new in replaced.items():
        assert old in text
        text = text.replace(old, new)
    return text


def test_slots_are_given_in_the_order_of_booking_and_people_arrive_at_them(live):
    life = live(clinic(), [0, 0, 0, 30])
    # At 60, 80, 100, and at 60 of the next day: the run is over before.
    assert life.stays("clinic@site") == [(60, 70), (80, 90), (100, 110)]
    assert life.all("end") == [End.SOLVED] * 3 + [End.OPEN]
    assert life.kinds(0) == {"home": 53, "travel": 7, "service": 10}
    assert life.kinds(2) == {"home": 93, "travel": 7, "service": 10}
    assert life.kinds(3) == {"home": 1410}
    assert life.minutes("filed") == [0, 0, 0, 30]
    assert (life.minutes("citizen_time"), life.all("trips")) == ([24, 24, 24, 0], [1, 1, 1, 0])


def test_several_may_have_one_slot(live):
    life = live(clinic(**{"each: 1": "each: 2"}), [0, 0, 0])
    assert life.stays("clinic@site") == [(60, 70), (60, 80), (80, 90)]


@pytest.mark.parametrize(
    ("book", "way", "arisen", "arrival", "home"),
    [
        (", lead: 60", 7, 0, 60, 53),  # a slot at exactly the lead will do
        (", lead: 61", 7, 0, 80, 73),
        ("", 20, 40, 60, 0),  # there is just time enough to get there
        ("", 21, 40, 80, 19),
        (", lead: 10", 35, 50, 100, 15),  # the way takes longer than the lead
    ],
)
def test_a_slot_can_be_reached_in_time_and_leaves_the_lead(live, book, way, arisen, arrival, home):
    life = live(clinic(book, **{"time: 7": f"time: {way}"}), [arisen])
    assert life.stays("clinic@site") == [(arrival, arrival + 10)]
    assert life.kinds().get("home", 0) == home


def test_whoever_finds_no_slot_within_reach_goes_another_way(live):
    # 80 minutes ahead of 0: slots at 60 and 80.
    book = f", within_days: {80 / 1440}"
    life = live(clinic(book), [0, 0, 0])
    assert life.all("end") == [End.SOLVED, End.SOLVED, End.REFUSED]
    assert (life.minutes("closed"), life.minutes("filed")) == ([70, 90, 0], [0, 0, 0])
    aside = ", on_full: [{wait: {kind: home, time: 5}}, {leave: {end: lost}}]"
    life = live(clinic(book + aside), [0, 0, 0])
    assert (life.all("end")[2], life.minutes("closed")[2]) == (End.LOST, 5)


def test_who_does_not_come_loses_the_slot_and_it_is_nobody_else_s(live):
    life = live(clinic(", no_show: 1"), [0, 0, 20])
    assert (life.all("end"), life.minutes("closed")) == ([End.LOST] * 3, [60, 80, 100])
    assert (life.all("trips"), life.stays("clinic@site")) == ([0, 0, 0], [])
    again = ", no_show: 1, on_no_show: [{wait: {kind: home, time: 5}}, {leave: {end: reneged}}]"
    life = live(clinic(again), [0])
    assert (life.all("end"), life.minutes("closed")) == ([End.RENEGED], [65])


def test_a_share_does_not_come(live):
    every_minute = {"every: 20": "every: 1", "servers: 1": "servers: 9", "01:00-02:00": "00:00-24:00"}
    life = live(clinic(", no_show: 0.25", **every_minute), list(range(0, 1200, 2)))
    ends = life.all("end")
    assert set(ends) == {End.SOLVED, End.LOST}
    assert ends.count(End.LOST) / 600 == pytest.approx(0.25, abs=0.05)


def test_appointments_go_before_walk_ins_and_those_are_served_between_them(live):
    services = {name: {"traditional": {"process": name}} for name in ("main", "walk")}
    life = live(clinic(), {"main": [0, 0], "walk": [50, 51, 79]}, services=services)
    # At 60 the door opens to the first walk-in, then the first appointment arrives: 60-75, 75-85. The second walk-in has
    # waited since 51, but at 85 the appointment of 80 goes first: 85-95; then 95-110, and 110-125 for the last.
    assert life.stays("clinic@site") == [(60, 85), (80, 95), (50, 75), (51, 110), (79, 125)]


def test_no_urgency_overtakes_an_appointment(live):
    services = {name: {"traditional": {"process": name}} for name in ("main", "walk")}
    given = {"main": [{"arisen": 0, "urgency": "green"}], "walk": [{"arisen": 50, "urgency": "green"}]}
    given["walk"].append({"arisen": 59, "urgency": "red"})
    life = live(clinic(), given, services=services, urgencies=["red", "green"])
    # At the opening the urgent walk-in is served: 60-75; the appointment of 60 follows, 75-85, then the other: 85-100.
    assert life.stays("clinic@site") == [(60, 85), (50, 100), (59, 75)]


def test_who_waits_at_closing_time_keeps_the_right_to_go_first(live):
    services = {name: {"traditional": {"process": name}} for name in ("main", "walk")}
    slow = {"time: 15": "time: 30", "time: 10": "time: 70"}
    life = live(clinic(**slow), {"main": [0, 0], "walk": [55]}, services=services, experiment={"window_days": 2})
    # 60-90 the walk-in, 90-160 the first appointment; the second (80) is sent home at 120, comes again and goes first.
    stays = life.stays("clinic@site")
    assert stays[:2] == [(60, 160), (80, 120)]
    assert stays[2] == (1500, 1570)


def test_whose_appointment_is_interrupted_goes_on_before_who_waits_for_his(live):
    hours = {'"01:00-02:00"': '"01:00-02:00", "03:00-04:00"', "morning, slots": "morning, shift_end: interrupt, slots"}
    life = live(clinic(**{"each: 1": "each: 2", "time: 10": "time: 30", **hours}), [75, 75])
    # Both have the slot of 100. The first is served from 100 to 120 and for ten minutes more from 180 on, then the other.
    assert life.stays("clinic@site") == [(100, 190), (100, 220)]


@pytest.mark.parametrize(
    ("calendar", "slots"),
    [
        ({"hours": ["01:00-02:00", "03:00-03:30"]}, [60, 100, 180]),
        ({"hours": ["00:00-01:00", "01:00-02:00"], "levels": [0.5, 1]}, [0, 40, 80]),  # more on duty is no opening
        (None, [0, 40, 80, 120]),
    ],
)
def test_every_opening_begins_with_a_slot(calendar, slots):
    station = {"servers": 2, "slots": {"every": 40}, **({"calendar": "hours"} if calendar else {})}
    calendars = {"calendars": {"hours": calendar}} if calendar else {}
    main = [{"appoint": {"station": "clinic"}}, {"queue": {"station": "clinic", "time": 1, "appointed": True}}, "close"]
    plan = compile_plan(scenario({"stations": {"clinic": station}, "processes": {"main": main}, **calendars}, [0]))
    assert [time / MINUTE for time in plan.slots.times[0][: len(slots)]] == slots


def test_the_load_of_those_who_come_is_reckoned_before_the_run():
    demand = {"need": {"traditional": {"process": "main"}, "demand": {"per_day": 24}}}
    load = offered_load(compile_plan(scenario(clinic(", no_show: 0.25"), services=demand)))
    assert load.work[0] == pytest.approx(24 * 0.75 * 10 / 1440)


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        (", slots: {every: 20, each: 1}", "", "station is 'clinic', which has no slots; allowed: a station with slots"),
        (", appointed: true", "", "clinic is booked by appoint, but no queue there is appointed; allowed: both"),
        ("    - appoint: {station: clinic}\n", "", "clinic has a queue that is appointed, but no appoint books there"),
        ("appointed: true", "appointed: true, file: true", "appointed is given beside file or priority"),
        ("appointed: true", "appointed: true, priority: 1", "appointed is given beside file or priority"),
        ("every: 20", "every: 0", "slots.every"),
        ("appoint: {station: clinic}", "appoint: {station: clinic, within_days: 61}", "within_days"),
        ("appoint: {station: clinic}", "appoint: {station: nobody}", "station is 'nobody'; allowed: one of clinic"),
        (
            "    - travel: {time: 7}",
            "    - fork: {departments: [clinic], name: f, steps: [{appoint: {station: clinic}}]}",
            "stands inside a fork or serial; allowed: appoint on the main line",
        ),
    ],
)
def test_nonsense_is_refused(old, new, said):
    assert old in CLINIC
    with pytest.raises(BadInput, match=said):
        compile_plan(scenario(CLINIC.replace(old, new), [0]))
