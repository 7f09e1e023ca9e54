"""Jobs of the background queue: a comparison or a verification, and how far it is."""

import threading
import time
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Literal

from sinksim.core.side_names import SideRoles
from sinksim.experiments.comparison import Comparison
from sinksim.scenarios.scenario import Scenario
from sinksim.verification.systems import VerifyReport

State = Literal["waiting", "running", "done", "stopped", "failed"]
OVER: tuple[State, ...] = ("done", "stopped", "failed")


@dataclass(eq=False)
class Job:
    """What somebody asked for, and how far it is; written by the job queue only.

    ``finished`` counts units of work (see ``total``); ``began``, ``ended`` and ``ending``, when its workers were told to
    stop, are readings of the monotonic clock [s], None before that; ``reason``: why it failed, one sentence.
    """

    owner: str
    state: State = field(default="waiting", kw_only=True)
    finished: int = field(default=0, kw_only=True)
    began: float | None = field(default=None, kw_only=True)
    ended: float | None = field(default=None, kw_only=True)
    reason: str = field(default="", kw_only=True)
    stop: threading.Event = field(default_factory=threading.Event, kw_only=True)
    ending: float | None = field(default=None, kw_only=True)

    @property
    def total(self) -> int:
        """Units of work, of which ``finished`` are done."""
        return 1

    @property
    def share(self) -> float:
        """Share of the work that is done."""
        return self.finished / self.total

    @property
    def seconds_left(self) -> float | None:
        """Seconds until the end at the pace so far; None before anything is finished, and when the job is over."""
        if self.began is None or not self.finished or self.state in OVER:
            return None
        return (time.monotonic() - self.began) * (1 / self.share - 1)

    @property
    def over(self) -> bool:
        """Whether nothing more will happen."""
        return self.state in OVER


@dataclass(eq=False)
class ComparisonJob(Job):
    """A comparison of named sides; ``finished`` counts replications of any side."""

    sides: Mapping[str, Scenario]
    roles: SideRoles
    replications: int
    outcome: Comparison | None = None

    @property
    def total(self) -> int:
        """Replications of all sides."""
        return len(self.sides) * self.replications


@dataclass(eq=False)
class VerificationJob(Job):
    """A verification of the fast engine against theory; ``finished`` counts systems."""

    systems: tuple[str, ...]
    report: VerifyReport | None = None

    @property
    def total(self) -> int:
        """Systems."""
        return len(self.systems)
