"""Compare: the sides of a case, the differences first, then where they come from and what they rest on."""

import streamlit as st

from sinksim.experiments.comparison import Comparison
from sinksim.i18n import Naming, Words
from sinksim.text.narrative import narrative
from sinksim.text.phrases import phrase
from sinksim.ui import lab, levers
from sinksim.ui.escape import plain_text
from sinksim.ui.lab import Preview
from sinksim.ui.memo import cached
from sinksim.ui.pages import Navigation
from sinksim.ui.pieces.assumed import assumption_rows
from sinksim.ui.pieces.background import full_run
from sinksim.ui.pieces.data_table import data_table
from sinksim.ui.pieces.difference_tabs import difference_tabs
from sinksim.ui.pieces.downloads import downloads
from sinksim.ui.pieces.headlines import headline_cards
from sinksim.ui.pieces.notes import notes
from sinksim.ui.pieces.pair_choice import pair_choice
from sinksim.ui.pieces.scenario_cards import scenario_cards
from sinksim.ui.pieces.scope_note import scope_note
from sinksim.ui.reproduce import command, python_lines
from sinksim.ui.setting import Setting

NAVIGATION = Navigation(group="look", order=10, icon="compare_arrows")


def page(t: Words, setting: Setting) -> None:
    """Draw the page."""
    st.title(t("compare.title"))
    scenario_cards(t, setting)
    with st.container(key="desk"):
        controls, results = st.columns([0.31, 0.69], gap="medium")
    with controls, st.container(border=True):
        levers.panel(t, setting)
    with results:
        _results(t, setting)


def _results(t: Words, setting: Setting) -> None:
    """Everything beside the levers: headlines, sentences, the full run, pictures, assumptions, files."""
    with st.spinner(t("compare.computing")):
        shown = lab.preview(setting)
    whole = lab.full(setting)
    comparison, is_whole = _chosen(t, shown, whole)
    scope_note(t, shown, comparison, is_whole)
    naming = Naming(t, shown.baseline.names)
    notes(comparison, naming, t)
    _blocks(t, comparison)
    full_run(t, whole is not None)
    st.subheader(t("compare.details"))
    pair_choice(t, setting)
    pair = shown.pair_of(comparison)
    key = ("narrative", t.lang, pair.names)
    sentences = cached(comparison, key, lambda: narrative(pair, t))
    st.markdown("\n".join(f"- {plain_text(line)}" for line in sentences))
    difference_tabs(pair, t, naming, shown.baseline.start)
    st.subheader(t("compare.rests_on"))
    st.caption(t("compare.rests_note"))
    _assumed(t, setting, shown)
    _carry(t, setting, shown, comparison, is_whole)


def _blocks(t: Words, comparison: Comparison) -> None:
    """What the platform brings, then what each proposal changes: the headlines of every pair as cards."""
    for block, pairs in comparison.blocks.items():
        st.subheader(phrase(block, t.lang))
        for pair in pairs:
            against, side = (plain_text(name.in_language(t.lang)) for name in pair.names)
            st.markdown(f"**{t('brief.versus', side=side, against=against)}**")
            headline_cards(pair, t, f"headline_{pair.names.alternative.key}_{pair.names.baseline.key}")
    if len(comparison.results) > 2:
        baseline = comparison.name_of(comparison.baseline).in_language(t.lang)
        st.caption(plain_text(phrase("together", t.lang).format(n=len(comparison.results) - 1, baseline=baseline)))


def _assumed(t: Words, setting: Setting, shown: Preview) -> None:
    """The table of assumptions of the scenario that is shown."""
    key, tree = ("assumptions", setting.case, t.lang, shown.side), lab.tree_of(setting)
    rows = cached(shown.comparison, key, lambda: assumption_rows(shown.alternative, tree, t))
    data_table(rows, t, "assumptions", t("compare.assumptions", n=len(rows)))


def _chosen(t: Words, shown: Preview, whole: Comparison | None) -> tuple[Comparison, bool]:
    """The preview, or the full run where there is one and it is asked for."""
    if whole is None:
        return shown.comparison, False
    kinds = ("whole", "preview")
    kind = st.segmented_control(
        t("compare.numbers_of"),
        kinds,
        default="whole",
        key="kind",
        required=True,
        format_func=lambda k: t(f"compare.kind_{k}"),
    )
    return (shown.comparison, False) if kind == "preview" else (whole, True)


def _carry(t: Words, setting: Setting, shown: Preview, comparison: Comparison, is_whole: bool) -> None:
    """Files of what the page shows; the link, the command and the Python lines that show it again."""
    proposal = lab.proposal_of(setting)
    proposal = proposal if is_whole else proposal.ending_with(shown.cut.settings)
    st.subheader(t("data.carry"))
    downloads(t, setting, comparison, proposal)
    with st.expander(t("compare.again"), icon=":material/terminal:"):
        st.caption(t("compare.again_note"))
        st.code(command(proposal), language="bash", wrap_lines=True)
        st.code(python_lines(proposal), language="python")
