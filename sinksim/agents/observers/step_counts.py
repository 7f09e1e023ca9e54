"""Counts by step: how many cases of the cohort came to each step of their process, how long it took them, where they went.

Every step of the readable engine is wrapped in one that counts. The records stay as they are, to the last bit. What is
remembered of a token is kept in its own dictionary (``token.__dict__``), so that the engine knows nothing of it.
"""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, NamedTuple

from sinksim.agents.assembly import Assembly
from sinksim.agents.case import TIMES_BY_KIND, Branch
from sinksim.agents.steps import Instruction
from sinksim.agents.visit import Visit
from sinksim.agents.world import World
from sinksim.core.records import TIME_KINDS, Mark, VisitEnd
from sinksim.plan.operations import DELAY, IN_PERSON, OP, QUEUE, TRAVEL, Op

if TYPE_CHECKING:
    from sinksim.agents.case import Case, Step, Token
    from sinksim.agents.moments import Moment
    from sinksim.plan.labels import Window
    from sinksim.plan.plan import Plan

KINDS_OF_TIME = len(TIME_KINDS)


class Group(NamedTuple):
    """Cases that are counted together: service and channel, as in the records."""

    service: int
    channel: int


class Move(NamedTuple):
    """A case came from one tier to another to be dealt with; ``origin`` stands for home as one below the lowest tier."""

    group: Group
    source: int
    target: int
    in_person: bool


class Turn(NamedTuple):
    """From one instruction to the next."""

    group: Group
    source: int
    target: int


@dataclass
class StepTotals:
    """Counts of one instruction and group: entered, passed, cases (each once), time by kind of those that passed [ms]."""

    entered: int = 0
    passed: int = 0
    cases: int = 0
    spent: list[int] = field(default_factory=lambda: [0] * KINDS_OF_TIME)


@dataclass
class StepCounts:
    """Counts of one replication, cohort only.

    ``cases`` counts those that came to a first step, with the needs of which a later step says that nobody finds them;
    ``served`` counts visits served at a tier, in person or by file; ``called`` counts departments that came to an
    assembly from a tier; ``side`` holds the instructions walked beside the case, in a fork or serial.
    """

    window: Window
    cases: Counter[Group] = field(default_factory=Counter)
    steps: dict[tuple[Group, int], StepTotals] = field(default_factory=dict)
    turns: Counter[Turn] = field(default_factory=Counter)
    moves: Counter[Move] = field(default_factory=Counter)
    served: Counter[tuple[Group, int, bool]] = field(default_factory=Counter)
    called: Counter[tuple[Group, int]] = field(default_factory=Counter)
    side: set[int] = field(default_factory=set)
    under_way: int = 0

    def group_of(self, case: Case) -> Group | None:
        """The group of a case of the cohort, None for others."""
        first = self.window.warm_up
        within = first <= case.arisen < first + self.window.window
        if not within or case.marks & (Mark.BACKGROUND | Mark.BACKLOG):
            return None
        return Group(case.service, case.channel)

    def finished(self, now: int) -> bool:
        """Whether the cohort has all arisen and ended: what follows changes nothing."""
        return now >= self.window.warm_up + self.window.window and not self.under_way


class CaseProgress:
    """What is remembered of a case of the cohort while it walks; its branches share it."""

    def __init__(self, group: Group, tier: int) -> None:
        self.group = group
        self.tier = tier  # where the case is being dealt with
        self.seen = 0  # bit n is set where it has come to instruction n


