import pytest

from sinksim.analysis import step_cache as module
from sinksim.analysis.step_cache import StepCache
from sinksim.core.errors import BadInput
from tests.helpers.worlds import scenario

QUEUE = "{stations: {a: {servers: 1}}, processes: {p: [{queue: {station: a, time: TIME}}, close]}}"


def queue(minutes):
    return scenario(QUEUE.replace("TIME", str(minutes)), [0, 1])


def test_the_same_scenario_is_walked_through_once_whoever_asks():
    walks = StepCache()
    first = walks.ask(queue(5), 2)
    assert walks.ask(queue(5), 2) is first
    assert walks.ask(queue(6), 2) is not first
    assert first.result().steps.n == 2
    assert 0 < first.share <= 1


def test_chart_and_steps_belong_together():
    found = StepCache().ask(queue(5), 1).result()
    groups = found.steps.groups(0, ["need"])
    box = found.chart.processes["p"][0]
    assert found.steps.figure(box, groups).entered == 2


def test_what_was_not_asked_for_longest_is_forgotten():
    walks = StepCache(most=1)
    first = walks.ask(queue(5), 1)
    walks.ask(queue(6), 1).result()
    assert walks.ask(queue(5), 1) is not first


def test_what_went_wrong_is_told_and_tried_anew(monkeypatch):
    walks = StepCache()

    def fails(*_):
        raise BadInput("this cannot be")

    monkeypatch.setattr(module, "measure_steps", fails)
    with pytest.raises(BadInput, match="cannot be"):
        walks.ask(queue(5), 1).result()
    monkeypatch.undo()
    assert walks.ask(queue(5), 1).result().steps.n == 1


def test_nobody_has_to_wait():
    measurement = StepCache().ask(queue(5), 1)
    while not measurement.ready_within(0.05):
        pass
    assert measurement.ready_within(0)
