"""Several seeds together: the first figures of all systems must spread as chance has it, neither more nor less."""

import json

import numpy as np
import pytest
from scipy import stats

from sinksim.verification.systems import Headlines, VerifyReport
from sinksim.verification.systems.report import Row


def row(system, z, figure="mean wait", verdict="ok"):
    return Row(system, figure, 0.7, 10.0, 10.0, z, 0.004, 0.007, verdict, False, 10**7, 64)


def report(rows, seed=1):
    return VerifyReport(tuple(rows), "compiled", seed, 10**7, 1.0)


def spread(size, z, seeds=4):
    return Headlines(tuple(report([row(f"system {n}", z) for n in range(size)], seed) for seed in range(seeds)))


def test_only_the_first_figure_of_each_system_counts():
    pair = report([row("a", 1.0), row("a", 9.0, "other"), row("b", -2.0)]), report([row("a", 3.0), row("b", 0.0)], 2)
    assert [(r.system, r.z) for r in Headlines(pair).rows] == [("a", 1.0), ("b", -2.0), ("a", 3.0), ("b", 0.0)]
    assert Headlines(pair).rms_z == pytest.approx((14 / 4) ** 0.5)


def test_the_interval_is_left_once_in_a_thousand_times():
    low, high = spread(36, 1.0).interval
    n = 4 * 36
    assert stats.chi2.cdf(n * low**2, n) + stats.chi2.sf(n * high**2, n) == pytest.approx(0.001)
    assert (low, high) == pytest.approx((0.8, 1.2), abs=0.02)


@pytest.mark.parametrize(("z", "ok"), [(0.7, False), (0.9, True), (1.1, True), (1.3, False), (float("nan"), False)])
def test_too_little_and_too_much_spread_fail(z, ok):
    found = spread(36, z)
    assert found.ok is ok
    assert ("not as chance has it" in found.summary()) is not ok


def test_independent_normal_deviates_pass():
    luck = np.random.default_rng(5)
    seeds = (report([row(f"system {n}", luck.normal()) for n in range(36)], seed) for seed in range(4))
    assert Headlines(tuple(seeds)).ok


def test_one_seed_that_fails_fails_all():
    good, bad = report([row("a", 1.0)]), report([row("a", 1.0, verdict="imprecise")], 2)
    assert Headlines((good, good)).ok
    assert not Headlines((good, bad)).ok


def test_the_document_holds_every_seed():
    document = json.loads(json.dumps(spread(3, float("nan"), seeds=2).to_json(), allow_nan=False))
    assert [seed["seed"] for seed in document["seeds"]] == [0, 1]
    assert (document["ok"], document["headline_figures"], document["headline_rms_z"]) == (False, 6, None)
