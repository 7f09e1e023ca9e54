"""A sample of the planted faults, each noticed by a suite; ``python -m tests.faults`` plants all of them."""

import pytest

from tests.faults.fault import AGREEMENT
from tests.faults.planting import FAULTS, answer, copied, find, places

SAMPLE = ("last come, first served", "the work left is drawn anew", "money is rounded down")


def test_there_are_forty_or_more_different_faults():
    assert len({fault.name for fault in FAULTS}) == len(FAULTS) >= 40
    assert all(fault.old != fault.new for fault in FAULTS)


@pytest.mark.parametrize("fault", FAULTS, ids=lambda fault: fault.name)
def test_what_a_fault_changes_stands_there_once(fault):
    assert len(places(fault)) == 1


@pytest.mark.slow
@pytest.mark.parametrize("fault", [fault for fault in FAULTS if fault.name in SAMPLE], ids=lambda fault: fault.name)
def test_a_planted_fault_is_noticed(fault, tmp_path):
    finding = find(fault, tmp_path)
    assert finding.noticed, finding.said


@pytest.mark.slow
def test_without_a_fault_the_suite_passes(tmp_path):
    done = answer(AGREEMENT, copied(tmp_path))
    assert done.passed, done.said
