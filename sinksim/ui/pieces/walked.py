"""What was measured on the steps of a side of a preview; one measurement for the whole server."""

import streamlit as st

from sinksim.experiments.steps import Steps
from sinksim.experiments.walked import Walked
from sinksim.scenarios.scenario import Scenario
from sinksim.words import Words


def walked(scenario: Scenario, t: Words) -> Steps:
    """The measured steps; a sign tells that they are on their way."""
    with st.spinner(t("process.measuring")):
        return _walked().of(scenario)


@st.cache_resource(show_spinner=False)
def _walked() -> Walked:
    return Walked()
