"""What ``show`` expects of every station template is what a run measures in the window, where nobody reneges or is refused."""

import numpy as np
import pytest

from sinksim.experiments.running import run
from sinksim.plan.compiling import compile_plan
from sinksim.scenarios.loading.composing import compose, scenario_of
from sinksim.scenarios.loading.presets import presets
from sinksim.scenarios.loading.settings import apply_settings
from sinksim.scenarios.loading.sides import compared_sides
from sinksim.workload.offered_load import by_template, offered_load

# A part of each preset that takes seconds; whole weeks, since rotas go by the week.
SMALL = {
    "guizhou": {"network.scale": 0.25},
    "guizhou_visits": {"network.scale": 0.02, "network.unselected": "share", "policy.demand": 0.25},
}
DAYS = {
    "experiment.warm_up_days": 14,
    "experiment.window_days": 28,
    "experiment.follow_up_days": 1,
    "experiment.replications": 8,
}
CLOSE = 0.02


@pytest.mark.parametrize("preset", presets())
def test_show_expects_the_utilisation_that_is_measured(preset):
    tree = apply_settings(compose(preset), {**DAYS, **SMALL.get(preset, {})}, preset)
    both = (
        compared_sides(tree, preset).scenarios().values()
        if any((tree.get("comparison") or {}).values())
        else [scenario_of(tree, preset)]
    )
    for side in both:
        plan = compile_plan(side)
        result = run(side, engine="compiled")
        names = result.labels.stations
        lost = {  # templates at which somebody gives up or is refused: who leaves brings less work than is expected
            int(names.template[n]) for n, row in enumerate(result.stations) if row[2] + row[3] + row[4] > 0
        }
        looked_at = 0
        for row in by_template(plan, offered_load(plan)):
            if side.stations and plan.labels.templates.index(row.template) in lost:
                continue
            measured = result.indicator(f"utilisation:{row.template}")
            if np.isfinite(measured.mean):
                looked_at += 1
                assert abs(row.mean - measured.mean) <= measured.half_width + CLOSE, row.template
        assert looked_at >= 3
