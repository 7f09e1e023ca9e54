"""The horizon: open cases are cut and get their record, stations their last integrals."""

from sinksim.compiled import assembly_columns as A
from sinksim.compiled import clerk as Z
from sinksim.compiled import meaning as M
from sinksim.compiled import token as T
from sinksim.compiled import visit as V
from sinksim.compiled.account import account, add_kinds, spend
from sinksim.compiled.assembling import visit_of
from sinksim.compiled.memory import world_at
from sinksim.compiled.moving import has_left_home
from sinksim.compiled.state import STATE, TABLES, Ints, State, Tables
from sinksim.compiled.visiting import finish_case, log, pay, stop_waiting
from sinksim.compiled.window import end_window
from sinksim.core.kernel import called, entry, inlined
from sinksim.plan.operations import QUEUE


@entry
def cut_cases(tables: Ints, state: Ints, order: Ints, first: int, now: int) -> int:
    """Cut open cases in the given order, as many as there is room for; returns how many are done."""
    p, s = world_at(tables, TABLES), world_at(state, STATE)
    z = s.clerk
    n = first
    while n < len(order) and z[Z.RECORDS] < len(s.records):
        if z[Z.KEEPS_VISITS] and z[Z.LOGGED] + z[Z.BURST] > len(s.log):
            break
        cut(p, s, order[n], now)
        n += 1
    return n


@called
def cut(p: Tables, s: State, e: int, now: int) -> None:
    """Book what is under way and write the record."""
    c = s.tokens[e]
    book(p, s, e, now)
    waiting = -1
    branch = c[T.BRANCHES]
    while branch >= 0:
        book(p, s, branch, now)
        if waiting < 0 and not s.tokens[branch, T.JOINED]:
            waiting = branch
        branch = s.tokens[branch, T.SIBLING]
    if waiting >= 0:
        add_kinds(s, e, waiting)
    finish_case(p, s, e, M.OPEN, now)


@called
def book(p: Tables, s: State, e: int, now: int) -> None:
    """Book what is under way of one token."""
    c = s.tokens[e]
    has_left_home(p, s, e, now)
    if c[T.SPENDING] >= 0:
        spend(s, e, c[T.SPENDING], now)
    i = c[T.VISIT]
    if i >= 0:
        v = s.visits[i]
        if v[V.SERVING]:
            account(s, e)[T.KINDS + T.IN_SERVICE] += now - v[V.STARTED]
        else:
            stop_waiting(p, s, i, now)
        log_open(s, i, now)
        if not p.code[v[V.PC], QUEUE.file]:
            account(s, c[T.CASE])[T.CITIZEN_TIME] += v[V.BUSY]
        if v[V.TWIN] >= 0:
            log_open(s, v[V.TWIN], now)
    if c[T.ASSEMBLY] >= 0:
        a = s.assemblies[c[T.ASSEMBLY]]
        for n in range(a[A.ASKED]):
            log_open(s, a[visit_of(p, n)], now)


@inlined
def log_open(s: State, i: int, now: int) -> None:
    """A visit that is still there at the horizon."""
    v = s.visits[i]
    if v[V.SERVING]:
        v[V.BUSY] += now - v[V.STARTED]
    if v[V.BUSY]:
        pay(s, i)
    log(s, i, now)


@entry
def close_books(state: Ints, now: int) -> None:
    """The window of station figures ends with the run."""
    end_window(world_at(state, STATE), now)
