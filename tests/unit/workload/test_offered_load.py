import pytest

from sinksim.agents import run
from sinksim.core.records import STATION_FIELDS, names
from sinksim.plan.compiling import compile_plan
from sinksim.scenarios.loading.validation import validate
from sinksim.scenarios.scenario import Scenario
from sinksim.workload.offered_load import by_template, offered_load
from sinksim.workload.visit_chain import unbounded_chance


def plan(processes, stations=None, services=None, **sections):
    tree = {
        "stations": stations or {"desk": {"servers": 1}},
        "services": services or {"s": {"demand": {"per_day": 48}, "traditional": {"process": "p"}}},
        "processes": processes if isinstance(processes, dict) else {"p": processes},
        "experiment": {"window_days": 30.0},
        **sections,
    }
    return compile_plan(validate(Scenario, tree, "toy"))


def queue(minutes, station="desk", **more):
    return {"queue": {"station": station, "time": minutes, **more}}


def loads(of):
    return {row.template: row.mean for row in by_template(of, offered_load(of))}


def test_one_server_is_busy_for_rate_times_mean():
    load = offered_load(plan([queue({"law": "exponential", "mean": 24}), "close"]))
    assert load.utilisation.tolist() == pytest.approx([48 * 24 / 1440])
    assert (load.needs, load.cases, load.visits) == pytest.approx((1440, 1440, 1440))


@pytest.mark.parametrize(
    ("law", "mean"),
    [
        ({"law": "constant", "value": 7}, 7),
        ({"law": "erlang", "mean": 9, "k": 3}, 9),
        ({"law": "gamma", "mean": 8, "cv": 0.7}, 8),
        ({"law": "lognormal", "mean": 11, "cv": 1.3}, 11),
        ({"law": "weibull", "mean": 6, "shape": 1.7}, 6),
        ({"law": "uniform", "low": 2, "high": 10}, 6),
        ({"law": "triangular", "low": 1, "mode": 2, "high": 9}, 4),
        ({"law": "truncated_normal", "mean": 10, "sd": 2, "low": 4, "high": 16}, 10),
        ({"law": "empirical", "values": [2, 8], "weights": [1, 3]}, 6.5),
        ({"law": "hyperexponential", "means": [2, 8], "weights": [1, 1]}, 5),
    ],
)
def test_every_law_counts_by_its_mean(law, mean):
    assert loads(plan([queue(law), "close"])) == pytest.approx({"desk": 48 * mean / 1440})


def test_a_cut_normal_law_counts_by_the_mean_of_what_is_left():
    # Half normal: mean sd sqrt(2/pi) above the cut.
    of = plan([queue({"law": "truncated_normal", "mean": 0, "sd": 10, "low": 0, "high": 80}), "close"])
    assert loads(of)["desk"] == pytest.approx(48 * 10 * 0.7978845608 / 1440)


def test_a_loop_without_a_bound_is_passed_one_in_one_minus_p_times():
    again = {"check": {"name": "again", "chance": 0.25, "then": [{"goto": "desk"}]}}
    of = plan([{"label": "desk", **queue(15)}, again, "close"])
    assert loads(of) == pytest.approx({"desk": 48 * 15 / 1440 / 0.75})


@pytest.mark.parametrize(("chance", "at_most", "passes"), [(0.5, 1, 0.5), (0.5, 2, 0.75), (1.0, 3, 3.0), (0.0, 5, 0.0)])
def test_a_bounded_loop_has_its_mean_number_of_passes(chance, at_most, passes):
    back = {"check": {"name": "again", "chance": chance, "back_to": "desk", "at_most": at_most}}
    of = plan([{"label": "desk", **queue(15)}, back, "close"])
    assert loads(of) == pytest.approx({"desk": 48 * 15 / 1440 * (1 + passes)})
    assert unbounded_chance(chance, at_most) == pytest.approx(passes / (1 + passes))


def test_branches_count_by_their_weights_and_attributes():
    steps = [
        {"check": {"name": "kind", "weights": {"a": 1, "b": 3}, "branches": {"a": [queue(10)], "b": [queue(20)]}}},
        {"check": {"name": "haste", "by": "urgency", "branches": {"high": [queue(30)]}}},
        "close",
    ]
    services = {"s": {"demand": {"per_day": 24}, "urgency": {"high": 1, "low": 3}, "traditional": {"process": "p"}}}
    of = plan(steps, services=services, urgencies=["high", "low"])
    assert loads(of) == pytest.approx({"desk": 24 * (0.25 * 10 + 0.75 * 20 + 0.25 * 30) / 1440})


