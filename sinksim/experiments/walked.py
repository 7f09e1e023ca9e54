"""Measured steps that are kept: whoever looks at the same scenario again, or beside somebody, waits once."""

import threading

from sinksim.experiments.preview import plan_of
from sinksim.experiments.previews import Known
from sinksim.experiments.steps import Steps, measure_steps
from sinksim.experiments.store import key_of
from sinksim.scenarios.scenario import Scenario

MOST = 32
# Enough for an interval; the readable engine takes about a second for each of a preview.
REPLICATIONS = 2


class Walked:
    """Steps by the content of the scenario, measured one at a time: the readable engine keeps Python busy."""

    def __init__(self, most: int = MOST) -> None:
        self._known: Known[Steps] = Known(most)
        self._one = threading.Lock()

    def of(self, scenario: Scenario, replications: int = REPLICATIONS) -> Steps:
        """The steps of a scenario of the size of a preview."""
        return self._known.get(key_of(scenario, replications), lambda: self._measured(scenario, replications))

    def _measured(self, scenario: Scenario, replications: int) -> Steps:
        with self._one:
            return measure_steps(plan_of(scenario), replications)
