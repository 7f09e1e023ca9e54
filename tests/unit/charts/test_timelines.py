import datetime as dt
from dataclasses import replace

import pytest

from sinksim.analysis.twin import build_timelines, pair_cohorts
from sinksim.charts.timelines import timelines
from sinksim.core.records import TIME_KINDS
from sinksim.i18n import Naming, words
from sinksim.text.stories import StoryWording
from tests.helpers.twins import CEILINGS, scenario


@pytest.fixture(scope="module")
def paired():
    return pair_cohorts(scenario(), scenario(policy={"adoption": 1, "ceilings": CEILINGS}))


@pytest.fixture(scope="module")
def twins(paired):
    return build_timelines(paired, range(0, len(paired), 5))


def drawn(twin, lang="en"):
    t = words(lang)
    return timelines(twin, StoryWording(t, Naming(t)))


def bars(figure):
    return [trace for trace in figure.data if trace.type == "bar"]


@pytest.mark.slow
def test_the_bars_of_each_track_add_up_to_the_times_of_the_record(twins):
    for twin in twins:
        if any(step.after_report for side in twin.sides for step in side.steps):
            continue
        sums = [dict.fromkeys(TIME_KINDS, 0), dict.fromkeys(TIME_KINDS, 0)]
        word_of = {words("en")(f"story.kind_{kind}"): kind for kind in TIME_KINDS}
        for trace in bars(drawn(twin)):
            for track, span in zip(trace.y, trace.x, strict=True):
                sums[track][word_of[trace.name]] += span
        assert sums == [side.times for side in twin.sides]


@pytest.mark.slow
def test_both_tracks_share_one_scale_that_holds_all_of_both(twins):
    for twin in twins:
        low, high = drawn(twin).layout.xaxis.range
        for trace in bars(drawn(twin)):
            for base, span in zip(trace.base, trace.x, strict=True):
                assert low < base
                assert base + dt.timedelta(milliseconds=int(span)) < high


def test_a_side_without_a_story_says_why(twins):
    twin = next(twin for twin in twins if not twin.baseline.steps)
    texts = [
        text
        for trace in drawn(twin, "zh").data
        if trace.type == "scatter" and trace.mode == "text"
        for text in trace.text
    ]
    assert texts[0] == "该侧产生需求但从未提交"


def test_names_are_shown_as_they_are_written(paired, twins):
    twin = next(twin for twin in twins if twin.alternative.steps and twin.alternative.steps[0].place)
    first, *rest = twin.alternative.steps
    evil = replace(first, place=first.place._replace(en="<b>x</b><script>", zh="<img src=x>"))
    changed = replace(twin, alternative=replace(twin.alternative, steps=(evil, *rest)))
    boxes = [text for trace in bars(drawn(changed)) for text in trace.customdata]
    assert any("&lt;b&gt;x&lt;/b&gt;&lt;script&gt;" in text for text in boxes)
    assert "<script>" not in drawn(changed).to_json()
