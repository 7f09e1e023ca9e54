"""The recursions themselves, by hand."""

import numpy as np
import pytest

from tests.oracle.recursions import kiefer_wolfowitz, lindley


def milliseconds(*values):
    return np.array(values, np.int64)


def test_at_one_server_everybody_waits_for_those_before():
    waits = lindley(milliseconds(0, 1, 2, 20, 21), milliseconds(5, 3, 4, 2, 1))
    assert waits.tolist() == [0, 4, 6, 0, 1]


def test_who_comes_as_the_server_becomes_free_does_not_wait():
    assert lindley(milliseconds(0, 5, 5), milliseconds(5, 0, 1)).tolist() == [0, 0, 0]


def test_at_two_servers_the_first_that_is_free_takes_the_next():
    # Free at 10 and 4; then at 10 and 7, at 10 and 8, at 12 and 10.
    waits = kiefer_wolfowitz(milliseconds(0, 1, 2, 3, 4), milliseconds(10, 3, 3, 1, 4), 2)
    assert waits.tolist() == [0, 0, 2, 4, 4]


def test_more_servers_than_customers_make_nobody_wait():
    assert kiefer_wolfowitz(milliseconds(3, 3, 3), milliseconds(9, 9, 9), 4).tolist() == [0, 0, 0]


@pytest.mark.parametrize("recursion", [lindley, lambda a, s: kiefer_wolfowitz(a, s, 1)])
def test_nobody_is_a_queue_too(recursion):
    assert len(recursion(milliseconds(), milliseconds())) == 0


def test_for_one_server_both_recursions_say_the_same():
    luck = np.random.default_rng(7)
    arrivals, services = np.cumsum(luck.integers(0, 5, 2000)), luck.integers(0, 5, 2000)
    assert lindley(arrivals, services).tolist() == kiefer_wolfowitz(arrivals, services, 1).tolist()
    assert lindley(arrivals, services).max() > 20
