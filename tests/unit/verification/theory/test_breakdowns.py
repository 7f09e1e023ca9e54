import pytest

from sinksim.core.errors import BadInput
from sinksim.verification.theory import breakdowns, markov

CASE = (0.4, 1.0, 10.0, 4.0)


def failing(chain, only_busy):
    lam, mu, up, down = CASE

    def moves(state):
        n, works = state
        yield (n + 1, works), lam * (n < 400)
        yield (n - 1, works), mu * (works and n > 0)
        yield (n, not works), (1 / up if works else 1 / down) * (not works or n > 0 or not only_busy)

    return chain((0, True), moves)


def test_breakdowns_at_any_time_agree_with_the_balance_equations(chain):
    full = failing(chain, only_busy=False)
    assert breakdowns.breakdown_sojourn(*CASE) == pytest.approx(full.mean(lambda s: s[0]) / CASE[0], rel=1e-9)
    assert breakdowns.availability(*CASE[2:]) == pytest.approx(full.mean(lambda s: s[1]), rel=1e-9)


def test_breakdowns_while_serving_agree_with_the_balance_equations(chain):
    present = failing(chain, only_busy=True).mean(lambda s: s[0])
    assert breakdowns.breakdown_sojourn_when_busy(*CASE) == pytest.approx(present / CASE[0], rel=1e-9)


@pytest.mark.parametrize("formula", [breakdowns.breakdown_sojourn, breakdowns.breakdown_sojourn_when_busy])
def test_a_server_that_hardly_fails_is_mm1(formula):
    assert formula(0.4, 1.0, 1e9, 1.0) == pytest.approx(markov.mm1(0.4, 1.0).sojourn, rel=1e-8)


def test_a_server_down_too_much_is_refused():
    with pytest.raises(BadInput, match="below 1"):
        breakdowns.breakdown_sojourn(0.6, 1.0, 1.0, 1.0)
