"""Servers stated at a place that is not in the run change nothing, and a note says so."""

import pytest

import sinksim

SHORT = (
    "experiment.window_days=1",
    "experiment.warm_up_days=0",
    "experiment.follow_up_days=1",
    "experiment.replications=1",
)


@pytest.mark.parametrize(
    ("code", "is_noted"), [("522301", True), ("520102", True), ("520111", False), ("520381", False)]
)
def test_servers_at_a_county_outside_the_sample_are_noted(code, is_noted):
    scenario = sinksim.load("guizhou", *SHORT, f"stations.county_desk.at.{code}.add=1")
    notes = {note.code: note.values for note in sinksim.run(scenario, engine="compiled").notes}
    assert ("servers_outside" in notes) == is_noted
    if is_noted:
        assert notes["servers_outside"] == {"stations": (f"county_desk ({code})",)}


def test_servers_above_the_sample_are_in_the_run():
    scenario = sinksim.load("guizhou", *SHORT, "stations.province_desk.at.520000.add=1")
    assert "servers_outside" not in {note.code for note in sinksim.run(scenario, engine="compiled").notes}
