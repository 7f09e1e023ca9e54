"""What a replication starts from: stations as they open, sources before their first need, empty pools."""

from typing import NamedTuple

import numpy as np

from sinksim.compiled.case import OWN, SHARED
from sinksim.compiled.events.wheel import LAPS, SLOTS
from sinksim.compiled.layout import (
    ASSEMBLY_LISTS,
    BRANCH_BITS,
    BUCKET,
    BUCKET_WIDTH,
    CLOCK_WIDTH,
    COUNTERS,
    EVENT_WIDTH,
    GIVEN,
    GIVEN_WIDTH,
    HEAD,
    LISTS,
    NEED_DRAW,
    SCALAR,
    SOURCE,
    SOURCE_REAL,
    SOURCE_WIDTH,
    STATION,
    STATION_WIDTH,
    VISIT_WIDTH,
)
from sinksim.compiled.preparation.ranks import Ranks, layers_of, ranks_of
from sinksim.compiled.preparation.tables import flatten
from sinksim.compiled.state import Demand, Floats, Ints, State, Tables, aligned, copied, whole_lines
from sinksim.core import draws, rules
from sinksim.core.records import CASE, STATION_FIELDS, VISIT, Mark
from sinksim.core.stable_hash import stable_hash
from sinksim.plan.plan import Plan, breakable

# Records of a chunk; arrivals that a source draws ahead, at most; rows that pools begin with.
RECORDS = 16_384
LARGEST_BLOCK = 1024
TOKENS = 2048
# Rough numbers that the width of the wheel's slots is chosen by: it changes the speed alone.
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
    """What all replications of a plan share: its tables and the first state of its stations and sources."""
    ranks = ranks_of(plan)
    tables = flatten(plan, ranks)
    sources, reals = _sources(plan, ranks)
    blocks = int(sources[:, SOURCE.size].sum())
    return Prepared(
        tables, _stations(plan), sources, reals, blocks, _given(plan, ranks), _burst(plan), _slot_bits(plan), {}
    )


def start(
    plan: Plan, prepared: Prepared, replication: int, ticks: Ints, visits: bool, cases: bool
) -> tuple[State, Demand]:
    """Fresh arrays for one replication; ``visits`` and ``cases``: which records are wanted."""
    state = _state(plan, prepared, visits, cases)
    state.scalars[SCALAR.run_key] = np.uint64(run_key_of(plan, replication)).view(np.int64)
    state.scalars[SCALAR.person_key] = np.uint64(draws.derive(int(NEED_DRAW.person), plan.seed)).view(np.int64)
    block = np.empty((2, prepared.blocks), np.int64)
    return state, Demand(copied(prepared.sources), prepared.reals.copy(), block, prepared.given, ticks)


def remember(prepared: Prepared, state: State) -> None:
    """Let the next replication begin with as much room as this one came to need."""
    prepared.rows.update(
        events=len(state.events) // EVENT_WIDTH,
        buckets=len(state.buckets),
        tokens=len(state.tokens),
        visits=len(state.visits),
        assemblies=len(state.assemblies),
    )


def run_key_of(plan: Plan, replication: int) -> int:
    """Key of one replication."""
    return int(draws.derive(draws.derive(0, plan.seed), replication))


