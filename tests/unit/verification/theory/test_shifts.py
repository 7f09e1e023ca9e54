from dataclasses import asdict

import numpy as np
import pytest
from scipy.integrate import solve_ivp

from sinksim.core.errors import BadInput
from sinksim.verification.theory import abandonment, shifts, transient

RATES, LEVELS, PIECE, MU, THETA = [3.0, 5.0, 2.0, 4.0, 1.0], [2, 4, 1, 3, 0], 1.2, 0.8, 0.5
TIGHT = {"rtol": 1e-11, "atol": 1e-13, "method": "DOP853"}
ROOM = 45


def settle(busy, held, queue, level, rule):
    """The rule in words: stop those above the level (interrupt), resume the stopped, then call the queue."""
    if rule == "interrupt" and busy > level:
        busy, held = level, held + busy - level
    resumed = max(0, min(held, level - busy))
    busy, held = busy + resumed, held - resumed
    called = max(0, min(queue, level - busy))
    return busy + called, held, queue - called


def flows(state, rate, level, rule):
    """(next state, rate) of arrival, end of service and leaving, with busy, stopped and queueing told apart."""
    busy, held, queue = state
    return [
        (settle(busy, held, queue + 1, level, rule), rate * (queue < ROOM)),
        (settle(busy - 1, held, queue, level, rule) if busy else state, MU * busy),
        ((busy, held, queue - 1) if queue else state, THETA * queue),
    ]


def day_by_runge_kutta(rule):
    law, totals = {(0, 0, 0): 1.0}, np.zeros(4)
    for rate, level in zip(RATES, LEVELS, strict=True):
        start = {}
        for state, p in law.items():
            target = settle(*state, level, rule)
            start[target] = start.get(target, 0.0) + p
        law, spent = one_piece(start, rate, level, rule)
        totals += spent
    return law, totals


def one_piece(start, rate, level, rule):
    states, index = list(start), {state: i for i, state in enumerate(start)}
    rows, columns, speeds = [], [], []
    for state in states:
        for target, speed in flows(state, rate, level, rule):
            if speed > 0:
                if target not in index:
                    index[target] = len(states)
                    states.append(target)
                rows.append(index[state])
                columns.append(index[target])
                speeds.append(speed)
    size, speeds = len(states), np.array(speeds)
    numbers = np.array(states, dtype=float)

    def slope(_, y):
        p, flow = y[:size], speeds * y[rows]
        change = np.bincount(columns, flow, size) - np.bincount(rows, flow, size)
        return np.concatenate([change, p @ numbers])

    first = np.concatenate([list(start.values()), np.zeros(size - len(start) + 3)])
    y = solve_ivp(slope, (0, PIECE), first, **TIGHT).y[:, -1]
    law = dict(zip(states, y[:size], strict=True))
    return law, np.append(y[size:], rate * PIECE)


@pytest.mark.parametrize("rule", ["finish", "interrupt"])
def test_a_day_of_shifts_agrees_with_the_rule_in_words_solved_by_runge_kutta(rule):
    law, (busy, held, queue, arrived) = day_by_runge_kutta(rule)
    day = shifts.staffed_day(RATES, LEVELS, PIECE, MU, THETA, rule)
    assert day.arrived == pytest.approx(arrived, rel=1e-12)
    assert day.busy_time == pytest.approx(busy, rel=1e-7)
    assert day.suspended_time == pytest.approx(held, rel=1e-7, abs=1e-9)
    assert day.waiting_time == pytest.approx(queue, rel=1e-7)
    assert day.completed == pytest.approx(MU * busy, rel=1e-7)
    assert day.abandoned == pytest.approx(THETA * queue, rel=1e-7)
    assert day.end_waiting == pytest.approx(sum(p * s[2] for s, p in law.items()), rel=1e-7)
    assert day.end_started == pytest.approx(sum(p * (s[0] + s[1]) for s, p in law.items()), rel=1e-7)


@pytest.mark.parametrize("rule", ["finish", "interrupt"])
def test_everybody_who_came_is_served_gone_or_still_there(rule):
    day = shifts.staffed_day(RATES, LEVELS, PIECE, MU, THETA, rule)
    assert day.arrived == pytest.approx(day.completed + day.abandoned + day.end_waiting + day.end_started, rel=1e-11)
    assert day.started == pytest.approx(day.arrived - day.abandoned - day.end_waiting, rel=1e-11)


def test_the_two_rules_agree_where_the_level_never_falls():
    finish = shifts.staffed_day([3.0, 4.0], [1, 3], 2.0, MU, THETA, "finish")
    interrupt = shifts.staffed_day([3.0, 4.0], [1, 3], 2.0, MU, THETA, "interrupt")
    assert asdict(finish) == pytest.approx(asdict(interrupt), rel=1e-11, abs=1e-12)
    assert finish.suspended_time == 0.0


def test_one_level_and_endless_patience_is_the_queue_of_many_servers():
    rates = [2.0, 6.0, 0.0, 3.0]
    day = shifts.staffed_day(rates, [3] * 4, 1.5, 0.9)
    pieces = transient.many_servers(rates, 1.5, 0.9, 3)
    assert day.waiting_time == pytest.approx(1.5 * sum(piece.mean_waiting for piece in pieces), rel=1e-9)
    assert day.end_waiting + day.end_started == pytest.approx(pieces[-1].end_in_system, rel=1e-9)
    assert day.abandoned == 0.0


def test_a_long_day_of_one_level_tends_to_erlang_a():
    short, long = (shifts.staffed_day([5.0], [4], hours, 1.0, 0.5) for hours in (100.0, 200.0))
    steady = abandonment.erlang_a(5.0, 1.0, 4, 0.5)
    assert (long.waiting_time - short.waiting_time) / 100 == pytest.approx(steady.waiting, rel=1e-8)
    assert (long.abandoned - short.abandoned) / 500 == pytest.approx(steady.p_abandon, rel=1e-8)


def test_after_closing_those_in_service_finish_or_stay_suspended():
    open_day = shifts.staffed_day([3.0], [2], 1.5, MU)
    finish = shifts.staffed_day([3.0, 0.0], [2, 0], 1.5, MU, rule="finish")
    interrupt = shifts.staffed_day([3.0, 0.0], [2, 0], 1.5, MU, rule="interrupt")
    assert finish.end_started == pytest.approx(open_day.end_started * np.exp(-MU * 1.5), rel=1e-10)
    assert interrupt.completed == pytest.approx(open_day.completed, rel=1e-12)
    assert interrupt.suspended_time == pytest.approx(1.5 * open_day.end_started, rel=1e-10)
    assert finish.end_waiting == pytest.approx(open_day.end_waiting, rel=1e-10)


def test_a_rule_that_does_not_exist_is_refused():
    with pytest.raises(BadInput, match="finish, interrupt"):
        shifts.staffed_day([1.0], [1], 1.0, 1.0, rule="pause")
