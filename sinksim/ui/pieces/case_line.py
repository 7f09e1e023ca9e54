"""Which case a page shows, and which part of it, in one line."""

import streamlit as st

from sinksim.experiments.preview import ground
from sinksim.ui import lab
from sinksim.ui.escape import plain_text
from sinksim.ui.lab import Preview
from sinksim.ui.setting import Setting
from sinksim.words import Words


def case_line(t: Words, setting: Setting, shown: Preview, is_whole: bool = False) -> None:
    """The case's title, the place of its preview and how long it is; where its levers are."""
    scenario = shown.baseline
    title = t.either(scenario.title.zh, scenario.title.en) or lab.name_of(setting)
    changed = (
        t("pictures.changed") if setting.shared or setting.baseline or setting.alternative else t("pictures.as_said")
    )
    part = t("pictures.full_run") if is_whole else t("pictures.preview", place=_place(t, shown))
    st.caption(f"**{plain_text(title)}** · {part} · {changed}")


def _place(t: Words, shown: Preview) -> str:
    if shown.cut.within is None:
        return t("pictures.everywhere")
    node = ground(shown.baseline.network).graph.nodes[shown.cut.within]
    return plain_text(t.either(node["name"], node["name_en"]))
