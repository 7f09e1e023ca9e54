"""How much memory a run takes: its tables from the scenario alone, its open cases from the plan; and how much there is.

Bytes were measured on both engines as the peak of a process (tests/unit/workload/test_memory.py measures some again).
"""

import os
from collections.abc import Sequence
from datetime import timedelta
from math import ceil
from pathlib import Path
from typing import NamedTuple

import numpy as np

from sinksim.core.engine_names import FAST, READABLE
from sinksim.core.errors import BadInput
from sinksim.core.time_bins import bins_up_to
from sinksim.plan.plan import Plan
from sinksim.plan.rotas import BEYOND_DAYS
from sinksim.scenarios.scenario import Scenario
from sinksim.workload.offered_load import OfferedLoad, offered_load
from sinksim.workload.open_cases import most_tokens, open_tokens
from sinksim.workload.rough_places import RoughPlaces

# Several visitors share one machine, and a pool of workers: none of their runs may take more.
MOST_BYTES = 1e9
GIGABYTE = 1e9
# Python, numpy, numba and the kernels, before anything is read.
PROGRAM = 0.25e9
# By engine: an opening or closing in a rota, five columns in the plan and five more in what the engine makes of it.
CALENDAR_CHANGE = {FAST: 130, READABLE: 200}
STREAM, GIVEN_CASE = 500, 500
# By engine: a station with its row of the plan; a source of needs, and each arrival that it has drawn ahead.
STATION = {FAST: 1_700, READABLE: 2_700}
SLOT = 8
SOURCE = {FAST: 500, READABLE: 2_500}
DRAWN_AHEAD = {FAST: 16, READABLE: 100}
LARGEST_BLOCK = 1024
# A service in an area: sums and what is evaluated from them. Its distributions are touched page by page.
GROUP, DISTRIBUTIONS, BYTES_A_BIN, PAGE = 18_000, 3, 4, 4_096
# A number of a result, while results are put together from those of their replications.
CELL = 16
# Columns of the compiled engine, eight bytes each: a token's own, each clock's, a visit's. Pools double: at the moment of
# doubling the old one is there as well.
TOKEN_COLUMNS, CLOCK_COLUMNS, VISIT_COLUMNS, DOUBLING = 80, 3, 24, 1.9
AGENT = 2_900


class Part(NamedTuple):
    """What takes memory: the section of the scenario that makes it, how many of what, and the bytes of all."""

    section: str
    number: float
    unit: str
    bytes: float


class Sizes(NamedTuple):
    """What the tables of a run are counted from, beside its scenario."""

    needs: float
    given: float
    stations: float
    cells: float


def tables(scenario: Scenario, places: RoughPlaces, sizes: Sizes, engine: str = FAST) -> list[Part]:
    """Memory of everything but the open cases, part by part, from what the scenario says alone."""
    changes, slots = _calendar_changes(scenario), sizes.stations * _slots_a_station(scenario)
    sources = _number_of_sources(scenario, places)
    pairs = float(places.areas) * len(scenario.services)
    bins = BYTES_A_BIN * bins_up_to(round(timedelta(days=scenario.experiment.follow_up_days).total_seconds() * 1000))
    # Memory of bins is taken by the page, and a need counts in one bin: few needs fill few pages.
    group = GROUP + DISTRIBUTIONS * min(bins, PAGE * sizes.needs / max(pairs, 1.0))
    # A source draws an eighth of its arrivals ahead, 16 at least.
    drawn = min(sources * LARGEST_BLOCK, 16 * sources + sizes.needs / 8)
    bytes_of_sources = sources * (STREAM + SOURCE[engine]) + drawn * DRAWN_AHEAD[engine]
    return [
        Part("calendars", changes, "openings and closings", changes * CALENDAR_CHANGE[engine]),
        Part("services", sources, "sources of needs (services x origins)", bytes_of_sources),
        Part("services", sizes.given, "recorded or waiting cases", sizes.given * GIVEN_CASE),
        Part("stations", sizes.stations, "stations", sizes.stations * STATION[engine]),
        Part("stations", slots, "slots of appointments", slots * SLOT),
        Part("services", pairs, "groups of a result (services x areas)", pairs * group),
        Part(
            "services", sizes.cells, "numbers of a result (areas x services x replications)", sizes.cells * CELL
        ),
    ]  # fmt: skip


