"""Where times, counts and costs of a case are booked: in its own token, or with all others in one that nobody reads.

The latter where no records of cases are wanted: it costs no branch, and the one row never leaves the caches.
"""

from sinksim.compiled import clerk as Z
from sinksim.compiled import token as T
from sinksim.compiled.state import Ints, State
from sinksim.core.kernel import inlined

# What ``Z.ACCOUNTS`` says. The token that nobody reads is the first, where nobody walks.
OWN, SHARED = -1, 0


@inlined
def account(s: State, e: int) -> Ints:
    """The row on which a token's times, counts and costs are booked."""
    return s.tokens[e & s.clerk[Z.ACCOUNTS]]


@inlined
def account_of_case(s: State, e: int) -> Ints:
    """That of the case to which a token belongs."""
    return account(s, s.tokens[e, T.CASE])


@inlined
def spend(s: State, e: int, kind: int, until: int) -> None:
    """Book the time since the current wait began."""
    c = s.tokens[e]
    account(s, e)[T.KINDS + kind] += until - c[T.SINCE]
    c[T.SPENDING] = -1


@inlined
def add_kinds(s: State, e: int, part: int) -> None:
    """Add a part's times by kind to a token's."""
    to, by = account(s, e), account(s, part)
    for i in range(T.KINDS, T.KINDS + T.NUMBER_OF_KINDS):
        to[i] += by[i]


@inlined
def touch(s: State, case: int, tier: int) -> None:
    """Note that a tier had to deal with the case."""
    k = account(s, case)
    if k[T.TOP_TIER] < 0 or tier < k[T.TOP_TIER]:
        k[T.TOP_TIER] = tier
