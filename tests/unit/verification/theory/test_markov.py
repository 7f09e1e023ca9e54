import numpy as np
import pytest
from scipy.stats import gamma

from sinksim.core.errors import BadInput
from sinksim.verification.theory import loss, markov

MMC = [(0.7, 1.0, 1), (2.3, 1.0, 3), (6.0, 0.8, 10)]


def queue(chain, lam, mu, c, room):
    return chain(0, lambda n: [(n + 1, lam)] * (n < room) + [(n - 1, mu * min(n, c))] * (n > 0))


@pytest.mark.parametrize(("lam", "mu", "c"), MMC)
def test_mmc_agrees_with_the_balance_equations(chain, lam, mu, c):
    full = queue(chain, lam, mu, c, 250)
    means = markov.mmc(lam, mu, c)
    assert means.p_wait == pytest.approx(full.mean(lambda n: n >= c), rel=1e-9)
    assert means.waiting == pytest.approx(full.mean(lambda n: max(n - c, 0)), rel=1e-9)
    assert means.in_system == pytest.approx(full.mean(lambda n: n), rel=1e-9)
    assert means.wait == pytest.approx(full.mean(lambda n: max(n - c + 1, 0)) / (c * mu), rel=1e-9)
    assert means.sojourn == pytest.approx(means.wait + 1 / mu, rel=1e-12)
    assert means.utilisation == pytest.approx(full.mean(lambda n: min(n, c)) / c, rel=1e-9)


def test_mm1_is_mmc_with_one_server():
    closed, general = markov.mm1(0.85, 1.1), markov.mmc(0.85, 1.1, 1)
    for name in ("utilisation", "p_wait", "wait", "sojourn", "waiting", "in_system"):
        assert getattr(closed, name) == pytest.approx(getattr(general, name), rel=1e-12)


@pytest.mark.parametrize(("lam", "mu", "c"), MMC)
@pytest.mark.parametrize("time", [0.0, 0.5, 4.0])
def test_the_tail_of_the_wait_is_that_of_the_services_ahead(lam, mu, c, time):
    number = np.arange(2000)
    log_p = number * np.log(lam) - np.cumsum(np.log(mu * np.clip(number, 1, c)))
    p = np.exp(log_p) / np.exp(log_p).sum()
    ahead = number[c:] - c + 1
    expected = p[c:] @ gamma.sf(time, ahead, scale=1 / (c * mu))
    assert markov.wait_exceeds(time, lam, mu, c) == pytest.approx(expected, rel=1e-9)


@pytest.mark.parametrize(("lam", "c", "room"), [(0.9, 1, 5), (4.0, 3, 8), (2.0, 4, 4)])
def test_mmck_agrees_with_the_balance_equations(chain, lam, c, room):
    full, means = queue(chain, lam, 1.25, c, room), markov.mmck(lam, 1.25, c, room)
    accepted = full.mean(lambda n: n < room)
    assert means.blocked == pytest.approx(full.mean(lambda n: n == room), rel=1e-11)
    assert means.throughput == pytest.approx(1.25 * full.mean(lambda n: min(n, c)), rel=1e-11)
    assert means.p_wait == pytest.approx(full.mean(lambda n: c <= n < room) / accepted, rel=1e-11)
    ahead = full.mean(lambda n: max(n - c + 1, 0) * (n < room)) / (c * 1.25)
    assert means.wait == pytest.approx(ahead / accepted, rel=1e-11)
    assert means.sojourn == pytest.approx(means.wait + 1 / 1.25, rel=1e-11)
    assert means.in_system - means.waiting == pytest.approx(full.mean(lambda n: min(n, c)), rel=1e-11)


def test_a_room_for_the_servers_alone_is_erlang_loss():
    assert markov.mmck(7.0, 2.0, 4, 4).blocked == pytest.approx(loss.erlang_b(4, 3.5), rel=1e-12)


def test_a_vast_room_is_the_endless_queue():
    assert markov.mmck(2.3, 1.0, 3, 400).wait == pytest.approx(markov.mmc(2.3, 1.0, 3).wait, rel=1e-10)


def test_overload_and_a_room_below_the_servers_are_refused():
    with pytest.raises(BadInput, match="below 1"):
        markov.mmc(3.0, 1.0, 3)
    with pytest.raises(BadInput, match="room"):
        markov.mmck(1.0, 1.0, 3, 2)
