"""Whom the story is of: by service, segment and where the need was filed, from lists of ten, by number, the next one."""

from collections.abc import Callable
from dataclasses import replace
from typing import Any

import streamlit as st

from sinksim.analysis.twin import PairedCohort
from sinksim.analysis.twin.pairing import FILED, MEASURES, CitizenRow, Filed, Measure
from sinksim.core.errors import BadInput
from sinksim.core.side_names import PairNames
from sinksim.i18n import Naming, Words
from sinksim.ui import state
from sinksim.ui.escape import plain_text
from sinksim.ui.pieces.choosing import all_or, number, segments, select
from sinksim.ui.pieces.data_table import data_table

REPLICATION = "twin_replication"
# How many of those who come next have their stories told along with the one that is asked for.
FOLLOWING = 8


def filters(paired: PairedCohort, replications: int, called: Naming) -> list[int]:
    """Choices of service, segment, where the need was filed, and replication; returns the positions of the citizens so chosen.

    A caption says how many of the service and segment filed on both sides, on one alone, and on neither.
    """
    t, labels = called.t, paired.plans[0].labels
    left, middle, right, last = st.columns(4)
    number(last, REPLICATION, t("twin.luck"), replications, help=t("twin.luck_help"))
    every = all_or(t("twin.all"), called)
    service = select(left, "twin_service", t("twin.service"), [None, *labels.services], every)
    segment = select(middle, "twin_segment", t("twin.segment"), [None, *labels.segments], every)
    filed: Filed = select(right, "twin_filed", t("twin.filed_where"), FILED, lambda f: _filed_word(f, paired.names, t))
    sizes = {where: len(paired.select(service, segment, where)) for where in FILED}
    neither = sizes.pop("any") - sum(sizes.values())
    called_sides = {"against": paired.names.of("baseline", t.lang), "side": paired.names.of("alternative", t.lang)}
    numbers = {where: f"{n:,}" for where, n in sizes.items()}
    st.caption(plain_text(t("twin.filed", **numbers, neither=f"{neither:,}", **called_sides)))
    return paired.select(service, segment, filed).tolist()


def _filed_word(filed: Filed, names: PairNames, t: Words) -> str:
    """Where needs were filed, in words."""
    if filed == "baseline" or filed == "alternative":  # noqa: PLR1714, so that the type is narrowed
        return t("twin.filed_only", side=plain_text(names.of(filed, t.lang)))
    return t(f"twin.filed_{filed}")


def lists(paired: PairedCohort, among: list[int], called: Naming) -> list[int]:
    """Those who fare most differently, to choose from; gives their positions."""
    t, side = called.t, plain_text(paired.names.of("alternative", called.t.lang))
    measure: Measure = segments("twin_by", t("twin.by"), MEASURES, lambda m: t(f"twin.measure_{m}"))
    both = paired.largest(_positions(among), measure)
    for column, name, positions in zip(st.columns(2), ("falls", "rises"), both, strict=True):
        rows = {row.id: row for row in paired.rows_of(positions, measure)}
        with column:
            st.selectbox(
                t(f"twin.{name}", side=side),
                list(rows),
                index=None,
                format_func=_labels(rows, called),
                placeholder=t("twin.choose") if rows else t("twin.nobody"),
                disabled=not rows,
                key=f"twin_{name}",
                on_change=_take,
                args=(f"twin_{name}",),
            )
            table_rows = [_citizen_cells(row, paired.names, called) for row in rows.values()]
            if table_rows:
                data_table(table_rows, t, key=f"twin_table_{name}")
    return [int(position) for positions in both for position in positions]


def _labels(rows: dict[str, CitizenRow], called: Naming) -> Callable[[str], str]:
    """How the citizens of a list are called in it."""
    return lambda who: _listed(rows[who], called) if who in rows else who


def _positions(among: list[int]) -> Any:
    """Positions as the array that the cohort takes."""
    import numpy as np

    return np.array(among, np.int64)


def _listed(row: CitizenRow, called: Naming) -> str:
    change = "—" if row.change is None else f"{row.change:+,.1f}"
    return f"{change} · {called(row.segment)} · {row.id}"


def _citizen_cells(row: CitizenRow, names: PairNames, called: Naming) -> dict[str, str]:
    """A citizen as the cells of a table's row, by column; a dash where a side has no value (the need was not filed there)."""
    t = called.t
    baseline, alternative, change = ("—" if value is None else f"{value:,.2f}" for value in (*row.values, row.change))
    return {
        t("twin.citizen"): row.id,
        t("twin.segment"): called(row.segment),
        names.of("baseline", t.lang): baseline,
        names.of("alternative", t.lang): alternative,
        t("twin.change"): change,
    }


def _take(key: str) -> None:
    """A callback: a citizen was chosen from the list with this key, and is shown."""
    if st.session_state[key] is not None:
        state.put(replace(state.current(), who=st.session_state[key]))


def whom(paired: PairedCohort, among: list[int], t: Words) -> int:
    """Who is shown: as chosen before where still there, else the first who fares differently; buttons lead on."""
    position = _whom_shown(paired, among)
    at = among.index(position)
    back, forth, number, total = st.columns([1, 1, 1, 3], vertical_alignment="bottom")
    back.button(
        t("twin.back"),
        disabled=at == 0,
        on_click=_go,
        args=(paired, among[max(at - 1, 0)]),
        width="stretch",
        key="twin_back",
    )
    last = len(among) - 1
    forth.button(
        t("twin.next"),
        disabled=at == last,
        on_click=_go,
        args=(paired, among[min(at + 1, last)]),
        width="stretch",
        type="primary",
        key="twin_next",
    )
    st.session_state["twin_number"] = at + 1
    number.number_input(
        t("twin.number_of"), 1, len(among), key="twin_number", on_change=_go_to_number, args=(paired, tuple(among))
    )
    total.caption(t("twin.of_those", of=f"{len(among):,}"))
    return position


def _whom_shown(paired: PairedCohort, among: list[int]) -> int:
    """Position of the citizen that the setting names where among those chosen, else of the first who fares differently."""
    who = state.current().who
    try:
        found = paired.position(who) if who else None
    except BadInput:  # chosen when the case or a lever was another
        found = None
    if found is not None and found in set(among):
        return int(found)
    return int(paired.first(_positions(among)) or among[0])


def _go(paired: PairedCohort, position: int) -> None:
    """A callback: show the citizen at a position."""
    state.put(replace(state.current(), who=paired.citizen(position).id))


def _go_to_number(paired: PairedCohort, among: tuple[int, ...]) -> None:
    """A callback: show the citizen of the number typed, from 1."""
    _go(paired, among[int(st.session_state["twin_number"]) - 1])


def after(among: list[int], position: int) -> list[int]:
    """The next few, whose stories are told along with the one that is asked for."""
    at = among.index(position)
    return among[at + 1 : at + 1 + FOLLOWING]
