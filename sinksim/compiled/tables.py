"""A Plan as flat arrays: instructions, laws, calendars, roles, clocks and citizens. Made once a plan."""

from typing import Any

import numpy as np

from sinksim.compiled import header as H
from sinksim.compiled import instruction as I
from sinksim.compiled.flattening import Flat, bits, offsets
from sinksim.compiled.ranks import Ranks
from sinksim.compiled.state import Floats, Ints, Tables
from sinksim.core import draws
from sinksim.plan.background import may_meet_others
from sinksim.plan.operations import DRAW, OP, QUEUE, Op
from sinksim.plan.plan import Doors, Plan


def flatten(plan: Plan, ranks: Ranks) -> Tables:
    """All tables of a plan."""
    flat = Flat()
    _sizes(flat.head, plan, ranks)
    _code(flat, plan)
    _calendars(flat, plan)
    _places(flat, plan)
    _clocks(flat, plan)
    _citizens(flat, plan)
    _demand(flat, plan)
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
    labels = plan.labels
    window = labels.window
    head[H.HORIZON], head[H.WARM_UP], head[H.WINDOW_END] = (
        window.horizon,
        window.warm_up,
        window.warm_up + window.window,
    )
    head[H.ORIGINS] = plan.role.shape[1]
    head[H.SLOTS], head[H.CLOCKS] = plan.code.slots, len(plan.clocks.warn)
    head[H.CLASSES] = classes_of(plan)
    head[H.CLOCK_SHIFT], head[H.ORDINAL_SHIFT] = ranks.clock_shift, ranks.ordinal_shift
    head[H.LARGEST_SET] = max((len(s) for s in plan.code.sets), default=0)
    head[H.CALENDARS] = len(plan.calendars)
    head[H.TIERS] = len(labels.tiers)
    head[H.SEGMENTS], head[H.URGENCIES] = plan.citizens.segment.shape[1], plan.citizens.urgency.shape[1]


def _instructions(plan: Plan) -> Ints:
    rows = plan.code.rows
    known = rows[:, DRAW] >= 0
    draw = np.where(known, rows[:, DRAW], 0)
    keys = [np.where(known, bits(k)[draw], 0) if len(k) else np.zeros(len(rows), np.int64) for k in (
        plan.code.draw_key, plan.code.patience_key)]  # fmt: skip
    return _widened(np.column_stack([rows, *keys]), I.WIDTH)


def _laws(flat: Flat, plan: Plan) -> tuple[Ints, Floats]:
    laws = plan.laws
    values, cumulative = flat.real_rows(laws.values), flat.real_rows(laws.cumulative)
    fixed = [draws.whole(a) if code == 0 else 0 for code, a in zip(laws.code, laws.real[:, 0], strict=True)]
    lengths = [len(v) for v in laws.values]
    columns = [laws.code, np.array(fixed, np.int64), values[:-1], cumulative[:-1], np.array(lengths, np.int64)]
    return np.ascontiguousarray(np.column_stack(columns)), np.array(laws.real)


def _code(flat: Flat, plan: Plan) -> None:
    code = plan.code
    flat.ints(H.ENTRY, code.entry)
    flat.ints(H.JUMPS, code.jumps)
    flat.ints(H.WEIGHTS, flat.real_rows(code.weights))
    flat.ints(H.SETS, offsets(code.sets))
    flat.rows(H.SET_TEMPLATES, code.sets)
    flat.rows(H.SET_KEYS, [bits(k) for k in code.set_keys])
    flat.ints(H.PHASES, code.phases)
    _doors(flat, code.doors)


def _doors(flat: Flat, doors: Doors) -> None:
    flat.ints(H.DOORS, doors.rows)
    flat.ints(H.DOOR_TABLE, doors.table)
    flat.ints(H.DOOR_AT, offsets([times for times, _ in doors.hours]))
    flat.rows(H.DOOR_TIMES, [times for times, _ in doors.hours])
    flat.rows(H.DOOR_OPEN, [is_open for _, is_open in doors.hours])


def _calendars(flat: Flat, plan: Plan) -> None:
    rows = plan.calendars
    flat.ints(H.CALENDAR_AT, offsets([c.times for c in rows]))
    flat.rows(H.CALENDAR_TIMES, [c.times for c in rows])
    flat.rows(H.CALENDAR_LEVEL, [c.level for c in rows])
    flat.rows(H.CALENDAR_OPENED, [c.opened for c in rows])
    flat.rows(H.CALENDAR_RETURN, [c.next_day_opening for c in rows])
    flat.rows(H.CALENDAR_MORE, [c.more_today.astype(np.int64) for c in rows])
    followers = [np.flatnonzero(plan.stations.calendar == n) for n in range(len(rows))]
    flat.ints(H.FOLLOWERS_AT, offsets(followers))
    flat.rows(H.FOLLOWERS, followers)


def _places(flat: Flat, plan: Plan) -> None:
    flat.ints(H.ROLE, plan.role)
    flat.ints(H.TRAVEL_MS, plan.travel_ms)
    flat.ints(H.TRAVEL_FARE, plan.travel_fare)


def _clocks(flat: Flat, plan: Plan) -> None:
    flat.ints(H.DEADLINE, plan.clocks.deadline)
    flat.ints(H.CLOCK_CALENDAR, plan.clocks.calendar)
    flat.ints(H.CLOCK_ALERTS, plan.clocks.alert)
    flat.reals(H.REAL_WARN, plan.clocks.warn)


def _citizens(flat: Flat, plan: Plan) -> None:
    rows = plan.citizens
    flat.ints(H.SEGMENT_FIXED, [_certain(w) for w in rows.segment])
    flat.ints(H.URGENCY_FIXED, [_certain(w) for w in rows.urgency])
    flat.ints(H.REQUIRES_FIXED, [_certain(w) if _certain(w) >= 0 else -2 if len(w) else -1 for w in rows.requires])
    flat.ints(H.REQUIRES_AT, flat.real_rows(rows.requires))
    flat.reals(H.REAL_SEGMENT, rows.segment)
    flat.reals(H.REAL_URGENCY, rows.urgency)
    flat.reals(H.REAL_ADOPT, rows.adopt_below)
    flat.ints(H.INSTITUTION, rows.institution)
    # Only the bureaucratic channel exists there: nothing to decide.
    flat.ints(H.ONE_CHANNEL, (rows.institution < 0) & ~np.any(rows.adopt_below, axis=1, keepdims=True))
    flat.ints(H.RURAL, rows.rural)
    flat.ints(H.TIME_VALUE, rows.time_value)
    chances = [chances for pair in rows.file_chance for chances in pair]
    begins = flat.real_rows(chances)
    flat.ints(H.FILE_AT, [at if len(c) else -1 for at, c in zip(begins, chances, strict=False)])
    flat.head[H.RURALS] = max((c.shape[2] for c in chances if len(c)), default=0)
    upward = may_meet_others(plan) if plan.demand.background.any() else []
    flat.ints(H.UPWARD, np.array(upward, np.int64))


def _demand(flat: Flat, plan: Plan) -> None:
    flat.rows(H.PROFILES, [times for times, _ in plan.demand.profiles])
    flat.head[H.REAL_PROFILES] = flat.real_rows([cumulative for _, cumulative in plan.demand.profiles])[0]
    flat.head[H.REAL_BATCH] = flat.real_rows(plan.demand.batch)[0]


def _certain(cumulative: Any) -> int:
    """The one position that has all the weight; -1 where it is drawn."""
    for position, weight in enumerate(cumulative):
        if weight >= 1.0:
            return position if position == 0 or cumulative[position - 1] <= 0.0 else -1
    return -1
