"""Nobody sets out for a shut door: who would arrive while all doors are shut stays at home and arrives at the opening."""

import numpy as np
import pytest

from sinksim.core.errors import BadInput
from sinksim.core.records import NEVER, End
from sinksim.plan.compiling import compile_plan
from tests.helpers.worlds import DAY, HOUR, MINUTE, scenario

OFFICE = """
calendars:
  office: {hours: ["09:00-12:00", "14:00-17:00"]}
  late: {hours: ["13:00-20:00"]}
stations:
  desk: {servers: 1, calendar: office}
  evening: {servers: 1, calendar: late}
  always: {servers: 1}
"""
WAY = "{travel: {time: 30, fare: 2}}"
DESK = "{queue: {station: desk, time: 5}}"


def at_the_desk(before=WAY, then=DESK):
    return f"{OFFICE}processes: {{main: [{before}, {then}, close]}}"


def of_day(hours, minutes=0):
    return 60 * hours + minutes


@pytest.mark.parametrize(
    ("arisen", "arrives"),
    [
        (of_day(9), of_day(9, 30)),
        (of_day(8, 30), of_day(9)),  # on the dot of the opening
        (of_day(8, 29), of_day(9)),
        (of_day(1), of_day(9)),
        (of_day(11, 29), of_day(11, 59)),
        (of_day(11, 30), of_day(14)),  # whoever comes at exactly closing time is late
        (of_day(16, 45), of_day(24 + 9)),
    ],
)
def test_whoever_would_arrive_at_shut_doors_arrives_at_the_opening(live, arisen, arrives):
    life = live(at_the_desk(), [arisen], experiment={"window_days": 2})
    kinds = {"closed": arrives - arisen - 30, "travel": 30, "service": 5}
    assert life.kinds() == {kind: span for kind, span in kinds.items() if span}
    assert life.minutes("filed") == [arrives]
    # What passes at home is no time of the citizen's own.
    assert (life.minutes("citizen_time"), life.all("trips"), life.all("cost_fares")) == ([65], [1], [4000])


def test_people_who_waited_at_home_join_in_the_order_in_which_they_would_have_arrived(live):
    text = at_the_desk("{travel: {time: {law: empirical, values: [10, 50], weights: [1, 1]}}}")
    log = [of_day(3), of_day(2, 59), of_day(2, 30), of_day(4), of_day(8, 50)]
    life = live(text, log)
    ways = life.cases["time_travel"] // MINUTE
    would = [arisen + way for arisen, way in zip(log, ways.tolist(), strict=True)]
    joined = np.argsort(life.cases["filed"] + life.cases["time_queue"]).tolist()
    assert sorted(would) == [would[n] for n in joined]
    assert {10, 50} == set(ways.tolist())
    # The last of them would have arrived at the opening itself, or later.
    assert life.minutes("filed")[:4] == [of_day(9)] * 4


def test_who_waited_at_home_is_there_before_who_happens_to_arrive_at_the_opening(live):
    life = live(at_the_desk(), {"need": [of_day(8, 30), of_day(8)]})
    assert life.minutes("time_queue") == [5, 0]


def test_a_stay_at_home_that_outlasts_the_run_is_no_trip(live):
    life = live(at_the_desk(), [of_day(17)], experiment={"window_days": 1})
    assert (life.all("end"), life.kinds()) == ([End.OPEN], {"closed": of_day(24) - of_day(17)})
    assert (life.all("trips"), life.all("citizen_time"), life.all("filed")) == ([0], [0], [NEVER])


def test_the_horizon_may_fall_on_the_way(live):
    # Leaves at 08:30 of the next day so as to arrive at 09:00; the run ends at 08:40.
    life = live(at_the_desk(), [of_day(17)], experiment={"window_days": 1 + (8 * HOUR + 40 * MINUTE) / DAY})
    assert life.kinds() == {"closed": of_day(7) + of_day(8, 30), "travel": 10}
    assert (life.all("trips"), life.minutes("citizen_time")) == ([1], [60])


def test_arriving_at_any_time_lifts_the_rule(live):
    life = live(at_the_desk("{travel: {time: 30, arrive: anytime}}"), [of_day(6)])
    assert life.kinds() == {"travel": 30, "closed": of_day(9) - of_day(6, 30), "service": 5}


def test_a_way_that_does_not_delay_ends_at_the_opening_too(live):
    life = live(at_the_desk("{travel: {time: 30, delays: false}}"), [of_day(6)])
    assert life.kinds() == {"closed": of_day(3), "service": 5}


