"""Twin: one citizen, the same need and the same luck, on both sides, as two timelines step by step."""

from collections.abc import Callable
from dataclasses import replace
from typing import Any

import streamlit as st
from pandas import DataFrame

from sinksim.charts.timelines import timelines
from sinksim.errors import BadInput
from sinksim.experiments.twin import Happening, Side, Town, Twin
from sinksim.experiments.twin.keeping import Towns
from sinksim.experiments.twin.meeting import FILED, MEASURES, Filed, Known, Measure
from sinksim.reports.phrases import phrase
from sinksim.reports.story_wording import Row, StoryWording, told_steps
from sinksim.ui import lab, state
from sinksim.ui.escape import plain_text
from sinksim.ui.pieces.again import again
from sinksim.ui.pieces.covers import covers
from sinksim.ui.pieces.picture import picture
from sinksim.ui.pieces.under import table_under
from sinksim.ui.setting import Setting
from sinksim.words import Naming, Words

REPLICATION = 0
SIDES = ("baseline", "alternative")


def page(t: Words, setting: Setting) -> None:
    """Draw the page."""
    st.title(t("twin.title"))
    st.caption(t("twin.intro"))
    seen = lab.preview(setting)
    covers(t, seen, seen.comparison, is_whole=False)
    called = Naming(t, seen.baseline.names)
    town = _towns().town(seen.baseline, seen.alternative, REPLICATION)
    with st.expander(t("twin.whom"), icon=":material/person_search:", key="twin_whom"):
        among = _filters(town, called)
        near = _lists(town, among, called) if among else []
    if not among:
        st.info(t("twin.nobody_left"))
        return
    position = _whom(town, among, t)
    with st.spinner(t("twin.living")):
        twin = _towns().twin(seen.baseline, seen.alternative, REPLICATION, position, [*_after(among, position), *near])
    _story(twin, StoryWording(t, called), seen.baseline.illustrative)
    again(t, lab.proposal_of(setting).confined(seen.cut.settings), "twin", "--citizen", twin.citizen.id)


@st.cache_resource(show_spinner=False)
def _towns() -> Towns:
    return Towns()


# --- whom ---------------------------------------------------------------------------------------------------------


def _filters(town: Town, called: Naming) -> list[int]:
    """Positions of those who are left by service, segment and where the need was filed."""
    t, labels = called.t, town.plans[0].labels
    left, middle, right = st.columns(3)
    service = left.selectbox(
        t("twin.service"), [None, *labels.services], format_func=lambda s: _all_or(s, called), key="twin_service"
    )
    segment = middle.selectbox(
        t("twin.segment"), [None, *labels.segments], format_func=lambda s: _all_or(s, called), key="twin_segment"
    )
    filed: Filed = right.selectbox(
        t("twin.filed_where"), FILED, format_func=lambda f: t(f"twin.filed_{f}"), key="twin_filed"
    )
    sizes = {where: len(town.select(service, segment, where)) for where in FILED}
    neither = sizes.pop("any") - sum(sizes.values())
    st.caption(t("twin.filed", **{where: f"{n:,}" for where, n in sizes.items()}, neither=f"{neither:,}"))
    return town.select(service, segment, filed).tolist()


def _all_or(name: str | None, called: Naming) -> str:
    return called.t("twin.all") if name is None else called(name)


def _lists(town: Town, among: list[int], called: Naming) -> list[int]:
    """Those who fare most differently, to choose from; gives their positions."""
    t = called.t
    measure: Measure = st.segmented_control(
        t("twin.by"),
        MEASURES,
        default=MEASURES[0],
        format_func=lambda m: t(f"twin.measure_{m}"),
        key="twin_by",
        required=True,
    )
    lists = town.largest(_positions(among), measure)
    for column, name, positions in zip(st.columns(2), ("falls", "rises"), lists, strict=True):
        rows = {row.id: row for row in town.known(positions, measure)}
        with column:
            st.selectbox(
                t(f"twin.{name}"),
                list(rows),
                index=None,
                format_func=_labels(rows, called),
                placeholder=t("twin.choose") if rows else t("twin.nobody"),
                disabled=not rows,
                key=f"twin_{name}",
                on_change=_take,
                args=(f"twin_{name}",),
            )
            told = [_known_row(row, called) for row in rows.values()]
            if told:
                table_under(told, t, key=f"twin_table_{name}")
    return [int(position) for positions in lists for position in positions]


