"""What a step may ask of the world, and what is written down: charges, the log of visits, the records of cases."""

from sinksim.compiled.case import OWN, account, restore_times
from sinksim.compiled.deadlines import settle_clocks
from sinksim.compiled.layout import (
    ENDS,
    HEAD,
    LEDGER,
    LOGGED,
    MARK,
    MONEY,
    RECORD,
    RECORD_LENGTH,
    SCALAR,
    TOKEN,
    TOUCHED,
    VISIT,
)
from sinksim.compiled.pools import free_token
from sinksim.compiled.satisfaction import judge
from sinksim.compiled.state import Ints, State, Tables
from sinksim.core import rules
from sinksim.core.kernel import called, inlined


@inlined
def charge_to(scalars: Ints, kind: int, money: int) -> None:
    """Add money [0.001 yuan] to a kind of the run's ledger, and note that the kind was charged."""
    scalars[LEDGER + kind] += money
    scalars[TOUCHED + kind] = 1


@called
def write_visit(state: State, visit: int, ended: int) -> None:
    """Write one row of the visit log (``VISIT_FIELDS``); a case of the backlog joined its first list before the start."""
    scalars, visit_row = state.scalars, state.visits[visit]
    token_row = state.tokens[visit_row[VISIT.token]]
    case_row = state.tokens[token_row[TOKEN.case]]
    row = state.log[scalars[SCALAR.logged]]
    scalars[SCALAR.logged] += 1
    backlog = visit_row[VISIT.joined] == 0 and case_row[TOKEN.marks] & MARK.BACKLOG
    row[LOGGED.service], row[LOGGED.origin] = case_row[TOKEN.service], case_row[TOKEN.origin]
    row[LOGGED.layer], row[LOGGED.ordinal] = case_row[TOKEN.layer], case_row[TOKEN.ordinal]
    row[LOGGED.branch], row[LOGGED.station] = token_row[TOKEN.branch], visit_row[VISIT.station]
    row[LOGGED.joined] = case_row[TOKEN.arisen] if backlog else visit_row[VISIT.joined]
    row[LOGGED.began], row[LOGGED.ended] = visit_row[VISIT.began], ended
    row[LOGGED.busy], row[LOGGED.end] = visit_row[VISIT.busy], visit_row[VISIT.outcome]


@inlined
def log(state: State, visit: int, ended: int) -> None:
    """Write a visit that has ended, if visits are wanted."""
    if state.scalars[SCALAR.keeps_visits]:
        write_visit(state, visit, ended)


@inlined
def write_case(plan: Tables, state: State, token: int, end: int) -> None:
    """Write the record of a case that has ended or is cut; one that was opened again has the times of its first report."""
    scalars, token_row, ints = state.scalars, state.tokens[token], plan.ints
    token_row[TOKEN.end] = end
    if token_row[TOKEN.frozen]:
        restore_times(token_row)
    if token_row[TOKEN.citizen_time]:
        value = ints[ints[HEAD.time_value] + token_row[TOKEN.segment]]
        token_row[TOKEN.cost_time] = rules.charge(token_row[TOKEN.citizen_time], value)
        charge_to(scalars, MONEY.time, token_row[TOKEN.cost_time])
    token_row[TOKEN.satisfaction] = -1
    if ints[HEAD.judged]:  # else nobody is asked
        judge(plan, token_row)
    row = state.records[scalars[SCALAR.records]]
    for j in range(RECORD_LENGTH):  # the columns of a token from RECORD on, in their order
        row[j] = token_row[RECORD + j]
    scalars[SCALAR.records] += 1


@inlined
def end_case(plan: Tables, state: State, token: int, end: int, now: int) -> None:
    """A case ends: count it, settle its clocks, write its record if it is wanted, give its token back."""
    scalars = state.scalars
    scalars[ENDS + end] += 1
    if state.tokens[token, TOKEN.running]:
        settle_clocks(plan, state, token, end, now)
    if scalars[SCALAR.accounts] == OWN:
        write_case(plan, state, token, end)
    free_token(state, token)


@inlined
def charge_fares(state: State, case: int, money: int) -> None:
    """Charge fares [0.001 yuan] to the case (in the row that ``account`` gives) and to the total by kind of money."""
    account(state, case)[TOKEN.cost_fares] += money
    charge_to(state.scalars, MONEY.fares, money)
