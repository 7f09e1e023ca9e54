"""Demand and staff that both vary over the day: M(t)/M/c(t)+M under two rules of what happens at the end of a shift."""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import partial
from typing import Literal

import numpy as np
from scipy import sparse

from sinksim.core.errors import BadInput
from sinksim.verification.theory import guards
from sinksim.verification.theory.chains import Integers, Vector, generator, passage
from sinksim.verification.theory.transient import LOST_SHARE

MOST_ROOM = 2**13
ShiftRule = Literal["finish", "interrupt"]


@dataclass(frozen=True)
class DayMeans:
    """Expected totals from an empty start to the end of the last piece."""

    arrived: float
    """Arrivals [customers]."""
    started: float
    """Services begun, each customer once [customers]."""
    completed: float
    """Services ended [customers]."""
    abandoned: float
    """Left before their service began [customers]."""
    waiting_time: float
    """Integral of the number waiting for their first service [customers · time]."""
    suspended_time: float
    """Integral of the number interrupted and waiting to be resumed (rule ``interrupt``) [customers · time]."""
    busy_time: float
    """Integral of the number in service, beyond the rota too (rule ``finish``) [customers · time]."""
    end_waiting: float
    """Still waiting for their first service at the end [customers]."""
    end_started: float
    """Begun and not ended at the end: in service or suspended [customers]."""


@dataclass(frozen=True)
class _Day:
    """What does not change from piece to piece."""

    service_rate: float
    abandonment_rate: float
    rule: ShiftRule
    started: Integers
    """Customers begun and not ended, by state: in service, or suspended under ``interrupt``."""
    waiting: Integers
    """Customers waiting for their first service, by state."""
    room: int


def staffed_day(
    rates: Sequence[float],
    levels: Sequence[int],
    piece: float,
    service_rate: float,
    abandonment_rate: float = 0.0,
    rule: ShiftRule = "finish",
) -> DayMeans:
    """Expected totals of M(t)/M/c(t)+M from empty, first come first served, over pieces of one length.

    ``rates[i]``, ``levels[i]``: arrival rate [1/time] and servers on duty in piece i of length ``piece`` [time];
    ``abandonment_rate`` = 1 / mean patience, 0 for endless patience; patience ends when service first begins.
    At a fall of the level, ``finish``: whoever is in service is served to the end, and nobody begins until fewer than
    the new level are in service; ``interrupt``: the service of those above the new level stops at once and is resumed
    before anybody begins. The pair (begun and not ended, waiting) is a Markov chain under both rules.
    Source: Kolmogorov's forward equations, by uniformisation; cut where less than 1e-13 of the arrivals are lost.
    """
    guards.same_length(rates=rates, levels=levels)
    guards.positive(piece=piece, service_rate=service_rate)
    guards.not_negative(abandonment_rate=abandonment_rate)
    guards.each(guards.not_negative, rates=rates)
    guards.each(partial(guards.at_least, 0), levels=levels)
    if rule not in ("finish", "interrupt"):
        raise BadInput(f"rule = {rule}; allowed: finish, interrupt")
    room = 32
    while room <= MOST_ROOM:
        started, waiting = (index.ravel() for index in np.indices((max(levels) + 1, room + 1)))
        day = _Day(service_rate, abandonment_rate, rule, started, waiting, room)
        means, lost = _through_the_day(day, rates, levels, piece)
        if lost <= LOST_SHARE * means.arrived:
            return means
        room *= 2
    raise BadInput(f"rates = {list(rates)}; allowed: a queue that stays below {MOST_ROOM} customers")


def _through_the_day(day: _Day, rates: Sequence[float], levels: Sequence[int], piece: float) -> tuple[DayMeans, float]:
    """Totals of a day from empty, and the expected number of arrivals lost because the chain is cut at ``room``."""
    state = 1.0 * ((day.started == 0) & (day.waiting == 0))
    completed = waiting_time = suspended_time = busy_time = lost = 0.0
    for rate, level in zip(rates, levels, strict=True):
        passed = passage(_transitions(day, rate, level), _begin_services(day, state, level), piece)
        state, occupancy = passed.end, passed.occupancy
        busy = _in_service(day, level)
        completed += day.service_rate * float(occupancy @ busy)
        busy_time += float(occupancy @ busy)
        suspended_time += float(occupancy @ (day.started - busy))
        waiting_time += float(occupancy @ day.waiting)
        lost += rate * float(occupancy[(day.waiting == day.room) & (day.started >= level)].sum())
    end_started = float(state @ day.started)
    means = DayMeans(
        arrived=piece * sum(rates),
        started=completed + end_started,
        completed=completed,
        abandoned=day.abandonment_rate * waiting_time,
        waiting_time=waiting_time,
        suspended_time=suspended_time,
        busy_time=busy_time,
        end_waiting=float(state @ day.waiting),
        end_started=end_started,
    )
    return means, lost


def _in_service(day: _Day, level: int) -> Integers:
    """Customers in service in each state: under ``interrupt``, those above the level have their service suspended."""
    return day.started if day.rule == "finish" else np.minimum(day.started, level)


def _begin_services(day: _Day, state: Vector, level: int) -> Vector:
    """State after the level changes: at a rise, those waiting longest begin at once on the servers that are free."""
    called = np.minimum(day.waiting, np.maximum(level - day.started, 0))
    after = np.zeros_like(state)
    np.add.at(after, _index(day, day.started + called, day.waiting - called), state)
    return after


def _transitions(day: _Day, rate: float, level: int) -> "sparse.csr_array":
    """Rates between states (begun, waiting) while the arrival rate and the level stay the same."""
    begun, queue = day.started, day.waiting
    free, room = begun < level, queue < day.room
    # Where a service ends with no more than `level` begun, the next in the queue takes the server over.
    taken_over = (begun <= level) & (queue > 0)
    ends = day.service_rate * _in_service(day, level)
    arrives = np.full(begun.shape, rate, dtype=np.float64)
    moves = (
        (free, 1, 0, arrives),
        (~free & room, 0, 1, arrives),
        (taken_over, 0, -1, ends),
        (~taken_over & (begun > 0), -1, 0, ends),
        (queue > 0, 0, -1, day.abandonment_rate * queue),
    )
    rows = np.concatenate([np.flatnonzero(when) for when, _, _, _ in moves])
    columns = np.concatenate([_index(day, begun[w] + by, queue[w] + to) for w, by, to, _ in moves])
    values = np.concatenate([speed[when] for when, _, _, speed in moves])
    return generator(rows, columns, values, begun.size)


def _index(day: _Day, started: Integers, waiting: Integers) -> Integers:
    """Position of the state (begun, waiting) in the vectors of the chain."""
    return started * (day.room + 1) + waiting
