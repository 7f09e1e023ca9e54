"""The fast engine: compiled kernels over flat arrays. Same plan, same draws, same records as ``agents``, to the last bit."""

from __future__ import annotations

import logging
from collections.abc import Callable, Generator, Sequence
from functools import cache, lru_cache, partial
from typing import TYPE_CHECKING

import numpy as np

from sinksim.compiled.layout import (
    ENDS,
    FINISHED,
    KINDS_OF_MONEY,
    LEDGER,
    NUMBER_OF_ENDS,
    PAUSED,
    SCALAR,
    STATION,
    TOKEN,
    TOUCHED,
    UNDER_WAY,
)
from sinksim.core.errors import BadInput
from sinksim.core.records import INCIDENT, INCIDENT_FIELDS, MOST_INSTRUCTIONS_AT_ONCE, STAFF_COSTS, RecordChunk, Tables
from sinksim.core.records import STATION as STATION_RECORD

if TYPE_CHECKING:
    from sinksim.compiled.buffer_pool import Spares
    from sinksim.compiled.preparation.initial_state import Prepared
    from sinksim.compiled.state import Ints, State
    from sinksim.plan.incidents import Incident
    from sinksim.plan.labels import Window
    from sinksim.plan.plan import Plan

COMPILES = "Compiling the fast engine, once: about twenty seconds."
# Events or instructions between two looks at whether somebody wants to stop: well below half a second.
EVENTS = 200_000


def run(plan: Plan, replication: int, visits: bool = False, cases: bool = True) -> Generator[RecordChunk, None, Tables]:
    """Run one replication; yields chunks of records and returns the tables of stations and incidents.

    ``visits`` also yields one row per visit to a station; without ``cases`` there are no records of cases, and the tables
    tell how many ended how. Raises BadInput for what this engine cannot run. Kernels see arrays by lists of their addresses.
    """
    from sinksim.compiled.buffer_pool import Spares
    from sinksim.compiled.deadlock import refuse_deadlock
    from sinksim.compiled.memory import addresses_of
    from sinksim.compiled.outages import tick_rows
    from sinksim.compiled.preparation.initial_state import remember, run_key_of, start
    from sinksim.compiled.replication import advance, populate
    from sinksim.compiled.resize import with_more_room
    from sinksim.plan.incidents import incidents

    warm_up()
    prepared = _prepared(plan)
    rows, ticks = incidents(plan, run_key_of(plan, replication))
    state, demand = start(plan, prepared, replication, tick_rows(ticks), visits, cases)
    tables, addresses, sources = addresses_of(prepared.tables), addresses_of(state), addresses_of(demand)
    populate(tables, addresses, sources)
    spares = Spares(state.records)
    outcome = PAUSED
    while outcome != FINISHED:
        outcome = advance(tables, addresses, sources, events=EVENTS, instructions=EVENTS)
        if state.scalars[SCALAR.walked] - state.scalars[SCALAR.walked_before] > MOST_INSTRUCTIONS_AT_ONCE:
            walk_one = partial(advance, tables, addresses, sources, events=EVENTS, instructions=1)
            raise BadInput(_instant_loop(plan, state, walk_one))
        if outcome != FINISHED:
            chunk, state = _hand_over(state, addresses, spares)
            yield chunk
            if not state.scalars[SCALAR.safe]:  # no event surely finds room
                state = with_more_room(state)
                addresses = addresses_of(state)
    refuse_deadlock(plan, prepared.tables, state)
    remember(prepared, state)
    yield from _cut(prepared, state, plan.labels.window.horizon)
    return _tables(state, rows, plan.labels.window)


def _instant_loop(plan: Plan, state: State, walk_one: Callable[[], int]) -> str:
    """The refusal of a loop walked at one instant; ``walk_one`` walks one instruction more, to learn which steps it has."""
    # ``SCALAR.walker`` is the token that was halted amid its walk, -1 where none was.
    from sinksim.core.instant_loops import INSTRUCTIONS_SAMPLED, instant_loop

    walked = [int(state.tokens[state.scalars[SCALAR.walker], TOKEN.pc])] if state.scalars[SCALAR.walker] >= 0 else []
    for _ in range(INSTRUCTIONS_SAMPLED):
        walk_one()
        if state.scalars[SCALAR.walker] >= 0:
            walked.append(int(state.tokens[state.scalars[SCALAR.walker], TOKEN.pc]))
    return instant_loop(walked, plan.labels.steps, int(state.scalars[SCALAR.now]))


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
    """The flat tables of a plan, kept for its other replications."""
    from sinksim.compiled.preparation.initial_state import prepare

    return prepare(plan)


def _hand_over(state: State, addresses: Ints, spares: Spares) -> tuple[RecordChunk, State]:
    """The records written since the last chunk, and the state with fresh room for those to come (``addresses`` follow)."""
    from sinksim.compiled.memory import update_address
    from sinksim.compiled.state import State

    scalars = state.scalars
    chunk = RecordChunk(
        state.records[: scalars[SCALAR.records]], state.log[: scalars[SCALAR.logged]], int(scalars[SCALAR.now])
    )
    scalars[SCALAR.records] = scalars[SCALAR.logged] = 0
    state = state._replace(records=spares.take(), log=np.empty_like(state.log))
    update_address(addresses, State._fields.index("records"), state.records)
    update_address(addresses, State._fields.index("log"), state.log)
    return chunk, state


def _cut(prepared: Prepared, state: State, horizon: int) -> Generator[RecordChunk, None, None]:
    """Cut open cases at the horizon, in their order; yields their records."""
    from sinksim.compiled.buffer_pool import Spares
    from sinksim.compiled.horizon import cut_cases
    from sinksim.compiled.memory import addresses_of

    state.scalars[SCALAR.now] = horizon
    alive = np.flatnonzero(state.tokens[:, TOKEN.alive] == UNDER_WAY)
    order = alive[np.argsort(state.tokens[alive, TOKEN.order])]
    tables, addresses, done = addresses_of(prepared.tables), addresses_of(state), 0
    spares = Spares(state.records)
    while True:
        done = cut_cases(tables, addresses, order, done, horizon)
        chunk, state = _hand_over(state, addresses, spares)
        yield chunk
        if done == len(order):
            return


def _tables(state: State, incidents: Sequence[Incident], window: Window) -> Tables:
    """What is known only at the end: station and incident tables, money (kinds ever charged), cases by end, jumps at limit."""
    from sinksim.compiled.horizon import close_books
    from sinksim.compiled.memory import addresses_of

    if not window.follow_up:  # with one, they were closed when the window ended
        close_books(addresses_of(state), window.horizon)
    scalars = state.scalars
    ledger = {name: int(scalars[LEDGER + n]) for n, name in enumerate(KINDS_OF_MONEY) if scalars[TOUCHED + n]}
    payers, money = state.stations[:, STATION.payer], state.stations[:, STATION.staff_money]
    for payer in np.unique(payers):
        ledger[STAFF_COSTS[payer]] = ledger.get(STAFF_COSTS[payer], 0) + int(money[payers == payer].sum())
    ends = scalars[ENDS : ENDS + NUMBER_OF_ENDS].copy()
    happened = np.array(incidents, np.int64).reshape(-1, len(INCIDENT_FIELDS))
    rows = state.figures.view(STATION_RECORD).reshape(-1)
    return Tables(rows, happened.view(INCIDENT).reshape(-1), ledger, ends, state.limit_hits)
