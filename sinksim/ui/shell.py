"""Around every page: language, navigation, the link that restores it, and faults said in one sentence."""

from collections.abc import Callable
from dataclasses import replace
from functools import partial
from importlib import import_module
from pathlib import Path
from typing import Any

import streamlit as st

from sinksim.core.errors import SinksimError
from sinksim.i18n import LANGUAGES, Words, words
from sinksim.ui import state
from sinksim.ui.escape import plain_text
from sinksim.ui.faults import fault_text
from sinksim.ui.pages import PAGES, Listed
from sinksim.ui.setting import Setting

__all__ = ["draw", "plain_text"]

ICON = Path(__file__).parent / "icon.svg"
STYLESHEET = Path(__file__).parent / "shell.css"
_NAMES = {"zh": "中文", "en": "English"}


def draw() -> None:
    """Draw the whole page."""
    st.set_page_config(page_title="sinksim", page_icon=str(ICON), layout="wide")
    st.html(STYLESHEET)
    setting = _language(state.current())
    state.publish(setting)
    t = words(setting.lang)
    chosen = _navigation(t)
    if fault := state.fault_of_link():
        st.warning(t("shell.bad_link", fault=fault_text(fault, setting.lang)))
    try:
        chosen.run()
    except SinksimError as fault:
        st.error(f"{t('shell.refused')}\n\n{fault_text(fault, setting.lang)}")
    state.publish(state.current())


def _language(setting: Setting) -> Setting:
    """The switch of the language, at the upper right of every page; the chosen language holds at once."""
    with st.container(key="language_bar", width="content"):
        chosen = st.segmented_control(
            "语言 / Language",
            LANGUAGES,
            default=setting.lang,
            format_func=_NAMES.__getitem__,
            key="language",
            required=True,
            label_visibility="collapsed",
        )
    if chosen != setting.lang:
        setting = replace(setting, lang=chosen)
        state.put(setting)
    return setting


def _navigation(t: Words) -> Any:
    """The pages by group; gives the one that is open."""
    groups: dict[str, list[Any]] = {}
    for position, listed in enumerate(PAGES):
        groups.setdefault(t(f"nav.group_{listed.navigation.group}"), []).append(_page(t, listed, home=position == 0))
    return st.navigation(groups, position="top")


def _page(t: Words, listed: Listed, home: bool) -> Any:
    """A page as Streamlit takes it; the first one (``home``) has no address of its own: it lies at the root."""
    title, icon, address = (
        t(f"nav.{listed.name}"),
        f":material/{listed.navigation.icon}:",
        None if home else listed.name,
    )
    return st.Page(_drawing(listed.name), title=title, icon=icon, default=home, url_path=address)


def _drawing(name: str) -> Callable[[], None]:
    """What draws a page; Streamlit wants a name for the function."""
    drawing = partial(_draw_page, name)
    drawing.__name__ = name  # type: ignore[attr-defined]
    return drawing


def _draw_page(name: str) -> None:
    setting = state.current()
    import_module(f"sinksim.ui.pages.{name}").page(words(setting.lang), setting)
