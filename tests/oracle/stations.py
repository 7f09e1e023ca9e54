"""Random stations: one to fifty servers, one or two streams of customers, any law of gaps and of service."""

import math
from dataclasses import dataclass
from functools import cached_property

import numpy as np

from sinksim.plan.compiling import compile_plan
from sinksim.plan.plan import Plan
from sinksim.scenarios.scenario import Scenario
from tests.helpers.worlds import DAY, scenario
from tests.oracle.arriving import with_recorded
from tests.oracle.kinds import KINDS, law

DAYS = 5
DEMANDS = ("steady", "profile", "batch", *KINDS)
"""How customers come: as a Poisson process, one that varies by hour, in groups; or recorded, with gaps of a law."""
MARGIN = 1.03
"""So much longer than expected is watched, so that at least the customers asked for come."""


@dataclass(frozen=True)
class Stream:
    """Customers of one service; ``mean`` is that of the gap between two of them [ms]."""

    name: str
    demand: str
    mean: float
    gap: dict | None
    time: dict

    def service(self, luck):
        """The service as a scenario states it."""
        stated = {"traditional": {"process": self.name}}
        if self.gap is not None:
            return stated
        demand = {"per_day": DAY / self.mean}
        if self.demand == "batch":
            demand["group_size"] = {int(n): float(luck.uniform(0.1, 1)) for n in luck.choice(9, 3, replace=False) + 1}
        if self.demand == "profile":
            demand["profile"] = "day"
        return {**stated, "demand": demand}


@dataclass(frozen=True)
class Station:
    """One station with its streams, and the scenario that says the same."""

    servers: int
    load: float
    streams: tuple[Stream, ...]
    scenario: Scenario

    @cached_property
    def plan(self) -> Plan:
        """The plan that engines run."""
        return with_recorded(compile_plan(self.scenario), self.streams)


def station(number, customers, seed=1):
    """Station ``number`` of a sequence, in which every kind of demand meets every law of service."""
    luck = np.random.default_rng([seed, number])
    servers = 1 if luck.integers(0, 4) == 0 else int(luck.integers(2, 51))
    load = float(luck.uniform(0.3, 1.2))
    count = 1 + int(luck.integers(0, 3) == 0)
    kinds = [number + 5 * n for n in range(count)]
    # A profile by hour makes its rounds: services so long that the customers fill a few days.
    shortest = DAYS * DAY * load * servers / customers if "profile" in map(_demand, kinds) else 0.0
    streams = tuple(_stream(luck, kind, n, load * servers / count, shortest) for n, kind in enumerate(kinds))
    return Station(servers, load, streams, scenario(_tree(luck, servers, customers, streams)))


def _demand(kind):
    return DEMANDS[kind // len(KINDS) % len(DEMANDS)]


def _stream(luck, kind, n, busy, shortest):
    """Stream ``n``, whose work keeps so many servers busy."""
    demand = _demand(kind)
    mean = max(float(np.exp(luck.uniform(np.log(20_000), np.log(600_000)))), shortest)
    gap = law(luck, demand, mean / busy) if demand in KINDS else None
    return Stream(f"service_{n}", demand, mean / busy, gap, law(luck, list(KINDS)[kind % len(KINDS)], mean))


def _tree(luck, servers, customers, streams):
    days = MARGIN * customers / sum(1 / stream.mean for stream in streams) / DAY
    if any(stream.demand == "profile" for stream in streams):
        days = math.ceil(days)
    return {
        "network": {"nodes": [{"code": "site", "tier": "township"}]},
        "stations": {"desk": {"servers": servers}},
        "profiles": {"day": {"by_hour": [float(weight) for weight in luck.integers(0, 4, 24)]}},
        "services": {stream.name: stream.service(luck) for stream in streams},
        "processes": {
            stream.name: [{"queue": {"station": "desk", "time": stream.time, "draw": stream.name}}, "close"]
            for stream in streams
        },
        "experiment": {"seed": int(luck.integers(2**62)), "window_days": days},
    }
