import pytest

import sinksim
from sinksim.analysis.assumptions import assumptions
from sinksim.core.errors import BadInput
from sinksim.experiments.engines import resolve
from sinksim.experiments.replicate import replicate, replicate_together
from sinksim.scenarios.loading.composing import compose, scenario_of
from sinksim.scenarios.loading.settings import apply_settings
from sinksim.scenarios.loading.sides import compared_sides
from tests.helpers.samples import FakePlan, fake_run, labels
from tests.helpers.toy import TOY


@pytest.fixture
def toy(tmp_path):
    path = tmp_path / "toy.yaml"
    path.write_text(TOY, encoding="utf-8")
    return str(path)


def test_python_loads_runs_and_compares_in_three_calls(toy):
    scenario = sinksim.load(toy, "experiment.replications=2")
    result = sinksim.run(scenario)
    assert (result.n, result.ended) == (2, "complete")
    comparison = sinksim.compare(toy, replications=3)
    assert comparison.n == 3
    assert comparison.difference("elapsed").verdict == "better"
    two = sinksim.compare(
        scenario, sinksim.load(toy, "stations.desk.servers=2", "parameters.minutes=15"), replications=3
    )
    assert two.difference("elapsed") == comparison.difference("elapsed")


def test_one_validated_scenario_cannot_be_compared_with_nothing(toy):
    with pytest.raises(BadInput, match="allowed: several scenarios by name, two scenarios"):
        sinksim.compare(sinksim.load(toy))


@pytest.mark.slow
def test_plans_that_are_replicated_together_give_the_results_of_each_alone():
    plans = [FakePlan(labels(), mean_days=days) for days in (1.0, 3.0)]
    alone = [replicate(plan, fake_run, 3) for plan in plans]
    for workers in (1, 2):
        together = replicate_together(plans, fake_run, 3, workers=workers)
        for one, other in zip(alone, together, strict=True):
            assert one.series("elapsed").tolist() == other.series("elapsed").tolist()


def test_an_interrupt_leaves_every_plan_with_the_same_replications():
    calls = []

    def interrupted(plan, replication, visits=False):
        calls.append(replication)
        if len(calls) == 6:
            raise KeyboardInterrupt
        return (yield from fake_run(plan, replication))

    plans = [FakePlan(labels(), mean_days=days) for days in (1.0, 3.0)]
    results = replicate_together(plans, interrupted, 9)
    assert calls == [0, 0, 1, 1, 2, 2]
    assert [(result.n, result.ended) for result in results] == [(2, "partial")] * 2


def test_an_interrupt_before_anything_is_finished_is_passed_on():
    def interrupted(plan, replication, visits=False):
        raise KeyboardInterrupt
        yield

    with pytest.raises(KeyboardInterrupt):
        replicate_together([FakePlan(labels())] * 2, interrupted, 2)


def test_progress_counts_whole_rounds_and_ends_at_one():
    seen = []
    replicate_together([FakePlan(labels())] * 2, fake_run, 3, lambda *told: seen.append(told))
    assert seen[-1] == (3, 3, 1.0)
    assert [told for told in seen if told[2] in (1 / 6, 0.5, 5 / 6)] == [(0, 3, 1 / 6), (1, 3, 0.5), (2, 3, 5 / 6)]
    assert {asked for _, asked, _ in seen} == {3}


def test_settings_are_laid_over_a_copy(toy):
    tree = compose(toy)
    changed = apply_settings(tree, {"parameters.minutes": 5, "processes.apply.1.check.chance": 0.5}, "x")
    assert changed["parameters"]["minutes"]["value"] == 5
    assert changed["parameters"]["minutes"]["unit"] == "min"
    assert changed["processes"]["apply"][1]["check"]["chance"] == 0.5
    assert tree["processes"]["apply"][1]["check"]["chance"] == 0.25


def test_both_sides_keep_all_that_the_comparison_does_not_name(toy):
    baseline, alternative = compared_sides(compose(toy), "toy").scenarios().values()
    named = {name: getattr(baseline, name) for name in ("stations", "processes", "parameters")}
    assert alternative.model_copy(update=named) == baseline
    assert (baseline.stations["desk"].servers, alternative.stations["desk"].servers) == (1, 2)


def test_assumptions_are_used_parameters_and_numbers_of_the_schema_that_have_a_say(toy):
    tree = compose(toy)
    names = [row.name for row in assumptions(scenario_of(tree, "toy"), tree)]
    assert names == ["parameters.minutes", "services.permit.coverage_deadline_days"]
    asked = compose(toy, ["satisfaction={}"])
    more = [row.name for row in assumptions(scenario_of(asked, "toy"), asked)][len(names) :]
    assert more == ["satisfaction.points_a_trip", "satisfaction.threshold_mean", "satisfaction.threshold_sd"]


def test_a_number_given_by_a_parameter_is_listed_once(toy):
    meet = {"meet": {"every_days": "=minutes"}}
    tree = compose(toy)
    for steps, listed in (([meet], False), ([{"meet": {"every_days": 7.0}}] * 2, True)):
        changed = {**tree, "processes": {"apply": [*steps, *tree["processes"]["apply"]]}}
        rows = assumptions(scenario_of(changed, "toy"), changed, "zh")
        found = [row for row in rows if "every_days" in row.name]
        assert len(found) == listed
    assert found[0].name == "processes.apply.0.meet.every_days, processes.apply.1.meet.every_days"
    assert found[0].meaning == "周期"


def test_guizhou_rests_on_the_sensitivity_of_filing_and_on_wages_and_not_on_ceilings_of_citizens():
    tree = compose("guizhou")
    names = {row.name for row in assumptions(scenario_of(tree, "guizhou"), tree)}
    assert {"costs.filing_sensitivity", "costs.staff.specialist.wage", "parameters.self_referral"} <= names
    assert not [name for name in names if "ceilings" in name]


def test_an_engine_is_resolved_by_name_and_auto_chooses_one():
    assert resolve("auto")[0] == "agents"
    assert resolve("auto", cases=50_001)[0] == "compiled"
    assert resolve("auto", cases=10, compared=True)[0] == "compiled"
    assert resolve("agents", cases=10**9, compared=True)[0] == "agents"
    assert resolve()[1] is resolve("agents")[1]
    assert resolve(fake_run)[1] is fake_run
    with pytest.raises(BadInput, match=r"engine is 'agent'; did you mean agents\?"):
        resolve("agent")
    with pytest.raises(BadInput, match="engine is 5; known: agents, auto, compiled"):
        resolve(5)


@pytest.mark.parametrize("name", ["replications", "workers"])
@pytest.mark.parametrize("value", [0, -1, 1.5, "2", True])
def test_numbers_of_runs_and_processes_are_whole_and_at_least_one(toy, name, value):
    with pytest.raises(BadInput, match=f"^{name} is .*; allowed: a whole number, 1 or more$"):
        sinksim.run(toy, **{name: value})
