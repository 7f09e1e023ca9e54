"""What was measured on the steps of a side of a preview; one measurement for the whole server."""

import streamlit as st

from sinksim.analysis.step_cache import MeasuredSteps, StepCache
from sinksim.experiments.preview import ground
from sinksim.i18n import Words
from sinksim.scenarios.scenario import Scenario
from sinksim.ui.escape import plain_text

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


def where_measured(found: MeasuredSteps, t: Words) -> str:
    """Where and over how many days steps were measured, which may be less than the numbers of the page cover."""
    within, days = found.scenario.network.within, found.scenario.experiment.window_days
    node = ground(found.scenario.network).graph.nodes[within] if within is not None else None
    place = t.either(node["name"], node["name_en"]) if node is not None else t("process.everywhere")
    return plain_text(t("process.where_measured", place=place, days=f"{days:g}"))


@st.cache_resource(show_spinner=False)
def _step_cache() -> StepCache:
    return StepCache()
