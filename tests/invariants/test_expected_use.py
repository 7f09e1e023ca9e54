"""What ``show`` expects of every station template is what a run measures in the window, where nobody reneges or is refused."""

import numpy as np
import pytest

from sinksim.core.records import STATION_FIELDS
from sinksim.core.records import names as names_of
from sinksim.experiments.running import run
from sinksim.plan.compiling import compile_plan
from sinksim.scenarios.loading.composing import compose, scenario_of
from sinksim.scenarios.loading.presets import presets
from sinksim.scenarios.loading.settings import apply_settings
from sinksim.scenarios.loading.sides import compared_sides
from sinksim.workload.offered_load import by_template, offered_load
from tests.helpers.small_presets import thin

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
OVERTIME, BUSY = (names_of(STATION_FIELDS).index(name) for name in ("overtime", "busy"))


@pytest.mark.parametrize("preset", presets())
def test_show_expects_the_utilisation_that_is_measured(preset):
    tree = apply_settings(compose(preset), {**DAYS, **(SMALL.get(preset) or thin(preset))}, preset)
    both = (
        compared_sides(tree, preset).scenarios().values()
        if any((tree.get("comparison") or {}).values())
        else [scenario_of(tree, preset)]
    )
    settled = 0
    for side in both:
        plan = compile_plan(side)
        if any(row.highest > 1 for row in by_template(plan, offered_load(plan))):
            continue  # more work comes than can be done: use grows towards 1 as long as one looks, and what follows waits
        settled += 1
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
                # Work begun before closing time is finished after it: overtime, which is no part of the utilisation.
                here = np.asarray(result.stations)[names.template == plan.labels.templates.index(row.template)]
                overtime = measured.mean * here[:, OVERTIME].sum() / max(here[:, BUSY].sum(), 1)
                assert abs(row.mean - measured.mean - overtime) <= measured.half_width + CLOSE, row.template
        assert looked_at >= 3
    assert settled >= 1
