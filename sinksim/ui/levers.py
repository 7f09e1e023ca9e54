"""Levers as widgets, made from what their declarations say: range, unit, meaning, evidence, a way back."""

import math
from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any

import streamlit as st

from sinksim.core.errors import BadInput
from sinksim.i18n import Naming, Words
from sinksim.i18n.units import unit_in_words
from sinksim.scenarios.base import EVIDENCE_MEANING
from sinksim.scenarios.levers import SECTIONS, STEPS, Lever, lever, main_levers
from sinksim.scenarios.processes import Step
from sinksim.scenarios.scenario import Scenario
from sinksim.text.flowchart_words import step_title
from sinksim.ui import lab, state
from sinksim.ui.escape import plain_text
from sinksim.ui.pieces.choosing import segments
from sinksim.ui.setting import EVERY, MOST_SIDES, Setting
from sinksim.ui.values import OF_EVERY_SIDE, Values, option_names, option_settings, side_for, without_changes

GROUPS = ("policy", "risk")
# The choice of no place: the preview that was measured for the case.
MEASURED = ""
OWN = ""
# A slider goes this far beyond a value whose declared range is much wider.
WIDE, REACH = 8, 4


@dataclass(frozen=True)
class Desk:
    """What the widgets of one page share: words, names, the tree, the values, the side that is moved."""

    t: Words
    naming: Naming
    tree: Mapping[str, Any]
    scenario: Scenario
    values: Values
    side: str


def panel(t: Words, setting: Setting) -> None:
    """The side to move, ready-made options, the levers that matter most, and all the others on demand."""
    tree = lab.tree_of(setting)
    values = Values(setting, lab.own_sides_of(setting))
    scenario = lab.scenario_of_case(setting)
    naming = Naming(t, scenario.names)
    side = _side(t, setting)
    desk = Desk(t, naming, tree, scenario, values, side)
    _options(desk)
    for one in main_levers(tree):
        _show_lever(desk, one, as_slider=True)
    if values.setting != without_changes(setting):
        st.button(t("levers.reset_all"), on_click=_reset_all, icon=":material/restart_alt:", key="reset_all")
    _place(t, setting)
    _others(desk)


def _side(t: Words, setting: Setting) -> str:
    """The side that the levers move: proposals first, then the others, then all of them at once."""
    proposal = lab.proposal_of(setting)
    others = [name for name in proposal.sides if name not in proposal.proposals]
    options = [*proposal.proposals, *others, EVERY]

    def called(side: str) -> str:
        return t("levers.side_every") if side == EVERY else plain_text(proposal.roles.name_of(side).in_language(t.lang))

    side = segments("side", t("levers.side"), options, called)
    added = side not in (*lab.own_sides_of(setting), EVERY)
    add, drop = st.columns(2)
    add.button(t("levers.add_side"), on_click=_add_side, icon=":material/add:", key="add_side")
    if added:
        drop.button(t("levers.drop_side"), on_click=_drop_side, args=(side,), icon=":material/delete:", key="drop_side")
    return side


def _add_side() -> None:
    """A callback: one more proposal, which sets nothing yet."""
    setting = state.current()
    known = lab.proposal_of(setting).sides
    if len(known) < MOST_SIDES:
        name = next(f"{lab.ADDED}{n}" for n in range(1, MOST_SIDES + 1) if f"{lab.ADDED}{n}" not in known)
        state.put(setting.with_pairs(name, {}, keep=True).looking_at("side", name))


def _drop_side(side: str) -> None:
    """A callback: take away a proposal that the visitor added."""
    state.put(state.current().without_side(side).looking_at("side", None).looking_at(lab.PAIR, None))


def _place(t: Words, setting: Setting) -> None:
    """A list of the places to which the preview may be confined, where there are several; the one looked at is chosen.

    A preview that was measured for the case comes first, and is confined to none of them.
    """
    places = lab.places_of(setting)
    if places:  # by code: names in Chinese and English
        measured = {} if lab.cut_of(replace(setting, part=None)).within else {MEASURED: t("levers.place_measured")}
        titles = {**measured, **{code: plain_text(t.either(*names)) for code, names in places.items()}}
        st.session_state["part"] = lab.cut_of(setting).within or MEASURED
        st.selectbox(t("levers.place"), list(titles), key="part", format_func=titles.__getitem__, on_change=_look_at)


def _look_at() -> None:
    """A callback: confine the preview to the chosen place."""
    state.put(replace(state.current(), part=st.session_state["part"] or None))


