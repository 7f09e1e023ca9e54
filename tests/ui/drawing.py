"""A page by itself in Streamlit's test bench, with a preset or with a case that no preset resembles."""

import re

from streamlit.testing.v1 import AppTest

from tests.helpers.source import ROOT

UNSEEN = "upload:" + "ab" * 16
SIGNS = re.compile(r":[a-z]+-badge|:material/\w+:")
LATIN = re.compile(r"[A-Za-z]{2,}")

SCRIPT = """
from types import SimpleNamespace
from sinksim.scenarios.loading.composing import compose
from sinksim.ui import lab
from sinksim.ui.shell import _draw_page
if {unseen!r}:
    tree = compose({unseen!r})
    lab.keep_upload(SimpleNamespace(name="unseen.yaml", tree=tree, kept=tree, cases={{}}, digest="ab" * 16))
if {full!r}:
    import time
    from sinksim.ui import state
    job = lab.job_of(state.current()) or lab.request_full_run(state.current())
    while not job.over:
        time.sleep(0.05)
_draw_page({page!r})
"""


def opened(page, full=False, **query):
    """The page as a link opens it; ``full``: after a full run in the same session."""
    unseen = str(ROOT / "tests" / "scenarios" / "unseen.yaml") if query.get("case") == UNSEEN else ""
    app = AppTest.from_string(SCRIPT.format(page=page, unseen=unseen, full=full), default_timeout=240)
    for name, value in query.items():
        app.query_params[name] = value
    return app.run()


def texts(app):
    """Everything that a page says in words, tables left out."""
    said = [
        element.value for kind in ("title", "header", "subheader", "markdown", "caption") for element in app.get(kind)
    ]
    said += [text for box in app.selectbox for text in (box.label, *box.options)]
    said += [
        element.label for kind in ("button", "metric", "expander", "tab", "number_input") for element in app.get(kind)
    ]
    said += [metric.value for metric in app.metric]
    return [SIGNS.sub("", text) for text in said if text]


def tables(app):
    """The tables of a page."""
    return [table.value for table in app.table]
