import numpy as np
import pytest

import sinksim
from sinksim.experiments.running import run
from sinksim.metrics.columns import DAILY
from sinksim.metrics.spread import ENDS_H

pytestmark = pytest.mark.slow

OVERRIDES = (
    "network.scale=0.01",
    "experiment.warm_up_days=2",
    "experiment.window_days=4",
    "experiment.follow_up_days=9",
)


@pytest.fixture(scope="module")
def result():
    return run(sinksim.load("guizhou", *OVERRIDES), replications=2, engine="agents")


def test_every_need_of_the_cohort_is_in_one_class_of_elapsed_and_every_case_filed_in_one_of_waiting(result):
    assert result.spread["elapsed"].sum(axis=(1, 2)).tolist() == result.series("needs").tolist()
    assert result.spread["wait"].sum(axis=(1, 2)).tolist() == result.series("filed").tolist()
    reported = result.series("reported_share") * result.series("filed")
    assert result.spread["closing"].sum(axis=(1, 2)).tolist() == reported.round().tolist()


def test_classes_agree_with_the_quantiles(result):
    elapsed = result.spread["elapsed"].sum(axis=1)
    share = np.cumsum(elapsed, axis=1) / elapsed.sum(axis=1, keepdims=True)
    for name, part in (("elapsed_p50", 0.5), ("elapsed_p90", 0.9)):
        for within, quantile in zip(share, result.series(name), strict=True):
            if not np.isfinite(quantile):
                assert within[:-1].max() < part
                continue
            below = [end for end, reached in zip(ENDS_H, within, strict=False) if reached < part]
            above = [end for end, reached in zip(ENDS_H, within, strict=False) if reached >= part]
            assert max(below, default=0) <= quantile * 1.005
            assert quantile <= min(above, default=np.inf) * 1.005


def test_what_lies_beyond_the_follow_up_is_in_the_last_class(result):
    beyond = result.spread["elapsed"][:, :, -1].sum(axis=1)
    unsolved = result.series("needs") - result.series("solved")
    assert (beyond >= unsolved).all()
    ends = np.array(ENDS_H)
    assert result.spread["elapsed"][:, :, :-1][:, :, ends > 9 * 24 + 96].sum() == 0


def test_days_add_up_to_the_whole_cohort(result):
    for name, whole in (("arisen", "needs"), ("filed", "filed")):
        assert result.daily[:, :, DAILY.index(name)].sum(axis=1).tolist() == result.series(whole).tolist()
    needs, days = result.series("needs"), result.daily.sum(axis=1)
    assert days[:, DAILY.index("covered")] / needs == pytest.approx(result.series("coverage"))
    assert days[:, DAILY.index("elapsed")] / needs / 3_600_000 == pytest.approx(result.series("elapsed"))
    assert days[:, DAILY.index("alert")] / result.series("filed") == pytest.approx(result.series("alert_share"))


def test_there_is_a_row_for_every_day_of_the_window(result):
    assert result.daily.shape == (2, 4, len(DAILY))