def _options(desk: Desk) -> None:
    """Ready-made policies and risks, as selections that set what they say; OWN where the settings are those of none."""
    for group in GROUPS:
        names = [OWN, *(name for name in option_names(group) if _fits(desk, option_settings(group, name)))]
        chosen = next((name for name in names[1:] if _holds(desk, option_settings(group, name))), OWN)
        key = f"option.{group}.{desk.side}"
        st.session_state[key] = chosen
        label, titles = desk.t(f"levers.option_{group}"), {name: _option_title(desk, group, name) for name in names}
        st.selectbox(
            label, names, key=key, format_func=titles.__getitem__, on_change=_choose, args=(group, desk.side, key)
        )


def _option_title(desk: Desk, group: str, name: str) -> str:
    """What an option is called; OWN stands for settings that are no ready-made option."""
    if name == OWN:
        return desk.t("levers.option_own")
    return desk.t.maybe(f"options.{group}_{name}") or plain_text(name)


def _fits(desk: Desk, settings: Mapping[str, Any]) -> bool:
    """Whether this scenario has everything that an option sets."""
    try:
        return bool([lever(desk.tree, path) for path in settings])
    except BadInput:
        return False


def _holds(desk: Desk, settings: Mapping[str, Any]) -> bool:
    """Whether a side has exactly what an option sets."""
    return all(desk.values.get(desk.side, lever(desk.tree, path)) == value for path, value in settings.items())


def _choose(group: str, side: str, key: str) -> None:
    """A callback: lay the settings of the chosen option over a side; an empty choice changes nothing."""
    name = st.session_state[key]
    setting = state.current()
    tree = lab.tree_of(setting)
    for path, value in option_settings(group, name).items() if name else ():
        setting = Values(setting, lab.own_sides_of(setting)).put(side, lever(tree, path), value)
    state.put(setting)


def _others(desk: Desk) -> None:
    """All numbers by section; a section is filled when it is opened. What stands above (with the place) is left out."""
    main = {one.path for one in main_levers(desk.tree)}
    rest: dict[str, list[Lever]] = {}
    for one in lab.levers_of(desk.values.setting):
        if one.path not in main and one.path not in ("network.within", "network.unselected"):
            rest.setdefault(one.section, []).append(one)
    st.caption(desk.t("levers.others", n=sum(map(len, rest.values()))))
    for section in SECTIONS:
        if section in rest:
            title = f"{desk.t(f'levers.section_{section}')} ({len(rest[section])})"
            opened = st.expander(title, key=f"section.{section}", on_change="rerun")
            if opened.open:
                with opened:
                    if section in OF_EVERY_SIDE:
                        st.caption(desk.t("levers.of_every_side"))
                    for one in rest[section]:
                        _show_lever(desk, one, as_slider=False)


def _show_lever(desk: Desk, one: Lever, as_slider: bool) -> None:
    """A lever's widget, and a button that resets it where it was moved."""
    side = side_for(one, desk.side)
    value, key = desk.values.get(side, one), f"lever.{side}.{one.path}"
    # The way back has its place before it is needed: a widget that came to stand elsewhere would lose the keyboard.
    place, back = st.columns([0.86, 0.14], vertical_alignment="bottom", gap="xsmall")
    with place:
        _widget(desk, one, side, value, key, as_slider)
    if desk.values.is_moved(side, one):
        reset_help, reset_key = desk.t("levers.reset"), f"back.{side}.{one.path}"
        back.button("", key=reset_key, icon=":material/undo:", help=reset_help, on_click=_reset, args=(side, one))


def _widget(desk: Desk, one: Lever, side: str, value: Any, key: str, as_slider: bool) -> None:
    """The widget of a lever by its kind: switch, selection, slider or number field.

    ``value`` is written into the session under ``key`` first: a widget shows what stands there.
    """
    common: dict[str, Any] = {
        "label": label_of(one, desk),
        "key": key,
        "help": help_of(one, desk),
        "on_change": _move,
        "args": (side, one, key),
    }
    if one.kind == "switch":
        st.session_state[key] = bool(value)
        st.toggle(**common)
    elif one.kind == "choice":
        st.session_state[key] = value
        st.selectbox(
            options=one.choices, format_func=lambda c: desk.t.maybe(f"levers.choice_{c}") or plain_text(c), **common
        )
    elif as_slider:
        low, high, step = slider_range(one, value, desk.values.usual(side, one))
        kind = int if one.kind == "whole" else float
        st.session_state[key] = kind(value)
        shape = "percent" if one.is_share else None if one.kind == "whole" else f"%.{_places(step)}f"
        st.slider(min_value=kind(low), max_value=kind(high), step=kind(step), format=shape, **common)
    else:
        _number(one, value, key, common)


