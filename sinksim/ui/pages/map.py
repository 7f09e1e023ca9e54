"""Map: one indicator by area, on local outlines; differences coloured only where they are clear of zero."""

from typing import get_args

import streamlit as st

from sinksim.charts.map import Shown, map_figure
from sinksim.charts.map_words import label_of, map_rows
from sinksim.experiments.area_figures import AreaFigures, area_figures, mappable
from sinksim.experiments.comparison import Comparison
from sinksim.network.geography import Place
from sinksim.ui import lab
from sinksim.ui.pieces.case_line import case_line
from sinksim.ui.pieces.located import located
from sinksim.ui.pieces.picture import picture
from sinksim.ui.pieces.under import table_under
from sinksim.ui.setting import Setting
from sinksim.words import Naming, Words

FIRST = "elapsed"


def page(t: Words, setting: Setting) -> None:
    """Draw the page."""
    st.title(t("map.title"))
    st.caption(t("map.intro"))
    with st.spinner(t("map.computing")):
        seen = lab.preview(setting)
    whole = lab.full(setting)
    case_line(t, setting, seen, is_whole=whole is not None)
    called = Naming(t, seen.baseline.names)
    figures, shown = _chosen(whole or seen.comparison, called)
    places, outlines = located(seen.baseline.network)
    label = f"{label_of(figures.indicator, called)} · {t(f'map.show_{shown}')}"
    picture(map_figure(figures, places, outlines, shown, called), label, key="map")
    _said(figures, places, shown, called)
    table_under(map_rows(figures, called), t, key="map_table")


def _chosen(comparison: Comparison, called: Naming) -> tuple[AreaFigures, Shown]:
    t = called.t
    left, right = st.columns([3, 2])
    known = {row.name: row for row in mappable(comparison)}
    first = list(known).index(FIRST) if FIRST in known else 0
    name = left.selectbox(
        t("map.indicator"),
        list(known),
        index=first,
        format_func=lambda n: label_of(known[n], called),
        key="map_indicator",
    )
    services: list[str | None] = [None, *comparison.baseline.labels.services]
    service = right.selectbox(
        t("map.service"),
        services,
        format_func=lambda s: t("map.all_services") if s is None else called(s),
        key="map_service",
        disabled=len(services) == 2,
    )
    shown = st.segmented_control(
        t("map.shown"),
        get_args(Shown),
        default="difference",
        format_func=lambda s: t(f"map.show_{s}"),
        key="map_shown",
        required=True,
    )
    return area_figures(comparison, name, service), shown or "difference"


def _said(figures: AreaFigures, places: dict[str, Place], shown: Shown, called: Naming) -> None:
    """What the picture says, in words, and what it rests on."""
    t, told = called.t, figures.told()
    if not told:
        st.info(t("map.nothing"))
    words = {"indicator": label_of(figures.indicator, called), "shown": t(f"map.show_{shown}")}
    st.caption(t("map.picture", told=len(told), clear=sum(area.clear for area in told), **words))
    if figures.illustrative:
        st.caption(t("map.rests"))
    by_rule = sum(places[area.code].schematic for area in figures.areas if area.code in places)
    if by_rule:
        st.caption(t("map.placed", n=by_rule))
