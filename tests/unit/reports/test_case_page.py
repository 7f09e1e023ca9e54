import re

import pytest

from sinksim.analysis.losses import losses
from sinksim.core.errors import BadInput
from sinksim.i18n import words
from sinksim.reports.case_page import page, section
from sinksim.reports.cases import simulated_case
from sinksim.reports.markdown import paragraph, table
from sinksim.scenarios.loading.presets import presets
from sinksim.scenarios.loading.validation import validate
from sinksim.verification.calibration.target import Study
from tests.helpers.losing import LOSING
from tests.helpers.source import ROOT
from tests.helpers.toy import TOY

HEADINGS = {
    "en": ["Network", "Both channels", "Headlines", "Where it loses", "What rests on assumptions"],
    "zh": ["网络", "两种渠道", "主要指标", "何处变差", "哪些输入只是假设"],
}


@pytest.fixture(scope="module")
def losing(tmp_path_factory):
    path = tmp_path_factory.mktemp("cases") / "losing.yaml"
    path.write_text(LOSING, encoding="utf-8")
    return simulated_case(str(path))


@pytest.fixture
def toy(tmp_path):
    path = tmp_path / "toy.yaml"
    path.write_text(TOY, encoding="utf-8")
    return path


@pytest.mark.parametrize("lang", HEADINGS)
def test_a_section_has_its_parts_in_order(losing, lang):
    text = section(losing, words(lang))
    assert text.startswith("## 小例 · Small case (`losing`)\n")
    assert re.findall(r"^### (.+)$", text, re.MULTILINE) == HEADINGS[lang]
    assert text.count("```mermaid\nflowchart TD\n") == 2


def test_a_section_tells_the_question_the_tiers_and_the_levels_of_every_side(losing):
    text = section(losing, words("en"))
    for fragment in (
        "\n\nWho gains?\n\n",
        "| county | 1 | — |\n| township | 2 | 4,000 |",
        "Full run: 2 of 2 townships, 4 days; 2 replications. 4,000 of 4,000 residents take part.",
        "* **ladder**: share that adopts the platform, before ceilings = 0\n* **today** (2017): the case as it stands\n",
        "| Indicator | Unit | ladder | today | more |",
        # An hour without the platform; with it two hours for three in four needs.
        "| time to solution (median) | h | 1.00 ± 0.00 | 2.00 ± 0.00 | 2.00 ± 0.00 |",
        "| 30 days | services.a.coverage_deadline_days, services.b.coverage_deadline_days |",
    ):
        assert fragment in text, fragment


def test_a_setting_is_told_with_the_station_and_the_place_that_it_is_of(tmp_path):
    path = tmp_path / "losing.yaml"
    desks = "stations:\n  desk: {tier: township, servers: {by_node: {t2: 1}, default: 1}}\nservices:"
    text = LOSING.replace("services:", desks, 1).replace(
        "{policy.demand: 1.5}", "{stations.desk.servers.by_node.t2: 3}"
    )
    path.write_text(
        text.replace("processes:\n", "processes:\n  unused: [{queue: {station: desk, time: 1}}, close]\n"), "utf-8"
    )
    found = re.search(r"^\* \*\*更多\*\*：(.*)$", section(simulated_case(str(path)), words("zh")), re.MULTILINE)
    assert found[1].startswith("desk、乙镇：")
    assert " = 3" in found[1]


def test_where_a_side_loses_is_said_by_headline_and_where_it_does_not_is_said_too(losing):
    english, chinese = (section(losing, words(lang)) for lang in ("en", "zh"))
    # Licences take an hour less with the platform; all areas have permits enough to lose by the median.
    assert (
        "today against ladder:\n\n* Time to solution (median) (h) is worse: +1.00 ± 0.00 over all; +1.00 ± 0.00 for permit; "
        "+1.00 ± 0.00 for under 60, urban; in 2 of 2 townships.\n\nmore against today: no headline is worse" in english
    )
    assert (
        "现状与传统相比：\n\n* 解决用时（中位数）（单位：小时）变差：总体相差 +1.00 ± 0.00；甲事相差 +1.00 ± 0.00；"
        "60岁以下城镇相差 +1.00 ± 0.00；2 个乡镇中有 2 个变差。\n\n更多与现状相比：各项主要指标" in chinese
    )


