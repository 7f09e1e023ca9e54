"""Stations in a row of which the later ones have little room: a server is kept after service until there is a place."""

from dataclasses import dataclass

import numpy as np

from sinksim.verification.theory import guards
from sinksim.verification.theory.chains import generator, stationary

MOST_AT_THE_FIRST = 400
"""The queue of the first station is cut off here."""
IDLE, BUSY, BLOCKING = range(3)


@dataclass(frozen=True)
class BlockingTandem:
    """Stationary means of two stations in a row, blocking after service."""

    load: float
    """Arrival rate over the greatest rate at which customers can pass [1]."""
    wait: float
    """Mean time neither in service at the first nor at the second station, blocked time included [time]."""
    sojourn: float
    """Mean time from arrival to departure [time]."""
    blocked: float
    """Share of the customers who are blocked [1]."""


def greatest_rate(first_rate: float, second_rate: float) -> float:
    """Customers that pass two servers in a row without room between them, if the first never wants for any [1/time].

    Source: Hunt (1956).
    """
    guards.positive(first_rate=first_rate, second_rate=second_rate)
    together = first_rate + second_rate
    return first_rate * second_rate * together / (first_rate**2 + first_rate * second_rate + second_rate**2)


def tandem_without_room(arrival_rate: float, first_rate: float, second_rate: float) -> BlockingTandem:
    """Means of two exponential servers in a row, Poisson arrivals; nobody may wait between them.

    The Markov chain of the number at the first station and the second's state (idle, busy, busy with the first server blocked),
    cut off at MOST_AT_THE_FIRST, solved numerically. Loads up to 0.95 keep what is cut off below a chance of 1e-8.
    """
    guards.positive(arrival_rate=arrival_rate)
    load = arrival_rate / greatest_rate(first_rate, second_rate)
    guards.stable(load / 0.95)
    side = MOST_AT_THE_FIRST + 1
    present, second = (axis.ravel() for axis in np.meshgrid(np.arange(side), np.arange(3), indexing="ij"))
    some = present > 0
    moves = (
        (present < side - 1, 3, arrival_rate),
        (some & (second == IDLE), BUSY - IDLE - 3, first_rate),
        (some & (second == BUSY), BLOCKING - BUSY, first_rate),
        (second == BUSY, IDLE - BUSY, second_rate),
        (some & (second == BLOCKING), BUSY - BLOCKING - 3, second_rate),
        (~some & (second == BLOCKING), BUSY - BLOCKING, second_rate),  # never entered
    )
    place = 3 * present + second
    rows = np.concatenate([place[where] for where, _, _ in moves])
    columns = np.concatenate([place[where] + step for where, step, _ in moves])
    rates = np.concatenate([np.full(int(where.sum()), rate) for where, _, rate in moves])
    chance = stationary(generator(rows, columns, rates, 3 * side))
    in_system = float(chance @ (present + (second != IDLE)))
    sojourn = in_system / arrival_rate
    blocked = float(chance @ (some & (second == BUSY))) * first_rate / arrival_rate
    return BlockingTandem(load, sojourn - 1 / first_rate - 1 / second_rate, sojourn, blocked)
