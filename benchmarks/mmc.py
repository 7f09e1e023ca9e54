"""One M/M/c queue: both engines, records included, beside SimPy by hand and Ciw (where it is installed).

Poisson arrivals at 4.5 a minute, five servers with exponential service of one minute: a load of 0.9, under which nearly
everybody waits, as Erlang's formula C says. The fast engine brings twenty times as many cases.

    python benchmarks/mmc.py [--cases 50000] [--runs 5] [--quick] [--json]
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

SERVERS = 5
RATE = 4.5


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


def for_ciw() -> ciw.network.Network:
    import ciw

    return ciw.create_network(
        arrival_distributions=[ciw.dists.Exponential(rate=RATE)],
        service_distributions=[ciw.dists.Exponential(rate=1.0)],
        number_of_servers=[SERVERS],
    )


def expected_wait() -> float:
    from sinksim.verification.theory.markov import mmc

    return mmc(RATE, 1.0, SERVERS).wait


SYSTEM = textbook.System(
    title="M/M/5 at load 0.9",
    scenario=Path(__file__).with_suffix(".yaml"),
    rate=RATE,
    by_hand=HandWritten,
    by_ciw=for_ciw,
    expected_wait=expected_wait,
)

if __name__ == "__main__":
    sys.exit(textbook.main(SYSTEM, __doc__, __file__))
