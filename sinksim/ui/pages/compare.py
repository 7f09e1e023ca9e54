"""Compare: two sides of a case, the differences first, then where they come from and what they rest on."""

import streamlit as st

from sinksim.experiments.comparison import Comparison
from sinksim.network.graph import area_tier_of
from sinksim.reports.narrative import narrative
from sinksim.ui import lab, levers
from sinksim.ui.escape import plain_text
from sinksim.ui.lab import Preview
from sinksim.ui.memo import kept
from sinksim.ui.pieces.assumed import assumption_rows
from sinksim.ui.pieces.background import full_run
from sinksim.ui.pieces.cases import case_cards
from sinksim.ui.pieces.headlines import headline_cards
from sinksim.ui.pieces.taken_apart import taken_apart
from sinksim.ui.pieces.under import table_under
from sinksim.ui.reproduce import command, python_lines
from sinksim.ui.setting import Setting
from sinksim.words import Naming, Words


def page(t: Words, setting: Setting) -> None:
    """Draw the page."""
    st.title(t("compare.title"))
    case_cards(t, setting)
    controls, results = st.columns([0.31, 0.69], gap="medium")
    with controls, st.container(border=True):
        levers.panel(t, setting)
    with results:
        _results(t, setting)


def _results(t: Words, setting: Setting) -> None:
    with st.spinner(t("compare.computing")):
        shown = lab.preview(setting)
    whole = lab.full(setting)
    comparison, is_whole = _chosen(t, shown, whole)
    _covers(t, shown, comparison, is_whole)
    headline_cards(comparison, t)
    told = kept(comparison, ("narrative", t.lang), lambda: narrative(comparison, t))
    st.markdown("\n".join(f"- {plain_text(line)}" for line in told))
    full_run(t, setting)
    naming = Naming(t, shown.baseline.names)
    taken_apart(comparison, t, naming, shown.baseline.start)
    st.subheader(t("compare.rests_on"))
    st.caption(t("compare.rests_note"))
    _assumed(t, setting, shown)
    _again(t, setting, shown, is_whole)


def _assumed(t: Words, setting: Setting, shown: Preview) -> None:
    key, tree = ("assumptions", setting.case, t.lang), lab.tree_of(setting)
    rows = kept(shown.comparison, key, lambda: assumption_rows(shown.alternative, tree, t))
    table_under(rows, t, "assumptions", t("compare.assumptions", n=len(rows)))


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


def _covers(t: Words, shown: Preview, comparison: Comparison, is_whole: bool) -> None:
    """What the numbers cover, said before them."""
    labels = comparison.baseline.labels
    areas = int(labels.areas.in_cohort.sum())
    days = labels.window.window / 86_400_000
    tier = Naming(t)(area_tier_of(labels.tiers))
    told = {
        "areas": areas,
        "tier": tier,
        "days": f"{days:g}",
        "n": comparison.n,
        "cases": f"{comparison.alternative.cases:,}",
    }
    if is_whole:
        st.caption(f":blue-badge[:material/done_all: {t('compare.badge_whole')}] {t('compare.covers', **told)}")
        return
    note = "" if shown.cut.unselected == "cases" else t("compare.covers_share")
    part = t("compare.covers_part", place=_place(t, shown))
    st.caption(
        f":orange-badge[:material/bolt: {t('compare.badge_preview')}] {t('compare.covers', **told)} {part} {note}"
    )


def _place(t: Words, shown: Preview) -> str:
    """Name of the place of a preview."""
    from sinksim.experiments.preview import ground

    if shown.cut.within is None:
        return t("compare.whole_network")
    node = ground(shown.baseline.network).graph.nodes[shown.cut.within]
    return plain_text(t.either(node["name"], node["name_en"]))


def _again(t: Words, setting: Setting, shown: Preview, is_whole: bool) -> None:
    """The link, the command and the Python lines of the page."""
    proposal = lab.proposal_of(setting)
    proposal = proposal if is_whole else proposal.confined(shown.cut.settings)
    with st.expander(t("compare.again"), icon=":material/terminal:"):
        st.caption(t("compare.again_note"))
        st.code(command(proposal), language="bash", wrap_lines=True)
        st.code(python_lines(proposal), language="python")
