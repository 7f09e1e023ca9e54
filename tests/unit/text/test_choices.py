"""Counters, declared attributes and steps of single departments, as flowcharts and stories tell them."""

import pytest

from sinksim.analysis.flowchart import flowchart
from sinksim.analysis.twin import build_timelines, pair_cohorts
from sinksim.i18n import Naming, words
from sinksim.plan.compiling import compile_plan
from sinksim.text.flowchart_words import lane_words, title_of
from sinksim.text.stories import StoryWording, shown_steps
from tests.helpers.worlds import scenario

WORLD = """
names: {kind: {zh: 类别, en: kind of request}, odd: {zh: 疑难, en: difficult}, shirked: {zh: 推诿, en: shirked},
  b: {zh: 乙部门, en: second office}}
counters: {bounces: {at_most: 1}}
attributes: {kind: {values: {odd: 1, plain: 0}}}
stations: {a: {servers: 9}, b: {servers: 9}, c: {servers: 9}}
services: {need: {demand: {per_day: 20}, traditional: {process: main}}}
processes:
  main:
    - label: again
      check: {name: sort, by: kind, branches: {odd: [{relay: {time: 1}}]}}
    - check: {name: shirked, chance: 1, counter: bounces, back_to: again, at_bound: [{relay: {time: 5}}]}
    - fork:
        departments: {a: 3, b: 1, c: 2}
        name: offices
        steps: [{queue: {station: department, time: 10, priority: {by: kind, classes: {odd: 0}}}}]
        steps_of: {b: [{relay: {time: 2}}]}
    - close
"""


@pytest.fixture(scope="module")
def said():
    return scenario(WORLD, experiment={"window_days": 2, "follow_up_days": 1})


def called(lang, said):
    return Naming(words(lang), said.names)


@pytest.mark.parametrize(
    ("lang", "expected"),
    [
        ("en", [["difficult", "others"], ["yes", "at the bound", "no"], ["each department", "second office"], []]),
        ("zh", [["疑难", "其他"], ["是", "达到上限", "否"], ["各部门", "乙部门"], []]),
    ],
)
def test_a_flowchart_has_a_lane_for_the_bound_for_each_value_and_for_each_department_of_its_own(said, lang, expected):
    boxes, naming = flowchart(said, compile_plan(said).labels.tiers).processes["main"], called(lang, said)
    assert [[lane_words(box, lane, naming) for lane in box.lanes] for box in boxes] == expected
    assert ("kind of request" if lang == "en" else "类别") in title_of(boxes[0], naming)


def test_a_box_and_its_lanes_are_tied_to_the_instructions_of_the_plan(said):
    plan = compile_plan(said)
    boxes = flowchart(said, plan.labels.tiers).processes["main"]
    for box in boxes:
        for lane in box.lanes:
            for inner, first in zip(lane.boxes[:1], lane.first, strict=False):
                # What stands first in a lane is what the plan goes to; a queue by priority begins with its choice.
                assert plan.labels.steps[first] == inner.path


def test_a_story_tells_the_value_the_bound_and_the_departments(said):
    (twin,) = build_timelines(pair_cohorts(said, said), [0])
    wording = StoryWording(words("en"), called("en", said))
    titles = [wording.title(step) for step in shown_steps(twin.baseline) if step is not None]
    assert titles[:6] == [
        "again? difficult",
        "file relayed",
        "shirked? yes",
        "again? difficult",
        "file relayed",
        "shirked? no more: the most times allowed have been reached",
    ]
    assert any(title.startswith("[second office") and "relayed" in title for title in titles)
