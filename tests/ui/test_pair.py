"""The two sides that a page looks at are chosen once, stand in the link, and hold for every page that looks at two."""

import shlex

import pytest
from streamlit.testing.v1 import AppTest

from sinksim.text.phrases import amount
from sinksim.ui import lab
from sinksim.ui.setting import Setting
from tests.ui.drawing import LATIN, UNSEEN, opened, tables, texts

OTHER = "more_specialists~today"
NAMES = {
    "zh": {"first": ("传统方案", "现状"), "other": ("现状", "增加县级专家")},
    "en": {"first": ("without the platform", "today"), "other": ("today", "more county specialists")},
}
PAGES = ["compare", "map", "network", "process", "explain", "twin"]


def heads(app):
    return {str(column).partition(" [")[0].partition(" (%)")[0] for table in tables(app) for column in table.columns}


def labels(app):
    return {option for control in app.segmented_control for option in control.options}


def all_words(app):
    """Heads of tables, options and texts in which the sides of a pair are named."""
    return " ".join([*heads(app), *labels(app), *texts(app)]).replace("\\", "")


@pytest.mark.parametrize("lang", ["zh", "en"])
@pytest.mark.parametrize("page", PAGES)
def test_another_pair_is_shown_on_every_page_and_restored_by_the_link(page, lang):
    app = opened(page, lang=lang)
    assert not app.exception
    assert app.selectbox(key="pair").value == "today~ladder"
    before = [table.to_dict() for table in tables(app)], texts(app)
    app.selectbox(key="pair").set_value(OTHER).run()
    assert not app.exception
    assert not app.error
    assert all(name in all_words(app) for name in NAMES[lang]["other"])
    after = [table.to_dict() for table in tables(app)], texts(app)
    assert after != before
    link = app.session_state["setting"].to_query()
    assert link["v.pair"] == OTHER
    again = opened(page, **link)
    assert ([table.to_dict() for table in tables(again)], texts(again)) == after


@pytest.mark.parametrize("page", ["explain", "twin"])
def test_the_command_of_a_page_names_the_two_sides(page):
    app = opened(page, lang="en", **{"v.pair": OTHER})
    words = shlex.split(app.code[0].value)
    assert words[words.index("--of") + 1] == "more_specialists"
    assert words[words.index("--against") + 1] == "today"


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_the_numbers_of_a_pair_are_those_of_the_comparison(lang):
    app = opened("explain", lang=lang, **{"v.pair": OTHER})
    seen = lab.preview(app.session_state["setting"])
    assert (seen.side, seen.against) == ("more_specialists", "today")
    whole = seen.comparison.difference("elapsed", "more_specialists", "today")
    told = amount(whole.difference, whole.half_width, "h", 0.0, signed=True).partition(" ±")[0]
    assert f"{told} ±" in app.markdown[0].value.replace("\\", "")


@pytest.mark.parametrize("option", ["today~today", "nobody~today", "~", "<b>~today", "today"])
def test_a_pair_that_is_not_there_changes_nothing(option):
    setting = Setting().looking_at("pair", option)
    assert lab.ends_of(setting) == ("today", "ladder")
    app = opened("compare", **{"v.pair": option})
    assert not app.exception
    assert app.selectbox(key="pair").value == "today~ladder"


@pytest.mark.parametrize("page", PAGES)
def test_two_sides_are_not_chosen_from(page):
    app = opened(page, lang="en", case=UNSEEN)
    assert not app.exception
    assert not [box for box in app.selectbox if box.key == "pair"]


@pytest.mark.parametrize("page", PAGES)
def test_a_proposal_of_the_visitor_is_looked_at_like_any_other(page):
    app = opened(page, lang="zh", **{"x.proposal_1.policy.adoption": "0.9", "v.pair": "proposal_1~more_adoption"})
    assert not app.exception
    assert not app.error
    assert app.selectbox(key="pair").value == "proposal_1~more_adoption"
    assert "新方案 1" in all_words(app)
    assert "proposal" not in " ".join(text for text in all_words(app).split() if LATIN.search(text))


NO_SIDES = """
import streamlit as st
from sinksim.scenarios.loading.uploads import File
from sinksim.ui import lab, state
from sinksim.ui.setting import Setting
from sinksim.ui.shell import _draw_page
from sinksim.workload.uploaded_scenario import uploaded_scenario
from tests.helpers.toy import TOY
if "setting" not in st.session_state:
    # It names no sides, and its service goes one way only, so that it has none of its own either.
    case = uploaded_scenario([File("own.yaml", TOY.partition("comparison:")[0].encode())], "guizhou")
    state.put(Setting(case=lab.keep_upload(case), lang={lang!r}))
_draw_page({page!r})
"""


@pytest.mark.parametrize("lang", ["zh", "en"])
@pytest.mark.parametrize("page", [*PAGES, "data"])
def test_a_case_without_sides_is_compared_with_a_proposal_laid_beside_it(page, lang):
    app = AppTest.from_string(NO_SIDES.format(page=page, lang=lang), default_timeout=240).run()
    assert not app.exception
    assert not app.error
    assert {"zh": "新方案 1", "en": "proposal 1"}[lang] in all_words(app) or page == "data"
