"""The intervals of a family cover the true differences of queues whose means are known in closed form."""

import numpy as np
import pytest

from sinksim.experiments.difference_families import simultaneous_half_widths

COMPARISONS = 2_000
ARRIVAL_RATE = 1.0
# Service rates of the baseline and of three alternatives.
RATES = (2.0, 2.2, 2.5, 1.8)


def mean_sojourns(customers, n, rates, seed=11):
    """Mean sojourn times [sides, n, comparisons] of M/M/1 queues over the same luck, stationary from the first customer on.

    The first sojourn has the stationary law, exponential with rate mu - lambda; the others follow by Lindley's recursion.
    """
    rng = np.random.default_rng(seed)
    mu = np.array(rates)[:, None, None]
    sojourn = rng.standard_exponential((n, COMPARISONS)) / (mu - ARRIVAL_RATE)
    total = sojourn.copy()
    for _ in range(customers - 1):
        gap, work = rng.standard_exponential((2, n, COMPARISONS))
        sojourn = np.maximum(sojourn - gap / ARRIVAL_RATE, 0.0) + work / mu
        total += sojourn
    return total / customers


def covered(customers, n, rates=RATES):
    """Share of comparisons in which all three differences from the baseline hold the truth."""
    found = mean_sojourns(customers, n, rates)
    true = 1 / (np.array(rates) - ARRIVAL_RATE)
    differences = found[1:] - found[0]
    apart = np.abs(differences.mean(axis=1) - (true[1:] - true[0])[:, None])
    return float((apart <= simultaneous_half_widths(differences, seed=1)).all(axis=0).mean())


def test_the_queues_have_the_means_of_the_closed_form():
    found = mean_sojourns(50, 5, RATES)
    error = found.std(axis=(1, 2)) / (5 * COMPARISONS) ** 0.5
    true = 1 / (np.array(RATES) - ARRIVAL_RATE)
    assert (error < 0.01 * true).all()
    assert (np.abs(found.mean(axis=(1, 2)) - true) < 4 * error).all()


@pytest.mark.slow
@pytest.mark.parametrize("n", [10, 20])
def test_all_three_differences_are_covered_together_where_means_are_nearly_normal(n):
    assert covered(customers=1_000, n=n) >= 0.935
