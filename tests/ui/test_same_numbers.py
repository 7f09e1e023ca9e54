"""The page, the command and the Python lines that it prints give the same numbers, to the last bit, for every kind of setting.

Every setting is made on the page as a visitor makes it. Then what the page prints is run as it stands: the command by a
shell, in an empty folder with an empty store, and the lines of Python.
"""

import csv
import io
import math
import os
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
from streamlit.testing.v1 import AppTest

from sinksim.jobs.queue import JobQueue
from sinksim.metrics.headlines import HEADLINES
from sinksim.reports.csv_text import csv_bytes
from sinksim.reports.report_tables import report_tables
from sinksim.text.phrases import amount
from sinksim.ui import lab
from sinksim.ui.pages import compare, data
from sinksim.ui.pieces import downloads
from sinksim.ui.setting import EVERY
from tests.helpers.source import ROOT
from tests.helpers.verification_jobs import ended
from tests.ui.opened import opened

UNSEEN = (ROOT / "tests" / "scenarios" / "unseen.yaml").read_bytes()
# A name that a shell and Python must be told in quotes.
AWKWARD = "我的 case's.yaml"
SHORT_RUN = {
    "experiment.replications": 3,
    "network.scale": 0.01,
    "experiment.warm_up_days": 1.0,
    "experiment.window_days": 2.5,
    "experiment.follow_up_days": 3.0,
}
PAGES = """
import streamlit as st
from sinksim.ui.shell import _draw_page
_draw_page(st.session_state.get("page", "data"))
"""


def lever(side, path, value):
    """A lever moved on one side, by whatever widget it has; where it is not in sight its section is opened first."""

    def move(app):
        if not _widgets(app, side, path):
            app.segmented_control(key="side").set_value(side)
            app.session_state[f"section.{path.partition('.')[0]}"] = True
            app.run()
        (widget,) = _widgets(app, side, path)
        widget.set_value(value).run()

    return move


def _widgets(app, side, path):
    kinds = ("slider", "number_input", "selectbox", "toggle")
    return [widget for kind in kinds for widget in app.get(kind) if widget.key == f"lever.{side}.{path}"]


def choice(key, value):
    """Something chosen from a list."""
    return lambda app: app.selectbox(key=key).set_value(value).run()


def press(key):
    """A button pressed."""
    return lambda app: app.button(key=key).click().run()


def side(name):
    """The side to be moved, chosen."""
    return lambda app: app.segmented_control(key="side").set_value(name).run()


def whole(app):
    """The full run asked for and waited for."""
    press("full_ask")(app)
    ended(app.session_state["order"][1])
    app.run()
    assert app.segmented_control(key="kind").value == "whole"


def upload(name):
    """A file of the visitor's own, taken in on the page for data and looked at on the home page."""

    def move(app):
        app.file_uploader[0].set_value([(name, UNSEEN, "")]).run()
        app.button(key="use_own").click()
        look_at("compare")(app)

    return move


def look_at(page):
    """Another page of the same session."""

    def move(app):
        app.session_state["page"] = page
        return app.run()

    return move


SETTINGS = {
    "as it is": ({"lang": "zh"}, []),
    "another share on the platform": ({"lang": "en"}, [lever("more_adoption", "policy.adoption", 0.9)]),
    "four sides and what they share": (
        {"lang": "zh"},
        [
            lever("ladder", "parameters.self_referral", 0.2),
            lever("today", "policy.adoption", 0.4),
            lever("more_specialists", "policy.demand", 1.5),
            lever(EVERY, "costs.filing_sensitivity", 0.0031),
            lever(EVERY, "policy.adoption", 0.5),
            lever("more_adoption", "policy.adoption", 0.9),
        ],
    ),
    "what is shared, said otherwise by one side": (
        {"lang": "en", "s.policy.demand": "1.25", "s.policy.adoption": "0.7", "x.today.policy.demand": "1.5"},
        [lever("more_specialists", "policy.demand", 1.1)],
    ),
    "a proposal added": ({"lang": "zh"}, [press("add_side"), lever("proposal_1", "policy.adoption", 0.7)]),
    "a proposal that changes nothing yet": ({"lang": "en"}, [press("add_side")]),
    "a link of the first format": ({"lang": "zh", "a.policy.adoption": "0.9", "b.policy.demand": "1.5"}, []),
    "numbers, whole numbers and choices": (
        {"lang": "en"},
        [
            lever("more_adoption", "parameters.self_referral", 0.2),
            lever("more_adoption", "parameters.province_specialists", 9),
            lever("more_adoption", "services.ecg.adopter", "citizen"),
        ],
    ),
    "ready-made policies": (
        {"lang": "zh"},
        [
            choice("option.policy.more_adoption", "full_adoption"),
            side("today"),
            choice("option.policy.today", "as_in_2017"),
        ],
    ),
    "a ready-made risk": ({"lang": "zh"}, [choice("option.risk.more_adoption", "frequent_outage")]),
    "another seed": ({"lang": "en"}, [lever(EVERY, "experiment.seed", 20171)]),
    "another place": (
        {"lang": "zh"},
        [choice("part", "522600"), lever("more_specialists", "stations.county_window.servers", 3)],
    ),
    "a full run of few replications": (
        {"lang": "zh", **{f"s.{path}": str(value) for path, value in SHORT_RUN.items()}},
        [lever("more_adoption", "policy.adoption", 0.55), whole],
    ),
    "another case": (
        {"lang": "zh"},
        [press("choose.guizhou_visits"), lever("more_adoption", "parameters.sent_back", 0.4)],
    ),
    "a visitor's own file with an awkward name": (
        {"lang": "zh", "from_data": True},
        [upload(AWKWARD), lever("alternative", "parameters.missing", 0.12)],
    ),
    "a visitor's own file, carried away": (
        {"lang": "en", "from_data": True},
        [
            upload("hewan.yaml"),
            lever("baseline", "parameters.clerks", 2),
            lever(EVERY, "experiment.seed", 5),
            look_at("data"),
        ],
    ),
}