def _state(plan: Plan, prepared: Prepared, visits: bool, cases: bool) -> State:
    """Arrays as they are before the first event; ``visits`` and ``cases``: which records are wanted."""
    # ``pool``: rows of a pool to begin with, unless the last replication came to need more (``prepared.rows``).
    scalars = np.zeros(int(prepared.tables.ints[HEAD.booked]) + plan.slots.number, np.int64)
    scalars[SCALAR.slot_bits], scalars[SCALAR.buckets] = prepared.slot_bits, SLOTS + LAPS
    scalars[[SCALAR.free_buckets, SCALAR.free_tokens, SCALAR.free_visits, SCALAR.free_assemblies]] = -1
    scalars[[SCALAR.branch_next, SCALAR.walker]] = -1
    scalars[SCALAR.keeps_visits], scalars[SCALAR.burst] = visits, prepared.burst
    scalars[SCALAR.accounts] = OWN if cases else SHARED
    # The first token is nobody's: it may be the account of all.
    scalars[SCALAR.tokens] = scalars[SCALAR.tokens_alive] = 1
    pool = TOKENS + 2 * prepared.burst
    rows = dict.fromkeys(("tokens", "visits", "assemblies"), pool) | prepared.rows
    events = max(2 * pool + len(prepared.sources), rows.get("events", 0))
    head = prepared.tables.ints
    token_width = COUNTERS + int(head[HEAD.slots]) + CLOCK_WIDTH * int(head[HEAD.clocks])
    return State(
        scalars=scalars,
        events=aligned(events, EVENT_WIDTH).reshape(-1),
        buckets=_buckets(max(2 * pool + len(prepared.sources), rows.get("buckets", 0) - SLOTS - LAPS)),
        ready=np.zeros(1 << int(2 * rows["tokens"] - 1).bit_length(), np.int64),
        tokens=aligned(rows["tokens"], whole_lines(token_width)),
        visits=aligned(rows["visits"], VISIT_WIDTH),
        assemblies=aligned(rows["assemblies"], ASSEMBLY_LISTS + 3 * int(head[HEAD.largest_set])),
        stations=copied(prepared.stations),
        records=np.empty((RECORDS if cases else 0) + prepared.burst, CASE),
        log=np.empty(RECORDS + 2 * pool if visits else 0, VISIT),
        figures=np.zeros((len(prepared.stations), len(STATION_FIELDS)), np.int64),
        limit_hits=np.zeros(len(prepared.tables.code), np.int64),
    )


def _buckets(more: int) -> Ints:
    """Empty buckets: one for each slot and lap of the wheel, and more to put behind them."""
    buckets = aligned(SLOTS + LAPS + more, BUCKET_WIDTH)
    buckets[: SLOTS + LAPS, BUCKET.link] = -1
    return buckets


def _slot_bits(plan: Plan) -> int:
    """Width of a slot of the wheel, as a power of two [ms]: a few events in each on average."""
    rows = plan.demand
    ends = np.array([cumulative[-1] for _, cumulative in rows.profiles])
    needs = float((rows.layers * rows.rate * ends[rows.profile]).sum()) + len(plan.recorded.arisen)
    events = EVENTS_A_NEED * needs + 1
    return int(plan.labels.window.horizon * EVENTS_A_SLOT / events).bit_length()


def _burst(plan: Plan) -> int:
    """Rows that one event may take from a pool at most: the largest group of needs and the case that goes on, all forked at once.

    Each takes a row for every department of the largest set, one of its own and one to spare; 16 more are for safety.
    """
    group = max((len(weights) for weights in plan.demand.group_size), default=0)  # one weight for each size from 1
    return (group + 1) * (max((len(s) for s in plan.code.sets), default=0) + 2) + 16


def _stations(plan: Plan) -> Ints:
    """Rows of the stations as they open, with nobody there (level 1000 per mille: all servers on duty)."""
    rows = plan.stations
    count = len(rows.servers)
    stations = aligned(count, STATION_WIDTH)
    stations[:, LISTS:] = stations[:, STATION.serving] = stations[:, STATION.blocked] = -1
    for column, values in (
        (STATION.room, rows.room), (STATION.preemptive, rows.preemptive), (STATION.calendar, rows.calendar),
        (STATION.tier, rows.tier), (STATION.wage, rows.wage), (STATION.payer, rows.payer), (STATION.servers, rows.servers),
        (STATION.interrupts, rows.interrupt), (STATION.escalates, rows.escalates_to),
    ):  # fmt: skip
        stations[:, column] = values
    struck = breakable(plan)
    for n in range(count):
        calendar = int(rows.calendar[n])
        stations[n, STATION.level] = 1000 if calendar < 0 else plan.calendars[calendar].level[0]
        servers, level = int(stations[n, STATION.servers]), int(stations[n, STATION.level])
        stations[n, STATION.capacity] = rules.servers_at(servers, level)
        stations[n, STATION.tracks] = stations[n, STATION.preemptive] or stations[n, STATION.interrupts] or n in struck
    return stations


