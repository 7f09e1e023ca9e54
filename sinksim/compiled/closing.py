"""The verbs that end a case: `close` (truly solved or hollow, perhaps opened again) and `leave`."""

from sinksim.compiled.callback import close_and_call
from sinksim.compiled.case import account, count_visit, freeze_times, report_closed
from sinksim.compiled.layout import CHANNEL, COUNTERS, END, KIND, TOKEN
from sinksim.compiled.moving import wait
from sinksim.compiled.state import State, Tables
from sinksim.compiled.steps import draw_of, other_draw_of, time_of, uniform_of
from sinksim.compiled.world import end_case
from sinksim.core.kernel import called, inlined
from sinksim.core.records import NEVER
from sinksim.plan.operations import CLOSE, DRAW_HOLLOW, DRAW_REOPEN, HOLLOW, LEAVE, REOPEN, SLOT


@inlined
def close(plan: Tables, state: State, token: int, pc: int, now: int) -> int:
    """Report the case closed: truly solved or, by chance, hollow (the need is not met); it ends, or waits to be opened again.

    Returns -1 or, where citizens are called back, the queue for that.
    """
    if plan.code[pc, CLOSE.callback] >= 0:
        return close_and_call(plan, state, token, pc, now)
    token_row = state.tokens[token]
    report_closed(token_row, now)
    chance = plan.chance[pc, HOLLOW]
    if chance and close_hollow(plan, state, token, pc, now):  # notes the case as solved where it is not hollow
        return -1
    solved = not chance or token_row[TOKEN.solved] != NEVER
    if not chance:
        token_row[TOKEN.solved] = now
    end_case(plan, state, token, END.SOLVED if solved else END.HOLLOW, now)
    return -1


@called
def close_hollow(plan: Tables, state: State, token: int, pc: int, now: int) -> bool:
    """Draw whether a closure is hollow, and whether that is detected; True: the case waits to be opened again, False: it ends.

    Where it is not hollow it is solved now. The record of a reopened case keeps the times that led to the first report.
    """
    token_row, row = state.tokens[token], plan.code[pc]
    visit = count_visit(token_row, row[SLOT])
    if not uniform_of(token_row, draw_of(plan, pc), visit, DRAW_HOLLOW) < plan.chance[pc, HOLLOW]:
        token_row[TOKEN.solved] = now
        return False
    if not comes_back(plan, state, token, pc, visit):
        return False
    freeze_times(state, token)
    account(state, token)[TOKEN.contacts] += 1
    count_visit(token_row, row[CLOSE.jump_slot])
    after = time_of(plan, row[CLOSE.after], token_row[TOKEN.key], other_draw_of(plan, pc), visit)
    wait(state, token, pc, KIND.rework, now + after, now)
    return True


@called
def leave(plan: Tables, state: State, token: int, pc: int, now: int) -> None:
    """End the case unsolved (refused, reneged, lost): in its record that is when it closed.

    A need that nobody finds (never filed) goes through no channel and is closed by nobody.
    """
    case, end = state.tokens[token, TOKEN.case], plan.code[pc, LEAVE.end]
    token_row = state.tokens[case]
    if end == END.NEVER_FILED:
        token_row[TOKEN.channel] = CHANNEL.NONE
        account(state, case)[TOKEN.contacts] = 0
    elif not token_row[TOKEN.frozen]:  # frozen: opened again, it keeps the instant of its first closure
        token_row[TOKEN.closed] = now
    end_case(plan, state, case, end, now)


@inlined
def comes_back(plan: Tables, state: State, token: int, pc: int, visit: int) -> bool:
    """Whether this hollow closure, the case's n-th (``visit``), is detected and the case opened again; target -1: never."""
    token_row, row = state.tokens[token], plan.code[pc]
    chance = plan.chance[pc, REOPEN]
    if row[CLOSE.target] < 0 or not uniform_of(token_row, draw_of(plan, pc), visit, DRAW_REOPEN) < chance:
        return False
    if token_row[COUNTERS + row[CLOSE.jump_slot]] >= row[CLOSE.at_most]:
        state.limit_hits[pc] += 1
        return False
    return True
