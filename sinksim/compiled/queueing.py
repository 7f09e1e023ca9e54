"""The verb `queue`: join a station, lose patience, stand on the list one tier up as well, come again from home."""

import numpy as np

from sinksim.compiled.case import account, count_visit, file, visits_counted
from sinksim.compiled.events.wheel import schedule
from sinksim.compiled.layout import EVENT_KIND, HEAD, KIND, PATIENCE_KEY, STATION, TIE, TOKEN, VISIT, VISIT_END
from sinksim.compiled.pools import free_visit, new_visit, start_visit
from sinksim.compiled.service import stop_waiting
from sinksim.compiled.state import State, Tables
from sinksim.compiled.station import admit, admit_out_of_line, promote, remove, renege, withdraw_twin
from sinksim.compiled.steps import time_of
from sinksim.core.kernel import called, inlined
from sinksim.core.records import NEVER
from sinksim.plan.operations import APPOINTED, BY_FILE, NEXT, QUEUE, SLOT


@inlined
def station_for(plan: Tables, template: int, origin: int) -> int:
    """The station that stands for a template at an origin; -1 where there is none."""
    return plan.ints[plan.ints[HEAD.role] + template * plan.ints[HEAD.origins] + origin]


@inlined
def begin_queue(plan: Tables, state: State, token: int, pc: int, now: int) -> bool:
    """Join the station of the step, or of the branch's own department; False where it is refused at once."""
    token_row = state.tokens[token]
    case_row = state.tokens[token_row[TOKEN.case]]
    file(case_row, now)  # a first contact, if it had none
    visit = new_visit(state, station_of(plan, state, token, pc), token, pc, now)
    return join(plan, state, visit, now)


@inlined
def station_of(plan: Tables, state: State, token: int, pc: int) -> int:
    """The station at which a token queues: that of the case's origin, or of the department of its branch."""
    token_row, template = state.tokens[token], plan.code[pc, QUEUE.template]
    if template < 0:
        template = token_row[TOKEN.department]
    return station_for(plan, template, state.tokens[token_row[TOKEN.case], TOKEN.origin])


@inlined
def join(plan: Tables, state: State, visit: int, now: int) -> bool:
    """Let a new visit join its station: it is served, waits, or (False) is refused because the room is full."""
    choose_list(plan, state, visit)
    if not admit(plan, state, visit, now):
        return False
    if not state.visits[visit, VISIT.serving]:
        begin_waiting(plan, state, visit, now)
    return True


@inlined
def choose_list(plan: Tables, state: State, visit: int) -> None:
    """Set which list of its station a new visit stands on if it must wait; lists with lower numbers are served first."""
    # Two for each urgency: 2u in the alert zone (overdue), else 2u + 1. A step without a priority (-1) leaves it to the case.
    visit_row = state.visits[visit]
    token_row = state.tokens[visit_row[VISIT.token]]
    case_row = state.tokens[token_row[TOKEN.case]]
    row = plan.code[visit_row[VISIT.pc]]
    token_row[TOKEN.visit] = visit
    visit_row[VISIT.appointed] = row[QUEUE.priority] == APPOINTED  # then it stands on the first of all lists
    if visit_row[VISIT.appointed]:
        visit_row[VISIT.urgency] = visit_row[VISIT.priority_class] = 0
        return
    visit_row[VISIT.urgency] = row[QUEUE.priority] if row[QUEUE.priority] >= 0 else case_row[TOKEN.urgency]
    visit_row[VISIT.priority_class] = 2 * visit_row[VISIT.urgency] + (0 if case_row[TOKEN.overdue] else 1)


@inlined
def begin_waiting(plan: Tables, state: State, visit: int, now: int) -> None:
    """A visit that must wait gets a patience timer; that of an overdue case also stands on the list one tier up."""
    visit_row = state.visits[visit]
    if plan.code[visit_row[VISIT.pc], QUEUE.patience] >= 0:
        start_patience(plan, state, visit, now)
    if state.tokens[state.tokens[visit_row[VISIT.token], TOKEN.case], TOKEN.overdue]:
        escalate(plan, state, visit, now)


@inlined
def start_patience(plan: Tables, state: State, visit: int, now: int) -> None:
    """Draw how long the visit waits at most before its service begins, and schedule that it then gives up."""
    visit_row = state.visits[visit]
    token_row, row = state.tokens[visit_row[VISIT.token]], plan.code[visit_row[VISIT.pc]]
    key, draw = token_row[TOKEN.key], np.uint64(row[PATIENCE_KEY])
    patience = time_of(plan, row[QUEUE.patience], key, draw, visits_counted(token_row, row[SLOT]))
    order = TIE.RENEGE + token_row[TOKEN.order]  # this pass is not counted yet: it is when served or given up
    visit_row[VISIT.gives_up] = schedule(state, now + patience, order, visit, EVENT_KIND.GIVES_UP)


