"""How large a scenario is, estimated from what it says alone, before any graph or plan: enough to refuse what cannot finish.

``offered_load`` computes it from a plan, but making the plan of an endless scenario could already be endless. What only a
plan shows, loops and open cases, is checked by ``admission``.
"""

from collections.abc import Iterator
from typing import NamedTuple

from pydantic import BaseModel

from sinksim.core.engine_names import FAST
from sinksim.core.errors import BadInput
from sinksim.scenarios.laws import MS_PER
from sinksim.scenarios.processes import MOST_COUNTED, Step, Steps
from sinksim.scenarios.scenario import Scenario
from sinksim.scenarios.services import Service
from sinksim.scenarios.stations import Station
from sinksim.workload.memory import MOST_BYTES, Part, Sizes, refuse_beyond, tables
from sinksim.workload.rough_places import RoughPlaces

# Measured on one core of an ordinary machine; only for estimates that are printed as such.
SECONDS_PER_NEED = 4e-5
SECONDS_PER_STEP = 1.6e-5
SPEED_OF = {"compiled": 30.0}
MOST_NODES = 20_000
MOST_STATIONS = 200_000
MOST_CELLS = 100_000_000
MOST_INCIDENTS = 5_000_000
MOST_SERVERS = 10_000_000
# One core of an ordinary machine [s]: all replications of both sides.
MOST_SECONDS = 3600.0
INDICATORS, SEGMENTS = 100, 4


class RoughSize(NamedTuple):
    """Places, stations and numbers of a result; needs, steps and incidents of one replication; seconds of all runs.

    ``parts``: what takes memory beside the open cases, which hang on the plan.
    """

    nodes: int
    stations: float
    cells: float
    servers: float
    needs: float
    steps: float
    incidents: float
    seconds: float
    parts: tuple[Part, ...]


def rough_size(scenario: Scenario, replications: int | None = None, sides: int = 2, engine: str = FAST) -> RoughSize:
    """The size of a run (``sides`` 1) or of both sides of a comparison (2), estimated so that it hardly turns out larger.

    ``engine``: whose memory is estimated. The seconds are those of the fast engine whatever the engine: what even it cannot
    finish is refused.
    """
    runs = (scenario.experiment.replications if replications is None else replications) * sides
    places = RoughPlaces(scenario)
    needs = sum(_needs_a_day(scenario, service, places) for service in scenario.services.values()) * _days_of_run(
        scenario
    )
    # Recorded cases, and the backlog of each origin: origins are the places of the lowest tier.
    given = sum(
        len(s.log) + (s.backlog.per_origin * places.lowest if s.backlog else 0) for s in scenario.services.values()
    )
    steps = max((_most_steps_of_case(steps) for steps in scenario.processes.values()), default=1.0)
    stations = sum(places.at(station.tier) for station in scenario.stations.values())
    servers = sum(_servers_of(s, places) for s in scenario.stations.values())
    seconds = (needs + given) * (SECONDS_PER_NEED + SECONDS_PER_STEP * steps) / SPEED_OF[FAST]
    # All services together are reported beside each of them.
    cells = float(places.areas) * (len(scenario.services) + 1) * INDICATORS * runs
    parts = tables(scenario, places, Sizes(needs, given, stations, cells), engine)
    incidents = _number_of_incidents(scenario, stations)
    return RoughSize(
        places.nodes, stations, cells, servers, needs + given, steps, incidents, seconds * runs, tuple(parts)
    )


def refuse_endless(scenario: Scenario, where: str, replications: int | None = None, sides: int = 2) -> RoughSize:
    """The size, where it is within all limits; BadInput, one sentence a fault, where a run would not end or not fit.

    ``where``: what messages call the scenario; ``sides``: 2 where it is compared, 1 for a single run.
    """
    size = rough_size(scenario, replications, sides)
    limits = (
        ("network", size.nodes, MOST_NODES, "places"),
        ("stations", size.stations, MOST_STATIONS, "stations"),
        ("stations", size.servers, MOST_SERVERS, "servers"),
        ("services", size.cells, MOST_CELLS, "numbers of a result (areas x services x replications)"),
        ("risks", size.incidents, MOST_INCIDENTS, "incidents in one replication"),
    )
    faults = [
        f"{where}: {what} makes about {number:,.0f} {unit}; allowed here: at most {most:,}"
        for what, number, most, unit in limits
        if number > most
    ]
    if size.seconds > MOST_SECONDS:
        faults.append(
            f"{where}: services bring about {size.needs:,.0f} needs in one replication, {size.seconds / 3600:,.1f} hours "
            f"of one core in all; allowed here: at most {MOST_SECONDS / 3600:g} (lower the demand, "
            "experiment.window_days or experiment.replications)"
        )
    if faults:
        raise BadInput("\n".join(faults))
    refuse_beyond(where, size.parts, MOST_BYTES)
    return size


