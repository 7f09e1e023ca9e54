"""One server where one of the two laws is any: M/G/1 and M/D/1; and GI/M/1, of which D/M/1 and E_k/M/1 are cases."""

import math
from collections.abc import Callable

from scipy.optimize import brentq

from sinksim.verification.theory import guards, moments
from sinksim.verification.theory.markov import QueueMeans
from sinksim.verification.theory.moments import Moments


def mg1(arrival_rate: float, service: Moments) -> QueueMeans:
    """Means of M/G/1, the same for every order of service that does not look at service times.

    ``arrival_rate`` per time unit. Source: Pollaczek (1930), Khinchine (1932): W = λE[S²] / (2(1 − ρ)).
    """
    guards.positive(arrival_rate=arrival_rate, mean_service=service.mean)
    rho = arrival_rate * service.mean
    guards.stable(rho)
    wait = arrival_rate * service.second / (2 * (1 - rho))
    sojourn = wait + service.mean
    return QueueMeans(rho, rho, wait, sojourn, arrival_rate * wait, arrival_rate * sojourn)


def mg1_by_cv2(arrival_rate: float, mean_service: float, cv2: float) -> QueueMeans:
    """Means of M/G/1 by the mean [time] and the squared coefficient of variation [1] of the service."""
    return mg1(arrival_rate, moments.by_cv2(mean_service, cv2))


def md1(arrival_rate: float, service_time: float) -> QueueMeans:
    """Means of M/D/1, service of a constant time. Source: Erlang (1909): W = ρ s / (2(1 − ρ))."""
    return mg1(arrival_rate, moments.constant(service_time))


def gim1(transform: Callable[[float], float], arrival_rate: float, service_rate: float) -> QueueMeans:
    """Means of GI/M/1, gaps of any law between arrivals.

    ``transform``: Laplace-Stieltjes transform of a gap, at an argument of 1/time; ``arrival_rate`` 1 / its mean. An arrival
    must wait with the chance sigma that solves sigma = transform(mu (1 - sigma)), 0 < sigma < 1; W = sigma / (mu (1 - sigma)).
    Source: Kendall (1953).
    """
    guards.positive(arrival_rate=arrival_rate, service_rate=service_rate)
    rho = arrival_rate / service_rate
    guards.stable(rho)
    # At 1 the equation always holds; for a load below 1 there is one root more, below which the transform is larger.
    just_below_one = 1 - (1 - rho) * 1e-3
    sigma = float(brentq(lambda s: transform(service_rate * (1 - s)) - s, 0.0, just_below_one, xtol=1e-14))
    wait = sigma / (service_rate * (1 - sigma))
    sojourn = wait + 1 / service_rate
    return QueueMeans(rho, sigma, wait, sojourn, arrival_rate * wait, arrival_rate * sojourn)


def dm1(gap: float, service_rate: float) -> QueueMeans:
    """Means of D/M/1: somebody comes every ``gap`` [time], services are exponential."""
    return gim1(lambda s: math.exp(-s * gap), 1 / gap, service_rate)


def ekm1(mean_gap: float, k: int, service_rate: float) -> QueueMeans:
    """Means of E_k/M/1: gaps of ``k`` exponential phases between arrivals, exponential services."""
    guards.at_least(1, k=k)
    return gim1(lambda s: (1 + s * mean_gap / k) ** -k, 1 / mean_gap, service_rate)
