import numpy as np
import pytest
from scipy.integrate import quad, solve_ivp

from sinksim.core.errors import BadInput
from sinksim.verification.theory import markov, transient

RATES, PIECE = [2.0, 6.0, 0.0, 3.0], 1.5
TIGHT = {"rtol": 1e-11, "atol": 1e-13, "method": "DOP853"}


def rate_at(time):
    return RATES[int(time // PIECE)] if time < PIECE * len(RATES) else 0.0


@pytest.mark.parametrize("time", [0.0, 1.0, 1.5, 4.0, 6.0, 9.0])
def test_endless_servers_agree_with_the_integral_of_those_still_served(time):
    kinks = PIECE * np.arange(1, 5)
    mean = quad(lambda u: rate_at(u) * np.exp(-0.7 * (time - u)), 0, time, points=kinks[kinks < time], epsabs=1e-12)[0]
    assert transient.infinite_servers(RATES, PIECE, 0.7, time) == pytest.approx(mean, abs=1e-9)


@pytest.mark.parametrize("time", [0.0, 1.0, 2.0, 4.0, 6.5, 9.0])
def test_endless_servers_of_constant_time_hold_the_arrivals_of_that_time(time):
    kinks = np.append(PIECE * np.arange(1, 5), time - 1.1)
    inside = kinks[(kinks > 0) & (kinks < time)]
    mean = quad(lambda u: rate_at(u) * (time - u < 1.1), 0, time, points=inside, epsabs=1e-12)[0]
    assert transient.infinite_servers_constant(RATES, PIECE, 1.1, time) == pytest.approx(mean, abs=1e-9)


def forward(rate, mu, c, room):
    n = np.arange(room + 1)

    def slope(_, y):
        p = y[: room + 1]
        up, down = rate * p * (n < room), mu * np.minimum(n, c) * p
        change = np.append(0.0, up[:-1]) - up + np.append(down[1:], 0.0) - down
        return np.concatenate([change, [p @ np.maximum(n - c, 0), p @ n, p @ (n >= c), p @ np.maximum(n - c + 1, 0)]])

    return slope


def test_many_servers_agree_with_the_forward_equations_solved_by_runge_kutta():
    mu, c, room = 0.9, 3, 90
    state = np.eye(room + 1)[0]
    for rate, means in zip(RATES, transient.many_servers(RATES, PIECE, mu, c), strict=True):
        y = solve_ivp(forward(rate, mu, c, room), (0, PIECE), np.append(state, np.zeros(4)), **TIGHT).y[:, -1]
        state, (waiting, present, full, ahead) = y[: room + 1], y[room + 1 :] / PIECE
        assert means.arrived == pytest.approx(rate * PIECE)
        assert means.mean_waiting == pytest.approx(waiting, abs=1e-8)
        assert means.mean_in_system == pytest.approx(present, abs=1e-8)
        assert means.p_wait == pytest.approx(full, abs=1e-8)
        assert means.wait == pytest.approx(ahead / (c * mu) * (rate > 0), abs=1e-8)
        assert means.end_in_system == pytest.approx(state @ np.arange(room + 1), abs=1e-8)


def test_more_servers_than_customers_are_endless_servers():
    pieces = transient.many_servers(RATES, PIECE, 0.7, 80)
    for index, means in enumerate(pieces):
        endless = transient.infinite_servers(RATES, PIECE, 0.7, PIECE * (index + 1))
        assert means.end_in_system == pytest.approx(endless, rel=1e-10)
        assert means.wait == pytest.approx(0.0, abs=1e-12)


def test_a_long_time_of_one_rate_tends_to_the_stationary_queue():
    last = transient.many_servers([2.0, 2.0], 400.0, 1.0, 3)[-1]
    steady = markov.mmc(2.0, 1.0, 3)
    assert last.wait == pytest.approx(steady.wait, rel=1e-8)
    assert last.p_wait == pytest.approx(steady.p_wait, rel=1e-8)
    assert last.mean_in_system == pytest.approx(steady.in_system, rel=1e-8)


def test_an_overloaded_piece_keeps_what_it_cannot_serve():
    (means,) = transient.many_servers([50.0], 20.0, 1.0, 3)
    assert means.end_in_system == pytest.approx(50.0 * 20 - 3 * 20, abs=3.0)
    assert means.arrived == 1000.0


def test_a_negative_rate_and_an_empty_day_are_refused():
    with pytest.raises(BadInput, match=r"rates\[1\] = -1"):
        transient.many_servers([1.0, -1.0], 1.0, 1.0, 1)
    with pytest.raises(BadInput, match="rates is empty"):
        transient.infinite_servers([], 1.0, 1.0, 1.0)
