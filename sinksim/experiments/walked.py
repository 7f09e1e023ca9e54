"""Measured steps that are kept: whoever looks at the same scenario again, or beside somebody, waits once."""

import threading
from dataclasses import dataclass

from sinksim.experiments.preview import plan_of
from sinksim.experiments.previews import Known
from sinksim.experiments.steps import Steps, measure_steps
from sinksim.experiments.store import key_of
from sinksim.network.flowchart import Flowchart, flowchart
from sinksim.scenarios.scenario import Scenario

MOST = 32
# Enough for an interval; the readable engine takes about a second for each of a preview.
REPLICATIONS = 3


@dataclass(frozen=True, eq=False)
class WalkedThrough:
    """A scenario with its flowchart and what was measured on it; the two belong together, instruction by instruction."""

    scenario: Scenario
    chart: Flowchart
    steps: Steps


class Walked:
    """Scenarios walked through, by their content; one at a time, because the readable engine keeps Python busy."""

    def __init__(self, most: int = MOST) -> None:
        self._known: Known[WalkedThrough] = Known(most)
        self._one = threading.Lock()

    def of(self, scenario: Scenario, replications: int = REPLICATIONS) -> WalkedThrough:
        """A scenario of the size of a preview, walked through; the same object for the same content."""
        return self._known.get(key_of(scenario, replications), lambda: self._walk(scenario, replications))

    def _walk(self, scenario: Scenario, replications: int) -> WalkedThrough:
        with self._one:
            plan = plan_of(scenario)
            steps = measure_steps(plan, replications)
        return WalkedThrough(scenario, flowchart(scenario, plan.labels.tiers), steps)
