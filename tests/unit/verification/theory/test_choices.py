import math

import pytest

from sinksim.core.errors import BadInput
from sinksim.verification.theory import choices, markov


def test_the_shorter_of_two_queues_agrees_with_a_chain_told_move_by_move(chain):
    lam, mu, most = 1.2, 1.0, 40

    def moves(state):
        first, second = state
        if min(state) < most:
            yield ((first + 1, second) if first <= second else (first, second + 1)), lam
        if first:
            yield (first - 1, second), mu
        if second:
            yield (first, second - 1), mu

    found, means = chain((0, 0), moves), choices.shortest_of_two(lam, mu)
    assert found.mean(sum) == pytest.approx(means.in_system, rel=1e-8)
    assert found.mean(lambda state: min(state) > 0) == pytest.approx(means.p_wait, rel=1e-8)


@pytest.mark.parametrize("load", [0.1, 0.5, 0.8, 0.9])
def test_the_shorter_queue_lies_between_one_common_queue_and_two_by_the_toss_of_a_coin(load):
    means = choices.shortest_of_two(2 * load, 1.0)
    assert markov.mmc(2 * load, 1.0, servers=2).wait < means.wait < markov.mm1(load, 1.0).wait
    assert means.in_system - means.waiting == pytest.approx(2 * load, rel=1e-6)  # Little: as many are in service


def test_a_load_for_which_the_cut_would_matter_is_refused():
    with pytest.raises(BadInput, match="allowed: below 1"):
        choices.shortest_of_two(1.92, 1.0)


def test_balking_by_one_over_one_more_than_present_agrees_with_its_chain(chain):
    lam, mu = 1.7, 1.0

    def moves(present):
        if present < 60:
            yield present + 1, lam / (present + 1)
        if present:
            yield present - 1, mu

    found, means = chain(0, moves), choices.discouraged(lam, mu)
    assert found.mean(lambda n: n) == pytest.approx(lam / mu, rel=1e-10)
    assert found.mean(lambda n: 1 / (n + 1)) == pytest.approx(means.joins, rel=1e-10)
    assert means.sojourn * means.joins * lam == pytest.approx(lam / mu, rel=1e-12)  # Little
    assert means.sojourn - means.wait == pytest.approx(1 / mu)
    assert means.joins == pytest.approx(-math.expm1(-1.7) / 1.7)
