"""How often each department of a drawn set takes part: chances of inclusion under successive sampling by weight."""

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]

# Sets of so many departments at most are worked out subset by subset.
MOST_BY_SUBSETS = 10
# Of the integral beyond: steps in the logarithm of time, and where it begins and ends, in mean times of the department's own
# turn. The integrand falls off exponentially at one end and faster at the other, so that the sum of equal steps is exact to
# about 1e-13 (Trefethen & Weideman 2014).
_STEP, _FIRST, _LAST = 0.2, 1e-15, 40.0


def inclusions(weights: Floats, counts: Floats) -> Floats:
    """Chance of each department to take part [departments].

    ``weights`` [departments], above 0; ``counts`` [n - 1]: chance that n of them are drawn, one after the other without
    replacement, each by weight from those that are left.
    """
    if (weights == weights[0]).all():
        return np.full(len(weights), float(counts @ np.arange(1, len(counts) + 1)) / len(weights))
    if len(weights) <= MOST_BY_SUBSETS:
        return by_subsets(weights, counts)
    return by_integral(weights, counts)


def by_subsets(weights: Floats, counts: Floats) -> Floats:
    """The same, exactly: the chance of every set of departments to be the first so many drawn, from those one smaller."""
    size, chance = len(weights), {0: 1.0}  # by subset, as bits
    found = np.zeros(size)
    for drawn in range(1, len(counts) + 1):
        larger: dict[int, float] = {}
        for subset, reached in chance.items():
            left = [n for n in range(size) if not subset >> n & 1]
            total = sum(weights[n] for n in left)
            for n in left:
                larger[subset | 1 << n] = larger.get(subset | 1 << n, 0.0) + reached * float(weights[n] / total)
        chance = larger
        for subset, reached in chance.items():
            found[[n for n in range(size) if subset >> n & 1]] += counts[drawn - 1] * reached
    return found


def by_integral(weights: Floats, counts: Floats) -> Floats:
    """The same by integration: turns come at exponential times, and a department takes part if few others came before it.

    Chance = integral of its density of time w exp(-w t) times the chance that fewer than n others have come by t.
    """
    at_least = np.append(np.cumsum(counts[::-1])[::-1], 0.0)  # chance that more than k are drawn, by k
    found = np.empty(len(weights))
    for n, weight in enumerate(weights):
        logs = np.arange(np.log(_FIRST / weight), np.log(_LAST / weight), _STEP)
        time = np.exp(logs)
        before = np.zeros((len(counts), len(time)))  # chance that k others have come, by k
        before[0] = 1.0
        for other in np.delete(weights, n):
            come = -np.expm1(-other * time)
            before[1:] = before[1:] * (1 - come) + before[:-1] * come
            before[0] *= 1 - come
        found[n] = _STEP * float((at_least[:-1] @ before) @ (weight * time * np.exp(-weight * time)))
    return found
