"""Customers who look at the queues before they join: the shortest of two, and one that is joined the less the longer it is."""

import math
from dataclasses import dataclass

import numpy as np

from sinksim.verification.theory import guards
from sinksim.verification.theory.chains import generator, stationary
from sinksim.verification.theory.markov import QueueMeans

MOST_IN_A_QUEUE = 60
"""A queue is cut off here. Both are as long with a chance below rho^(2 x 60), the load squared once a step (Kingman 1961)."""


@dataclass(frozen=True)
class Balking:
    """Stationary means of a queue that not everybody joins; times are those of who joins."""

    joins: float
    """Share of the arrivals that join [1]."""
    wait: float
    """Mean wait before service [time]."""
    sojourn: float
    """Mean time from arrival to departure [time]."""


def shortest_of_two(arrival_rate: float, service_rate: float) -> QueueMeans:
    """Means of two exponential servers with a queue each; every arrival joins the shorter, the first where they are equal.

    The Markov chain of both numbers present, cut off at MOST_IN_A_QUEUE, solved numerically. Loads up to 0.95 keep what is
    cut off below 0.003 of the chance that anybody waits.
    """
    guards.positive(arrival_rate=arrival_rate, service_rate=service_rate)
    rho = arrival_rate / service_rate / 2
    guards.stable(rho / 0.95)
    side = MOST_IN_A_QUEUE + 1
    first, second = (axis.ravel() for axis in np.meshgrid(np.arange(side), np.arange(side), indexing="ij"))
    place = first * side + second
    joins_first = first <= second
    moves = (
        (joins_first & (first < side - 1), side, arrival_rate),
        (~joins_first & (second < side - 1), 1, arrival_rate),
        (first > 0, -side, service_rate),
        (second > 0, -1, service_rate),
    )
    rows = np.concatenate([place[where] for where, _, _ in moves])
    columns = np.concatenate([place[where] + step for where, step, _ in moves])
    rates = np.concatenate([np.full(int(where.sum()), rate) for where, _, rate in moves])
    chance = stationary(generator(rows, columns, rates, side * side))
    in_system = float(chance @ (first + second))
    waiting = float(chance @ (np.maximum(first - 1, 0) + np.maximum(second - 1, 0)))
    p_wait = float(chance @ ((first > 0) & (second > 0)))
    return QueueMeans(rho, p_wait, waiting / arrival_rate, in_system / arrival_rate, waiting, in_system)


def discouraged(arrival_rate: float, service_rate: float) -> Balking:
    """Means of one exponential server that an arrival joins with chance 1 / (1 + n), n being present.

    The number present is Poisson of mean a = arrival / service rate, so that the server is busy with chance 1 - exp(-a).
    Source: Haight (1957); detailed balance.
    """
    guards.positive(arrival_rate=arrival_rate, service_rate=service_rate)
    mean = arrival_rate / service_rate
    joining_rate = service_rate * -math.expm1(-mean)
    sojourn = mean / joining_rate
    return Balking(joining_rate / arrival_rate, sojourn - 1 / service_rate, sojourn)
