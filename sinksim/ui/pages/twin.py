"""Twin: one citizen, the same need and the same luck, on both sides, as two timelines step by step."""

import streamlit as st
from pandas import DataFrame

from sinksim.charts.timelines import timelines
from sinksim.experiments.twin import Happening, Side, Twin
from sinksim.experiments.twin.keeping import Towns
from sinksim.reports.phrases import phrase
from sinksim.reports.story_wording import Row, StoryWording, told_steps
from sinksim.ui import lab
from sinksim.ui.escape import plain_text
from sinksim.ui.lab import Preview
from sinksim.ui.pieces.again import again
from sinksim.ui.pieces.choosing import looked_at
from sinksim.ui.pieces.citizens import LUCK, after, filters, lists, whom
from sinksim.ui.pieces.covers import place_of
from sinksim.ui.pieces.picture import picture
from sinksim.ui.pieces.under import table_under
from sinksim.ui.setting import Setting
from sinksim.words import Naming, Words


def page(t: Words, setting: Setting) -> None:
    """Draw the page."""
    st.title(t("twin.title"))
    st.caption(t("twin.intro"))
    seen = lab.preview(setting)
    called = Naming(t, seen.baseline.names)
    replication = looked_at(LUCK, range(1, seen.cut.replications + 1), 1) - 1
    town = _towns().town(seen.baseline, seen.alternative, replication)
    _covers(seen, replication, t)
    with st.expander(t("twin.whom"), icon=":material/person_search:", key="twin_whom"):
        among = filters(town, seen.cut.replications, called)
        near = lists(town, among, called) if among else []
    if not among:
        st.info(t("twin.nobody_left"))
        return
    position = whom(town, among, t)
    with st.spinner(t("twin.living")):
        twin = _towns().twin(seen.baseline, seen.alternative, replication, position, [*after(among, position), *near])
    _story(twin, StoryWording(t, called), seen.baseline.illustrative)
    again(t, lab.proposal_of(setting).confined(seen.cut.settings), "twin", *_options(twin))


def _options(twin: Twin) -> list[str]:
    """The options of the command that tells the same story."""
    luck = ["--replication", str(twin.replication)] if twin.replication else []
    return ["--citizen", twin.citizen.id, *luck]


def _covers(seen: Preview, replication: int, t: Words) -> None:
    """Where and when these citizens live, and under which luck."""
    days = f"{seen.cut.window_days:g}"
    luck = {"n": replication + 1, "of": seen.cut.replications}
    st.caption(t("twin.covers", place=place_of(t, seen), days=days, **luck))


@st.cache_resource(show_spinner=False)
def _towns() -> Towns:
    return Towns()


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


def _step_row(twin: Twin, step: Happening | None, told: StoryWording) -> dict[str, str]:
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
            table_under([_sum_row(row, t) for row in rows], t, key=f"twin_sum_{name}", label=t(f"twin.{name}"))


def _sum_row(row: Row, t: Words) -> dict[str, str]:
    return {
        t("twin.kind"): row.label,
        phrase("baseline", t.lang): row.baseline,
        phrase("alternative", t.lang): row.alternative,
        t("twin.change"): row.difference or "—",
    }
