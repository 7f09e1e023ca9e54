"""A case and its tokens: counters of visits, and where times, counts and costs are booked.

They are booked in a token's own row; where no records of cases are wanted, all are booked in one row that nobody reads:
that costs no branch, and the one row never leaves the caches.
"""

from sinksim.compiled.layout import COUNTERS, FROZEN_TIMES, NUMBER_OF_KINDS, SCALAR, TIMES, TOKEN
from sinksim.compiled.state import Ints, State
from sinksim.core.kernel import inlined
from sinksim.core.records import NEVER

# What ``SCALAR.accounts`` says, as a mask: all bits of a token's number are kept (it has a row of its own), or none (token 0).
OWN, SHARED = -1, 0


@inlined
def account(state: State, token: int) -> Ints:
    """The row on which a token's times, counts and costs are booked: its own; token 0's where no records are wanted.

    Token 0 is nobody's and never read. ``SCALAR.accounts`` is a mask: OWN (-1) keeps the number, SHARED (0) makes it 0.
    """
    return state.tokens[token & state.scalars[SCALAR.accounts]]


@inlined
def account_of_case(state: State, token: int) -> Ints:
    """The row on which the times, counts and costs of a token's case are booked."""
    return account(state, state.tokens[token, TOKEN.case])


@inlined
def spend(state: State, token: int, kind: int, until: int) -> None:
    """Book the time from when the current wait began until ``until`` as ``kind`` (``KIND``); the wait is over (-1)."""
    token_row = state.tokens[token]
    account(state, token)[TIMES + kind] += until - token_row[TOKEN.since]
    token_row[TOKEN.time_kind] = -1


@inlined
def add_times(state: State, token: int, part: int) -> None:
    """Add a part's times by kind to a token's."""
    whole, added = account(state, token), account(state, part)
    for i in range(TIMES, TIMES + NUMBER_OF_KINDS):
        whole[i] += added[i]


@inlined
def record_tier(state: State, case: int, tier: int) -> None:
    """Note that a tier had to deal with the case; the record keeps the highest one (0 is the top; -1: none so far)."""
    booked = account(state, case)
    if booked[TOKEN.top_tier] < 0 or tier < booked[TOKEN.top_tier]:
        booked[TOKEN.top_tier] = tier


@inlined
def count_visit(token_row: Ints, slot: int) -> int:
    """Which visit of a draw the token now makes (0: the first), and count it; slot -1: there can be only one."""
    if slot < 0:
        return 0
    count = token_row[COUNTERS + slot]
    token_row[COUNTERS + slot] = count + 1
    return count


@inlined
def visits_counted(token_row: Ints, slot: int) -> int:
    """How many visits of a draw a token has made so far; 0 where they are not counted (slot -1)."""
    return 0 if slot < 0 else token_row[COUNTERS + slot]


@inlined
def file(token_row: Ints, now: int) -> None:
    """Note the first contact: the case counts as filed from the first instant at which anybody deals with it."""
    if token_row[TOKEN.filed] == NEVER:
        token_row[TOKEN.filed] = now


@inlined
def report_closed(token_row: Ints, now: int) -> None:
    """Note the first reported closure, whether the need is truly solved or not; what is closed has been filed as well."""
    if token_row[TOKEN.closed] == NEVER:
        token_row[TOKEN.closed] = now
        file(token_row, now)


@inlined
def freeze_times(state: State, token: int) -> None:
    """Keep the times by kind as they stand at the first reported closure: what a reopened case takes is not added to them."""
    token_row = state.tokens[token]
    if not token_row[TOKEN.frozen]:
        token_row[TOKEN.frozen] = 1
        for j in range(NUMBER_OF_KINDS):
            token_row[FROZEN_TIMES + j] = account(state, token)[TIMES + j]


@inlined
def restore_times(token_row: Ints) -> None:
    """Set the times by kind back to those of the first reported closure."""
    for j in range(NUMBER_OF_KINDS):
        token_row[TIMES + j] = token_row[FROZEN_TIMES + j]
