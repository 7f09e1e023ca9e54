"""What the numbers of a page cover: how many areas, days and replications; a preview or the whole."""

import streamlit as st

from sinksim.experiments.comparison import Comparison
from sinksim.experiments.preview import ground
from sinksim.i18n import Naming, Words
from sinksim.network.graph import area_tier_of
from sinksim.ui.escape import plain_text
from sinksim.ui.lab import Preview


def scope_note(t: Words, shown: Preview, comparison: Comparison, is_whole: bool) -> None:
    """What the numbers cover, said before them."""
    labels = comparison.first.labels
    areas = int(labels.areas.in_cohort.sum())
    days = labels.window.window / 86_400_000
    tier = Naming(t)(area_tier_of(labels.tiers))
    coverage = {
        "areas": areas,
        "tier": tier,
        "days": f"{days:g}",
        "n": comparison.n,
        "baseline": plain_text(comparison.name_of(comparison.baseline).in_language(t.lang)),
        "cases": f"{comparison.first.cases:,}",
    }
    if is_whole:
        st.caption(f":blue-badge[:material/done_all: {t('compare.badge_whole')}] {t('compare.covers', **coverage)}")
        return
    note = "" if shown.cut.unselected == "cases" else t("compare.covers_share")
    part = t("compare.covers_part", place=place_of(t, shown))
    st.caption(
        f":orange-badge[:material/bolt: {t('compare.badge_preview')}] {t('compare.covers', **coverage)} {part} {note}"
    )


def place_of(t: Words, shown: Preview) -> str:
    """Name of the place that a preview covers."""
    if shown.cut.within is None:
        return t("compare.whole_network")
    node = ground(shown.baseline.network).graph.nodes[shown.cut.within]
    return plain_text(t.either(node["name"], node["name_en"]))
