"""The home page: headlines of every pair, levers that move one side, links that restore, numbers that agree."""

import re
import shlex

import pytest

import sinksim
from sinksim.cli.given import given
from sinksim.cli.parser import parse
from sinksim.experiments import running
from sinksim.experiments.store import key_of
from sinksim.i18n import words
from sinksim.metrics.headlines import HEADLINES
from sinksim.text.phrases import phrase
from sinksim.ui import lab
from sinksim.ui.reproduce import command, python_lines
from sinksim.ui.setting import EVERY, Setting
from tests.ui import drawing
from tests.ui.drawing import UNSEEN
from tests.ui.drawing import opened as drawn
from tests.ui.opened import opened

# What the platform brings, and the two proposals of the preset; six headlines each.
PAIRS, HEADLINE_COUNT = 3, 6
AT_LEAST = {"zh": "至少", "en": "at least"}
LATIN = re.compile(r"[A-Za-z]{3,}")
# Names of commands, programs and settings stay as they are typed.
SAID_AS_TYPED = re.compile(
    r"`[^`]*`|:(green|red)\[|:[a-z-]+badge\[:material/\w+:|:material/\w+:|sinksim|Python|Gini|Theil"
    r"|processes(\\?\.\w+)+"
)


def texts(app):
    kinds = (app.title, app.subheader, app.markdown, app.caption, app.error, app.warning, app.info, app.success)
    labels = [
        w.label for kind in ("slider", "button", "selectbox", "toggle", "number_input") for w in getattr(app, kind)
    ]
    return [block.value for kind in kinds for block in kind] + labels


def link(app):
    return app.session_state["setting"].to_query()


def sentences(app):
    """The differences of the pair that is looked at, in words."""
    return next(block.value for block in app.markdown if block.value.startswith("- "))


def cards(app):
    return [block.value for block in app.markdown if block.value.startswith("####")]


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_the_first_page_has_headlines_of_every_pair_levers_and_a_picture(lang):
    app = opened(lang=lang)
    assert len(cards(app)) == PAIRS * HEADLINE_COUNT
    assert all("±" in card or AT_LEAST[lang] in card for card in cards(app))
    assert len(app.slider) == 8
    assert app.get("plotly_chart")


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_every_pair_is_told_with_six_headlines_and_what_they_mean(lang):
    app = opened(lang=lang)
    t = words(lang)
    said = [block.value for block in app.markdown]
    comparison = lab.preview(app.session_state["setting"]).comparison
    for pair in comparison.pairs:
        against, side = (name.in_language(lang) for name in pair.names)
        assert f"**{t('brief.versus', side=side, against=against)}**" in said
    told = [(block.value, block.help) for block in app.markdown if block.help]
    assert len(told) == PAIRS * HEADLINE_COUNT
    for headline in HEADLINES.values():
        name, definition = t.either(headline.zh, headline.en), t.either(headline.definition_zh, headline.definition_en)
        assert [help_text for text, help_text in told if text.startswith(f"**{name}**")] == [
            f"{definition}\n\n`{headline.formula}`"
        ] * PAIRS
    assert [block.value for block in app.subheader][:2] == [phrase(block, lang) for block in comparison.blocks]


@pytest.mark.parametrize("case", sinksim.presets())
def test_no_english_is_left_on_the_chinese_page(case):
    app = opened(lang="zh", case=case)
    for section in ("parameters", "policy", "stations", "experiment", "costs", "network"):
        app.session_state[f"section.{section}"] = True
    app.run()
    assert not app.exception
    left = [text for text in texts(app) if LATIN.search(SAID_AS_TYPED.sub("", text))]
    assert "\n".join(left) == ""


def test_only_differences_clear_of_zero_are_coloured():
    app = opened()
    same = opened(**{"x.more_adoption.policy.adoption": "0.5866"})
    assert any(":green[" in card for card in cards(app))
    of_proposal = cards(same)[HEADLINE_COUNT : 2 * HEADLINE_COUNT]
    assert [card for card in of_proposal if ":green[" in card or ":red[" in card] == []
    assert sum("差异不大" in block.value for block in same.markdown) >= HEADLINE_COUNT


def test_moving_a_lever_changes_one_proposal_and_the_link_and_resetting_it_takes_both_back():
    app = opened()
    before = cards(app)
    app.slider(key="lever.more_adoption.policy.adoption").set_value(0.95).run()
    assert not app.exception
    assert app.query_params["x.more_adoption.policy.adoption"] in ("0.95", ["0.95"])
    moved = cards(app)
    assert moved[:HEADLINE_COUNT] == before[:HEADLINE_COUNT]
    assert moved[HEADLINE_COUNT : 2 * HEADLINE_COUNT] != before[HEADLINE_COUNT : 2 * HEADLINE_COUNT]
    app.button(key="back.more_adoption.policy.adoption").click().run()
    assert cards(app) == before
    assert not [key for key in app.query_params if key.startswith("x.")]