@dataclass
class Seen:
    """What a page has drawn last: its comparison, and what may be carried away."""

    comparison: Any = None
    ready: Any = None


@pytest.fixture
def seen(monkeypatch):
    """Notes what the downloads are made of, which is what the page shows."""
    found, known = Seen(), downloads.downloads

    def noting(t, setting, outcome, shown):
        found.comparison, found.ready = outcome, known(t, setting, outcome, shown)
        return found.ready

    for page in (compare, data):
        monkeypatch.setattr(page, "downloads", noting)
    return found


@pytest.fixture
def threads(monkeypatch):
    """A queue that works in threads of this process, and keeps nothing."""
    with ThreadPoolExecutor(1) as pool:
        shop = JobQueue(1, pool)
        monkeypatch.setattr(lab, "job_queue", lambda: shop)
        yield


def made(link, moves):
    """The page with a setting made on it."""
    app = _from_data(link["lang"]) if "from_data" in link else opened(**link)
    for move in moves:
        move(app)
        assert not app.exception
        assert not app.error
    return app


def _from_data(lang):
    app = AppTest.from_string(PAGES, default_timeout=120)
    app.query_params["lang"] = lang
    return app.run()


def begun(line, folder):
    """A command line run by a shell as it is printed, with nothing kept from before."""
    environment = {
        **os.environ,
        "PATH": f"{Path(sys.executable).parent}{os.pathsep}{os.environ['PATH']}",
        "PYTHONPATH": str(ROOT),
        "SINKSIM_CACHE": str(folder / "kept"),
    }
    return subprocess.Popen(line, shell=True, cwd=folder, env=environment, stdout=subprocess.DEVNULL)


def written(command, folder):
    """The tables that a command has written, by name."""
    assert command.wait(120) == 0
    return {path.name: path.read_bytes() for path in folder.glob("results/*/*.csv")}


def run_python(lines, folder, monkeypatch, capsys):
    """What the lines call ``comparison``, and what they print."""
    monkeypatch.chdir(folder)
    names = {}
    exec(compile(lines, "lines of the page", "exec"), names)
    return names["comparison"], capsys.readouterr().out.strip()


def tables(comparison):
    """The tables of a comparison as the command writes them: every number to the last bit."""
    return {f"{name}.csv": csv_bytes(table.rows, table.columns) for name, table in report_tables(comparison).items()}


def shown(app):
    """Differences as the cards show them."""
    return [block.value.replace("\\", "") for block in app.markdown if block.value.startswith("####")]


def of_command(table):
    """What a command's table of differences says of each headline of each pair, pair by pair, as a page writes it."""
    rows = list(csv.DictReader(io.StringIO(table.decode("utf-8-sig"))))
    pairs = dict.fromkeys((r["side"], r["against"]) for r in rows)
    found = {(r["side"], r["against"], r["indicator"]): r for r in rows if r["slice"] == "overall"}
    return [_written(found[*pair, name]) for pair in pairs for name in HEADLINES]


def _written(row):
    """A difference with its half width; None where it has no interval."""
    half_width = float(row["half_width"] or "nan")
    if math.isnan(half_width):
        return None
    return amount(float(row["difference"]), half_width, row["unit"], 0.0, signed=True)


@pytest.mark.slow
@pytest.mark.parametrize("name", SETTINGS)
def test_page_command_and_python_give_the_same_numbers(name, seen, threads, tmp_path, monkeypatch, capsys):
    app = made(*SETTINGS[name])
    line, lines = (block.value for block in app.code[-2:])
    for file, content in ((AWKWARD, UNSEEN), ("scenario.yaml", seen.ready.file())):
        (tmp_path / file).write_bytes(content)
    command = begun(line, tmp_path)
    by_python, printed = run_python(lines, tmp_path, monkeypatch, capsys)
    by_command, by_page = written(command, tmp_path), tables(seen.comparison)

    assert by_command == by_page
    assert tables(by_python) == by_page
    # The lines of a file that is carried away print one number, those of the home page all headlines.
    assert printed in (str(seen.comparison), str(seen.comparison.difference("elapsed")))
    expected = of_command(by_command["comparison.csv"])
    cards = shown(app) or shown(look_at("compare")(app))
    assert sum(text is not None for text in expected) > len(cards) / 2
    for card, text in zip(cards, expected, strict=True):
        assert text in card if text is not None else "±" not in card
