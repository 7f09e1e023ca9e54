import pytest

from sinksim.core.errors import BadInput
from sinksim.verification.theory import general, markov, moments, priority

ROOM = 45


def preemptive_chain(chain, lams, mus, c):
    def moves(state):
        first, second = state
        busy = min(first, c), min(second, c - min(first, c))
        return [
            ((first + 1, second), lams[0] * (first < ROOM)),
            ((first, second + 1), lams[1] * (second < ROOM)),
            ((first - 1, second), mus[0] * busy[0]),
            ((first, second - 1), mus[1] * busy[1]),
        ]

    return chain((0, 0), moves)


def nonpreemptive_chain(chain, lams, mus, c):
    """State: waiting by class and in service by class."""

    def settle(w1, w2, s1, s2):
        while s1 + s2 < c and w1 + w2 > 0:
            w1, w2, s1, s2 = (w1 - 1, w2, s1 + 1, s2) if w1 else (w1, w2 - 1, s1, s2 + 1)
        return w1, w2, s1, s2

    def moves(state):
        w1, w2, s1, s2 = state
        return [
            (settle(w1 + 1, w2, s1, s2), lams[0] * (w1 < ROOM)),
            (settle(w1, w2 + 1, s1, s2), lams[1] * (w2 < ROOM)),
            (settle(w1, w2, s1 - 1, s2), mus[0] * s1),
            (settle(w1, w2, s1, s2 - 1), mus[1] * s2),
        ]

    return chain((0, 0, 0, 0), moves)


def exponentials(mus):
    return [moments.exponential(1 / mu) for mu in mus]


def test_nonpreemptive_waits_of_one_server_agree_with_the_balance_equations(chain):
    lams, mus = (0.3, 0.2), (1.5, 0.8)
    full = nonpreemptive_chain(chain, lams, mus, 1)
    means = priority.nonpreemptive_mg1(lams, exponentials(mus))
    assert means.wait[0] == pytest.approx(full.mean(lambda s: s[0]) / lams[0], rel=1e-7)
    assert means.wait[1] == pytest.approx(full.mean(lambda s: s[1]) / lams[1], rel=1e-7)


@pytest.mark.slow
def test_nonpreemptive_waits_of_two_servers_agree_with_the_balance_equations(chain):
    lams, mu = (0.5, 0.6), 1.0
    full = nonpreemptive_chain(chain, lams, (mu, mu), 2)
    means = priority.nonpreemptive_mmc(lams, mu, 2)
    assert means.wait[0] == pytest.approx(full.mean(lambda s: s[0]) / lams[0], rel=1e-7)
    assert means.wait[1] == pytest.approx(full.mean(lambda s: s[1]) / lams[1], rel=1e-7)


def test_preemptive_sojourns_of_one_server_agree_with_the_balance_equations(chain):
    lams, mus = (0.3, 0.2), (1.5, 0.8)
    full = preemptive_chain(chain, lams, mus, 1)
    means = priority.preemptive_mg1(lams, exponentials(mus))
    assert means.sojourn[0] == pytest.approx(full.mean(lambda s: s[0]) / lams[0], rel=1e-7)
    assert means.sojourn[1] == pytest.approx(full.mean(lambda s: s[1]) / lams[1], rel=1e-7)


def test_preemptive_sojourns_of_two_servers_agree_with_the_balance_equations(chain):
    lams, mu = (0.5, 0.6), 1.0
    full = preemptive_chain(chain, lams, (mu, mu), 2)
    means = priority.preemptive_mmc(lams, mu, 2)
    assert means.sojourn[0] == pytest.approx(full.mean(lambda s: s[0]) / lams[0], rel=1e-7)
    assert means.sojourn[1] == pytest.approx(full.mean(lambda s: s[1]) / lams[1], rel=1e-7)


@pytest.mark.slow
def test_preemptive_urgent_with_three_phases_agrees_with_the_balance_equations(chain):
    lams, k, mean, mu = (0.25, 0.3), 3, 1.2, 1.0

    def moves(state):
        phases, second = state
        serves = [((phases - 1, second), k / mean)] if phases else [((phases, second - 1), mu)] * (second > 0)
        more = ((phases + k, second), lams[0] * (phases < 120)), ((phases, second + 1), lams[1] * (second < ROOM))
        return [*serves, *more]

    full = chain((0, 0), moves)
    means = priority.preemptive_mg1(lams, [moments.erlang(mean, k), moments.exponential(1 / mu)])
    assert means.sojourn[0] == pytest.approx(full.mean(lambda s: -(-s[0] // k)) / lams[0], rel=1e-7)
    assert means.sojourn[1] == pytest.approx(full.mean(lambda s: s[1]) / lams[1], rel=1e-7)


SERVICES = [moments.constant(0.5), moments.gamma(1.0, 2.0), moments.uniform(0.5, 2.5)]
RATES = [0.3, 0.25, 0.2]


def test_nonpreemptive_order_does_not_change_the_work_waiting():
    waits = priority.nonpreemptive_mg1(RATES, SERVICES).wait
    whole = general.mg1(sum(RATES), moments.mixture(SERVICES, RATES))
    work = sum(rate * service.mean * wait for rate, service, wait in zip(RATES, SERVICES, waits, strict=True))
    assert work == pytest.approx(whole.utilisation * whole.wait, rel=1e-12)
    assert list(waits) == sorted(waits)


def test_the_most_urgent_class_does_not_feel_the_others_when_it_may_interrupt():
    alone = general.mg1(RATES[0], SERVICES[0])
    assert priority.preemptive_mg1(RATES, SERVICES).sojourn[0] == pytest.approx(alone.sojourn, rel=1e-12)


def test_three_exponential_classes_agree_between_one_server_formulas():
    one = priority.preemptive_mg1([0.2, 0.2, 0.3], [moments.exponential(1.0)] * 3)
    many = priority.preemptive_mmc([0.2, 0.2, 0.3], 1.0, 1)
    assert many.sojourn == pytest.approx(one.sojourn, rel=1e-11)
    one = priority.nonpreemptive_mg1([0.2, 0.2, 0.3], [moments.exponential(1.0)] * 3)
    assert priority.nonpreemptive_mmc([0.2, 0.2, 0.3], 1.0, 1).wait == pytest.approx(one.wait, rel=1e-12)


@pytest.mark.parametrize("rule", [priority.nonpreemptive_mmc, priority.preemptive_mmc])
def test_classes_of_one_service_rate_wait_on_average_as_without_classes(rule):
    rates = [0.5, 0.9, 1.0]
    means = rule(rates, 1.0, 3)
    average = sum(rate * wait for rate, wait in zip(rates, means.wait, strict=True)) / sum(rates)
    assert average == pytest.approx(markov.mmc(2.4, 1.0, 3).wait, rel=1e-12)
    assert means.sojourn == pytest.approx([wait + 1.0 for wait in means.wait], rel=1e-12)


def test_overload_by_the_last_class_is_refused():
    with pytest.raises(BadInput, match="below 1"):
        priority.nonpreemptive_mmc([1.0, 2.5], 1.0, 3)