def open_cases(plan: Plan, engine: str = FAST, load: OfferedLoad | None = None) -> Part:
    """Memory of the cases that are under way at once; ``load`` of the plan, where it is known."""
    token = _bytes_a_token(plan, engine)
    number = most_tokens(plan)
    # All needs of the run are a bound that is known at once; those open at one time take long to compute, which is done only
    # where that bound comes near what is allowed.
    if number * token > MOST_BYTES / 4:
        number = open_tokens(plan, load or offered_load(plan))
    return Part("services", number, "cases under way at once (branches of a fork included)", number * token)


def refuse_beyond(where: str, parts: Sequence[Part], most: float) -> None:
    """BadInput in one sentence, by the part that takes most, where all of it takes more memory than ``most`` [bytes].

    ``where``: what messages call the scenario.
    """
    total = PROGRAM + sum(part.bytes for part in parts)
    if total > most:
        section, number, unit, _ = max(parts, key=lambda part: part.bytes)
        raise BadInput(
            f"{where}: {section} makes about {number:,.0f} {unit}, which takes about {total / GIGABYTE:,.1f} GB of memory; "
            f"allowed here: at most {most / GIGABYTE:,.1f} GB"
        )


def available() -> float:
    """Memory that this process may still take [bytes]; infinite where the system does not tell."""
    return min(_machine_memory(), _container_memory())


def _calendar_changes(scenario: Scenario) -> float:
    """Openings and closings of all calendars, and breakpoints of all arrival profiles, over the run: at most so many.

    As if every day were open. Calendars are spread out BEYOND_DAYS further than the run, where cases look for an opening.
    """
    run = scenario.experiment
    days = run.warm_up_days + run.window_days + run.follow_up_days + BEYOND_DAYS
    a_day = {name: 2 * len(calendar.hours) for name, calendar in scenario.calendars.items()}
    # A profile changes every hour, or at midnight, and with the calendar that it keeps to.
    profiles = sum(
        (24 if profile.by_hour else 1) + a_day.get(profile.within or "", 0) for profile in scenario.profiles.values()
    )
    return days * (sum(a_day.values()) + profiles)


def _slots_a_station(scenario: Scenario) -> float:
    """Slots of appointments of a station over the run and as far beyond as calendars are spread out, at most."""
    run = scenario.experiment
    days = run.warm_up_days + run.window_days + run.follow_up_days + BEYOND_DAYS
    given = [station.slots.every for station in scenario.stations.values() if station.slots is not None]
    return days * 1440 / min(given) if given else 0.0


def _number_of_sources(scenario: Scenario, places: RoughPlaces) -> float:
    """Sources of needs: one for each service with demand, origin, and layer (demand above 1 takes several)."""
    asked = sum(service.demand is not None for service in scenario.services.values())
    return asked * places.lowest * max(ceil(scenario.policy.demand), 1)


def _bytes_a_token(plan: Plan, engine: str) -> float:
    """Memory of one open case or branch [bytes]: in the compiled engine the rows of its token and its visit.

    A token's row is filled up to whole cache lines, of eight columns.
    """
    if engine != FAST:
        return AGENT
    columns = TOKEN_COLUMNS + plan.code.slots + CLOCK_COLUMNS * len(plan.labels.clocks)
    return DOUBLING * 8 * (8 * ceil(columns / 8) + VISIT_COLUMNS)


def _machine_memory() -> float:
    """Memory [bytes] that Linux calls available, elsewhere all that the machine has; infinite where neither is known."""
    try:
        lines = Path("/proc/meminfo").read_text(encoding="ascii").splitlines()
        # A line such as "MemAvailable:   1234 kB".
        return next(float(line.split()[1]) * 1024 for line in lines if line.startswith("MemAvailable:"))
    except (OSError, StopIteration):
        known = getattr(os, "sysconf_names", {})
        if "SC_PHYS_PAGES" not in known:
            return np.inf
        return float(os.sysconf("SC_PHYS_PAGES")) * os.sysconf("SC_PAGE_SIZE")


def _container_memory(folder: Path = Path("/sys/fs/cgroup")) -> float:
    """Memory that a container's limit (control groups, version 2) leaves [bytes]; infinite without one."""
    try:
        most, used = ((folder / f"memory.{name}").read_text(encoding="ascii").strip() for name in ("max", "current"))
        return np.inf if most == "max" else float(most) - float(used)
    except (OSError, ValueError):
        return np.inf
