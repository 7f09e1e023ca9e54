"""Twin: one citizen, the same need and the same luck, on both sides, as two timelines step by step."""

from typing import NamedTuple

import streamlit as st
from pandas import DataFrame

from sinksim.analysis.twin import Side, TimelineStep, Twin
from sinksim.analysis.twin.cache import TwinCache
from sinksim.charts.timelines import timelines
from sinksim.core.side_names import PairNames
from sinksim.i18n import Naming, Words
from sinksim.scenarios.loading.sides import Sides
from sinksim.scenarios.scenario import Scenario
from sinksim.text.phrases import phrase
from sinksim.text.stories import Row, StoryWording, shown_steps
from sinksim.ui import lab
from sinksim.ui.escape import plain_text
from sinksim.ui.pages import Navigation
from sinksim.ui.pieces.choosing import looked_at, segments
from sinksim.ui.pieces.citizens import REPLICATION, after, filters, lists, whom
from sinksim.ui.pieces.data_table import data_table
from sinksim.ui.pieces.pair_choice import pair_choice
from sinksim.ui.pieces.picture import picture
from sinksim.ui.pieces.repeat_command import repeat_command
from sinksim.ui.pieces.scope_note import place_of
from sinksim.ui.setting import Setting

NAVIGATION = Navigation(group="look", order=50, icon="people")


def page(t: Words, setting: Setting) -> None:
    """Draw the page."""
    st.title(t("twin.title"))
    st.caption(t("twin.intro"))
    pair_choice(t, setting)
    run = _compared_run(setting, t)
    called = Naming(t, run.sides[0].names)
    # Replications are shown from 1 on and counted from 0.
    replication = looked_at(REPLICATION, range(1, run.replications + 1), first=1) - 1
    with st.spinner(t("twin.meeting")):
        paired = _cohorts().paired(*run.sides, replication, run.names)
    which = {"n": replication + 1, "of": run.replications}
    days = f"{run.sides[0].experiment.window_days:g}"
    st.caption(" ".join(filter(None, (t("twin.covers", what=run.what, days=days, **which), run.note))))
    with st.expander(t("twin.whom"), icon=":material/person_search:", key="twin_whom"):
        among = filters(paired, run.replications, called)
        near = lists(paired, among, called) if among else []
    if not among:
        st.info(t("twin.nobody_left"))
        return
    position = whom(paired, among, t)
    with st.spinner(t("twin.living")):
        twin = _cohorts().twin(*run.sides, replication, position, [*after(among, position), *near], run.names)
    _story(twin, StoryWording(t, called), run.sides[0].illustrative)
    repeat_command(t, run.proposal, "twin", *_options(twin))


def _options(twin: Twin) -> list[str]:
    """The options of the command that tells the same story."""
    replication = ["--replication", str(twin.replication)] if twin.replication else []  # 0 is the command's default
    ends = ["--of", twin.alternative.name.key, "--against", twin.baseline.name.key]
    return ["--citizen", twin.citizen.id, *replication, *ends]


class ComparedRun(NamedTuple):
    """What the citizens are taken from: both sides, how many replications there are, and what it is called."""

    sides: tuple[Scenario, Scenario]
    names: PairNames
    replications: int
    proposal: Sides
    what: str
    note: str = ""


def _compared_run(setting: Setting, t: Words) -> ComparedRun:
    """The preview; the full run where there is one, it is asked for, and one of its citizens can be lived with."""
    seen, whole, proposal = lab.preview(setting), lab.full(setting), lab.proposal_of(setting)
    preview = ComparedRun(
        (seen.baseline, seen.alternative),
        seen.pair.names,
        seen.cut.replications,
        proposal.ending_with(seen.cut.settings),
        t("twin.of_preview", place=place_of(t, seen)),
    )
    if whole is None or not lab.fits_live_budget(setting):
        return preview._replace(note=t("twin.before_full" if whole is None else "twin.too_many"))
    kind = segments("twin_of", t("twin.of"), ("preview", "whole"), lambda kind: t(f"compare.kind_{kind}"))
    if kind == "preview":
        return preview
    sides = lab.sides_of(setting)
    return ComparedRun((sides[seen.against], sides[seen.side]), seen.pair.names, whole.n, proposal, t("twin.of_whole"))


