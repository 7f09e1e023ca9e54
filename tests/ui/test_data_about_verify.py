"""The pages for data, about the model and verification, in both languages, for a preset and for what nobody has seen before."""

import io
import re
import zipfile

import pytest
from streamlit.testing.v1 import AppTest

from sinksim.i18n import words
from sinksim.jobs.queue import JobQueue
from sinksim.ui import lab
from tests.helpers.toy import TOY
from tests.helpers.verification_jobs import NAMES, AtOnce, ended

LANGUAGES = ["zh", "en"]
# Another network, two services of one channel each, tiers of its own, other levers.
UNSEEN = """
name: unseen
title: {zh: 街道证照, en: Licences}
parameters:
  minutes: {value: 9, unit: min, low: 1, high: 60, evidence: G, source: a guess, zh: 窗口时长, en: time at the window}
levers: [parameters.minutes, stations.window.servers]
network:
  nodes:
    - {code: c, name: 城, name_en: City, tier: city, population: 900}
    - {code: s1, name: 东街, name_en: East, tier: street, parent: c, population: 500, local_minutes: 5}
    - {code: s2, name: 西街, name_en: West, tier: street, parent: c, population: 400, local_minutes: 9}
stations:
  window: {tier: street, servers: 1}
  hall: {tier: city, servers: 2}
services:
  licence: {demand: {per_day: 30}, traditional: {process: apply}}
  complaint: {demand: {per_day: 5}, traditional: {process: complain}}
processes:
  apply: [{queue: {station: window, time: {law: exponential, mean: =minutes}}}, close]
  complain: [{queue: {station: hall, time: 30}}, {close: {hollow: 0.2}}]
experiment: {warm_up_days: 1, window_days: 3, follow_up_days: 2, replications: 3}
comparison: {baseline: {stations.window.servers: 1}, alternative: {stations.window.servers: 2}}
"""


SCRIPT = """
from sinksim.ui.shell import _draw_page
_draw_page({page!r})
"""
LATIN = re.compile(r"[A-Za-z]{3,}")
# Commands, names of settings, file types and people stay as they are typed.
AS_TYPED = re.compile(
    r"`[^`]*`|:material/\w+:|sinksim|GeoNames|MIT|CC BY|NOTICE|ZIP|Excel|YAML|M/[MDG]/\d"
    r"|[a-z]+\.(csv|xlsx|yaml)|\.(yaml|csv|xlsx)"
)


def opened(page, lang="zh", **query):
    app = AppTest.from_string(SCRIPT.format(page=page), default_timeout=240)
    for name, value in {"lang": lang, **query}.items():
        app.query_params[name] = value
    app.run()
    assert not app.exception, app.exception
    return app


def said(app):
    """All that the page says in words; code, cells of given tables and file names apart."""
    kinds = ("title", "subheader", "markdown", "caption", "success", "error", "warning")
    found = [element.value for kind in kinds for element in app.get(kind)]
    found += [
        element.label
        for kind in ("button", "download_button", "expander", "metric", "file_uploader")
        for element in app.get(kind)
    ]
    return [text for text in found if text]


def dropped(app, *files):
    given = [(name, content.encode() if isinstance(content, str) else content, "") for name, content in files]
    app.file_uploader[0].set_value(given).run()
    assert not app.exception, app.exception
    return app


@pytest.fixture(autouse=True)
def at_once(monkeypatch):
    """A queue whose work is done in this process, on three systems."""
    shop = JobQueue(workers=1, pool=AtOnce())
    whole = shop.submit_verification
    monkeypatch.setattr(shop, "submit_verification", lambda owner: whole(owner, NAMES))
    monkeypatch.setattr(lab, "job_queue", lambda: shop)
    return shop


@pytest.mark.parametrize("page", ["data", "about", "verify"])
@pytest.mark.parametrize("lang", LANGUAGES)
def test_each_page_speaks_its_language_alone(page, lang):
    found = said(opened(page, lang))
    assert found
    if lang == "zh":
        assert [text for text in found if LATIN.search(AS_TYPED.sub("", text))] == []
    else:
        assert [text for text in found if re.search(r"[\u4e00-\u9fff]", text)] == []


@pytest.mark.parametrize("lang", LANGUAGES)
def test_a_case_never_seen_before_is_understood_used_and_carried_away(lang):
    app = dropped(opened("data", lang), ("unseen.yaml", UNSEEN))
    t = words(lang)
    assert t("data.understood", title=t.either("街道证照", "Licences")) in [box.value for box in app.success]
    assert [metric.value for metric in app.metric] == ["3", "3", "2", "420"]
    app.button(key="use_own").click().run()
    assert not app.exception
    assert app.session_state["setting"].case.startswith("upload:")
    assert any("Licences" in text or "街道证照" in text for text in said(app))
    assert "sinksim compare scenario.yaml" in [code.value for code in app.code]


@pytest.mark.parametrize("lang", LANGUAGES)
def test_parameters_and_their_evidence_are_listed_for_a_case_never_seen_before(lang):
    app = dropped(opened("data", lang), ("unseen.yaml", UNSEEN))
    app.button(key="use_own").click().run()
    script = AppTest.from_string(SCRIPT.format(page="about"), default_timeout=240)
    script.session_state["setting"] = app.session_state["setting"]
    script.session_state["uploaded_scenarios"] = app.session_state["uploaded_scenarios"]
    script.run()
    assert not script.exception
    tables = [table.value for table in script.table]
    cells = [str(cell) for table in tables for cell in table.to_numpy().ravel()]
    assert any("窗口时长" in c or "time at the window" in c for c in cells)
    assert "a guess" in cells


