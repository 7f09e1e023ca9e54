"""The alert zone: who moves up, the list one tier up, the first claim."""

import pytest

from sinksim.core.records import End, Mark, VisitEnd
from tests.helpers.worlds import MINUTE

TWO_TIERS = """
network: {nodes: [{code: top, tier: county}, {code: site, tier: township, parent: top}]}
urgencies: [urgent, usual]
clocks: {reply: {deadline: 20}}
stations:
  desk: {tier: township, servers: 1, escalates_to: office}
  office: {tier: county, servers: 1}
processes:
  main: [{clock: {start: reply}}, {queue: {station: desk, time: 30, accepts: [reply]}}, close]
  above: [{queue: {station: office, time: BUSY}}, close]
  plain: [{queue: {station: desk, time: 30}}, close]
services:
  timed: {traditional: {process: main}}
  above: {traditional: {process: above}}
  plain: {traditional: {process: plain}}
"""
COUNTY, TOWNSHIP = 0, 1


def two_tiers(live, busy, **log):
    return live(TWO_TIERS.replace("BUSY", str(busy)), log)


def test_an_alerted_case_goes_before_the_others_of_its_urgency(live):
    life = two_tiers(live, 1000, plain=[0, 1, 2], timed=[3], above=[0])
    # The desk is free at 30, 60 ...; the timed case is in alert from 23 on.
    assert life.minutes("closed")[:1] == [60]
    assert life.minutes("closed")[2:] == [30, 90, 120]


def test_an_alerted_case_does_not_go_before_the_more_urgent(live):
    plain = [0, {"arisen": 2, "urgency": "urgent"}]
    life = two_tiers(live, 1000, plain=plain, timed=[{"arisen": 1, "urgency": "usual"}], above=[0])
    assert life.minutes("closed") == [90, 1000, 30, 60]


def test_before_the_deadline_nobody_moves_up(live):
    life = two_tiers(live, 1000, plain=[0, 1], timed=[11], above=[0])
    # At 30 the clock has run 19 minutes; at 31 it rings, too late to overtake the second plain case.
    assert life.minutes("closed") == [90, 1000, 30, 60]


def test_a_case_whose_clock_rings_as_its_service_begins_is_served_and_kept(live):
    life = two_tiers(live, 1000, plain=[0], timed=[10], above=[0])
    assert life.all("clocks_kept")[0] == 1
    assert not life.all("marks")[0] & Mark.ALERT
    assert life.minutes("time_alert")[0] == 0


def test_the_office_above_claims_an_alerted_case_when_it_is_free_first(live):
    life = two_tiers(live, 25, plain=[0], timed=[1], above=[0])
    assert life.minutes("closed") == [55, 25, 30]
    assert life.kinds(0) == {"queue": 24, "service": 30}
    assert (life.all("place_tier")[0], life.all("top_tier")[0]) == (COUNTY, COUNTY)
    assert life.station("desk@site")["withdrawn"] == 1
    assert life.station("office@top")["served"] == 2


def test_the_desk_claims_an_alerted_case_when_it_is_free_first(live):
    life = two_tiers(live, 45, plain=[0], timed=[1], above=[0])
    assert life.minutes("closed") == [60, 45, 30]
    assert (life.all("place_tier")[0], life.all("top_tier")[0]) == (TOWNSHIP, TOWNSHIP)
    assert life.station("office@top")["withdrawn"] == 1
    assert life.station("desk@site")["served"] == 2


def test_a_free_office_above_claims_at_the_very_deadline(live):
    life = two_tiers(live, 5, plain=[0], timed=[1], above=[0])
    assert life.minutes("closed")[0] == 51
    assert life.kinds(0) == {"queue": 20, "service": 30}


