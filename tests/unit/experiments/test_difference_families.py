"""Intervals of several differences hold together, whatever their correlation; a single one is Student's."""

import numpy as np
import pytest
from scipy import stats

from sinksim.experiments.comparison import compare
from sinksim.experiments.difference_families import simultaneous_half_widths
from sinksim.experiments.replicate import replicate
from tests.helpers.samples import FakePlan, fake_run, labels

COMPARISONS = 2_000


def differences(n, correlation, draw, seed=5):
    """Differences of three sides from one baseline [3, n, comparisons], whose true means are 0."""
    rng = np.random.default_rng(seed)
    shared, own = draw(rng, (1, n, COMPARISONS)), draw(rng, (3, n, COMPARISONS))
    return correlation**0.5 * shared + (1 - correlation) ** 0.5 * own


def covered(values):
    """Share of comparisons in which all intervals hold the truth."""
    half = simultaneous_half_widths(values, seed=1)
    return float((np.abs(values.mean(axis=1)) <= half).all(axis=0).mean())


def normal(rng, shape):
    return rng.standard_normal(shape)


@pytest.mark.slow
@pytest.mark.parametrize("n", [10, 20])
@pytest.mark.parametrize("correlation", [0.0, 0.5, 0.9])
def test_all_differences_are_covered_together(n, correlation):
    share = covered(differences(n, correlation, normal))
    error = (0.95 * 0.05 / COMPARISONS) ** 0.5
    assert error < 0.005
    # Bonferroni is conservative where differences are correlated; neither may fall short by more than chance allows.
    assert share >= 0.95 - 3 * error
    assert share >= 0.935


def test_intervals_of_single_differences_would_not_hold_together():
    values = differences(10, 0.0, normal)
    alone = np.concatenate([simultaneous_half_widths(values[n : n + 1], seed=1) for n in range(3)])
    together = (np.abs(values.mean(axis=1)) <= alone).all(axis=0).mean()
    assert together < 0.88


def test_a_single_difference_has_students_interval():
    values = np.random.default_rng(1).standard_normal((1, 25, 40))
    expected = stats.t.ppf(0.975, 24) * values.std(axis=1, ddof=1) / 5
    assert simultaneous_half_widths(values, seed=1) == pytest.approx(expected)


def test_fewer_than_twenty_pairs_take_bonferronis_correction():
    values = np.random.default_rng(1).standard_normal((3, 12, 40))
    expected = stats.t.ppf(1 - 0.025 / 3, 11) * values.std(axis=1, ddof=1) / 12**0.5
    assert simultaneous_half_widths(values, seed=1) == pytest.approx(expected)


@pytest.mark.slow
def test_correlated_differences_pay_less_for_being_told_together():
    close, apart = (
        simultaneous_half_widths(differences(20, c, normal), 1) / differences(20, c, normal).std(axis=1)
        for c in (0.9, 0.0)
    )
    assert close.mean() < apart.mean()


def test_a_missing_value_leaves_the_pairs_that_are_there_and_one_pair_none():
    values = np.random.default_rng(1).standard_normal((2, 20, 3))
    values[0, 3:, 0] = np.nan
    values[0, 1:, 1] = np.nan
    half = simultaneous_half_widths(values, seed=1)
    assert np.isfinite(half[:, 0]).all()
    assert half[0, 0] == pytest.approx(stats.t.ppf(1 - 0.025 / 2, 2) * values[0, :3, 0].std(ddof=1) / 3**0.5)
    assert np.isnan(half[0, 1])
    assert np.isfinite(half[1, 1])


def test_the_same_run_tells_the_same_whoever_asks():
    values = differences(20, 0.5, normal)[:, :, :5]
    assert (simultaneous_half_widths(values, seed=3) == simultaneous_half_widths(values, seed=3)).all()
    assert (simultaneous_half_widths(values, seed=3) != simultaneous_half_widths(values, seed=4)).any()


@pytest.fixture(scope="module")
def three():
    days = {"ladder": 3.0, "today": 1.0, "more": 0.5}
    results = {side: replicate(FakePlan(labels(), mean_days=mean), fake_run, 4) for side, mean in days.items()}
    from sinksim.core.side_names import SideRoles

    return compare(results, SideRoles("today", "ladder"))


def test_a_comparison_tells_what_the_platform_brings_and_then_each_proposal(three):
    assert [(block, [(p.names[1].key, p.names[0].key) for p in pairs]) for block, pairs in three.blocks.items()] == [
        ("platform", [("today", "ladder")]),
        ("proposals", [("more", "today")]),
    ]
    rows = [row for row in three.rows() if row["indicator"] == "elapsed" and row["slice"] == "overall"]
    assert [(row["block"], row["side"], row["against"]) for row in rows] == [
        ("platform", "today", "ladder"),
        ("proposals", "more", "today"),
    ]
    for row in rows:
        assert row["level"] - row["level_against"] == pytest.approx(row["difference"])


def test_both_differences_from_the_baseline_and_any_two_sides_are_families(three):
    values = {side: three[side].series("elapsed") for side in three.results}
    for side, against, k in (("today", "ladder", 2), ("more", "today", 2), ("more", "ladder", 3)):
        between = values[side] - values[against]
        expected = stats.t.ppf(1 - 0.025 / k, 3) * between.std(ddof=1) / 2
        assert three.difference("elapsed", side, against).half_width == pytest.approx(expected)
        back = three.difference("elapsed", against, side)
        assert (back.difference, back.half_width) == (
            -three.difference("elapsed", side, against).difference,
            pytest.approx(expected),
        )


def test_a_side_that_is_not_there_is_one_sentence(three):
    from sinksim.core.errors import BadInput

    for ask in (lambda: three["x"], lambda: three.pair("x"), lambda: three.pair("more", "more")):
        with pytest.raises(BadInput) as fault:
            ask()
        assert len(str(fault.value).splitlines()) == 1
