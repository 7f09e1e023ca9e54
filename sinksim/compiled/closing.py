"""The verbs that end a case: `close` (truly solved or hollow, perhaps opened again) and `leave`."""

from sinksim.compiled import meaning as M
from sinksim.compiled import token as T
from sinksim.compiled.account import account
from sinksim.compiled.moving import wait
from sinksim.compiled.state import State, Tables
from sinksim.compiled.timing import draw_of, file, luck_of, other_draw_of, passing, time_of
from sinksim.compiled.visiting import finish_case
from sinksim.core.kernel import called, inlined
from sinksim.core.records import NEVER
from sinksim.plan.operations import CLOSE, HOLLOW, LEAVE, REOPEN, SLOT


@inlined
def close(p: Tables, s: State, e: int, pc: int, now: int) -> None:
    """Report it closed; a hollow closure may be detected or come back after a while."""
    c = s.tokens[e]
    if c[T.CLOSED] == NEVER:
        c[T.CLOSED] = now
        file(c, now)
    chance = p.chance[pc, HOLLOW]
    if chance and close_hollow(p, s, e, pc, now):
        return
    solved = not chance or c[T.SOLVED] != NEVER
    if not chance:
        c[T.SOLVED] = now
    finish_case(p, s, e, M.SOLVED if solved else M.HOLLOW, now)


@called
def close_hollow(p: Tables, s: State, e: int, pc: int, now: int) -> bool:
    """Draw whether the closure is hollow (otherwise it is solved now); whether the case comes back."""
    c, row = s.tokens[e], p.code[pc]
    visit = passing(c, row[SLOT])
    c[T.SPENDING] = -1
    draw = draw_of(p, pc)
    if not luck_of(c, draw, visit, 0) < p.chance[pc, HOLLOW]:
        c[T.SOLVED] = now
        return False
    if row[CLOSE.target] < 0 or not luck_of(c, draw, visit, 1) < p.chance[pc, REOPEN]:
        return False
    if c[T.FIXED + row[CLOSE.hits]] >= row[CLOSE.at_most]:
        s.bounded[pc] += 1
        return False
    if not c[T.FROZEN]:
        c[T.FROZEN] = 1
        for j in range(T.NUMBER_OF_KINDS):
            c[T.FROZEN_KINDS + j] = account(s, e)[T.KINDS + j]
    account(s, e)[T.CONTACTS] += 1
    passing(c, row[CLOSE.hits])
    after = time_of(p, row[CLOSE.after], c[T.KEY], other_draw_of(p, pc), visit)
    wait(s, e, pc, T.REWORK, now + after, now)
    return True


@called
def leave(p: Tables, s: State, e: int, pc: int, now: int) -> None:
    """End the case without closing it."""
    case = s.tokens[e, T.CASE]
    c = s.tokens[case]
    if not c[T.FROZEN]:
        c[T.CLOSED] = now
    finish_case(p, s, case, p.code[pc, LEAVE.end], now)
