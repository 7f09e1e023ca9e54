"""Where the differences come from: pictures in tabs, each drawn when its tab is opened, its table under it."""

import datetime as dt
import math
from collections.abc import Callable
from functools import partial
from typing import NamedTuple, TypeVar

import streamlit as st

from sinksim.analysis.explain import Decomposition, Explanation, Part, explain
from sinksim.charts.curve import curve_of, curves, end_word
from sinksim.charts.dots import DifferenceRow, paired
from sinksim.charts.over_time import Measure, days_of, over_time
from sinksim.charts.payers import payers
from sinksim.charts.waterfall import waterfall
from sinksim.core.side_names import ROLES
from sinksim.experiments.pair import Difference, Pair
from sinksim.i18n import Naming, Words
from sinksim.metrics.columns import Distribution
from sinksim.text.explanation import part_word
from sinksim.text.outcomes import difference_amount, words_of
from sinksim.text.phrases import amount, phrase, unit_word
from sinksim.ui.escape import plain_text
from sinksim.ui.memo import cached
from sinksim.ui.pieces import choosing
from sinksim.ui.pieces.data_table import data_table
from sinksim.ui.pieces.picture import picture

MEASURES = ("elapsed", "coverage")
DISTRIBUTIONS: tuple[Distribution, ...] = ("elapsed", "wait")
DAY_BY_DAY: tuple[Measure, ...] = ("alert", "covered")
Row = dict[str, str]
T = TypeVar("T")


class Shown(NamedTuple):
    """What the tabs look at."""

    comparison: Pair
    t: Words
    naming: Naming
    service: str | None
    first: dt.date

    def cached(self, name: str, make: Callable[[], T]) -> T:
        """Something made of the comparison once, in this language and for this service."""
        return cached(self.comparison, (name, self.t.lang, self.service), make)

    @property
    def explained(self) -> Explanation:
        """The difference taken apart."""
        return self.cached("explained", lambda: explain(self.comparison, service=self.service))


def difference_tabs(comparison: Pair, t: Words, naming: Naming, start: dt.date) -> None:
    """The tabs; ``start`` is the day on which the runs begin."""
    drawn: dict[str, Callable[[Shown], None]] = {
        "time": _time,
        "spread": _spread,
        "cost": _cost,
        "equity": _equity,
        "clocks": _clocks,
        "all": _all,
    }
    service = _service(comparison, t, naming)
    first = start + dt.timedelta(milliseconds=comparison.baseline.labels.window.warm_up)
    shown = Shown(comparison, t, naming, service, first)
    opened, places = choosing.tabs("apart", {name: t(f"compare.tab_{name}") for name in drawn})
    with places[opened]:
        drawn[opened](shown)


def _service(comparison: Pair, t: Words, naming: Naming) -> str | None:
    """The service that is looked at; None for all."""
    services = comparison.baseline.labels.services
    if len(services) < 2:
        return None
    every = choosing.all_or(t("compare.all_services"), lambda name: plain_text(naming(name)))
    return choosing.select(st, "service", t("compare.service"), [None, *services], every)


def _time(of: Shown) -> None:
    """Tab: the difference in time by kind of time."""
    found = of.explained["elapsed"]
    st.caption(of.t("compare.time_note"))
    picture(of.cached("time", lambda: waterfall(found, of.t)), of.t("compare.tab_time"), "waterfall_time")
    data_table(part_rows(found, of.t), of.t, "table_time")


def _cost(of: Shown) -> None:
    """Tab: the difference in cost by payer and by kind."""
    every = of.explained
    st.caption(of.t("compare.cost_note"))
    picture(of.cached("payers", lambda: payers(every["payers"], of.t)), of.t("compare.tab_cost"), "payers")
    data_table(part_rows(every["payers"], of.t), of.t, "table_payers")
    picture(of.cached("cost", lambda: waterfall(every["cost"], of.t)), of.t("compare.tab_cost"), "waterfall_cost")
    data_table(part_rows(every["cost"], of.t), of.t, "table_cost")


