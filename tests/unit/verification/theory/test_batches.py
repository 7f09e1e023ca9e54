import pytest

from sinksim.core.errors import BadInput
from sinksim.verification.theory import general, markov, moments
from sinksim.verification.theory import group_arrivals as batches

SIZES = {1: 0.5, 2: 0.3, 5: 0.2}


def test_batches_agree_with_the_balance_equations(chain):
    lam, mu, room = 0.3, 1.0, 500
    full = chain(0, lambda n: [(n + x, lam * w) for x, w in SIZES.items() if n < room] + [(n - 1, mu)] * (n > 0))
    present = full.mean(lambda n: n)
    rate = lam * (0.5 + 0.6 + 1.0)
    assert batches.batch_wait_exponential(lam, SIZES, mu) == pytest.approx(present / rate - 1 / mu, rel=1e-9)


def test_batches_served_in_phases_agree_with_the_chain_of_phases_left(chain):
    lam, k, mean, room = 0.3, 2, 1.0, 1000
    full = chain(
        0, lambda n: [(n + k * x, lam * w) for x, w in SIZES.items() if n < room] + [(n - 1, k / mean)] * (n > 0)
    )
    present = full.mean(lambda n: -(-n // k))
    wait = batches.batch_wait(lam, SIZES, moments.erlang(mean, k))
    assert wait == pytest.approx(present / (lam * 2.1) - mean, rel=1e-9)


def test_batches_of_one_are_single_arrivals():
    assert batches.batch_wait_exponential(0.7, {1: 1.0}, 1.0) == pytest.approx(markov.mm1(0.7, 1.0).wait, rel=1e-12)
    service = moments.gamma(1.0, 1.5)
    assert batches.batch_wait(0.7, {1: 3.0}, service) == pytest.approx(general.mg1(0.7, service).wait, rel=1e-12)


def test_rare_batches_wait_only_for_their_own_members():
    assert batches.batch_wait(1e-12, {4: 1.0}, moments.constant(2.0)) == pytest.approx(3.0, rel=1e-9)


@pytest.mark.parametrize("sizes", [{}, {0: 1.0}, {1: -1.0}])
def test_sizes_that_are_none_are_refused(sizes):
    with pytest.raises(BadInput, match="allowed"):
        batches.batch_wait_exponential(0.1, sizes, 1.0)
