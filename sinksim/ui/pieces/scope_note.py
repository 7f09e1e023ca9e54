"""What the numbers of a page cover: how many areas, days and replications; a preview or the whole."""

import streamlit as st

from sinksim.experiments.comparison import Comparison
from sinksim.i18n import Naming, Words
from sinksim.text.scope import covered_part, scope_sentence
from sinksim.ui.escape import plain_text
from sinksim.ui.lab import Preview


def scope_note(t: Words, shown: Preview, comparison: Comparison, is_whole: bool) -> None:
    """What the numbers cover, said before them."""
    labels = comparison.first.labels
    coverage = {
        "areas": int(labels.areas.in_cohort.sum()),
        "tier": plain_text(Naming(t, shown.baseline.names)(labels.scope.tier)),
        "days": f"{labels.window.window / 86_400_000:g}",
        "n": comparison.n,
        "baseline": plain_text(comparison.name_of(comparison.baseline).in_language(t.lang)),
        "cases": f"{comparison.first.cases:,}",
    }
    badge = (
        f":blue-badge[:material/done_all: {t('compare.badge_whole')}]"
        if is_whole
        else f":orange-badge[:material/bolt: {t('compare.badge_preview')}]"
    )
    parts = [badge, t("compare.covers", **coverage)]
    parts.append(plain_text(t("compare.scope", scope=scope_sentence(labels, t))))
    if not is_whole and shown.cut.unselected != "cases":
        parts.append(t("compare.covers_share"))
    st.caption(" ".join(parts))


def place_of(t: Words, shown: Preview) -> str:
    """The part of the network that a preview covers."""
    return plain_text(covered_part(shown.comparison.first.labels, t))
