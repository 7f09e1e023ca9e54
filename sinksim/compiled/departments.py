"""The verbs `fork` and `serial`: a drawn set of departments works in parallel or one after the other."""

import numpy as np

from sinksim.compiled.calendar import after
from sinksim.compiled.case import account, add_times, count_visit, visits_counted
from sinksim.compiled.events.wheel import schedule, schedule_now
from sinksim.compiled.layout import EVENT_KIND, HEAD, KIND, OPERATION, PART, SCALAR, TIE, TOKEN
from sinksim.compiled.memory import cells
from sinksim.compiled.pools import free_token, new_token
from sinksim.compiled.state import Ints, State, Tables
from sinksim.compiled.steps import draw_of, other_draw_of, time_of, uniform_of
from sinksim.core import draws
from sinksim.core.kernel import called, inlined
from sinksim.plan.operations import DEPARTMENTS, OP, SLOT


@inlined
def set_size(plan: Tables, pc: int) -> int:
    """How many departments a step may draw from (its set of them; a table says where each set begins)."""
    at = plan.ints[HEAD.sets] + plan.code[pc, DEPARTMENTS.set]
    return plan.ints[at + 1] - plan.ints[at]


@inlined
def template_of(plan: Tables, pc: int, position: int) -> int:
    """Station template of a department, by its position in the step's set."""
    first = plan.ints[plan.ints[HEAD.sets] + plan.code[pc, DEPARTMENTS.set]]
    return plan.ints[plan.ints[HEAD.set_templates] + first + position]


@inlined
def key_of(plan: Tables, pc: int, position: int) -> np.uint64:
    """Key of the name of a department, by its position in the step's set."""
    first = plan.ints[plan.ints[HEAD.sets] + plan.code[pc, DEPARTMENTS.set]]
    return np.uint64(plan.ints[plan.ints[HEAD.set_keys] + first + position])


@inlined
def pick_from(plan: Tables, weights_row: int, uniform: float) -> int:
    """Position that a uniform number selects from one of the plan's rows of cumulative weights, named by its number."""
    at = plan.ints[HEAD.weights] + weights_row
    first = plan.ints[HEAD.real_weights] + plan.ints[at]
    return draws.pick(cells(plan.reals, first, plan.ints[at + 1] - plan.ints[at]), uniform)


@called
def drawn_count(plan: Tables, token_row: Ints, pc: int, visit: int) -> int:
    """How many departments take part this time: drawn (part 0 of the draw; part 1 is who), at least one."""
    uniform = uniform_of(token_row, draw_of(plan, pc), visit, part=0)
    return 1 + pick_from(plan, plan.code[pc, DEPARTMENTS.counts], uniform)


@inlined
def turn_of(plan: Tables, token_row: Ints, pc: int, visit: int, position: int) -> float:
    """What decides whose turn comes first: the department's uniform number, by weight where the set has weights.

    Each department has a uniform number of its own, keyed by its name: another set changes nobody else's.
    """
    uniform = uniform_of(token_row, draw_of(plan, pc) ^ key_of(plan, pc, position), visit, part=1)
    at = plan.ints[HEAD.set_weights] + plan.code[pc, DEPARTMENTS.set]
    first = plan.ints[at]
    if plan.ints[at + 1] == first:  # no weights: all are alike
        return uniform
    return draws.turn(uniform, plan.reals[first + position])


@called
def is_drawn(plan: Tables, token_row: Ints, pc: int, visit: int, count: int, position: int) -> bool:
    """Whether the department at a position of the set takes part: those ``count`` with the smallest uniform numbers do.

    Where they have weights, the numbers become times of their turns, and those whose turn comes first take part.
    """
    size = set_size(plan, pc)
    if count == size:
        return True
    own = turn_of(plan, token_row, pc, visit, position)
    smaller = 0
    for other_position in range(size):
        other = turn_of(plan, token_row, pc, visit, other_position)
        if other < own or (other == own and other_position < position):
            smaller += 1
    return smaller < count


@called
def begin_departments(plan: Tables, state: State, token: int, pc: int) -> int:
    """Draw the departments and make a branch for each, in the order of the set; returns the first branch."""
    # Branches are a linked list: ``TOKEN.branches`` of the case is its first, ``TOKEN.sibling`` of each the next (-1: none).
    token_row = state.tokens[token]
    visit = count_visit(token_row, plan.code[pc, SLOT])
    count = drawn_count(plan, token_row, pc, visit)
    number, last = 0, -1
    for position in range(set_size(plan, pc)):
        if is_drawn(plan, token_row, pc, visit, count, position):
            number += 1
            branch = new_branch(plan, state, token, pc, position, number, visit)
            if last < 0:
                token_row[TOKEN.branches] = branch
            else:
                state.tokens[last, TOKEN.sibling] = branch
            last = branch
    account(state, token)[TOKEN.departments] += number
    token_row[TOKEN.pending] = number
    token_row[TOKEN.pc] = pc
    return start_branches(plan, state, token, pc)


