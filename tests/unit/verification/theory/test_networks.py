import pytest

from sinksim.core.errors import BadInput
from sinksim.verification.theory import markov, networks

ROUTING = [[0.1, 0.5], [0.2, 0.0]]


def test_a_network_with_returns_agrees_with_the_balance_equations(chain):
    gamma, mus, servers, room = (0.3, 0.2), (1.6, 0.6), (1, 2), 55

    def moves(state):
        yield (state[0] + 1, state[1]), gamma[0] * (state[0] < room)
        yield (state[0], state[1] + 1), gamma[1] * (state[1] < room)
        for i in (0, 1):
            rate = mus[i] * min(state[i], servers[i])
            without = [state[0] - (i == 0), state[1] - (i == 1)]
            yield tuple(without), rate * (1 - sum(ROUTING[i]))
            for j in (0, 1):
                if i != j:
                    target = [without[0] + (j == 0), without[1] + (j == 1)]
                    yield tuple(target), rate * ROUTING[i][j] * (state[j] < room)

    full = chain((0, 0), moves)
    means = networks.jackson(gamma, ROUTING, mus, servers)
    present = [full.mean(lambda s: s[0]), full.mean(lambda s: s[1])]
    assert [node.in_system for node in means.nodes] == pytest.approx(present, rel=1e-7)
    assert means.sojourn == pytest.approx(sum(present) / 0.5, rel=1e-7)


def test_what_leaves_a_network_is_what_comes_in():
    means = networks.jackson([0.3, 0.2], ROUTING, [1.6, 0.6], [1, 2])
    leaving = sum(rate * (1 - sum(row)) for rate, row in zip(means.arrival_rates, ROUTING, strict=True))
    assert leaving == pytest.approx(0.5, rel=1e-12)


def test_time_in_the_network_is_the_same_by_number_by_visits_and_by_entry():
    means = networks.jackson([0.3, 0.2], ROUTING, [1.6, 0.6], [1, 2])
    by_visits = sum(n * node.sojourn for n, node in zip(means.visits, means.nodes, strict=True))
    by_entry = (0.3 * means.sojourn_from[0] + 0.2 * means.sojourn_from[1]) / 0.5
    assert by_visits == pytest.approx(means.sojourn, rel=1e-12)
    assert by_entry == pytest.approx(means.sojourn, rel=1e-12)


def test_a_tandem_is_a_row_of_queues_of_one_arrival_rate():
    means = networks.tandem(0.8, [1.0, 0.5, 2.0], [1, 2, 1])
    alone = [markov.mmc(0.8, 1.0, 1), markov.mmc(0.8, 0.5, 2), markov.mmc(0.8, 2.0, 1)]
    assert means.sojourn == pytest.approx(sum(node.sojourn for node in alone), rel=1e-12)
    assert means.visits == pytest.approx((1.0, 1.0, 1.0), rel=1e-12)


def test_feedback_is_the_network_of_one_node_and_the_geometric_number_of_visits():
    means = networks.jackson([0.5], [[0.3]], [1.0], [1])
    assert networks.feedback_sojourn(0.5, 1.0, 0.3) == pytest.approx(means.sojourn, rel=1e-12)
    assert means.visits[0] == pytest.approx(1 / 0.7, rel=1e-12)


def test_four_tiers_that_refer_upward_see_the_product_of_the_shares():
    up, mus, servers = (0.4, 0.3, 0.2, 0.0), (1.0, 1.0, 1.0, 0.5), (5, 3, 2, 1)
    means = networks.referral([4.0, 0.0, 0.0, 0.0], up, [0.0] * 4, mus, servers)
    reached = [4.0, 1.6, 0.48, 0.096]
    assert means.arrival_rates == pytest.approx(reached, rel=1e-12)
    present = sum(markov.mmc(rate, mu, c).in_system for rate, mu, c in zip(reached, mus, servers, strict=True))
    assert means.sojourn == pytest.approx(present / 4.0, rel=1e-12)


def test_referral_up_and_down_follows_the_walk_between_two_tiers():
    means = networks.referral([1.0, 0.0], [0.5, 0.0], [0.0, 0.4], [3.0, 2.0], [1, 1])
    assert means.visits == pytest.approx((1 / (1 - 0.2), 0.5 / (1 - 0.2)), rel=1e-12)


def test_a_node_nobody_comes_to_has_no_queue():
    means = networks.jackson([1.0, 0.0], [[0.0, 0.0], [0.0, 0.0]], [2.0, 4.0], [1, 1])
    assert means.nodes[1] is None
    assert means.sojourn == pytest.approx(1.0, rel=1e-12)
    assert means.sojourn_from[1] == pytest.approx(0.25, rel=1e-12)


@pytest.mark.parametrize(
    ("routing", "told"),
    [
        ([[0.0, 1.0], [1.0, 0.0]], "for ever"),
        ([[0.0, 0.5]], "2 rows of 2"),
        ([[0.6, 0.6], [0.0, 0.0]], r"sum of routing\[0\]"),
        ([[0.0, 1.5], [0.0, 0.0]], r"routing\[0\]\[1\]"),
    ],
)
def test_a_routing_that_is_none_is_refused(routing, told):
    with pytest.raises(BadInput, match=told):
        networks.jackson([0.1, 0.1], routing, [1.0, 1.0], [1, 1])


def test_referral_beyond_the_last_tier_is_refused():
    with pytest.raises(BadInput, match="no tier beyond"):
        networks.referral([1.0, 0.0], [0.5, 0.1], [0.0, 0.0], [3.0, 2.0], [1, 1])
