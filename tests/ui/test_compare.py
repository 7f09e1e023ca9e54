"""The home page: headlines of the default case, levers that move one side, links that restore, numbers that agree."""

import re
import shlex

import pytest

import sinksim
from sinksim.cli.given import completed
from sinksim.cli.parser import parse
from sinksim.experiments.store import key_of
from sinksim.scenarios.loading.composing import compose
from sinksim.scenarios.loading.sides import compared_sides
from sinksim.ui import lab
from sinksim.ui.reproduce import command, python_lines
from sinksim.ui.setting import Setting
from tests.ui import drawing
from tests.ui.drawing import UNSEEN
from tests.ui.drawing import opened as drawn
from tests.ui.opened import opened

LATIN = re.compile(r"[A-Za-z]{3,}")
# Names of commands, programs and settings stay as they are typed.
SAID_AS_TYPED = re.compile(
    r"`[^`]*`|:(green|red)\[|:[a-z-]+badge\[:material/\w+:|:material/\w+:|sinksim|Python|Gini|Theil"
)


def texts(app):
    kinds = (app.title, app.subheader, app.markdown, app.caption, app.error, app.warning, app.info, app.success)
    labels = [
        w.label for kind in ("slider", "button", "selectbox", "toggle", "number_input") for w in getattr(app, kind)
    ]
    return [block.value for kind in kinds for block in kind] + labels


def cards(app):
    return [block.value for block in app.markdown if block.value.startswith("####")]


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_the_first_page_has_four_headlines_levers_and_a_picture(lang):
    app = opened(lang=lang)
    assert len(cards(app)) == 4
    assert all("±" in card for card in cards(app))
    assert len(app.slider) == 8
    assert app.get("plotly_chart")


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
    same = opened(**{"a.policy.adoption": "0", "a.costs.capital.amount": "0"})
    assert any(":green[" in card for card in cards(app))
    assert [card for card in cards(same) if ":green[" in card or ":red[" in card] == []
    assert sum("没有可察觉的差异" in block.value for block in same.markdown) >= 4


def test_moving_a_lever_changes_the_alternative_and_the_link_and_resetting_it_takes_both_back():
    app = opened()
    before = cards(app)
    app.slider(key="lever.alternative.policy.adoption").set_value(0.95).run()
    assert not app.exception
    assert app.query_params["a.policy.adoption"] in ("0.95", ["0.95"])
    assert cards(app) != before
    app.button(key="back.alternative.policy.adoption").click().run()
    assert cards(app) == before
    assert "a.policy.adoption" not in app.query_params


def test_a_link_restores_the_page():
    app = opened()
    app.slider(key="lever.alternative.parameters.self_referral").set_value(0.2).run()
    again = opened(**{name: value[0] if isinstance(value, list) else value for name, value in app.query_params.items()})
    assert cards(again) == cards(app)


def test_a_ready_made_policy_sets_what_it_says():
    app = opened()
    app.selectbox(key="option.policy.alternative").set_value("full_adoption").run()
    assert not app.exception
    assert app.slider(key="lever.alternative.policy.adoption").value == 1.0
    assert app.selectbox(key="option.policy.alternative").value == "full_adoption"


def test_both_sides_move_together():
    app = opened()
    app.segmented_control(key="side").set_value("shared").run()
    app.slider(key="lever.shared.policy.demand").set_value(1.5).run()
    assert not app.exception
    assert app.query_params["s.policy.demand"] in ("1.5", ["1.5"])


def test_the_preview_looks_where_it_is_told():
    app = opened()
    before = cards(app)
    assert app.selectbox(key="part").value == "520400"
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
    Setting(alternative=(("policy.adoption", 0.8),)),
    Setting(baseline=(("policy.adoption", 0.2),), shared=(("policy.demand", 1.25),)),
    Setting(alternative=(("parameters.self_referral", 0.2), ("parameters.province_specialists", 9))),
    Setting(alternative=(("risks.outage.on", True), ("risks.outage.availability", 0.95))),
    Setting(shared=(("costs.filing_sensitivity", 0.003), ("experiment.seed", 7))),
    Setting(part="522600"),
    Setting(part="520100", alternative=(("stations.county_window.servers", 3),)),
    Setting(baseline=(("services.ecg.adopter", "citizen"),), alternative=(("services.ecg.adopter", "citizen"),)),
    Setting(shared=(("network.travel.local.fare", 7.5),), alternative=(("policy.adoption", 1.0),)),
    Setting(case="guizhou_visits"),
    Setting(case="guizhou_visits", alternative=(("parameters.sent_back", 0.4),)),
]


@pytest.mark.parametrize("setting", SETTINGS, ids=lambda s: f"{s.case} {s.shared}{s.baseline}{s.alternative}{s.part}")
def test_page_command_and_python_run_the_same_two_scenarios(setting):
    cut = lab.cut_of(setting)
    proposal = lab.proposal_of(setting).ending_with(cut.settings)
    ours = [key_of(side, cut.replications) for side in proposal.scenarios().values()]

    asked = parse(shlex.split(command(proposal))[1:])
    tree = completed(compose(asked.scenario, asked.settings), asked.settings, asked).tree
    assert [
        key_of(side, side.experiment.replications) for side in compared_sides(tree, asked.scenario).scenarios().values()
    ] == ours

    lines = python_lines(proposal).split("comparison = ")[0]
    names = {}
    exec(lines, names)
    assert [key_of(names[side], cut.replications) for side in ("baseline", "alternative")] == ours


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_a_case_never_seen_before_is_compared_and_moved_like_any_other(lang):
    app = drawing.opened("compare", lang=lang, case=drawing.UNSEEN)
    assert not app.exception
    assert not app.error
    before = cards(app)
    assert len(before) == 4
    levers = [slider.key for slider in app.slider]
    assert levers
    for section in ("parameters", "stations", "services", "network"):
        app.session_state[f"section.{section}"] = True
    app.slider(key=levers[0]).set_value(app.slider(key=levers[0]).max).run()
    assert not app.exception
    assert not app.error
    assert len(cards(app)) == 4


def test_what_a_lever_cannot_be_is_said_in_one_sentence_and_the_page_goes_on():
    app = opened(**{"a.policy.adoption": "7"})
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
