"""The verb `check` and the verbs that take no time: chances, choices by attribute, outages, clocks, charges.

Each says which instruction follows.
"""

from sinksim.compiled.case import account, account_of_case, count_visit, file
from sinksim.compiled.deadlines import start_clock, stop_clock
from sinksim.compiled.departments import pick_from
from sinksim.compiled.layout import ATTRIBUTE, COUNTERS, HEAD, MONEY, SCALAR, STATION, TOKEN
from sinksim.compiled.queueing import station_for
from sinksim.compiled.resize import use_room
from sinksim.compiled.state import Ints, State, Tables
from sinksim.compiled.steps import draw_of, uniform_of
from sinksim.compiled.world import charge_to
from sinksim.core import rules
from sinksim.core.kernel import called, inlined
from sinksim.plan.operations import (
    CHARGE,
    CHECK,
    CLOCK,
    COUNTS_ALL,
    DEPARTMENT,
    DRAWN,
    NEXT,
    REMEMBERED,
    SHORTEST,
    SLOT,
    SWITCH,
)


@inlined
def decide_branch(plan: Tables, state: State, token: int, pc: int) -> int:
    """Draw whether a check comes true; its chance may rise with a station's load. Returns the next instruction."""
    token_row, row = state.tokens[token], plan.code[pc]
    chance = plan.chance[pc, 0] if row[CHECK.load_of] < 0 else chance_at_load(plan, state, token, pc)
    if uniform_of(token_row, draw_of(plan, pc), count_visit(token_row, row[SLOT]), 0) >= chance:
        return row[NEXT]
    return take_other_side(plan, state, token, pc)


@inlined
def chance_at_load(plan: Tables, state: State, token: int, pc: int) -> float:
    """The chance multiplied by the load at this instant, as ``loaded_chance`` has it, of the station of the case's origin.

    Or, where the instruction has chances by number, the one for the number of cases there.
    """
    origin = state.tokens[state.tokens[token, TOKEN.case], TOKEN.origin]
    station_row = state.stations[station_for(plan, plan.code[pc, CHECK.load_of], origin)]
    if plan.code[pc, CHECK.chances] >= 0:
        return chance_by_number(plan, pc, station_row[STATION.present], station_row[STATION.busy])
    return rules.loaded_chance(plan.chance[pc, 0], station_row[STATION.present], station_row[STATION.capacity])


@called
def chance_by_number(plan: Tables, pc: int, present: int, busy: int) -> float:
    """The chance that belongs to the number present at a station, or waiting there; the last one goes on."""
    at = plan.ints[HEAD.weights] + plan.code[pc, CHECK.chances]
    first, last = plan.ints[at], plan.ints[at + 1] - 1
    number = present if plan.chance[pc, COUNTS_ALL] > 0 else present - busy
    return plan.reals[plan.ints[HEAD.real_weights] + min(first + number, last)]


@inlined
def take_other_side(plan: Tables, state: State, token: int, pc: int) -> int:
    """The check came true: to the other side, or straight on where it may not go there again (``at_most``, 0: no bound)."""
    token_row, row = state.tokens[token], plan.code[pc]
    if row[CHECK.at_most]:  # jumps back have a bound, and checks that share a counter
        if row[CHECK.counter] >= 0:  # it is the case's, even in a branch of a fork
            token_row = state.tokens[token_row[TOKEN.case]]
        if token_row[COUNTERS + row[CHECK.jump_slot]] >= row[CHECK.at_most]:
            return go_on_at_bound(plan, state, token_row, pc)
        token_row[COUNTERS + row[CHECK.jump_slot]] += 1
        account(state, token_row[TOKEN.case])[TOKEN.bounces] += row[CHECK.sends_back]
    return row[CHECK.target]


@inlined
def go_on_at_bound(plan: Tables, state: State, counting_row: Ints, pc: int) -> int:
    """Where a case goes on that may not go to the other side: once to the steps at the bound, then straight on.

    Having been there is counted as one time more than ``at_most``, in the row of the token whose counter it is.
    """
    row = plan.code[pc]
    if row[CHECK.at_bound] < 0:
        state.limit_hits[pc] += 1
        return row[NEXT]
    if counting_row[COUNTERS + row[CHECK.jump_slot]] > row[CHECK.at_most]:
        return row[NEXT]
    counting_row[COUNTERS + row[CHECK.jump_slot]] += 1
    return row[CHECK.at_bound]


