"""Map: one indicator by area, on local outlines; differences coloured only where they are clear of zero."""

from typing import get_args

import streamlit as st

from sinksim.analysis.area_figures import AreaFigures, area_figures, mappable
from sinksim.charts.map import Shown, map_figure
from sinksim.core.side_names import PairNames
from sinksim.experiments.pair import Pair
from sinksim.i18n import Naming, Words
from sinksim.network.geography import Place
from sinksim.text.map_words import label_of, map_rows
from sinksim.ui import lab
from sinksim.ui.escape import plain_text
from sinksim.ui.pages import Navigation
from sinksim.ui.pieces.choosing import all_or, segments, select
from sinksim.ui.pieces.data_table import data_table
from sinksim.ui.pieces.located import located
from sinksim.ui.pieces.page_heading import page_heading
from sinksim.ui.pieces.picture import picture
from sinksim.ui.setting import Setting

NAVIGATION = Navigation(group="look", order=20, icon="map")

FIRST = "elapsed"


def page(t: Words, setting: Setting) -> None:
    """Draw the page: of the full run where this visitor has one, else of the preview."""
    whole = lab.full(setting)
    seen, called = page_heading(t, setting, t("map.title"), t("map.intro"), is_whole=whole is not None)
    figures, shown = _chosen(seen.pair if whole is None else seen.pair_of(whole), called)
    places, outlines = located(seen.baseline.network)
    label = f"{label_of(figures.indicator, called)} · {_shown_word(shown, figures.names, t)}"
    picture(map_figure(figures, places, outlines, shown, called), label, key="map")
    _describe(figures, places, shown, called)
    data_table(map_rows(figures, called), t, key="map_table")


def _chosen(comparison: Pair, called: Naming) -> tuple[AreaFigures, Shown]:
    """The figures of the chosen indicator and service, and whether a side or the difference is shown."""
    t = called.t
    left, right = st.columns([3, 2])
    known = {row.name: row for row in mappable(comparison)}
    first = FIRST if FIRST in known else next(iter(known))
    name = select(
        left, "map_indicator", t("map.indicator"), list(known), lambda n: label_of(known[n], called), first=first
    )
    services: list[str | None] = [None, *comparison.baseline.labels.services]
    service = select(
        right,
        "map_service",
        t("map.service"),
        services,
        all_or(t("map.all_services"), called),
        disabled=len(services) == 2,  # all, and the only one
    )
    options: tuple[Shown, ...] = get_args(Shown)
    shown = segments(
        "map_shown", t("map.shown"), options, lambda s: _shown_word(s, comparison.names, t), first="difference"
    )
    return area_figures(comparison, name, service), shown


def _shown_word(shown: Shown, names: PairNames, t: Words) -> str:
    """What is shown: the difference, or one of the sides."""
    return t("map.show_difference") if shown == "difference" else plain_text(names.of(shown, t.lang))


def _describe(figures: AreaFigures, places: dict[str, Place], shown: Shown, called: Naming) -> None:
    """What the picture says, in words, and what it rests on."""
    t, areas_shown = called.t, figures.shown_areas()
    if not areas_shown:
        st.info(t("map.nothing"))
    words = {"indicator": label_of(figures.indicator, called), "shown": _shown_word(shown, figures.names, t)}
    st.caption(t("map.picture", told=len(areas_shown), clear=sum(area.clear for area in areas_shown), **words))
    if figures.illustrative:
        st.caption(t("map.rests"))
    by_rule = sum(places[area.code].schematic for area in figures.areas if area.code in places)
    if by_rule:
        st.caption(t("map.placed", n=by_rule))
