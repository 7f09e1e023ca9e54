"""No page takes a name for more than text, whatever it holds; what cannot be shown is refused where it enters."""

import html
import json

import pytest
from streamlit.testing.v1 import AppTest

from sinksim.core.errors import BadInput
from sinksim.scenarios.loading.uploads import File
from sinksim.ui.escape import plain_text
from sinksim.ui.pages import PAGES
from sinksim.workload.uploaded_scenario import uploaded_scenario
from tests.helpers import payloads

SCRIPT = """
from sinksim.ui import lab, state
from sinksim.ui.setting import Setting
from sinksim.ui.shell import _draw_page
import streamlit as st
if "setting" not in st.session_state:
    from sinksim.workload.uploaded_scenario import uploaded_scenario
    from sinksim.scenarios.loading.uploads import File
    from tests.helpers import payloads
    case = uploaded_scenario([File("hostile.yaml", payloads.scenario().encode())], "guizhou")
    state.put(Setting(case=lab.keep_upload(case), lang={lang!r}))
_draw_page({page!r})
"""
# Fields that a browser shows as they are, or that are never shown: options of lists, labels of pictures, code, keys of widgets.
PLAIN = {"options", "alt", "code_text", "id", "url_path", "form_id", "default", "set_value", "raw_values", "file_name"}


def strings(proto):
    """Every text of a message with the name of its field."""
    for field, value in proto.ListFields():
        values = value if field.is_repeated else [value]
        for item in values:
            if field.message_type is not None:
                yield from strings(item) if hasattr(item, "ListFields") else ()
            elif isinstance(item, str):
                yield field.name, item


def protos(block):
    for node in getattr(block, "children", {}).values():
        if getattr(node, "proto", None) is not None:
            yield node.type, node.proto
        yield from protos(node)


def texts_of_pictures(spec):
    def walk(value):
        if isinstance(value, dict):
            for item in value.values():
                yield from walk(item)
        elif isinstance(value, list):
            for item in value:
                yield from walk(item)
        elif isinstance(value, str):
            yield value

    return list(walk(json.loads(spec)))


ACTING = [text for text in payloads.SHOWN if plain_text(text) != text]


def raw(texts, escaped):
    """Payloads that stand in some text as they are; one that is another's escaped form may."""
    whole = "\x00".join(texts)
    harmless = {escaped(payload) for payload in ACTING}
    return [p for p in ACTING if p not in escaped(p) and p not in harmless and p in whole]


@pytest.mark.slow
@pytest.mark.parametrize("page", [listed.name for listed in PAGES])
@pytest.mark.parametrize("lang", ["zh", "en"])
def test_a_page_shows_hostile_names_as_text(page, lang):
    app = AppTest.from_string(SCRIPT.format(page=page, lang=lang), default_timeout=300).run()
    assert not app.exception, app.exception
    marked, pictured, framed = [], [], []
    for kind, proto in protos(app._tree):
        for field, text in strings(proto):
            if field == "spec":
                pictured += texts_of_pictures(text)
            elif kind in ("html", "iframe"):
                framed.append(text)
            elif field not in PLAIN:
                marked.append(text)
    marked += [str(cell) for table in app.table for cell in (*table.value.columns, *table.value.to_numpy().ravel())]
    assert page == "verify" or any(plain_text(payload) in "\x00".join(marked) for payload in ACTING)
    assert raw(marked, plain_text) == []
    assert raw(pictured, html.escape) == []
    assert raw(framed, html.escape) == []
    assert not [proto for kind, proto in protos(app._tree) if kind == "markdown" and proto.allow_html]


@pytest.mark.parametrize("payload", payloads.REFUSED, ids=ascii)
def test_hidden_and_direction_changing_characters_are_refused_at_the_door(payload):
    nodes = f"code,name,tier,parent,population\nc,{payload},county,,1\nt,x,township,c,9\n"
    for file in (File("h.yaml", payloads.scenario([payload]).encode()), File("nodes.csv", nodes.encode())):
        with pytest.raises(BadInput, match="allowed: ") as refused:
            uploaded_scenario([file], "guizhou")
        assert payload not in str(refused.value)


def test_there_are_enough_of_them():
    assert len(set(payloads.ALL)) >= 120
    assert len(ACTING) >= 90