@inlined
def start_branches(plan: Tables, state: State, token: int, pc: int) -> int:
    """Let the first branch set out; in a fork the others follow at the same event (``SCALAR.branch_next``)."""
    branch = state.tokens[token, TOKEN.branches]
    if plan.code[pc, OP] == OPERATION.FORK:
        state.scalars[SCALAR.branch_next] = state.tokens[branch, TOKEN.sibling]
    return branch


@inlined
def new_branch(plan: Tables, state: State, token: int, pc: int, position: int, number: int, visit: int) -> int:
    """The token of one department's work; its draws are keyed by the department's name and the pass of the step (``visit``)."""
    token_row = state.tokens[token]
    key = draws.derive(draws.derive(np.uint64(token_row[TOKEN.key]), key_of(plan, pc, position)), np.uint64(visit))
    branch = new_token(plan, state, key, token_row[TOKEN.order] + number)
    branch_row = state.tokens[branch]
    branch_row[TOKEN.case], branch_row[TOKEN.branch] = token, number
    branch_row[TOKEN.department] = template_of(plan, pc, position)
    branch_row[TOKEN.pc] = plan.code[pc, DEPARTMENTS.first]
    branch_row[TOKEN.alive] = PART
    return branch


@called
def join_branch(plan: Tables, state: State, branch: int, now: int) -> int:
    """A branch has come to its end; returns the branch that now sets out where they work one after another, -1 otherwise."""
    branch_row = state.tokens[branch]
    token = branch_row[TOKEN.case]
    if plan.code[state.tokens[token, TOKEN.pc], OP] == OPERATION.FORK:
        branch_row[TOKEN.joined] = 1
        join_fork(plan, state, token, branch, now)
        return -1
    return join_serial(state, token, branch)


@inlined
def join_serial(state: State, token: int, branch: int) -> int:
    """Add the branch's times to the case; the next branch sets out (returned), or the case goes on after the last (-1)."""
    # Branches are a linked list (``TOKEN.branches`` its first, ``TOKEN.sibling`` the next of each): the next is now its first.
    add_times(state, token, branch)
    following = state.tokens[branch, TOKEN.sibling]
    state.tokens[token, TOKEN.branches] = following
    free_token(state, branch)
    if following < 0:
        schedule_now(state, token, EVENT_KIND.WALKS_ON)
    return following


@inlined
def join_fork(plan: Tables, state: State, token: int, branch: int, now: int) -> None:
    """With the last branch the case goes on, after the overhead (drawn once, -1: none) for each of the departments.

    The overhead is booked as relay, and drawn by a key of its own beside that of which departments take part. Only the last
    branch's times are added to the case, because the case has waited for it alone: it is the critical path.
    """
    token_row = state.tokens[token]
    token_row[TOKEN.pending] -= 1
    if token_row[TOKEN.pending]:
        return
    add_times(state, token, branch)
    count = free_branches(state, token)
    pc = token_row[TOKEN.pc]
    row = plan.code[pc]
    if row[DEPARTMENTS.overhead] < 0:
        schedule_now(state, token, EVENT_KIND.WALKS_ON)
        return
    # The pass that began this fork has been counted; 0 as well where there can be only one, which is not counted.
    visit = max(visits_counted(token_row, row[SLOT]) - 1, 0)
    span = count * time_of(plan, row[DEPARTMENTS.overhead], token_row[TOKEN.key], other_draw_of(plan, pc), visit)
    token_row[TOKEN.time_kind], token_row[TOKEN.since] = KIND.relay, now
    until = after(plan, row[DEPARTMENTS.calendar], now, span)
    schedule(state, until, TIE.DELAY + token_row[TOKEN.order], token, EVENT_KIND.WALKS_ON)


@inlined
def free_branches(state: State, token: int) -> int:
    """Give the tokens of all branches back (a list linked by ``TOKEN.sibling``); returns how many there were."""
    count = 0
    branch = state.tokens[token, TOKEN.branches]
    while branch >= 0:
        following = state.tokens[branch, TOKEN.sibling]
        free_token(state, branch)
        count += 1
        branch = following
    state.tokens[token, TOKEN.branches] = -1
    return count
