"""Reported closed: truly solved or hollow, opened again."""

import pytest

from sinksim.core.records import NEVER, End
from tests.helpers.worlds import MINUTE

REOPENED = """
stations: {desk: {servers: 1}}
processes:
  main:
    - {label: start, queue: {station: desk, time: 10}}
    - close: {hollow: HOLLOW, reopen: {chance: CHANCE, after: 30, back_to: start, at_most: 2}}
"""


def reopened(live, hollow=1, chance=1, log=(0,)):
    return live(REOPENED.replace("HOLLOW", str(hollow)).replace("CHANCE", str(chance)), list(log))


def test_a_true_closure_is_closed_and_solved_at_one_instant(live):
    life = reopened(live, hollow=0)
    assert (life.all("end"), life.minutes("closed"), life.minutes("solved")) == ([End.SOLVED], [10], [10])


def test_a_hollow_closure_is_closed_but_never_solved(live):
    life = reopened(live, chance=0)
    assert (life.all("end"), life.minutes("closed"), life.all("solved")) == ([End.HOLLOW], [10], [NEVER])


def test_the_first_closure_counts_and_so_do_the_kinds_of_time_up_to_it(live):
    life = reopened(live, log=[5])
    # Closed at 15, opened again at 45 and at 85, closed for the last time at 95.
    assert life.minutes("closed") == [15]
    assert life.kinds() == {"service": 10}
    assert (life.all("end"), life.all("visits"), life.all("contacts")) == ([End.HOLLOW], [3], [3])
    assert life.minutes("staff_time") == [30]


def test_a_case_may_be_truly_solved_after_it_was_opened_again(live):
    life = reopened(live, hollow=0.5, log=range(0, 1200, 50))
    ends, closed, solved = life.all("end"), life.all("closed"), life.all("solved")
    later = [s - c for e, c, s in zip(ends, closed, solved, strict=True) if e == End.SOLVED and s > c]
    assert later
    assert min(later) >= 40 * MINUTE
    assert all(s == NEVER for e, s in zip(ends, solved, strict=True) if e != End.SOLVED)


def test_a_case_opened_again_and_still_open_keeps_its_first_closure(live):
    life = reopened(live, log=[1425])
    # Closed at 1435, at the horizon (1440) it is at home, waiting to be found out.
    assert (life.all("end"), life.minutes("closed")) == ([End.OPEN], [1435])
    assert life.kinds() == {"service": 10}


def test_giving_up_after_being_opened_again_is_giving_up(live):
    text = REOPENED.replace("time: 10", "time: 10, patience: 5").replace("HOLLOW", "1").replace("CHANCE", "1")
    life = live(text, [0, 38])
    # The second is served 38-48; the first comes again at 40 and gives up at 45.
    assert life.all("end")[0] == End.RENEGED
    assert life.minutes("closed")[0] == 10
    assert life.kinds(0) == {"service": 10}


@pytest.mark.parametrize("at_most", [1, 2, 5])
def test_it_is_opened_again_so_many_times_at_most(live, at_most):
    text = REOPENED.replace("HOLLOW", "1").replace("CHANCE", "1").replace("at_most: 2", f"at_most: {at_most}")
    assert live(text, [0]).all("visits") == [1 + at_most]
