"""How a page of pictures begins: its title, what it shows of which case, and which part of it."""

import streamlit as st

from sinksim.i18n import Naming, Words
from sinksim.ui import lab
from sinksim.ui.escape import plain_text
from sinksim.ui.lab import Preview
from sinksim.ui.pieces.notes import notes
from sinksim.ui.pieces.pair_choice import pair_choice
from sinksim.ui.pieces.scope_note import place_of
from sinksim.ui.setting import Setting


def page_heading(t: Words, setting: Setting, title: str, intro: str, is_whole: bool = False) -> tuple[Preview, Naming]:
    """The head of a page; gives the preview and what the names of its scenario are called."""
    st.title(title)
    st.caption(intro)
    with st.spinner(t("map.computing")):
        seen = lab.preview(setting)
    _case_line(t, setting, seen, is_whole)
    called = Naming(t, seen.baseline.names)
    notes(seen.comparison, called, t)
    pair_choice(t, setting)
    return seen, called


def _case_line(t: Words, setting: Setting, shown: Preview, is_whole: bool) -> None:
    """The case's title, the place of its preview and how long it is; where its levers are."""
    scenario = shown.baseline
    title = t.either(scenario.title.zh, scenario.title.en) or lab.name_of(setting)
    changed = t("pictures.changed") if setting.shared or setting.sides else t("pictures.as_said")
    part = t("pictures.full_run") if is_whole else t("pictures.preview", place=place_of(t, shown))
    st.caption(f"**{plain_text(title)}** · {part} · {changed}")
