"""The full run on the home page: asked for, its place in the queue, given up, done; one visitor's is not another's."""

import threading
from concurrent.futures import ThreadPoolExecutor

import pytest

from sinksim.jobs import queue as job_queue
from sinksim.jobs.queue import JobQueue
from sinksim.ui import lab
from sinksim.ui.setting import EVERY
from tests.helpers.waiting import HANGS_AFTER_SECONDS, wait_until
from tests.ui.opened import opened

SMALL = {
    "s.experiment.replications": "2",
    "s.network.scale": "0.01",
    "s.experiment.warm_up_days": "1",
    "s.experiment.window_days": "2",
    "s.experiment.follow_up_days": "3",
}


@pytest.fixture
def held(monkeypatch):
    """A job queue of threads whose workers wait until they are let go."""
    gate, known = threading.Event(), job_queue.work

    def slow(plan, replication, stop):
        gate.wait(HANGS_AFTER_SECONDS)
        return known(plan, replication, stop)

    monkeypatch.setattr(job_queue, "work", slow)
    with ThreadPoolExecutor(1) as threads:
        shop = JobQueue(1, threads)
        monkeypatch.setattr(lab, "job_queue", lambda: shop)
        yield gate
        gate.set()


def until(app, true):
    wait_until(lambda: true() or (app.run(), true())[1], "the page")
    assert not app.exception
    return app


def says(app, text):
    kinds = (app.caption, app.success, app.warning, app.markdown, app.get("progress"))
    return any(
        text in (block.proto.text if block.type == "progress" else block.value) for kind in kinds for block in kind
    )


def test_it_is_asked_for_runs_and_takes_the_place_of_the_preview(held):
    app = opened(**SMALL)
    app.button(key="full_ask").click().run()
    assert app.button(key="full_cancel")
    held.set()
    until(app, lambda: says(app, "完整计算已完成：2 次重复"))
    assert app.segmented_control(key="kind").value == "whole"
    assert not says(app, "预览：")
    app.segmented_control(key="kind").set_value("preview").run()
    assert says(app, "预览：")


def test_what_ends_while_the_page_is_drawn_is_shown_from_the_top(held, monkeypatch):
    app = opened(**SMALL)
    app.button(key="full_ask").click().run()
    held.set()
    until(app, lambda: says(app, "完整计算已完成：2 次重复"))
    asked, found = [], lab.full

    def not_yet(setting):
        asked.append(setting)
        return None if len(asked) == 1 else found(setting)

    monkeypatch.setattr(lab, "full", not_yet)
    app.run()
    assert app.segmented_control(key="kind").value == "whole"
    assert len(asked) > 2


def test_a_second_visitor_is_told_how_many_are_before(held):
    first, second = opened(**SMALL), opened(**SMALL, **{"s.experiment.seed": "5"})
    first.button(key="full_ask").click().run()
    setting = first.session_state["setting"]
    lab.job_queue().submit_comparison("somebody else", lab.sides_of(setting), lab.proposal_of(setting).roles)
    second.session_state["setting"] = second.session_state["setting"].with_value(EVERY, "experiment.seed", 6)
    second.run()
    second.button(key="full_ask").click().run()
    assert says(second, "前面还有")


def test_given_up_it_can_be_asked_for_again(held):
    app = opened(**SMALL)
    app.button(key="full_ask").click().run()
    app.button(key="full_cancel").click().run()
    held.set()
    until(app, lambda: says(app, "已取消"))
    assert app.button(key="full_ask")


def test_while_it_runs_another_setting_is_told_so(held):
    app = opened(**SMALL)
    app.button(key="full_ask").click().run()
    app.slider(key="lever.more_adoption.policy.adoption").set_value(0.9).run()
    assert says(app, "另一组设置")
    held.set()
    until(app, lambda: not says(app, "另一组设置"))
    assert not says(app, "完整计算已完成")


def test_what_would_take_hours_is_not_begun():
    app = opened(**{"s.experiment.replications": "100000"})
    assert says(app, "不予受理")
    app.button(key="full_ask").click().run()
    assert "此处最多允许" in app.error[0].value
    assert not app.exception
