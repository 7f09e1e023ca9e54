"""What every step of a process did to the cases that came through it: measured on replications of the readable engine."""

from collections import Counter
from collections.abc import Callable, Hashable, Sequence
from contextlib import closing
from dataclasses import dataclass
from typing import NamedTuple, TypeVar

import numpy as np
from numpy.typing import NDArray

from sinksim.agents import run
from sinksim.agents.observers.step_counts import Group, Move, StepCounts, StepTotals, counting_world
from sinksim.analysis.flowchart import Box, Lane
from sinksim.core.records import TIME_KINDS
from sinksim.experiments.statistics import Interval, t_interval
from sinksim.experiments.stopping import Stop, stop_checks
from sinksim.metrics.suppression import FEWEST as SMALL_CELL
from sinksim.plan.labels import Labels
from sinksim.plan.plan import Plan

MINUTE = 60_000.0
HOUR = 3_600_000.0
# Time on the way and being served is what a step is for; the rest is waiting, of whatever kind.
NOT_WAITING = ("travel", "service")
# Fewest passes on which a mean is shown.
FEWEST_PASSES = 10

Floats = NDArray[np.float64]
Key = TypeVar("Key", bound=Hashable)


class StepFigure(NamedTuple):
    """One box of a flowchart, pooled over replications.

    ``entered`` and ``cases`` (each once) are counts; ``share`` is of the cases of the channel; times are means over
    those that passed [min] by kind; ``per_case`` [h] spreads all time over all cases of the channel, with its interval
    over replications; ``waiting`` is the part of it that is neither travel nor service. ``enough_cases``: whether
    there are enough of them for it to be shown.
    """

    entered: int
    passed: int
    cases: int
    share: float
    minutes: dict[str, float]
    per_case: Interval
    waiting: float
    enough_cases: bool

    @property
    def mean(self) -> float:
        """Mean time of those that passed [min]."""
        return sum(self.minutes.values())

    @property
    def open(self) -> int:
        """Cases that were still there when the run ended."""
        return self.entered - self.passed


@dataclass(frozen=True, eq=False)
class Steps:
    """Counts by step of all replications of one plan."""

    labels: Labels
    counts_by_replication: tuple[StepCounts, ...]

    @property
    def n(self) -> int:
        """Replications."""
        return len(self.counts_by_replication)

    def groups(self, channel: int, services: Sequence[str]) -> frozenset[Group]:
        """Groups of cases that a picture of a channel and these services counts."""
        return frozenset(Group(self.labels.services.index(name), channel) for name in services)

    def cases(self, groups: frozenset[Group]) -> int:
        """Cases of the cohort that came, over all replications."""
        return sum(counts.cases[group] for counts in self.counts_by_replication for group in groups)

    def least_count(self, groups: frozenset[Group]) -> int:
        """The smallest count over all replications that may be shown; 0 for generated cases, of which all may.

        People of a recorded log are real, and the same in every replication: fewer than a small cell are not told of.
        """
        logged = any(self.labels.services[group.service] in self.labels.logged for group in groups)
        return SMALL_CELL * self.n if logged else 0

    def figure(self, box: Box, groups: frozenset[Group]) -> StepFigure:
        """What was measured on one box, pooled over replications: counts, shares, and times in total per pass and per case."""
        # At least 1, as a divisor: where no case came, all that is divided is 0.
        all_cases = max(self.cases(groups), 1)
        totals = [_pooled(counts, box.instructions, groups) for counts in self.counts_by_replication]
        entered, passed, cases = (sum(getattr(n, name) for n in totals) for name in ("entered", "passed", "cases"))
        spent = np.sum([n.spent for n in totals], axis=0)  # [ms] by kind of time
        minutes = {
            kind: ms / MINUTE / max(passed, 1) for kind, ms in zip(TIME_KINDS, spent.tolist(), strict=True) if ms
        }
        waiting = sum(ms for kind, ms in zip(TIME_KINDS, spent.tolist(), strict=True) if kind not in NOT_WAITING)
        each = np.array([sum(n.spent) / HOUR / max(_count(counts, groups), 1) for counts, n in self._pairs(totals)])
        enough_cases = cases >= max(FEWEST_PASSES, self.least_count(groups))
        per_case = t_interval(each)
        return StepFigure(
            entered, passed, cases, cases / all_cases, minutes, per_case, waiting / HOUR / all_cases, enough_cases
        )

    def _pairs(self, notes: list[StepTotals]) -> list[tuple[StepCounts, StepTotals]]:
        return list(zip(self.counts_by_replication, notes, strict=True))

    def turned(self, box: Box, lane: Lane, groups: frozenset[Group]) -> int:
        """How often cases went on from a box into one of its lanes.

        Into a lane of department steps (kind "steps"), departments go, not cases: those that entered its first steps are
        counted. ``lane.first`` holds the instructions with which a lane may begin.
        """
        if lane.kind == "steps":
            return sum(
                notes.entered
                for counts in self.counts_by_replication
                for (group, pc), notes in counts.steps.items()
                if group in groups and pc in lane.first
            )
        return sum(
            count
            for counts in self.counts_by_replication
            for turn, count in counts.turns.items()
            if turn.group in groups and turn.source in box.instructions and turn.target in lane.first
        )

    def is_side(self, box: Box) -> bool:
        """Whether the box is worked on by a department of a fork, beside the others, in any replication."""
        return any(pc in counts.side for counts in self.counts_by_replication for pc in box.instructions)

    def flows(self, groups: frozenset[Group]) -> dict[tuple[int, int, bool], float]:
        """Moves per replication by (from tier, to tier, in person or else by file); home is one below the lowest tier."""
        found: Counter[tuple[int, int, bool]] = Counter()
        for counts in self.counts_by_replication:
            for move, count in counts.moves.items():
                if move.group in groups:
                    found[move.source, move.target, move.in_person] += count
        return self._without_small_counts(found, groups)

    def flow_rates(self, groups: frozenset[Group]) -> dict[tuple[int, int, bool], Interval]:
        """The same moves per 100 cases: cases of all replications pooled, with the half width of the mean over replications."""
        per_100_cases = 100 * self.n / max(self.cases(groups), 1)
        rates = {}
        for key, count in self.flows(groups).items():
            each = [
                100 * sum(counts.moves[Move(group, *key)] for group in groups) / max(_count(counts, groups), 1)
                for counts in self.counts_by_replication
            ]
            rates[key] = t_interval(np.array(each))._replace(mean=count * per_100_cases)
        return rates

    def _without_small_counts(self, found: Counter[Key], groups: frozenset[Group]) -> dict[Key, float]:
        """Counts per replication in order; of a recorded log only those that are large enough."""
        least = self.least_count(groups)
        ordered = sorted(found.items())
        return {key: count / self.n for key, count in ordered if count >= least}

    def served(self, groups: frozenset[Group]) -> dict[tuple[int, bool], float]:
        """Visits served per replication by (tier, in person or else by file)."""
        found: Counter[tuple[int, bool]] = Counter()
        for counts in self.counts_by_replication:
            for (group, tier, in_person), count in counts.served.items():
                if group in groups:
                    found[tier, in_person] += count
        return self._without_small_counts(found, groups)

    def called(self, groups: frozenset[Group]) -> dict[int, float]:
        """Departments that came to an assembly per replication, by the tier they came from."""
        found: Counter[int] = Counter()
        for counts in self.counts_by_replication:
            for (group, tier), count in counts.called.items():
                if group in groups:
                    found[tier] += count
        return self._without_small_counts(found, groups)


