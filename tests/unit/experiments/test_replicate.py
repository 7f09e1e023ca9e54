import dataclasses
import json
import math

import numpy as np
import pytest

from sinksim.core.errors import BadInput
from sinksim.experiments.pair import verdict_on
from sinksim.experiments.replicate import failed, replicate, run_one
from tests.helpers.pairs import pair_of_results
from tests.helpers.samples import FakePlan, fake_run, labels, tables


@pytest.fixture(scope="module")
def quick():
    return replicate(FakePlan(labels(), mean_days=1.0), fake_run, 4)


@pytest.fixture(scope="module")
def slow():
    return replicate(FakePlan(labels(), mean_days=3.0), fake_run, 4)


def test_a_result_has_a_value_for_every_replication(quick):
    assert (quick.n, quick.ended, quick.seed, quick.faults, quick.cases) == (4, "complete", 7, (), 8000)
    one = run_one(FakePlan(labels()), fake_run, 2)
    assert quick.series("coverage")[2] == one.values["overall"][quick.position["coverage"], 0]


def test_an_indicator_is_the_t_interval_of_its_replications(quick):
    mean, half_width, n = quick.indicator("elapsed", service="clinic", area="100")
    values = quick.series("elapsed", service="clinic", area="100")
    assert mean == pytest.approx(values.mean())
    assert half_width == pytest.approx(3.182446 * values.std(ddof=1) / 2, rel=1e-6)
    assert n == 4


def test_needs_of_the_areas_add_up_to_the_whole(quick):
    parts = sum(quick.indicator("needs", area=code).mean for code in quick.labels.areas.codes)
    assert parts == pytest.approx(quick.indicator("needs").mean)


def test_equity_figures_can_be_asked_for_like_indicators(quick):
    found = quick.indicator("gini_elapsed")
    assert 0 <= found.mean < 0.2
    assert found.half_width > 0
    assert found.n == 4


@pytest.mark.parametrize(
    ("ask", "said"),
    [
        ({"name": "coverag"}, "indicator: 'coverag' is not known"),
        ({"name": "coverage", "service": "x"}, "service: 'x' is not in this result; allowed: clinic, hotline"),
        ({"name": "coverage", "area": "100", "segment": "old"}, "slice: area '100' with segment 'old' is not kept"),
    ],
)
def test_a_slice_that_is_not_there_is_refused_in_a_sentence(quick, ask, said):
    with pytest.raises(BadInput, match=said):
        quick.indicator(**ask)


def everything(result):
    found = result.to_json_dict()
    found.pop("elapsed_seconds")
    return json.dumps(found, allow_nan=False), result.stations.tolist()


@pytest.mark.slow
def test_the_table_is_the_same_whatever_the_number_of_workers(quick):
    assert everything(replicate(FakePlan(labels()), fake_run, 4, workers=2)) == everything(quick)


def test_progress_goes_from_nothing_to_everything_without_a_step_back():
    told = []
    replicate(FakePlan(labels(), count=100), fake_run, 2, lambda *now: told.append(now))
    shares = [share for _, _, share in told]
    assert (shares[0], shares[-1]) == (0, 1)
    assert told[-1][:2] == (2, 2)
    assert all(0 <= share <= 1 for share in shares)
    assert len(told) == 1 + 2 * (3 + 1)


def to_the_horizon(plan, replication, visits=False):
    """An engine whose last batch reaches the end of the run."""
    for batch in fake_run(plan, replication, visits):
        yield batch._replace(now=plan.labels.window.horizon)
    return tables()


def test_what_is_told_as_finished_is_kept_whoever_stops_it_then():
    told = []

    def progress(finished, asked, share):
        told.append(finished)
        if finished:
            raise KeyboardInterrupt

    found = replicate(FakePlan(labels()), to_the_horizon, 3, progress)
    assert told[-1] == 1
    assert (found.n, found.ended) == (1, "partial")


def interrupted_run(plan, replication, visits=False):
    if replication == 2:
        raise KeyboardInterrupt
    return (yield from fake_run(plan, replication, visits))


def test_an_interrupt_keeps_what_is_finished_and_says_partial(quick):
    found = replicate(FakePlan(labels()), interrupted_run, 4)
    assert (found.ended, found.n, found.replications) == ("partial", 2, 4)
    assert found.series("elapsed").tolist() == quick.series("elapsed")[:2].tolist()


def test_an_interrupt_before_anything_is_finished_is_passed_on():
    def at_once(plan, replication):
        raise KeyboardInterrupt
        yield

    with pytest.raises(KeyboardInterrupt):
        replicate(FakePlan(labels()), at_once, 2)


def test_no_replication_is_refused():
    with pytest.raises(BadInput, match="replications: 0 is too few; allowed: 1 or more"):
        replicate(FakePlan(labels()), fake_run, 0)


