"""Network: the ladder of tiers with the cases that move between them, on both sides."""

import streamlit as st

from sinksim.analysis.tier_flows import TierFlows, tier_flows
from sinksim.charts.tiers import flow_rows, tier_rows, tiers_figure
from sinksim.core.records import Channel
from sinksim.core.side_names import ROLES
from sinksim.experiments.pair import Pair
from sinksim.i18n import Naming, Words
from sinksim.text.map_words import label_of
from sinksim.text.phrases import amount, unit_word
from sinksim.ui.escape import plain_text
from sinksim.ui.pages import Navigation
from sinksim.ui.pieces.choosing import all_or, select
from sinksim.ui.pieces.data_table import data_table
from sinksim.ui.pieces.page_heading import page_heading
from sinksim.ui.pieces.picture import picture
from sinksim.ui.pieces.step_statistics import step_statistics, where_measured
from sinksim.ui.setting import Setting

NAVIGATION = Navigation(group="look", order=30, icon="account_tree")

BOTH = (int(Channel.TRADITIONAL), int(Channel.PLATFORM))
# Indicators that tell on which tier people were served and which one their case came to.
BY_TIER = ("within_county_share", "within_township_share", "sinking_depth")
FAMILIES = ("place_share:", "top_share:")


def page(t: Words, setting: Setting) -> None:
    """Draw the page."""
    seen, called = page_heading(t, setting, t("network.title"), t("network.intro"))
    services = _services(list(seen.baseline.services), called)
    for place, role in zip(st.columns(2), ROLES, strict=True):
        with place:
            title = plain_text(seen.pair.names.of(role, t.lang))
            st.subheader(title)
            found = step_statistics(seen.scenario_for_steps(role), t)
            flows = tier_flows(found.steps, BOTH, services)
            _ladder(flows, role, title, where_measured(found, t), found.steps.n, called)
    st.subheader(t("network.shares"))
    data_table(share_rows(seen.pair, called), t, key="shares")


def _services(known: list[str], called: Naming) -> list[str]:
    """The services whose cases are shown: all, or the one chosen."""
    if len(known) == 1:
        return known
    t = called.t
    every: list[str | None] = [None, *known]
    chosen = select(st, "network_service", t("map.service"), every, all_or(t("map.all_services"), called))
    return known if chosen is None else [chosen]


def _ladder(flows: TierFlows, role: str, title: str, where: str, replications: int, called: Naming) -> None:
    """The ladder of tiers of one side, with its tables; a note where too few cases came."""
    t = called.t
    if not flows.enough_cases:
        st.info(t("network.too_few"))
        return
    picture(tiers_figure(flows, called), f"{t('network.title')} · {title}", key=f"tiers_{role}", wide=True)
    st.caption(t("network.measured", where=where, n=f"{flows.cases:,}", replications=replications))
    data_table(flow_rows(flows, called), t, key=f"flows_{role}")
    data_table(tier_rows(flows, called), t, key=f"tiers_table_{role}", label=t("network.tiers"))


def share_rows(comparison: Pair, called: Naming) -> list[dict[str, str]]:
    """Where people were served and how high their cases came: levels of both sides and the difference, with intervals."""
    t, rows = called.t, []
    # In hours: a time that lies beyond it is shown as "> so many".
    follow_up = comparison.baseline.labels.window.follow_up / 3_600_000
    for row in comparison.baseline.indicators:
        if row.name not in BY_TIER and not row.name.startswith(FAMILIES):
            continue
        unit = row.unit
        levels = [result.indicator(row.name) for result in (comparison.baseline, comparison.alternative)]
        between = comparison.difference(row.name)
        cells = [f"{amount(v.mean, v.half_width, unit, follow_up)} {unit_word(unit, t.lang)}" for v in levels]
        gap = amount(between.difference, between.half_width, unit, follow_up, signed=True)
        rows.append(
            {
                t("map.indicator"): label_of(row, called),
                comparison.names.of("baseline", t.lang): cells[0],
                comparison.names.of("alternative", t.lang): cells[1],
                t("map.difference"): f"{gap} {unit_word(unit, t.lang, difference=True)}",
                t("map.column_verdict"): t(f"map.verdict_{between.verdict.replace(' ', '_')}"),
            }
        )
    return rows
