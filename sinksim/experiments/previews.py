"""Cached previews: whoever moves a lever of one side waits for that side only, and nobody waits twice."""

import threading
from collections import OrderedDict
from collections.abc import Callable, Mapping
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import dataclass, field
from typing import Generic, TypeVar

from sinksim.core.side_names import SideRoles
from sinksim.experiments.comparison import Comparison, compare
from sinksim.experiments.preview import measured, threads
from sinksim.experiments.result import Result
from sinksim.experiments.store import key_of
from sinksim.scenarios.scenario import Scenario

# A result of a preview takes about five megabytes.
MOST = 16


T = TypeVar("T")


@dataclass
class Known(Generic[T]):
    """Values by key, the longest unused go first; what is being made for one caller is waited for by the others."""

    most: int
    known: "OrderedDict[str, Future[T]]" = field(default_factory=OrderedDict)
    _lock: threading.Lock = field(default_factory=threading.Lock)

    def get(self, key: str, make: Callable[[], T]) -> T:
        """The value, made now where it is not known; whoever asks while it is being made waits for the same one."""
        with self._lock:
            known = self.known.get(key)
            awaited: Future[T] = known or Future()
            if known is None:
                self.known[key] = awaited
                if len(self.known) > self.most:
                    self.known.popitem(last=False)
            self.known.move_to_end(key)
        if known is None:
            self._fill(key, awaited, make)
        return awaited.result()

    def _fill(self, key: str, awaited: "Future[T]", make: Callable[[], T]) -> None:
        """Make a value for all who wait for it; where that fails they get the error, and who asks next tries again."""
        try:
            awaited.set_result(make())
        except BaseException as error:
            with self._lock:
                self.known.pop(key, None)
            awaited.set_exception(error)


class Previews:
    """Previews of comparisons by the content of their sides."""

    def __init__(self, most: int = MOST) -> None:
        self._results: Known[Result] = Known(most)
        self._comparisons: Known[Comparison] = Known(most)
        self._threads: ThreadPoolExecutor = threads()

    def compared(self, scenarios: Mapping[str, Scenario], roles: SideRoles) -> Comparison:
        """The comparison of scenarios as they are; a side that is known is not simulated again."""
        number = next(iter(scenarios.values())).experiment.replications
        keys = {side: key_of(scenario, number) for side, scenario in scenarios.items()}

        def make() -> Comparison:
            results = {side: self._result(keys[side], scenario, number) for side, scenario in scenarios.items()}
            return compare(results, roles)

        return self._comparisons.get(repr((keys, roles)), make)

    def result(self, scenario: Scenario) -> Result:
        """The result of one scenario as it is."""
        number = scenario.experiment.replications
        return self._result(key_of(scenario, number), scenario, number)

    def _result(self, key: str, scenario: Scenario, replications: int) -> Result:
        """The result of one scenario by the fast engine."""
        return self._results.get(key, lambda: measured(scenario, replications, self._threads))