def test_a_failed_run_has_a_reason_and_no_numbers():
    found = failed(FakePlan(labels()), "the station has no servers", 4)
    assert (found.ended, found.n, found.rows()) == ("failed", 0, [])
    assert math.isnan(found.indicator("coverage").mean)
    assert found.to_json_dict()["reason"] == "the station has no servers"


def unconserved_run(plan, replication, visits=False):
    tables = yield from fake_run(plan, replication, visits)
    return tables._replace(ledger={"cost_staff_institution": 1})


def test_what_is_not_conserved_is_told_with_its_replication():
    found = replicate(FakePlan(labels(), count=50), unconserved_run, 2)
    assert [fault.split(":")[0] for fault in found.faults] == ["replication 0", "replication 1"]


def test_json_holds_no_infinite_number(quick):
    text = json.dumps(replicate(FakePlan(labels(), mean_days=30.0), fake_run, 2).to_json_dict(), allow_nan=False)
    assert '"beyond_follow_up": true' in text


def test_the_table_names_slice_and_unit_of_every_value(quick):
    table = quick.table()
    row = table[(table.indicator == "elapsed") & (table.segment == "old")].iloc[0]
    assert (row.slice, row.unit, row.n) == ("segment", "h", 4)
    assert set(table.slice) == {"overall", "service", "area", "segment", "backlog"}


def test_a_comparison_pairs_replications(quick, slow):
    found = pair_of_results(quick, slow).difference("elapsed")
    pairs = slow.series("elapsed") - quick.series("elapsed")
    assert found.difference == pytest.approx(pairs.mean())
    assert found.half_width == pytest.approx(3.182446 * pairs.std(ddof=1) / 2, rel=1e-6)
    assert (found.verdict, found.n) == ("worse", 4)
    assert found.alternative - found.baseline == pytest.approx(found.difference)
    assert 0 < found.variance_ratio < found.variance_ratio_upper < 2


def test_a_scenario_compared_with_itself_shows_little_difference(quick):
    verdicts = {row["verdict"] for row in pair_of_results(quick, quick).rows()}
    assert verdicts == {"little difference", "no interval"}
    finite = [row for row in pair_of_results(quick, quick).rows() if math.isfinite(row["baseline"])]
    assert {row["difference"] for row in finite} == {0.0}


def test_the_difference_of_an_equity_figure_is_jackknifed_over_pairs(quick, slow):
    found = pair_of_results(quick, slow).difference("segment_gap_coverage")
    a, b = quick.figure("segment_gap_coverage"), slow.figure("segment_gap_coverage")
    parts = b.leave_one_out - a.leave_one_out
    assert found.difference == pytest.approx(b.value - a.value)
    assert found.half_width == pytest.approx(3.182446 * (3 * parts.var()) ** 0.5, rel=1e-6)


def test_the_rows_and_the_single_question_agree(quick, slow):
    comparison = pair_of_results(quick, slow)
    rows = [row for row in comparison.rows() if row["indicator"] == "coverage" and row["area"] == "200"]
    asked = comparison.difference("coverage", area="200")
    assert [row["difference"] for row in rows] == [asked.difference]


def test_induced_needs_are_the_net_difference_in_cases_filed(quick):
    more = replicate(FakePlan(labels(), count=2100), fake_run, 4)
    found = pair_of_results(quick, more).induced
    assert found.difference == more.indicator("filed").mean - quick.indicator("filed").mean


def test_results_that_cannot_be_paired_are_refused(quick, slow):
    with pytest.raises(BadInput, match=r"comparison\.seed: 7 in baseline and 8 in alternative"):
        pair_of_results(quick, dataclasses.replace(slow, seed=8))
    other = dataclasses.replace(slow.labels, services=("clinic", "window"))
    with pytest.raises(BadInput, match=r"comparison\.services"):
        pair_of_results(quick, dataclasses.replace(slow, labels=other))
    with pytest.raises(BadInput, match="no finished replication"):
        pair_of_results(quick, failed(FakePlan(labels()), "why", 4))


def test_a_partial_result_is_compared_over_the_pairs_that_exist(quick):
    part = replicate(FakePlan(labels(), mean_days=2.0), interrupted_run, 4)
    comparison = pair_of_results(quick, part)
    assert (comparison.n, comparison.difference("elapsed").n) == (2, 2)
    two = replicate(FakePlan(labels()), fake_run, 2)
    assert comparison.difference("gini_elapsed").baseline == two.indicator("gini_elapsed").mean
    assert np.isfinite(comparison.difference("gini_elapsed").half_width)


@pytest.mark.parametrize(
    ("difference", "half_width", "better", "verdict"),
    [
        (1.0, 2.0, "lower", "little difference"),
        (2.0, 2.0, "lower", "little difference"),
        (2.1, 2.0, "lower", "worse"),
        (-2.1, 2.0, "lower", "better"),
        (2.1, 2.0, None, "higher"),
        (2.1, math.nan, "lower", "no interval"),
    ],
)
def test_a_verdict_needs_an_interval_without_zero(difference, half_width, better, verdict):
    assert verdict_on(difference, half_width, better) == verdict