def test_a_link_restores_the_page():
    app = opened()
    app.slider(key="lever.more_adoption.parameters.self_referral").set_value(0.2).run()
    again = opened(**link(app))
    assert cards(again) == cards(app)


def test_a_link_names_the_side_that_it_moves():
    app = opened(**{"x.more_specialists.policy.adoption": "0.9"})
    assert app.session_state["setting"].value("more_specialists", "policy.adoption") == 0.9
    app.segmented_control(key="side").set_value("more_specialists").run()
    assert app.slider(key="lever.more_specialists.policy.adoption").value == 0.9


def test_a_link_of_the_first_format_moves_the_baseline_and_the_first_proposal():
    old = opened(**{"a.policy.adoption": "0.9", "b.policy.adoption": "0.3"})
    new = opened(**{"x.more_adoption.policy.adoption": "0.9", "x.today.policy.adoption": "0.3"})
    assert cards(old) == cards(new) != cards(opened())
    assert old.slider(key="lever.more_adoption.policy.adoption").value == 0.9
    assert dict(old.session_state["setting"].sides) == dict(new.session_state["setting"].sides)


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_a_proposal_is_added_moved_and_taken_away(lang):
    app = opened(lang=lang)
    before = cards(app)
    app.button(key="add_side").click().run()
    assert not app.exception
    assert len(cards(app)) == len(before) + HEADLINE_COUNT
    assert app.segmented_control(key="side").value == "proposal_1"
    assert {"zh": "新方案 1", "en": "proposal 1"}[lang] in " ".join(block.value for block in app.markdown)
    unmoved = cards(app)
    app.slider(key="lever.proposal_1.policy.adoption").set_value(0.9).run()
    assert cards(app)[-HEADLINE_COUNT:] != unmoved[-HEADLINE_COUNT:]
    assert cards(opened(**link(app))) == cards(app)
    app.button(key="back.proposal_1.policy.adoption").click().run()
    assert cards(app) == unmoved
    app.button(key="drop_side").click().run()
    assert not app.exception
    assert cards(app) == before
    assert not [key for key in link(app) if key.startswith("x.")]
    assert not [button for button in app.button if button.key == "drop_side"]


def test_more_sides_than_a_comparison_may_have_are_refused_in_one_sentence():
    app = opened(**{f"x.proposal_{n}": "" for n in range(1, 11)})
    assert len(app.error) == 1
    assert "允许：" in app.error[0].value


def test_the_pair_that_is_looked_at_is_told_and_drawn():
    app = opened(lang="en")
    first = sentences(app)
    box = app.selectbox(key="pair")
    assert (box.value, len(box.options)) == ("today~ladder", 6)
    box.set_value("more_specialists~today").run()
    assert not app.exception
    assert app.query_params["v.pair"] in ("more_specialists~today", ["more_specialists~today"])
    second = sentences(app)
    assert second != first
    assert "more county specialists" in second
    heads = [list(table.value.columns) for table in app.table]
    assert any({"today", "more county specialists"} <= set(head) for head in heads)
    assert not any("without the platform" in head for head in heads)
    assert len(cards(app)) == PAIRS * HEADLINE_COUNT


def test_a_ready_made_policy_sets_what_it_says():
    app = opened()
    app.selectbox(key="option.policy.more_adoption").set_value("full_adoption").run()
    assert not app.exception
    assert app.slider(key="lever.more_adoption.policy.adoption").value == 1.0
    assert app.selectbox(key="option.policy.more_adoption").value == "full_adoption"


def test_all_sides_move_together():
    app = opened()
    app.segmented_control(key="side").set_value(EVERY).run()
    app.slider(key=f"lever.{EVERY}.policy.demand").set_value(1.5).run()
    assert not app.exception
    assert app.query_params["s.policy.demand"] in ("1.5", ["1.5"])
    app.slider(key=f"lever.{EVERY}.policy.adoption").set_value(0.4).run()
    assert not app.exception
    scenarios = lab.preview(app.session_state["setting"]).scenarios
    assert {side.policy.adoption for side in scenarios.values()} == {0.4}
    app.button(key=f"back.{EVERY}.policy.adoption").click().run()
    app.button(key=f"back.{EVERY}.policy.demand").click().run()
    assert not [key for key in link(app) if key.startswith(("x.", "s."))]


def test_the_preview_looks_where_it_is_told():
    app = opened()
    before = cards(app)
    assert app.selectbox(key="part").value == ""
    sample = (
        "预览：88 个区县中的 13 个（按编码散列抽取），观察窗 30 天；完整计算可分辨的主要指标差异，与之相差不超过 11%"
    )
    assert any(sample in block.value for block in app.caption)
    app.selectbox(key="part").set_value("522600").run()
    assert not app.exception
    assert app.query_params["part"] in ("522600", ["522600"])
    assert cards(app) != before
    assert any("黔东南" in block.value for block in app.caption)


