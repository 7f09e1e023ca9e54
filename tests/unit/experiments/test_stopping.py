"""Whoever wants to stop is asked after every batch, and every engine hands over a batch after a bounded number of events."""

import contextlib
import itertools
import os
import signal
import sys
import threading

import pytest

import sinksim
from sinksim import agents, compiled
from sinksim.agents.world import World
from sinksim.core.errors import Stopped
from sinksim.experiments import engines
from sinksim.experiments.replicate import replicate, replicate_together
from sinksim.plan.compiling import compile_plan
from sinksim.scenarios.loading.composing import load
from tests.helpers.samples import FakePlan, fake_run, labels
from tests.helpers.toy import TOY

PORTIONS = 3  # batches of one replication of fake_run


@pytest.fixture
def toy(tmp_path):
    path = tmp_path / "toy.yaml"
    path.write_text(TOY, encoding="utf-8")
    return str(path)


def after(looks):
    """A wish to stop that comes true at the look after so many."""
    count = itertools.count()
    return lambda: next(count) >= looks


def test_a_wish_to_stop_keeps_whole_replications_and_says_partial():
    # Each replication asks after its batches and once more when it is finished.
    found = replicate(FakePlan(labels()), fake_run, 9, stop=after(2 * (PORTIONS + 1) + 1))
    assert (found.ended, found.n, found.replications) == ("partial", 2, 9)
    assert found.series("elapsed").tolist() == replicate(FakePlan(labels()), fake_run, 2).series("elapsed").tolist()


def test_a_wish_to_stop_keeps_whole_pairs():
    plans = [FakePlan(labels(), mean_days=days) for days in (1.0, 3.0)]
    results = replicate_together(plans, fake_run, 9, stop=after(5 * (PORTIONS + 1)))
    assert [(result.n, result.ended) for result in results] == [(2, "partial")] * 2


@pytest.mark.slow
def test_a_wish_to_stop_is_heard_over_processes():
    found = replicate(FakePlan(labels(), count=50), fake_run, 200, workers=2, stop=after(3))
    assert (found.ended, found.n) == ("partial", 4)


def test_what_is_finished_is_complete_though_somebody_wishes_to_stop_afterwards():
    assert replicate(FakePlan(labels()), fake_run, 1, stop=after(PORTIONS)).ended == "complete"


def test_a_stop_before_the_first_replication_is_finished_says_so():
    with pytest.raises(Stopped, match=r"^stopped before the first of 9 replications was finished$") as stopped:
        replicate(FakePlan(labels()), fake_run, 9, stop=after(0))
    assert stopped.value.exit_code == 130


@pytest.mark.skipif(sys.platform == "win32", reason="signals are another matter there")
def test_an_interrupt_that_strikes_where_it_is_lost_is_found_at_the_next_batch():
    begun = []

    def deaf(plan, replication, visits=False):
        begun.append(replication)
        for batch in (stream := fake_run(plan, replication)):
            if replication == 2:
                try:
                    os.kill(os.getpid(), signal.SIGINT)
                    signal.pause()
                except KeyboardInterrupt:
                    pass
            yield batch
        return (yield from stream)

    def whole(plan, replication, visits=False):
        return (yield from deaf(plan, replication) if replication == 2 else fake_run(plan, replication))

    before = signal.getsignal(signal.SIGINT)
    found = replicate(FakePlan(labels()), whole, 9)
    assert (found.ended, found.n, begun) == ("partial", 2, [2])
    assert signal.getsignal(signal.SIGINT) is before


@pytest.mark.slow
@pytest.mark.parametrize("engine", ["agents", "compiled"])
def test_an_event_that_is_set_stops_either_engine_within_a_replication(toy, engine):
    enough, shares = threading.Event(), []

    def progress(finished, asked, share):
        shares.append(share)
        if finished == 1 and share > 1 / 5:
            enough.set()

    # Many desks: cases end all the time, and their records are handed over in many portions.
    settings = ("services.permit.demand.per_day=3000", "experiment.window_days=20", "stations.desk.servers=500")
    scenario = sinksim.load(toy, *settings)
    found = sinksim.run(scenario, replications=5, engine=engine, workers=1, progress=progress, stop=enough.is_set)
    assert (found.ended, found.n) == ("partial", 1)
    assert shares[-2] < shares[-1] < 2 / 5


class Counting(World):
    """A world that counts its events."""

    def __init__(self, *given):
        super().__init__(*given)
        self.events = 0
        step = self.env.step

        def counted():
            self.events += 1
            step()

        self.env.step = counted
        Counting.last = self


@pytest.mark.slow
def test_the_agents_hand_over_a_batch_after_a_bounded_number_of_events(toy):
    plan = compile_plan(load(toy, ["services.permit.demand.per_day=2000"]))
    counts = [Counting.last.events for _ in agents.run(plan, 0, world=Counting)]
    assert len(counts) > 3
    assert max(after - before for before, after in itertools.pairwise([0, *counts])) == agents.STRIDE * agents.LOOKS


def test_the_kernels_hand_over_a_batch_after_a_bounded_number_of_events(toy, monkeypatch):
    from sinksim.compiled import replication

    compiled.warm_up()  # with the kernels as they are
    asked = []
    advance = replication.advance
    monkeypatch.setattr(replication, "advance", lambda *lists, **most: asked.append(most) or advance(*lists, **most))
    monkeypatch.setattr(compiled, "EVENTS", 100)
    batches = list(compiled.run(compile_plan(load(toy, [])), 0))
    assert all(most == {"events": 100, "instructions": 100} for most in asked)
    assert len(batches) == len(asked) > 5


def test_an_interrupt_that_the_compiler_loses_is_found(monkeypatch):
    def loses():
        with contextlib.suppress(KeyboardInterrupt):
            signal.raise_signal(signal.SIGINT)
        raise RuntimeError("no compiled object yet")

    monkeypatch.setattr(compiled, "warm_up", loses)
    engines.make_ready.cache_clear()
    with pytest.raises(KeyboardInterrupt):
        engines.make_ready(engines.FAST)


def test_what_else_goes_wrong_in_the_compiler_is_told(monkeypatch):
    def fails():
        raise RuntimeError("no room on the disk")

    monkeypatch.setattr(compiled, "warm_up", fails)
    engines.make_ready.cache_clear()
    with pytest.raises(RuntimeError, match="no room on the disk"):
        engines.make_ready(engines.FAST)
