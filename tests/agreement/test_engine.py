"""What the fast engine promises beside the records: growth and batches."""

import numpy as np

from sinksim import compiled
from sinksim.compiled.preparation.initial_state import RECORDS
from sinksim.plan.compiling import compile_plan
from tests.helpers.engine_differences import differences, differences_when_counted, lived, or_refusal
from tests.helpers.worlds import scenario

CROWD = """
network: {nodes: [{code: site, tier: township}]}
stations: {desk: {servers: 1, staff: clerk}}
processes:
  main:
    - queue: {station: desk, time: {law: exponential, mean: 1}, patience: {law: exponential, mean: 600}}
    - close: {hollow: 0}
services: {need: {demand: {per_day: 40000, group_size: {"1": 1, "7": 1}}, traditional: {process: main}}}
experiment: {window_days: 0.5}
"""

CIRCLE = """
network: {nodes: [{code: site, tier: township}]}
stations: {left: {servers: 1, room: 1}, right: {servers: 1, room: 1}}
processes:
  there: [{queue: {station: left, time: 10, holds_server: true}}, {queue: {station: right, time: 10}}, close]
  back: [{queue: {station: right, time: 10, holds_server: true}}, {queue: {station: left, time: 10}}, close]
services:
  a: {demand: {per_day: 100}, traditional: {process: there}}
  b: {demand: {per_day: 100}, traditional: {process: back}}
experiment: {window_days: 1}
"""


def test_a_crowd_makes_every_array_grow_and_changes_no_record():
    plan = compile_plan(scenario(CROWD))
    assert differences(plan) == []
    assert differences(plan, visits=False) == []


def test_records_come_in_portions_of_limited_size():
    plan = compile_plan(scenario(CROWD))
    sizes = [len(batch.cases) for batch in compiled.run(plan, 0)]
    assert len(sizes) > 3
    assert max(sizes) < RECORDS + 1000 < sum(sizes)


def test_a_replication_leaves_what_is_shared_as_it_was():
    plan = compile_plan(scenario(CROWD))
    one, two = (np.concatenate([b.cases for b in compiled.run(plan, 0)]) for _ in range(2))
    assert one.tobytes() == two.tobytes()


def test_stations_that_wait_for_each_other_are_refused_by_both_in_the_same_words():
    plan = compile_plan(scenario(CIRCLE))
    assert "left@site, right@site hold all their servers" in or_refusal(lived, compiled.run, plan)
    assert differences(plan) == differences_when_counted(plan) == []
