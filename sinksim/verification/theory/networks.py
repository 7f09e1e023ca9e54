"""Open Jackson networks: queues in a row, feedback and referral between tiers."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from sinksim.core.errors import BadInput
from sinksim.verification.theory import guards
from sinksim.verification.theory.chains import Vector
from sinksim.verification.theory.markov import QueueMeans, mm1, mmc


@dataclass(frozen=True)
class NetworkMeans:
    """Stationary means of an open network of queues."""

    arrival_rates: tuple[float, ...]
    """Arrivals per time unit at each node, from outside and from other nodes [1/time]."""
    nodes: tuple[QueueMeans | None, ...]
    """Means per visit at each node; None where nobody comes."""
    visits: tuple[float, ...]
    """Mean number of visits to each node per customer of the network [1]."""
    sojourn: float
    """Mean time from entering the network to leaving it, over all customers [time]."""
    sojourn_from: tuple[float, ...]
    """Mean time to leave the network, from an arrival at each node on [time]."""
    in_system: float
    """Mean number of customers in the network [customers]."""


def jackson(
    outside_rates: Sequence[float],
    routing: Sequence[Sequence[float]],
    service_rates: Sequence[float],
    servers: Sequence[int],
) -> NetworkMeans:
    """Means of an open network of M/M/c nodes.

    ``outside_rates[i]``: Poisson arrivals from outside at node i [1/time]; ``routing[i][j]``: probability that who
    leaves node i goes to node j, the rest leaves the network. Source: Jackson (1957): λ = γ + λP, then node by node.
    """
    guards.same_length(outside_rates=outside_rates, service_rates=service_rates, servers=servers)
    matrix = _routing(routing, len(outside_rates))
    outside = np.asarray(outside_rates, dtype=np.float64)
    guards.each(guards.not_negative, outside_rates=outside_rates)
    guards.positive(sum_of_outside_rates=float(outside.sum()))
    away = np.eye(outside.size) - matrix  # I − P: λ(I − P) = γ
    total = np.linalg.solve(away.T, outside)
    # What is left by rounding at a node to which nobody comes is no rate.
    rates = np.where(total > 1e-14 * outside.sum(), total, 0.0)
    nodes = tuple(
        mmc(float(rate), mu, count) if rate > 0 else None
        for rate, mu, count in zip(rates, service_rates, servers, strict=True)
    )
    # A node nobody comes to would be met empty: its sojourn is the bare service.
    visit = [node.sojourn if node else 1 / mu for node, mu in zip(nodes, service_rates, strict=True)]
    in_system = sum(node.in_system for node in nodes if node)
    return NetworkMeans(
        arrival_rates=tuple(rates.tolist()),
        nodes=nodes,
        visits=tuple((rates / outside.sum()).tolist()),
        sojourn=in_system / float(outside.sum()),
        sojourn_from=tuple(np.linalg.solve(away, np.array(visit)).tolist()),
        in_system=in_system,
    )


def tandem(arrival_rate: float, service_rates: Sequence[float], servers: Sequence[int]) -> NetworkMeans:
    """Means of M/M/c queues in a row, everybody visiting all of them in order. Source: Burke (1956)."""
    count = len(service_rates)
    outside = [arrival_rate] + [0.0] * (count - 1)
    return jackson(outside, np.eye(count, k=1).tolist(), service_rates, servers)


def feedback_sojourn(arrival_rate: float, service_rate: float, p_return: float) -> float:
    """Mean time in M/M/1 until the last departure, when each departure returns with a probability [time].

    Who returns joins the end of the queue. Source: Takács (1963): 1 / (μ(1 − p) − λ).
    """
    guards.probability(p_return=p_return)
    return mm1(arrival_rate, service_rate * (1 - p_return)).sojourn


def referral(
    outside_rates: Sequence[float],
    up: Sequence[float],
    down: Sequence[float],
    service_rates: Sequence[float],
    servers: Sequence[int],
) -> NetworkMeans:
    """Means of a ladder of tiers, lowest first (village, township, county, province for four).

    ``up[i]``, ``down[i]``: probability that who leaves tier i is referred one tier up or down (the highest tier's up
    and the lowest tier's down are 0); the rest is done. Source: Jackson (1957).
    """
    guards.same_length(outside_rates=outside_rates, up=up, down=down)
    if up[-1] != 0 or down[0] != 0:
        raise BadInput(f"up[-1] = {up[-1]}, down[0] = {down[0]}; allowed: 0, there is no tier beyond")
    routing = np.diag(np.array(up[:-1]), k=1) + np.diag(np.array(down[1:]), k=-1)
    return jackson(outside_rates, routing.tolist(), service_rates, servers)


def _routing(routing: Sequence[Sequence[float]], nodes: int) -> Vector:
    """The routing matrix, checked: square, rows of probabilities, and everybody leaves the network in the end."""
    if len(routing) != nodes or any(len(row) != nodes for row in routing):
        raise BadInput(f"routing is not {nodes} rows of {nodes}; allowed: one row and one column a node")
    for i, row in enumerate(routing):
        guards.each(guards.probability, **{f"routing[{i}]": row})
        if sum(row) > 1 + 1e-12:
            raise BadInput(f"the sum of routing[{i}] = {sum(row)}; allowed: at most 1")
    matrix = np.asarray(routing, dtype=np.float64).reshape(nodes, nodes)
    # Powers of the matrix vanish, so that everybody is out in the end, where no eigenvalue reaches 1.
    if max(abs(np.linalg.eigvals(matrix))) > 1 - 1e-12:
        raise BadInput("routing keeps some customers for ever; allowed: from every node a way out of the network")
    return matrix