def _days_of_run(scenario: Scenario) -> float:
    """Days of the whole run, warm-up and follow-up included."""
    run = scenario.experiment
    return run.warm_up_days + run.window_days + run.follow_up_days


def _needs_a_day(scenario: Scenario, service: Service, places: RoughPlaces) -> float:
    """Needs that a service brings in a day, over all places."""
    demand = service.demand
    if demand is None:
        return 0.0
    weights = demand.group_size or {1: 1.0}
    size = sum(number * weight for number, weight in weights.items()) / sum(weights.values())
    # Whatever network.scale leaves out may still come to shared stations.
    rate = (
        demand.per_day * places.lowest
        if demand.per_day is not None
        else (demand.per_100k_per_day or 0) * places.residents / 1e5
    )
    return rate * demand.share * size * scenario.policy.demand


def _servers_of(station: Station, places: RoughPlaces) -> float:
    """Servers of all stations of a template, at most: both the least number and those by population, units or node."""
    stated, stations = station.servers, places.at(station.tier)
    if isinstance(stated, int):
        return stated * stations
    if stated.by_node is not None:
        return sum(stated.by_node.values()) + stated.default * stations
    if stated.per_unit is not None:
        return stated.at_least * stations + stated.per_unit.each * places.units(stated.per_unit.of)
    return stations * (stated.at_least + (stated.per_100k or 0.0) * places.residents / 1e5 / max(places.nodes, 1))


def _most_steps_of_case(steps: Steps) -> float:
    """Steps that a case passes at most: all of the process, times one more than its loops are expected to send it back."""
    every = list(_all_steps(steps))
    return len(every) * (1 + sum(_times_sent_back(step) for step in every))


def _all_steps(steps: Steps) -> Iterator[Step]:
    """All steps, each before those in its branches."""
    for step in steps:
        yield step
        verb = getattr(step, step.verb)
        if isinstance(verb, BaseModel):
            for name in ("then", "otherwise", "at_bound", "on_renege", "on_full", "on_no_show", "steps"):
                yield from _all_steps(getattr(verb, name, ()))
            for name in ("branches", "steps_of"):
                for inner in getattr(verb, name, {}).values():
                    yield from _all_steps(inner)


def _times_sent_back(step: Step) -> float:
    """Times that a step is expected to send a case back."""
    check, close = step.check, step.close
    # A check without a chance goes by an outage, which is not estimated here: as often as not.
    if check is not None and check.back_to is not None:
        most = check.at_most if check.counter is None else MOST_COUNTED
        return min(most, _odds(max(check.chance, check.under_pressure or 0.0) if check.chance is not None else 0.5))
    if close is None or close.reopen is None:
        return 0.0
    return min(close.reopen.at_most, _odds(close.comes_back))


def _odds(chance: float) -> float:
    """Mean number of times that a case goes back where each time it does with this chance."""
    return chance / (1 - chance) if chance < 1 else float("inf")


def _number_of_incidents(scenario: Scenario, stations: float) -> float:
    """Outages and breakdowns expected in one replication; down times that are no constants count as 0, which is the most."""
    hours, risks = _days_of_run(scenario) * 24, scenario.risks
    found = hours / risks.outage.mttr_hours * (1 - risks.outage.availability) if risks.outage.on else 0.0
    return found + stations * sum(
        hours / (b.mean_up_hours + getattr(b.down, "value", 0.0) * MS_PER[b.down.unit] / MS_PER["h"])
        for b in risks.breakdowns.values()
    )
