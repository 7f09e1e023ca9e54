"""Small worlds for tests: a scenario written as YAML, lived through by the readable engine unless another is named."""

import copy
from collections.abc import Callable
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

from sinksim.agents import run
from sinksim.core.records import TIME_KINDS, Tables
from sinksim.plan.compiling import compile_plan
from sinksim.plan.plan import Plan
from sinksim.scenarios.loading.strict_yaml import parse_yaml
from sinksim.scenarios.loading.validation import validate
from sinksim.scenarios.scenario import Scenario

Tree = dict[str, Any]
MINUTE, HOUR, DAY = 60_000, 3_600_000, 86_400_000
WHO = ["service", "origin", "layer", "ordinal"]


class Life(NamedTuple):
    """One replication that has been lived through; cases in the order of (service, origin, layer, ordinal)."""

    plan: Plan
    cases: NDArray[np.void]
    visits: NDArray[np.void]
    tables: Tables

    def minutes(self, field: str) -> list[float]:
        """A field of every case in minutes."""
        return [value / MINUTE for value in self.cases[field].tolist()]

    def all(self, field: str) -> list[int]:
        """A field of every case."""
        values: list[int] = self.cases[field].tolist()
        return values

    def kinds(self, position: int = 0) -> dict[str, float]:
        """Times by kind of one case in minutes, without those that are zero."""
        return {k: self.cases[f"time_{k}"][position] / MINUTE for k in TIME_KINDS if self.cases[f"time_{k}"][position]}

    def station(self, name: str) -> dict[str, int]:
        """Row of a station, by ``template@node``."""
        row = self.tables.stations[self.plan.labels.stations.names.index(name)]
        return dict(zip(row.dtype.names, row.tolist(), strict=True))

    def stays(self, name: str) -> list[tuple[float, float]]:
        """When each visit to a station joined and left, in minutes, in the order of the cases and of joining."""
        rows = self.visits[self.visits["station"] == self.plan.labels.stations.names.index(name)]
        rows = np.sort(rows, order=[*WHO, "branch", "joined"])
        return [(joined / MINUTE, ended / MINUTE) for joined, ended in zip(rows["joined"], rows["ended"], strict=True)]


def scenario(given: str | Tree, log: Any = None, **settings: Any) -> Scenario:
    """A scenario from YAML text or its tree; ``log`` as in ``with_log``; ``settings`` replace whole sections."""
    written = parse_yaml(given, "world") if isinstance(given, str) else given
    tree = {"experiment": {"window_days": 1}, **written, **settings}
    if "services" not in tree:
        tree["services"] = {"need": {"traditional": {"process": next(iter(tree["processes"]))}}}
    return validate(Scenario, with_log(tree, log), "world")


def with_log(tree: Tree, log: Any) -> Tree:
    """Cases given by the minutes at which they arise, or as mappings with ``arisen``; a mapping of such by service."""
    if log is None:
        return tree
    tree = copy.deepcopy(tree)
    by_service = log if isinstance(log, dict) else {next(iter(tree["services"])): log}
    for service, given in by_service.items():
        rows = [case if isinstance(case, dict) else {"arisen": case} for case in given]
        tree["services"][service]["log"] = [{"origin": "site", **row} for row in rows]
    return tree


def live(
    given: str | Tree, log: Any = None, replication: int = 0, engine_run: Callable[..., Any] = run, **settings: Any
) -> Life:
    """Build a scenario, run one replication, sort its cases."""
    return live_plan(compile_plan(scenario(given, log, **settings)), replication, engine_run)


def live_plan(plan: Plan, replication: int = 0, engine_run: Callable[..., Any] = run) -> Life:
    """Run one replication of a plan, visits included."""
    batches = []
    running = engine_run(plan, replication, visits=True)
    while True:
        try:
            batches.append(next(running))
        except StopIteration as end:
            tables: Tables = end.value
            break
    cases = np.concatenate([b.cases for b in batches])
    return Life(plan, np.sort(cases, order=WHO), np.concatenate([b.visits for b in batches]), tables)
