"""What was measured on the steps of a side of a preview, and the pictures of it; kept for the whole server."""

import streamlit as st

from sinksim.experiments.walked import Walked, WalkedThrough
from sinksim.scenarios.scenario import Scenario
from sinksim.words import Words


def walked(scenario: Scenario, t: Words) -> WalkedThrough:
    """The scenario walked through; a sign tells that it is on its way."""
    with st.spinner(t("process.measuring")):
        return _walked().of(scenario)


@st.cache_resource(show_spinner=False)
def _walked() -> Walked:
    return Walked()
