"""Compare: two sides of a case, headlines first, then where the differences come from."""

import streamlit as st

from sinksim.ui.setting import Setting
from sinksim.words import Words


def page(t: Words, setting: Setting) -> None:
    """Draw the page."""
    st.title(t("compare.title"))
