"""A preview: the same comparison in one part of the network over fewer days, small enough to answer at once.

What it leaves out is stated as ordinary settings (``network.within``, ``experiment.window_days`` ...), so that the command
line and Python repeat it exactly.
"""

from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, replace
from functools import lru_cache, partial
from typing import Any

from sinksim.core.engine_names import FAST
from sinksim.core.errors import BadInput
from sinksim.experiments.engines import make_ready, resolve
from sinksim.experiments.replicate import result_of, run_one
from sinksim.experiments.replication_loop import in_order, turns
from sinksim.experiments.result import Result
from sinksim.experiments.running import cores, seconds_of
from sinksim.network.graph import ancestor
from sinksim.plan.plan import Plan
from sinksim.plan.territory import Territory, survey
from sinksim.scenarios.places import Network
from sinksim.scenarios.scenario import Scenario
from sinksim.workload.admission import admit, checked_plan
from sinksim.workload.needs import most_needs
from sinksim.workload.offered_load import offered_load

REPLICATIONS = 10
# Time of one replication by the estimate, which is about twice what the fast engine needs [s].
BUDGET = 0.04
# A side of a preview that would take longer than this by the estimate is refused [s].
MOST_SECONDS, MANY_NEEDS = 20.0, 3_000_000
WARM_UP_DAYS = 7.0
LEAST_AREAS = 3


@dataclass(frozen=True)
class Cut:
    """What a preview covers: a place (None: the whole network), a share of its areas, days and replications.

    ``deviation``: the most by which its headline differences were measured to deviate from the full run's, as a share of
    those; None where that was not measured.
    """

    within: str | None
    scale: float
    unselected: str
    warm_up_days: float
    window_days: float
    follow_up_days: float
    replications: int = REPLICATIONS
    deviation: float | None = None

    @property
    def settings(self) -> dict[str, Any]:
        """The same as settings by dotted path."""
        place = {"network.within": self.within} if self.within is not None else {}
        return {
            **place,
            "network.scale": self.scale,
            "network.unselected": self.unselected,
            "experiment.warm_up_days": self.warm_up_days,
            "experiment.window_days": self.window_days,
            "experiment.follow_up_days": self.follow_up_days,
            "experiment.replications": self.replications,
            "experiment.preview": True,
            "experiment.preview_deviation": self.deviation,
        }


@lru_cache(maxsize=4)
def ground(network: Network) -> Territory:
    """The places of a network as arrays, cached: most levers leave them alone."""
    return survey(network)


def parts(territory: Territory) -> list[str]:
    """Places to which a preview may be confined: those just above the areas, else the areas, where there are several."""
    t = territory
    for depth in (t.area_depth - 1, t.area_depth):
        codes = _on_tier(t, depth) if depth >= 0 else []
        if len(codes) > 1:
            return codes
    return []


def _on_tier(t: Territory, depth: int) -> list[str]:
    """Codes of the places of a tier (0 is the top) that have areas below them."""
    above = (ancestor(t.graph, area, t.tiers[depth]) for area in t.areas.codes)
    return sorted({code for code in above if code is not None})


def usual_part(territory: Territory) -> str | None:
    """The part with the fewest residents among those with several areas; None where there is one part only."""
    t = territory
    found = parts(t)
    if not found:
        return None
    tier = t.graph.nodes[found[0]]["tier"]
    of = [ancestor(t.graph, area, tier) for area in t.areas.codes]
    people = {part: sum(int(p) for p, o in zip(t.areas.population, of, strict=True) if o == part) for part in found}
    several = [part for part in found if of.count(part) >= LEAST_AREAS] or found
    return min(several, key=lambda part: (people[part], part))


# How much of the places is looked at, and what becomes of the others: the first that fits is taken, the last anyway.
_EXTENTS = ((1.0, "cases"), (1.0, "share"), (0.34, "share"), (1e-9, "share"))


def cut_for(scenario: Scenario, part: str | None = None) -> Cut:
    """The largest preview within the budget: in the part asked for, over as many days as fit.

    Where no part is asked for, in the one that the scenario itself is confined to, else in the usual one.
    """
    network = scenario.network.model_copy(update={"scale": 1.0, "within": None})
    place = part or scenario.network.within or usual_part(ground(network))
    least = [_smallest(scenario, place, scale, unselected) for scale, unselected in _EXTENTS]
    fitted = (_fitted(scenario, cut) for cut in least)
    return next((cut for cut in fitted if cut is not None), least[-1])


