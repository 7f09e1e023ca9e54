"""What happens to the world: breakdowns of stations, outages of the platform."""

import numpy as np

from sinksim.core.records import End
from tests.helpers.worlds import HOUR

BROKEN = """
stations: {desk: {servers: 2}, other: {servers: 1}}
processes: {main: [{queue: {station: desk, time: 50}}, close], aside: [{queue: {station: other, time: 50}}, close]}
services: {need: {traditional: {process: main}}, elsewhere: {traditional: {process: aside}}}
risks: {breakdowns: {power: {station: desk, mean_up_hours: 3, down: {law: constant, value: 20}}}}
"""
APP = """
processes:
  main:
    - check: {name: down, outage: true, then: [{wait: {kind: rework, time: 5}}], otherwise: [{wait: {kind: match, time: 1}}]}
    - close
risks: {outage: {on: true, availability: 0.6, mttr_hours: 2}}
"""


def downs(life):
    return [(row["began"], row["ended"]) for row in life.tables.incidents]


def down_between(life, begin, end):
    return sum(max(0, min(end, e) - max(begin, b)) for b, e in downs(life))


def test_a_breakdown_stops_all_servers_and_service_resumes_where_it_was(live):
    life = live(BROKEN, {"need": [0, 0, 300, 600, 900], "elsewhere": [0]})
    assert len(downs(life)) > 2
    for row in life.cases[life.cases["service"] == 0]:
        down = down_between(life, row["arisen"], row["closed"])
        assert row["closed"] - row["arisen"] == 50 * 60_000 + down
        assert (row["time_service"], row["time_queue"]) == (50 * 60_000, down)


def test_a_breakdown_leaves_other_stations_alone(live):
    life = live(BROKEN, {"elsewhere": [0]})
    assert life.minutes("closed") == [50]
    assert life.station("other@site")["open"] == 24 * HOUR


def test_open_time_leaves_out_the_time_broken_down(live):
    life = live(BROKEN, {"need": [0]})
    assert life.station("desk@site")["open"] == 2 * (24 * HOUR - down_between(life, 0, 24 * HOUR))


def test_nobody_works_overtime_in_a_breakdown(live):
    life = live(BROKEN, {"need": list(range(0, 1400, 20))})
    assert life.station("desk@site")["overtime"] == 0


def test_breakdowns_are_the_same_whatever_the_demand_and_new_in_each_replication(live):
    idle, busy, again = live(BROKEN), live(BROKEN, {"need": [0] * 50}), live(BROKEN, replication=1)
    assert downs(idle) == downs(busy)
    assert downs(idle) != downs(again)


def test_people_in_service_at_a_breakdown_do_not_give_up(live):
    life = live(BROKEN.replace("time: 50}}, close], aside", "time: 50, patience: 1}}, close], aside"), {"need": [0, 0]})
    assert life.all("end") == [End.SOLVED] * 2


def test_a_check_of_the_platform_looks_at_it_now(live):
    life = live(APP, list(range(1400)))
    hit = np.array(life.minutes("time_rework")) > 0
    down = [any(b <= a < e for b, e in downs(life)) for a in life.all("arisen")]
    assert hit.tolist() == down
    assert 0 < sum(hit) < 1400


def test_trying_again_while_the_platform_is_down_is_bounded(live):
    text = APP.replace("then: [{wait: {kind: rework, time: 5}}]", "back_to: again, at_most: 3")
    text = text.replace("- check", "- {label: again, wait: {kind: rework, time: 1}}\n    - check")
    life = live(text, list(range(1400)))
    assert set(life.all("bounces")) == {0, 1, 2, 3}
    assert life.minutes("time_rework") == [1 + bounces for bounces in life.all("bounces")]


def test_trying_again_at_once_comes_to_an_end(live):
    text = APP.replace("then: [{wait: {kind: rework, time: 5}}]", "back_to: again, at_most: 3")
    text = text.replace("- check", "- {label: again, charge: {operation: 1}}\n    - check")
    assert set(live(text, list(range(1400))).all("bounces")) == {0, 3}


def test_the_share_of_time_up_is_the_availability(live):
    days = 400
    life = live(APP, [], experiment={"window_days": days})
    share = 1 - down_between(life, 0, days * 24 * HOUR) / (days * 24 * HOUR)
    # Cycles of 5 hours; the relative error of a ratio of exponential means is about sqrt(2 / cycles).
    cycles = days * 24 / 5
    assert abs(share - 0.6) < 4 * 0.6 * 0.4 * (2 / cycles) ** 0.5
    assert abs(len(downs(life)) - cycles) < 4 * cycles**0.5


def test_without_the_risk_nothing_fails(live):
    life = live(APP.replace("on: true", "on: false"), [0])
    assert (downs(life), life.minutes("time_rework")) == ([], [0])
