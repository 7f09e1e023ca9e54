"""Explain: the difference of both sides taken apart by kind of time, by kind of money and payer, and by setting."""

from functools import lru_cache, partial
from typing import Any

import streamlit as st

from sinksim.analysis.explain import (
    Attribution,
    Change,
    Decomposition,
    Part,
    Slice,
    attributed,
    changes,
    compared_paths,
    explain,
    stages,
)
from sinksim.analysis.explain.series import NAMES, Name
from sinksim.charts.waterfall import settings_waterfall, waterfall
from sinksim.core.errors import BadInput
from sinksim.core.side_names import PairNames
from sinksim.experiments.pair import Pair
from sinksim.i18n import Naming, Words
from sinksim.scenarios.titles import title_of
from sinksim.text.explanation import Titled, level_text, part_word, setting_words
from sinksim.text.phrases import amount, phrase, unit_word
from sinksim.ui import lab
from sinksim.ui.escape import plain_text
from sinksim.ui.faults import fault_text
from sinksim.ui.pages import Navigation
from sinksim.ui.pieces.choosing import all_or, segments, select, several, tabs
from sinksim.ui.pieces.data_table import data_table
from sinksim.ui.pieces.pair_choice import pair_choice
from sinksim.ui.pieces.picture import picture
from sinksim.ui.pieces.repeat_command import repeat_command
from sinksim.ui.pieces.scope_note import scope_note
from sinksim.ui.setting import Setting

NAVIGATION = Navigation(group="look", order=60, icon="waterfall_chart")

KEPT = 64
LARGEST, WORTH_SAYING = 3, 0.05
# By payer the whole is that by kind of cost.
SHOWN: tuple[Name, ...] = ("elapsed", "time", "cost", "transfers")


def page(t: Words, setting: Setting) -> None:
    """Draw the page: numbers of the full run where this visitor has one, else of the preview; settings always of the preview."""
    st.title(t("explain.title"))
    st.caption(t("explain.intro"))
    seen, whole = lab.preview(setting), lab.full(setting)
    pair_choice(t, setting)
    pair = seen.pair if whole is None else seen.pair_of(whole)
    called = Naming(t, seen.baseline.names)
    scope_note(t, seen, seen.comparison if whole is None else whole, is_whole=whole is not None)
    found = explain(pair, *_slice(pair, called))  # of this service, area (all) and segment
    opened, places = tabs("explain_tab", {name: t(f"explain.tab_{name}") for name in NAMES})
    with places[opened]:
        _decomposition(found[opened], t)
    st.divider()
    st.header(t("explain.settings"))
    if whole is not None:
        scope_note(t, seen, seen.comparison, is_whole=False)
    _settings(setting, found.of, called)
    _rests(pair, t)
    proposed = lab.proposal_of(setting)
    ends = ("--of", seen.side, "--against", seen.against)
    repeat_command(t, proposed if whole is not None else proposed.ending_with(seen.cut.settings), "explain", *ends)


def _slice(comparison: Pair, called: Naming) -> Slice:
    """Which part of the cohort is looked at: one service or all (None), one segment or all, in all areas."""
    t, labels = called.t, comparison.baseline.labels
    left, right = st.columns(2)
    service, segment = [
        select(column, f"explain_{what}", t(f"twin.{what}"), [None, *known], all_or(t("twin.all"), called))
        for column, what, known in ((left, "service", labels.services), (right, "segment", labels.segments))
    ]
    return Slice(service=service, area=None, segment=segment)


def _decomposition(found: Decomposition, t: Words) -> None:
    """One number taken apart: in words, as a waterfall, as a table."""
    st.subheader(t(f"explain.decomposition_{found.name}"))
    if not found.whole.n:
        st.info(t("explain.nothing"))
        return
    st.markdown(_in_words(found, t))
    picture(waterfall(found, t), t(f"explain.decomposition_{found.name}"), key=f"explain_{found.name}")
    parts = [*found.shown, *([found.without_capital] if found.without_capital else []), found.whole]
    data_table([_row(part, found.unit, found.names, t) for part in parts], t, key=f"explain_table_{found.name}")


def _in_words(found: Decomposition, t: Words) -> str:
    """The difference and its largest parts, in words.

    Those are at most LARGEST of which chance alone is no explanation, none below a share of WORTH_SAYING of the largest.
    """
    whole = _change(found.whole, found.unit, t)
    clear = [part for part in found.shown if part.half_width < abs(part.difference)]
    largest = sorted(clear, key=lambda part: -abs(part.difference))[:LARGEST]
    largest = [part for part in largest if abs(part.difference) > abs(largest[0].difference) * WORTH_SAYING]
    if not largest:
        return t("explain.said_none", whole=whole)
    parts = t("explain.and").join(f"{part_word(part.name, t)} {_change(part, found.unit, t)}" for part in largest)
    return t("explain.said", whole=whole, parts=parts)


