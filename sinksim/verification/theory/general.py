"""One server, Poisson arrivals, any law of service: M/G/1 and M/D/1."""

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
