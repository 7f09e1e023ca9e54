import math

import numpy as np
import pytest
from scipy.integrate import quad

from sinksim.core.errors import BadInput
from sinksim.verification.theory import abandonment, loss, markov

CASES = [(0.8, 1.0, 1, 0.5), (5.0, 1.0, 4, 0.3), (9.0, 0.5, 10, 2.0)]


def queue(chain, lam, mu, c, theta, room=150):
    return chain(
        0,
        lambda n: [(n + 1, lam)] * (n < room) + [(n - 1, mu * min(n, c) + theta * max(n - c, 0))] * (n > 0),
    )


@pytest.mark.parametrize(("lam", "mu", "c", "theta"), CASES)
def test_erlang_a_agrees_with_the_balance_equations(chain, lam, mu, c, theta):
    full, means = queue(chain, lam, mu, c, theta), abandonment.erlang_a(lam, mu, c, theta)
    served = mu * full.mean(lambda n: min(n, c)) / lam
    assert means.p_abandon == pytest.approx(1 - served, rel=1e-8)
    assert means.p_wait == pytest.approx(full.mean(lambda n: n >= c), rel=1e-10)
    assert means.waiting == pytest.approx(full.mean(lambda n: max(n - c, 0)), rel=1e-10)
    assert means.wait == pytest.approx(means.waiting / lam, rel=1e-12)
    assert means.busy == pytest.approx(lam * served / mu, rel=1e-10)


@pytest.mark.parametrize(("lam", "mu", "c", "theta"), CASES)
def test_waits_by_fate_agree_with_the_density_of_the_virtual_wait(lam, mu, c, theta):
    means = abandonment.erlang_a(lam, mu, c, theta)
    density = lambda x: math.exp(lam * (1 - math.exp(-theta * x)) / theta - c * mu * x)  # noqa: E731

    def integral(weight):
        return quad(lambda x: weight(x) * density(x), 0, 80, epsabs=0, epsrel=1e-11, limit=500, points=[1, 5, 20])[0]

    scale = means.p_wait / integral(lambda x: 1.0)
    served_time = scale * integral(lambda x: x * math.exp(-theta * x))
    left_time = scale * integral(lambda x: (1 - math.exp(-theta * x) * (1 + theta * x)) / theta)
    left = scale * integral(lambda x: 1 - math.exp(-theta * x))
    assert means.p_abandon == pytest.approx(left, rel=1e-8)
    assert means.wait_served == pytest.approx(served_time / (1 - left), rel=1e-8)
    assert means.wait_abandoned == pytest.approx(left_time / left, rel=1e-8)
    assert means.offered_wait == pytest.approx(scale * integral(lambda x: x), rel=1e-8)


def test_patience_as_long_as_service_makes_the_number_present_poisson():
    means = abandonment.erlang_a(6.0, 1.0, 5, 1.0)
    assert means.waiting + means.busy == pytest.approx(6.0, rel=1e-12)


def test_great_patience_of_either_kind_is_the_queue_that_nobody_leaves():
    plain = markov.mmc(2.3, 1.0, 3)
    assert abandonment.erlang_a(2.3, 1.0, 3, 1e-9).wait == pytest.approx(plain.wait, rel=1e-6)
    constant = abandonment.constant_patience(2.3, 1.0, 3, 60.0)
    assert constant.wait == pytest.approx(plain.wait, rel=1e-10)
    assert constant.p_wait == pytest.approx(plain.p_wait, rel=1e-10)


def test_no_patience_of_either_kind_is_erlang_loss():
    blocked = loss.erlang_b(3, 4.0)
    assert abandonment.erlang_a(4.0, 1.0, 3, 1e9).p_abandon == pytest.approx(blocked, rel=1e-6)
    assert abandonment.constant_patience(4.0, 1.0, 3, 1e-9).p_abandon == pytest.approx(blocked, rel=1e-6)


CONSTANT = [(0.8, 1.0, 1, 2.0), (5.0, 1.0, 4, 0.7), (4.0, 1.0, 4, 1.5), (4.000001, 1.0, 4, 1.5), (30.0, 0.5, 40, 3.0)]


@pytest.mark.parametrize(("lam", "mu", "c", "patience"), CONSTANT)
def test_constant_patience_keeps_what_comes_equal_to_what_goes(lam, mu, c, patience):
    means = abandonment.constant_patience(lam, mu, c, patience)
    assert lam * (1 - means.p_abandon) == pytest.approx(mu * means.busy, rel=1e-11)


def crossing_rate(lam, mu, c, patience, level, density, start):
    """Up-crossings of a level by the virtual wait: jumps are exponential of rate cμ, from 0 and from below."""
    below = quad(lambda y: density(y) * math.exp(-c * mu * (level - y)), 0, min(level, patience), epsrel=1e-12)[0]
    return lam * (start * math.exp(-c * mu * level) + below)


@pytest.mark.parametrize(("lam", "mu", "c", "patience"), CONSTANT)
def test_constant_patience_balances_the_crossings_of_every_level_of_the_virtual_wait(lam, mu, c, patience):
    means = abandonment.constant_patience(lam, mu, c, patience)
    full = c * mu
    weights = np.array([(lam / mu) ** j / math.factorial(j) for j in range(c)])
    edge, end = weights[-1], patience + 40 / full
    density = lambda x: lam * edge * math.exp(lam * min(x, patience) - full * x)  # noqa: E731
    total = weights.sum() + quad(density, 0, patience, epsrel=1e-12)[0] + quad(density, patience, end, epsrel=1e-12)[0]
    for level in (0.3 * patience, patience, 1.7 * patience):
        assert density(level) == pytest.approx(crossing_rate(lam, mu, c, patience, level, density, edge), rel=1e-9)
    short = quad(density, 0, patience, epsrel=1e-12)[0] / total
    short_time = quad(lambda x: x * density(x), 0, patience, epsrel=1e-12)[0] / total
    gone = quad(density, patience, end, epsrel=1e-12)[0] / total
    assert means.p_wait == pytest.approx(short + gone, rel=1e-9)
    assert means.p_abandon == pytest.approx(gone, rel=1e-9)
    assert means.wait == pytest.approx(short_time + patience * gone, rel=1e-9)
    assert means.wait_served == pytest.approx(short_time / (1 - gone), rel=1e-9)
    far_time = quad(lambda x: x * density(x), patience, end, epsrel=1e-12)[0] / total
    assert means.offered_wait == pytest.approx(short_time + far_time, rel=1e-9)
    assert means.waiting == pytest.approx(lam * means.wait, rel=1e-12)


def test_a_huge_group_and_a_huge_overload_stay_finite():
    assert abandonment.constant_patience(2000.0, 1.0, 1000, 50.0).p_abandon == pytest.approx(0.5, rel=1e-9)
    assert abandonment.erlang_a(2000.0, 1.0, 1000, 0.5).p_abandon == pytest.approx(0.5, rel=1e-9)


@pytest.mark.slow
def test_endless_patience_under_overload_is_refused():
    with pytest.raises(BadInput, match="abandonment_rate"):
        abandonment.erlang_a(4.0, 1.0, 3, 1e-9)