def _labels(rows: dict[str, Known], called: Naming) -> Callable[[str], str]:
    """How the citizens of a list are called in it."""
    return lambda who: _listed(rows[who], called) if who in rows else who


def _positions(among: list[int]) -> Any:
    import numpy as np

    return np.array(among, np.int64)


def _listed(row: Known, called: Naming) -> str:
    change = "—" if row.change is None else f"{row.change:+,.1f}"
    return f"{change} · {called(row.segment)} · {row.id}"


def _known_row(row: Known, called: Naming) -> dict[str, str]:
    t = called.t
    values = ["—" if value is None else f"{value:,.2f}" for value in (*row.values, row.change)]
    return {
        t("twin.citizen"): row.id,
        t("twin.segment"): called(row.segment),
        phrase("baseline", t.lang): values[0],
        phrase("alternative", t.lang): values[1],
        t("twin.change"): values[2],
    }


def _take(key: str) -> None:
    """A citizen was chosen from a list."""
    if st.session_state[key] is not None:
        state.put(replace(state.current(), who=st.session_state[key]))


def _whom(town: Town, among: list[int], t: Words) -> int:
    """Who is shown: as chosen before where still there, else the first who fares differently; buttons lead on."""
    position = _present(town, among)
    at = among.index(position)
    back, forth, number, told = st.columns([1, 1, 1, 3], vertical_alignment="bottom")
    back.button(
        t("twin.back"),
        disabled=at == 0,
        on_click=_go,
        args=(town, among[max(at - 1, 0)]),
        width="stretch",
        key="twin_back",
    )
    last = len(among) - 1
    forth.button(
        t("twin.next"),
        disabled=at == last,
        on_click=_go,
        args=(town, among[min(at + 1, last)]),
        width="stretch",
        type="primary",
        key="twin_next",
    )
    st.session_state["twin_number"] = at + 1
    number.number_input(
        t("twin.number_of"), 1, len(among), key="twin_number", on_change=_go_to_number, args=(town, tuple(among))
    )
    told.caption(t("twin.of_those", of=f"{len(among):,}"))
    return position


def _present(town: Town, among: list[int]) -> int:
    who = state.current().who
    try:
        found = town.position(who) if who else None
    except BadInput:  # chosen when the case or a lever was another
        found = None
    if found in set(among):
        return int(found or 0)
    return int(town.first(_positions(among)) or among[0])


def _go(town: Town, position: int) -> None:
    state.put(replace(state.current(), who=town.citizen(position).id))


def _go_to_number(town: Town, among: tuple[int, ...]) -> None:
    _go(town, among[int(st.session_state["twin_number"]) - 1])


def _after(among: list[int], position: int) -> list[int]:
    at = among.index(position)
    return among[at + 1 : at + 9]


# --- the story ----------------------------------------------------------------------------------------------------


def _story(twin: Twin, told: StoryWording, illustrative: bool) -> None:
    t = told.t
    st.subheader(plain_text(f"{t('twin.citizen')} {twin.citizen.id}"))
    st.markdown(plain_text(" · ".join(told.who(twin))))
    _headlines(twin, told)
    label = f"{t('twin.title')}: {', '.join(told.side(side) for side in twin.sides)}"
    picture(timelines(twin, told), label, key="twin_timelines")
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
    groups = (
        (t("twin.times"), told.time_rows(twin)),
        (t("twin.money"), told.money_rows(twin)),
        (t("twin.effort"), told.effort_rows(twin)),
    )
    for title, rows in groups:
        table_under([_sum_row(row, t) for row in rows], t, key=f"twin_sum_{title}", label=title)


def _sum_row(row: Row, t: Words) -> dict[str, str]:
    return {
        t("twin.kind"): row.label,
        phrase("baseline", t.lang): row.baseline,
        phrase("alternative", t.lang): row.alternative,
        t("twin.change"): row.difference or "—",
    }
