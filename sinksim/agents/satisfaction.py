"""The citizen judges how the case went: a score, and whether it satisfies the person."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sinksim.core.draws import uniform
from sinksim.core.records import NEVER, End, Mark
from sinksim.core.rules import is_satisfied, satisfaction_score
from sinksim.core.stable_hash import stable_hash

if TYPE_CHECKING:
    from sinksim.agents.case import Case
    from sinksim.plan.plan import Satisfaction

_SATISFACTION = stable_hash("draw|satisfaction")
# Ends of which a closure in the record is a report that the case was dealt with, not the instant of leaving.
_ANSWERED = (End.HOLLOW, End.OPEN)


class Judge:
    """How citizens judge cases of one plan; a case that is still open at the ``horizon`` [ms] has waited until then."""

    def __init__(self, stated: Satisfaction, horizon: int) -> None:
        self.horizon = horizon
        self.expected: list[int] = stated.expected.tolist()
        self.decay, self.a_trip, self.unsolved, self.mean, self.sd = stated.numbers.tolist()

    def judge(self, case: Case) -> None:
        """Score a case that has ended or is cut at the horizon, and mark whether it satisfies; never filed, it is not judged."""
        if case.filed == NEVER:
            return
        solved, expected = case.solved != NEVER, self.expected[case.service]
        elapsed = self.judged_at(case) - case.arisen
        case.satisfaction = satisfaction_score(
            elapsed, expected, case.trips, int(solved), self.decay, self.a_trip, self.unsolved
        )
        # Drawn once a case (visit 0, part 0).
        if is_satisfied(case.satisfaction, uniform(case.key, _SATISFACTION, 0, 0), self.mean, self.sd):
            case.marks |= Mark.SATISFIED

    def judged_at(self, case: Case) -> int:
        """Until when the citizen waited [ms]: the true solution, else the first answer, else the horizon."""
        if case.solved != NEVER:
            return case.solved
        return case.closed if case.closed != NEVER and case.end in _ANSWERED else self.horizon
