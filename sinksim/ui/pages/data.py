"""Data: the visitor's own files in, everything that the page shows out, and how to repeat it."""

import streamlit as st

from sinksim.experiments.comparison import Comparison
from sinksim.i18n import Naming, Words
from sinksim.reports.reproduce import command_line, python_of_file
from sinksim.scenarios.loading.sides import Sides
from sinksim.ui import lab
from sinksim.ui.carrying import Carried
from sinksim.ui.escape import plain_text
from sinksim.ui.pages import Navigation
from sinksim.ui.pieces.downloads import downloads
from sinksim.ui.pieces.notes import notes
from sinksim.ui.pieces.uploading import templates, uploading
from sinksim.ui.reproduce import python_lines
from sinksim.ui.setting import Setting

NAVIGATION = Navigation(group="own", order=70, icon="folder_open")


def page(t: Words, setting: Setting) -> None:
    """Draw the page."""
    st.title(t("data.title"))
    st.subheader(t("data.own"))
    uploading(t, setting)
    st.subheader(t("data.templates"))
    templates(t)
    st.subheader(t("data.carry"))
    outcome, shown = _shown(t, setting)
    ready = downloads(t, setting, outcome, shown)
    st.subheader(t("data.repeat"))
    _repeat(t, setting, ready, shown)


def _shown(t: Words, setting: Setting) -> tuple[Comparison, Sides]:
    """The full run, where this visitor has one of this setting; else the preview."""
    scenario = lab.scenario_of_case(setting)
    title = plain_text(t.either(scenario.title.zh, scenario.title.en) or lab.name_of(setting))
    whole = lab.full(setting)
    if whole is not None:
        st.caption(t("data.of_whole", title=title, n=whole.n))
        notes(whole, Naming(t, scenario.names), t)
        return whole, lab.proposal_of(setting)
    with st.spinner(t("data.computing")):
        preview = lab.preview(setting)
    st.caption(t("data.of_preview", title=title, n=preview.comparison.n))
    notes(preview.comparison, Naming(t, scenario.names), t)
    return preview.comparison, lab.proposal_of(setting).ending_with(preview.cut.settings)


def _repeat(t: Words, setting: Setting, ready: Carried, shown: Sides) -> None:
    """The command and the lines of Python that make the numbers again."""
    is_own = setting.case.startswith(lab.UPLOADED)
    st.caption(t("data.repeat_own") if is_own else t("data.repeat_preset"))
    st.code(command_line(ready.command), language="bash", wrap_lines=True)
    if lab.has_recorded_cases(setting):
        st.caption(t("data.repeat_cases"))
    else:
        st.code(
            python_of_file(is_comparison=True) if is_own else python_lines(shown), language="python", wrap_lines=True
        )
