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
    servers: Sequence[int],
    piece: float,
    service_rate: float,
    abandonment_rate: float = 0.0,
    rule: ShiftRule = "finish",
) -> DayMeans:
    """Expected totals of M(t)/M/c(t)+M from empty, first come first served, over pieces of one length.

    ``rates[i]``, ``servers[i]``: arrival rate [1/time] and servers on duty in piece i of length ``piece`` [time];
    ``abandonment_rate`` = 1 / mean patience, 0 for endless patience; patience ends when service first begins.
    Where fewer servers are on duty than before, ``finish``: whoever is in service is served to the end, and nobody
    begins until fewer than the new number are in service; ``interrupt``: services beyond the new number stop at once and
    are resumed before anybody begins. The pair (begun and not ended, waiting) is a Markov chain under both rules.
    Source: Kolmogorov's forward equations, by uniformisation; cut where less than 1e-13 of the arrivals are lost.
    """
    guards.same_length(rates=rates, servers=servers)
    guards.positive(piece=piece, service_rate=service_rate)
    guards.not_negative(abandonment_rate=abandonment_rate)
    guards.each(guards.not_negative, rates=rates)
    guards.each(partial(guards.at_least, 0), servers=servers)
    if rule not in ("finish", "interrupt"):
        raise BadInput(f"rule = {rule}; allowed: finish, interrupt")
    room = 32
    while room <= MOST_ROOM:
        started, waiting = (index.ravel() for index in np.indices((max(servers) + 1, room + 1)))
        day = _Day(service_rate, abandonment_rate, rule, started, waiting, room)
        means, lost = _through_the_day(day, rates, servers, piece)
        if lost <= LOST_SHARE * means.arrived:
            return means
        room *= 2
    raise BadInput(f"rates = {list(rates)}; allowed: a queue that stays below {MOST_ROOM} customers")


def _through_the_day(day: _Day, rates: Sequence[float], servers: Sequence[int], piece: float) -> tuple[DayMeans, float]:
    """Totals of a day from empty, and the expected number of arrivals lost because the chain is cut at ``room``."""
    state = 1.0 * ((day.started == 0) & (day.waiting == 0))
    completed = waiting_time = suspended_time = busy_time = lost = 0.0
    for rate, on_duty in zip(rates, servers, strict=True):
        passed = passage(_transitions(day, rate, on_duty), _begin_services(day, state, on_duty), piece)
        state, occupancy = passed.end, passed.occupancy
        busy = _in_service(day, on_duty)
        completed += day.service_rate * float(occupancy @ busy)
        busy_time += float(occupancy @ busy)
        suspended_time += float(occupancy @ (day.started - busy))
        waiting_time += float(occupancy @ day.waiting)
        # Arrivals that find the queue as long as the chain lets it be, and no free server.
        lost += rate * float(occupancy[(day.waiting == day.room) & (day.started >= on_duty)].sum())
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


def _in_service(day: _Day, on_duty: int) -> Integers:
    """Customers in service in each state: under ``interrupt``, those beyond the servers on duty are suspended."""
    return day.started if day.rule == "finish" else np.minimum(day.started, on_duty)


def _begin_services(day: _Day, state: Vector, on_duty: int) -> Vector:
    """State after the servers on duty have changed: those waiting longest begin at once on servers that are free."""
    beginning = np.minimum(day.waiting, np.maximum(on_duty - day.started, 0))
    after = np.zeros_like(state)
    # Several states may pass into one: their probabilities add up.
    np.add.at(after, _index(day, day.started + beginning, day.waiting - beginning), state)
    return after


def _transitions(day: _Day, rate: float, on_duty: int) -> "sparse.csr_array":
    """Rates between states while the arrival rate and the servers on duty stay the same.

    A state is (begun, queue): customers whose service has begun and not ended, and those waiting for their first
    service. Nobody begins unless fewer than ``on_duty`` have begun; more may have, after a shift with more servers.
    """
    begun, queue = day.started, day.waiting
    has_free_server, has_room = begun < on_duty, queue < day.room
    # Where a service ends with no more than `on_duty` begun, the first in the queue begins at once: begun is unchanged.
    # With more begun, under `finish` the server goes off duty, and under `interrupt` it resumes a suspended service.
    taken_over = (begun <= on_duty) & (queue > 0)
    ends = day.service_rate * _in_service(day, on_duty)
    arrives = np.full(begun.shape, rate, dtype=np.float64)
    # Each kind of move: the states in which it happens, what it adds to begun and to queue, and its rate in every state.
    moves = (
        (has_free_server, 1, 0, arrives),
        (~has_free_server & has_room, 0, 1, arrives),
        (taken_over, 0, -1, ends),
        (~taken_over & (begun > 0), -1, 0, ends),
        (queue > 0, 0, -1, day.abandonment_rate * queue),
    )
    sources = np.concatenate([np.flatnonzero(where) for where, _, _, _ in moves])
    targets = np.concatenate([_index(day, begun[where] + b, queue[where] + q) for where, b, q, _ in moves])
    rates = np.concatenate([by_state[where] for where, _, _, by_state in moves])
    return generator(sources, targets, rates, begun.size)


def _index(day: _Day, started: Integers, waiting: Integers) -> Integers:
    """Position of the state (begun, waiting) in the vectors of the chain."""
    return started * (day.room + 1) + waiting
