"""A deadline passes while its clock runs: the case enters the alert zone and moves up every list it stands on."""

from sinksim.compiled.assembling import alert_assembly
from sinksim.compiled.clocks import place_of
from sinksim.compiled.layout import CLOCK_STATE, HEAD, MARK, TIE_SHIFT, TOKEN, VISIT
from sinksim.compiled.queueing import alert_queueing
from sinksim.compiled.state import State, Tables
from sinksim.core.kernel import called, inlined


@called
def ring(plan: Tables, state: State, token: int, key: int, number: int, now: int) -> None:
    """The event ``number`` of a clock: it counts while that very run of the clock goes on."""
    token_row = state.tokens[token]
    clock = (key >> plan.ints[HEAD.clock_shift]) & ((1 << (TIE_SHIFT - plan.ints[HEAD.clock_shift])) - 1)
    if not token_row[TOKEN.running] >> clock & 1 or token_row[place_of(plan, clock) + CLOCK_STATE.ring] != number:
        return
    token_row[TOKEN.marks] |= MARK.ALERT
    first = token_row[TOKEN.overdue] == 0
    token_row[TOKEN.overdue] |= 1 << clock
    if not first:
        return
    token_row[TOKEN.alert_since] = now
    alert_token(plan, state, token, now)
    branch = token_row[TOKEN.branches]
    while branch >= 0:
        alert_token(plan, state, branch, now)
        branch = state.tokens[branch, TOKEN.sibling]


@inlined
def alert_token(plan: Tables, state: State, token: int, now: int) -> None:
    """Move a token's visit up, where it waits."""
    token_row = state.tokens[token]
    visit = token_row[TOKEN.visit]
    if visit >= 0 and not state.visits[visit, VISIT.serving]:
        alert_queueing(plan, state, visit, now)
    elif token_row[TOKEN.assembly] >= 0:
        alert_assembly(plan, state, token_row[TOKEN.assembly])
