"""The fast engine: compiled kernels over flat arrays. Same plan, same draws, same records as ``agents``, to the last bit."""

from __future__ import annotations

import logging
from collections.abc import Generator
from functools import cache, lru_cache
from typing import TYPE_CHECKING

import numpy as np

from sinksim.records import INCIDENT, INCIDENT_FIELDS, STATION, STATION_FIELDS, Batch, Tables

if TYPE_CHECKING:
    from sinksim.compiled.spare import Spares
    from sinksim.compiled.starting import Prepared
    from sinksim.compiled.state import Ints, State
    from sinksim.network.plan import Plan

COMPILES = "Compiling the fast engine, once: about twenty seconds."
# Events between two looks at whether somebody wants to stop: well below half a second.
EVENTS = 200_000


def run(plan: Plan, replication: int, visits: bool = False, cases: bool = True) -> Generator[Batch, None, Tables]:
    """Run one replication; yields batches of records and returns the tables of stations and incidents.

    ``visits`` also yields one row per visit to a station; without ``cases`` there are no records of cases, and the tables
    tell how many ended how. Raises BadInput for what this engine cannot run.
    """
    from sinksim.compiled import clerk as Z
    from sinksim.compiled import meaning as M
    from sinksim.compiled.growing import grown
    from sinksim.compiled.incidents import incidents
    from sinksim.compiled.memory import whereabouts
    from sinksim.compiled.spare import Spares
    from sinksim.compiled.starting import remember, run_key_of, start
    from sinksim.compiled.world import advance, begin_world

    warm_up()
    prepared = _prepared(plan)
    rows, ticks = incidents(plan, run_key_of(plan, replication))
    state, demand = start(plan, prepared, replication, ticks, visits, cases)
    tables, here, brings = whereabouts(prepared.tables), whereabouts(state), whereabouts(demand)
    begin_world(tables, here, brings)
    spares = Spares(state.records)
    outcome = M.PAUSED
    while outcome != M.FINISHED:
        outcome = advance(tables, here, brings, EVENTS)
        if outcome != M.FINISHED:
            batch, state = _handed_over(state, here, spares)
            yield batch
            if not state.clerk[Z.SAFE]:
                state = grown(state)
                here = whereabouts(state)
    remember(prepared, state)
    yield from _cut(prepared, state, plan.labels.window.horizon)
    return _tables(state, rows, plan.labels.window.horizon)


@cache
def warm_up() -> None:
    """Compile all kernels now, or read them from disk: about twenty seconds once, then half a second.

    Where they must be compiled, one line says so: a warning of the logger ``sinksim``, which Python prints on standard
    error unless told otherwise.
    """
    from sinksim.compiled.warming import are_compiled, compile_all

    if not are_compiled():
        logging.getLogger("sinksim").warning(COMPILES)
    compile_all()


@lru_cache(maxsize=8)
def _prepared(plan: Plan) -> Prepared:
    from sinksim.compiled.starting import prepare

    return prepare(plan)


def _handed_over(state: State, here: Ints, spares: Spares) -> tuple[Batch, State]:
    """A batch of what has been written, and the state with fresh room for what will be, noted among its addresses."""
    from sinksim.compiled import clerk as Z
    from sinksim.compiled.memory import note_moved
    from sinksim.compiled.state import State

    z = state.clerk
    batch = Batch(state.records[: z[Z.RECORDS]], state.log[: z[Z.LOGGED]], int(z[Z.NOW]))
    z[Z.RECORDS] = z[Z.LOGGED] = 0
    state = state._replace(records=spares.take(), log=np.empty_like(state.log))
    note_moved(here, State._fields.index("records"), state.records)
    note_moved(here, State._fields.index("log"), state.log)
    return batch, state


def _cut(prepared: Prepared, state: State, horizon: int) -> Generator[Batch, None, None]:
    """Cut open cases at the horizon, in their order."""
    from sinksim.compiled import clerk as Z
    from sinksim.compiled import token as T
    from sinksim.compiled.horizon import cut_cases
    from sinksim.compiled.memory import whereabouts
    from sinksim.compiled.spare import Spares

    state.clerk[Z.NOW] = horizon
    alive = np.flatnonzero(state.tokens[:, T.ALIVE] == T.UNDER_WAY)
    order = alive[np.argsort(state.tokens[alive, T.ORDER])]
    tables, here, done = whereabouts(prepared.tables), whereabouts(state), 0
    spares = Spares(state.records)
    while True:
        done = cut_cases(tables, here, order, done, horizon)
        batch, state = _handed_over(state, here, spares)
        yield batch
        if done == len(order):
            return


def _tables(state: State, incidents: list[tuple[int, int, int, int]], horizon: int) -> Tables:
    from sinksim.compiled import clerk as Z
    from sinksim.compiled import station as S
    from sinksim.compiled.horizon import close_books
    from sinksim.compiled.memory import whereabouts

    rows = np.zeros((len(state.stations), len(STATION_FIELDS)), np.int64)
    close_books(whereabouts(state), rows, horizon)
    z = state.clerk
    ledger = {
        name: int(z[Z.LEDGER + n]) for n, name in enumerate(Z.KINDS_OF_MONEY) if z[Z.TOUCHED + n] and n != Z.STAFF
    }
    if len(rows):
        ledger["cost_staff"] = int(state.stations[:, S.STAFF_MONEY].sum())
    ends = z[Z.ENDS : Z.ENDS + Z.NUMBER_OF_ENDS].copy()
    happened = np.array(incidents, np.int64).reshape(-1, len(INCIDENT_FIELDS))
    return Tables(rows.view(STATION).reshape(-1), happened.view(INCIDENT).reshape(-1), ledger, ends)
