"""The gate can fail, and fails for the right reasons."""

import dataclasses
import json

import numpy as np
import pytest
from scipy import stats

from sinksim.core.errors import BadInput
from sinksim.core.records import End
from sinksim.scenarios.loading.composing import scenario_of
from sinksim.scenarios.loading.settings import apply_settings
from sinksim.scenarios.loading.strict_yaml import read_yaml
from sinksim.verification.systems import System, verify
from sinksim.verification.systems.judging import estimate
from sinksim.verification.systems.precision import largest_error
from sinksim.verification.systems.sampling import Sample, parts, prepare
from sinksim.verification.systems.system import FOLDER
from tests.theory.engines import engine, named, one_figure

EXPECTED = 25.0
# With a spread of 2 % over 64 replications: the mean that lies so many standard errors away.
ERROR = 0.02 * (64 / 63) ** 0.5 / 8


def judged(means, catalogue=None, **settings):
    return verify(engine(means, **settings), workers=1, catalogue=catalogue or [one_figure()])


def changed(system, path, value):
    """The same figures expected of a scenario in which one setting is another."""
    tree = apply_settings(read_yaml(FOLDER / f"{system.name}.yaml"), {path: value}, system.name)
    return dataclasses.replace(system, given=scenario_of(tree, system.name))


def test_a_service_three_per_cent_too_slow_is_caught():
    slower = changed(named("md1"), "processes.visit.0.queue.time", 10.3)
    report = verify(catalogue=[slower], customers=100_000)
    assert not report.ok
    assert {row.figure: row.verdict for row in report.rows}["mean wait [min]"] == "differs"
    assert max(row.z for row in report.rows) > 4.5


def test_arrivals_three_per_cent_too_many_are_caught():
    busier = changed(named("mt_m_infinite"), "services.call.demand.per_day", 247.2)
    report = verify(catalogue=[busier])
    assert {row.figure: row.verdict for row in report.rows}["arrivals"] == "differs"


def test_a_deviation_far_beyond_the_gate_fails_at_once():
    (row,) = judged([EXPECTED * (1 + 8 * ERROR)]).rows
    assert (row.verdict, row.repeated) == ("differs", False)
    assert row.z > 4.5


def test_a_doubtful_deviation_is_repeated_once_with_fresh_luck_and_may_pass():
    (row,) = judged([EXPECTED * (1 + 4 * ERROR), EXPECTED]).rows
    assert (row.verdict, row.repeated) == ("ok", True)
    assert row.z == pytest.approx(0, abs=1e-3)


def test_a_doubtful_deviation_that_comes_again_fails():
    report = judged([EXPECTED * (1 - 4 * ERROR), EXPECTED * (1 - 4 * ERROR)])
    assert not report.ok
    assert (report.rows[0].verdict, report.rows[0].repeated) == ("differs", True)


def test_a_small_deviation_is_not_repeated():
    (row,) = judged([EXPECTED * (1 + 2 * ERROR)]).rows
    assert (row.verdict, row.repeated) == ("ok", False)
    assert row.z == pytest.approx(1.96, abs=0.01), "two standard errors of 64 replications are 1.96 normal ones"


def test_a_repetition_is_four_times_as_deep():
    system = one_figure()
    steady, deeper = (prepare(system, None, 1, depth=depth).plan.labels.window.window for depth in (1, 4))
    assert deeper == pytest.approx(4 * steady)
    day = named("mt_m_c")
    assert prepare(day, None, 1, depth=4).replications == 4 * prepare(day, None, 1).replications


def test_agreement_with_too_large_a_standard_error_fails():
    report = judged([EXPECTED], spread=0.5)
    assert [row.verdict for row in report.rows] == ["imprecise"]
    assert not report.ok


def test_a_million_customers_need_a_smaller_standard_error():
    system, sloppy = one_figure(), engine([EXPECTED], spread=0.3)
    quick = verify(sloppy, workers=1, catalogue=[system])
    deep = verify(engine([EXPECTED], spread=0.3), workers=1, catalogue=[system], customers=1_000_000)
    assert 0.03 < quick.rows[0].relative_standard_error < 0.05
    assert (quick.rows[0].bar, deep.rows[0].bar) == (0.05, 0.03)
    assert (quick.ok, deep.ok) == (True, False)


@pytest.mark.parametrize(
    ("customers", "bars"),
    [
        (None, [0.05] * 5),
        (999_999, [0.05] * 5),
        (1_000_000, [0.025, 0.025, 0.03, 0.03, 0.05]),
        (10_000_000, [0.007, 0.007, 0.015, 0.015, 0.04]),
    ],
)
def test_the_deeper_and_the_less_busy_the_smaller_an_error_is_allowed(customers, bars):
    loads = [0.01, 0.07 * 10, 0.71, 0.9, 0.95]
    assert [largest_error(load, customers) for load in loads] == bars


def test_cases_cut_off_at_the_horizon_fail():
    cut = changed(named("mm1"), "experiment.follow_up_days", 0.0)
    report = verify(catalogue=[cut])
    assert {row.verdict for row in report.rows} == {"cut off"}


def test_a_figure_of_which_nothing_was_counted_fails():
    (row,) = judged([EXPECTED], end=End.REFUSED).rows
    assert row.verdict == "differs"
    assert np.isnan(row.z)


def test_nothing_at_all_is_no_agreement():
    nothing = verify(engine([]), workers=1, catalogue=[])
    assert not nothing.ok
    assert nothing.summary().startswith("0 systems")


