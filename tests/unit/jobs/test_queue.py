"""Heavy comparisons in turn: fair, stoppable, kept for the next time, and with the numbers of an ordinary run."""

import gc
import threading
import weakref
from concurrent.futures import ThreadPoolExecutor

import pytest

from sinksim.core.errors import BadInput
from sinksim.experiments.running import compare
from sinksim.experiments.store import Store
from sinksim.jobs import queue as job_queue
from sinksim.jobs.queue import JobQueue
from sinksim.scenarios.loading.composing import scenario_of
from sinksim.scenarios.loading.strict_yaml import parse_yaml
from tests.helpers.pairs import two
from tests.helpers.toy import TOY
from tests.helpers.waiting import HANGS_AFTER_SECONDS, wait_until


def sides(**changes):
    one = scenario_of(parse_yaml(TOY, "toy.yaml"), "toy.yaml")
    more = {"policy": one.policy.model_copy(update={"demand": 1.5})}
    experiment = one.experiment.model_copy(update={"replications": 4, **changes})
    baseline = one.model_copy(update={"experiment": experiment})
    return two(baseline, baseline.model_copy(update=more))


@pytest.fixture
def pool():
    with ThreadPoolExecutor(2) as threads:
        yield threads


@pytest.fixture
def held(monkeypatch):
    """Workers that wait until they are let go."""
    gate = threading.Event()
    known = job_queue.work

    def slow(plan, replication, stop):
        gate.wait(HANGS_AFTER_SECONDS)
        return known(plan, replication, stop)

    monkeypatch.setattr(job_queue, "work", slow)
    yield gate
    gate.set()


def test_a_comparison_has_the_numbers_of_an_ordinary_one(pool):
    job = JobQueue(2, pool).submit_comparison("me", sides())
    wait_until(lambda: job.over, "the job")
    assert job.state == "done"
    theirs = compare(sides(), engine="compiled", workers=1)
    for row, own in zip(theirs.rows(), job.outcome.rows(), strict=True):
        assert str(row) == str(own)


def test_orders_are_served_in_the_order_in_which_they_come_and_told_their_place(pool, held):
    shop = JobQueue(1, pool)
    jobs = [shop.submit_comparison(f"visitor {n}", sides(seed=n)) for n in range(3)]
    wait_until(lambda: jobs[0].state == "running", "the first to be served")
    assert [shop.ahead_of(job) for job in jobs] == [0, 1, 2]
    held.set()
    wait_until(lambda: all(job.over for job in jobs), "the job")
    assert [job.state for job in jobs] == ["done"] * 3
    assert jobs[0].ended <= jobs[1].began <= jobs[1].ended <= jobs[2].began


def test_whoever_asks_again_gives_up_what_was_asked_for_before(pool, held):
    shop = JobQueue(1, pool)
    first, second, third = (shop.submit_comparison(who, sides()) for who in ("other", "me", "me"))
    assert second.state == "stopped"
    assert shop.ahead_of(third) == 1
    held.set()
    wait_until(lambda: third.over, "the job")
    assert (first.state, third.state) == ("done", "done")


def test_stopping_keeps_the_pairs_that_are_finished(pool):
    shop = JobQueue(1, pool)
    job = shop.submit_comparison("me", sides(replications=200))
    wait_until(lambda: job.finished >= 4, "two pairs")
    shop.cancel(job)
    wait_until(lambda: job.over, "the job")
    assert job.state == "stopped"
    assert 2 <= job.outcome.n < 200
    assert job.outcome.first.ended == "partial"


def test_stopping_before_the_first_pair_leaves_nothing(pool, held):
    shop = JobQueue(1, pool)
    job = shop.submit_comparison("me", sides())
    wait_until(lambda: job.state == "running", "the job")
    shop.cancel(job)
    held.set()
    wait_until(lambda: job.over, "the job")
    assert (job.state, job.outcome) == ("stopped", None)


def test_a_waiting_order_that_is_given_up_is_never_served(pool, held):
    shop = JobQueue(1, pool)
    first, second = shop.submit_comparison("other", sides()), shop.submit_comparison("me", sides())
    shop.cancel(second)
    assert second.over
    held.set()
    wait_until(lambda: first.over, "the job")
    assert (first.state, second.state, second.began) == ("done", "stopped", None)


def test_what_is_kept_is_not_run_again(pool, tmp_path, monkeypatch):
    store = Store(tmp_path)
    first = JobQueue(1, pool, store).submit_comparison("me", sides())
    wait_until(lambda: first.over, "the job")
    monkeypatch.setattr(job_queue, "work", lambda *_: pytest.fail("run again"))
    again = JobQueue(1, pool, store).submit_comparison("me", sides())
    wait_until(lambda: again.over, "the job")
    assert again.state == "done"
    assert str(again.outcome.rows()) == str(first.outcome.rows())


def test_progress_and_time_left_are_told(pool):
    job = JobQueue(1, pool).submit_comparison("me", sides(replications=50))
    wait_until(lambda: job.finished > 3, "the job")
    share, left = job.share, job.seconds_left
    assert 0 < share < 1
    assert job.over or left > 0
    wait_until(lambda: job.over, "the job")
    assert job.share == 1


def test_a_worker_that_dies_fails_its_order_and_not_the_next(monkeypatch):
    known = job_queue.work
    monkeypatch.setattr(job_queue, "work", lambda *_: (_ for _ in ()).throw(RuntimeError("died")))
    shop = JobQueue(1)
    monkeypatch.setattr(JobQueue, "pool", property(lambda _: ThreadPoolExecutor(1)))
    job = shop.submit_comparison("me", sides())
    wait_until(lambda: job.over, "the job")
    assert job.state == "failed"
    assert "died" in job.reason
    monkeypatch.setattr(job_queue, "work", known)
    again = shop.submit_comparison("me", sides())
    wait_until(lambda: again.over, "the job")
    assert again.state == "done"


def test_what_could_not_finish_is_refused_at_once(pool):
    shop = JobQueue(1, pool)
    with pytest.raises(BadInput, match="allowed here: at most"):
        shop.submit_comparison("me", sides(window_days=3000.0, replications=1_000_000))


@pytest.mark.slow
def test_the_processes_of_the_shop_give_the_same(tmp_path):
    shop = JobQueue(1)
    job = shop.submit_comparison("me", sides())
    wait_until(lambda: job.over, "the job")
    assert job.state == "done"
    theirs = compare(sides(), engine="compiled", workers=1)
    assert str(job.outcome.rows()) == str(theirs.rows())
    shop.pool.shutdown(kill_workers=True)


def test_who_asks_for_what_somebody_looks_at_is_given_the_same_without_work(pool, monkeypatch):
    shop = JobQueue(2, pool)
    first = shop.submit_comparison("one", sides())
    wait_until(lambda: first.over, "the job")
    monkeypatch.setattr(job_queue, "work", None)
    second = shop.submit_comparison("another", sides())
    wait_until(lambda: second.over, "the job")
    assert second.state == "done"
    assert second.share == 1.0
    assert second.outcome is first.outcome


def test_what_nobody_looks_at_any_more_is_not_kept_in_memory(pool):
    shop = JobQueue(2, pool)
    jobs = [shop.submit_comparison("one", sides())]
    wait_until(lambda: jobs[0].over, "the job")
    known = weakref.ref(jobs.pop().outcome)
    wait_until(lambda: gc.collect() is not None and known() is None, "the job")
