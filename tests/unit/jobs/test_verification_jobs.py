"""A verification in the background queue: the same rows as from the command, progress, place in the queue, stop."""

import time

import pytest

from sinksim.jobs.queue import JobQueue
from sinksim.verification.systems import verify
from tests.helpers.verification_jobs import NAMES, AtOnce, ended

pytestmark = pytest.mark.slow


def test_a_checkup_finds_the_rows_that_the_command_finds():
    job = ended(JobQueue(workers=1, pool=AtOnce()).submit_verification("me", NAMES))
    assert (job.state, job.share) == ("done", 1.0)
    alone = verify("compiled", names=NAMES, workers=1)
    assert [row.cells() for row in job.report.rows] == [row.cells() for row in alone.rows]
    assert job.report.ok == alone.ok


def test_a_checkup_that_is_given_up_has_no_report():
    seen = []
    shop = JobQueue(workers=1, pool=AtOnce(lambda: [shop.cancel(job) for job in seen]))
    job = shop.submit_verification("me", NAMES)
    seen.append(job)
    assert ended(job).state in ("stopped", "done")
    assert (job.report is None) is (job.state == "stopped")


def test_a_system_that_is_not_known_fails_with_a_sentence():
    job = ended(JobQueue(workers=1, pool=AtOnce()).submit_verification("me", ["no_such_system"]))
    assert job.state == "failed"
    assert "no_such_system" in job.reason


@pytest.mark.parametrize("owner", ["me", "another"])
def test_checkups_wait_for_each_other_and_the_same_owner_has_one(owner):
    shop = JobQueue(workers=1, pool=AtOnce(lambda: time.sleep(0.05)))
    first, second = shop.submit_verification("me", NAMES), shop.submit_verification(owner, NAMES[:1])
    assert ended(second).state == "done"
    assert ended(first).state == ("stopped" if owner == "me" else "done")
    assert shop.ahead_of(second) == 0
