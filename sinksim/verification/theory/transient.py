"""Demand that varies over time, constant piece by piece, from an empty system: M(t)/M/∞, M(t)/D/∞ and M(t)/M/c."""

import math
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from scipy import sparse

from sinksim.core.errors import BadInput
from sinksim.verification.theory import guards
from sinksim.verification.theory.chains import Vector, passage

LOST_SHARE = 1e-13
"""Share of the arrivals that a finite chain may lose at its edge before more states are taken."""
MOST_ROOM = 2**15


@dataclass(frozen=True)
class PieceMeans:
    """Means of one piece of constant arrival rate."""

    arrived: float
    """Expected arrivals in the piece [customers]."""
    wait: float
    """Mean wait of those who arrive in the piece, also if it ends later [time]; 0 if nobody arrives."""
    p_wait: float
    """Probability that an arrival in the piece must wait [1]."""
    mean_in_system: float
    """Time average over the piece of the number in the system [customers]."""
    mean_waiting: float
    """Time average over the piece of the number waiting [customers]."""
    end_in_system: float
    """Mean number in the system at the end of the piece [customers]."""


def infinite_servers(rates: Sequence[float], piece: float, service_rate: float, time: float) -> float:
    """Mean number in M(t)/M/∞ at ``time``, empty at 0 [customers].

    ``rates[i]``: arrivals per time unit in [i·piece, (i+1)·piece), 0 afterwards.
    Source: Palm (1943), Khinchine (1955): m' = λ(t) − μm.
    """
    guards.positive(piece=piece, service_rate=service_rate)
    guards.not_negative(time=time)
    guards.each(guards.not_negative, rates=rates)
    mean = 0.0
    for index, rate in enumerate(rates):
        since, upto = max(0.0, time - index * piece), max(0.0, time - (index + 1) * piece)
        mean += rate / service_rate * (math.exp(-service_rate * upto) - math.exp(-service_rate * since))
    return mean


def infinite_servers_constant(rates: Sequence[float], piece: float, service_time: float, time: float) -> float:
    """Mean number in M(t)/D/∞ at ``time``, empty at 0 = arrivals in the last ``service_time`` [customers].

    Source: Palm (1943): the number is Poisson with mean ∫ λ(t − u) P(S > u) du.
    """
    guards.positive(piece=piece, service_time=service_time)
    guards.not_negative(time=time)
    guards.each(guards.not_negative, rates=rates)
    begins = piece * np.arange(len(rates))
    shared = np.minimum(begins + piece, time) - np.maximum(begins, time - service_time)
    return float(np.maximum(shared, 0.0) @ np.asarray(rates, dtype=np.float64))


def many_servers(rates: Sequence[float], piece: float, service_rate: float, servers: int) -> tuple[PieceMeans, ...]:
    """Means of M(t)/M/c, first come first served, empty at 0, for each piece of constant arrival rate.

    Rates per time unit; a piece may be overloaded. Source: Kolmogorov's forward equations for the number in the
    system, solved by uniformisation; the chain is cut where less than 1e-13 of the arrivals are lost.
    """
    guards.positive(piece=piece, service_rate=service_rate)
    guards.each(guards.not_negative, rates=rates)
    guards.at_least(1, servers=servers)
    room = 2 * servers + 64
    while room <= MOST_ROOM:
        pieces, lost = _with_room(rates, piece, service_rate, servers, room)
        if lost <= LOST_SHARE * piece * sum(rates):
            return pieces
        room *= 2
    raise BadInput(f"rates = {list(rates)}; allowed: a queue that stays below {MOST_ROOM} customers")


def _with_room(
    rates: Sequence[float], piece: float, service_rate: float, servers: int, room: int
) -> tuple[tuple[PieceMeans, ...], float]:
    """Means of each piece with the chain cut at ``room`` customers, and the expected number of arrivals lost to it."""
    number = np.arange(room + 1)
    deaths = service_rate * np.minimum(number[1:], servers)
    state = 1.0 * (number == 0)
    pieces, lost = [], 0.0
    for rate in rates:
        births = np.full(room, rate, dtype=np.float64)
        leaving = np.append(births, 0.0) + np.append(0.0, deaths)
        matrix = sparse.csr_array(sparse.diags_array([deaths, -leaving, births], offsets=[-1, 0, 1]))
        passed = passage(matrix, state, piece)
        state = passed.end
        lost += rate * float(passed.occupancy[-1])
        pieces.append(_piece_means(rate * piece, passed.occupancy / piece, state, service_rate, servers))
    return tuple(pieces), lost


def _piece_means(arrived: float, share: Vector, end: Vector, service_rate: float, servers: int) -> PieceMeans:
    """Means over one piece of constant arrival rate.

    ``share``: part of the piece spent with n in the system; ``end``: probabilities at its end; ``arrived``: expected
    arrivals.
    """
    number = np.arange(share.size)
    # Poisson arrivals of constant rate see time averages; with n in the system n − c + 1 services end before theirs.
    ahead = np.maximum(number - servers + 1, 0)
    return PieceMeans(
        arrived=arrived,
        wait=float(share @ ahead) / (servers * service_rate) if arrived > 0 else 0.0,
        p_wait=float(share[servers:].sum()),
        mean_in_system=float(share @ number),
        mean_waiting=float(share @ np.maximum(number - servers, 0)),
        end_in_system=float(end @ number),
    )
