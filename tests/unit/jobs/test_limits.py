"""A job over its limits ends by one sentence, what was finished is kept, and the queue goes on."""

import os
import time
from concurrent.futures import ThreadPoolExecutor

import pytest

from sinksim.i18n.faults import fault_in
from sinksim.jobs import queue as job_queue
from sinksim.jobs.limits import Limits, resident
from sinksim.jobs.queue import JobQueue
from sinksim.scenarios.loading.composing import scenario_of
from tests.helpers.heavy import demand, waiting
from tests.helpers.pairs import two
from tests.helpers.verification_jobs import ended
from tests.helpers.waiting import HANGS_AFTER_SECONDS, wait_until


def sides(tree, replications=2):
    one = scenario_of(tree, "own.yaml")
    experiment = one.experiment.model_copy(update={"replications": replications})
    first = one.model_copy(update={"experiment": experiment})
    return two(first, first.model_copy(update={"policy": one.policy.model_copy(update={"demand": 1.01})}))


@pytest.fixture
def shop():
    """A job queue with processes of its own, whose limits are set by the test."""
    made = JobQueue(1)
    yield made
    made._end_workers()


def is_told_in_both_languages(reason):
    assert len(reason.splitlines()) == 1
    assert "; allowed here: " in reason
    assert "allowed" not in fault_in("zh", reason)


def test_a_comparison_over_its_time_keeps_the_pairs_that_are_finished():
    with ThreadPoolExecutor(1) as threads:
        shop = JobQueue(1, threads)
        job = shop.submit_comparison("me", sides(demand(20), 500))
        wait_until(lambda: job.finished >= 4, "four replications")
        shop.limits = Limits(seconds=0.001)
        assert ended(job).state == "failed"
        assert "took longer than" in job.reason
        is_told_in_both_languages(job.reason)
        assert 2 <= job.outcome.n < 500
        shop.limits = Limits()
        assert ended(shop.submit_comparison("me", sides(demand(20)))).state == "done"


@pytest.mark.slow
def test_a_verification_over_its_time_fails(monkeypatch):
    known = job_queue.verify
    monkeypatch.setattr(job_queue, "verify", lambda *a, **k: (time.sleep(0.3), known(*a, **k))[1])
    with ThreadPoolExecutor(1) as threads:
        job = ended(JobQueue(1, threads, limits=Limits(verification_seconds=0.2)).submit_verification("me"))
    assert (job.state, job.report) == ("failed", None)
    is_told_in_both_languages(job.reason)


def test_a_worker_without_memory_fails_its_job_by_a_sentence(monkeypatch):
    known, left = job_queue.work, [4]

    def short(*what):
        left[0] -= 1
        if left[0] < 0:
            raise MemoryError
        return known(*what)

    monkeypatch.setattr(job_queue, "work", short)
    with ThreadPoolExecutor(1) as threads:
        shop = JobQueue(1, threads)
        job = ended(shop.submit_comparison("me", sides(demand(20), 50)))
        assert (job.state, job.outcome.n) == ("failed", 2)
        is_told_in_both_languages(job.reason)
        left[0] = 100
        assert ended(shop.submit_comparison("me", sides(demand(20)))).state == "done"


@pytest.mark.slow
def test_a_worker_that_holds_too_much_is_ended(shop):
    assert ended(shop.submit_comparison("me", sides(demand(20)))).state == "done"
    (process,) = shop._processes()
    shop.limits = Limits(worker_bytes=resident(process) + 0.1e9)
    job = ended(shop.submit_comparison("me", sides(waiting(400_000))))
    assert job.state == "failed"
    assert "a worker came to hold" in job.reason
    is_told_in_both_languages(job.reason)
    wait_until(lambda: not resident(process), "the worker")
    assert ended(shop.submit_comparison("me", sides(demand(20)))).state == "done"


@pytest.mark.parametrize("is_given_up", [True, False], ids=["given up", "over its time"])
@pytest.mark.slow
def test_a_worker_that_hangs_is_ended(shop, monkeypatch, is_given_up):
    monkeypatch.setattr(job_queue, "GRACE_SECONDS", 0.2)
    monkeypatch.setattr(job_queue, "verify", hang)
    shop.limits = Limits() if is_given_up else Limits(verification_seconds=2.0)
    job = shop.submit_verification("me")
    wait_until(shop._processes, "the start of a worker")
    if is_given_up:
        shop.cancel(job)
    assert ended(job).state == ("stopped" if is_given_up else "failed")
    assert ended(shop.submit_comparison("me", sides(demand(20)))).state == "done"


def hang(*_, **__):
    time.sleep(2 * HANGS_AFTER_SECONDS)


@pytest.mark.slow
def test_a_worker_that_the_system_ends_fails_its_job_and_not_the_next(shop, monkeypatch):
    monkeypatch.setattr(job_queue, "work", vanish)
    job = ended(shop.submit_comparison("me", sides(demand(20))))
    assert job.state == "failed"
    assert "ended by the system" in job.reason
    is_told_in_both_languages(job.reason)
    monkeypatch.undo()
    assert ended(shop.submit_comparison("me", sides(demand(20)))).state == "done"


def vanish(*_):
    os._exit(9)
