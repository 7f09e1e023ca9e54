"""Pictures of the comparison: what they show is what the results say, in both languages."""

import datetime as dt

import numpy as np
import pytest

import sinksim
from sinksim.analysis.explain import explain
from sinksim.charts import curve, over_time, payers
from sinksim.experiments.summary import headline_names
from sinksim.i18n import LANGUAGES, words
from sinksim.metrics.columns import DAILY
from sinksim.text.narrative import difference_words, narrative
from tests.helpers.pairs import pair_of, pair_of_results

pytestmark = pytest.mark.slow

SHORT = ("network.scale=0.01", "experiment.warm_up_days=1", "experiment.window_days=3", "experiment.follow_up_days=6")


@pytest.fixture(scope="module")
def comparison():
    sides = (sinksim.load("guizhou", *SHORT, f"policy.adoption={a}") for a in (0, 1))
    return pair_of(*sides, replications=3, engine="agents")


def test_a_curve_rises_to_the_share_that_is_through_and_stops_at_the_follow_up(comparison):
    found = curve.curve_of(comparison.alternative, "elapsed")
    assert (np.diff(found.share) >= 0).all()
    assert found.ends[-1] <= 6 * 24
    assert 0 < found.share[-1] <= 100
    assert len(found.share) == len(found.half_width) == len(found.ends)


def test_a_curve_of_one_service_is_of_that_service_alone(comparison):
    whole = comparison.alternative.spread["wait"].sum()
    parts = [comparison.alternative.spread["wait"][:, n].sum() for n in range(3)]
    assert whole == sum(parts)
    one = curve.curve_of(comparison.alternative, "wait", "ecg")
    assert not np.array_equal(one.share, curve.curve_of(comparison.alternative, "wait").share)


@pytest.mark.parametrize("lang", LANGUAGES)
def test_both_sides_are_drawn_with_their_intervals(comparison, lang):
    figure = curve.curves(comparison, "elapsed", words(lang))
    assert len(figure.data) == 2
    assert all(len(trace.error_y.array) == len(trace.y) for trace in figure.data)


@pytest.mark.parametrize(
    ("hours", "zh", "en"), [(0.25, "15 分钟", "15 min"), (8, "8 小时", "8 h"), (48, "2 天", "2 d")]
)
def test_times_are_told_as_people_say_them(hours, zh, en):
    assert (curve.end_word(hours, words("zh")), curve.end_word(hours, words("en"))) == (zh, en)


def test_what_payers_bear_adds_up_to_the_cost_with_capital(comparison):
    found = explain(comparison)["payers"]
    figure = payers.payers(found, words("zh"))
    ends = np.sum([trace.x for trace in figure.data], axis=0)
    assert ends == pytest.approx([found.whole.alternative, found.whole.baseline])
    assert ends[0] == pytest.approx(comparison.alternative.indicator("cost_need").mean)
    assert len(figure.layout.annotations) == 2


def test_every_day_of_the_window_has_its_share(comparison):
    found = over_time.days_of(comparison.baseline, "covered")
    days = comparison.baseline.daily
    expected = 100 * days[:, :, DAILY.index("covered")] / days[:, :, DAILY.index("arisen")]
    assert found.share == pytest.approx(expected.mean(axis=0))
    figure = over_time.over_time(comparison, "covered", dt.date(2022, 1, 4), words("en"))
    lines = [trace for trace in figure.data if trace.name]
    assert [str(trace.x[0])[:10] for trace in lines] == ["2022-01-04"] * 2
    assert [len(trace.x) for trace in lines] == [3, 3]


@pytest.mark.parametrize("lang", LANGUAGES)
def test_the_story_says_the_numbers_of_the_headlines_and_claims_no_more(comparison, lang):
    story, t = narrative(comparison, words(lang)), words(lang)
    names = headline_names(comparison.baseline)
    assert len(story) >= len(names) + 1
    for sentence, name in zip(story, names, strict=False):
        found, told = comparison.difference(name), difference_words(comparison, name, t)
        assert told.baseline in sentence
        assert told.alternative in sentence
        claims = any(t(f"story_of_two.is_{way}") in sentence for way in ("better", "worse"))
        assert claims == (found.verdict in ("better", "worse"))


def test_the_story_of_two_equal_sides_claims_nothing(comparison):
    same = pair_of_results(comparison.baseline, comparison.baseline)
    story = narrative(same, words("zh"))
    assert sum("差异不大" in sentence for sentence in story) == len(headline_names(same.baseline)) + 1
    assert "0 项变好，0 项变差" in story[-1]