D, E, A = (f"{{queue: {{station: {name}, time: 5}}}}" for name in ("desk", "evening", "always"))
BY_CHANCE = "{check: {name: x, chance: CHANCE, then: [THEN], otherwise: [OTHERWISE]}}"
BY_SEGMENT = f"{{check: {{name: x, by: segment, branches: {{under60_urban: [{E}], over60_rural: [{D}]}}}}}}"
FORK = "{fork: {name: f, departments: SET, steps: [STEP]}}"
DEPARTMENT = "{queue: {station: department, time: 5, file: true}}"


def by_chance(chance, then, otherwise):
    return BY_CHANCE.replace("CHANCE", str(chance)).replace("THEN", then).replace("OTHERWISE", otherwise)


def fork(departments, step):
    return FORK.replace("SET", departments).replace("STEP", step)


def test_the_hours_of_all_doors_count_not_only_those_of_the_first(live):
    # At 18:00 the desk is shut and the other station, to which half of the cases go, is open.
    life = live(at_the_desk("{travel: {time: 60}}", by_chance(0.5, D, E)), [of_day(17)])
    assert life.minutes("filed") == [of_day(18)]


def test_the_doors_of_a_later_way_do_not_count(live):
    life = live(at_the_desk("{travel: {time: 60}}", f"{{travel: {{time: 1, arrive: anytime}}}}, {D}"), [of_day(1)])
    assert life.minutes("filed") == [of_day(2, 1)]


ANY_TIME, OFFICE_HOURS, LATE_HOURS = of_day(2), of_day(9), of_day(13)


@pytest.mark.parametrize(
    ("then", "opens"),
    [
        (A, ANY_TIME),
        ("{wait: {kind: home, time: 5}}", ANY_TIME),  # no station at all
        (f"{{charge: {{fee: 1}}}}, {{relay: {{time: 1}}}}, {D}", OFFICE_HOURS),
        (f"{{travel: {{time: 1, arrive: anytime}}}}, {D}", ANY_TIME),  # the door of another way
        (by_chance(0.5, D, E), OFFICE_HOURS),  # either: the hours of both
        (by_chance(0, D, E), LATE_HOURS),
        (by_chance(1, D, E), OFFICE_HOURS),
        (by_chance(0.5, D, A), ANY_TIME),
        (by_chance(0.5, "{leave: {}}", E), LATE_HOURS),
        (BY_SEGMENT, LATE_HOURS),
        (f"{{queue: {{station: {{site: evening}}, time: 5, draw: s}}}}, {D}", LATE_HOURS),
        (fork("[desk, evening]", DEPARTMENT), OFFICE_HOURS),
        (fork("[evening, always]", DEPARTMENT), ANY_TIME),
        (f"{fork('[evening]', DEPARTMENT)}, {D}", LATE_HOURS),  # behind a door
        (f"{fork('[evening]', '{wait: {kind: home, time: 1}}')}, {D}", OFFICE_HOURS),
        ("{assemble: {name: f, departments: [evening], arrival: 1, work: 1}}", LATE_HOURS),
    ],
)
def test_the_doors_are_the_first_stations_that_can_be_reached_before_any_other_way(live, then, opens):
    way = "{travel: {time: 60}}"
    # The run ends a minute after the doors open; that minute may be waited at another door.
    window = {"window_days": (opens + 1) / 1440}
    life = live(at_the_desk(way, then), [{"arisen": of_day(1), "segment": 0}], experiment=window)
    hours_at_home, hours_on_the_way = (life.minutes(f"time_{kind}")[0] // 60 for kind in ("closed", "travel"))
    assert (hours_at_home, hours_on_the_way) == ((opens - of_day(2)) / 60, 1)


def test_a_door_that_never_opens_is_refused():
    shut = OFFICE.replace('hours: ["09:00-12:00", "14:00-17:00"]', 'hours: ["09:00-12:00"], days: [sun]')
    text = f"{shut}processes: {{main: [{WAY}, {DESK}, close]}}"
    with pytest.raises(BadInput, match=r"processes\.main\.0\.travel leads to a station that is never open in this run"):
        compile_plan(scenario(text, [0]))
    compile_plan(scenario(text.replace("fare: 2", "arrive: anytime"), [0]))


def test_a_leg_of_the_network_passes_no_draw_whose_name_it_shares(live):
    waits = "{wait: {kind: home, time: {law: exponential, mean: 5}, draw: x}}, " * 2
    network = "network: {nodes: [{code: site, tier: township, local_minutes: 10}]}\n"
    with_way = live(f"{network}processes: {{main: [{{travel: {{to: township, draw: x}}}}, {waits}close]}}", [0, 5])
    without = live(f"{network}processes: {{main: [{waits}close]}}", [0, 5])
    assert with_way.all("time_home") == without.all("time_home")
