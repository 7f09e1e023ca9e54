"""The pages map, network and process: in both languages, for a preset and for a scenario that nobody has seen before."""

import json
import re
from pathlib import Path

import pytest
from streamlit.testing.v1 import AppTest

from sinksim.i18n import LANGUAGES

UNSEEN = Path(__file__).parents[1] / "scenarios" / "unseen.yaml"
PAGES = ("map", "network", "process")
PRESET = """
from sinksim.ui.shell import _draw_page
_draw_page(PAGE)
"""
OWN = """
from dataclasses import replace
from pathlib import Path
from sinksim.workload.uploaded_scenario import uploaded_scenario
from sinksim.scenarios.loading.uploads import File
from sinksim.ui import lab, state
from sinksim.ui.shell import _draw_page
case = uploaded_scenario([File("own.yaml", Path(FILE).read_bytes())], "guizhou")
state.put(replace(state.current(), case=lab.keep_upload(case)))
_draw_page(PAGE)
"""


def opened(page, lang, script=PRESET, file=UNSEEN):
    text = script.replace("PAGE", repr(page)).replace("FILE", repr(str(file)))
    app = AppTest.from_string(text, default_timeout=300)
    app.query_params["lang"] = lang
    return app.run()


def said(app):
    """All that a page says in words, pictures and their alternative texts aside."""
    parts = [e.value for kind in ("title", "caption", "markdown", "subheader", "info") for e in app.get(kind)]
    parts += [w.label for kind in ("selectbox", "segmented_control", "expander") for w in app.get(kind)]
    parts += [option for kind in ("selectbox", "segmented_control") for w in app.get(kind) for option in w.options]
    parts += [str(cell) for table in app.table for cell in [*table.value.columns, *table.value.to_numpy().ravel()]]
    return [part for part in parts if part]


def pictures(app):
    return [json.loads(e.proto.spec) for e in app.get("plotly_chart")]


def written(picture):
    """Texts of a picture: annotations, names of traces, boxes beside points."""
    found = [a["text"] for a in picture["layout"].get("annotations", [])]
    for trace in picture["data"]:
        found += [trace["name"]] if trace.get("name") else []
        hover = trace.get("hovertext") or []
        found += [hover] if isinstance(hover, str) else hover
    return [re.sub(r"<[^>]*>", " ", text) for text in found]


@pytest.mark.parametrize("lang", LANGUAGES)
@pytest.mark.parametrize("page", PAGES)
def test_a_page_of_the_default_case_has_pictures_with_tables_under_them(page, lang):
    app = opened(page, lang)
    assert not app.exception
    assert not app.error
    drawn = pictures(app)
    assert len(drawn) == {"map": 1, "network": 2, "process": 3}[page]
    assert len(app.table) >= len(drawn)
    assert {trace["type"] for picture in drawn for trace in picture["data"]} == {"scatter"}


@pytest.mark.parametrize("page", PAGES)
def test_the_chinese_page_has_no_english_left(page):
    app = opened(page, "zh")
    texts = [*said(app), *(text for picture in pictures(app) for text in written(picture))]
    assert len(texts) > 20
    assert sorted({word for text in texts for word in re.findall(r"[A-Za-z]{4,}", text)}) == []


@pytest.mark.parametrize("page", PAGES)
def test_the_english_page_has_no_chinese_left(page):
    app = opened(page, "en")
    texts = [*said(app), *(text for picture in pictures(app) for text in written(picture))]
    assert [text for text in texts if re.search("[\u3400-\u9fff]", text)] == []


@pytest.mark.parametrize("lang", LANGUAGES)
@pytest.mark.parametrize("page", PAGES)
def test_a_scenario_never_seen_before_has_the_same_pages(page, lang):
    app = opened(page, lang, OWN)
    assert not app.exception
    assert not app.error
    assert pictures(app)
    texts = " ".join([*said(app), *(text for picture in pictures(app) for text in written(picture))])
    assert {"zh": "办证", "en": "licence"}[lang] in texts
    assert ("示意" if lang == "zh" else "chematic") in texts or page != "map"


def test_the_flowcharts_of_a_scenario_follow_its_services():
    app = opened("process", "en", OWN)
    assert len(app.selectbox(key="process_service").options) == 2
    assert {"door_to_door", "one_door"} <= {s.value.replace("\\", "") for s in app.subheader}
    app.selectbox(key="process_service").set_value(("repair",)).run()
    assert not app.exception
    assert {"by_phone"} == {s.value.replace("\\", "") for s in app.subheader}


