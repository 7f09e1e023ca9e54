"""Classes of urgency, non-preemptive and preemptive-resume: class 0 goes first, within a class first come first served.

In the formulas σ_k is the load per server of the classes 0 … k together.
"""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from sinksim.verification.theory import guards
from sinksim.verification.theory.chains import Vector
from sinksim.verification.theory.markov import erlang_c, mmc
from sinksim.verification.theory.moments import Moments


@dataclass(frozen=True)
class ClassMeans:
    """Stationary means by class, most urgent first."""

    wait: tuple[float, ...]
    """Mean sojourn minus mean service: time waiting, interruptions included [time]."""
    sojourn: tuple[float, ...]
    """Mean time from arrival to departure [time]."""


def nonpreemptive_mg1(arrival_rates: Sequence[float], services: Sequence[Moments]) -> ClassMeans:
    """Means of M/G/1 where the next to be served is of the most urgent class; service is never interrupted.

    One entry a class. Source: Cobham (1954): W_k = Σλ_i E[S_i²] / (2 (1 − σ_{k−1})(1 − σ_k)), where σ_k is the load of the
    classes 0 … k.
    """
    before, upto = _loads(arrival_rates, [service.mean for service in services], servers=1)
    residual = sum(rate * service.second / 2 for rate, service in zip(arrival_rates, services, strict=True))
    wait = residual / ((1 - before) * (1 - upto))
    return _class_means(wait, [service.mean for service in services])


def preemptive_mg1(arrival_rates: Sequence[float], services: Sequence[Moments]) -> ClassMeans:
    """Means of M/G/1 where a more urgent arrival interrupts the service, which is resumed where it stopped.

    One entry a class. Source: White and Christie (1958):
    T_k = E[S_k]/(1 − σ_{k−1}) + Σ_{i≤k} λ_i E[S_i²] / (2 (1 − σ_{k−1})(1 − σ_k)), where σ_k is the load of the classes 0 … k.
    """
    means = [service.mean for service in services]
    before, upto = _loads(arrival_rates, means, servers=1)
    residuals = [rate * service.second / 2 for rate, service in zip(arrival_rates, services, strict=True)]
    sojourn = np.array(means) / (1 - before) + np.cumsum(residuals) / ((1 - before) * (1 - upto))
    return _class_means(sojourn - np.array(means), means)


def nonpreemptive_mmc(arrival_rates: Sequence[float], service_rate: float, servers: int) -> ClassMeans:
    """Means of M/M/c with one service rate for all classes; service is never interrupted.

    Source: Cobham (1954), Kella and Yechiali (1985): W_k = C(c, a) / (cμ (1 − σ_{k−1})(1 − σ_k)), where
    σ_k is the load per server of the classes 0 … k, and C the Erlang C formula at the whole offered load a.
    """
    guards.positive(service_rate=service_rate)
    guards.at_least(1, servers=servers)
    services = [1 / service_rate] * len(arrival_rates)
    before, upto = _loads(arrival_rates, services, servers)
    p_wait = erlang_c(servers, sum(arrival_rates) / service_rate)
    wait = p_wait / (servers * service_rate) / ((1 - before) * (1 - upto))
    return _class_means(wait, services)


def preemptive_mmc(arrival_rates: Sequence[float], service_rate: float, servers: int) -> ClassMeans:
    """Means of preemptive-resume M/M/c with one service rate for all classes.

    The classes 0 … k together do not feel the rest and are an M/M/c of their own, so the mean numbers of two
    successive M/M/c differ by class k's. Source: conservation of work; Buzen and Bondi (1983).
    """
    guards.positive(service_rate=service_rate)
    guards.at_least(1, servers=servers)
    services = [1 / service_rate] * len(arrival_rates)
    _loads(arrival_rates, services, servers)  # refuses what is not stable
    together = [mmc(float(total), service_rate, servers).waiting for total in np.cumsum(arrival_rates)]
    waiting = np.diff(np.array([0.0, *together]))
    return _class_means(waiting / np.array(arrival_rates), services)


def _loads(arrival_rates: Sequence[float], services: Sequence[float], servers: int) -> tuple[Vector, Vector]:
    """For each class, the load per server of the classes before it, and with its own [1]; BadInput above 1."""
    guards.same_length(arrival_rates=arrival_rates, services=services)
    guards.each(guards.positive, arrival_rates=arrival_rates, mean_services=services)
    upto = np.cumsum(np.array(arrival_rates) * np.array(services)) / servers
    guards.stable(float(upto[-1]))
    return np.concatenate(([0.0], upto[:-1])), upto


def _class_means(wait: Vector, services: Sequence[float]) -> ClassMeans:
    """Waits of the classes with their sojourns; ``services``: mean service time of each class."""
    return ClassMeans(tuple(wait.tolist()), tuple((wait + np.array(services)).tolist()))
