"""A picture on a page: with words for those who do not see it, and room to be moved sideways where it is wide."""

from typing import Any

import streamlit as st

# What plotly's own buttons would add is not needed; nothing of it leads to another host.
_CONFIG: dict[str, Any] = {"displaylogo": False, "displayModeBar": False, "responsive": True}

# What is written beside bars and axes; what stands inside a bar has the colour that its ground needs.
_TEXTS = (
    "[data-testid='stPlotlyChart'] :is(.annotation-text, .xtick text, .ytick text, .xtitle, .ytitle, .legendtext, "
    ".bartext-outside)"
)
# A sign that there is more beside, where there is not room for all.
_SIDEWAYS = (
    "@media (max-width: 640px) {.st-key-wide_KEY::before {content: '\N{LONG LEFT RIGHT ARROW}'; position: sticky; "
    "left: 0; width: 100%; text-align: center; opacity: 0.6}}"
)


def picture(figure: Any, label: str, key: str, wide: bool = False) -> None:
    """Show a plotly figure; a ``wide`` one keeps its own width and is moved sideways on small screens."""
    # The theme pales what is written in a picture; it is to be read like the text around it, on light and dark ground.
    st.html(f"<style>{_TEXTS} {{fill: currentColor !important}}</style>")
    if not wide:
        st.plotly_chart(figure, key=key, config=_CONFIG, alt=label)
        return
    # The picture takes the width of what it stands in, so that this is given the picture's own.
    width = int(figure.layout.width or 0)
    with st.container(key=f"wide_{key}"):
        st.html(
            f"<style>.st-key-wide_{key} {{overflow-x: auto}} "
            f".st-key-canvas_{key} {{width: {width}px !important; min-width: {width}px !important; margin-inline: auto}} "
            f"{_SIDEWAYS.replace('KEY', key)}</style>"
        )
        with st.container(key=f"canvas_{key}"):
            st.plotly_chart(figure, key=key, config=_CONFIG, alt=label)
