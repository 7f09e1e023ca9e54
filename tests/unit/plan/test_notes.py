"""Nothing is lost in silence: whatever of a scenario is not in its run gives a note, in both languages."""

import datetime as dt

import pytest

from sinksim.core.errors import BadInput
from sinksim.i18n import words
from sinksim.i18n.catalogue import areas
from sinksim.i18n.note import Note, note_from
from sinksim.plan.arrival_profiles import share_of_days
from sinksim.plan.checks import check_recorded
from sinksim.plan.compiling import compile_plan
from sinksim.plan.notes import NOTES, date_at
from sinksim.scenarios.calendars import Calendar, Profile
from sinksim.scenarios.loading.validation import validate
from sinksim.scenarios.scenario import Scenario

DAY = 1440.0
OFFICE = {"days": "workdays", "hours": ["09:00-12:00"]}
RESULTS = {
    "no_cohort_by_chance", "nothing_solved", "nothing_solved_short", "median_beyond", "loop_at_bound", "loop_at_bound_few",
}  # fmt: skip


def scenario(service=None, **sections):
    """One desk and one service, 2 + 10 + 5 days from Monday 2022-01-03, everything covered within the follow-up."""
    tree = {
        "stations": {"desk": {"servers": 1}},
        "services": {
            "request": {
                "demand": {"per_day": 20},
                "traditional": {"process": "p"},
                "coverage_deadline_days": 5,
                **(service or {}),
            }
        },
        "processes": {"p": [{"queue": {"station": "desk", "time": 10}}, "close"]},
        "experiment": {"warm_up_days": 2, "window_days": 10, "follow_up_days": 5},
        **sections,
    }
    return validate(Scenario, tree, "toy")


def log(*days):
    return {"demand": None, "log": [{"origin": "site", "arisen": day * DAY} for day in days]}


def notes(service=None, **sections):
    return {note.code: dict(note.values) for note in compile_plan(scenario(service, **sections)).labels.notes}


RUN = {"first": "2022-01-03", "last": "2022-01-19"}
COHORT = {"first": "2022-01-05", "last": "2022-01-14"}
SPRING = {"start": "2022-01-31", "experiment": {"warm_up_days": 0, "window_days": 4, "follow_up_days": 2}}
SPRING_RUN = {"first": "2022-01-31", "last": "2022-02-05"}


def test_a_scenario_all_of_which_is_in_its_run_has_no_note():
    assert notes() == {}
    assert notes(log(2, 5, 11.9)) == {}


def test_recorded_cases_outside_the_run_are_told_with_their_number():
    found = notes(log(-3, -1, 0, 1, 2, 3, 12, 16.99, 17, 40))
    assert found == {
        "recorded_after_end": {"outside": 2, "rows": 10, **RUN},
        "recorded_before_start": {"before": 2, "rows": 10, "start": "2022-01-03"},
        "recorded_uncounted": {"uncounted": 4, "rows": 10, **COHORT},
    }


def test_a_service_whose_recorded_cases_are_all_outside_is_named():
    other = {**log(30, 31), "traditional": {"process": "p"}, "coverage_deadline_days": 5}
    services = {"request": {"demand": {"per_day": 1}, "traditional": {"process": "p"}, "coverage_deadline_days": 5}}
    late = notes(services={**services, "late": other})
    assert late["recorded_none_of"] == {"services": ("late",), **RUN}
    assert late["recorded_after_end"]["outside"] == 2


def test_a_backlog_that_has_not_waited_is_told():
    found = notes({"demand": None, "backlog": {"per_origin": 3, "waited": 0}})
    assert found["backlog_without_wait"] == {"services": ("request",), "start": "2022-01-03"}


def test_a_log_without_a_case_before_the_end_is_refused_with_both_date_ranges():
    of = scenario(log(17, 20, 300))
    (fault,) = check_recorded(of, compile_plan(of))
    assert fault == (
        "services.request.log has 3 rows from 2022-01-20 to 2022-10-30, none of them in the run from 2022-01-03 to "
        "2022-01-19; allowed: at least one row before the end of the run"
    )
    for used in (log(16.99, 300), log(-300)):
        of = scenario(used)
        assert check_recorded(of, compile_plan(of)) == []