@inlined
def give_up(plan: Tables, state: State, visit: int, number: int, now: int) -> bool:
    """Patience runs out; whether the visit leaves: not once its service has begun, or where event ``number`` is outdated."""
    if state.visits[visit, VISIT.gives_up] != number or state.visits[visit, VISIT.began] != NEVER:
        return False
    renege(plan, state, visit, now)
    return True


@called
def escalate(plan: Tables, state: State, visit: int, now: int) -> None:
    """Put the waiting visit of an overdue case on the list of the station one tier up as well (its twin), if there is one.

    Whichever station takes it first, the other entry is withdrawn. The twin stands on the list of the alert zone (2 x urgency).
    """
    visit_row = state.visits[visit]
    upper = state.stations[visit_row[VISIT.station], STATION.escalates]
    if upper < 0 or visit_row[VISIT.twin] >= 0:
        return
    station = station_for(plan, upper, state.tokens[state.tokens[visit_row[VISIT.token], TOKEN.case], TOKEN.origin])
    if station < 0:
        return
    twin = new_visit(state, station, visit_row[VISIT.token], visit_row[VISIT.pc], now)
    twin_row = state.visits[twin]
    twin_row[VISIT.since], twin_row[VISIT.urgency] = visit_row[VISIT.since], visit_row[VISIT.urgency]
    twin_row[VISIT.priority_class] = 2 * visit_row[VISIT.urgency]
    twin_row[VISIT.appointed] = visit_row[VISIT.appointed]
    twin_row[VISIT.twin], visit_row[VISIT.twin] = visit, twin
    if not admit_out_of_line(plan, state, twin, now):
        visit_row[VISIT.twin] = -1
        free_visit(state, twin)


@inlined
def alert(plan: Tables, state: State, visit: int, now: int) -> None:
    """The case has entered the alert zone while this visit waits: up its list, and to the one a tier up if not served yet."""
    promote(state, visit)
    if state.visits[visit, VISIT.began] == NEVER:
        escalate(plan, state, visit, now)


@inlined
def end_queue(plan: Tables, state: State, token: int, pc: int) -> int:
    """Where the case goes on: after service, after giving up, or after a refusal because the room was full."""
    token_row, row = state.tokens[token], plan.code[pc]
    visit = token_row[TOKEN.visit]
    token_row[TOKEN.visit] = -1
    visit_row = state.visits[visit]
    outcome, busy = visit_row[VISIT.outcome], visit_row[VISIT.busy]
    free_visit(state, visit)
    if outcome == VISIT_END.SERVED:
        if (
            row[QUEUE.presence] < BY_FILE
        ):  # the citizen is present or on the line, unless the office works on the file alone
            account(state, token_row[TOKEN.case])[TOKEN.citizen_time] += busy
        return row[NEXT]
    count_visit(token_row, row[SLOT])  # a pass without service; others are counted when service begins
    return row[QUEUE.on_renege] if outcome == VISIT_END.RENEGED else row[QUEUE.on_full]


@inlined
def go_home(plan: Tables, state: State, visit: int, opening: int, now: int) -> None:
    """Leave the list and wait at home for the opening; the visit keeps its row until then."""
    state.stations[state.visits[visit, VISIT.station], STATION.went_home] += 1
    remove(state, visit, VISIT_END.WENT_HOME, now)
    if state.visits[visit, VISIT.twin] >= 0:
        withdraw_twin(state, visit, now)
    stop_waiting(plan, state, visit, now)
    token_row = state.tokens[state.visits[visit, VISIT.token]]
    token_row[TOKEN.time_kind], token_row[TOKEN.since], token_row[TOKEN.visit] = KIND.home, now, -1
    state.visits[visit, VISIT.gives_up] = 0
    if opening < plan.ints[HEAD.horizon]:
        schedule(state, opening, TIE.RETURN + token_row[TOKEN.order], visit, EVENT_KIND.COMES_AGAIN)


@called
def rejoin(plan: Tables, state: State, visit: int, now: int) -> bool:
    """Join the same list again as a new visit; False where it is refused at once."""
    visit_row = state.visits[visit]
    start_visit(state, visit, visit_row[VISIT.station], visit_row[VISIT.token], visit_row[VISIT.pc], now)
    return join(plan, state, visit, now)
