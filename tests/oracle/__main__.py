"""Random stations against the recursions of Lindley and of Kiefer and Wolfowitz: waits must be identical.

    python -m tests.oracle --stations 1000 --customers 100000 --engine compiled

Prints every station that differs; ends with 1 where one does. ``--first`` leaves out the stations before it.
"""

import argparse
import sys
import time
from importlib import import_module

from tests.oracle.stations import station
from tests.oracle.visiting import expected, first_difference, simulated

EVERY = 50


def main():
    asked = _asked()
    run = import_module(f"sinksim.{asked.engine}").run
    began, customers, wrong = time.perf_counter(), [], 0
    for number in range(asked.first, asked.first + asked.stations):
        here = station(number, asked.customers, asked.seed)
        wanted = expected(here)
        said = first_difference(wanted, simulated(here, run))
        customers.append(len(wanted.joined))
        wrong += bool(said)
        if said:
            print(f"station {number} ({here.servers} servers, load {here.load:.2f}): {said}", flush=True)
        if len(customers) % EVERY == 0 and not asked.quiet:
            print(f"{len(customers)} stations", file=sys.stderr, flush=True)
    print(
        f"{asked.engine}: {len(customers)} stations, {sum(customers):,} customers ({min(customers):,} to "
        f"{max(customers):,} each), {wrong} differ ({time.perf_counter() - began:.0f} s)"
    )
    return int(wrong > 0)


def _asked():
    parser = argparse.ArgumentParser(prog="python -m tests.oracle", description=__doc__.splitlines()[0])
    parser.add_argument("--stations", type=int, default=1000)
    parser.add_argument("--customers", type=int, default=100_000, help="customers of each station, at least about")
    parser.add_argument("--engine", choices=("agents", "compiled"), default="compiled")
    parser.add_argument("--first", type=int, default=0)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--quiet", action="store_true", help="no progress")
    return parser.parse_args()


if __name__ == "__main__":
    sys.exit(main())
