"""A verification in the background queue: the same rows as from the command, progress, place in the queue, stop."""

import time

import pytest

from sinksim.jobs.queue import JobQueue
from sinksim.verification.systems import verify
from tests.helpers.verification_jobs import NAMES, AtOnce, ended


@pytest.mark.slow
def test_a_checkup_finds_the_rows_that_the_command_finds():
    order = ended(JobQueue(workers=1, pool=AtOnce()).check("me", NAMES))
    assert (order.state, order.share) == ("done", 1.0)
    alone = verify("compiled", names=NAMES, workers=1)
    assert [row.cells() for row in order.report.rows] == [row.cells() for row in alone.rows]
    assert order.report.ok == alone.ok


def test_a_checkup_that_is_given_up_has_no_report():
    seen = []
    shop = JobQueue(workers=1, pool=AtOnce(lambda: [shop.give_up(order) for order in seen]))
    order = shop.check("me", NAMES)
    seen.append(order)
    assert ended(order).state in ("stopped", "done")
    assert (order.report is None) is (order.state == "stopped")


def test_a_system_that_is_not_known_fails_with_a_sentence():
    order = ended(JobQueue(workers=1, pool=AtOnce()).check("me", ["no_such_system"]))
    assert order.state == "failed"
    assert "no_such_system" in order.reason


@pytest.mark.parametrize("owner", ["me", "another"])
def test_checkups_wait_for_each_other_and_the_same_owner_has_one(owner):
    shop = JobQueue(workers=1, pool=AtOnce(lambda: time.sleep(0.05)))
    first, second = shop.check("me", NAMES), shop.check(owner, NAMES[:1])
    assert ended(second).state == "done"
    assert ended(first).state == ("stopped" if owner == "me" else "done")
    assert shop.ahead_of(second) == 0
