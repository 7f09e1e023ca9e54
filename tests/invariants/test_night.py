"""By night nobody leaves for a shut door: every citizen of the presets, on both sides, in a part such as pages preview."""

import numpy as np
import pytest

from sinksim.agents import run
from sinksim.agents.moving import Travel
from sinksim.agents.world import World
from sinksim.plan.compiling import compile_plan
from sinksim.scenarios.loading.composing import compose, scenario_of
from sinksim.scenarios.loading.presets import presets
from sinksim.scenarios.loading.settings import apply_settings
from sinksim.scenarios.loading.sides import compared_sides
from tests.helpers.small_presets import thin

DAY = 86_400_000
# A part of each preset that a job queue could look at, and the days that a page previews.
SMALL = {
    "guizhou": {"network.within": "520400", "network.unselected": "share", "network.scale": 1.0},
    "guizhou_visits": {
        "network.scale": 0.01,
        "network.unselected": "share",
        "policy.demand": 0.05,
    },
}
DAYS = {"experiment.warm_up_days": 0, "experiment.window_days": 9, "experiment.follow_up_days": 3}


class Watched(World):
    """A world that notes when whose way ends."""

    def __init__(self, *args):
        self.arrivals = []
        super().__init__(*args)

    def _step(self, op, pc):
        step = super()._step(op, pc)
        if isinstance(step, Travel):
            plain = step.end

            def end(token):
                self.arrivals.append((token.order, self.env.now))
                return plain(token)

            step.end = end
        return step


def watched(plan):
    worlds = []

    def make(*args):
        worlds.append(Watched(*args))
        return worlds[0]

    visits = np.concatenate([batch.visits for batch in run(plan, 0, visits=True, world=make)])
    return worlds[0], visits


def arrivals_at_stations(plan):
    """Where each way led at once: the station joined at the very instant at which it ended, and that instant."""
    world, visits = watched(plan)
    from sinksim.agents.demand import order_of

    columns = [
        visits[name].tolist() for name in ("service", "origin", "layer", "ordinal", "joined", "station", "branch")
    ]
    joined = {}
    for service, origin, layer, ordinal, instant, station, branch in zip(*columns, strict=True):
        if branch == 0:
            joined.setdefault((order_of(service, origin, layer, ordinal), instant), station)
    return [(joined[who, now], now) for who, now in world.arrivals if (who, now) in joined]


@pytest.mark.parametrize("preset", presets())
def test_whoever_arrives_finds_the_door_open(preset):
    tree = apply_settings(compose(preset), {**DAYS, **(SMALL.get(preset) or thin(preset))}, preset)
    compared = tree.get("comparison") or {}
    both = compared_sides(tree, preset).scenarios().values() if any(compared.values()) else [scenario_of(tree, preset)]
    looked_at = 0
    for side in both:
        plan = compile_plan(side)
        found = arrivals_at_stations(plan)
        looked_at += len(found)  # on a side with a hotline alone nobody goes anywhere
        shut = [
            (plan.labels.stations.names[station], now % DAY / 3_600_000)
            for station, now in found
            if (calendar := int(plan.stations.calendar[station])) >= 0
            and plan.calendars[calendar].level[np.searchsorted(plan.calendars[calendar].times, now, side="right") - 1]
            == 0
        ]
        assert shut == []
    assert looked_at > 50
