"""Pools of tokens, visits and assemblies: a row is taken when one begins and given back when it ends."""

from sinksim.compiled.case import OWN
from sinksim.compiled.layout import COUNTERS, FREE, HEAD, NUMBER_OF_KINDS, SCALAR, TIMES, TOKEN, VISIT, VISIT_END
from sinksim.compiled.state import Ints, State, Tables
from sinksim.core.kernel import inlined
from sinksim.core.records import NEVER


@inlined
def take_row(scalars: Ints, pool: Ints, link: int, top: int, free: int, alive: int) -> int:
    """A free row of a pool: one given back, else the next that was never used.

    ``link``: the column that chains free rows; ``top``, ``free``, ``alive``: the scalars that hold the pool's state.
    """
    scalars[alive] += 1
    row = scalars[free]
    if row >= 0:
        scalars[free] = pool[row, link]
        return row
    row = scalars[top]
    scalars[top] = row + 1
    return row


@inlined
def give_row(scalars: Ints, pool: Ints, link: int, row: int, free: int, alive: int) -> None:
    """Give a row back to its pool (arguments as in ``take_row``)."""
    scalars[alive] -= 1
    pool[row, link] = scalars[free]
    scalars[free] = row


@inlined
def new_token(plan: Tables, state: State, key: int, order: int) -> int:
    """A token that has spent no time and passed no instruction (-1: none); its own case until told otherwise."""
    token = take_row(state.scalars, state.tokens, TOKEN.sibling, SCALAR.tokens, SCALAR.free_tokens, SCALAR.tokens_alive)
    token_row = state.tokens[token]
    if state.scalars[SCALAR.accounts] == OWN:  # else all is booked in one row that nobody reads
        for i in range(TIMES, TIMES + NUMBER_OF_KINDS):
            token_row[i] = 0
    for i in range(COUNTERS, COUNTERS + plan.ints[HEAD.slots]):
        token_row[i] = 0
    token_row[TOKEN.key], token_row[TOKEN.order], token_row[TOKEN.case] = key, order, token
    token_row[TOKEN.branch], token_row[TOKEN.department], token_row[TOKEN.pc] = 0, -1, -1
    token_row[TOKEN.visit] = token_row[TOKEN.assembly] = token_row[TOKEN.time_kind] = -1
    token_row[TOKEN.branches] = token_row[TOKEN.sibling] = -1
    token_row[TOKEN.running] = token_row[TOKEN.overdue] = token_row[TOKEN.pending] = 0
    token_row[TOKEN.joined] = token_row[TOKEN.frozen] = 0
    token_row[TOKEN.last_travel_time] = token_row[TOKEN.last_fare] = 0
    return token


@inlined
def free_token(state: State, token: int) -> None:
    """Give a token back; clocks of its that still run stop with it."""
    state.tokens[token, TOKEN.alive] = FREE
    state.tokens[token, TOKEN.running] = 0
    give_row(state.scalars, state.tokens, TOKEN.sibling, token, SCALAR.free_tokens, SCALAR.tokens_alive)


@inlined
def new_case(
    plan: Tables, state: State, key: int, order: int, service: int, origin: int, layer: int, ordinal: int
) -> int:
    """The main token of a case, of which nothing is known but who it is."""
    token = new_token(plan, state, key, order)
    token_row = state.tokens[token]
    token_row[TOKEN.service], token_row[TOKEN.origin] = service, origin
    token_row[TOKEN.layer], token_row[TOKEN.ordinal] = layer, ordinal
    token_row[TOKEN.segment] = token_row[TOKEN.urgency] = token_row[TOKEN.requires] = -1
    token_row[TOKEN.channel] = token_row[TOKEN.marks] = 0
    token_row[TOKEN.filed] = token_row[TOKEN.responded] = token_row[TOKEN.closed] = token_row[TOKEN.solved] = NEVER
    if state.scalars[SCALAR.accounts] == OWN:  # else all is booked in one row that nobody reads
        open_account(token_row)
    return token


@inlined
def open_account(token_row: Ints) -> None:
    """Reset what a case is charged and counted with: nothing spent, filed by one contact."""
    for i in range(TOKEN.time_alert, TOKEN.end + 1):
        token_row[i] = 0
    token_row[TOKEN.top_tier] = token_row[TOKEN.place_tier] = -1
    token_row[TOKEN.contacts] = 1


@inlined
def new_visit(state: State, station: int, token: int, pc: int, now: int) -> int:
    """A visit that has just joined."""
    visit = take_row(state.scalars, state.visits, VISIT.next, SCALAR.visits, SCALAR.free_visits, SCALAR.visits_alive)
    start_visit(state, visit, station, token, pc, now)
    return visit


@inlined
def start_visit(state: State, visit: int, station: int, token: int, pc: int, now: int) -> None:
    """Make a row a visit that has just joined: not served yet, nothing left of a service, no twin list, no assembly (all -1).

    ``ends`` and ``gives_up`` are the numbers of its scheduled events, 0 without; it waits ``since`` now, like it has ``joined``.
    """
    visit_row = state.visits[visit]
    visit_row[VISIT.station], visit_row[VISIT.token], visit_row[VISIT.pc] = station, token, pc
    visit_row[VISIT.joined] = visit_row[VISIT.since] = now
    visit_row[VISIT.began] = visit_row[VISIT.started] = visit_row[VISIT.due] = NEVER
    visit_row[VISIT.residual] = visit_row[VISIT.twin] = visit_row[VISIT.assembly] = -1
    visit_row[VISIT.busy] = visit_row[VISIT.serving] = visit_row[VISIT.urgency] = visit_row[VISIT.priority_class] = 0
    visit_row[VISIT.outcome] = VISIT_END.OPEN
    visit_row[VISIT.ends] = visit_row[VISIT.gives_up] = 0


@inlined
def free_visit(state: State, visit: int) -> None:
    """Give a visit back; its events that are still scheduled do nothing when they come, as it knows their numbers no more."""
    visit_row = state.visits[visit]
    visit_row[VISIT.ends] = visit_row[VISIT.gives_up] = 0
    give_row(state.scalars, state.visits, VISIT.next, visit, SCALAR.free_visits, SCALAR.visits_alive)
