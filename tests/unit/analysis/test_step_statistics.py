from pathlib import Path

import numpy as np
import pytest
from hypothesis import HealthCheck, given, settings

from sinksim.agents import run
from sinksim.agents.observers.step_counts import counting_world
from sinksim.analysis.flowchart import flowchart, walk
from sinksim.analysis.step_statistics import bottleneck, measure_steps
from sinksim.core.errors import Stopped
from sinksim.core.records import TIME_KINDS, End, Mark
from sinksim.plan.compiling import compile_plan
from sinksim.plan.operations import LEAVE, OP, Op
from sinksim.scenarios.loading.strict_yaml import parse_yaml
from tests.helpers.generated.worlds import worlds
from tests.helpers.worlds import scenario

UNSEEN = Path(__file__).parents[2] / "scenarios" / "unseen.yaml"


@pytest.fixture(scope="module")
def unseen():
    from sinksim.scenarios.loading.parameters import substitute

    tree = parse_yaml(UNSEEN.read_text(encoding="utf-8"), "unseen")
    said = scenario(substitute(tree, tree["parameters"], "unseen"))
    plan = compile_plan(said)
    return plan, flowchart(said, plan.labels.tiers), measure_steps(plan, 2)


def measured(given, replications=1, log=None):
    said = scenario(given, log)
    plan = compile_plan(said)
    return plan, flowchart(said, plan.labels.tiers), measure_steps(plan, replications)


def boxes(chart, process):
    return {box.path.removeprefix(f"processes.{process}."): box for box in walk(chart.processes[process])}


def cohort(records, plan):
    first, width = plan.labels.window.warm_up, plan.labels.window.window
    inside = (records["arisen"] >= first) & (records["arisen"] < first + width)
    return records[inside & ((records["marks"] & (Mark.BACKGROUND | Mark.BACKLOG)) == 0)]


LINE = """
network:
  nodes:
    - {code: top, tier: county}
    - {code: site, tier: township, parent: top}
  edges: [{source: site, target: top, relation: refers, minutes: 60}]
stations: {desk: {servers: 1, tier: township}, ward: {servers: 1, tier: county}}
services: {need: {traditional: {process: main}}}
processes:
  main:
    - queue: {station: desk, time: 10}
    - check: {name: up, chance: 1, then: [{travel: {to: county}}, {queue: {station: ward, time: 20}}]}
    - relay: {time: 5, to: township}
    - close
"""


def test_the_minutes_of_every_step_are_those_that_were_spent_there():
    _, chart, steps = measured(LINE, log=[0, 0])
    groups, at = steps.groups(0, ["need"]), boxes(chart, "main")
    assert steps.cases(groups) == 2
    # The second waits ten minutes for the first at the desk, and ten minutes again at the ward.
    assert steps.figure(at["0.queue"], groups).minutes == {"queue": 5, "service": 10}
    assert steps.figure(at["1.check.then.0.travel"], groups).minutes == {"travel": 60}
    assert steps.figure(at["1.check.then.1.queue"], groups).minutes == {"queue": 5, "service": 20}
    assert steps.figure(at["2.relay"], groups).minutes == {"relay": 5}


def test_cases_are_followed_from_home_up_the_tiers_and_down_again():
    _, _, steps = measured(LINE, log=[0] * 12)
    groups = steps.groups(0, ["need"])
    home, township, county = 2, 1, 0
    assert steps.flows(groups) == {
        (county, township, False): 12,
        (township, county, True): 12,
        (home, township, True): 12,
    }
    assert steps.served(groups) == {(county, True): 12, (township, True): 12}


def test_the_bottleneck_is_where_cases_wait_longest_in_all():
    _, chart, steps = measured(LINE, log=[0, 10, 20])
    groups = steps.groups(0, ["need"])
    figures = {box.path: steps.figure(box, groups) for box in walk(chart.processes["main"])}
    assert bottleneck(figures) == "processes.main.1.check.then.1.queue"


def test_without_any_waiting_there_is_no_bottleneck():
    _, chart, steps = measured(
        "{stations: {a: {servers: 9}}, processes: {p: [{queue: {station: a, time: 1}}, close]}}", 1
    )
    figures = {box.path: steps.figure(box, steps.groups(0, ["need"])) for box in walk(chart.processes["p"])}
    assert bottleneck(figures) is None


