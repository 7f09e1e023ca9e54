"""A race in a system of the textbooks: both engines, records included, beside SimPy by hand and Ciw (where installed).

All sides must wait as theory says. The fast engine brings twenty times as many cases, or its runs would be too short to
time.
"""

from __future__ import annotations

import statistics
from collections.abc import Callable
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Protocol

import engines
import side_by_side
import simpy
from ciw_sides import ciw_or_none
from side_by_side import Bar, Lived, Side

if TYPE_CHECKING:
    import ciw

    from sinksim.plan.plan import Plan

BARS = (Bar("agents", "hand", 0.8), Bar("compiled", "hand", 50.0))
MORE = 20
WAIT = "wait [s]"
FIGURES = {WAIT: lambda cases: cases["time_queue"] / 1000}


class HandWritten(Protocol):
    """A loop written by hand, started with a seed and a number of cases; it measures every wait [min]."""

    env: simpy.Environment
    waits: list[float]


@dataclass(frozen=True)
class System:
    """One system: its scenario file, cases a minute, the same written by hand and for Ciw, and the mean wait [min]."""

    title: str
    scenario: Path
    rate: float
    by_hand: Callable[[int, int], HandWritten]
    by_ciw: Callable[[], ciw.network.Network]
    expected_wait: Callable[[], float]

    def plan_of(self, cases: int) -> Plan:
        """The scenario file, as long as it takes to bring about so many cases."""
        return engines.plan_of(str(self.scenario), f"experiment.window_days={cases / self.rate / 1440}")

    def live_by_hand(self, cases: int, number: int) -> Lived:
        here = self.by_hand(number, cases)
        here.env.run()
        return Lived(len(here.waits), {WAIT: 60 * statistics.fmean(here.waits)})

    def live_by_ciw(self, cases: int, number: int) -> Lived:
        import ciw

        ciw.seed(number)
        simulation = ciw.Simulation(self.by_ciw())
        simulation.simulate_until_max_customers(cases, method="Finish")
        waits = [record.waiting_time for record in simulation.get_all_records()]
        return Lived(cases, {WAIT: 60 * sum(waits) / cases})

    def sides(self, cases: int) -> list[Side]:
        tiny = partial(self.plan_of, 500)
        return [
            Side("hand", "SimPy by hand, waits only", lambda: partial(self.live_by_hand, cases)),
            engines.with_records("agents", partial(self.plan_of, cases), tiny, FIGURES),
            engines.with_records("compiled", partial(self.plan_of, MORE * cases), tiny, FIGURES),
            *ciw_or_none("Ciw, visits only", lambda: partial(self.live_by_ciw, cases)),
        ]

    def expected(self) -> dict[str, float]:
        return {WAIT: 60 * self.expected_wait()}


def main(system: System, about: str | None, script: str) -> int:
    """The race from the command line of a benchmark's script."""
    options = side_by_side.parser(about, runs=5)
    options.add_argument("--cases", type=int, default=50_000)
    asked = options.parse_args()
    cases = 500 if asked.quick else asked.cases
    sides = system.sides(cases)
    if asked.alone:
        return side_by_side.tell_alone(sides, asked.alone)
    found = side_by_side.race(system.title, sides, 1 if asked.quick else asked.runs, system.expected())
    found = side_by_side.with_memory(found, script, ["--cases", str(cases)])
    return side_by_side.tell([found], BARS, asked.json)
