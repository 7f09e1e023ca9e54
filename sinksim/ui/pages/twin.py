"""Twin: one citizen, the same need and the same luck, on both sides, as two timelines step by step."""

from typing import NamedTuple

import streamlit as st
from pandas import DataFrame

from sinksim.analysis.twin import Side, TimelineStep, Twin
from sinksim.analysis.twin.cache import TwinCache
from sinksim.charts.timelines import timelines
from sinksim.i18n import Naming, Words
from sinksim.scenarios.loading.sides import Sides
from sinksim.scenarios.scenario import Scenario
from sinksim.text.phrases import phrase
from sinksim.text.stories import Row, StoryWording, told_steps
from sinksim.ui import lab
from sinksim.ui.escape import plain_text
from sinksim.ui.pages import Navigation
from sinksim.ui.pieces.choosing import looked_at, segments
from sinksim.ui.pieces.citizens import LUCK, after, filters, lists, whom
from sinksim.ui.pieces.data_table import data_table
from sinksim.ui.pieces.picture import picture
from sinksim.ui.pieces.repeat_command import repeat_command
from sinksim.ui.pieces.scope_note import place_of
from sinksim.ui.setting import Setting

NAVIGATION = Navigation(group="look", order=50, icon="people")


def page(t: Words, setting: Setting) -> None:
    """Draw the page."""
    st.title(t("twin.title"))
    st.caption(t("twin.intro"))
    told = _told(setting, t)
    called = Naming(t, told.sides[0].names)
    replication = looked_at(LUCK, range(1, told.replications + 1), 1) - 1
    with st.spinner(t("twin.meeting")):
        paired = _towns().paired(*told.sides, replication)
    luck = {"n": replication + 1, "of": told.replications}
    days = f"{told.sides[0].experiment.window_days:g}"
    st.caption(" ".join(filter(None, (t("twin.covers", what=told.what, days=days, **luck), told.note))))
    with st.expander(t("twin.whom"), icon=":material/person_search:", key="twin_whom"):
        among = filters(paired, told.replications, called)
        near = lists(paired, among, called) if among else []
    if not among:
        st.info(t("twin.nobody_left"))
        return
    position = whom(paired, among, t)
    with st.spinner(t("twin.living")):
        twin = _towns().twin(*told.sides, replication, position, [*after(among, position), *near])
    _story(twin, StoryWording(t, called), told.sides[0].illustrative)
    repeat_command(t, told.proposal, "twin", *_options(twin))


def _options(twin: Twin) -> list[str]:
    """The options of the command that tells the same story."""
    luck = ["--replication", str(twin.replication)] if twin.replication else []
    return ["--citizen", twin.citizen.id, *luck]


class Told(NamedTuple):
    """What the citizens are taken from: both sides, how many kinds of luck there are, and what it is called."""

    sides: tuple[Scenario, Scenario]
    replications: int
    proposal: Sides
    what: str
    note: str = ""


def _told(setting: Setting, t: Words) -> Told:
    """The preview; the full run where there is one, it is asked for, and one of its citizens can be lived with."""
    seen, whole, proposal = lab.preview(setting), lab.full(setting), lab.proposal_of(setting)
    preview = Told(
        (seen.baseline, seen.alternative),
        seen.cut.replications,
        proposal.ending_with(seen.cut.settings),
        t("twin.of_preview", place=place_of(t, seen)),
    )
    if whole is None or not lab.fits_live_budget(setting):
        return preview._replace(note=t("twin.before_full" if whole is None else "twin.too_many"))
    kind = segments("twin_of", t("twin.of"), ("preview", "whole"), lambda kind: t(f"compare.kind_{kind}"))
    return preview if kind == "preview" else Told(lab.sides_of(setting), whole.n, proposal, t("twin.of_whole"))


@st.cache_resource(show_spinner=False)
def _towns() -> TwinCache:
    return TwinCache()


# --- the story ----------------------------------------------------------------------------------------------------


def _story(twin: Twin, told: StoryWording, illustrative: bool) -> None:
    t = told.t
    st.subheader(plain_text(f"{t('twin.citizen')} {twin.citizen.id}"))
    st.markdown(plain_text(" · ".join(told.who(twin))))
    _headlines(twin, told)
    label = f"{t('twin.title')}: {', '.join(told.side(side) for side in twin.sides)}"
    picture(timelines(twin, told), label, key="twin_timelines")
    st.caption(t("twin.signs"))
    for column, side in zip(st.columns(2), twin.sides, strict=True):
        with column:
            _steps(twin, side, told)
    _sums(twin, told)
    adds_up = all(side.adds_up for side in twin.sides)
    (st.caption if adds_up else st.error)(t("twin.adds_up" if adds_up else "twin.does_not"))
    if illustrative:
        st.caption(phrase("illustrative", t.lang))


def _headlines(twin: Twin, told: StoryWording) -> None:
    """How the time to true solution, the citizen's own time and money differ; then what they are on both sides."""
    rows = [told.time_rows(twin)[-1], told.effort_rows(twin)[0], told.paid_row(twin)]
    for column, row in zip(st.columns(3), rows, strict=True):
        column.metric(row.label, row.difference or "—")
        column.caption(f"{row.baseline} → {row.alternative}")


def _steps(twin: Twin, side: Side, told: StoryWording) -> None:
    """One timeline in words, step by step."""
    t = told.t
    st.markdown(f"**{phrase(side.name, t.lang)}** · {told.side(side)}")
    rows = [_step_row(twin, step, told) for step in told_steps(side)]
    if rows:
        said = [{name: plain_text(value) for name, value in row.items()} for row in rows]
        st.table(
            DataFrame(said),
            border="horizontal",
            hide_index=True,
            alt=f"{t('twin.steps')} · {phrase(side.name, t.lang)}",
        )


def _step_row(twin: Twin, step: TimelineStep | None, told: StoryWording) -> dict[str, str]:
    t = told.t
    if step is None:
        return {t("twin.when"): "—", t("twin.what"): t("twin.after"), t("twin.took"): "—"}
    return {
        # A date is not broken at its hyphen.
        t("twin.when"): told.when(twin, step.began).replace("-", "\N{NON-BREAKING HYPHEN}"),
        t("twin.what"): told.title(step),
        t("twin.took"): " · ".join(told.details(step)) or "—",
    }


def _sums(twin: Twin, told: StoryWording) -> None:
    t = told.t
    groups = {
        "times": told.time_rows(twin),
        "money": told.money_rows(twin),
        "effort": told.effort_rows(twin),
        "clocks": told.clock_rows(twin),
    }
    for name, rows in groups.items():
        if rows:
            data_table([_sum_row(row, t) for row in rows], t, key=f"twin_sum_{name}", label=t(f"twin.{name}"))


def _sum_row(row: Row, t: Words) -> dict[str, str]:
    return {
        t("twin.kind"): row.label,
        phrase("baseline", t.lang): row.baseline,
        phrase("alternative", t.lang): row.alternative,
        t("twin.change"): row.difference or "—",
    }
