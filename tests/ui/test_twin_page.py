import re

import pytest

from sinksim.i18n import words
from sinksim.ui import lab
from tests.ui.drawing import LATIN, UNSEEN, opened, tables, texts

LANGUAGES = ("zh", "en")


@pytest.fixture(scope="module")
def chinese():
    return opened("twin", lang="zh", case=UNSEEN)


@pytest.mark.parametrize("lang", LANGUAGES)
@pytest.mark.parametrize("case", ["guizhou", UNSEEN])
def test_both_timelines_are_drawn_with_their_steps_below(lang, case):
    app = opened("twin", lang=lang, case=case)
    assert not app.exception
    assert len(app.get("plotly_chart")) == 1
    assert len(app.metric) == 3
    # Of two lists, two stories and four sums (a story may be missing, a list may be empty).
    assert len(tables(app)) >= 6
    assert {"zh": "时限", "en": "Clocks"}[lang] in [expander.label for expander in app.expander]
    assert {
        "zh": "两个方案各步骤之和与案例记录一致。",
        "en": "The steps add up to the record of the case on both sides.",
    }[lang] in [caption.value for caption in app.caption]


def test_the_chinese_page_has_no_english_but_what_users_have_named(chinese):
    own = re.compile(r"(licence|repair)/\w+/-?\d+/\d+")
    assert len(texts(chinese)) > 30
    assert [text for text in texts(chinese) if LATIN.search(own.sub("", text))] == []


def test_the_next_citizen_and_the_one_before(chinese):
    app = opened("twin", lang="en", case=UNSEEN)
    first = app.subheader[0].value
    number = app.number_input(key="twin_number").value
    app.button(key="twin_next").click().run()
    second = app.subheader[0].value
    assert second != first
    assert app.number_input(key="twin_number").value == number + 1
    app.button(key="twin_back").click().run()
    assert app.subheader[0].value == first


def test_a_citizen_is_chosen_by_number():
    app = opened("twin", lang="en", case=UNSEEN)
    app.number_input(key="twin_number").set_value(5).run()
    assert app.number_input(key="twin_number").value == 5
    assert app.button(key="twin_back").disabled is False


def test_one_of_the_ten_who_fare_most_differently_is_shown():
    app = opened("twin", lang="en", case=UNSEEN)
    box = app.selectbox(key="twin_falls")
    chosen = box.options[0].rsplit(" · ", 1)[-1]
    box.select_index(0).run()
    assert not app.exception
    shown = app.subheader[0].value.replace("\\", "")
    assert shown == f"Citizen {chosen}"


def test_filters_leave_those_of_a_service_and_segment():
    app = opened("twin", lang="en", case=UNSEEN)
    app.selectbox(key="twin_service").select("repair").run()
    assert app.subheader[0].value.replace("\\", "").startswith("Citizen repair/")
    app.selectbox(key="twin_segment").select("over60_rural").run()
    assert not app.exception
    assert "Nobody is left by these choices" in app.info[0].value


def test_needs_filed_on_one_side_only_are_shown_as_such():
    app = opened("twin", lang="zh", case="guizhou")
    app.selectbox(key="twin_filed").select("alternative").run()
    assert not app.exception
    assert any("该侧产生需求但从未提交" in markdown.value for markdown in app.markdown)


def test_the_command_of_the_page_tells_the_same_story(capsys):
    import shlex

    from sinksim.cli import main

    app = opened("twin", lang="en", case="guizhou")
    capsys.readouterr()
    program, *arguments = shlex.split(app.code[0].value)
    assert (program, arguments[0]) == ("sinksim", "twin")
    assert main([*arguments, "--quiet"]) == 0
    told = capsys.readouterr().out
    assert app.subheader[0].value.replace("\\", "") in told
    for metric, caption in zip(app.metric, [c.value for c in app.caption if " → " in c.value], strict=True):
        assert all(value in told for value in (metric.value, *caption.split(" → ")))


def test_the_link_restores_the_citizen():
    app = opened("twin", lang="en", case=UNSEEN)
    app.button(key="twin_next").click().run()
    chosen = app.subheader[0].value
    link = chosen.replace("\\", "").removeprefix("Citizen ")
    assert opened("twin", lang="en", case=UNSEEN, who=link).subheader[0].value == chosen
    elsewhere = opened("twin", lang="en", case="guizhou", who=link)
    assert not elsewhere.exception
    assert elsewhere.subheader[0].value != chosen


def test_another_luck_has_other_citizens_and_the_command_says_so():
    app = opened("twin", lang="en", case=UNSEEN)
    first = app.subheader[0].value
    app.number_input(key="twin_replication").set_value(2).run()
    assert not app.exception
    assert app.subheader[0].value != first
    assert " --replication 1 " in app.code[0].value


def test_needs_that_arise_on_one_side_only_are_shown_as_such():
    app = opened("twin", lang="en", case=UNSEEN, **{"b.policy.demand": "0.5"})
    app.selectbox(key="twin_filed").select("alternative").run()
    assert not app.exception
    assert any("the need does not arise on this side" in markdown.value for markdown in app.markdown)


@pytest.mark.parametrize("lang", LANGUAGES)
def test_citizens_of_the_full_run_are_told_of_when_there_is_one(lang):
    before = opened("twin", lang=lang, case=UNSEEN)
    assert any(words(lang)("twin.before_full") in caption.value for caption in before.caption)
    app = opened("twin", full=True, lang=lang, case=UNSEEN)
    assert app.subheader[0].value == before.subheader[0].value
    app.segmented_control(key="twin_of").set_value("whole").run()
    assert not app.exception
    told = [caption.value for caption in app.caption]
    assert any(caption.startswith(words(lang)("twin.of_whole")) for caption in told)
    assert words(lang)("twin.adds_up") in told
    assert not any("network.within" in code.value for code in app.code)


def test_where_the_full_run_is_too_large_to_live_through_this_is_said(monkeypatch):
    monkeypatch.setattr(lab, "MAX_TRACE_SECONDS", 0.0)
    app = opened("twin", full=True, lang="en", case=UNSEEN)
    assert not app.exception
    assert any(words("en")("twin.too_many") in caption.value for caption in app.caption)
    assert not [control for control in app.segmented_control if control.key == "twin_of"]