def test_dates_of_any_instant_are_dates():
    start = dt.date(2022, 1, 3)
    assert date_at(start, -1) == dt.date(2022, 1, 2)
    assert (date_at(start, 2**62), date_at(start, -(2**62))) == (dt.date.max, dt.date.min)


def test_a_profile_within_a_calendar_with_levels_is_refused():
    calendars = {"office": {"hours": ["08:00-12:00", "14:00-18:00"], "levels": [1.0, 0.5]}}
    with pytest.raises(BadInput, match=r"profiles.day.within is 'office', a calendar with levels; allowed: .*by_hour"):
        compile_plan(scenario(calendars=calendars, profiles={"day": {"within": "office"}}))


@pytest.mark.parametrize(
    "profile",
    [
        {"by_month": [0.0] * 6 + [1.0] + [0.0] * 5},
        {"by_weekday": [0.0] * 5 + [1.0, 0.0]},
        {"within": "office"},
    ],
    ids=["by_month", "by_weekday", "within"],
)
def test_a_profile_that_leaves_a_run_without_needs_is_told(profile):
    """Monday to Friday of the week of the Spring Festival."""
    sections = {**SPRING, "experiment": {"window_days": 3, "follow_up_days": 2}, "calendars": {"office": OFFICE}}
    found = notes(
        {"demand": {"per_day": 20, "profile": "some"}, "coverage_deadline_days": 1},
        profiles={"some": profile},
        **sections,
    )
    assert found["no_needs"] == {"services": ("request",), "first": "2022-01-31", "last": "2022-02-04"}
    assert "no_cohort_in_window" in found


def test_needs_in_the_warm_up_alone_are_told():
    """Mondays and Tuesdays, of which the window has none."""
    found = notes(
        {"demand": {"per_day": 20, "profile": "early"}, "coverage_deadline_days": 1},
        profiles={"early": {"by_weekday": [1, 1, 0, 0, 0, 0, 0]}},
        experiment={"warm_up_days": 2, "window_days": 4, "follow_up_days": 1},
    )
    window = {"first": "2022-01-05", "last": "2022-01-08"}
    assert found == {"no_needs_in_window": {"services": ("request",), **window}, "no_cohort_in_window": window}


def test_a_station_that_is_shut_all_the_time_is_told():
    shut = {"calendars": {"office": OFFICE}, "stations": {"desk": {"servers": 1, "calendar": "office"}}}
    deadline = {"coverage_deadline_days": 1}
    assert notes(deadline, **shut, **SPRING) == {"never_open": {"stations": ("desk",), **SPRING_RUN}}
    longer = {**SPRING, "experiment": {"window_days": 4, "follow_up_days": 20}}
    window = {"first": "2022-01-31", "last": "2022-02-03"}
    assert notes(deadline, **shut, **longer) == {"closed_in_window": {"stations": ("desk",), **window}}


@pytest.mark.parametrize("uses", ["wait", "clock"])
def test_a_calendar_of_a_step_or_a_deadline_that_never_opens_is_told(uses):
    steps = [{"wait": {"time": 10, "kind": "queue", "calendar": "office"}}] if uses == "wait" else []
    clocks = (
        {"reply": {"deadline": {"law": "constant", "value": 1, "unit": "h"}, "calendar": "office"}}
        if uses == "clock"
        else {}
    )
    found = notes(
        {"coverage_deadline_days": 1},
        calendars={"office": OFFICE},
        processes={"p": [*steps, {"queue": {"station": "desk", "time": 10}}, "close"]},
        clocks=clocks,
        **SPRING,
    )
    assert found == {"calendar_never_open": {"calendars": ("office",), **SPRING_RUN}}