@pytest.mark.parametrize(("tab", "name"), list(enumerate(["time", "spread", "cost", "equity", "clocks", "all"])))
def test_every_tab_has_a_table(tab, name):
    app = opened(**{"v.apart": name})
    assert app.tabs[tab].get("expander") or app.tabs[tab].table


SETTINGS = [
    Setting(),
    Setting(sides=(("more_adoption", (("policy.adoption", 0.9),)),)),
    Setting(sides=(("today", (("policy.adoption", 0.2),)),), shared=(("policy.demand", 1.25),)),
    Setting(sides=(("more_specialists", (("parameters.self_referral", 0.2), ("parameters.province_specialists", 9))),)),
    Setting(sides=(("more_adoption", (("risks.outage.on", True), ("risks.outage.availability", 0.95))),)),
    Setting(shared=(("costs.filing_sensitivity", 0.003), ("experiment.seed", 7))),
    Setting(part="522600"),
    Setting(part="520100", sides=(("more_specialists", (("stations.county_window.servers", 3),)),)),
    Setting(sides=tuple((name, (("services.ecg.adopter", "citizen"),)) for name in ("today", "more_adoption"))),
    Setting(shared=(("network.travel.local.fare", 7.5),), sides=(("ladder", (("policy.adoption", 0.1),)),)),
    # What every side is said to have, and what a side of the case or of the visitor says otherwise.
    Setting(shared=(("policy.adoption", 0.7), ("policy.demand", 1.5)), sides=(("today", (("policy.demand", 2.0),)),)),
    Setting(shared=(("policy.demand", 1.5),), sides=(("proposal_1", ()), ("proposal_2", (("policy.demand", 2.0),)))),
    Setting(case="guizhou_visits"),
    Setting(case="guizhou_visits", sides=(("more_adoption", (("parameters.sent_back", 0.4),)),)),
]


@pytest.mark.parametrize("setting", SETTINGS, ids=lambda s: f"{s.case} {s.shared}{s.sides}{s.part}")
def test_page_command_and_python_run_the_same_scenarios(setting, monkeypatch):
    cut = lab.cut_of(setting)
    proposal = lab.proposal_of(setting).ending_with(cut.settings)
    ours = {name: key_of(side, cut.replications) for name, side in proposal.scenarios().items()}

    asked = parse(shlex.split(command(proposal))[1:])
    by_command = given(asked).sides
    assert list(by_command.sides) == list(ours)
    assert (by_command.roles.baseline, by_command.roles.traditional) == ("today", "ladder")
    assert {name: key_of(side, side.experiment.replications) for name, side in by_command.scenarios().items()} == ours

    compared = []
    monkeypatch.setattr(running, "compare", lambda sides, roles, **_: compared.append((sides, roles)))
    exec(python_lines(proposal), {})
    ((sides, roles),) = compared
    assert {name: key_of(side, cut.replications) for name, side in sides.items()} == ours
    assert list(sides) == list(ours)
    assert roles == by_command.roles


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_a_case_never_seen_before_is_compared_and_moved_like_any_other(lang):
    app = drawing.opened("compare", lang=lang, case=drawing.UNSEEN)
    assert not app.exception
    assert not app.error
    before = cards(app)
    assert len(before) == HEADLINE_COUNT
    levers = [slider.key for slider in app.slider]
    assert levers
    for section in ("parameters", "stations", "services", "network"):
        app.session_state[f"section.{section}"] = True
    app.slider(key=levers[0]).set_value(app.slider(key=levers[0]).max).run()
    assert not app.exception
    assert not app.error
    assert len(cards(app)) == HEADLINE_COUNT


def test_what_a_lever_cannot_be_is_said_in_one_sentence_and_the_page_goes_on():
    app = opened(**{"x.more_adoption.policy.adoption": "7"})
    assert "policy.adoption" in app.error[0].value.replace("\\", "")
    assert len(app.slider) == 8


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_numbers_in_the_steps_of_a_process_are_called_by_process_step_and_meaning(lang):
    app = drawn("compare", lang=lang, case=UNSEEN)
    section = {"zh": "流程步骤", "en": "Steps of processes"}[lang]
    app.session_state["section.processes"] = True
    app.run()
    assert not app.exception
    assert any(section in expander.label for expander in app.expander)
    box = app.number_input(key="lever.alternative.processes.door_to_door.2.queue.time.mean")
    assert {"zh": "服务时间：均值", "en": "service time: mean"}[lang] in box.label.replace("\\", "")
    before = [block.value for block in app.markdown if block.value.startswith("####")]
    box.set_value(40.0).run()
    assert not app.exception
    assert app.session_state["setting"].value("alternative", "processes.door_to_door.2.queue.time.mean") == 40
    assert [block.value for block in app.markdown if block.value.startswith("####")] != before