def _spread(of: Shown) -> None:
    """Tab: how times are spread on both sides."""
    for kind in DISTRIBUTIONS:
        st.markdown(f"**{of.t(f'compare.spread_{kind}')}**")
        # Made once for this comparison and service: another tab and back does not make it again.
        figure = of.cached(f"curve_{kind}", partial(curves, of.comparison, kind, of.t, of.service))
        picture(figure, of.t(f"compare.spread_{kind}"), f"curve_{kind}")
        data_table(_curve_rows(of, kind), of.t, f"table_curve_{kind}")


def _curve_rows(of: Shown, kind: Distribution) -> list[Row]:
    """The share of cases that are through within each time, on both sides, as rows."""
    sides = [curve_of(result, kind, of.service) for result in (of.comparison.baseline, of.comparison.alternative)]
    texts = [[f"{share:.1f} ± {half:.1f}" for share, half in zip(s.share, s.half_width, strict=True)] for s in sides]
    words = [f"{of.comparison.names.of(role, of.t.lang)} (%)" for role in ROLES]
    return [
        {of.t("compare.within"): end_word(end, of.t), words[0]: a, words[1]: b}
        for end, a, b in zip(sides[0].ends, *texts, strict=True)
    ]


def _equity(of: Shown) -> None:
    """Tab: each main measure by area (those whose needs are looked at) and by segment."""
    labels = of.comparison.baseline.labels
    areas = labels.areas
    inside = [n for n, in_cohort in enumerate(areas.in_cohort.tolist()) if in_cohort]
    if labels.illustrative:
        st.caption(phrase("illustrative", of.t.lang))
    for measure in MEASURES:
        st.markdown(f"**{words_of(of.comparison.baseline, measure, of.t.lang).label}**")
        by_area = {of.t.either(areas.names[n], areas.names_en[n]): {"area": areas.codes[n]} for n in inside}
        st.caption(of.t("compare.by_area"))
        _dots(of, measure, "area", by_area)
        st.caption(of.t("compare.by_segment"))
        _dots(of, measure, "segment", {of.naming(name): {"segment": name} for name in labels.segments})


def _dots(of: Shown, measure: str, what: str, places: dict[str, dict[str, str]]) -> None:
    """Differences of a measure over places or segments, for those that have one.

    ``what``: which of the two, in keys of texts and widgets. ``places``: what each is called, and how it is named to the
    comparison.
    """
    found = [(name, of.comparison.difference(measure, service=of.service, **place)) for name, place in places.items()]
    pairs = [DifferenceRow(name, value) for name, value in found if _is_known(value)]
    unit = words_of(of.comparison.baseline, measure, of.t.lang).unit
    if not pairs:
        st.caption(of.t("compare.nobody"))
        return
    figure = of.cached(f"dots_{what}_{measure}", lambda: paired(pairs, unit, of.comparison.names, of.t))
    picture(figure, of.t(f"compare.by_{what}"), f"dots_{what}_{measure}")
    data_table(_difference_rows(of, [(p.label, p.found, unit) for p in pairs]), of.t, f"table_{what}_{measure}")


def _clocks(of: Shown) -> None:
    """Tab: legal clocks, coverage, responses and alerts; and their course day by day."""
    names = [row.name for row in of.comparison.baseline.indicators]
    wanted = [n for n in names if n.startswith("clock:") or n in ("alert_share", "responded_share", "coverage")]
    found = [(n, of.comparison.difference(n, service=of.service)) for n in wanted]
    pairs = [(_clock_word(of, n), value) for n, value in found if _is_known(value)]
    figure = of.cached(
        "clocks", lambda: paired([DifferenceRow(*pair) for pair in pairs], "share", of.comparison.names, of.t)
    )
    picture(figure, of.t("compare.tab_clocks"), "dots_clocks")
    data_table(_difference_rows(of, [(name, value, "share") for name, value in pairs]), of.t, "table_clocks")
    st.caption(of.t("compare.daily_note"))
    for measure in DAY_BY_DAY:
        heading = of.t(f"compare.daily_{measure}")
        st.markdown(f"**{heading}**")
        picture(
            of.cached(f"daily_{measure}", partial(over_time, of.comparison, measure, of.first, of.t)),
            heading,
            f"daily_{measure}",
        )
        data_table(_daily_rows(of, measure), of.t, f"table_daily_{measure}")


