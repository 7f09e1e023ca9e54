"""In every preset the same citizens have the same needs, whatever else changes."""

import copy

import numpy as np
import pytest

from sinksim.compiled import run
from sinksim.core.records import Mark
from sinksim.experiments.replication_loop import fold_batches
from sinksim.plan.compiling import compile_plan
from sinksim.scenarios.loading.composing import compose, scenario_of
from sinksim.scenarios.loading.presets import presets
from tests.helpers.small_presets import small

INPUTS = ["segment", "urgency", "requires", "arisen"]
WHO = ["service", "origin", "layer", "ordinal"]


def inputs(tree):
    """What each case of the selected places is born with, under its name: service, origin's code, layer, ordinal."""
    plan = compile_plan(scenario_of(tree, "preset"))
    kept = []
    fold_batches(run(plan, 0), lambda batch: kept.append(batch.cases))
    cases = np.concatenate(kept)
    cases = cases[cases["marks"] & Mark.BACKGROUND == 0]
    labels = plan.labels
    who = ((labels.services[s], labels.origins[o], layer, n) for s, o, layer, n in cases[WHO].tolist())
    return dict(zip(who, cases[INPUTS].tolist(), strict=True))


def adoption(tree):
    tree["policy"]["adoption"] = 0.31


def staff(tree):
    for station in list(tree["stations"].values())[:3]:
        station["servers"] = 7


def hours(tree):
    tree["calendars"]["some_hours"] = {"hours": ["09:00-11:00", "15:00-16:00"]}
    for station in list(tree["stations"].values())[:2]:
        station["calendar"] = "some_hours"


def queues(tree):
    """The queues of the main lines of all processes, each with its process."""
    return [
        (steps, step)
        for steps in tree["processes"].values()
        for step in steps
        if isinstance(step, dict) and step.get("queue")  # a verb alone is text
    ]


def service_time(tree):
    for _, step in queues(tree):
        step["queue"]["time"] = {"law": "weibull", "mean": 33, "shape": 2}


def another_step(tree):
    for steps, step in queues(tree):
        added = {"wait": {"kind": "match", "time": {"law": "exponential", "mean": 50}}}
        # A label stays with the place that it names.
        if step.get("label"):
            added["label"], step["label"] = step["label"], None
        steps.insert(steps.index(step), added)


def another_station(tree):
    like = next(iter(tree["stations"].values()))
    tree["stations"] = {"archive": {"tier": like["tier"], "servers": 1}, **tree["stations"]}


def another_service(tree):
    other = {"demand": {"per_day": 50}, "traditional": {"process": next(iter(tree["processes"]))}}
    tree["services"] = {"before": other, **tree["services"], "zeta": other}


def more_places(tree):
    tree["network"]["within"] = None
    tree["network"]["scale"] = min(1.0, 2 * tree["network"]["scale"])


def risks(tree):
    tree["risks"]["outage"].update(on=True, availability=0.8)
    tree["risks"]["breakdowns"]["power"] = {"station": next(iter(tree["stations"])), "mean_up_hours": 5, "down": 60}


def longer(tree):
    tree["experiment"]["follow_up_days"] += 2


CHANGES = [
    adoption,
    staff,
    hours,
    service_time,
    another_step,
    another_station,
    another_service,
    more_places,
    risks,
    longer,
]


@pytest.fixture(scope="module", params=presets())
def preset(request):
    tree = compose(request.param, list(small(request.param)))
    return tree, inputs(tree)


@pytest.mark.parametrize("change", CHANGES)
def test_inputs_of_a_case_do_not_depend_on_anything_else(preset, change):
    tree, old = preset
    changed = copy.deepcopy(tree)
    change(changed)
    new = inputs(changed)
    assert len(old) > 100
    assert {who: new.get(who) for who in old} == old
