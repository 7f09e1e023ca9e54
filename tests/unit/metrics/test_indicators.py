import pickle

import numpy as np
import pytest

from sinksim.core.records import Channel, End, Mark
from sinksim.metrics.aggregate import Aggregate
from sinksim.metrics.indicators import area_tier, indicators
from tests.helpers.samples import DAY, HOUR, case, labels, records, tables


def values(*cases, family="overall", stations=None, **options):
    these = labels(**options)
    aggregate = Aggregate(these)
    aggregate.fold(records(*cases))
    aggregate.fold_tables(stations or tables())
    part = aggregate.slice(family)
    return {row.name: row.formula(part) for row in indicators(these)}


def one(name, *cases, **options):
    return values(*cases, **options)[name][0]


FOUR = (
    case(
        took=1 * HOUR, place_tier=2, trips=1, staff_time=HOUR, cost_staff=40_000, fee_insurer=9_000, fee_citizen=1_000
    ),
    case(
        took=3 * DAY,
        place_tier=0,
        trips=3,
        channel=Channel.PLATFORM,
        cost_fares=10_000,
        marks=Mark.ALERT,
        time_alert=HOUR,
    ),
    case(took=2 * HOUR, end=End.HOLLOW, place_tier=1, trips=2, cost_operation=6_000),
    case(end=End.NEVER_FILED),
)

WORKED = {
    "needs": 4,
    "filed": 3,
    "filed_share": 3 / 4,
    "never_filed_share": 1 / 4,
    "coverage": 1 / 4,
    "solved_share": 2 / 4,
    "platform_share": 1 / 3,
    "within_county_share": 2 / 3,
    "within_township_share": 1 / 3,
    "sinking_depth": 1,
    "place_share:province": 1 / 3,
    "elapsed": (1 + 72 + 480 + 480) / 4,
    "elapsed_solved": 73 / 2,
    "time_queue": (1 + 72 + 2) / 3,
    "time_alert": 1 / 3,
    "alert_share": 1 / 3,
    "trips": 2,
    "hollow_share": 1 / 3,
    "reported_share": 1,
    "reported_minus_true": 1 / 3,
    "cost_case": 56 / 3,
    "cost_solved": 56 / 2,
    "cost_staff_case": 40 / 3,
    "payer_citizen": 10 / 3,
    "payer_institution": 40 / 3,
    "payer_treasury": 6 / 3,
    "transfer_insurer": 9 / 3,
    "transfer_citizen": 1 / 3,
    "staff_hours": 1 / 3,
    "staff_hours_solved": 1 / 2,
}


@pytest.mark.parametrize("name", WORKED)
def test_indicator_equals_the_value_worked_out_by_hand(name):
    assert one(name, *FOUR) == pytest.approx(WORKED[name], rel=1e-12)


def test_capital_is_the_daily_sum_over_the_window_and_stands_apart():
    found = values(*FOUR, capital_per_day=3_000)
    assert found["cost_case"][0] == pytest.approx(56 / 3)
    assert found["cost_case_with_capital"][0] == pytest.approx((56 + 30) / 3)
    assert found["payer_treasury_with_capital"][0] == pytest.approx((6 + 30) / 3)


def test_capital_is_shared_among_slices_by_needs():
    cases = (case(took=1, segment=0), case(took=1, segment=0), case(took=1, segment=1))
    shared = values(*cases, family="segment", capital_per_day=3_000)["cost_case_with_capital"]
    assert shared == pytest.approx([10, 10])


def test_the_median_of_mostly_unsolved_needs_lies_beyond_the_follow_up():
    never = case(end=End.NEVER_FILED)
    assert one("elapsed_p50", case(took=HOUR), never, never) == np.inf
    assert one("elapsed_p50", case(took=HOUR), case(took=HOUR), never) == pytest.approx(1, rel=0.005)


def test_the_queue_quantiles_count_filed_cases_only():
    assert one("wait_p90", case(took=HOUR), case(end=End.NEVER_FILED)) == pytest.approx(1, rel=0.005)


def test_a_clock_is_judged_among_those_kept_or_broken():
    kept, broken = case(took=1, clocks_started=1, clocks_kept=1), case(took=1, clocks_started=1, clocks_broken=1)
    assert one("clock:reply", kept, kept, broken, case(took=1, clocks_started=1)) == pytest.approx(2 / 3)
    assert np.isnan(one("clock:finish", kept))


def test_the_standard_deviation_is_that_of_the_restricted_spans():
    assert one("elapsed_sd", case(took=1 * HOUR), case(took=4 * HOUR), case(took=7 * HOUR)) == pytest.approx(3)
    assert np.isnan(one("elapsed_sd", case(took=HOUR)))


def test_utilisation_is_busy_over_open_by_template_and_for_the_whole_only():
    stations = tables(busy=[1, 2, 3, 9], open=[2, 4, 6, 10], overtime=[HOUR, 0, 0, HOUR])
    assert one("utilisation:desk", *FOUR, stations=stations) == 0.5
    assert one("utilisation:ward", *FOUR, stations=stations) == 0.9
    assert one("overtime", *FOUR, stations=stations) == 2
    assert np.isnan(values(*FOUR, family="area", stations=stations)["utilisation:desk"]).all()


def test_without_any_case_every_share_and_mean_is_missing_rather_than_zero():
    found = values()
    assert found["needs"][0] == 0
    assert np.isnan([found[name][0] for name in ("coverage", "elapsed", "trips", "sinking_depth", "elapsed_p90")]).all()


def test_the_area_tier_is_the_county_or_the_second_lowest():
    these = labels()
    assert area_tier(these.tiers) == 1


def test_indicators_have_distinct_names_words_in_both_languages_and_travel_between_processes():
    table = indicators(labels())
    assert len({row.name for row in table}) == len(table)
    assert all(row.zh and row.en and row.unit for row in table)
    assert pickle.loads(pickle.dumps(table)) == table
