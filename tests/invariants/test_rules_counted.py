"""What rules gave is what one counts minute by minute: calendars, meetings, deadlines, closing time, money, servers.

Both engines call the same rules, so that no comparison of the two would show one that is wrong.
"""

import numpy as np
from hypothesis import HealthCheck, given, settings

from sinksim.core.records import NEVER, End, Mark, VisitEnd
from tests.helpers.generated.worlds import worlds
from tests.helpers.worlds import MINUTE, WHO, live
from tests.invariants.counting import all_hours, money, next_meeting, servers_on_duty

MANY = settings(
    max_examples=200,
    deadline=None,
    derandomize=True,
    database=None,
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large],
)
FINISH = 1  # position of the clock that the plain process starts and acceptance stops
WAGES = {"clerk": 30_000, "grid_worker": 25_000}
TIME_VALUES = (30_000, 15_000, 30_000, 15_000)


class Told:
    """A world, its text, and what can be counted from it."""

    def __init__(self, tree):
        self.tree = tree
        self.life = live(tree)
        window = self.life.plan.labels.window
        self.window = (window.warm_up, window.warm_up + window.window)
        self.horizon = window.horizon
        self.hours = all_hours(tree, self.horizon)
        self.names = self.life.plan.labels.stations.names
        self.by_case = {}
        for row in np.sort(self.life.visits, order=["joined", "ended"]):
            self.by_case.setdefault(tuple(row[WHO].tolist()), []).append(row)

    def visits(self, case):
        """Visits of a case in the order of joining."""
        return self.by_case.get(tuple(case[WHO].tolist()), [])

    def station(self, index):
        """The template of a station, as written."""
        return self.tree["stations"][self.names[index].split("@")[0]]

    def hours_of(self, index):
        """The hours of a station."""
        return self.hours[self.station(index).get("calendar")]

    def plain(self):
        """Cases of the plain process, with its steps."""
        service = self.life.plan.labels.services.index("plain")
        return self.life.cases[self.life.cases["service"] == service]


def staff_and_time_are_paid_to_the_thousandth(told):
    for case in told.life.cases:
        due = 0
        for visit in told.visits(case):
            staff = told.station(visit["station"]).get("staff")
            due += money(visit["busy"], WAGES[staff]) if staff else 0
        assert case["cost_staff_institution"] == due
        if case["citizen_time"]:
            assert case["cost_time"] == money(case["citizen_time"], TIME_VALUES[case["segment"]])


