"""A picture on a page: with words for those who do not see it, and room to be moved sideways where it is wide."""

from typing import Any

import streamlit as st

# What plotly's own buttons would add is not needed; nothing of it leads to another host.
_CONFIG: dict[str, Any] = {"displaylogo": False, "displayModeBar": False, "responsive": True}


def picture(figure: Any, label: str, key: str, wide: bool = False) -> None:
    """Show a plotly figure; a ``wide`` one keeps its own width and is moved sideways on small screens."""
    if not wide:
        st.plotly_chart(figure, key=key, config=_CONFIG, alt=label)
        return
    width = int(figure.layout.width or 0)
    with st.container(key=f"wide_{key}"):
        st.html(
            f"<style>.st-key-wide_{key} {{overflow-x: auto}} "
            f".st-key-wide_{key} [data-testid='stPlotlyChart'] {{min-width: {width}px; max-width: {width}px}}</style>"
        )
        st.plotly_chart(figure, key=key, config=_CONFIG, alt=label)
