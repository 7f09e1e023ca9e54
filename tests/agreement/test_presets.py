"""Both engines live through every preset at a reduced scale, in both channels, and write the same to the last bit."""

import pytest

from sinksim.plan.compiling import compile_plan
from sinksim.scenarios.loading.composing import load
from sinksim.scenarios.loading.presets import presets
from tests.helpers.engine_differences import differences, differences_when_counted
from tests.helpers.small_presets import small

UNSEEN = "tests/scenarios/unseen.yaml"


@pytest.mark.parametrize("adoption", [0, 0.5])
@pytest.mark.parametrize("preset", [*presets(), UNSEEN])
def test_both_engines_write_the_same(preset, adoption):
    plan = compile_plan(load(preset, [*small(preset), f"policy.adoption={adoption}", "risk=frequent_outage"]))
    assert differences(plan, replication=1) == []


@pytest.mark.parametrize("preset", presets())
def test_without_records_the_tables_are_the_same(preset):
    plan = compile_plan(load(preset, [*small(preset), "policy.adoption=0.5", "risk=frequent_outage"]))
    assert differences_when_counted(plan, replication=1) == []


def test_without_a_visit_log_the_records_are_the_same_too():
    plan = compile_plan(load("guizhou_visits", small("guizhou_visits")))
    assert differences(plan, visits=False) == []