def _fitted(scenario: Scenario, least: Cut) -> Cut | None:
    """A preview of the same places whose days are within the budget; None where not even the fewest are.

    Of the days to spare a quarter may go to the follow-up, a quarter to the warm-up, and the rest goes to the window.
    """
    days = BUDGET / max(_seconds_a_day(scenario, least), 1e-12)
    e = scenario.experiment
    spare = days - least.warm_up_days - least.window_days - least.follow_up_days
    if spare < 0:
        return None
    follow_up = min(e.follow_up_days, least.follow_up_days + spare / 4)
    warm_up = min(e.warm_up_days, WARM_UP_DAYS, least.warm_up_days + spare / 4)
    window = min(e.window_days, days - follow_up - warm_up)
    return replace(least, warm_up_days=_even(warm_up), window_days=_even(window), follow_up_days=_even(follow_up))


def _smallest(scenario: Scenario, place: str | None, scale: float, unselected: str) -> Cut:
    """The fewest days that still say something: a day to warm up, a day to look at, and the longest deadline."""
    e = scenario.experiment
    deadline = max(service.coverage_deadline_days for service in scenario.services.values())
    days = (min(e.warm_up_days, 1.0), min(e.window_days, 1.0), min(e.follow_up_days, deadline))
    return Cut(place, scale, unselected, *days)


def _even(days: float) -> float:
    """Whole days where there are several."""
    return float(int(days)) if days >= 2 else round(days, 3)


def _seconds_a_day(scenario: Scenario, cut: Cut) -> float:
    """Rough time that one simulated day takes."""
    changed = confined(scenario, cut)
    load = offered_load(checked_plan(changed, territory=ground(changed.network)))
    return seconds_of(load, FAST) / (cut.warm_up_days + cut.window_days + cut.follow_up_days)


def confined(scenario: Scenario, cut: Cut) -> Scenario:
    """A validated scenario with the settings of a preview, to estimate what it would take.

    Where there is a tree, a preview is laid over it by ``Sides.ending_with``, as every setting is. An estimate has none:
    ``cut_for`` is given a scenario and tries several cuts, each of which would be put together and validated anew.
    """
    sections: dict[str, dict[str, Any]] = {"network": {}, "experiment": {}}
    for path, value in cut.settings.items():
        section, name = path.split(".")
        sections[section][name] = value
    update = {name: getattr(scenario, name).model_copy(update=values) for name, values in sections.items()}
    return scenario.model_copy(update=update)


def measured(scenario: Scenario, replications: int, threads: ThreadPoolExecutor) -> Result:
    """The result of a scenario by the fast engine; its replications share the threads with whoever else asks.

    Raises BadInput where nobody would wait for it, such as with 60 times the demand, or where it is not admitted.
    """
    plan = plan_of(scenario)
    _refuse_long(plan, replications)
    admit(plan, scenario.name)
    _, run = resolve(FAST)
    make_ready(FAST)
    calls = [partial(run_one, each, run, n) for each, n in turns([plan], replications)]
    finished = list(in_order(calls, threads=threads))
    return result_of(plan.labels, plan.seed, finished, replications, FAST, 0.0)


def _refuse_long(plan: Plan, replications: int) -> None:
    """Refuse a preview for which nobody would wait; ``replications`` are those of one side."""
    # An upper bound of the needs is cheap; the expected load takes longer, and is worked out only where they may be many.
    if most_needs(plan) * replications <= MANY_NEEDS:
        return
    seconds = replications * seconds_of(offered_load(plan), FAST)
    if seconds > MOST_SECONDS:
        raise BadInput(
            f"with these settings one side of the preview would take about {seconds:,.0f} s; allowed: up to "
            f"{MOST_SECONDS:g} s (less demand, another place, or the full run in the background)"
        )


def plan_of(scenario: Scenario) -> Plan:
    """The plan of a scenario, on cached ground."""
    return checked_plan(scenario, territory=ground(scenario.network))


def threads() -> ThreadPoolExecutor:
    """As many threads as there are cores: the fast engine runs without Python's lock."""
    return ThreadPoolExecutor(cores(), thread_name_prefix="preview")
