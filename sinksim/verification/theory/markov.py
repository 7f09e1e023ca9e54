"""Poisson arrivals, exponential service, many servers: M/M/1, M/M/c and M/M/c/K."""

import math
from dataclasses import dataclass

import numpy as np

from sinksim.verification.theory import guards
from sinksim.verification.theory.chains import birth_death
from sinksim.verification.theory.loss import erlang_b


@dataclass(frozen=True)
class QueueMeans:
    """Stationary means of a queue in which everybody is served."""

    utilisation: float
    """Share of time a server is busy [1]."""
    p_wait: float
    """Probability that an arrival must wait [1]."""
    wait: float
    """Mean wait before service over all arrivals, those who do not wait included [time]."""
    sojourn: float
    """Mean time from arrival to departure [time]."""
    waiting: float
    """Mean number waiting [customers]."""
    in_system: float
    """Mean number waiting or in service [customers]."""


@dataclass(frozen=True)
class FiniteRoom:
    """Stationary means of a queue with a finite room; waits are those of the accepted."""

    blocked: float
    """Probability that an arrival finds the room full and is lost [1]."""
    throughput: float
    """Accepted customers per time unit [1/time]."""
    p_wait: float
    """Probability that an accepted customer must wait [1]."""
    wait: float
    """Mean wait of the accepted [time]."""
    sojourn: float
    """Mean time from arrival to departure of the accepted [time]."""
    waiting: float
    """Mean number waiting [customers]."""
    in_system: float
    """Mean number waiting or in service [customers]."""


def erlang_c(servers: int, load: float) -> float:
    """Probability that an arrival to M/M/c must wait [1].

    ``load`` = arrival rate / service rate [Erlang], below ``servers``. Source: Erlang (1917).
    """
    guards.at_least(1, servers=servers)
    guards.not_negative(load=load)
    guards.stable(load / servers)
    blocking = erlang_b(servers, load)
    return servers * blocking / (servers - load * (1 - blocking))


def mmc(arrival_rate: float, service_rate: float, servers: int) -> QueueMeans:
    """Means of M/M/c, first come first served.

    Rates per time unit, ``service_rate`` of one server. Source: Erlang (1917); Little (1961).
    """
    guards.positive(arrival_rate=arrival_rate, service_rate=service_rate)
    load = arrival_rate / service_rate
    p_wait = erlang_c(servers, load)
    wait = p_wait / (servers * service_rate - arrival_rate)
    sojourn = wait + 1 / service_rate
    return QueueMeans(load / servers, p_wait, wait, sojourn, arrival_rate * wait, arrival_rate * sojourn)


def mm1(arrival_rate: float, service_rate: float) -> QueueMeans:
    """Means of M/M/1 in closed form: sojourn = 1/(μ − λ). Rates per time unit. Source: Erlang (1909)."""
    guards.positive(arrival_rate=arrival_rate, service_rate=service_rate)
    rho = arrival_rate / service_rate
    guards.stable(rho)
    sojourn = 1 / (service_rate - arrival_rate)
    wait = rho * sojourn
    return QueueMeans(rho, rho, wait, sojourn, arrival_rate * wait, arrival_rate * sojourn)


def wait_exceeds(time: float, arrival_rate: float, service_rate: float, servers: int) -> float:
    """Probability that the wait in M/M/c, first come first served, is longer than ``time`` [1].

    Source: Erlang (1917): P(W > t) = C · exp(−(cμ − λ)t).
    """
    guards.not_negative(time=time)
    guards.positive(arrival_rate=arrival_rate, service_rate=service_rate)
    p_wait = erlang_c(servers, arrival_rate / service_rate)
    return p_wait * math.exp(-(servers * service_rate - arrival_rate) * time)


def mmck(arrival_rate: float, service_rate: float, servers: int, room: int) -> FiniteRoom:
    """Means of M/M/c/K, stable or not.

    ``room`` = K, places in all, those in service included (K ≥ c). Source: Kendall (1953); birth-death balance.
    """
    guards.positive(arrival_rate=arrival_rate, service_rate=service_rate)
    guards.at_least(1, servers=servers)
    guards.at_least(servers, room=room)
    number = np.arange(room + 1)
    deaths = service_rate * np.minimum(number[1:], servers)
    p = birth_death(np.full(room, arrival_rate, dtype=np.float64), deaths)
    waiting, in_system = float(p @ np.maximum(number - servers, 0)), float(p @ number)
    throughput = arrival_rate * float(p[:-1].sum())
    # Of those admitted: the last state is that of a full room.
    p_wait = float(p[servers:-1].sum() / p[:-1].sum())
    return FiniteRoom(
        blocked=float(p[-1]),
        throughput=throughput,
        p_wait=p_wait,
        wait=waiting / throughput,
        sojourn=in_system / throughput,
        waiting=waiting,
        in_system=in_system,
    )
