"""The horizon: open cases are cut and get their record, stations their last integrals."""

from sinksim.compiled.assembly import visit_of
from sinksim.compiled.callback import end_at_horizon
from sinksim.compiled.case import account, add_times, spend
from sinksim.compiled.layout import ASSEMBLY, IS_BLOCKED, KIND, SCALAR, TIMES, TOKEN, VISIT
from sinksim.compiled.memory import world_at
from sinksim.compiled.moving import cut_travel
from sinksim.compiled.service import stop_waiting
from sinksim.compiled.state import STATE, TABLES, Ints, State, Tables
from sinksim.compiled.station import pay
from sinksim.compiled.station_counters import end_window
from sinksim.compiled.world import end_case, log
from sinksim.core.kernel import called, entry, inlined
from sinksim.plan.operations import BY_FILE, QUEUE


@entry
def cut_cases(table_addresses: Ints, state_addresses: Ints, order: Ints, first: int, now: int) -> int:
    """Cut open cases in the given order, from position ``first`` on, while there is room; returns where it stopped."""
    # A case takes one record and, where visits are logged, at most ``SCALAR.burst`` rows of their log.
    plan, state = world_at(table_addresses, TABLES), world_at(state_addresses, STATE)
    scalars = state.scalars
    done = first
    while done < len(order) and scalars[SCALAR.records] < len(state.records):
        if scalars[SCALAR.keeps_visits] and scalars[SCALAR.logged] + scalars[SCALAR.burst] > len(state.log):
            break
        cut(plan, state, order[done], now)
        done += 1
    return done


@called
def cut(plan: Tables, state: State, token: int, now: int) -> None:
    """Book what is under way of a case, and write its record.

    Of branches still at work the first one's times are added to the case, as its times by kind must add up to one span.
    """
    token_row = state.tokens[token]
    book(plan, state, token, now)
    at_work = -1
    branch = token_row[TOKEN.branches]
    while branch >= 0:
        book(plan, state, branch, now)
        if at_work < 0 and not state.tokens[branch, TOKEN.joined]:
            at_work = branch
        branch = state.tokens[branch, TOKEN.sibling]
    if at_work >= 0:
        add_times(state, token, at_work)
    end_case(plan, state, token, end_at_horizon(plan, state, token), now)


@called
def book(plan: Tables, state: State, token: int, now: int) -> None:
    """Book what one token is waiting for or doing at the horizon, up to now."""
    token_row = state.tokens[token]
    cut_travel(plan, state, token, now)
    if token_row[TOKEN.time_kind] >= 0:
        spend(state, token, token_row[TOKEN.time_kind], now)
    visit = token_row[TOKEN.visit]
    if visit >= 0:
        visit_row = state.visits[visit]
        if visit_row[VISIT.serving]:
            kind = KIND.queue if visit_row[VISIT.serving] == IS_BLOCKED else KIND.service
            account(state, token)[TIMES + kind] += now - visit_row[VISIT.started]
        else:
            stop_waiting(plan, state, visit, now)
        log_open(state, visit, now)
        if plan.code[visit_row[VISIT.pc], QUEUE.presence] < BY_FILE:  # the citizen is there, not a file alone
            account(state, token_row[TOKEN.case])[TOKEN.citizen_time] += visit_row[VISIT.busy]
        if visit_row[VISIT.twin] >= 0:
            log_open(state, visit_row[VISIT.twin], now)
    if token_row[TOKEN.assembly] >= 0:
        assembly_row = state.assemblies[token_row[TOKEN.assembly]]
        for n in range(assembly_row[ASSEMBLY.asked]):
            log_open(state, assembly_row[visit_of(plan, n)], now)


@inlined
def log_open(state: State, visit: int, now: int) -> None:
    """Pay and log a visit that is still at its station at the horizon."""
    visit_row = state.visits[visit]
    if visit_row[VISIT.serving]:
        visit_row[VISIT.busy] += now - visit_row[VISIT.started]
    if visit_row[VISIT.busy]:
        pay(state, visit)
    log(state, visit, now)


@entry
def close_books(state: Ints, now: int) -> None:
    """At the end of the run station figures end, where no follow-up has ended them before."""
    end_window(world_at(state, STATE), now)
