"""The table under a picture: what the picture shows, as numbers; closed until somebody asks for it."""

from collections.abc import Sequence

import streamlit as st

from sinksim.i18n import Words
from sinksim.ui.shell import plain_text

# Longer tables are drawn piece by piece as they are moved.
MOST_STATIC = 120


def data_table(rows: Sequence[dict[str, str]], t: Words, key: str, label: str | None = None) -> None:
    """Show rows of one shape in the order given; a short table cannot be put into another order by its reader."""
    from pandas import DataFrame

    title = label or t("shell.table")
    with st.expander(title, key=key):
        if len(rows) <= MOST_STATIC:
            escaped = [{plain_text(name): plain_text(value) for name, value in row.items()} for row in rows]
            st.table(DataFrame(escaped), border="horizontal", hide_index=True, alt=title)
        else:
            st.dataframe(DataFrame(list(rows)), hide_index=True, alt=title)