def servers_stand_where_the_rota_says(told):
    labels = told.life.plan.labels.stations
    for index, row in enumerate(told.life.tables.stations):
        duty = servers_on_duty(int(labels.servers[index]), told.hours_of(index), told.horizon)
        until = np.concatenate([[0], np.cumsum(duty)])

        def served(instant, duty=duty, until=until):
            return int(until[instant // MINUTE]) * MINUTE + instant % MINUTE * int(
                np.append(duty, 0)[instant // MINUTE]
            )

        first, last = told.window
        spans = np.clip(breakdowns(told, index), first, last).tolist() if len(breakdowns(told, index)) else []
        down = sum(served(end) - served(begin) for begin, end in spans)
        assert row["open"] == served(last) - served(first) - down


def breakdowns(told, index):
    """Spans during which a station was down, those that overlap as one."""
    spans = []
    for incident in np.sort(told.life.tables.incidents, order="began"):
        if incident["target"] == index:
            begin, end = int(incident["began"]), int(incident["ended"])
            if spans and begin <= spans[-1][1]:
                spans[-1] = (spans[-1][0], max(end, spans[-1][1]))
            else:
                spans.append((begin, end))
    return spans


def plain_steps(told):
    """Relay, meeting and visit of the plain process, as written."""
    _, relay, meeting, queue, _ = told.tree["processes"]["plain"]
    return relay["relay"], meeting["meet"], queue["queue"]


def a_plain_case_walks_from_instant_to_instant(told, case):
    relay, meeting, queue = plain_steps(told)
    begun = max(int(case["arisen"]), 0)
    sent = told.hours[relay.get("calendar")].after(begun, relay["time"] * MINUTE)
    if sent >= told.horizon:
        assert case["end"] == End.OPEN
        assert not told.visits(case)
        return
    assert case["time_relay"] == sent - begun
    heard = next_meeting(sent, **meeting)
    own = [v for v in told.visits(case) if told.names[v["station"]].startswith(f"{queue['station']}@")]
    assert case["time_meeting"] == min(heard, told.horizon) - sent
    if heard >= told.horizon:
        assert not own
        return
    assert own[0]["joined"] == heard
    assert case["time_home"] == who_goes_home_comes_back_when_it_opens(told, own, queue["file"])
    the_visit_takes_what_it_takes(told, case, queue)


def who_goes_home_comes_back_when_it_opens(told, own, file):
    hours, home = told.hours_of(own[0]["station"]), 0
    for number, visit in enumerate(own):
        if visit["end"] != VisitEnd.WENT_HOME:
            continue
        left = int(visit["ended"])
        assert not file
        assert hours.is_last_closing(left)
        opening = hours.opening_of_a_later_day(left)
        if opening < told.horizon:
            assert own[number + 1]["joined"] == opening
        home += min(opening, told.horizon) - left
    return home


def the_visit_takes_what_it_takes(told, case, queue):
    visits = told.visits(case)
    busy = sum(int(v["busy"]) for v in visits)
    served = [v for v in visits if v["end"] == VisitEnd.SERVED]
    assert case["time_service"] == busy
    if served:
        assert busy == queue["time"] * MINUTE
        assert case["closed"] == served[0]["ended"]
    if served and served[0]["ended"] - served[0]["began"] == busy:
        waits_are_closed_or_open(told, case, visits, served[0])


def waits_are_closed_or_open(told, case, visits, served):
    """Of a visit that was never interrupted: the wait at a shut door is apart from queueing."""
    spells = [(v["joined"], v["ended"], v) for v in visits if v["end"] == VisitEnd.WENT_HOME]
    since = max(v["joined"] for v in visits if plain_steps(told)[2]["station"] in told.names[v["station"]])
    spells.append((since, served["began"], served))
    waited = sum(int(end - begin) for begin, end, _ in spells)
    queued = sum(told.hours_of(v["station"]).open_ms(int(begin), int(end)) for begin, end, v in spells)
    before_the_start = max(-int(case["arisen"]), 0)
    assert (case["time_closed"], case["time_queue"]) == (waited - queued, queued + before_the_start)
    own_time = 0 if plain_steps(told)[2]["file"] else queued + int(served["busy"])
    assert case["citizen_time"] == own_time


def people_do_not_stand_at_a_shut_door_overnight(told, case):
    if plain_steps(told)[2]["file"]:
        return
    for visit in told.visits(case):
        hours = told.hours_of(visit["station"])
        upper = told.names[visit["station"]].split("@")[0] != plain_steps(told)[2]["station"]
        begun = visit["began"] if visit["began"] != NEVER else visit["ended"]
        closings = range(-(-(int(visit["joined"]) + 1) // MINUTE), int(begun) // MINUTE)
        assert upper or not any(hours.is_last_closing(minute * MINUTE) for minute in closings)


def a_deadline_is_kept_broken_and_warned_of(told, case):
    clock = told.tree["clocks"]["finish"]
    minutes = clock.get("by_urgency", {}).get(told.tree["urgencies"][case["urgency"]], clock.get("deadline"))
    if minutes is None:
        assert not case["clocks_started"] >> FINISH & 1
        return
    begun = max(int(case["arisen"]), 0)
    hours = told.hours[clock.get("calendar")]
    due, warns = (hours.after(begun, int(span)) for span in (minutes * MINUTE, minutes * MINUTE * clock["warn"]))
    accepted = case["responded"] != NEVER
    stopped = int(case["responded"] if accepted else told.horizon if case["end"] == End.OPEN else case["closed"])
    kept = accepted and stopped <= due
    broken = not kept and (case["end"] != End.OPEN or accepted or stopped > due)
    assert (case["clocks_kept"] >> FINISH & 1, case["clocks_broken"] >> FINISH & 1) == (kept, broken)
    assert bool(case["marks"] & Mark.YELLOW) == (stopped > warns)
    assert case["time_alert"] == (max(stopped - due, 0) if clock["alert"] and due < told.horizon else 0)


@MANY
@given(worlds())
def test_rules_give_what_one_counts_minute_by_minute(tree):
    told = Told(tree)
    staff_and_time_are_paid_to_the_thousandth(told)
    servers_stand_where_the_rota_says(told)
    for case in told.plain():
        a_plain_case_walks_from_instant_to_instant(told, case)
        people_do_not_stand_at_a_shut_door_overnight(told, case)
        a_deadline_is_kept_broken_and_warned_of(told, case)