def _daily_rows(of: Shown, measure: Measure) -> list[Row]:
    """The share of each day on both sides, as rows."""
    sides = [days_of(result, measure) for result in (of.comparison.baseline, of.comparison.alternative)]
    texts = [[f"{share:.1f} ± {half:.1f}" for share, half in zip(s.share, s.half_width, strict=True)] for s in sides]
    words = [f"{of.comparison.names.of(role, of.t.lang)} (%)" for role in ROLES]
    days = [(of.first + dt.timedelta(days=n)).isoformat() for n in range(len(texts[0]))]
    return [{of.t("compare.day"): day, words[0]: a, words[1]: b} for day, a, b in zip(days, *texts, strict=True)]


def _is_known(value: Difference) -> bool:
    """Whether either side has a value: a channel without a clock has none."""
    return not (math.isnan(value.baseline) and math.isnan(value.alternative))


def _clock_word(of: Shown, name: str) -> str:
    """What an indicator of this tab is called; a clock by the name the scenario gives it."""
    if name.startswith("clock:"):
        return of.t("compare.clock_kept", clock=of.naming(name.removeprefix("clock:")))
    return words_of(of.comparison.baseline, name, of.t.lang).label


def _all(of: Shown) -> None:
    """Every indicator of the whole cohort."""
    result = of.comparison.baseline
    rows = [(row.name, of.comparison.difference(row.name, service=of.service)) for row in result.indicators]
    texts = [(words_of(result, name, of.t.lang), found) for name, found in rows if _is_known(found)]
    data_table(
        _difference_rows(of, [(words.label, found, words.unit) for words, found in texts]),
        of.t,
        "table_all",
        of.t("compare.all_indicators", n=len(texts)),
    )


def part_rows(found: Decomposition, t: Words) -> list[Row]:
    """The parts of a number and their sum."""
    rows = [*((part_word(part.name, t), part) for part in found.shown), (t("explain.part_whole"), found.whole)]
    return [_part_row(name, part, found, t) for name, part in rows]


def _part_row(name: str, part: Part, found: Decomposition, t: Words) -> Row:
    """A part of a decomposition as a row."""
    return {
        t("compare.what"): name,
        found.names.of("baseline", t.lang): f"{part.baseline:,.2f}",
        found.names.of("alternative", t.lang): f"{part.alternative:,.2f}",
        t("compare.change"): amount(part.difference, part.half_width, found.unit, 0.0, signed=True),
        t("compare.unit"): unit_word(found.unit, t.lang),
        t("compare.verdict"): phrase(part.verdict, t.lang),
    }


def _difference_rows(of: Shown, rows: list[tuple[str, Difference, str]]) -> list[Row]:
    """Differences with their levels as rows; ``rows``: label, difference and unit of each."""
    t = of.t
    # In hours: a time that lies beyond it is shown as "> so many".
    follow_up = of.comparison.baseline.labels.window.follow_up / 3_600_000
    level = partial(_level, follow_up=follow_up)
    return [
        {
            t("compare.what"): name,
            of.comparison.names.of("baseline", t.lang): level(found.baseline, found.half_width, unit),
            of.comparison.names.of("alternative", t.lang): level(found.alternative, found.half_width, unit),
            t("compare.change"): difference_amount(found, unit, t.lang),
            t("compare.unit"): unit_word(unit, t.lang),
            t("compare.verdict"): "" if found.at_least else phrase(found.verdict, t.lang),
        }
        for name, found, unit in rows
    ]


def _level(value: float, half_width: float, unit: str, follow_up: float) -> str:
    """A value to the digits that its interval allows, without the interval."""
    return amount(value, half_width, unit, follow_up).partition(" ±")[0]