def test_any_indicator_service_and_side_can_be_mapped():
    app = opened("map", "zh", OWN)
    for n in range(0, len(app.selectbox(key="map_indicator").options), 9):
        app.selectbox(key="map_indicator").select_index(n).run()
        assert not app.exception
    app.selectbox(key="map_service").select_index(1).run()
    for shown in ("baseline", "alternative"):
        app.segmented_control(key="map_shown").set_value(shown).run()
        assert not app.exception
        assert pictures(app)


def test_the_other_side_of_a_channel_can_be_looked_at():
    app = opened("process", "en", OWN)
    app.segmented_control(key="process_side_platform").set_value("baseline").run()
    assert not app.exception
    assert "Too few cases take this channel on this side; only its steps are drawn." in [i.value for i in app.info]


def test_names_in_a_file_are_shown_as_they_are_written(tmp_path):
    text = UNSEEN.read_text(encoding="utf-8")
    evil = text.replace("name_en: East,", 'name_en: "<img src=x onerror=alert(1)>",').replace(
        "licence: {zh: 办证, en: licence}", "licence: {zh: 办证, en: '[x](javascript:alert(1))<script>'}"
    )
    assert evil != text
    file = tmp_path / "evil.yaml"
    file.write_text(evil, encoding="utf-8")
    for page in PAGES:
        app = opened(page, "en", OWN, file)
        assert not app.exception
        for picture in pictures(app):
            texts = [a["text"] for a in picture["layout"].get("annotations", [])]
            texts += [h for trace in picture["data"] for h in (trace.get("hovertext") or []) if isinstance(h, str)]
            assert not any("<img" in text or "<script" in text for text in texts)
        for kind in ("markdown", "caption", "subheader", "info"):
            assert not any(
                "](javascript" in e.value or "<script" in e.value.replace("\\", "\x00") for e in app.get(kind)
            )


def test_the_map_shows_the_full_run_where_there_is_one(monkeypatch):
    from sinksim.ui import lab
    from tests.helpers.unseen import comparison

    monkeypatch.setattr(lab, "full", lambda _: comparison())
    app = opened("map", "en", OWN)
    assert not app.exception
    assert any("full run" in caption.value for caption in app.caption)
    assert any("2 areas have a figure" in caption.value for caption in app.caption)


ONE_QUEUE = """
stations:
  desk: {servers: 1}
services:
  request:
    demand: {per_day: 57.6}
    traditional: {process: at_the_desk}
processes:
  at_the_desk:
    - queue: {station: desk, time: {law: exponential, mean: 20, unit: min}}
    - close
experiment: {warm_up_days: 1, window_days: 6, follow_up_days: 3, replications: 2}
"""


@pytest.mark.parametrize("lang", LANGUAGES)
@pytest.mark.parametrize("page", PAGES)
def test_one_queue_at_one_place_has_the_same_pages(page, lang, tmp_path):
    file = tmp_path / "queue.yaml"
    file.write_text(ONE_QUEUE, encoding="utf-8")
    app = opened(page, lang, OWN, file)
    assert not app.exception
    assert not app.error
    assert pictures(app)


CHANGED = """
from dataclasses import replace
from sinksim.ui import state
state.put(state.current().with_value("alternative", "stations.window.room", 3))
"""


def test_each_side_is_drawn_by_its_own_processes():
    # A room that can be full gives its queues one more way out: the alternative's instructions are numbered otherwise.
    text = UNSEEN.read_text(encoding="utf-8").replace(", room: 40", "")
    text = text.replace(", on_full: [{leave: {end: refused}}]", "")
    file = UNSEEN.parent / "unseen.yaml"
    assert "room" not in text.split("processes:")[0].split("stations:")[1]
    script = OWN.replace("_draw_page(PAGE)", CHANGED.split("import state", 1)[1] + "_draw_page(PAGE)")
    script = script.replace("Path(FILE).read_bytes()", repr(text.encode()))
    app = opened("process", "en", script, file)
    assert not app.exception
    texts = [t for picture in pictures(app) for t in written(picture)]
    assert any(t.startswith("full ") for t in texts), "the alternative's room is not drawn"
    assert "no case came by" not in texts