def _number(one: Lever, value: Any, key: str, common: dict[str, Any]) -> None:
    """A number field; ``common`` holds the arguments that all widgets take."""
    kind = int if one.kind == "whole" else float
    st.session_state[key] = kind(value)
    # Beyond this a browser no longer tells one whole number from the next, and Streamlit refuses the limit.
    low, high = (kind(end) if abs(end) < 2**53 else None for end in (one.low, one.high))
    step = kind(1) if kind is int else _nice(max(abs(float(value)), 0.01) / 10)
    st.number_input(min_value=low, max_value=high, step=step, format="%d" if kind is int else "%g", **common)


def _move(side: str, lever: Lever, key: str) -> None:
    """A callback: put what the widget with this key holds into the setting, as the lever's value on one side.

    A value that the case itself gives the side (its own sides) is not written again.
    """
    setting = state.current()
    state.put(Values(setting, lab.own_sides_of(setting)).put(side, lever, st.session_state[key]))


def _reset(side: str, one: Lever) -> None:
    """A callback: give a lever back the value of the case."""
    setting = state.current()
    state.put(Values(setting, lab.own_sides_of(setting)).reset(side, one))


def _reset_all() -> None:
    state.put(without_changes(state.current()))


def label_of(one: Lever, desk: Desk) -> str:
    """Meaning, before it whose number it is, and its unit."""
    inner = one.path.split(".")[1:-1]  # names between the section and the field, such as that of a service
    whose = _of_step(one, desk) or [desk.naming(step) for step in inner if step in desk.naming.own_names]
    meaning = desk.t.either(one.declaration.zh, one.declaration.en) or one.path
    if one.declaration.entry:
        meaning = f"{meaning}{desk.t('compare.colon')}{desk.naming(one.declaration.entry)}"
    unit = unit_in_words(one.declaration.unit, desk.t)
    text = " · ".join([*whose, meaning]) + (f" ({unit})" if unit and unit not in meaning else "")
    return plain_text(text)


def _of_step(one: Lever, desk: Desk) -> list[str]:
    """Of a number in a process: what the process and the step are called."""
    section, process, *path = one.path.split(".")
    if section != STEPS:
        return []
    found: Any = desk.scenario.processes[process]
    step: Any = None
    for name in path:
        found = _inside(found, name)
        step = found if isinstance(found, Step) else step
    title = step_title(step, desk.naming).replace("\n", " ") if step is not None else ""
    return [desk.naming(process), *([title] if title else [])]


def _inside(whole: Any, name: str) -> Any:
    """What stands under a name in a part of a scenario."""
    if isinstance(whole, tuple):
        return whole[int(name)]
    return whole.get(name) if isinstance(whole, dict) else getattr(whole, name, None)


def help_of(one: Lever, desk: Desk) -> str:
    """Range, evidence label with its meaning, source, and the path for the command line."""
    lines = []
    if one.kind in ("number", "whole"):
        lines.append(desk.t("levers.range", low=f"{one.low:g}", high=f"{one.high:g}"))
    if one.declaration.evidence:
        en, zh = EVIDENCE_MEANING.get(one.declaration.evidence, (one.declaration.evidence, one.declaration.evidence))
        lines.append(desk.t("levers.evidence", label=one.declaration.evidence, meaning=desk.t.either(zh, en)))
    if one.declaration.source:
        lines.append(desk.t("levers.source", source=plain_text(one.declaration.source)))
    return "\n\n".join([*lines, f"`{one.path}`"])


def slider_range(one: Lever, value: Any, usual: Any) -> tuple[float, float, float]:
    """From where to where a slider goes, and in which steps: the declared range, or a handy part of one that is wide.

    Wide is one beyond WIDE times the value of the case (or, if larger, the ``usual`` one): its slider ends at REACH times that.
    """
    size = max(abs(float(usual)), abs(float(one.value)))
    low, high = one.low, one.high
    if size > 0 and high > WIDE * size and not one.is_share:
        high = _nice(REACH * size)
    low, high = min(low, float(value)), max(high, float(value))
    step = 1.0 if one.kind == "whole" else _nice((high - low) / 100 if high > low else 0.01)
    if one.kind == "whole":
        low, high = math.floor(low), math.ceil(high)
    return low, max(high, low + step), step


def _nice(size: float) -> float:
    """The nearest of 1, 2 and 5 times a power of ten that is not smaller."""
    power = 10.0 ** math.floor(math.log10(size))
    # A thousandth less is enough, so that a size that is such a number but for rounding is kept.
    return float(next(round(n * power, 12) for n in (1, 2, 5, 10) if n * power >= size * 0.999))


def _places(step: float) -> int:
    """Decimal places that show a step."""
    return max(0, -math.floor(math.log10(step))) if step > 0 else 2
