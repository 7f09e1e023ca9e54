"""Work for several at once: fork and join at the slowest, and assembly where the work starts when the last arrives."""

import math
from collections.abc import Sequence
from itertools import combinations

from sinksim.core.errors import BadInput
from sinksim.verification.theory import guards
from sinksim.verification.theory.general import mg1
from sinksim.verification.theory.markov import QueueMeans
from sinksim.verification.theory.moments import Moments

MOST_BRANCHES = 20


def harmonic(n: int) -> float:
    """Harmonic number 1 + 1/2 + … + 1/n [1]."""
    guards.at_least(0, n=n)
    return math.fsum(1 / k for k in range(1, n + 1))


def slowest(n: int, mean: float) -> Moments:
    """Moments of the longest of ``n`` independent exponential times of one mean [time].

    Source: Rényi (1953): the gaps between the ordered times are independent, of means m/n, …, m/1.
    """
    guards.at_least(1, n=n)
    guards.positive(mean=mean)
    expected = mean * harmonic(n)
    return Moments(expected, expected**2 + mean**2 * math.fsum(1 / k**2 for k in range(1, n + 1)))


def slowest_within(n: int, mean: float, time: float) -> float:
    """Chance that the longest of ``n`` independent exponential times of one mean is at most ``time``: (1 - exp(-t/m))^n [1]."""
    guards.at_least(1, n=n)
    guards.positive(mean=mean)
    guards.not_negative(time=time)
    return (-math.expm1(-time / mean)) ** n


def any_of(n: int, chance: float) -> float:
    """Chance that at least one of ``n`` independent faults happens, each with the same chance q: 1 - (1 - q)^n [1]."""
    guards.at_least(1, n=n)
    guards.probability(chance=chance)
    return 1 - (1 - chance) ** n


def slowest_of(means: Sequence[float]) -> float:
    """Expected longest of independent exponential times of different means [time].

    At most 20 branches. Source: inclusion and exclusion over the subsets, whose shortest time is exponential.
    """
    guards.each(guards.positive, means=means)
    if len(means) > MOST_BRANCHES:
        raise BadInput(f"means has {len(means)} entries; allowed: at most {MOST_BRANCHES}")
    rates = [1 / mean for mean in means]
    subsets = (subset for size in range(1, len(rates) + 1) for subset in combinations(rates, size))
    return math.fsum((-1) ** (len(subset) + 1) / sum(subset) for subset in subsets)


def serial_time(n: int, mean: float) -> float:
    """Mean time through ``n`` departments one after the other, nobody waiting: n·m [time]."""
    guards.at_least(1, n=n)
    guards.positive(mean=mean)
    return n * mean


def parallel_time(n: int, mean: float) -> float:
    """Mean time through ``n`` departments at once, nobody waiting (n parallel M/M/∞): m·H_n [time]."""
    return slowest(n, mean).mean


def parallel_saving(n: int) -> float:
    """Share of the time saved by working at once and not in a row, nobody waiting: 1 − H_n/n [1]."""
    guards.at_least(1, n=n)
    return 1 - harmonic(n) / n


def fork_join_two(arrival_rate: float, service_rate: float) -> float:
    """Mean time from the fork to the join of two parts, each at its own exponential server [time].

    Every arrival sends a part to both queues at once; both serve at one rate, first come first served.
    Source: Flatto and Hahn (1984), Nelson and Tantawi (1988): (12 − ρ)/8 · 1/(μ − λ).
    """
    guards.positive(arrival_rate=arrival_rate, service_rate=service_rate)
    rho = arrival_rate / service_rate
    guards.stable(rho)
    return (12 - rho) / 8 / (service_rate - arrival_rate)


def assembly_ample(n: int, mean_delay: float, mean_service: float) -> float:
    """Mean time until the common work is done when ``n`` departments come after independent exponential delays [time].

    Everybody is free at once; the work starts when the last arrives: m·H_n + s. Source: Rényi (1953).
    """
    guards.not_negative(mean_service=mean_service)
    return slowest(n, mean_delay).mean + mean_service


def assembly_one_server(arrival_rate: float, n: int, mean_delay: float, service: Moments) -> QueueMeans:
    """Means where one set of ``n`` departments is held from call to end of work, one case at a time.

    The set is one server held for the longest exponential delay plus the common service: M/G/1. The wait is the one
    before the call; the sojourn includes assembly and work. Source: Pollaczek (1930), Khinchine (1932).
    """
    return mg1(arrival_rate, slowest(n, mean_delay) + service)
