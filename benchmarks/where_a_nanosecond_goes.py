"""Where the nanoseconds of the fast engine go: a ladder of scenarios, each with one thing more than another.

A compiled kernel cannot be looked at function by function; what a thing costs is what a case takes longer with it. Every
rung brings the same arrivals (8 a minute); rungs take turns, and a cost is the median of the differences within a turn.
The last rungs are what is done with the records: handed over, or folded into every indicator.

    python benchmarks/where_a_nanosecond_goes.py [--cases 500000] [--runs 5] [--quick] [--json]
"""

from __future__ import annotations

import argparse
import json
import statistics
import sys
import time
from collections.abc import Callable
from functools import partial
from typing import TYPE_CHECKING, Any, NamedTuple

import engines
import side_by_side

if TYPE_CHECKING:
    from sinksim.plan.plan import Plan

RATE = 8.0
CONSTANT = {"law": "constant", "value": 1}
EXPONENTIAL = {"law": "exponential", "mean": 1}
LOGNORMAL = {"law": "lognormal", "mean": 1, "cv": 0.6}
OPEN_TWICE = {"hours": ["00:00-12:00", "12:30-24:00"]}


class Rung(NamedTuple):
    """Steps of a process, what they add to which other rung, servers and calendar of the desk."""

    steps: list[Any]
    over: str | None
    servers: int = 40
    calendar: str | None = None


def queue(law: dict[str, Any], **more: Any) -> dict[str, Any]:
    return {"queue": {"station": "desk", "time": law, **more}}


SERVED, DRAWN = queue(CONSTANT), queue(EXPONENTIAL)
DAY = {"law": "constant", "value": 1, "unit": "d"}
BARE, VISIT = "arrival, attributes, record: closed as it arises", "a visit to a free server: one event"
DRAW, WAIT = "an exponential time in place of a constant", "waiting (nine servers, nine in ten busy)"
INDICATORS = "records folded into every indicator"
RUNGS = {
    BARE: Rung([], None),
    "a delay: one event": Rung([{"wait": {"kind": "home", "time": CONSTANT}}], BARE),
    VISIT: Rung([SERVED], BARE),
    "a second visit": Rung([SERVED, SERVED], VISIT),
    DRAW: Rung([DRAWN], VISIT),
    "a lognormal time in place of a constant": Rung([queue(LOGNORMAL)], VISIT),
    WAIT: Rung([DRAWN], DRAW, 9),
    "patience that does not run out": Rung([queue(EXPONENTIAL, patience=DAY)], WAIT, 9),
    "opening hours": Rung([DRAWN], DRAW, calendar="open_twice"),
    "a choice by chance": Rung([SERVED, {"check": {"name": "again", "chance": 0.5}}], VISIT),
    "a clock": Rung([{"clock": {"start": "answer"}}, SERVED], VISIT),
    "a charge": Rung([SERVED, {"charge": {"fee": 10, "reimbursed": 0.5}}], VISIT),
}


def plan_of(rung: Rung, cases: int) -> Plan:
    from sinksim.plan.compiling import compile_plan
    from sinksim.scenarios.loading.composing import scenario_of

    desk = {"servers": rung.servers, **({"calendar": rung.calendar} if rung.calendar else {})}
    tree = {
        "calendars": {"open_twice": OPEN_TWICE},
        "clocks": {"answer": {"deadline": DAY}},
        "stations": {"desk": desk},
        "services": {"need": {"demand": {"per_day": 1440 * RATE}, "traditional": {"process": "steps"}}},
        "processes": {"steps": [*rung.steps, {"close": {"hollow": 0}}]},
        "experiment": {"warm_up_days": 0, "window_days": cases / RATE / 1440, "follow_up_days": 0},
    }
    return compile_plan(scenario_of(tree, "rung"))


def nanoseconds(live: Callable[[int], side_by_side.Lived], number: int) -> float:
    """Processor time of one run, per case."""
    began = time.process_time()
    lived = live(number)
    return 1e9 * (time.process_time() - began) / lived.cases


def ladder(cases: int, runs: int) -> list[dict[str, Any]]:
    """One row per rung: nanoseconds a case, and more than the rung it stands on."""
    run = engines.engine_of("compiled")
    lives: dict[str, Callable[[int], side_by_side.Lived]] = {
        name: partial(engines.records, plan_of(rung, cases), run, {}) for name, rung in RUNGS.items()
    }
    lives[INDICATORS] = partial(engines.indicators, plan_of(RUNGS[VISIT], cases), run, {})
    over = {name: rung.over for name, rung in RUNGS.items()} | {INDICATORS: VISIT}
    for live in lives.values():
        live(0)
    told = [{name: nanoseconds(live, number) for name, live in lives.items()} for number in range(runs)]
    return [_row(name, over[name], told) for name in lives]


def _row(name: str, over: str | None, told: list[dict[str, float]]) -> dict[str, Any]:
    more = [turn[name] - (turn[over] if over else 0.0) for turn in told]
    whole = statistics.median(turn[name] for turn in told)
    return {"what": name, "over": over, "ns_a_case": whole, "more_ns": statistics.median(more)}


def show(rows: list[dict[str, Any]]) -> None:
    print(side_by_side.machine())
    print(f"{'':60}{'ns a case':>12}{'adds ns':>10}  beyond")
    for row in rows:
        print(f"{row['what']:60}{row['ns_a_case']:>12.0f}{row['more_ns']:>10.0f}  {row['over'] or ''}")


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--cases", type=int, default=500_000)
    parser.add_argument("--runs", type=int, default=5)
    parser.add_argument("--quick", action="store_true", help="tiny sizes: whether it runs, not how fast")
    parser.add_argument("--json", action="store_true")
    asked = parser.parse_args()
    rows = ladder(1000 if asked.quick else asked.cases, 1 if asked.quick else asked.runs)
    print(json.dumps({"machine": side_by_side.machine(), "rows": rows})) if asked.json else show(rows)
    return 0


if __name__ == "__main__":
    sys.exit(main())
