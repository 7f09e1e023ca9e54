"""A tandem of three stations: both engines, records included, beside SimPy by hand and Ciw (where it is installed).

All bring cases at rate 8 a minute to stations of 10, 5 and 3 servers with exponential service of one minute; half of the
cases go on after each station (1.75 visits a case). All must wait as Jackson's theorem says. The fast engine brings
twenty times as many cases, or its runs would be too short to time.

    python benchmarks/tandem.py [--cases 50000] [--runs 5] [--quick] [--json]
"""

from __future__ import annotations

import random
import sys
from collections.abc import Generator
from pathlib import Path
from typing import TYPE_CHECKING, Any

import simpy
import textbook

if TYPE_CHECKING:
    import ciw

SERVERS = (10, 5, 3)
RATE = 8.0
GO_ON = 0.5
ROUTES = [[0.0, GO_ON, 0.0], [0.0, 0.0, GO_ON], [0.0, 0.0, 0.0]]


class HandWritten:
    """The loop that a user of SimPy would write for this system; it measures every wait."""

    def __init__(self, seed: int, cases: int) -> None:
        self.env = simpy.Environment()
        self.luck = random.Random(seed)
        self.stations = [simpy.Resource(self.env, capacity) for capacity in SERVERS]
        self.waits: list[float] = []
        self.env.process(self.source(cases))

    def source(self, cases: int) -> Generator[Any, Any, None]:
        for _ in range(cases):
            yield self.env.timeout(self.luck.expovariate(RATE))
            self.env.process(self.case())

    def case(self) -> Generator[Any, Any, None]:
        env = self.env
        waited = 0.0
        for station in self.stations:
            joined = env.now
            request = station.request()
            yield request
            waited += env.now - joined
            yield env.timeout(self.luck.expovariate(1.0))
            station.release(request)
            if self.luck.random() >= GO_ON:
                break
        self.waits.append(waited)


def for_ciw() -> ciw.network.Network:
    import ciw

    return ciw.create_network(
        arrival_distributions=[ciw.dists.Exponential(rate=RATE), None, None],
        service_distributions=[ciw.dists.Exponential(rate=1.0)] * 3,
        routing=ROUTES,
        number_of_servers=list(SERVERS),
    )


def expected_wait() -> float:
    from sinksim.verification.theory.networks import jackson

    return jackson([RATE, 0, 0], ROUTES, [1, 1, 1], SERVERS).sojourn - 1.75


SYSTEM = textbook.System(
    title="three stations in a row",
    scenario=Path(__file__).with_suffix(".yaml"),
    rate=RATE,
    by_hand=HandWritten,
    by_ciw=for_ciw,
    expected_wait=expected_wait,
)

if __name__ == "__main__":
    sys.exit(textbook.main(SYSTEM, __doc__, __file__))