def measure_steps(
    plan: Plan,
    replications: int = 1,
    progress: Callable[[float], None] | None = None,
    stop: Stop | None = None,
) -> Steps:
    """Run replications 0, 1, ... of a plan in the readable engine and count at every step.

    A replication ends with the last case of the cohort, at the horizon at the latest, since what would follow is not
    counted. ``stop`` is asked after every chunk of records; Stopped when it comes true.
    """
    counts_by_replication = []
    with stop_checks(stop) as raise_if_stopped:
        for replication in range(replications):
            counts_by_replication.append(
                _count_steps(plan, replication, raise_if_stopped, _part(progress, replication, replications))
            )
    return Steps(plan.labels, tuple(counts_by_replication))


def _count_steps(
    plan: Plan, replication: int, raise_if_stopped: Callable[[], None], report_share: Callable[[float], None]
) -> StepCounts:
    """Counts by step of one replication, which ends early when the last case of the cohort has ended.

    ``report_share`` gets the share of the horizon that has passed.
    """
    counts, world = counting_world(plan)  # agents that count into ``counts``, and otherwise do as all do
    horizon = max(plan.labels.window.horizon, 1)
    with closing(run(plan, replication, world=world)) as stream:
        for batch in stream:
            raise_if_stopped()
            report_share(min(batch.now / horizon, 1.0))
            if counts.finished(batch.now):
                break
    return counts


def _part(progress: Callable[[float], None] | None, done: int, of: int) -> Callable[[float], None]:
    """Turn progress in one replication into progress over all ``of`` of them, of which ``done`` are finished."""
    return lambda share: progress((done + share) / of) if progress is not None else None


def _pooled(counts: StepCounts, instructions: Sequence[int], groups: frozenset[Group]) -> StepTotals:
    """Totals over several instructions (one box of a flowchart) and groups of cases."""
    found = [counts.steps[g, pc] for g in groups for pc in instructions if (g, pc) in counts.steps]
    spent = [sum(column) for column in zip(*(n.spent for n in found), strict=True)] or [0] * len(TIME_KINDS)
    return StepTotals(sum(n.entered for n in found), sum(n.passed for n in found), sum(n.cases for n in found), spent)


def _count(counts: StepCounts, groups: frozenset[Group]) -> int:
    """Cases of some groups in one replication."""
    return sum(counts.cases[group] for group in groups)


def bottleneck(figures: dict[str, StepFigure]) -> str | None:
    """Path of the box at which cases wait longest in all: most waiting per case of the channel; None where nobody waits."""
    waits = {path: figure.waiting for path, figure in figures.items()}
    path = max(waits, key=lambda p: waits[p], default=None)
    return path if path is not None and waits[path] > 0 else None
