import numpy as np
import pytest
from scipy.stats import poisson

from sinksim.core.errors import BadInput
from sinksim.verification.theory import general, markov, moments


def test_mg1_with_exponential_service_is_mm1():
    closed, general_law = markov.mm1(0.8, 1.0), general.mg1_by_cv2(0.8, 1.0, 1.0)
    for name in ("utilisation", "p_wait", "wait", "sojourn", "waiting", "in_system"):
        assert getattr(general_law, name) == pytest.approx(getattr(closed, name), rel=1e-12)


def test_mg1_with_three_phases_agrees_with_the_chain_of_phases_left(chain):
    lam, k, mean = 0.6, 3, 1.2
    full = chain(0, lambda left: [(left + k, lam * (left < 600))] + [(left - 1, k / mean)] * (left > 0))
    means = general.mg1(lam, moments.erlang(mean, k))
    assert means.wait == pytest.approx(full.mean(lambda left: left * mean / k), rel=1e-9)
    assert means.in_system == pytest.approx(full.mean(lambda left: -(-left // k)), rel=1e-9)


def test_mg1_with_a_mixed_service_agrees_with_the_chain_of_number_and_branch(chain):
    lam, rates, share = 0.4, (2.0, 0.5), (0.6, 0.4)

    def moves(state):
        n, branch = state
        begins = [((max(n - 1, 0) if n else 1, b), (rates[branch] if n else lam) * share[b]) for b in (0, 1)]
        if n == 0:
            return begins
        if n == 1:
            begins = [((0, 0), rates[branch])]
        return [*begins, ((n + 1, branch), lam * (n < 250))]

    full = chain((0, 0), moves)
    means = general.mg1(lam, moments.hyperexponential([0.5, 2.0], [0.6, 0.4]))
    assert means.in_system == pytest.approx(full.mean(lambda s: s[0]), rel=1e-9)


@pytest.mark.parametrize("lam", [0.3, 0.8])
def test_md1_agrees_with_the_chain_seen_at_departures(lam):
    size, time = 300, 1.0
    comes = poisson.pmf(np.arange(size), lam * time)
    step = np.zeros((size, size))
    for n in range(size):
        first = max(n - 1, 0)
        step[n, first:] = comes[: size - first]
    step[:, -1] += 1 - step.sum(axis=1)
    balance = np.vstack([(step.T - np.eye(size))[1:], np.ones(size)])
    p = np.linalg.solve(balance, np.eye(size)[-1])
    assert general.md1(lam, time).in_system == pytest.approx(p @ np.arange(size), rel=1e-9)


def test_constant_service_halves_the_exponential_wait():
    assert general.md1(0.7, 1.0).wait == pytest.approx(markov.mm1(0.7, 1.0).wait / 2, rel=1e-12)


def test_overload_is_refused():
    with pytest.raises(BadInput, match="below 1"):
        general.md1(1.0, 1.0)


def test_gim1_with_exponential_gaps_is_mm1():
    closed, general_gaps = markov.mm1(0.8, 1.0), general.ekm1(1.25, k=1, service_rate=1.0)
    for name in ("utilisation", "p_wait", "wait", "sojourn", "waiting", "in_system"):
        assert getattr(general_gaps, name) == pytest.approx(getattr(closed, name), rel=1e-10)


def test_e2m1_agrees_with_the_chain_of_phases_and_number(chain):
    lam, mu, most = 0.8, 1.0, 150

    def moves(state):
        phase, present = state
        yield ((1, present) if phase == 0 else (0, min(present + 1, most))), 2 * lam
        if present:
            yield (phase, present - 1), mu

    found = chain((0, 0), moves)
    means = general.ekm1(1 / lam, k=2, service_rate=mu)
    assert found.mean(lambda state: state[1]) == pytest.approx(means.in_system, rel=1e-9)
    # Whoever comes at the end of the second phase waits where somebody is present.
    waiting = found.mean(lambda state: state[0] == 1 and state[1] > 0) / found.mean(lambda state: state[0] == 1)
    assert waiting == pytest.approx(means.p_wait, rel=1e-9)


def test_dm1_is_the_end_of_ever_more_phases():
    waits = [general.ekm1(1.25, k, 1.0).wait for k in (1, 2, 10, 100, 10_000)]
    assert waits == sorted(waits, reverse=True)
    assert waits[-1] == pytest.approx(general.dm1(1.25, 1.0).wait, rel=1e-3)
    # A tabulated root: for a load of 0.5, sigma = exp(-2 (1 - sigma)) = 0.20319.
    assert general.dm1(2.0, 1.0).p_wait == pytest.approx(0.20319, abs=5e-6)
