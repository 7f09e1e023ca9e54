"""Every preset in a part that both engines live through in seconds."""

from sinksim.plan.compiling import compile_plan
from sinksim.scenarios.loading.composing import load
from sinksim.workload.offered_load import offered_load

NEEDS = 5000
# Demand of the outpatient preset is cut, or a run would take minutes; its stations then stand half empty, which nothing
# that is proved with it depends on.
SMALL = {
    "beijing": (
        "network.within='110119'",
        "experiment.warm_up_days=2",
        "experiment.window_days=4",
        "experiment.follow_up_days=12",
    ),
    "guizhou": ("network.scale=0.02", "experiment.window_days=10", "experiment.follow_up_days=20"),
    "guizhou_visits": ("policy.demand=0.02", "parameters.province_rooms=50"),
}


def small(name):
    """Overrides that make a preset small; where none are stated, its demand is cut."""
    if name in SMALL:
        return SMALL[name]
    return tuple(f"{path}={value:.6f}" for path, value in thin(name).items())


def thin(name):
    """Settings that cut the demand of a preset to a few thousand needs in the part of the network that it simulates."""
    scenario = load(name)
    share = min(1.0, NEEDS / offered_load(compile_plan(scenario)).needs)
    return {"policy.demand": share * scenario.policy.demand}
