"""Python's collector looks seldom while worlds live, and as before afterwards."""

import gc

import pytest

from sinksim.agents.collecting import SELDOM, collecting_seldom


@pytest.fixture(autouse=True)
def usual():
    before = gc.get_threshold()
    gc.set_threshold(700, 10, 30)
    yield (700, 10, 30)
    gc.set_threshold(*before)


def test_thresholds_are_raised_for_the_length_of_a_run_and_never_lowered(usual):
    with collecting_seldom():
        assert gc.get_threshold() == (SELDOM[0], SELDOM[1], 30)
    assert gc.get_threshold() == usual


def test_runs_that_overlap_leave_the_thresholds_as_the_first_found_them(usual):
    one, two = collecting_seldom(), collecting_seldom()
    one.__enter__()
    two.__enter__()
    one.__exit__(None, None, None)
    assert gc.get_threshold()[0] == SELDOM[0]
    two.__exit__(None, None, None)
    assert gc.get_threshold() == usual


def test_a_run_that_is_abandoned_restores_them(usual):
    def lives():
        with collecting_seldom():
            yield

    life = lives()
    next(life)
    assert gc.get_threshold() != usual
    life.close()
    assert gc.get_threshold() == usual


def test_a_collector_that_is_off_stays_off():
    gc.set_threshold(0)
    with collecting_seldom():
        assert gc.get_threshold()[0] == 0
