"""Needs that a patrol, a sensor or a citizen finds, and needs that nobody finds."""

import pytest

from sinksim.core.errors import BadInput
from sinksim.core.records import NEVER, Channel, End, Mark
from tests.helpers.worlds import live as live_in

FOUND = """
stations: {desk: {servers: 1}}
processes:
  main:
    - check:
        name: by
        weights: {patrol: %s, sensor: %s, citizen: %s, nobody: %s}
        branches:
          patrol: [{wait: {kind: discover, time: 30, finds: patrol}}]
          sensor: [{wait: {kind: discover, time: 10, finds: sensor}}]
          citizen: [{wait: {kind: discover, time: 60, finds: citizen}}, {travel: {time: 5}}]
          nobody: [{leave: {end: never_filed}}]
    - queue: {station: desk, time: 7, file: true}
    - close
"""


@pytest.mark.parametrize(
    ("weights", "mark", "filed"),
    [((1, 0, 0, 0), Mark.PATROL, 30), ((0, 1, 0, 0), Mark.SENSOR, 10), ((0, 0, 1, 0), 0, 60 + 5)],
)
def test_whoever_finds_a_need_files_it_unless_a_citizen_must_bring_it(live, weights, mark, filed):
    life = live(FOUND % weights, [0])
    assert life.all("marks")[0] & (Mark.PATROL | Mark.SENSOR) == mark
    assert life.minutes("filed") == [filed]
    assert life.minutes("closed") == [filed + 7]
    assert life.minutes("time_discover") == [filed - 5 if filed == 65 else filed]


def test_a_need_that_nobody_finds_has_met_nobody(live):
    life = live(FOUND % (0, 0, 0, 1), [0, 3])
    assert life.all("end") == [End.NEVER_FILED] * 2
    assert life.all("channel") == [Channel.NONE] * 2
    assert life.all("filed") == life.all("closed") == [NEVER] * 2
    assert life.all("contacts") == life.all("time_discover") == life.all("trips") == [0, 0]


def test_what_was_filed_before_is_not_found(live):
    # The patrol comes to a case that stands with the office already.
    text = "processes: {main: [{relay: {time: 5}}, {wait: {kind: discover, time: 9, finds: patrol}}, close]}"
    life = live(text, [0])
    assert (life.all("marks")[0] & Mark.PATROL, life.minutes("filed"), life.minutes("closed")) == (0, [0], [14])


def test_the_first_finder_is_the_finder(live):
    one, other = ({"wait": {"kind": "discover", "time": 4, "finds": finder}} for finder in ("sensor", "patrol"))
    life = live(f"processes: {{main: [{one}, {other}, close]}}".replace("'", ""), [0])
    assert life.all("marks")[0] & (Mark.PATROL | Mark.SENSOR) == Mark.SENSOR
    assert (life.minutes("filed"), life.minutes("time_discover")) == ([4], [8])


def test_in_a_fork_a_department_may_find_the_need_for_the_case(live):
    text = """
stations: {desk: {servers: 1}}
processes:
  main: [{fork: {name: f, departments: [desk], steps: [{wait: {kind: discover, time: 6, finds: patrol}}]}}, close]
"""
    life = live(text, [0])
    assert life.all("marks")[0] & Mark.PATROL
    assert life.minutes("filed") == [6]


def test_at_the_horizon_nobody_has_found_it_yet(live):
    text = (
        "processes: {main: [{wait: {kind: discover, time: 1440, finds: sensor}}, close]}\nexperiment: {window_days: 1}"
    )
    life = live(text, [0])
    assert (life.all("marks")[0] & Mark.SENSOR, life.all("filed"), life.all("end")) == (0, [NEVER], [End.OPEN])


@pytest.mark.parametrize(
    "step",
    [
        "{relay: {time: 1}}",
        "{wait: {kind: discover, time: 1}}",
        "{travel: {time: 1}}",
        "{clock: {start: c}}",
        "{charge: {fee: 1}}",
    ],
)
def test_a_need_that_has_met_somebody_or_for_which_time_has_passed_cannot_end_as_never_filed(step):
    steps = f"{step}, {{check: {{name: x, chance: 0.5}}}}, {{leave: {{end: never_filed}}}}"
    text = f"clocks: {{c: {{deadline: 9}}}}\nprocesses: {{main: [{steps}]}}"
    with pytest.raises(
        BadInput, match=r"main\.2\.leave\.end is 'never_filed', to which a case may come from .*main\.0"
    ):
        live_in(text)


@pytest.mark.parametrize(
    ("service", "refused"),
    [
        ("log: [{origin: site, arisen: -1}]", True),
        ("log: [{origin: site, arisen: 0}]", False),
        ("backlog: {per_origin: 1, waited: 5}", True),
        ("backlog: {per_origin: 1, waited: 5, at: known}", False),
    ],
)
def test_who_waits_when_the_run_begins_has_filed_and_cannot_be_one_whom_nobody_finds(service, refused):
    text = f"""
processes:
  main:
    - check: {{name: x, chance: 0.5, then: [{{leave: {{end: never_filed}}}}]}}
    - {{label: known, wait: {{kind: home, time: 1}}}}
    - close
services: {{need: {{traditional: {{process: main}}, {service}}}}}
"""
    if not refused:
        assert len(live_in(text).cases) == 1
        return
    with pytest.raises(BadInput, match="has cases that wait when the run begins, which may come to"):
        live_in(text)


def test_only_discovery_has_a_finder():
    with pytest.raises(BadInput, match="wait of kind home has finds"):
        live_in("processes: {main: [{wait: {kind: home, time: 1, finds: patrol}}, close]}")