def test_fewer_than_64_replications_are_refused():
    few = changed(named("mm1"), "experiment.replications", 63)
    with pytest.raises(BadInput, match="mm1: replications is 63; allowed: 64 or more"):
        verify(catalogue=[few])


def test_so_few_customers_that_too_few_days_are_run_are_refused():
    with pytest.raises(BadInput, match="customers is 1200, so that replications is 10; allowed: 64 or more"):
        verify(names=["mt_m_c"], customers=1200)


def test_fewer_customers_than_replications_are_refused():
    with pytest.raises(BadInput, match="customers is 10; allowed: 64 or more"):
        verify(names=["mm1"], customers=10)


@pytest.mark.parametrize(
    ("settings", "said"),
    [
        ({"names": ["mm2"]}, "system is 'mm2'"),
        ({"engine": "agent", "names": ["mm1"]}, "engine is 'agent'"),
        ({"workers": 0}, "workers is 0; allowed: 1 or more"),
    ],
)
def test_a_bad_setting_is_refused_in_a_sentence(settings, said):
    with pytest.raises(BadInput, match=said):
        verify(**settings)


def test_customers_are_counted_by_the_rarest_class():
    (first, *_) = verify(names=["overflow"], customers=4000).rows
    assert first.customers == pytest.approx(4000, abs=5 * 4000**0.5)


def test_the_result_does_not_depend_on_the_number_of_workers():
    one, two = (verify(names=["mt_m_infinite", "erlang_b"], workers=workers).rows for workers in (1, 2))
    assert one == two


def test_every_system_and_every_repetition_has_luck_of_its_own():
    seeds = [prepare(named(name), None, 1).plan.seed for name in ("mm1", "mmc")]
    seeds += [prepare(named("mm1"), None, seed, repeat=repeat).plan.seed for seed, repeat in ((2, 0), (1, 1))]
    assert len(set(seeds)) == 4


def test_pieces_cover_every_replication_once():
    task = prepare(named("mt_m_c"), 30_000, 1)
    numbers = [number for piece in parts(task) for number in piece]
    assert numbers == list(range(task.replications))


def test_a_quotient_is_judged_by_the_t_statistic_of_its_residuals():
    sums = np.array([[10.0, 4.0], [7.0, 2.0], [9.0, 3.0]])
    found = estimate(sums, 2.5)
    residuals = np.array([0.0, 2.0, 1.5])
    t = residuals.mean() / (residuals.std(ddof=1) / 3**0.5)
    assert found.simulated == pytest.approx(26 / 9)
    assert found.relative_standard_error == pytest.approx(residuals.std(ddof=1) / 3**0.5 / 3 / (26 / 9))
    assert stats.norm.sf(found.z) == pytest.approx(stats.t.sf(t, 2))


@pytest.mark.parametrize(("value", "z"), [(2.5, 0.0), (2.6, float("inf"))])
def test_a_figure_without_spread_is_right_or_wrong(value, z):
    assert estimate(np.array([[value, 1.0]] * 3), 2.5).z == z


def test_samples_of_further_replications_add_up():
    part = Sample(np.ones((2, 1, 2)), np.ones((2, 1), np.int64), 1)
    both = part + part
    assert both.sums.shape == (4, 1, 2)
    assert both.unfinished == 2


def test_the_table_has_one_line_a_figure_and_the_stated_columns():
    heading, line = judged([EXPECTED]).table().splitlines()
    columns = [cell.strip() for cell in heading.split("|")]
    assert columns == ["system", "figure", "load", "expected", "simulated", "z", "rel. s.e.", "verdict"]
    cells = [cell.strip() for cell in line.split("|")]
    assert cells == ["md1", "mean sojourn [min]", "0.75", "25", "25", "+0.00", "0.25 %", "ok"]


def test_the_table_for_a_document_has_a_rule_below_its_heading():
    heading, rule, line = judged([EXPECTED]).markdown().splitlines()
    assert [text.count("|") for text in (heading, rule, line)] == [9, 9, 9]
    assert set(rule) == set("|-: ")


def test_the_document_lists_systems_and_can_be_written_as_json():
    report = judged([EXPECTED], end=End.REFUSED)
    document = json.loads(json.dumps(report.to_json(), allow_nan=False))
    (system,) = document["systems"]
    assert (document["ok"], system["system"], system["load"], system["ok"]) == (False, "md1", 0.75, False)
    assert system["figures"][0]["simulated"] is None
    assert "1 fail" in report.summary()


def test_the_summary_tells_the_largest_deviation_and_the_widest_error_of_each_class_of_load():
    catalogue = [one_figure("a", load=0.5), one_figure("b", load=0.9), one_figure("c", load=1.1)]
    verdict, deviation, precision = judged([EXPECTED] * 3, spread=0.08, catalogue=catalogue).summary().splitlines()
    assert verdict.startswith("3 systems, 3 figures: all agree")
    assert deviation == "largest |z| 0.00, rms z 0.00"
    assert precision == (
        "widest relative standard error 1.01 % at loads to 0.7 (allowed 5 %), 1.01 % at loads to 0.9 (allowed 5 %), "
        "1.01 % above 0.9 (allowed 5 %)"
    )


def test_progress_counts_systems_and_ends_at_the_whole():
    told = []
    verify(engine([EXPECTED] * 2), workers=1, catalogue=[one_figure("a"), one_figure("b")],
           progress=lambda *numbers: told.append(numbers))  # fmt: skip
    assert told[-1] == (2, 2, 1.0)
    assert [share for _, _, share in told] == sorted(share for _, _, share in told)


def test_a_system_may_be_given_its_scenario():
    assert isinstance(one_figure(), System)
    assert one_figure().scenario is named("md1").scenario