@pytest.mark.parametrize(
    ("start", "years"),
    [("2026-12-01", ()), ("2026-12-20", ("2027",)), ("2003-12-31", ("2003",)), ("2027-02-01", ("2027",))],
)
@pytest.mark.parametrize("used", ["station", "profile", "nowhere"])
def test_working_days_that_are_assumed_are_told_where_they_are_used(start, years, used):
    service = {"demand": {"per_day": 1, "profile": "day" if used == "profile" else None}}
    desk = {"servers": 1} | ({"calendar": "office"} if used == "station" else {})
    found = notes(
        service,
        start=start,
        calendars={"office": OFFICE},
        profiles={"day": {"within": "office"}},
        stations={"desk": desk},
    )
    assert ("workdays_assumed" in found) == (bool(years) and used != "nowhere")
    if "workdays_assumed" in found:
        assert (found["workdays_assumed"]["calendars"], found["workdays_assumed"]["years"]) == (("office",), years)


def test_why_there_is_no_cohort_is_told():
    backlog = {"demand": None, "backlog": {"per_origin": 3, "waited": 60}}
    assert "no_cohort_without_demand" in notes({"demand": None})
    assert "no_cohort_without_demand" in notes(policy={"demand": 0})
    assert notes(backlog)["no_cohort_but_backlog"] == COHORT
    assert notes(log(-5))["no_cohort_but_backlog"] == COHORT
    assert notes(log(0, 1, 13))["no_cohort_in_window"] == COHORT


def test_a_follow_up_shorter_than_a_deadline_is_told_with_what_is_needed():
    found = notes({"coverage_deadline_days": 7.5})
    assert found == {"follow_up_below_deadline": {"follow_up": 5.0, "deadline": 7.5, "services": ("request",)}}


def test_needs_a_day_count_calendar_days():
    calendars = {"weekdays": Calendar(days="weekdays"), "workdays": Calendar(days="workdays")}
    assert share_of_days(Profile(), calendars) == 1
    assert share_of_days(Profile(by_hour=(0.0,) * 23 + (1.0,)), calendars) == 1
    assert share_of_days(Profile(within="weekdays"), calendars) == pytest.approx(5 / 7)
    assert share_of_days(Profile(within="weekdays", by_weekday=(9, 1, 0, 0, 0, 5, 5)), calendars) == pytest.approx(
        2 / 7
    )
    assert 20 / share_of_days(Profile(within="workdays"), calendars) == pytest.approx(20 * 365.25 / 248.5, rel=0.01)


def test_every_note_has_its_sentence_and_every_sentence_its_note():
    known = (
        {"title", "join", "more", "step"}
        | RESULTS
        | {"no_cohort_without_demand", "no_cohort_but_backlog", "no_cohort_in_window"}
    )
    assert set(areas("zh")["notes"]) == known | {told.__name__ for told in NOTES} - {"no_cohort"}


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_a_note_is_the_same_after_json_and_lists_a_few_names(lang):
    note = Note("recorded_none_of", {"services": tuple("abcdefg"), **RUN})
    assert note_from(note.to_json_dict()) == note
    said = note.sentence(words(lang), str.upper)
    assert "E" in said
    assert "F" not in said.replace("No recorded", "")
    assert "2" in said
    assert "2022-01-19" in said


def test_the_hint_of_a_process_that_never_ends_is_a_closed_system_that_runs():
    from sinksim.experiments.running import run

    steps = [{"label": "work", "queue": {"station": "desk", "time": 10}}, {"wait": {"time": 20, "kind": "queue"}}]
    round_ = {"service": {"demand": None, "backlog": {"per_origin": 3, "waited": 1}}}
    with pytest.raises(BadInput, match=r"never ends; .*a closed system: .* such as 1e-9"):
        compile_plan(scenario(**round_, processes={"p": [*steps, {"goto": "work"}]}))
    leaving = {"check": {"name": "leaves", "chance": 1e-9, "then": ["close"], "otherwise": [{"goto": "work"}]}}
    result = run(scenario(**round_, processes={"p": [*steps, leaving]}), replications=1)
    # Three cases for a server of 10 minutes and a pause of 20: it is at work all the time, 17 days long.
    rows = {row["indicator"]: row["mean"] for row in result.rows(("backlog",))}
    assert (rows["needs"], rows["open_share"]) == (3, 1)
    assert rows["visits"] * 3 == pytest.approx(17 * DAY / 10, abs=3)
