"""What a replication starts from: stations as they open, sources before their first need, empty pools."""

from typing import NamedTuple

import numpy as np

from sinksim.compiled import assembly_columns as A
from sinksim.compiled import clerk as Z
from sinksim.compiled import given as G
from sinksim.compiled import header as H
from sinksim.compiled import source as Q
from sinksim.compiled import station as S
from sinksim.compiled import token as T
from sinksim.compiled import visit as V
from sinksim.compiled.account import OWN, SHARED
from sinksim.compiled.events import LAPS, SLOTS
from sinksim.compiled.incidents import breakable
from sinksim.compiled.keys import PERSON
from sinksim.compiled.ranks import Ranks, ranks_of
from sinksim.compiled.sheet import COLUMNS, LINK
from sinksim.compiled.sheet import WIDTH as SHEET
from sinksim.compiled.state import Demand, Floats, Ints, State, Tables, aligned, copied, whole_lines
from sinksim.compiled.tables import flatten
from sinksim.core import draws, rules
from sinksim.core.records import CASE, STATION_FIELDS, VISIT, Mark
from sinksim.core.stable_hash import stable_hash
from sinksim.plan.plan import Plan

RECORDS = 4096
LARGEST_BLOCK = 1024
TOKENS = 2048
EVENTS_A_NEED, EVENTS_A_SLOT = 3, 2


class Prepared(NamedTuple):
    """What all replications of a plan share; rows are copied before anything changes them."""

    tables: Tables
    stations: Ints
    sources: Ints
    reals: Floats
    blocks: int
    given: Ints
    burst: int
    slot_bits: int
    rows: dict[str, int]
    """How many rows pools had at the end of the last replication: the next begins with as many and need not grow."""


def prepare(plan: Plan) -> Prepared:
    """Flatten a plan."""
    ranks = ranks_of(plan)
    tables = flatten(plan, ranks)
    sources, reals = _sources(plan, ranks)
    blocks = int(sources[:, Q.SIZE].sum())
    return Prepared(
        tables, _stations(plan), sources, reals, blocks, _given(plan, ranks), _burst(plan), _slot_bits(plan), {}
    )


def start(
    plan: Plan, prepared: Prepared, replication: int, ticks: Ints, visits: bool, cases: bool
) -> tuple[State, Demand]:
    """Fresh arrays for one replication."""
    state = _state(plan, prepared, visits, cases)
    state.clerk[Z.RUN_KEY] = np.uint64(run_key_of(plan, replication)).view(np.int64)
    state.clerk[Z.PERSON_KEY] = np.uint64(draws.derive(int(PERSON), plan.seed)).view(np.int64)
    block = np.empty((2, prepared.blocks), np.int64)
    return state, Demand(copied(prepared.sources), prepared.reals.copy(), block, prepared.given, ticks)


def remember(prepared: Prepared, state: State) -> None:
    """Let the next replication begin with as much room as this one came to need."""
    prepared.rows.update(
        events=len(state.events) // COLUMNS,
        sheets=len(state.sheets),
        tokens=len(state.tokens),
        visits=len(state.visits),
        assemblies=len(state.assemblies),
    )


def run_key_of(plan: Plan, replication: int) -> int:
    """Key of one replication."""
    return int(draws.derive(draws.derive(0, plan.seed), replication))


def _state(plan: Plan, prepared: Prepared, visits: bool, cases: bool) -> State:
    clerk = np.zeros(Z.CALENDARS + len(plan.calendars) + len(plan.code.doors.hours), np.int64)
    clerk[Z.SLOT_BITS], clerk[Z.SHEETS] = prepared.slot_bits, SLOTS + LAPS
    clerk[[Z.FREE_SHEETS, Z.FREE_TOKENS, Z.FREE_VISITS, Z.FREE_ASSEMBLIES, Z.BRANCH_NEXT, Z.WALKER]] = -1
    clerk[Z.KEEPS_VISITS], clerk[Z.BURST] = visits, prepared.burst
    clerk[Z.ACCOUNTS] = OWN if cases else SHARED
    # The first token is nobody's: it may be the account of all.
    clerk[Z.TOKENS] = clerk[Z.TOKENS_ALIVE] = 1
    pool = TOKENS + 2 * prepared.burst
    rows = dict.fromkeys(("tokens", "visits", "assemblies"), pool) | prepared.rows
    events = max(2 * pool + len(prepared.sources), rows.get("events", 0))
    head = prepared.tables.ints
    return State(
        clerk=clerk,
        events=aligned(events, COLUMNS).reshape(-1),
        sheets=_sheets(max(2 * pool + len(prepared.sources), rows.get("sheets", 0) - SLOTS - LAPS)),
        ready=np.zeros(1 << int(2 * rows["tokens"] - 1).bit_length(), np.int64),
        tokens=aligned(
            rows["tokens"], whole_lines(T.FIXED + int(head[H.SLOTS]) + T.CLOCK_COLUMNS * int(head[H.CLOCKS]))
        ),
        visits=aligned(rows["visits"], V.WIDTH),
        assemblies=aligned(rows["assemblies"], A.LISTS + 3 * int(head[H.LARGEST_SET])),
        stations=copied(prepared.stations),
        records=np.empty((RECORDS if cases else 0) + prepared.burst, CASE),
        log=np.empty(RECORDS + 2 * pool if visits else 0, VISIT),
        figures=np.zeros((len(prepared.stations), len(STATION_FIELDS)), np.int64),
        bounded=np.zeros(len(prepared.tables.code), np.int64),
    )