class CountingStep(Instruction):
    """A step that counts the cases that come, how long it took them and where they go; ``home``: one below the lowest tier."""

    def __init__(self, world: CountingWorld, step: Step) -> None:
        super().__init__(world, step.pc)
        self.inner = step
        self.counts = world.counts
        self.takes_time = step.takes_time
        self.home = len(world.plan.labels.tiers)  # where a case is before anybody deals with it: below the lowest tier

    def link(self, steps: list[Step | None]) -> None:
        """Connect the step inside; the steps that follow are counting ones as well."""
        self.inner.link(steps)

    def begin(self, token: Token) -> Moment | None:
        """Count the arrival, remember the times by kind so far ("before"), and begin the step inside.

        An assembly draws its departments when it begins: each of them counts as called. Cases outside the cohort are not counted.
        """
        progress = self.progress_of(token)
        if progress is not None:
            self.enter(token, progress)
            token.__dict__["before"] = TIMES_BY_KIND(token)
        moment = self.inner.begin(token)
        if progress is not None and isinstance(token.stay, Assembly):
            for station, _ in token.stay.members:
                self.counts.called[progress.group, station.tier] += 1
        return moment

    def end(self, token: Token) -> Step | None:
        """End the step inside; add what it took, and count where the token goes; cases outside the cohort are not counted."""
        progress = self.progress_of(token)
        if progress is None:  # outside the cohort
            return self.inner.end(token)
        if not self.takes_time:  # such a step never begins, so that its arrival is counted here
            self.enter(token, progress)
        self.count_move(token, progress)  # while the token still has its visit: the end of the step forgets it
        after = self.inner.end(token)
        totals = self.totals(progress)
        totals.passed += 1
        # A case that has ended has had its times set back to those of its first closure; to close takes no time.
        if self.takes_time and token.case is not None:
            spent, before = totals.spent, token.__dict__["before"]
            for n, (now, then) in enumerate(zip(TIMES_BY_KIND(token), before, strict=True)):
                spent[n] += now - then
        if after is not None:
            self.counts.turns[Turn(progress.group, self.pc, after.pc)] += 1
        return after

    def cut(self, token: Token) -> None:
        """Cut the step inside."""
        self.inner.cut(token)

    def progress_of(self, token: Token) -> CaseProgress | None:
        """What is remembered of the token's case, made when the token comes first; None outside the cohort."""
        known = token.__dict__
        if "progress" not in known:
            known["progress"] = self.new_progress(token)
        progress: CaseProgress | None = known["progress"]
        return progress

    def new_progress(self, token: Token) -> CaseProgress | None:
        """For a case of the cohort a new one, which counts it; for a branch that of its case."""
        if isinstance(token, Branch):
            own: CaseProgress | None = token.case.__dict__.get("progress")
            return own
        group = self.counts.group_of(token.case)
        if group is None:
            return None
        self.counts.cases[group] += 1
        self.counts.under_way += 1
        return CaseProgress(group, self.home)

    def totals(self, progress: CaseProgress) -> StepTotals:
        """The totals of this step for the group of the case."""
        key = (progress.group, self.pc)
        found = self.counts.steps.get(key)
        if found is None:
            found = self.counts.steps[key] = StepTotals()
        return found

    def enter(self, token: Token, progress: CaseProgress) -> None:
        """Count that the token comes to this step; a case that comes again counts once among the cases."""
        totals = self.totals(progress)
        totals.entered += 1
        bit = 1 << self.pc
        if not progress.seen & bit:
            progress.seen |= bit
            totals.cases += 1
        if token is not token.case:
            self.counts.side.add(self.pc)

    def count_move(self, token: Token, progress: CaseProgress) -> None:
        """Count the move where this step brings the case to another tier: by a service, a travel or a relay.

        Asked before the step ends, because the visit is forgotten then.
        """
        row, visit = self.row, token.stay
        if row[OP] == Op.QUEUE and isinstance(visit, Visit) and visit.outcome is VisitEnd.SERVED:
            in_person = row[QUEUE.presence] == IN_PERSON
            self.counts.served[progress.group, visit.station.tier, in_person] += 1
            self.count_move_to(token, progress, visit.station.tier, in_person)
        elif row[OP] == Op.TRAVEL and row[TRAVEL.tier] >= 0:
            self.count_move_to(token, progress, row[TRAVEL.tier], in_person=True)
        elif row[OP] == Op.DELAY and row[DELAY.tier] >= 0:
            self.count_move_to(token, progress, row[DELAY.tier], in_person=False)

    def count_move_to(self, token: Token, progress: CaseProgress, tier: int, in_person: bool) -> None:
        """Count a move where the tier is another; what a branch does leaves the case where it is."""
        if tier == progress.tier:
            return
        self.counts.moves[Move(progress.group, progress.tier, tier, in_person)] += 1
        if token is token.case:
            progress.tier = tier


class CountingWorld(World):
    """The world of one replication, in which steps are counted; ``counting_world`` gives it the counts to write into."""

    counts: StepCounts

    def _step(self, op: int, pc: int) -> Step:
        """The standard step, wrapped so that it counts who comes and how long it takes."""
        return CountingStep(self, super()._step(op, pc))

    def write_case(self, case: Case) -> None:
        """Write the record; a case of the cohort that ends is under way no more.

        ``progress_of`` gives a token its ``progress``, None outside the cohort; a case that never took a step was not asked and
        has no such attribute.
        """
        super().write_case(case)
        if getattr(case, "progress", None) is not None:
            self.counts.under_way -= 1


def counting_world(plan: Plan) -> tuple[StepCounts, type[CountingWorld]]:
    """Counts to be filled, and the class of world that fills them, for one replication of ``run(…, world=…)``."""
    empty = StepCounts(plan.labels.window)

    class CountingInto(CountingWorld):
        counts = empty

    return empty, CountingInto
