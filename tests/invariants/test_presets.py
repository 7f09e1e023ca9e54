"""Every preset keeps its books exactly, in both channels: cases, time by kind, money, and the numbers present."""

import numpy as np
import pytest

from sinksim.agents import run
from sinksim.experiments.replicate import run_one
from sinksim.metrics.conservation import cases_unique, presence
from sinksim.plan.compiling import compile_plan
from sinksim.scenarios.loading.composing import load
from sinksim.scenarios.loading.presets import presets
from tests.helpers.small_presets import small


@pytest.fixture(scope="module", params=[(p, c) for p in presets() for c in (0, 0.5)], ids=lambda p: f"{p[0]}-{p[1]}")
def plan(request):
    preset, adoption = request.param
    return compile_plan(load(preset, [*small(preset), f"policy.adoption={adoption}", "risk=frequent_outage"]))


@pytest.mark.parametrize("replication", [0, 1])
def test_numbers_present_equal_the_overlap_of_all_visits(plan, replication):
    visits, cases, tables = [], [], None
    stream = run(plan, replication, visits=True)
    while tables is None:
        try:
            batch = next(stream)
        except StopIteration as end:
            tables = end.value
        else:
            visits.append(batch.visits)
            cases.append(batch.cases)
    assert len(np.concatenate(cases)) > 500
    assert presence(np.concatenate(visits), plan.labels.window, tables.stations, plan.labels) == []
    assert cases_unique(np.concatenate(cases)) == []


@pytest.mark.parametrize("replication", [0, 1])
def test_cases_time_by_kind_and_money_are_conserved(plan, replication):
    assert list(run_one(plan, run, replication).faults) == []
