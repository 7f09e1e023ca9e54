"""Meet: wait for the next meeting of a node."""

import pytest

from tests.helpers.worlds import DAY


@pytest.mark.parametrize(("arisen", "met"), [(0, 1440), (1, 1440), (1439, 1440), (1440, 2880), (1441, 2880)])
def test_a_meeting_is_strictly_after_now(live, arisen, met):
    life = live("processes: {main: [{meet: {every_days: 1}}, close]}", [arisen], experiment={"window_days": 5})
    assert life.minutes("closed") == [met]
    assert life.kinds() == {"meeting": met - arisen}


@pytest.mark.parametrize(("arisen", "met"), [(0, 720), (719, 720), (720, 720 + 2880)])
def test_the_first_meeting_is_at_its_offset(live, arisen, met):
    text = "processes: {main: [{meet: {every_days: 2, offset_days: 0.5}}, close]}"
    assert live(text, [arisen], experiment={"window_days": 5}).minutes("closed") == [met]


def test_cases_that_meet_together_go_on_together_in_order(live):
    text = """
stations: {desk: {servers: 1}}
processes: {main: [{meet: {every_days: 0.5}}, {queue: {station: desk, time: 10}}, close]}
"""
    assert live(text, [300, 100, 200]).minutes("closed") == [730, 740, 750]


def test_each_node_meets_at_a_phase_of_its_own(live):
    nodes = ", ".join(f"{{code: t{n}, tier: township, parent: top}}" for n in range(4))
    text = f"""
network: {{nodes: [{{code: top, tier: county}}, {nodes}]}}
processes: {{main: [{{meet: {{every_days: 1, at: township}}}}, close]}}
"""
    log = [{"arisen": 0, "origin": f"t{n}"} for n in range(4)]
    closed = live(text, log, experiment={"window_days": 3}).all("closed")
    assert len(set(closed)) == 4
    assert all(0 < instant <= DAY for instant in closed)
    # All of a county's townships meet as one where the county meets.
    assert len(set(live(text.replace("at: township", "at: county"), log).all("closed"))) == 1
