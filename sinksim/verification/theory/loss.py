"""Loss systems: nobody waits; who finds all servers busy is lost or overflows to a second group."""

from dataclasses import dataclass

import numpy as np

from sinksim.verification.theory import guards
from sinksim.verification.theory.chains import Vector, generator, stationary


@dataclass(frozen=True)
class OverflowGroups:
    """A first group whose overflow goes to a second group, which may have arrivals of its own."""

    overflow_rate: float
    """Customers per time unit that find the first group full [1/time]."""
    p_overflow: float
    """Probability that an arrival at the first group overflows [1]."""
    blocked_overflow: float
    """Probability that an overflowing customer finds the second group full too [1]."""
    blocked_direct: float
    """Share of time the second group is full = loss of its own Poisson arrivals [1]."""
    lost_first: float
    """Probability that an arrival at the first group is lost in the end [1]."""
    busy_second: float
    """Mean number of busy servers in the second group [servers]."""


def erlang_b(servers: int, load: float) -> float:
    """Probability that an arrival to M/M/c/c is lost [1], the same for any service law with this mean (M/G/c/c).

    ``load`` = arrival rate / service rate [Erlang]. Source: Erlang (1917), by the usual recursion on the servers.
    """
    guards.at_least(0, servers=servers)
    guards.not_negative(load=load)
    blocking = 1.0
    for number in range(1, servers + 1):
        blocking = load * blocking / (number + load * blocking)
    return blocking


def overflow_rate(arrival_rate: float, service_rate: float, servers: int) -> float:
    """Customers per time unit that a loss group sends on [1/time]. Source: Erlang (1917)."""
    guards.positive(arrival_rate=arrival_rate, service_rate=service_rate)
    return arrival_rate * erlang_b(servers, arrival_rate / service_rate)


def overflow_variance(servers: int, load: float) -> float:
    """Variance of the number of overflow customers busy in an endless second group [customers²].

    Both groups serve at the same rate; the mean is load · B. Source: Kosten (1937), Riordan in Wilkinson (1956).
    """
    guards.positive(load=load)
    mean = load * erlang_b(servers, load)
    return mean * (1 - mean + load / (servers + 1 - load + mean))


def overflow_groups(
    first_rate: float,
    first_service_rate: float,
    first_servers: int,
    second_servers: int,
    second_service_rate: float,
    second_rate: float = 0.0,
) -> OverflowGroups:
    """Two loss groups in a row, solved exactly as the chain of (busy in first, busy in second).

    ``second_rate``: Poisson arrivals that go straight to the second group.
    Source: Brockmeyer (1954), solved numerically.
    """
    guards.positive(first_rate=first_rate, first_service_rate=first_service_rate)
    guards.positive(second_service_rate=second_service_rate)
    guards.not_negative(second_rate=second_rate)
    guards.at_least(0, first_servers=first_servers, second_servers=second_servers)
    rates = (first_rate, first_service_rate, second_rate, second_service_rate)
    p = _busy_in_both(first_servers, second_servers, rates)
    first_full = float(p[-1, :].sum())
    both_full = float(p[-1, -1])
    return OverflowGroups(
        overflow_rate=first_rate * first_full,
        p_overflow=first_full,
        blocked_overflow=both_full / first_full,
        blocked_direct=float(p[:, -1].sum()),
        lost_first=both_full,
        busy_second=float(p.sum(axis=0) @ np.arange(second_servers + 1)),
    )


def _busy_in_both(first: int, second: int, rates: tuple[float, float, float, float]) -> Vector:
    """Stationary probabilities of (busy in the first group, busy in the second) of two loss groups.

    ``rates``: arrivals and service of the first, then of the second; first-group arrivals overflow when it is full.
    """
    first_rate, first_service_rate, second_rate, second_service_rate = rates
    width = second + 1
    i, j = (index.ravel() for index in np.indices((first + 1, width)))
    full, here = i == first, i * width + j
    # Each kind of move: the states in which it happens, how far the target's position lies from theirs, and its rate.
    moves = (
        (~full, width, np.full(here.shape, first_rate)),
        (j < second, 1, second_rate + first_rate * full),
        (i > 0, -width, first_service_rate * i),
        (j > 0, -1, second_service_rate * j),
    )
    rows = np.concatenate([here[allowed] for allowed, _, _ in moves])
    columns = np.concatenate([here[allowed] + shift for allowed, shift, _ in moves])
    values = np.concatenate([rate[allowed] for allowed, _, rate in moves])
    return stationary(generator(rows, columns, values, here.size)).reshape(first + 1, width)