@inlined
def check_outage(plan: Tables, state: State, token: int, pc: int) -> int:
    """A check that comes true while the platform is down; returns the next instruction."""
    return take_other_side(plan, state, token, pc) if state.scalars[SCALAR.platform_down] else plan.code[pc, NEXT]


@called
def choose_option(plan: Tables, state: State, token: int, pc: int) -> int:
    """The instruction at which an option begins: drawn, of the shortest queue, or for an attribute of the case, a department."""
    token_row, row = state.tokens[token], plan.code[pc]
    case_row = state.tokens[token_row[TOKEN.case]]
    if row[SWITCH.attribute] == DRAWN:
        uniform = uniform_of(token_row, draw_of(plan, pc), count_visit(token_row, row[SLOT]), 0)
        option = pick_from(plan, row[SWITCH.weights], uniform)
    elif row[SWITCH.attribute] == SHORTEST:
        option = shortest_queue(plan, state, pc, case_row[TOKEN.origin])
    elif row[SWITCH.attribute] == REMEMBERED:
        # The case's own luck, and always its first draw: every asking has one answer.
        option = pick_from(plan, row[SWITCH.weights], uniform_of(case_row, draw_of(plan, pc), 0, 0))
    elif row[SWITCH.attribute] == DEPARTMENT:
        option = token_row[TOKEN.department]
    elif row[SWITCH.attribute] == ATTRIBUTE.requires:
        option = case_row[TOKEN.requires]
    elif row[SWITCH.attribute] == ATTRIBUTE.urgency:
        option = case_row[TOKEN.urgency]
    elif row[SWITCH.attribute] == ATTRIBUTE.segment:
        option = case_row[TOKEN.segment]
    else:
        option = case_row[TOKEN.service]
    if option < 0:
        # A case that requires no tier (-1) goes with the lowest, the last of the options.
        option = row[SWITCH.options] - 1
    return plan.ints[plan.ints[HEAD.jumps] + row[SWITCH.first] + option]


@called
def shortest_queue(plan: Tables, state: State, pc: int, origin: int) -> int:
    """Position of the station with the fewest cases present among those of a switch; of several the first named."""
    ints = plan.ints
    at = ints[HEAD.sets] + plan.code[pc, SWITCH.stations]
    first, shortest, fewest = ints[HEAD.set_templates] + ints[at], 0, 1 << 62
    for position in range(ints[at + 1] - ints[at]):
        present = state.stations[station_for(plan, ints[first + position], origin), STATION.present]
        if present < fewest:
            shortest, fewest = position, present
    return shortest


@inlined
def charge_fee(plan: Tables, state: State, token: int, pc: int) -> int:
    """Charge the case and the ledger of the run: a fee by its payers, or an operating cost [0.001 yuan]."""
    row, scalars = plan.code[pc], state.scalars
    booked = account_of_case(state, token)
    booked[TOKEN.fee_citizen] += row[CHARGE.citizen]
    booked[TOKEN.fee_insurer] += row[CHARGE.insurer]
    booked[TOKEN.cost_operation] += row[CHARGE.operation]
    charge_to(scalars, MONEY.citizen, row[CHARGE.citizen])
    charge_to(scalars, MONEY.insurer, row[CHARGE.insurer])
    charge_to(scalars, MONEY.operation, row[CHARGE.operation])
    return row[NEXT]


@called
def turn_clock(plan: Tables, state: State, token: int, pc: int, now: int) -> int:
    """Start or stop a deadline of the case; a case for which one starts counts as filed. Returns the next instruction."""
    row = plan.code[pc]
    case = state.tokens[token, TOKEN.case]
    if row[CLOCK.starts]:
        file(state.tokens[case], now)
        start_clock(plan, state, case, row[CLOCK.clock], now)
        use_room(state)  # for the event of its deadline
    else:
        stop_clock(plan, state, case, row[CLOCK.clock], now)
    return row[NEXT]
