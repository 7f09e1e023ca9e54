"""About the model: what it does, what its numbers rest on, where its limits are."""

from collections import Counter

import streamlit as st

from sinksim.analysis.assumptions import assumptions
from sinksim.core.records import SEMANTICS_VERSION
from sinksim.i18n import Words
from sinksim.i18n.units import unit_in_words
from sinksim.reports.manifest import version_of
from sinksim.scenarios.base import EVIDENCE_MEANING
from sinksim.scenarios.scenario import Scenario
from sinksim.text.settings import value_of
from sinksim.ui import lab
from sinksim.ui.escape import plain_text
from sinksim.ui.pages import Navigation
from sinksim.ui.pieces.data_table import data_table
from sinksim.ui.setting import Setting

NAVIGATION = Navigation(group="trust", order=80, icon="info")

IDEAS = ("process", "luck", "difference", "engines", "stream")
LIMITS = ("assumptions", "illustrative", "behaviour", "routes", "window", "verified", "people")


def page(t: Words, setting: Setting) -> None:
    """Draw the page."""
    st.title(t("about.title"))
    st.markdown(t("about.question"))
    st.markdown("\n".join(f"- {t(f'about.idea_{name}')}" for name in IDEAS))
    scenario = lab.scenario_of_case(setting)
    _case(t, scenario, lab.name_of(setting))
    _evidence(t, scenario)
    _parameters(t, scenario)
    _assumed(t, scenario, setting)
    st.subheader(t("about.limits"))
    st.markdown("\n".join(f"- {t(f'about.limit_{name}')}" for name in LIMITS))
    st.subheader(t("about.version"))
    st.markdown(t("about.version_line", version=version_of("sinksim") or "?", semantics=SEMANTICS_VERSION))
    st.markdown(t("about.credits"))


def _case(t: Words, scenario: Scenario, name: str) -> None:
    """Title and description of the case, and a warning where its places are illustrative."""
    st.subheader(t("about.case", title=plain_text(t.either(scenario.title.zh, scenario.title.en) or name)))
    text = t.either(scenario.about.zh, scenario.about.en)
    if text:
        st.markdown(plain_text(text))
    if scenario.illustrative:
        st.warning(t("about.illustrative"), icon=":material/info:")


def _evidence(t: Words, scenario: Scenario) -> None:
    """What the labels mean, and how many parameters of this case bear each."""
    st.subheader(t("about.evidence"))
    st.markdown(t("about.evidence_note"))
    counts: Counter[str] = Counter(parameter.evidence for parameter in scenario.parameters.values())
    rows = [
        {t("about.label"): label, t("about.meaning"): t.either(zh, en), t("about.count"): str(counts[label])}
        for label, (en, zh) in EVIDENCE_MEANING.items()
    ]
    data_table(rows, t, "evidence_labels", t("about.labels"))


def _parameters(t: Words, scenario: Scenario) -> None:
    """Every number that this scenario declares, with its range, evidence and source."""
    st.subheader(t("about.parameters"))
    if not scenario.parameters:
        st.caption(t("about.no_parameters"))
        return
    rows = [
        {
            t("about.meaning"): t.either(p.zh, p.en),
            t("about.value"): value_of(p.value, unit_in_words(p.unit, t)),
            t("about.range"): f"{p.low:g} – {p.high:g}",
            t("about.label"): p.evidence,
            t("about.source"): p.source,
            t("about.name"): name,
        }
        for name, p in scenario.parameters.items()
    ]
    data_table(rows, t, "parameters", t("about.all_parameters", n=len(rows)))


def _assumed(t: Words, scenario: Scenario, setting: Setting) -> None:
    """What has no source: parameters and numbers of the schema alike."""
    found = assumptions(scenario, lab.tree_of(setting), t.lang)
    st.markdown(t("about.assumed_note", n=len(found)))
    rows = [
        {
            t("about.meaning"): row.meaning,
            t("about.value"): value_of(row.value, unit_in_words(row.unit, t)),
            t("about.name"): row.name,
        }
        for row in found
    ]
    if rows:
        data_table(rows, t, "assumed_numbers", t("about.all_assumed", n=len(rows)))
