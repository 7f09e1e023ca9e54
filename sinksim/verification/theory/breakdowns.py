"""One server that breaks down: M/M/1 with exponential up and down times, the service resumed where it stopped."""

from sinksim.verification.theory import guards
from sinksim.verification.theory.general import mg1
from sinksim.verification.theory.moments import Moments


def availability(mean_up: float, mean_down: float) -> float:
    """Long-run share of time the server is up [1]. Source: renewal reward."""
    guards.positive(mean_up=mean_up, mean_down=mean_down)
    return mean_up / (mean_up + mean_down)


def breakdown_sojourn(arrival_rate: float, service_rate: float, mean_up: float, mean_down: float) -> float:
    """Mean sojourn when the server breaks down whether it is busy or idle [time].

    ``mean_up``, ``mean_down``: of the exponential up and down times [time]. Source: White and Christie (1958):
    T = ((r + f)² + μf) / ((r + f)(rμ − λ(r + f))) with f = 1/mean_up, r = 1/mean_down.
    """
    guards.positive(arrival_rate=arrival_rate, service_rate=service_rate)
    guards.stable(arrival_rate / (service_rate * availability(mean_up, mean_down)))
    fail, repair = 1 / mean_up, 1 / mean_down
    both = fail + repair
    return (both**2 + service_rate * fail) / (both * (repair * service_rate - arrival_rate * both))


def breakdown_sojourn_when_busy(arrival_rate: float, service_rate: float, mean_up: float, mean_down: float) -> float:
    """Mean sojourn when the server breaks down only while it serves [time].

    It is M/G/1 whose service is the time from start to end, repairs included. Source: Gaver (1962).
    """
    guards.positive(arrival_rate=arrival_rate, service_rate=service_rate, mean_up=mean_up, mean_down=mean_down)
    stretch = 1 + mean_down / mean_up
    second = 2 * (stretch / service_rate) ** 2 + 2 * mean_down**2 / (mean_up * service_rate)
    return mg1(arrival_rate, Moments(stretch / service_rate, second)).sojourn
