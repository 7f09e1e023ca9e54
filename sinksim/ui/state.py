"""The setting of a session: read from the link once, changed by widgets, written back into the link."""

from typing import Any

import streamlit as st

from sinksim.core.errors import BadInput
from sinksim.i18n import as_lang
from sinksim.ui import lab
from sinksim.ui.setting import Setting, from_query

_KEY = "setting"
_FAULT = "fault_of_link"


def current() -> Setting:
    """The setting that the page shows."""
    if _KEY not in st.session_state:
        st.session_state[_KEY] = _from_link()
    setting: Setting = st.session_state[_KEY]
    return setting


def put(setting: Setting) -> None:
    """Change the setting; the page that is drawn next shows it."""
    st.session_state[_KEY] = setting


def publish(setting: Setting) -> None:
    """Write the setting into the address, so that the address is the share link."""
    wanted = setting.to_query()
    if st.query_params.to_dict() != wanted:
        st.query_params.from_dict(wanted)


def fault_of_link() -> str | None:
    """What could not be read in the link that opened the page, if anything."""
    fault: Any = st.session_state.get(_FAULT)
    return str(fault) if fault else None


def _from_link() -> Setting:
    """The setting of the address; the default one where it cannot be read, with the fault kept for the page."""
    lang = as_lang(st.context.locale)
    try:
        return lab.in_names_of_case(from_query(st.query_params.to_dict(), lang))
    except BadInput as fault:
        st.session_state[_FAULT] = str(fault)
        return Setting(lang=lang)
