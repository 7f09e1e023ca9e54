"""The verb `assemble`: departments are asked in the order of their stations; work starts when the last arrives.

A server once granted is held, so that no two assemblies can wait for each other in a circle.
"""

import numpy as np

from sinksim.compiled import assembly_columns as A
from sinksim.compiled import clerk as Z
from sinksim.compiled import header as H
from sinksim.compiled import meaning as M
from sinksim.compiled import token as T
from sinksim.compiled import visit as V
from sinksim.compiled.account import account, spend
from sinksim.compiled.clocks import accept_case
from sinksim.compiled.departments import drawn_count, is_drawn, key_of, set_size, template_of
from sinksim.compiled.events import schedule
from sinksim.compiled.pools import free_visit, give_row, new_visit, take_row
from sinksim.compiled.queueing import station_for
from sinksim.compiled.state import Ints, State, Tables
from sinksim.compiled.stations import admit_aside, complete_held, promote
from sinksim.compiled.timing import draw_of, file, other_draw_of, passing, time_of
from sinksim.core import draws
from sinksim.core.kernel import called, inlined
from sinksim.core.records import NEVER
from sinksim.plan.operations import ASSEMBLE, SLOT


@called
def call_together(p: Tables, s: State, e: int, pc: int, now: int) -> None:
    """Draw the departments, put them in the order of their stations, ask the first."""
    c = s.tokens[e]
    k = s.tokens[c[T.CASE]]
    file(k, now)
    visit = passing(c, p.code[pc, SLOT])
    assembly = take_row(s.clerk, s.assemblies, A.TOKEN, Z.ASSEMBLIES, Z.FREE_ASSEMBLIES, Z.ASSEMBLIES_ALIVE)
    a = s.assemblies[assembly]
    a[A.TOKEN], a[A.PC], a[A.NUMBER], a[A.ASKED], a[A.COUNT] = e, pc, visit, 0, 0
    count = drawn_count(p, c, pc, visit)
    for n in range(set_size(p, pc)):
        if is_drawn(p, c, pc, visit, count, n):
            insert(p, a, station_for(p, template_of(p, pc, n), k[T.ORIGIN]), key_of(p, pc, n))
    a[A.MISSING] = a[A.COUNT]
    account(s, c[T.CASE])[T.DEPARTMENTS] += a[A.COUNT]
    c[T.SPENDING], c[T.SINCE] = T.ASSEMBLE, now
    c[T.ASSEMBLY] = assembly
    ask(p, s, assembly, now)


@inlined
def insert(p: Tables, a: Ints, station: int, key: np.uint64) -> None:
    """One more department, in the order of stations; of one station those drawn first are asked first."""
    keys = A.LISTS + p.ints[H.LARGEST_SET]
    i = a[A.COUNT]
    a[A.COUNT] = i + 1
    while i > 0 and a[A.LISTS + i - 1] > station:
        a[A.LISTS + i], a[keys + i] = a[A.LISTS + i - 1], a[keys + i - 1]
        i -= 1
    a[A.LISTS + i], a[keys + i] = station, key


@inlined
def visit_of(p: Tables, n: int) -> int:
    """Column of the n-th visit."""
    return A.LISTS + 2 * p.ints[H.LARGEST_SET] + n


@called
def ask(p: Tables, s: State, assembly: int, now: int) -> None:
    """Ask the next department for someone."""
    a = s.assemblies[assembly]
    k = s.tokens[s.tokens[a[A.TOKEN], T.CASE]]
    n = a[A.ASKED]
    i = new_visit(s, a[A.LISTS + n], a[A.TOKEN], a[A.PC], now)
    v = s.visits[i]
    v[V.ASSEMBLY], v[V.URGENCY] = assembly, k[T.URGENCY]
    v[V.KLASS] = 2 * v[V.URGENCY] + (0 if k[T.OVERDUE] else 1)
    a[visit_of(p, n)] = i
    a[A.ASKED] = n + 1
    admit_aside(p, s, i, now)


@called
def grant(p: Tables, s: State, assembly: int, now: int) -> None:
    """Somebody is on the way; meanwhile the next department is asked."""
    a = s.assemblies[assembly]
    c = s.tokens[a[A.TOKEN]]
    pc = a[A.PC]
    key = np.uint64(a[A.LISTS + p.ints[H.LARGEST_SET] + a[A.ASKED] - 1])
    span = time_of(p, p.code[pc, ASSEMBLE.arrival], draws.derive(np.uint64(c[T.KEY]), key), draw_of(p, pc), a[A.NUMBER])
    schedule(s, now + span, M.DELAY_TIE + c[T.ORDER] + a[A.ASKED], assembly, M.SOMEBODY_ARRIVES)
    if a[A.ASKED] < a[A.COUNT]:
        ask(p, s, assembly, now)


@called
def arrive(p: Tables, s: State, assembly: int, now: int) -> None:
    """Work starts with the last arrival."""
    a = s.assemblies[assembly]
    a[A.MISSING] -= 1
    if a[A.MISSING]:
        return
    e, pc = a[A.TOKEN], a[A.PC]
    c = s.tokens[e]
    spend(s, e, T.ASSEMBLE, now)
    c[T.SPENDING], c[T.SINCE] = T.IN_SERVICE, now
    if p.code[pc, ASSEMBLE.accepts]:
        accept_case(p, s, c[T.CASE], p.code[pc, ASSEMBLE.accepts], now)
    work = time_of(p, p.code[pc, ASSEMBLE.work], c[T.KEY], other_draw_of(p, pc), a[A.NUMBER])
    schedule(s, now + work, M.END_TIE + c[T.ORDER], assembly, M.WORK_IS_DONE)


@called
def dissolve(p: Tables, s: State, assembly: int, now: int) -> int:
    """Work is done: all departments are free again, in the order of their stations; returns the token that goes on."""
    a = s.assemblies[assembly]
    e = a[A.TOKEN]
    spend(s, e, T.IN_SERVICE, now)
    for n in range(a[A.COUNT]):
        i = a[visit_of(p, n)]
        complete_held(p, s, i, now)
        free_visit(s, i)
    s.tokens[e, T.ASSEMBLY] = -1
    give_row(s.clerk, s.assemblies, A.TOKEN, assembly, Z.FREE_ASSEMBLIES, Z.ASSEMBLIES_ALIVE)
    return e


@inlined
def alert_assembly(p: Tables, s: State, assembly: int) -> None:
    """The case has entered the alert zone: the department asked last may still make it wait."""
    a = s.assemblies[assembly]
    i = a[visit_of(p, a[A.ASKED] - 1)]
    if s.visits[i, V.BEGAN] == NEVER:
        promote(s, i)