@st.cache_resource(show_spinner=False)
def _cohorts() -> TwinCache:
    return TwinCache()


# --- the story ----------------------------------------------------------------------------------------------------


def _story(twin: Twin, wording: StoryWording, illustrative: bool) -> None:
    """Both timelines of a citizen, as a picture, in words and in sums; and whether the steps add up to the case's record."""
    t = wording.t
    st.subheader(plain_text(f"{t('twin.citizen')} {twin.citizen.id}"))
    st.markdown(plain_text(" · ".join(wording.who(twin))))
    _headlines(twin, wording)
    label = f"{t('twin.title')}: {', '.join(wording.side(side) for side in twin.sides)}"
    picture(timelines(twin, wording), label, key="twin_timelines")
    st.caption(t("twin.signs"))
    for column, side in zip(st.columns(2), twin.sides, strict=True):
        with column:
            _steps(twin, side, wording)
    _sums(twin, wording)
    adds_up = all(side.adds_up for side in twin.sides)
    (st.caption if adds_up else st.error)(t("twin.adds_up" if adds_up else "twin.does_not"))
    if illustrative:
        st.caption(phrase("illustrative", t.lang))


def _headlines(twin: Twin, wording: StoryWording) -> None:
    """How the time to true solution, the citizen's own time and money differ; then what they are on both sides."""
    *_, to_solution = wording.time_rows(twin)
    own_time, *_ = wording.effort_rows(twin)
    rows = [to_solution, own_time, wording.paid_row(twin)]
    for column, row in zip(st.columns(3), rows, strict=True):
        column.metric(row.label, row.difference or "—")
        column.caption(f"{row.baseline} → {row.alternative}")


def _steps(twin: Twin, side: Side, wording: StoryWording) -> None:
    """One timeline in words, step by step."""
    t = wording.t
    st.markdown(f"**{side.name.in_language(t.lang)}** · {wording.side(side)}")
    rows = [_step_row(twin, step, wording) for step in shown_steps(side)]
    if rows:
        escaped = [{name: plain_text(value) for name, value in row.items()} for row in rows]
        st.table(
            DataFrame(escaped),
            border="horizontal",
            hide_index=True,
            alt=f"{t('twin.steps')} · {side.name.in_language(t.lang)}",
        )


def _step_row(twin: Twin, step: TimelineStep | None, wording: StoryWording) -> dict[str, str]:
    """A step as a row of a table; None stands for the report of closure."""
    t = wording.t
    if step is None:
        return {t("twin.when"): "—", t("twin.what"): t("twin.after"), t("twin.took"): "—"}
    return {
        # A date is not broken at its hyphen.
        t("twin.when"): wording.when(twin, step.began).replace("-", "\N{NON-BREAKING HYPHEN}"),
        t("twin.what"): wording.title(step),
        t("twin.took"): " · ".join(wording.details(step)) or "—",
    }


def _sums(twin: Twin, wording: StoryWording) -> None:
    """Tables of time, money, effort and clocks on both sides."""
    t = wording.t
    groups = {
        "times": wording.time_rows(twin),
        "money": wording.money_rows(twin),
        "effort": wording.effort_rows(twin),
        "clocks": wording.clock_rows(twin),
    }
    for name, rows in groups.items():
        if rows:
            data_table([_sum_row(row, twin, t) for row in rows], t, key=f"twin_sum_{name}", label=t(f"twin.{name}"))


def _sum_row(row: Row, twin: Twin, t: Words) -> dict[str, str]:
    """A row of one of these tables."""
    return {
        t("twin.kind"): row.label,
        twin.baseline.name.in_language(t.lang): row.baseline,
        twin.alternative.name.in_language(t.lang): row.alternative,
        t("twin.change"): row.difference or "—",
    }