def test_a_loop_counts_every_pass_and_every_case_once():
    text = """
stations: {a: {servers: 9}}
processes:
  p:
    - {label: again, queue: {station: a, time: 1}}
    - check: {name: back, chance: 1, back_to: again, at_most: 2}
    - close
"""
    _, chart, steps = measured(text, log=[0])
    groups, at = steps.groups(0, ["need"]), boxes(chart, "p")
    figure = steps.figure(at["0.queue"], groups)
    assert (figure.entered, figure.passed, figure.cases, figure.share) == (3, 3, 1, 1.0)
    back, on = at["1.check"].lanes
    assert (steps.turned(at["1.check"], back, groups), steps.turned(at["1.check"], on, groups)) == (2, 1)


def test_cases_that_are_still_there_at_the_end_are_told_apart_from_those_that_passed():
    text = "{stations: {a: {servers: 1}}, processes: {p: [{queue: {station: a, time: 1440}}, close]}}"
    _, chart, steps = measured(text, log=[0, 1])
    figure = steps.figure(chart.processes["p"][0], steps.groups(0, ["need"]))
    assert (figure.entered, figure.passed, figure.open) == (2, 0, 2)


@pytest.mark.slow
def test_departments_that_come_to_a_gathering_are_counted_by_their_tier(unseen):
    plan, _, steps = unseen
    called = steps.called(steps.groups(1, ["repair"]))
    assert set(called) == {plan.labels.tiers.index("borough")}


def test_work_of_departments_is_told_apart_from_the_line_of_the_case(unseen):
    _, chart, steps = unseen
    at = boxes(chart, "one_door")
    assert steps.is_side(at["2.fork.steps.0.queue"])
    assert not steps.is_side(at["2.fork"])


def test_every_lane_of_every_box_was_taken_by_as_many_as_left_it(unseen):
    _, chart, steps = unseen
    groups = steps.groups(1, ["licence"])
    where = boxes(chart, "one_door")["3.check"]
    taken = {lane.name: steps.turned(where, lane, groups) for lane in where.lanes}
    assert sum(taken.values()) == steps.figure(where, groups).passed
    assert taken["here"] / sum(taken.values()) == pytest.approx(0.7, abs=0.06)


def test_both_replications_count_in_the_interval(unseen):
    _, chart, steps = unseen
    figure = steps.figure(boxes(chart, "one_door")["1.queue"], steps.groups(1, ["licence"]))
    assert figure.per_case.n == 2
    assert figure.per_case.half_width > 0


def test_of_a_recorded_log_no_step_or_flow_of_fewer_than_ten_people_is_told():
    text = LINE.replace("chance: 1,", "chance: 0.2,")
    plan, chart, steps = measured(text, replications=2, log=[*range(0, 400, 20)])
    groups, at = steps.groups(0, ["need"]), boxes(chart, "main")
    assert plan.labels.logged == ("need",)
    assert steps.figure(at["0.queue"], groups).enough_cases
    up = steps.figure(at["1.check.then.1.queue"], groups)
    assert 0 < up.cases < 20
    assert not up.enough_cases
    county = 0
    assert [flow for flow in steps.flows(groups) if county in flow[:2]] == []
    assert (county, True) not in steps.served(groups)


def test_whoever_wants_to_stop_is_asked():
    plan = compile_plan(scenario(LINE, [0]))
    with pytest.raises(Stopped):
        measure_steps(plan, 1, stop=lambda: True)


def test_progress_is_told_up_to_the_end():
    told = []
    measure_steps(compile_plan(scenario(LINE, [0])), 2, told.append)
    assert told == sorted(told)
    assert told[-1] <= 1


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large])
@given(worlds())
@pytest.mark.slow
def test_noting_changes_no_record_and_steps_add_up_to_the_times_of_the_cases(tree):
    plan = compile_plan(scenario(tree))
    plain = np.concatenate([batch.cases for batch in run(plan, 0)])
    notes, world = counting_world(plan)
    noted = np.concatenate([batch.cases for batch in run(plan, 0, world=world)])
    assert noted.tobytes() == plain.tobytes()
    ours = cohort(plain, plan)
    filed = ours[ours["channel"] != 2]
    # Needs that nobody finds walk up to the step that says so; their record knows no channel.
    rows = plan.code.rows
    unfound = (rows[:, OP] == Op.LEAVE) & (rows[:, LEAVE.end] == End.NEVER_FILED)
    found_by_nobody = sum(totals.passed for (_, pc), totals in notes.steps.items() if unfound[pc])
    assert sum(notes.cases.values()) == len(filed) + found_by_nobody
    if (filed["contacts"] > 1).any() or (filed["end"] == 6).any():
        return  # after a first closure the records stand still; the open ones have not passed their last step
    for n, kind in enumerate(TIME_KINDS):
        spent = sum(found.spent[n] for (_, pc), found in notes.steps.items() if pc not in notes.side)
        assert spent == filed[f"time_{kind}"].sum()