def test_losses_of_the_two_ways_around_are_those_of_the_one_service_or_the_other(losing):
    (platform, lost), (_, of_more) = losing.lost
    assert [(loss.name, list(loss.services), loss.areas, loss.of_areas) for loss in lost] == [
        ("elapsed_p50", ["a"], 2, 2)
    ]
    assert lost[0].overall.difference == pytest.approx(1.0, abs=0.001)  # a median is read from a histogram
    assert of_more == []
    # The other way around the traditional side loses with licences alone.
    back = losses(losing.outcome.pair("ladder", "today"))
    assert [(loss.name, loss.overall, list(loss.services)) for loss in back] == [("elapsed_p50", None, ["b"])]
    assert platform.names.alternative.key == "today"


def test_a_time_beyond_the_follow_up_is_a_loss_of_at_least_so_much(tmp_path):
    path = tmp_path / "late.yaml"
    path.write_text(LOSING.replace("time: 120", "time: 2000"), encoding="utf-8")
    # The follow-up of a day is over before 2,000 minutes are: 24 h less the hour without the platform.
    late = simulated_case(str(path))
    assert "is worse: at least +23.0 over all" in section(late, words("en"))
    assert "总体相差至少 +23.0；" in section(late, words("zh"))


def test_one_replication_decides_nothing(losing, tmp_path):
    path = tmp_path / "once.yaml"
    path.write_text(LOSING, encoding="utf-8")
    once = simulated_case(str(path), ["experiment.replications=1"])
    assert "### Where it loses\n\none replication: no interval\n" in section(once, words("en"))


def test_a_case_that_compares_nothing_has_one_column_of_levels(toy):
    toy.write_text(TOY[: TOY.index("comparison:")], encoding="utf-8")
    case = simulated_case(str(toy), ["experiment.engine=agents", "experiment.replications=2"])
    text = section(case, words("en"))
    assert "| Indicator | Unit | Value |" in text
    assert "Platform channel: no service has it." in text
    assert "Nothing is compared in this case." in text
    assert list(case.to_json_dict()["levels"]) == ["toy"]


def study(low, note=""):
    figure = {"name": "coverage", "side": "today"}
    target = {"code": "H1", "what": "solved in time", "figure": figure, "low": low, "high": 2, "note": note}
    return validate(Study, {"title": "As worked out", "replications": 2, "targets": [target]}, "targets")


def test_what_was_expected_stands_beside_what_was_simulated(tmp_path):
    path = tmp_path / "losing.yaml"
    path.write_text(LOSING, encoding="utf-8")
    met, missed = (simulated_case(str(path), studies=[study(low, note="why")]) for low in (1, 1.5))
    text = section(met, words("en"))
    assert "### Expected and simulated\n\nAs worked out (as the case stands; 2 replications):\n\n" in text
    assert "| H1 | solved in time | today | expected | 100 to 200 % | 100 ± 0 % | met |" in text
    assert "* H1, solved in time: why" in text
    assert met.holds
    assert not missed.holds
    (row,) = missed.to_json_dict()["expected"]
    assert (row["code"], row["simulated"]["mean"], row["verdict"]) == ("H1", 1.0, "missed")


def test_the_page_begins_with_what_it_is(losing):
    assert page(["## One\n", "## Two\n"], words("zh")).startswith("# 案例汇编\n\n本页由 `sinksim cases` 生成")


def test_texts_of_scenarios_stand_in_markdown_as_they_are_written():
    assert table(["a|b"], [["*x* <b> `c` d_e _f_"]]) == "\n".join([
        r"| a\|b |", "| --- |", r"| \*x\* &lt;b&gt; \`c\` d_e \_f\_ |",
    ])  # fmt: skip
    assert paragraph("甲，\n 乙 a\nb 丙") == "甲，乙 a b 丙"


def test_an_unknown_scenario_is_refused():
    with pytest.raises(BadInput, match="no preset"):
        simulated_case("nowhere")


def test_every_preset_has_its_section_on_the_page():
    text = (ROOT / "docs/cases.md").read_text(encoding="utf-8")
    assert re.findall(r"^## .* \(`(\w+)`\)$", text, re.MULTILINE) == presets()
