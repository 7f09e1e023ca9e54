"""A Plan as flat arrays: instructions, laws, calendars, roles, clocks and citizens. Made once a plan."""

import numpy as np

from sinksim.compiled.layout import CALENDARS, HEAD, INSTRUCTION_WIDTH
from sinksim.compiled.preparation.flattening import Flat, bits, offsets
from sinksim.compiled.preparation.ranks import Ranks
from sinksim.compiled.state import Floats, Ints, Tables
from sinksim.core import draws
from sinksim.plan.background import may_reach_shared
from sinksim.plan.operations import DRAW, OP, QUEUE, Op
from sinksim.plan.plan import Doors, Plan, sole_choice


def flatten(plan: Plan, ranks: Ranks) -> Tables:
    """All tables of a plan as flat arrays."""
    flat = Flat()
    _sizes(flat.head, plan, ranks)
    _code(flat, plan)
    _calendars(flat, plan)
    _places(flat, plan)
    _slots(flat, plan)
    _clocks(flat, plan)
    _citizens(flat, plan)
    _demand(flat, plan)
    if plan.satisfaction is not None:
        flat.head[HEAD.judged] = 1
        flat.ints(HEAD.expected, plan.satisfaction.expected)
        flat.reals(HEAD.real_satisfaction, plan.satisfaction.numbers)
    law, law_real = _laws(flat, plan)
    return Tables(_instructions(plan), np.array(plan.code.real), law, law_real, flat.all_ints(), flat.all_reals())


def classes_of(plan: Plan) -> int:
    """Lists of a station: two for each urgency, stated priorities included."""
    rows = plan.code.rows
    queues = rows[rows[:, OP] == Op.QUEUE]
    return 2 * (max([len(plan.labels.urgencies) - 1, *queues[:, QUEUE.priority].tolist()]) + 1)


def _widened(rows: Ints, width: int) -> Ints:
    """The same rows with columns of zeros behind them."""
    return np.ascontiguousarray(np.pad(rows, ((0, 0), (0, width - rows.shape[1]))))


def _sizes(head: Ints, plan: Plan, ranks: Ranks) -> None:
    """Write the sizes of a plan into the head, the integers (``HEAD``) by which kernels find their way in its tables."""
    labels = plan.labels
    window = labels.window
    head[HEAD.horizon], head[HEAD.warm_up] = window.horizon, window.warm_up
    head[HEAD.window_end] = window.warm_up + window.window
    head[HEAD.origins] = plan.role.shape[1]
    head[HEAD.slots], head[HEAD.clocks] = plan.code.slots, len(plan.clocks.warn)
    head[HEAD.classes] = classes_of(plan)
    head[HEAD.clock_shift], head[HEAD.ordinal_shift] = ranks.clock_shift, ranks.ordinal_shift
    head[HEAD.largest_set] = max((len(s) for s in plan.code.sets), default=0)
    head[HEAD.calendars] = len(plan.calendars)
    head[HEAD.tiers] = len(labels.tiers)
    head[HEAD.segments], head[HEAD.urgencies] = plan.citizens.segment.shape[1], plan.citizens.urgency.shape[1]


def _instructions(plan: Plan) -> Ints:
    """Rows of instructions, with the keys of their draw and of its patience behind the plan's columns; 0: draws nothing."""
    rows = plan.code.rows
    known = rows[:, DRAW] >= 0
    draw = np.where(known, rows[:, DRAW], 0)
    keys = [np.where(known, bits(k)[draw], 0) if len(k) else np.zeros(len(rows), np.int64) for k in (
        plan.code.draw_key, plan.code.patience_key)]  # fmt: skip
    return _widened(np.column_stack([rows, *keys]), INSTRUCTION_WIDTH)


def _laws(flat: Flat, plan: Plan) -> tuple[Ints, Floats]:
    """Rows of laws, whole numbers (``LAW``) and reals; a constant is rounded here once, mixtures lie among the reals."""
    # ``values`` and ``cumulative``: where those of each law begin, and last where the last ends, which no row needs.
    laws = plan.laws
    values, cumulative = flat.real_rows(laws.values), flat.real_rows(laws.cumulative)
    fixed = [
        draws.whole(a) if code == draws.CONSTANT else 0 for code, a in zip(laws.code, laws.real[:, 0], strict=True)
    ]
    lengths = [len(row) for row in laws.values]
    columns = [laws.code, np.array(fixed, np.int64), values[:-1], cumulative[:-1], np.array(lengths, np.int64)]
    return np.ascontiguousarray(np.column_stack(columns)), np.array(laws.real)


def _code(flat: Flat, plan: Plan) -> None:
    """What instructions point to: first instructions of services, jumps, weights, sets of departments, meetings, doors."""
    code = plan.code
    flat.ints(HEAD.entry, code.entry)
    flat.ints(HEAD.jumps, code.jumps)
    flat.ints(HEAD.weights, flat.real_rows(code.weights))
    flat.ints(HEAD.sets, offsets(code.sets))
    flat.ints(HEAD.set_weights, flat.real_rows(code.set_weights))
    flat.rows(HEAD.set_templates, code.sets)
    flat.rows(HEAD.set_keys, [bits(k) for k in code.set_keys])
    flat.ints(HEAD.phases, code.phases)
    _doors(flat, code.doors)