def test_the_visit_log_holds_both_entries_and_says_which_was_withdrawn(live):
    visits = two_tiers(live, 25, plain=[0], timed=[1], above=[0]).visits
    own = visits[visits["service"] == 0]
    rows = [(v["station"], v["joined"] // MINUTE, v["ended"] // MINUTE, v["end"]) for v in own]
    assert sorted(rows) == [(0, 1, 25, VisitEnd.WITHDRAWN), (1, 21, 55, VisitEnd.SERVED)]


def test_giving_up_takes_the_case_off_both_lists(live):
    text = TWO_TIERS.replace("BUSY", "100").replace("accepts: [reply]", "accepts: [reply], patience: 25")
    life = live(text, {"plain": [0], "timed": [1], "above": [0]})
    assert life.all("end")[0] == End.RENEGED
    assert life.minutes("closed")[0] == 26
    assert life.station("office@top")["withdrawn"] == 1
    assert life.station("office@top")["present"] == (100 + 5) * MINUTE


def test_a_case_that_comes_already_alerted_joins_both_lists_at_once(live):
    text = TWO_TIERS.replace(
        "main: [{clock: {start: reply}}, ", "main: [{clock: {start: reply}}, {relay: {time: 22}}, "
    )
    life = live(text.replace("BUSY", "40"), {"plain": [0], "timed": [0], "above": [0]})
    # It comes to the desk at 22, two minutes after its deadline; the desk is free at 30, the office at 40.
    assert life.minutes("closed")[0] == 60
    assert life.station("office@top")["joined"] == 2
    assert life.station("office@top")["withdrawn"] == 1
    assert life.minutes("time_alert")[0] == 10


def test_a_clock_without_alert_moves_nobody(live):
    text = TWO_TIERS.replace("deadline: 20", "deadline: 20, alert: false").replace("BUSY", "25")
    life = live(text, {"plain": [0, 1], "timed": [2], "above": [0]})
    assert life.minutes("closed") == [90, 25, 30, 60]
    assert life.all("clocks_broken")[0] == 1
    assert life.minutes("time_alert")[0] == 0


def test_when_the_office_above_closes_who_stands_at_the_desk_is_not_sent_home(live):
    text = TWO_TIERS.replace("office: {tier: county", "office: {calendar: morning, tier: county")
    text = 'calendars: {morning: {hours: ["00:00-00:40"]}}\n' + text.replace("BUSY", "45").replace(
        "time: 30", "time: 70"
    )
    life = live(text, {"plain": [0], "timed": [1], "above": [0]})
    assert life.minutes("closed")[0] == 140
    assert life.kinds(0) == {"queue": 69, "service": 70}
    assert life.station("office@top")["went_home"] == 0


def test_when_the_desk_closes_the_alerted_go_home_from_both_lists_and_come_back_to_both(live):
    text = TWO_TIERS.replace("desk: {tier", "desk: {calendar: morning, tier")
    text = 'calendars: {morning: {hours: ["00:00-00:40"]}}\nexperiment: {window_days: 2}\n' + text.replace(
        "BUSY", "1500"
    )
    life = live(text.replace("time: 30", "time: 70"), {"plain": [0], "timed": [1], "above": [0]})
    assert life.minutes("closed")[0] == 1440 + 70
    assert life.kinds(0) == {"queue": 39, "home": 1400, "service": 70}
    assert life.station("office@top")["withdrawn"] == 1


def test_an_alert_that_comes_while_somebody_is_at_home_counts_on_return(live):
    text = TWO_TIERS.replace("desk: {tier", "desk: {calendar: morning, tier").replace("deadline: 20", "deadline: 300")
    text = 'calendars: {morning: {hours: ["00:00-00:40"]}}\nexperiment: {window_days: 2}\n' + text.replace(
        "BUSY", "2000"
    )
    life = live(text, {"plain": [0, 30, 1439], "timed": [31], "above": [0]})
    # On the second day 1439 comes first and is served 1440-1470, then the alerted one goes before the plain one of 30.
    assert life.minutes("closed")[0] == 1470 + 30
    assert life.minutes("closed")[2:4] == [30, 60]


@pytest.mark.parametrize("verb", ["fork", "assemble"])
def test_an_alert_moves_up_whatever_the_case_is_waiting_for(live, verb):
    steps = "steps: [{queue: {station: department, time: 10}}]" if verb == "fork" else "arrival: 0, work: 10"
    text = f"""
clocks: {{reply: {{deadline: 20}}}}
stations: {{a: {{servers: 1}}, b: {{servers: 1}}}}
processes:
  main: [{{clock: {{start: reply}}}}, {{{verb}: {{departments: [a, b], name: all, {steps}}}}}, close]
  plain: [{{queue: {{station: b, time: 30}}}}, close]
services: {{timed: {{traditional: {{process: main}}}}, plain: {{traditional: {{process: plain}}}}}}
"""
    life = live(text, {"timed": [2], "plain": [0, 1]})
    assert life.minutes("closed") == [40, 30, 70]
