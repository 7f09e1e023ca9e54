"""What a visitor chooses to look at: kept in the setting, so that a share link restores it and no other page forgets it.

A choice has one name, which is the key of its widget and its name in the link, and a first option, which no link speaks of.
"""

from collections.abc import Callable, Mapping, Sequence
from typing import Any, TypeVar

import streamlit as st

from sinksim.ui import state

T = TypeVar("T")
SEVERAL, EVERYTHING = ",", ""


def written(option: object) -> str:
    """An option as a link says it; of several each, in order."""
    if isinstance(option, tuple | list):
        return SEVERAL.join(map(written, option))
    return "" if option is None else str(option)


def looked_at(choice: str, options: Sequence[T], first: T) -> T:
    """What is chosen, before its widget is drawn; the first option where nothing else is, or what is no longer offered."""
    chosen_text = state.current().looks_at(choice)
    return next((option for option in options if chosen_text and written(option) == chosen_text), first)


def all_or(everything: str, called: Callable[[str], str]) -> Callable[[str | None], str]:
    """What one of several is called, where None stands for all of them."""
    return lambda name: everything if name is None else called(name)


def select(place: Any, choice: str, label: str, options: Sequence[T], called: Callable[[T], str], **how: Any) -> T:
    """A list to choose one from, drawn in a place (``how``: of Streamlit); ``first`` stands until another is chosen."""
    first: T = how.pop("first", options[0])
    chosen = looked_at(choice, options, first)
    # None would be a list from which nothing is chosen.
    _put(choice, EVERYTHING if chosen is None else chosen)
    offered = [EVERYTHING if option is None else option for option in options]
    common: dict[str, Any] = {
        "format_func": lambda option: called(_meant(option)),
        "key": choice,
    }
    found = place.selectbox(label, offered, **common, **_on_change(choice, first), **how)
    return _meant(found)


def _meant(option: Any) -> Any:
    """The option that a widget's value stands for: EVERYTHING stands for None."""
    return None if option == EVERYTHING else option


def segments(choice: str, label: str, options: Sequence[T], called: Callable[[T], str], first: T | None = None) -> T:
    """A few options side by side; ``first`` (the first of them unless given) stands until another is chosen."""
    one = options[0] if first is None else first
    _put(choice, looked_at(choice, options, one))
    common: dict[str, Any] = {"format_func": called, "key": choice, "required": True}
    chosen: T = st.segmented_control(label, options, **common, **_on_change(choice, one))
    return chosen


def several(choice: str, label: str, options: Sequence[str], called: Callable[[str], str], **how: Any) -> list[str]:
    """Some of the options, in the order in which they were chosen; none at first."""
    chosen_texts = (state.current().looks_at(choice) or "").split(SEVERAL)
    _put(choice, [option for option in chosen_texts if option in options])
    return st.multiselect(label, options, format_func=called, key=choice, **_on_change(choice, []), **how)


def number(place: Any, choice: str, label: str, most: int, **how: Any) -> int:
    """A whole number from 1 on."""
    _put(choice, looked_at(choice, range(1, most + 1), first=1))
    return int(place.number_input(label, 1, most, key=choice, **_on_change(choice, 1), **how))


def tabs(choice: str, titles: Mapping[T, str]) -> tuple[T, dict[T, Any]]:
    """Tabs by option, with their titles: returns the option whose tab is open, and where to draw in each of them."""
    first = next(iter(titles))
    opened = looked_at(choice, list(titles), first)
    _put(choice, titles[opened])
    by_title = {title: option for option, title in titles.items()}
    places = st.tabs(list(titles.values()), key=choice, **_on_change(choice, first, by_title.__getitem__))
    return opened, dict(zip(titles, places, strict=True))


def _put(choice: str, chosen: object) -> None:
    """Set a widget's value in the session, unless it is that already: writing it again would count as a change."""
    if st.session_state.get(choice, _Nothing) != chosen:
        st.session_state[choice] = chosen


class _Nothing:
    """What no option is."""


def _on_change(choice: str, first: object, read: Callable[[Any], object] | None = None) -> dict[str, Any]:
    """Arguments of a widget that store a choice when it is changed."""
    return {"on_change": _store_choice, "args": (choice, written(first), read)}


def _store_choice(choice: str, first: str, read: Callable[[Any], object] | None) -> None:
    """A callback: write the choice into the setting; the first option is the default and is left out.

    ``read`` turns what the widget gives into the option it stands for.
    """
    chosen = st.session_state[choice]
    text = written(read(chosen) if read else chosen)
    state.put(state.current().looking_at(choice, None if text in (first, "") else text))
