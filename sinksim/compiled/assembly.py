"""The verb `assemble`: departments are asked in the order of their stations; work starts when the last arrives.

A server once granted is held, so that no two assemblies can wait for each other in a circle.
"""

import numpy as np

from sinksim.compiled.case import account, count_visit, file, spend
from sinksim.compiled.deadlines import accept_case
from sinksim.compiled.departments import drawn_count, is_drawn, key_of, set_size, template_of
from sinksim.compiled.events.wheel import schedule
from sinksim.compiled.layout import ASSEMBLY, ASSEMBLY_LISTS, EVENT_KIND, HEAD, KIND, SCALAR, TIE, TOKEN, VISIT
from sinksim.compiled.pools import free_visit, give_row, new_visit, take_row
from sinksim.compiled.queueing import station_for
from sinksim.compiled.state import Ints, State, Tables
from sinksim.compiled.station import admit_out_of_line, complete_out_of_line, promote
from sinksim.compiled.steps import draw_of, other_draw_of, time_of
from sinksim.core import draws
from sinksim.core.kernel import called, inlined
from sinksim.core.records import NEVER
from sinksim.plan.operations import ASSEMBLE, SLOT


@called
def begin_assembly(plan: Tables, state: State, token: int, pc: int, now: int) -> None:
    """Draw the departments, put them in the order of their stations, ask the first."""
    token_row = state.tokens[token]
    case_row = state.tokens[token_row[TOKEN.case]]
    file(case_row, now)  # a first contact, if it had none
    visit = count_visit(token_row, plan.code[pc, SLOT])
    free, alive = SCALAR.free_assemblies, SCALAR.assemblies_alive
    assembly = take_row(state.scalars, state.assemblies, ASSEMBLY.token, SCALAR.assemblies, free, alive)
    assembly_row = state.assemblies[assembly]
    assembly_row[ASSEMBLY.token], assembly_row[ASSEMBLY.pc], assembly_row[ASSEMBLY.number] = token, pc, visit
    assembly_row[ASSEMBLY.asked] = assembly_row[ASSEMBLY.size] = 0
    count = drawn_count(plan, token_row, pc, visit)
    for n in range(set_size(plan, pc)):
        if is_drawn(plan, token_row, pc, visit, count, n):
            station = station_for(plan, template_of(plan, pc, n), case_row[TOKEN.origin])
            insert(plan, assembly_row, station, key_of(plan, pc, n))
    assembly_row[ASSEMBLY.missing] = assembly_row[ASSEMBLY.size]
    account(state, token_row[TOKEN.case])[TOKEN.departments] += assembly_row[ASSEMBLY.size]
    token_row[TOKEN.time_kind], token_row[TOKEN.since] = KIND.assemble, now
    token_row[TOKEN.assembly] = assembly
    ask_department(plan, state, assembly, now)


@inlined
def insert(plan: Tables, assembly_row: Ints, station: int, key: np.uint64) -> None:
    """Add a drawn department to the assembly, in the order of stations; at one station those drawn first are asked first."""
    # Behind the columns of an assembly's row lie three lists of ``largest_set`` places each: stations, keys, visits.
    keys = ASSEMBLY_LISTS + plan.ints[HEAD.largest_set]
    place = assembly_row[ASSEMBLY.size]
    assembly_row[ASSEMBLY.size] = place + 1
    while place > 0 and assembly_row[ASSEMBLY_LISTS + place - 1] > station:
        assembly_row[ASSEMBLY_LISTS + place] = assembly_row[ASSEMBLY_LISTS + place - 1]
        assembly_row[keys + place] = assembly_row[keys + place - 1]
        place -= 1
    assembly_row[ASSEMBLY_LISTS + place], assembly_row[keys + place] = station, key


@inlined
def visit_of(plan: Tables, n: int) -> int:
    """Column of an assembly's row that holds the visit to the n-th department asked: behind the lists of stations and keys."""
    return ASSEMBLY_LISTS + 2 * plan.ints[HEAD.largest_set] + n


