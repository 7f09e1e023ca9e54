"""Every preset in a part that both engines live through in seconds."""

from sinksim.scenarios.loading.composing import load
from sinksim.workload.rough_size import rough_size

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
    """Overrides that make a preset small; where none are stated, its demand is cut to a few thousand needs."""
    if name in SMALL:
        return SMALL[name]
    scenario = load(name)
    share = min(1.0, NEEDS / rough_size(scenario).needs)
    return (f"policy.demand={share * scenario.policy.demand:.6f}",)