def _change(part: Part, unit: str, t: Words) -> str:
    text = amount(part.difference, part.half_width, unit, 0.0, signed=True)
    return f"**{text} {unit_word(unit, t.lang)}**"


def _row(part: Part, unit: str, names: PairNames, t: Words, label: str | None = None) -> dict[str, str]:
    """A part as a row of a table."""
    return {
        t("explain.part"): label or part_word(part.name, t),
        f"{names.of('baseline', t.lang)} [{unit_word(unit, t.lang)}]": level_text(part.baseline),
        names.of("alternative", t.lang): level_text(part.alternative),
        t("explain.change"): amount(part.difference, part.half_width, unit, 0.0, signed=True),
        t("explain.verdict"): phrase(part.verdict, t.lang),
    }


# --- by setting ---------------------------------------------------------------------------------------------------


def _settings(setting: Setting, of: Slice, called: Naming) -> None:
    """What each setting adds, in an order that may be chosen; always of the size of a preview. ``of``: the part of the cohort."""
    t = called.t
    titled = partial(title_of, lab.tree_of(setting), called=called)
    differing = _differing(_of_pair(setting))
    if not differing:
        st.info(t("explain.same"))
        return
    order = _order(list(differing), titled, t)
    try:
        found = _attributed(_of_pair(setting), tuple(order), of)
    except BadInput as fault:
        st.warning(fault_text(fault, t.lang))
        return
    name = segments("explain_number", t("explain.number"), SHOWN, lambda n: t(f"explain.tab_{n}"))
    st.markdown(
        t("explain.order_said", order=" → ".join(plain_text(titled(c.change.path)) for c in found.contributions))
    )
    picture(settings_waterfall(found, name, t, titled), t("explain.settings"), key="explain_settings")
    data_table(_setting_rows(found, name, titled, t), t, key="explain_settings_table")
    st.caption(t("explain.turn"))


def _of_pair(setting: Setting) -> Setting:
    """What has a say in the numbers of the two sides that are looked at: the setting's numbers, and which two they are."""
    return setting.of_numbers().looking_at(lab.PAIR, "~".join(lab.ends_of(setting)))


def _trees(setting: Setting) -> tuple[dict[str, Any], dict[str, Any]]:
    """The trees of the two sides that are looked at, as a preview has them: first the one compared with, then the other."""
    trees = lab.proposal_of(setting).ending_with(lab.cut_of(setting).settings).trees()
    side, against = lab.ends_of(setting)
    return trees[against], trees[side]


@lru_cache(maxsize=KEPT)
def _differing(setting: Setting) -> tuple[Change, ...]:
    """The settings in which both sides differ, those named by the visitor or the scenario first."""
    proposed = lab.proposal_of(setting)
    side, against = lab.ends_of(setting)
    named = [*proposed.sides[side], *proposed.sides[against], *compared_paths(proposed.tree)]
    return tuple(changes(*_trees(setting), named))


@lru_cache(maxsize=KEPT)
def _attributed(setting: Setting, order: tuple[str, ...], of: Slice) -> Attribution:
    """What each setting adds; kept, since checking every scenario in between takes longer than drawing the page."""
    made = stages(*_trees(setting), lab.name_of(setting), order=order)
    names = lab.proposal_of(setting).roles.pair_names(*lab.ends_of(setting))
    return attributed(made, [lab.preview_result(scenario) for scenario in made.scenarios], of, names)


def _order(differing: list[Change], titled: Titled, t: Words) -> list[str]:
    """The order in which settings are changed: those chosen first, then the others."""
    paths = [change.path for change in differing]
    if len(paths) < 2:
        return paths
    chosen = several("explain_order", t("explain.order"), paths, titled, placeholder=t("explain.order_as_is"))
    return [*chosen, *(path for path in paths if path not in chosen)]


def _setting_rows(found: Attribution, name: Name, titled: Titled, t: Words) -> list[dict[str, str]]:
    """What each setting adds to one number, and the whole."""
    whole = found.whole[name]
    rows = [
        _row(c.explanation[name].whole, whole.unit, whole.names, t, setting_words(c.change, titled, t))
        for c in found.contributions
    ]
    return [*rows, _row(whole.whole, whole.unit, whole.names, t, t("explain.all"))]


def _rests(comparison: Pair, t: Words) -> None:
    """What the numbers rest on: the follow-up, and illustrative places."""
    days = comparison.baseline.labels.window.follow_up / 86_400_000
    st.caption(t("explain.follow_up", days=f"{days:g}"))
    if comparison.baseline.labels.illustrative:
        st.caption(phrase("illustrative", t.lang))