@called
def ask_department(plan: Tables, state: State, assembly: int, now: int) -> None:
    """Queue for one server of the next department: the case stands on one list at a time (of two: alert zone first)."""
    assembly_row = state.assemblies[assembly]
    asked, token = assembly_row[ASSEMBLY.asked], assembly_row[ASSEMBLY.token]
    case_row = state.tokens[state.tokens[token, TOKEN.case]]
    visit = new_visit(state, assembly_row[ASSEMBLY_LISTS + asked], token, assembly_row[ASSEMBLY.pc], now)
    visit_row = state.visits[visit]
    visit_row[VISIT.assembly], visit_row[VISIT.urgency] = assembly, case_row[TOKEN.urgency]
    visit_row[VISIT.priority_class] = 2 * visit_row[VISIT.urgency] + (0 if case_row[TOKEN.overdue] else 1)
    assembly_row[visit_of(plan, asked)] = visit
    assembly_row[ASSEMBLY.asked] = asked + 1
    admit_out_of_line(plan, state, visit, now)


@called
def grant(plan: Tables, state: State, assembly: int, now: int) -> None:
    """The department asked last has granted a server, who sets out at once; meanwhile the next department is asked.

    The time on the way is drawn by a key made of the token's and the department's, and by the number of the pass. Several who
    arrive at one instant do so in the order in which they were asked: that number is added to the tie.
    """
    assembly_row = state.assemblies[assembly]
    token_row = state.tokens[assembly_row[ASSEMBLY.token]]
    pc = assembly_row[ASSEMBLY.pc]
    asked = assembly_row[ASSEMBLY.asked]
    # Behind the columns lie three lists as long as the largest set: stations, keys, visits.
    department = np.uint64(assembly_row[ASSEMBLY_LISTS + plan.ints[HEAD.largest_set] + asked - 1])
    key = draws.derive(np.uint64(token_row[TOKEN.key]), department)
    span = time_of(plan, plan.code[pc, ASSEMBLE.arrival], key, draw_of(plan, pc), assembly_row[ASSEMBLY.number])
    schedule(state, now + span, TIE.DELAY + token_row[TOKEN.order] + asked, assembly, EVENT_KIND.SOMEBODY_ARRIVES)
    if asked < assembly_row[ASSEMBLY.size]:
        ask_department(plan, state, assembly, now)


@called
def arrive(plan: Tables, state: State, assembly: int, now: int) -> None:
    """One of those who set out arrives; with the last of them the joint work starts."""
    assembly_row = state.assemblies[assembly]
    assembly_row[ASSEMBLY.missing] -= 1
    if assembly_row[ASSEMBLY.missing]:
        return
    token, pc = assembly_row[ASSEMBLY.token], assembly_row[ASSEMBLY.pc]
    token_row = state.tokens[token]
    spend(state, token, KIND.assemble, now)
    token_row[TOKEN.time_kind], token_row[TOKEN.since] = KIND.service, now
    if plan.code[pc, ASSEMBLE.accepts]:
        accept_case(plan, state, token_row[TOKEN.case], plan.code[pc, ASSEMBLE.accepts], now)
    law, visit = plan.code[pc, ASSEMBLE.work], assembly_row[ASSEMBLY.number]
    work = time_of(plan, law, token_row[TOKEN.key], other_draw_of(plan, pc), visit)
    schedule(state, now + work, TIE.END_OF_SERVICE + token_row[TOKEN.order], assembly, EVENT_KIND.WORK_IS_DONE)


@called
def end_assembly(plan: Tables, state: State, assembly: int, now: int) -> int:
    """Work is done: all departments are free again, in the order of their stations; returns the token that goes on."""
    assembly_row = state.assemblies[assembly]
    token = assembly_row[ASSEMBLY.token]
    spend(state, token, KIND.service, now)
    for n in range(assembly_row[ASSEMBLY.size]):
        visit = assembly_row[visit_of(plan, n)]
        complete_out_of_line(plan, state, visit, now)
        free_visit(state, visit)
    state.tokens[token, TOKEN.assembly] = -1
    give_row(state.scalars, state.assemblies, ASSEMBLY.token, assembly, SCALAR.free_assemblies, SCALAR.assemblies_alive)
    return token


@inlined
def alert(plan: Tables, state: State, assembly: int) -> None:
    """The case has entered the alert zone: it moves up the list of the department asked last, the only one it may wait at."""
    assembly_row = state.assemblies[assembly]
    visit = assembly_row[visit_of(plan, assembly_row[ASSEMBLY.asked] - 1)]
    if state.visits[visit, VISIT.began] == NEVER:
        promote(state, visit)
