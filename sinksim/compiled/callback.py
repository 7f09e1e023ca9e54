"""The callback after a closure: the office calls the citizen and asks whether the need is truly met."""

from sinksim.compiled.case import account, count_visit, freeze_times, report_closed, visits_counted
from sinksim.compiled.deadlines import settle_clocks
from sinksim.compiled.layout import COUNTERS, END, KIND, MARK, OPERATION, TOKEN
from sinksim.compiled.moving import wait
from sinksim.compiled.state import State, Tables
from sinksim.compiled.steps import draw_of, other_draw_of, time_of, uniform_of
from sinksim.compiled.world import end_case
from sinksim.core.kernel import called, inlined
from sinksim.plan.operations import (
    ANSWER,
    CALLBACK,
    CLOSE,
    DETECT,
    DRAW_DETECT,
    DRAW_HOLLOW,
    DRAW_REACH,
    DRAW_REOPEN,
    HOLLOW,
    NEXT,
    OP,
    QUEUE,
    REACH,
    REOPEN,
    SLOT,
)


@called
def close_and_call(plan: Tables, state: State, token: int, pc: int, now: int) -> int:
    """Report the case closed, with its times as they are now; returns the queue for the callback.

    ``TOKEN.end`` is how it will end, OPEN: it is opened again. Whatever becomes of the closure is drawn when it is made: the call
    only brings it to light. Clocks stop at the closure, unless the case is opened again.
    """
    token_row, row = state.tokens[token], plan.code[pc]
    report_closed(token_row, now)
    freeze_times(state, token)
    visit = count_visit(token_row, row[SLOT])
    end = end_of(plan, state, token, pc, visit)
    token_row[TOKEN.end] = end
    if end == END.SOLVED:
        token_row[TOKEN.solved] = now
    if end != END.OPEN and token_row[TOKEN.running]:
        settle_clocks(plan, state, token, end, now)
    return row[CLOSE.callback]


@called
def end_of(plan: Tables, state: State, token: int, pc: int, visit: int) -> int:
    """What becomes of the n-th closure of a case (``visit``): solved, hollow, or OPEN where it is to be opened again."""
    token_row, answer = state.tokens[token], plan.code[plan.code[pc, CLOSE.callback], NEXT]
    if not is_hollow(plan, state, token, pc, visit):
        return END.SOLVED
    comes_back = uniform_of(token_row, draw_of(plan, pc), visit, DRAW_REOPEN) < plan.chance[pc, REOPEN]
    if not is_detected(plan, state, token, pc, visit) and not comes_back:
        return END.HOLLOW
    if token_row[COUNTERS + plan.code[answer, ANSWER.jump_slot]] >= plan.code[answer, ANSWER.at_most]:
        state.limit_hits[answer] += 1
        return END.HOLLOW
    return END.OPEN


@inlined
def is_hollow(plan: Tables, state: State, token: int, pc: int, visit: int) -> bool:
    """Whether a closure is hollow: the need is not met."""
    return uniform_of(state.tokens[token], draw_of(plan, pc), visit, DRAW_HOLLOW) < plan.chance[pc, HOLLOW]


@inlined
def is_reached(plan: Tables, state: State, token: int, pc: int, visit: int) -> bool:
    """Whether the callback of the closure at ``pc`` reaches the citizen."""
    answer = plan.code[plan.code[pc, CLOSE.callback], NEXT]
    return uniform_of(state.tokens[token], draw_of(plan, pc), visit, DRAW_REACH) < plan.chance[answer, REACH]


@inlined
def is_detected(plan: Tables, state: State, token: int, pc: int, visit: int) -> bool:
    """Whether the callback of a hollow closure reaches the citizen and finds out that it is hollow."""
    answer = plan.code[plan.code[pc, CLOSE.callback], NEXT]
    found = uniform_of(state.tokens[token], draw_of(plan, pc), visit, DRAW_DETECT) < plan.chance[answer, DETECT]
    return found and is_reached(plan, state, token, pc, visit)


@called
def begin_answer(plan: Tables, state: State, token: int, pc: int, now: int) -> None:
    """The callback has been made: the case ends as it was closed, or waits to be opened again."""
    token_row, row = state.tokens[token], plan.code[pc]
    closing = row[ANSWER.closing]
    visit = max(visits_counted(token_row, plan.code[closing, SLOT]) - 1, 0)  # the closure that was called about
    note_call(plan, state, token, closing, visit)
    if token_row[TOKEN.end] != END.OPEN:
        end_case(plan, state, token, token_row[TOKEN.end], now)
        return
    count_visit(token_row, row[ANSWER.jump_slot])
    after = time_of(plan, row[ANSWER.after], token_row[TOKEN.key], other_draw_of(plan, closing), visit)
    wait(state, token, pc, KIND.rework, now + after, now)


@inlined
def note_call(plan: Tables, state: State, token: int, closing: int, visit: int) -> None:
    """Mark whether the citizen was reached and a hollow closure found; coming back by himself is one more contact."""
    token_row, booked, detected = state.tokens[token], account(state, token), False
    if is_reached(plan, state, token, closing, visit):
        token_row[TOKEN.marks] |= MARK.CALLED_BACK
        booked[TOKEN.contacts] += 1
        detected = is_hollow(plan, state, token, closing, visit) and is_detected(plan, state, token, closing, visit)
    if detected:
        token_row[TOKEN.marks] |= MARK.DETECTED
    elif token_row[TOKEN.end] == END.OPEN:
        booked[TOKEN.contacts] += 1


@inlined
def end_at_horizon(plan: Tables, state: State, token: int) -> int:
    """How a case ends that the horizon cuts: OPEN, except where it is closed and only its callback has not been made yet."""
    token_row = state.tokens[token]
    row = plan.code[token_row[TOKEN.pc]]
    called_later = row[OP] == OPERATION.QUEUE and row[QUEUE.presence] == CALLBACK
    return token_row[TOKEN.end] if called_later else END.OPEN
