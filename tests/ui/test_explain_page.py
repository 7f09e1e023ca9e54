import re

import pytest

from sinksim.text.phrases import amount
from tests.ui.drawing import LATIN, UNSEEN, opened, tables, texts

# Only what the scenario itself leaves without a Chinese title may be Latin.
LANGUAGES = ("zh", "en")


def number(text):
    return float(text.split(" ± ")[0].replace(",", ""))


@pytest.mark.parametrize("lang", LANGUAGES)
@pytest.mark.parametrize("case", ["guizhou", UNSEEN])
def test_every_number_is_taken_apart_with_a_picture_and_a_table(lang, case):
    app = opened("explain", lang=lang, case=case)
    assert not app.exception
    assert len(app.get("plotly_chart")) == 2
    assert len(tables(app)) == 2


def test_the_chinese_page_has_no_english():
    app = opened("explain", lang="zh", case="guizhou")
    assert len(texts(app)) > 20
    assert [text for text in texts(app) if LATIN.search(re.sub(r"[a-z_]+\.[a-z_.]+", "", text))] == []


def test_the_parts_of_the_table_add_up_to_its_whole():
    app = opened("explain", lang="en", case="guizhou")
    table = tables(app)[0]
    changes = [number(text.replace("\\", "")) for text in table["difference ± 95 %"]]
    assert sum(changes[:-1]) == pytest.approx(changes[-1], abs=0.1)


def test_settings_add_up_in_any_order():
    app = opened("explain", lang="en", case="guizhou")
    before = tables(app)[-1]
    box = app.multiselect(key="explain_order")
    box.set_value(["costs.capital.amount"]).run()
    assert not app.exception
    after = tables(app)[-1]
    assert after.iloc[0, 0].startswith("invested")
    assert before.iloc[-1].tolist() == after.iloc[-1].tolist()


def test_a_service_and_a_segment_are_looked_at_by_themselves():
    app = opened("explain", lang="en", case=UNSEEN)
    before = app.markdown[0].value
    app.selectbox(key="explain_service").select("repair").run()
    assert not app.exception
    assert app.markdown[0].value != before
    app.selectbox(key="explain_segment").select("over60_rural").run()
    assert not app.exception
    assert "there is nothing to take apart" in app.info[0].value


def test_the_command_of_the_page_says_the_same(capsys):
    import json
    import shlex

    from sinksim.cli import main

    app = opened("explain", lang="en", case="guizhou")
    capsys.readouterr()
    program, *arguments = shlex.split(app.code[0].value)
    assert (program, arguments[0]) == ("sinksim", "explain")
    assert main([*arguments, "--json", "--fresh"]) == 0
    whole = json.loads(capsys.readouterr().out)["decompositions"][0]["whole"]
    assert amount(whole["difference"], whole["half_width"], "h", 0.0, signed=True) in app.markdown[0].value


def test_a_full_run_takes_the_place_of_the_preview_but_settings_stay_of_its_size():
    query = {"lang": "en", "case": UNSEEN, "s.experiment.replications": "3", "s.experiment.window_days": "9"}
    preview, full = opened("explain", **query), opened("explain", full=True, **query)
    assert not full.exception
    assert full.markdown[0].value != preview.markdown[0].value
    covered = [caption.value for caption in full.caption if "replications" in caption.value]
    assert [("3 replications" in text, "10 replications" in text) for text in covered] == [(True, False), (False, True)]
    assert tables(full)[-1].equals(tables(preview)[-1])


def test_sides_without_a_difference_have_nothing_to_attribute():
    app = opened(
        "explain",
        lang="en",
        case="guizhou",
        **{"x.ladder.policy.adoption": "0.5866", "x.ladder.costs.capital.amount": "1500000000"},
    )
    assert not app.exception
    assert app.info[-1].value == "Both sides have the same settings."