def _sources(plan: Plan, ranks: Ranks) -> tuple[Ints, Floats]:
    """Rows of the sources, one for each layer of each stream (demand m has layers 1, …, 1 and the rest), and their reals."""
    rows, layers = plan.demand, plan.demand.layers
    stream = np.repeat(np.arange(len(rows.rate)), layers)
    layer = layers_of(layers)
    sources, real = aligned(len(stream), SOURCE_WIDTH), np.zeros((len(stream), 3))
    real[:, SOURCE_REAL.rate] = rows.rate[stream]
    real[:, SOURCE_REAL.keep] = np.where(layer == layers[stream] - 1, rows.last_keep[stream], 1.0)
    sources[:, SOURCE.service], sources[:, SOURCE.origin] = rows.service[stream], rows.origin[stream]
    sources[:, SOURCE.layer], sources[:, SOURCE.stream] = layer, rows.key.view(np.int64)[stream]
    sources[:, SOURCE.marks] = np.where(rows.background[stream], int(Mark.BACKGROUND), 0)
    sources[:, SOURCE.order] = ranks.sources << ranks.ordinal_shift
    sources[:, SOURCE.gap_law] = rows.interarrival[sources[:, SOURCE.service]]
    lengths = np.array([len(t) for t, _ in rows.profiles], np.int64)
    begins = np.cumsum(lengths) - lengths
    profile = rows.profile[stream]
    sources[:, SOURCE.profile_times] = sources[:, SOURCE.profile_reals] = begins[profile]
    sources[:, SOURCE.profile_length] = lengths[profile]
    batch = np.array([len(b) for b in rows.group_size], np.int64)
    sources[:, SOURCE.group_at] = (np.cumsum(batch) - batch)[sources[:, SOURCE.service]]
    sources[:, SOURCE.group_length] = batch[sources[:, SOURCE.service]]
    expected = real[:, SOURCE_REAL.rate] * np.array([c[-1] for _, c in rows.profiles])[profile]
    sources[:, SOURCE.size] = np.clip(expected / 8, 16, LARGEST_BLOCK).astype(np.int64)  # drawn ahead
    sources[:, SOURCE.block] = np.cumsum(sources[:, SOURCE.size]) - sources[:, SOURCE.size]
    return sources, real


def _given(plan: Plan, ranks: Ranks) -> Ints:
    """Rows of the given cases, in order of arising."""
    rows = plan.recorded
    given = np.zeros((len(rows.arisen), GIVEN_WIDTH), np.int64)
    for column, values in (
        (GIVEN.arisen, rows.arisen), (GIVEN.service, rows.service), (GIVEN.origin, rows.origin), (GIVEN.layer, rows.layer),
        (GIVEN.ordinal, rows.ordinal), (GIVEN.urgency, rows.urgency), (GIVEN.requires, rows.requires),
        (GIVEN.segment, rows.segment), (GIVEN.enter, rows.enter),
    ):  # fmt: skip
        given[:, column] = values
    given[:, GIVEN.order] = (ranks.given << ranks.ordinal_shift) + (rows.ordinal << BRANCH_BITS)
    labels = plan.labels
    pairs = list(zip(rows.service.tolist(), rows.origin.tolist(), strict=True))
    keys = {(s, o): stable_hash(f"{labels.services[s]}|{labels.origins[o]}") for s, o in set(pairs)}
    given[:, GIVEN.stream] = np.array([keys[pair] for pair in pairs], np.uint64).view(np.int64)
    return given
