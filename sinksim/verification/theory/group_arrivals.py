"""Customers who come in groups: M^[X]/G/1 and M^[X]/M/1."""

from collections.abc import Mapping
from functools import partial

from sinksim.verification.theory import guards, moments
from sinksim.verification.theory.moments import Moments


def batch_wait(batch_rate: float, sizes: Mapping[int, float], service: Moments) -> float:
    """Mean wait before service in M^[X]/G/1, over customers [time].

    ``batch_rate``: groups per time unit; ``sizes``: weight of each group size. Groups are served in order of arrival,
    the members of a group one after the other. Source: Gaver (1959), Burke (1975):
    W = (λE[X]E[S²] + (E[X²]/E[X] − 1)E[S]) / (2(1 − ρ)).
    """
    guards.positive(batch_rate=batch_rate, mean_service=service.mean)
    guards.each(partial(guards.at_least, 1), sizes=list(sizes))
    size = moments.empirical([float(number) for number in sizes], list(sizes.values()))
    rho = batch_rate * size.mean * service.mean
    guards.stable(rho)
    own_group = (size.second / size.mean - 1) * service.mean
    return (batch_rate * size.mean * service.second + own_group) / (2 * (1 - rho))


def batch_wait_exponential(batch_rate: float, sizes: Mapping[int, float], service_rate: float) -> float:
    """Mean wait before service in M^[X]/M/1, over customers [time]. Source: Gaver (1959)."""
    guards.positive(service_rate=service_rate)
    return batch_wait(batch_rate, sizes, moments.exponential(1 / service_rate))
