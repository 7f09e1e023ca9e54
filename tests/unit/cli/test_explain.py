import math

import pytest


def test_each_number_is_taken_apart_with_intervals_and_verdicts(sinksim, toy):
    said = sinksim("explain", toy, "--quiet")
    assert said.code == 0
    for fragment in (
        "Time to solution per need, by kind of time [h]",
        "Resource cost per need, by who bears it [yuan]",
        "without capital",
        "whole",
        "±",
        "better",
    ):
        assert fragment in said.out
    assert "What each setting adds" not in said.out
    assert "A need that is never truly solved counts with the whole follow-up of 1 days." in said.out


def test_the_chinese_text_has_no_english_in_it_but_names(sinksim, toy):
    said = sinksim("explain", toy, "--lang", "zh", "--by-setting", "--quiet")
    assert "解决用时（每件需求" in said.out
    assert "各设置依次改变" in said.out
    for english in ("baseline", "waiting", "whole", "yuan", "better", "setting"):
        assert english not in said.out


def test_the_document_adds_up_part_by_part_and_setting_by_setting(sinksim, toy):
    document = sinksim("explain", toy, "--json", "--by-setting").document
    assert [setting["path"] for setting in document["settings"]] == ["stations.desk.servers", "parameters.minutes"]
    for n, found in enumerate(document["decompositions"]):
        assert math.isclose(sum(p["difference"] for p in found["parts"]), found["whole"]["difference"], abs_tol=1e-9)
        steps = [setting["decompositions"][n]["whole"]["difference"] for setting in document["settings"]]
        assert math.isclose(sum(steps), found["whole"]["difference"], abs_tol=1e-9)


def test_it_says_the_same_as_compare(sinksim, toy):
    compared = sinksim("compare", toy, "--json").document["differences"]
    told = {row["indicator"]: row["difference"] for row in compared if row["slice"] == "overall"}
    found = {d["name"]: d for d in sinksim("explain", toy, "--json").document["decompositions"]}
    assert found["elapsed"]["whole"]["difference"] == pytest.approx(told["elapsed"], abs=1e-12)
    assert found["cost"]["without_capital"]["difference"] == pytest.approx(told["cost_need_without_capital"], abs=1e-12)


def test_another_order_of_settings_may_be_asked_for(sinksim, toy):
    order = "parameters.minutes,stations.desk.servers"
    document = sinksim("explain", toy, "--json", "--by-setting", "--order", order).document
    assert [setting["path"] for setting in document["settings"]] == order.split(",")


@pytest.mark.parametrize(
    ("options", "said"),
    [
        (["--service", "visa"], "--service is 'visa'; known: permit"),
        (["--segment", "old"], "--segment is 'old'; known: over60_rural"),
        (["--order", "parameters.minutes"], "--order is 'parameters.minutes' without --by-setting"),
        (["--by-setting", "--order", "parameters.minute"], "did you mean parameters.minutes?"),
        (
            ["--by-setting", "--order", "parameters.minutes"],
            "allowed: each of stations.desk.servers, parameters.minutes once",
        ),
        (["--area", "d"], "--area is 'd'; known: c"),
        (["--area", "c", "--segment", "over60_rural"], "--area is 'c' with --segment; allowed: one of them"),
        (["--out", "x"], "--out is 'x'; allowed with explain: --json"),
        (["--replications", "0"], "allowed: a whole number from 1"),
    ],
)
def test_what_cannot_be_explained_is_refused_in_one_sentence(sinksim, toy, options, said):
    found = sinksim("explain", toy, *options, "--quiet")
    assert (found.code, found.out) == (2, "")
    assert said in found.err
    assert found.err.count("\n") == 1


def test_a_scenario_in_between_that_is_not_allowed_is_named(sinksim, toy):
    text = toy.read_text(encoding="utf-8")
    wider = "{parameters.minutes.value: 90, parameters.minutes.high: 120}"
    toy.write_text(text[: text.index("comparison:")] + f"comparison: {{alternative: {wider}}}", encoding="utf-8")
    found = sinksim("explain", toy, "--by-setting", "--quiet")
    assert found.code == 2
    assert "(with parameters.minutes.value of the alternative)" in found.err
    assert "value is 90; allowed: 1.0 to 60.0 min" in found.err
    order = "parameters.minutes.high,parameters.minutes.value"
    assert sinksim("explain", toy, "--by-setting", "--order", order, "--quiet").code == 0


def test_an_area_is_looked_at_by_itself(sinksim, toy):
    whole, area = (sinksim("explain", toy, "--json", *options).document for options in ([], ["--area", "c"]))
    assert (whole["slice"]["area"], area["slice"]["area"]) == (None, "c")
    # There is one area only.
    assert area["decompositions"][0]["whole"] == whole["decompositions"][0]["whole"]


def test_a_part_of_the_cohort_in_which_nobody_is_has_dashes(sinksim, toy):
    said = sinksim("explain", toy, "--segment", "over60_rural", "--quiet")
    assert said.code == 0
    assert "nan" not in said.out
    assert "—" in said.out
    document = sinksim("explain", toy, "--segment", "over60_rural", "--json").document
    assert document["decompositions"][0]["whole"]["difference"] is None
