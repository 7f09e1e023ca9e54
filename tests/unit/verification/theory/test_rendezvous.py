import math

import numpy as np
import pytest
from scipy.integrate import quad

from sinksim.core.errors import BadInput
from sinksim.verification.theory import markov, moments, rendezvous


@pytest.mark.parametrize("n", [1, 2, 7, 15])
def test_the_slowest_agrees_with_the_integral_of_its_survival_function(n):
    survives = lambda x: -math.expm1(n * math.log1p(-math.exp(-x / 3.0))) if x > 0 else 1.0  # noqa: E731
    moment = rendezvous.slowest(n, 3.0)
    assert moment.mean == pytest.approx(quad(survives, 0, 150, epsabs=1e-12, limit=300)[0], rel=1e-9)
    second = quad(lambda x: 2 * x * survives(x), 0, 150, epsabs=1e-12, limit=300)[0]
    assert moment.second == pytest.approx(second, rel=1e-9)


def test_the_slowest_of_unequal_branches_agrees_with_the_integral():
    means = [1.0, 2.5, 4.0, 0.3]
    survives = lambda x: 1 - math.prod(-math.expm1(-x / m) for m in means)  # noqa: E731
    assert rendezvous.slowest_of(means) == pytest.approx(quad(survives, 0, 200, epsabs=1e-12, limit=300)[0], rel=1e-9)
    assert rendezvous.slowest_of([3.0] * 6) == pytest.approx(rendezvous.slowest(6, 3.0).mean, rel=1e-10)


@pytest.mark.parametrize(("n", "saving"), [(2, 0.25), (3, 0.389), (5, 0.543), (7, 0.630), (10, 0.707)])
def test_working_at_once_saves_the_published_shares(n, saving):
    assert rendezvous.parallel_saving(n) == pytest.approx(saving, abs=5e-4)
    ratio = rendezvous.parallel_time(n, 2.0) / rendezvous.serial_time(n, 2.0)
    assert rendezvous.parallel_saving(n) == pytest.approx(1 - ratio, rel=1e-12)


@pytest.mark.parametrize("rho", [0.2, 0.5])
def test_fork_and_join_of_two_queues_agrees_with_the_balance_equations(chain, rho):
    room = 60

    def moves(state):
        first, second = state
        yield (first + 1, second + 1), rho * (max(state) < room)
        yield (first - 1, second), first > 0
        yield (first, second - 1), second > 0

    together = chain((0, 0), moves).mean(max)
    assert rendezvous.fork_join_two(rho, 1.0) == pytest.approx(together / rho, rel=1e-8)


def test_fork_and_join_lies_between_one_branch_and_the_sum_of_both():
    one = markov.mm1(0.9, 1.0).sojourn
    assert one < rendezvous.fork_join_two(0.9, 1.0) < 2 * one


def test_assembly_by_one_set_agrees_with_the_chain_of_who_is_still_to_come(chain):
    lam, n, delay, mu = 0.15, 3, 1.0, 0.8

    def moves(state):
        number, missing = state
        yield (number + 1, missing if number else n), lam * (number < 200)
        if number and missing:
            yield (number, missing - 1), missing / delay
        if number and not missing:
            yield (number - 1, n), mu

    full = chain((0, n), moves)
    means = rendezvous.assembly_one_server(lam, n, delay, moments.exponential(1 / mu))
    assert means.in_system == pytest.approx(full.mean(lambda s: s[0]), rel=1e-9)
    assert means.wait == pytest.approx(full.mean(lambda s: max(s[0] - 1, 0)) / lam, rel=1e-9)


def test_assembly_by_one_set_with_hardly_any_demand_is_assembly_without_waiting():
    rare = rendezvous.assembly_one_server(1e-12, 4, 2.0, moments.constant(5.0))
    assert rendezvous.assembly_ample(4, 2.0, 5.0) == pytest.approx(rare.sojourn, rel=1e-9)
    draws = np.random.default_rng(1).exponential(2.0, (20_000, 4)).max(axis=1) + 5.0
    error = draws.std() / math.sqrt(draws.size)
    assert rendezvous.assembly_ample(4, 2.0, 5.0) == pytest.approx(draws.mean(), abs=5 * error)


def test_too_many_branches_for_the_sum_over_subsets_are_refused():
    with pytest.raises(BadInput, match="at most 20"):
        rendezvous.slowest_of([1.0] * 21)


def test_the_last_of_several_comes_as_often_in_time_as_its_mean_says():
    # The mean is the area above the distribution function.
    times = np.linspace(0, 600, 60_001)
    late = [1 - rendezvous.slowest_within(3, 20, t) for t in times]
    assert np.trapezoid(late, times) == pytest.approx(rendezvous.slowest(3, 20).mean, rel=1e-6)
    assert rendezvous.slowest_within(1, 20, 20) == pytest.approx(1 - math.exp(-1))


def test_one_fault_in_several_documents_rejects_the_file():
    # Two of chance 0.5: 0.75. Eight of 0.08: 0.487.
    assert rendezvous.any_of(2, 0.5) == 0.75
    assert rendezvous.any_of(8, 0.08) == pytest.approx(0.487, abs=5e-4)
    assert (rendezvous.any_of(1, 0.3), rendezvous.any_of(5, 0.0), rendezvous.any_of(5, 1.0)) == (
        pytest.approx(0.3),
        0.0,
        1.0,
    )
