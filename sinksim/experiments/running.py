"""From a scenario to a result: plan, replications, comparison. Every door (commands, pages, Python) leads through here."""

import os
from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, TypedDict, Unpack

import numpy as np

from sinksim.core.engine_names import AUTO, FAST, READABLE
from sinksim.core.errors import BadInput
from sinksim.core.side_names import NO_ROLES, SideRoles
from sinksim.core.wording import shown
from sinksim.experiments.comparison import Comparison, faults_of_least
from sinksim.experiments.comparison import compare as compare_results
from sinksim.experiments.engines import make_ready, resolve
from sinksim.experiments.replicate import Progress, Run, measure_together, result_of
from sinksim.experiments.result import Result
from sinksim.experiments.stopping import Stop
from sinksim.experiments.store import Store
from sinksim.experiments.stored_run import StoredRun
from sinksim.plan.plan import Plan
from sinksim.scenarios.scenario import Scenario
from sinksim.workload.admission import checked_plan, refuse_endless_loops, refuse_unused_records
from sinksim.workload.memory import PROGRAM, available, open_cases, refuse_beyond
from sinksim.workload.needs import most_needs
from sinksim.workload.offered_load import OfferedLoad, offered_load
from sinksim.workload.rough_size import SECONDS_PER_NEED, SECONDS_PER_STEP, SPEED_OF, rough_size

if TYPE_CHECKING:
    from sinksim.agents.world import World

# Below this a pool of processes costs more than it saves.
LEAST_FOR_PROCESSES = 6.0
# Up to here the choice of engine and processes does not hang on what each need asks for, and is made without counting it.
FEW_NEEDS = 1_000


class Options(TypedDict, total=False):
    """How scenarios are replicated, as ``replicated`` has it."""

    replications: int | None
    engine: str | Run | None
    workers: int | None
    progress: Progress | None
    stop: Stop | None
    world: "type[World] | None"
    store: Store | None


def run(scenario: Scenario, **options: Unpack[Options]) -> Result:
    """Replicate a scenario, as ``replicated`` does. Raises BadInput."""
    return replicated([scenario], **options)[0]


def compare(scenarios: Mapping[str, Scenario], roles: SideRoles = NO_ROLES, **options: Unpack[Options]) -> Comparison:
    """Replicate the scenarios of named sides over the same draws, as ``replicated`` does, and compare them. Raises BadInput."""
    # Before a long run, not after it.
    if faults := list(faults_of_least(roles.least)):
        raise BadInput("\n".join(faults))
    results = replicated(list(scenarios.values()), **options)
    return compare_results(dict(zip(scenarios, results, strict=True)), roles)


def replicated(
    scenarios: Sequence[Scenario],
    *,
    replications: int | None = None,
    engine: str | Run | None = None,
    workers: int | None = None,
    progress: Progress | None = None,
    stop: Stop | None = None,
    world: "type[World] | None" = None,
    store: Store | None = None,
) -> list[Result]:
    """Replicate several scenarios over the same random draws, turn by turn. Raises BadInput.

    What is not given is as the ``experiment`` of the first scenario says, for all of them. ``stop``: as ``replicate`` has
    it. ``world``: a subclass of ``sinksim.agents.world.World``, to run changed agents. ``store``: where a run is taken
    from if it is there, instead of running it again, and where a whole run is put.
    """
    asked = scenarios[0].experiment
    wanted = asked.engine if engine is None else engine
    resolve(wanted, world=world)  # refuses an unknown engine before anything is read or run
    number = asked.replications if replications is None else replications
    if not _is_count(number):
        raise BadInput(f"replications is {shown(number)}; allowed: a whole number, 1 or more")
    if workers is not None and not _is_count(workers):
        raise BadInput(f"workers is {shown(workers)}; allowed: a whole number, 1 or more")
    # Runs of changed agents or of a function are not what the store means by a run of the scenario.
    usable_store = None if world is not None or callable(wanted) else store
    known = [_stored_run(usable_store, scenario, number, wanted) for scenario in scenarios]
    missing = [scenario for scenario, stored in zip(scenarios, known, strict=True) if stored is None]
    if missing:
        fresh = _run_all(
            missing,
            compared=len(scenarios) > 1,
            engine=wanted,
            replications=number,
            workers=workers or asked.workers,
            progress=progress,
            stop=stop,
            world=world,
        )
        for scenario, stored in zip(missing, fresh, strict=True):
            if usable_store is not None and len(stored.finished) == number:
                usable_store.keep(scenario, stored)
        fresh_runs = iter(fresh)
        known = [next(fresh_runs) if stored is None else stored for stored in known]
    elif progress is not None:
        progress(number, number, 1.0)  # all of it was stored
    whole = [stored for stored in known if stored is not None]
    # What is compared has as many replications on all sides.
    pairs = min(len(stored.finished) for stored in whole)
    return [result_of(run.labels, run.seed, run.finished[:pairs], number, run.engine, run.seconds) for run in whole]