def _doors(flat: Flat, doors: Doors) -> None:
    """The doors of travels (``plan.Doors``)."""
    flat.ints(HEAD.doors, doors.rows)
    flat.ints(HEAD.door_table, doors.table)
    flat.ints(HEAD.door_at, offsets([times for times, _ in doors.hours]))
    flat.rows(HEAD.door_times, [times for times, _ in doors.hours])
    flat.rows(HEAD.door_open, [is_open for _, is_open in doors.hours])


def _calendars(flat: Flat, plan: Plan) -> None:
    """The changes of every calendar, and the stations that follow it."""
    rows = plan.calendars
    flat.ints(HEAD.calendar_at, offsets([c.times for c in rows]))
    flat.rows(HEAD.calendar_times, [c.times for c in rows])
    flat.rows(HEAD.calendar_level, [c.level for c in rows])
    flat.rows(HEAD.calendar_opened, [c.opened for c in rows])
    flat.rows(HEAD.calendar_return, [c.next_day_opening for c in rows])
    flat.rows(HEAD.calendar_more, [c.more_today.astype(np.int64) for c in rows])
    followers = [np.flatnonzero(plan.stations.calendar == n) for n in range(len(rows))]
    flat.ints(HEAD.followers_at, offsets(followers))
    flat.rows(HEAD.followers, followers)


def _places(flat: Flat, plan: Plan) -> None:
    """By origin: stations that stand for a template (-1: none), travel times and fares."""
    flat.ints(HEAD.role, plan.role)
    flat.ints(HEAD.travel_ms, plan.travel_ms)
    flat.ints(HEAD.travel_fare, plan.travel_fare)


def _slots(flat: Flat, plan: Plan) -> None:
    """Slots of appointments by template, what each station gives, and where its bookings are counted among the scalars."""
    slots = plan.slots
    flat.ints(HEAD.slot_at, offsets(slots.times))
    flat.rows(HEAD.slot_times, slots.times)
    flat.ints(HEAD.slot_first, slots.first)
    flat.ints(HEAD.slot_each, slots.each)
    flat.head[HEAD.booked] = CALENDARS + len(plan.calendars) + len(plan.code.doors.hours)


def _clocks(flat: Flat, plan: Plan) -> None:
    """Deadlines by clock and urgency, their calendars, warnings and alerts."""
    flat.ints(HEAD.deadline, plan.clocks.deadline)
    flat.ints(HEAD.clock_calendar, plan.clocks.calendar)
    flat.ints(HEAD.clock_alerts, plan.clocks.alert)
    flat.reals(HEAD.real_warn, plan.clocks.warn)


def _citizens(flat: Flat, plan: Plan) -> None:
    """Attributes of cases and what they decide; a ``_fixed`` value needs no draw, -1 means that it is drawn."""
    rows = plan.citizens
    flat.ints(HEAD.segment_fixed, [sole_choice(w) for w in rows.segment])
    flat.ints(HEAD.urgency_fixed, [sole_choice(w) for w in rows.urgency])
    # -1: none stated; -2: drawn.
    flat.ints(
        HEAD.requires_fixed, [(sole_choice(w) if sole_choice(w) >= 0 else -2) if len(w) else -1 for w in rows.requires]
    )
    flat.ints(HEAD.requires_at, flat.real_rows(rows.requires))
    flat.reals(HEAD.real_segment, rows.segment)
    flat.reals(HEAD.real_urgency, rows.urgency)
    flat.reals(HEAD.real_adopt, rows.adopt_below)
    flat.ints(HEAD.institution, rows.institution)
    # Only the traditional channel exists there: nothing to decide.
    flat.ints(HEAD.one_channel, (rows.institution < 0) & ~np.any(rows.adopt_below, axis=1, keepdims=True))
    flat.ints(HEAD.rural, rows.rural)
    flat.ints(HEAD.time_value, rows.time_value)
    chances = [chances for pair in rows.file_chance for chances in pair]
    begins = flat.real_rows(chances)
    flat.ints(HEAD.file_at, [at if len(c) else -1 for at, c in zip(begins[:-1], chances, strict=True)])
    flat.head[HEAD.rurals] = max((c.shape[2] for c in chances if len(c)), default=0)
    reaches_shared = may_reach_shared(plan) if plan.demand.background.any() else []
    flat.ints(HEAD.reaches_shared, np.array(reaches_shared, np.int64))


def _demand(flat: Flat, plan: Plan) -> None:
    """Arrival profiles, and weights of the sizes of groups; of reals laid end to end the head keeps where the first begins."""
    flat.rows(HEAD.profiles, [times for times, _ in plan.demand.profiles])
    flat.head[HEAD.real_profiles] = flat.real_rows([cumulative for _, cumulative in plan.demand.profiles])[0]
    flat.head[HEAD.real_group] = flat.real_rows(plan.demand.group_size)[0]
