"""What was measured on the steps of a side of a preview; one measurement for the whole server."""

import streamlit as st

from sinksim.analysis.step_cache import MeasuredSteps, StepCache
from sinksim.i18n import Words
from sinksim.scenarios.scenario import Scenario

LOOK = 0.15  # seconds between two looks at how far it is


def step_statistics(scenario: Scenario, t: Words) -> MeasuredSteps:
    """The scenario walked through; a bar tells how far it is. A visitor who turns to another page does not wait for it."""
    measurement = _step_cache().ask(scenario)
    if not measurement.ready_within(0):
        bar = st.progress(0.0, t("process.measuring"))
        while not measurement.ready_within(LOOK):
            bar.progress(min(measurement.share, 1.0), t("process.measuring"))
        bar.empty()
    return measurement.result()


@st.cache_resource(show_spinner=False)
def _step_cache() -> StepCache:
    return StepCache()
