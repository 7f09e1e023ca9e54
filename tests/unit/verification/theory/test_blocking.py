import pytest

from sinksim.core.errors import BadInput
from sinksim.verification.theory import blocking


@pytest.mark.parametrize(("first", "second"), [(1.0, 1.0), (1.0, 2.0), (3.0, 1.0)])
def test_a_tandem_without_room_agrees_with_a_chain_told_move_by_move(chain, first, second):
    arrivals = 0.7 * blocking.greatest_rate(first, second)

    def moves(state):
        present, at_second, blocked = state
        if present < 120:
            yield (present + 1, at_second, blocked), arrivals
        if present and not blocked:
            yield (present, 1, True) if at_second else (present - 1, 1, False), first
        if at_second:
            yield (present - 1, 1, False) if blocked else (present, 0, False), second

    found, means = chain((0, 0, False), moves), blocking.tandem_without_room(arrivals, first, second)
    assert found.mean(lambda s: s[0] + s[1]) == pytest.approx(means.sojourn * arrivals, rel=1e-8)
    assert means.load == pytest.approx(0.7)
    # Each who finds the second server busy when served is blocked.
    busy = found.mean(lambda s: s[0] > 0 and s[1] == 1 and not s[2])
    assert busy * first / arrivals == pytest.approx(means.blocked, rel=1e-8)
    assert means.sojourn - means.wait == pytest.approx(1 / first + 1 / second)


def test_equal_servers_pass_two_thirds_of_what_one_could():
    assert blocking.greatest_rate(3.0, 3.0) == pytest.approx(2.0)


def test_a_second_server_of_boundless_speed_leaves_the_first_alone():
    means = blocking.tandem_without_room(0.5, 1.0, 1e6)
    assert means.sojourn == pytest.approx(2.0, rel=1e-4)
    assert means.blocked < 1e-5


def test_more_than_can_pass_is_refused():
    with pytest.raises(BadInput, match="allowed: below 1"):
        blocking.tandem_without_room(0.65, 1.0, 1.0)