def _is_count(value: object) -> bool:
    """Whether a value is a whole number of 1 or more."""
    # True counts as 1, and numpy's whole numbers are none of Python's.
    return isinstance(value, int | np.integer) and not isinstance(value, bool) and bool(value >= 1)


def _stored_run(store: Store | None, scenario: Scenario, replications: int, engine: str | Run) -> StoredRun | None:
    """A stored run of the scenario, or None; one of another engine than was asked for by name does not count."""
    found = store.find(scenario, replications) if store is not None and replications > 0 else None
    return found if found is not None and engine in (AUTO, found.engine) else None


def _run_all(
    scenarios: Sequence[Scenario],
    compared: bool,
    engine: str | Run,
    replications: int,
    workers: int | None,
    progress: Progress | None,
    stop: Stop | None,
    world: "type[World] | None",
) -> list[StoredRun]:
    """Every replication of several scenarios, in turn and on the same draws.

    The engine and the number of processes are chosen by the expected load and the memory; BadInput where a scenario
    is not admitted.
    """
    memory = available()
    plans = [_planned(scenario, replications, memory) for scenario in scenarios]
    loads = _loads(plans, replications)
    name, engine_run = resolve(engine, _needs(plans, loads, replications), compared, world)
    largest = max(_bytes(*each, replications, name, memory) for each in zip(scenarios, plans, loads, strict=True))
    make_ready(name)
    # Not more processes than pay for so much work, nor than the memory holds.
    processes = workers or min(_processes(loads, replications, name), max(int(memory // largest), 1))
    found = measure_together(plans, engine_run, replications, progress, workers=processes, stop=stop)
    return [
        StoredRun(plan.labels, plan.seed, tuple(finished), name, found.seconds)
        for plan, finished in zip(plans, found.finished, strict=True)
    ]


def _planned(scenario: Scenario, replications: int, memory: float) -> Plan:
    """The plan of a scenario whose tables fit into the memory that there is and whose cases end; else BadInput."""
    refuse_beyond(scenario.name, rough_size(scenario, replications).parts, memory)
    plan = checked_plan(scenario)
    refuse_unused_records(scenario, plan)
    refuse_endless_loops(plan, scenario.name)
    return plan


def _bytes(
    scenario: Scenario, plan: Plan, load: OfferedLoad | None, replications: int, engine: str, memory: float
) -> float:
    """Memory of a run by an engine; BadInput where there is less."""
    known = FAST if engine == FAST else READABLE  # any other is written in Python, as the readable one
    parts = [*rough_size(scenario, replications, engine=known).parts, open_cases(plan, known, load)]
    refuse_beyond(scenario.name, parts, memory)
    return PROGRAM + sum(part.bytes for part in parts)


def _loads(plans: Sequence[Plan], replications: int) -> list[OfferedLoad | None]:
    """What each plan asks for; None for all of them where all that may arise is little."""
    few = replications * sum(most_needs(plan) for plan in plans) <= FEW_NEEDS
    return [None if few else offered_load(plan) for plan in plans]


def _needs(plans: Sequence[Plan], loads: Sequence[OfferedLoad | None], replications: int) -> float:
    """Needs of all replications: expected ones, or the most there may be where no load was worked out."""
    pairs = zip(plans, loads, strict=True)
    return replications * sum(most_needs(plan) if load is None else load.needs for plan, load in pairs)


def _processes(loads: Sequence[OfferedLoad | None], replications: int, engine: str) -> int:
    """All cores, where there is enough to do for them; where no load was worked out there is little."""
    seconds = replications * sum(seconds_of(load, engine) for load in loads if load is not None)
    return cores() if seconds > LEAST_FOR_PROCESSES else 1


def cores() -> int:
    """Cores that this process may use."""
    return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1


def seconds_of(load: OfferedLoad, engine: str) -> float:
    """Rough time of one replication by an engine on one core [s]; one that is not ours is taken to be as the readable one."""
    return (load.needs * SECONDS_PER_NEED + load.steps * SECONDS_PER_STEP) / SPEED_OF.get(engine, 1.0)


__all__ = [
    "AUTO",
    "compare",
    "cores",
    "replicated",
    "run",
    "seconds_of",
]