def _sheets(more: int) -> Ints:
    """Empty sheets: one for each slot and lap of the wheel, and more to put behind them."""
    sheets = aligned(SLOTS + LAPS + more, SHEET)
    sheets[: SLOTS + LAPS, LINK] = -1
    return sheets


def _slot_bits(plan: Plan) -> int:
    """Width of a slot of the wheel, as a power of two [ms]: a few events in each on average."""
    rows = plan.demand
    ends = np.array([cumulative[-1] for _, cumulative in rows.profiles])
    needs = rows.layers * float((rows.rate * ends[rows.profile]).sum()) + len(plan.recorded.arisen)
    events = EVENTS_A_NEED * needs + 1
    return int(plan.labels.window.horizon * EVENTS_A_SLOT / events).bit_length()


def _burst(plan: Plan) -> int:
    """What one event may bring at most, beside what is there: the largest group of needs, each forked at once."""
    group = max((len(b) for b in plan.demand.batch), default=0)
    return (group + 1) * (max((len(s) for s in plan.code.sets), default=0) + 2) + 16


def _stations(plan: Plan) -> Ints:
    rows = plan.stations
    count = len(rows.servers)
    w = aligned(count, S.WIDTH)
    w[:, S.LISTS :] = w[:, S.HELD] = -1
    for column, values in (
        (S.ROOM, rows.room), (S.PREEMPTIVE, rows.preemptive), (S.CALENDAR, rows.calendar), (S.TIER, rows.tier),
        (S.WAGE, rows.wage), (S.SERVERS, rows.servers), (S.INTERRUPTS, rows.interrupt), (S.ESCALATES, rows.escalates_to),
    ):  # fmt: skip
        w[:, column] = values
    struck = breakable(plan)
    for n in range(count):
        calendar = int(rows.calendar[n])
        w[n, S.LEVEL] = 1000 if calendar < 0 else plan.calendars[calendar].level[0]
        w[n, S.CAPACITY] = rules.servers_at(int(w[n, S.SERVERS]), int(w[n, S.LEVEL]))
        w[n, S.TRACKS] = w[n, S.PREEMPTIVE] or w[n, S.INTERRUPTS] or n in struck
    return w


def _sources(plan: Plan, ranks: Ranks) -> tuple[Ints, Floats]:
    rows, layers = plan.demand, plan.demand.layers
    stream = np.repeat(np.arange(len(rows.rate)), layers)
    layer = np.tile(np.arange(layers), len(rows.rate))
    q, real = aligned(len(stream), Q.WIDTH), np.zeros((len(stream), 3))
    real[:, Q.RATE] = rows.rate[stream]
    real[:, Q.KEEP] = np.where(layer == layers - 1, rows.last_keep, 1.0)
    q[:, Q.SERVICE], q[:, Q.ORIGIN], q[:, Q.LAYER] = rows.service[stream], rows.origin[stream], layer
    q[:, Q.MARKS] = np.where(rows.background[stream], int(Mark.BACKGROUND), 0)
    q[:, Q.STREAM] = rows.key.view(np.int64)[stream]
    q[:, Q.ORDER] = ranks.sources.reshape(-1) << ranks.ordinal_shift
    lengths = np.array([len(t) for t, _ in rows.profiles], np.int64)
    begins = np.cumsum(lengths) - lengths
    profile = rows.profile[stream]
    q[:, Q.PROFILE_TIMES] = q[:, Q.PROFILE_REALS] = begins[profile]
    q[:, Q.PROFILE_LENGTH] = lengths[profile]
    batch = np.array([len(b) for b in rows.batch], np.int64)
    q[:, Q.BATCH_AT], q[:, Q.BATCH_LENGTH] = (np.cumsum(batch) - batch)[q[:, Q.SERVICE]], batch[q[:, Q.SERVICE]]
    expected = real[:, Q.RATE] * np.array([c[-1] for _, c in rows.profiles])[profile]
    q[:, Q.SIZE] = np.clip(expected / 8, 16, LARGEST_BLOCK).astype(np.int64)
    q[:, Q.BLOCK] = np.cumsum(q[:, Q.SIZE]) - q[:, Q.SIZE]
    return q, real


def _given(plan: Plan, ranks: Ranks) -> Ints:
    rows = plan.recorded
    g = np.zeros((len(rows.arisen), G.WIDTH), np.int64)
    for column, values in (
        (G.ARISEN, rows.arisen), (G.SERVICE, rows.service), (G.ORIGIN, rows.origin), (G.LAYER, rows.layer),
        (G.ORDINAL, rows.ordinal), (G.URGENCY, rows.urgency), (G.REQUIRES, rows.requires), (G.SEGMENT, rows.segment),
        (G.ENTER, rows.enter),
    ):  # fmt: skip
        g[:, column] = values
    g[:, G.ORDER] = (ranks.given << ranks.ordinal_shift) + (rows.ordinal << 7)
    labels = plan.labels
    pairs = list(zip(rows.service.tolist(), rows.origin.tolist(), strict=True))
    keys = {(s, o): stable_hash(f"{labels.services[s]}|{labels.origins[o]}") for s, o in set(pairs)}
    g[:, G.STREAM] = np.array([keys[pair] for pair in pairs], np.uint64).view(np.int64)
    return g
