"""Shares lie between none and all, in every slice of every made-up world; those of cases filed count filed cases alone.

200 worlds; ``SINKSIM_SHARES=10000 pytest tests/invariants/test_shares.py`` lives through as many as it says.
"""

import os

import numpy as np
from hypothesis import HealthCheck, given, settings

from sinksim import compiled
from sinksim.experiments.replicate import run_one
from sinksim.metrics.indicators import indicators
from sinksim.plan.compiling import compile_plan
from tests.helpers.generated.worlds import worlds
from tests.helpers.worlds import live, scenario

WORLDS = int(os.environ.get("SINKSIM_SHARES", "200"))


def outside(plan):
    """Shares of one replication that lie below 0 or above 1, and how many there are at all."""
    at = [(n, row.name) for n, row in enumerate(indicators(plan.labels)) if row.unit == "share"]
    values = run_one(plan, compiled.run, 0).values
    found = {name: np.concatenate([family[n] for family in values.values()]) for n, name in at}
    return [name for name, v in found.items() if np.any((v < 0) | (v > 1))], sum(
        np.isfinite(v).sum() for v in found.values()
    )


def test_no_share_is_below_none_or_above_all():
    told = []

    @settings(
        max_examples=WORLDS, deadline=None, derandomize=True, database=None, suppress_health_check=list(HealthCheck)
    )
    @given(worlds())
    def look(tree):
        wrong, number = outside(compile_plan(scenario(tree)))
        assert wrong == []
        told.append(number)

    look()
    assert sum(told) > 100 * WORLDS


def test_who_leaves_without_contact_is_in_no_share_of_cases_filed():
    text = """
stations: {desk: {servers: 1}}
processes:
  main:
    - travel: {time: 5}
    - check: {name: half, chance: 0.5, then: [{leave: {end: lost}}]}
    - queue: {station: desk, time: 1}
    - close
"""
    life = live(text, list(range(0, 400, 7)))
    lost, filed = (life.cases["end"] == 4).sum(), (life.cases["filed"] >= 0).sum()
    assert lost > 10
    assert lost + filed == len(life.cases)
    plan = life.plan
    values = run_one(plan, compiled.run, 0).values["overall"][:, 0]
    named = {row.name: values[n] for n, row in enumerate(indicators(plan.labels))}
    assert named["lost_share"] == 0
    assert named["reported_share"] == 1
