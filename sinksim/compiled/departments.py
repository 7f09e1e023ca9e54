"""The verbs `fork` and `serial`: a drawn set of departments works in parallel or one after the other."""

import numpy as np

from sinksim.compiled import header as H
from sinksim.compiled import meaning as M
from sinksim.compiled import token as T
from sinksim.compiled.account import account, add_kinds
from sinksim.compiled.events import next_of_all, schedule
from sinksim.compiled.memory import cells
from sinksim.compiled.pools import free_token, new_token
from sinksim.compiled.state import Ints, State, Tables
from sinksim.compiled.timing import after, draw_of, luck_of, other_draw_of, passing, time_of
from sinksim.core import draws
from sinksim.core.kernel import called, inlined
from sinksim.plan.operations import DEPARTMENTS, OP, SLOT


@inlined
def set_size(p: Tables, pc: int) -> int:
    """How many departments a step may draw from."""
    at = p.ints[H.SETS] + p.code[pc, DEPARTMENTS.set]
    return p.ints[at + 1] - p.ints[at]


@inlined
def template_of(p: Tables, pc: int, n: int) -> int:
    """Template of the n-th department of a step's set."""
    return p.ints[p.ints[H.SET_TEMPLATES] + p.ints[p.ints[H.SETS] + p.code[pc, DEPARTMENTS.set]] + n]


@inlined
def key_of(p: Tables, pc: int, n: int) -> np.uint64:
    """Key of the name of the n-th department of a step's set."""
    return np.uint64(p.ints[p.ints[H.SET_KEYS] + p.ints[p.ints[H.SETS] + p.code[pc, DEPARTMENTS.set]] + n])


@inlined
def pick_from(p: Tables, weights: int, u: float) -> int:
    """Position drawn from a row of weights."""
    at = p.ints[H.WEIGHTS] + weights
    real = p.ints[H.REAL_WEIGHTS]
    return draws.pick(cells(p.reals, real + p.ints[at], p.ints[at + 1] - p.ints[at]), u)


@called
def drawn_count(p: Tables, c: Ints, pc: int, visit: int) -> int:
    """How many departments take part."""
    return 1 + pick_from(p, p.code[pc, DEPARTMENTS.counts], luck_of(c, draw_of(p, pc), visit, 0))


@called
def is_drawn(p: Tables, c: Ints, pc: int, visit: int, count: int, n: int) -> bool:
    """Whether the n-th department takes part: those with the smallest luck do."""
    size = set_size(p, pc)
    if count == size:
        return True
    own = luck_of(c, draw_of(p, pc) ^ key_of(p, pc, n), visit, 1)
    smaller = 0
    for m in range(size):
        other = luck_of(c, draw_of(p, pc) ^ key_of(p, pc, m), visit, 1)
        if other < own or (other == own and m < n):
            smaller += 1
    return smaller < count


@called
def split(p: Tables, s: State, e: int, pc: int) -> int:
    """Draw the departments and make a branch for each, in the order of the set; returns the first branch."""
    c = s.tokens[e]
    visit = passing(c, p.code[pc, SLOT])
    count = drawn_count(p, c, pc, visit)
    number, last = 0, -1
    for n in range(set_size(p, pc)):
        if is_drawn(p, c, pc, visit, count, n):
            number += 1
            branch = new_branch(p, s, e, pc, n, number, visit)
            if last < 0:
                c[T.BRANCHES] = branch
            else:
                s.tokens[last, T.SIBLING] = branch
            last = branch
    account(s, e)[T.DEPARTMENTS] += number
    c[T.PENDING] = number
    c[T.PC] = pc
    return c[T.BRANCHES]


@inlined
def new_branch(p: Tables, s: State, e: int, pc: int, n: int, number: int, visit: int) -> int:
    """The branch of one department; its luck follows the department's name."""
    c = s.tokens[e]
    key = draws.derive(draws.derive(np.uint64(c[T.KEY]), key_of(p, pc, n)), np.uint64(visit))
    branch = new_token(p, s, key, c[T.ORDER] + number)
    b = s.tokens[branch]
    b[T.CASE], b[T.BRANCH], b[T.DEPARTMENT] = e, number, template_of(p, pc, n)
    b[T.PC] = p.code[pc, DEPARTMENTS.first]
    b[T.ALIVE] = T.PART
    return branch


@called
def join_branch(p: Tables, s: State, branch: int, now: int) -> int:
    """A branch has finished; returns the branch whose turn it is in a `serial`, -1 otherwise."""
    b = s.tokens[branch]
    e = b[T.CASE]
    if p.code[s.tokens[e, T.PC], OP] == M.OP_FORK:
        b[T.JOINED] = 1
        join_fork(p, s, e, branch, now)
        return -1
    return join_serial(s, e, branch)


@inlined
def join_serial(s: State, e: int, branch: int) -> int:
    """The next one's turn."""
    c = s.tokens[e]
    add_kinds(s, e, branch)
    following = s.tokens[branch, T.SIBLING]
    c[T.BRANCHES] = following
    free_token(s, branch)
    if following < 0:
        next_of_all(s, e, M.WALKS_ON)
    return following


@inlined
def join_fork(p: Tables, s: State, e: int, branch: int, now: int) -> None:
    """With the last branch the case goes on; the last is the critical path."""
    c = s.tokens[e]
    c[T.PENDING] -= 1
    if c[T.PENDING]:
        return
    add_kinds(s, e, branch)
    count = dismiss(s, e)
    pc = c[T.PC]
    row = p.code[pc]
    if row[DEPARTMENTS.overhead] < 0:
        next_of_all(s, e, M.WALKS_ON)
        return
    slot = row[SLOT]
    visit = 0 if slot < 0 else max(c[T.FIXED + slot] - 1, 0)
    span = count * time_of(p, row[DEPARTMENTS.overhead], c[T.KEY], other_draw_of(p, pc), visit)
    c[T.SPENDING], c[T.SINCE] = T.RELAY, now
    schedule(s, after(p, row[DEPARTMENTS.calendar], now, span), M.DELAY_TIE + c[T.ORDER], e, M.WALKS_ON)


@inlined
def dismiss(s: State, e: int) -> int:
    """Give all branches back; returns how many there were."""
    count = 0
    branch = s.tokens[e, T.BRANCHES]
    while branch >= 0:
        following = s.tokens[branch, T.SIBLING]
        free_token(s, branch)
        count += 1
        branch = following
    s.tokens[e, T.BRANCHES] = -1
    return count