@pytest.mark.parametrize("lang", LANGUAGES)
def test_broken_files_are_refused_line_by_line_and_nothing_is_kept(lang):
    broken = "code,tier\na b,city\nc,town ship\n"
    app = dropped(opened("data", lang), ("nodes.csv", broken))
    assert words(lang)("data.refused", n=2) in [box.value for box in app.error]
    (lines, *_) = [code.value for code in app.code]
    verb = "is" if lang == "en" else "为"
    assert lines.startswith(f"nodes.csv:2: code {verb} 'a b'")
    assert f"nodes.csv:3: tier {verb} 'town ship'" in lines
    assert not [button for button in app.button if button.key == "use_own"]


@pytest.mark.parametrize(
    ("name", "content", "told"),
    [
        ("big.csv", b"a" * 5_000_001, "allowed: at most 5,000,000 bytes"),
        ("n.xlsx", b"PK\x03\x04" + b"x" * 99, "damaged"),
        ("own.yaml", "a: *b\n", "own.yaml:1"),
        ("own.yaml", TOY.replace("per_day: 20", "per_day: 100000000"), "allowed here: at most"),
        (
            "cases.csv",
            "service,origin,arisen,phone\nx,y,2022-01-01T00:00,1\n",
            "looks by its name like data about persons",
        ),
    ],
)
def test_what_cannot_be_taken_is_said_in_one_sentence(name, content, told):
    app = dropped(opened("data", "en"), (name, content))
    assert told in "\n".join(code.value for code in app.code)


def test_the_templates_and_every_file_can_be_downloaded():
    app = opened("data")
    keys = {button.key for button in app.get("download_button")}
    assert {"template_nodes.csv", "template_edges.csv", "template_cases.csv", "template_network.xlsx"} <= keys
    assert {f"get_{name}" for name in ("archive", "brief", "page", "workbook", "scenario")} <= keys


def test_what_is_carried_away_is_what_the_page_shows(monkeypatch):
    made = []
    import sinksim.ui.pieces.downloads as piece

    whole = piece.carried
    monkeypatch.setattr(piece, "carried", lambda *given: made.append(whole(*given)) or made[-1])
    app = opened("data", **{"x.more_adoption.policy.adoption": "0.9"})
    (ready,) = made
    assert "more_adoption:policy.adoption=0.9" in next(code.value for code in app.code)
    with zipfile.ZipFile(io.BytesIO(ready.archive())) as archive:
        yaml = archive.read("scenario.yaml").decode()
    from sinksim.experiments.running import compare
    from sinksim.scenarios.loading.composing import scenario_of
    from sinksim.scenarios.loading.sides import compared_sides
    from sinksim.scenarios.loading.strict_yaml import parse_yaml

    sides = compared_sides(parse_yaml(yaml, "scenario.yaml"), "scenario.yaml")
    again = compare(sides.scenarios(), sides.roles)
    assert str(again.rows()) == str(ready.outcome.rows())
    assert scenario_of(parse_yaml(yaml, "s"), "s").comparison.sides["more_adoption"].set["policy.adoption"] == 0.9
    assert b"<html" in ready.brief()
    assert ready.workbook().startswith(b"PK")


def test_recorded_cases_are_in_no_file_that_is_carried_away(monkeypatch):
    made = []
    import sinksim.ui.pieces.downloads as piece

    whole = piece.carried
    monkeypatch.setattr(piece, "carried", lambda *given: made.append(whole(*given)) or made[-1])
    rows = "".join(f"permit,t1,2022-01-0{4 + n % 5}T09:{n:02d}\n" for n in range(30))
    app = dropped(opened("data"), ("toy.yaml", TOY), ("cases.csv", "service,origin,arisen\n" + rows))
    app.button(key="use_own").click().run()
    assert not app.exception
    ready = made[-1]
    assert ready.outcome.first.labels.logged == ("permit",)
    with zipfile.ZipFile(io.BytesIO(ready.archive())) as archive:
        held = b"".join(
            archive.read(name) for name in archive.namelist() if not name.endswith((".xlsx", "report.html"))
        )
    assert b"arisen: " not in held
    assert "--cases cases.csv" in next(code.value for code in app.code)


@pytest.mark.parametrize("lang", LANGUAGES)
def test_verification_runs_in_the_queue_and_its_table_is_shown(lang, at_once):
    app = opened("verify", lang)
    app.button(key="verify_start").click().run()
    ended(lab_checkup(app))
    app.run()
    assert not app.exception
    (table,) = [table.value for table in app.table]
    assert len(table) == 9
    cells = "".join(map(str, table.to_numpy().ravel()))
    assert ("一致" if lang == "zh" else "agrees") in cells
    assert app.success


def lab_checkup(app):
    return app.session_state["checkup"]


def test_every_system_and_figure_of_the_catalogue_has_a_name_in_both_languages():
    from sinksim.verification.systems import systems

    for lang in LANGUAGES:
        t = words(lang)
        for system in systems():
            assert t(f"verify.system_{system.name}")
            for figure in system.figures:
                assert t(f"verify.figure_{re.sub('[^a-z0-9]+', '_', figure.name.lower()).strip('_')}")
