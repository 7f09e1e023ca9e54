"""Customers who give up: Erlang A (M/M/c+M) and constant patience (M/M/c+D). Patience ends when service starts."""

import math
from dataclasses import dataclass

import numpy as np
from scipy.special import logsumexp

from sinksim.core.errors import BadInput
from sinksim.verification.theory import guards
from sinksim.verification.theory.chains import Vector, birth_death

MOST_STATES = 2**23


@dataclass(frozen=True)
class Abandonment:
    """Stationary means of a queue in which the impatient leave."""

    p_abandon: float
    """Probability that an arrival leaves unserved [1]."""
    p_wait: float
    """Probability that an arrival finds all servers busy [1]."""
    wait: float
    """Mean time in the queue over all arrivals, until service or leaving [time]."""
    wait_served: float
    """Mean wait of those who are served, those who do not wait included [time]."""
    wait_abandoned: float
    """Mean time in the queue of those who leave [time]."""
    offered_wait: float
    """Mean wait that a customer of endless patience would meet (virtual wait) [time]."""
    waiting: float
    """Mean number waiting [customers]."""
    busy: float
    """Mean number of busy servers [servers]."""


def erlang_a(arrival_rate: float, service_rate: float, servers: int, abandonment_rate: float) -> Abandonment:
    """Means of M/M/c+M, first come first served, stable at any load.

    ``abandonment_rate`` = 1 / mean patience. Source: Palm (1946); the birth-death chain is summed until what is left out
    is below 1e-18. An arrival with k waiting ahead must win k + 1 races: in each, a service ends or one ahead gives up, or
    it gives up itself.
    """
    guards.positive(arrival_rate=arrival_rate, service_rate=service_rate, abandonment_rate=abandonment_rate)
    guards.at_least(1, servers=servers)
    p = _erlang_a_states(arrival_rate, service_rate, servers, abandonment_rate)
    number = np.arange(p.size)
    waiting = float(p @ np.maximum(number - servers, 0))
    gone = abandonment_rate * waiting / arrival_rate
    # Rate at which each race is decided, and the probability that the arrival has won it and all before it.
    race = servers * service_rate + abandonment_rate * np.arange(1, p.size - servers + 1)
    reached = np.cumprod(1 - abandonment_rate / race)
    served_time = float(p[servers:] @ (reached * np.cumsum(1 / race)))
    wait = waiting / arrival_rate
    return Abandonment(
        p_abandon=gone,
        p_wait=float(p[servers:].sum()),
        wait=wait,
        wait_served=served_time / (1 - gone),
        wait_abandoned=(wait - served_time) / gone,
        # Somebody who never gives up runs the same races without giving up as one of their outcomes.
        offered_wait=float(p[servers:] @ np.cumsum(1 / (race - abandonment_rate))),
        waiting=waiting,
        busy=float(p @ np.minimum(number, servers)),
    )


def _erlang_a_states(arrival_rate: float, service_rate: float, servers: int, abandonment_rate: float) -> Vector:
    """Stationary probabilities of the number in M/M/c+M, cut where the rest cannot matter.

    BadInput where patience is so long that too many states would be needed.
    """
    states = 2 * servers + 64
    while states <= MOST_STATES:
        number = np.arange(1, states)
        deaths = service_rate * np.minimum(number, servers) + abandonment_rate * np.maximum(number - servers, 0)
        p = birth_death(np.full(states - 1, arrival_rate, dtype=np.float64), deaths)
        step = 1 - arrival_rate / deaths[-1]
        # Beyond the last state the terms fall at least geometrically: this bounds their weight and their mean.
        if step > 0 and p[-1] * states < 1e-18 * step**2:
            return p
        states *= 2
    raise BadInput(f"abandonment_rate = {abandonment_rate}; allowed: high enough that {MOST_STATES} states suffice")


def constant_patience(arrival_rate: float, service_rate: float, servers: int, patience: float) -> Abandonment:
    """Means of M/M/c+D, first come first served, stable at any load: who has waited ``patience`` [time] leaves.

    Source: Barrer (1957); Baccelli and Hebuterne (1981): who meets a virtual wait above the patience τ leaves.
    """
    guards.positive(arrival_rate=arrival_rate, service_rate=service_rate, patience=patience)
    guards.at_least(1, servers=servers)
    idle, p_short, short_time, gone = _virtual_wait(arrival_rate, service_rate, servers, patience)
    wait = short_time + gone * patience
    return Abandonment(
        p_abandon=gone,
        p_wait=p_short + gone,
        wait=wait,
        wait_served=short_time / (1 - gone),
        wait_abandoned=patience,
        offered_wait=wait + gone / (servers * service_rate),
        waiting=arrival_rate * wait,
        busy=float(idle @ np.arange(servers)) + servers * (p_short + gone),
    )


def _virtual_wait(
    arrival_rate: float, service_rate: float, servers: int, patience: float
) -> tuple[Vector, float, float, float]:
    """The virtual wait V of M/M/c+D: what a customer of endless patience would wait; the patience is τ.

    Gives P(j servers busy) for j < c, then P(0 < V ≤ τ), E[V; 0 < V ≤ τ] and P(V > τ). The density of V at x is
    λπ(c−1)·exp(λ min(x, τ) − cμx); it is worked in logarithms, which keep large groups from overflow.
    """
    number = np.arange(servers)
    log_idle = number * math.log(arrival_rate / service_rate) - np.cumsum(np.log(np.maximum(number, 1)))
    log_edge = math.log(arrival_rate) + float(log_idle[-1])
    drift = arrival_rate - servers * service_rate
    scale = max(0.0, drift * patience)
    near, near_time = _exponential_integrals(drift, patience, scale)
    log_near = log_edge + scale + np.log([near, near_time])
    log_beyond = log_edge + drift * patience - math.log(servers * service_rate)
    total = float(logsumexp([*log_idle, log_near[0], log_beyond]))
    p_short, short_time = np.exp(log_near - total).tolist()
    return np.exp(log_idle - total), p_short, short_time, math.exp(log_beyond - total)


def _exponential_integrals(drift: float, upto: float, scale: float) -> tuple[float, float]:
    """∫ exp(dx − s) dx and ∫ x exp(dx − s) dx over [0, ``upto``], for d = ``drift`` and s = ``scale``.

    ``scale`` is the largest exponent, so that nothing overflows. Where d is so small that the terms of the closed form
    cancel, the power series of the exponential is integrated instead: 16 terms reach the precision of a float.
    """
    turn = drift * upto
    if abs(turn) < 0.1:
        terms = [turn**k / math.factorial(k) * math.exp(-scale) for k in range(16)]
        first = sum(term / (k + 1) for k, term in enumerate(terms))
        second = sum(term / (k + 2) for k, term in enumerate(terms))
        return upto * first, upto**2 * second
    grown, base = math.exp(turn - scale), math.exp(-scale)
    first = (grown - base) / drift
    return first, (upto * grown - first) / drift
