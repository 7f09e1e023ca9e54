"""Cached measurements of steps: whoever looks at the same scenario again, or beside somebody, waits once."""

import threading
from collections import OrderedDict
from concurrent.futures import Future, ThreadPoolExecutor
from concurrent.futures import TimeoutError as NotYet
from dataclasses import dataclass

from sinksim.analysis.flowchart import Flowchart, flowchart
from sinksim.analysis.step_statistics import Steps, measure_steps
from sinksim.experiments.preview import plan_of
from sinksim.experiments.store import key_of
from sinksim.scenarios.scenario import Scenario

MOST = 32
# Enough for an interval; the readable engine takes about a second for each of a preview.
REPLICATIONS = 3


@dataclass(frozen=True, eq=False)
class MeasuredSteps:
    """A scenario with its flowchart and what was measured on it; the two belong together, instruction by instruction."""

    scenario: Scenario
    chart: Flowchart
    steps: Steps


class StepMeasurement:
    """A measurement of steps that somebody asked for: how far it is, and what came of it."""

    def __init__(self) -> None:
        self.share = 0.0
        self.outcome: Future[MeasuredSteps] = Future()

    def ready_within(self, seconds: float) -> bool:
        """Wait for that long at most; whether the measurement is over, well or badly."""
        try:
            # Asked for its exception, a failed measurement does not raise it.
            self.outcome.exception(timeout=seconds)
        except NotYet:
            return False
        return True

    def result(self) -> MeasuredSteps:
        """What came of it; raises what went wrong."""
        return self.outcome.result()

    def note_progress(self, share: float) -> None:
        """Note how far it is."""
        self.share = share


class StepCache:
    """Measurements by the content of the scenario, made one at a time, because the readable engine keeps Python busy.

    They are made in a thread of their own, so that whoever asked may turn to something else meanwhile; ``most`` of them
    are kept, those that were asked for last.
    """

    def __init__(self, most: int = MOST) -> None:
        self.most = most
        self._known: OrderedDict[str, StepMeasurement] = OrderedDict()
        self._lock = threading.Lock()
        self._thread = ThreadPoolExecutor(1, thread_name_prefix="step_measurement")

    def ask(self, scenario: Scenario, replications: int = REPLICATIONS) -> StepMeasurement:
        """Measure a scenario of the size of a preview; the same measurement for the same content, whoever asks.

        Beyond ``most`` measurements, the one that was asked for longest ago is forgotten.
        """
        key = key_of(scenario, replications)
        with self._lock:
            known = self._known.get(key)
            measurement = known or StepMeasurement()
            self._known[key] = measurement
            self._known.move_to_end(key)
            if len(self._known) > self.most:
                self._known.popitem(last=False)
        if known is None:
            self._thread.submit(self._measure, key, measurement, scenario, replications)
        return measurement

    def _measure(self, key: str, measurement: StepMeasurement, scenario: Scenario, replications: int) -> None:
        """Measure the steps and hand them to all who wait; where that fails they get the error, and it is forgotten."""
        try:
            plan = plan_of(scenario)
            steps = measure_steps(plan, replications, measurement.note_progress)
            measurement.outcome.set_result(MeasuredSteps(scenario, flowchart(scenario, plan.labels.tiers), steps))
        except BaseException as fault:
            with self._lock:
                self._known.pop(key, None)
            measurement.outcome.set_exception(fault)
