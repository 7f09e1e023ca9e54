"""One M/M/c queue: both engines, records included, beside SimPy by hand and Ciw (where it is installed).

Poisson arrivals at 4.5 a minute, five servers with exponential service of one minute: a load of 0.9, under which nearly
everybody waits, as Erlang's formula C says. The fast engine brings twenty times as many cases.

    python benchmarks/mmc.py [--cases 50000] [--runs 5] [--quick] [--json]
"""

from __future__ import annotations

import random
import statistics
import sys
from collections.abc import Callable, Generator
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any

import engines
import side_by_side
import simpy
from ciw_sides import ciw_or_none
from side_by_side import Bar, Lived, Side

if TYPE_CHECKING:
    from sinksim.network.plan import Plan

BARS = (Bar("agents", "hand", 0.8), Bar("compiled", "hand", 50.0))
MORE = 20
SERVERS = 5
RATE = 4.5
SCENARIO = Path(__file__).with_name("mmc.yaml")
WAIT = "wait [s]"
FIGURES = {WAIT: lambda cases: cases["time_queue"] / 1000}


class HandWritten:
    """The loop that a user of SimPy would write for this system; it measures every wait."""

    def __init__(self, seed: int, cases: int) -> None:
        self.env = simpy.Environment()
        self.luck = random.Random(seed)
        self.desk = simpy.Resource(self.env, SERVERS)
        self.waits: list[float] = []
        self.env.process(self.source(cases))

    def source(self, cases: int) -> Generator[Any, Any, None]:
        for _ in range(cases):
            yield self.env.timeout(self.luck.expovariate(RATE))
            self.env.process(self.case())

    def case(self) -> Generator[Any, Any, None]:
        joined = self.env.now
        with self.desk.request() as request:
            yield request
            self.waits.append(self.env.now - joined)
            yield self.env.timeout(self.luck.expovariate(1.0))


def plan_of(cases: int) -> Plan:
    """The scenario file, as long as it takes to bring about so many cases."""
    return engines.plan_of(str(SCENARIO), f"experiment.window_days={cases / RATE / 1440}")


def by_hand(cases: int, number: int) -> Lived:
    here = HandWritten(number, cases)
    here.env.run()
    return Lived(len(here.waits), {WAIT: 60 * statistics.fmean(here.waits)})


def by_ciw(cases: int, number: int) -> Lived:
    import ciw

    network = ciw.create_network(
        arrival_distributions=[ciw.dists.Exponential(rate=RATE)],
        service_distributions=[ciw.dists.Exponential(rate=1.0)],
        number_of_servers=[SERVERS],
    )
    ciw.seed(number)
    simulation = ciw.Simulation(network)
    simulation.simulate_until_max_customers(cases, method="Finish")
    waits = [record.waiting_time for record in simulation.get_all_records()]
    return Lived(cases, {WAIT: 60 * sum(waits) / cases})


def sides(cases: int) -> list[Side]:
    def plain(live: Callable[[int, int], Lived]) -> Callable[[], Callable[[int], Lived]]:
        return lambda: partial(live, cases)

    tiny = partial(plan_of, 500)
    return [
        Side("hand", "SimPy by hand, waits only", plain(by_hand)),
        engines.with_records("agents", partial(plan_of, cases), tiny, FIGURES),
        engines.with_records("compiled", partial(plan_of, MORE * cases), tiny, FIGURES),
        *ciw_or_none("Ciw, visits only", plain(by_ciw)),
    ]


def expected() -> dict[str, float]:
    from sinksim.experiments.theory.markov import mmc

    return {WAIT: 60 * mmc(RATE, 1.0, SERVERS).wait}


def main() -> int:
    options = side_by_side.parser(__doc__, runs=5)
    options.add_argument("--cases", type=int, default=50_000)
    asked = options.parse_args()
    cases = 500 if asked.quick else asked.cases
    if asked.alone:
        return side_by_side.tell_alone(sides(cases), asked.alone)
    found = side_by_side.race("M/M/5 at load 0.9", sides(cases), 1 if asked.quick else asked.runs, expected())
    found = side_by_side.with_memory(found, __file__, ["--cases", str(cases)])
    return side_by_side.tell([found], BARS, asked.json)


if __name__ == "__main__":
    sys.exit(main())
