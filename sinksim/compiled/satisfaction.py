"""The citizen judges how the case went: a score, and whether it satisfies the person."""

import numpy as np

from sinksim.compiled.layout import END, HEAD, MARK, NEED_DRAW, TOKEN
from sinksim.compiled.state import Ints, Tables
from sinksim.core import draws, rules
from sinksim.core.kernel import called, inlined
from sinksim.core.records import NEVER


@called
def judge(plan: Tables, token_row: Ints) -> None:
    """Score a case that has ended or is cut at the horizon, and mark whether it satisfies; never filed, it is not."""
    if token_row[TOKEN.filed] == NEVER:
        return
    ints, at = plan.ints, plan.ints[HEAD.real_satisfaction]
    decay, a_trip, unsolved = plan.reals[at], plan.reals[at + 1], plan.reals[at + 2]
    elapsed = judged_at(plan, token_row) - token_row[TOKEN.arisen]
    expected = ints[ints[HEAD.expected] + token_row[TOKEN.service]]
    solved = 1 if token_row[TOKEN.solved] != NEVER else 0
    score = rules.satisfaction_score(elapsed, expected, token_row[TOKEN.trips], solved, decay, a_trip, unsolved)
    token_row[TOKEN.satisfaction] = score
    # Drawn once a case.
    u = draws.uniform(np.uint64(token_row[TOKEN.key]), NEED_DRAW.satisfaction, visit=0, part=0)
    if rules.is_satisfied(score, u, plan.reals[at + 3], plan.reals[at + 4]):
        token_row[TOKEN.marks] |= MARK.SATISFIED


@inlined
def judged_at(plan: Tables, token_row: Ints) -> int:
    """Until when the citizen waited [ms]: the true solution, else the first answer, else the horizon."""
    if token_row[TOKEN.solved] != NEVER:
        return token_row[TOKEN.solved]
    answered = token_row[TOKEN.end] in (END.HOLLOW, END.OPEN)
    return token_row[TOKEN.closed] if token_row[TOKEN.closed] != NEVER and answered else plan.ints[HEAD.horizon]