def test_departments_of_a_fork_share_its_visits():
    fork = {
        "fork": {"name": "f", "departments": ["a", "b", "c"], "count": {1: 1, 2: 1}, "steps": [queue(10, "department")]}
    }
    of = plan([fork, "close"], stations={name: {"servers": 1} for name in "abc"})
    assert loads(of) == pytest.approx(dict.fromkeys("abc", 48 * 0.5 * 10 / 1440))


def test_a_rendezvous_holds_everybody_until_the_last_has_arrived_and_the_work_is_done():
    step = {
        "assemble": {"name": "r", "departments": ["a", "b"], "arrival": {"law": "exponential", "mean": 4}, "work": 6}
    }
    of = plan([step, "close"], stations={"a": {"servers": 1}, "b": {"servers": 1}})
    assert loads(of) == pytest.approx(dict.fromkeys("ab", 48 * (4 * 1.5 + 6) / 1440))


def test_capacity_is_the_servers_on_duty_and_season_and_batches_count():
    calendars = {"office": {"hours": ["08:00-12:00", "14:00-18:00"], "levels": [1.0, 0.5]}}
    services = {"s": {"demand": {"per_day": 10, "group_size": {1: 1, 3: 1}}, "traditional": {"process": "p"}}}
    of = plan(
        [queue(12), "close"],
        {"desk": {"servers": 2, "calendar": "office"}},
        services,
        calendars=calendars,
        policy={"demand": 2.5},
    )
    # Services of 12 minutes that are in hand at a closing take 6 more: two servers at noon, one in the evening.
    assert loads(of) == pytest.approx({"desk": (10 * 2.5 * 12 / 1440) / ((2 * 4 + 1 * 4 + 3 * 0.1) / 24)})


def test_who_adopts_is_counted_in_the_platform():
    services = {
        "s": {
            "demand": {"per_day": 48},
            "traditional": {"process": "old"},
            "platform": {"process": "new"},
        }
    }
    of = plan(
        {"old": [queue(10), "close"], "new": [queue(10, "online"), "close"]},
        {"desk": {"servers": 1}, "online": {"servers": 1}},
        services,
        policy={"adoption": 0.3},
    )
    assert loads(of) == pytest.approx({"desk": 0.7 * 48 * 10 / 1440, "online": 0.3 * 48 * 10 / 1440})


def test_recorded_cases_count_each_as_one():
    services = {
        "s": {
            "traditional": {"process": "p"},
            "log": [{"origin": "site", "arisen": 60.0 * n} for n in range(72)],
        }
    }
    load = offered_load(plan([queue(10), "close"], services=services))
    assert (load.needs, float(load.work[0])) == pytest.approx((72, 72 * 10 / (30 * 1440)))


def test_a_process_that_some_can_never_leave_is_infinitely_loaded():
    loop = {"check": {"name": "haste", "by": "urgency", "branches": {"high": [{"goto": "desk"}]}}}
    services = {"s": {"demand": {"per_day": 1}, "urgency": {"high": 1, "low": 1}, "traditional": {"process": "p"}}}
    of = plan([{"label": "desk", **queue(10)}, loop, "close"], services=services, urgencies=["high", "low"])
    assert loads(of)["desk"] == float("inf")


@pytest.mark.slow
def test_the_expected_utilisation_is_what_a_run_shows():
    steps = [
        {"label": "desk", **queue({"law": "exponential", "mean": 10})},
        {"check": {"name": "again", "chance": 0.3, "back_to": "desk", "at_most": 2}},
        {"check": {"name": "up", "chance": 0.5, "then": [queue({"law": "uniform", "low": 5, "high": 25}, "court")]}},
        "close",
    ]
    of = plan(steps, {"desk": {"servers": 1}, "court": {"servers": 1}}, experiment={"window_days": 400.0})
    load = offered_load(of)
    stream = run(of, 0)
    busy = None
    while busy is None:
        try:
            next(stream)
        except StopIteration as end:
            busy = end.value.stations["busy"] / of.labels.window.horizon
    assert "busy" in names(STATION_FIELDS)
    # 19,200 cases: the relative standard error of the time at work is about 1 %.
    assert busy.tolist() == pytest.approx(load.utilisation.tolist(), rel=0.05)
