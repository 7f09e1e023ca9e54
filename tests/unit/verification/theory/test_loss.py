from math import factorial

import pytest

from sinksim.verification.theory import loss


@pytest.mark.parametrize(("c", "a"), [(0, 2.0), (1, 0.3), (5, 4.2), (20, 25.0)])
def test_erlang_b_is_the_last_term_of_the_truncated_poisson_law(c, a):
    terms = [a**k / factorial(k) for k in range(c + 1)]
    assert loss.erlang_b(c, a) == pytest.approx(terms[-1] / sum(terms), rel=1e-12)


def test_a_group_of_five_thousand_servers_neither_overflows_nor_underflows():
    assert 0.01 < loss.erlang_b(5000, 5000.0) < 0.02


def test_two_groups_of_one_service_rate_lose_what_one_large_group_loses():
    groups = loss.overflow_groups(6.0, 1.5, 3, 4, 1.5)
    assert groups.lost_first == pytest.approx(loss.erlang_b(7, 4.0), rel=1e-11)
    assert groups.p_overflow == pytest.approx(loss.erlang_b(3, 4.0), rel=1e-11)
    assert groups.overflow_rate == pytest.approx(loss.overflow_rate(6.0, 1.5, 3), rel=1e-11)
    assert groups.blocked_overflow == pytest.approx(loss.erlang_b(7, 4.0) / loss.erlang_b(3, 4.0), rel=1e-11)


def busy_in_both(chain, lam, mu, c1, c2, nu, own):
    def moves(state):
        i, j = state
        first = (i + 1, j) if i < c1 else (i, min(j + 1, c2))
        return [(first, lam * (first != state)), ((i, j + 1), own * (j < c2)),
                ((i - 1, j), mu * i), ((i, j - 1), nu * j)]  # fmt: skip

    return chain((0, 0), moves)


def test_two_groups_with_their_own_arrivals_and_speeds_agree_with_the_balance_equations(chain):
    full = busy_in_both(chain, 5.0, 1.0, 4, 3, 0.6, 0.9)
    groups = loss.overflow_groups(5.0, 1.0, 4, 3, 0.6, 0.9)
    assert groups.p_overflow == pytest.approx(full.mean(lambda s: s[0] == 4), rel=1e-10)
    assert groups.blocked_direct == pytest.approx(full.mean(lambda s: s[1] == 3), rel=1e-10)
    assert groups.lost_first == pytest.approx(full.mean(lambda s: s == (4, 3)), rel=1e-10)
    assert groups.busy_second == pytest.approx(full.mean(lambda s: s[1]), rel=1e-10)


def test_what_enters_the_second_group_is_what_it_serves():
    groups = loss.overflow_groups(5.0, 1.0, 4, 3, 0.6, 0.9)
    enters = groups.overflow_rate * (1 - groups.blocked_overflow) + 0.9 * (1 - groups.blocked_direct)
    assert 0.6 * groups.busy_second == pytest.approx(enters, rel=1e-11)
    assert groups.blocked_overflow > groups.blocked_direct


def test_overflow_traffic_varies_as_kosten_says(chain):
    full = busy_in_both(chain, 4.0, 1.0, 5, 45, 1.0, 0.0)
    mean = full.mean(lambda s: s[1])
    variance = full.mean(lambda s: s[1] ** 2) - mean**2
    assert mean == pytest.approx(loss.overflow_rate(4.0, 1.0, 5), rel=1e-9)
    assert loss.overflow_variance(5, 4.0) == pytest.approx(variance, rel=1e-9)
