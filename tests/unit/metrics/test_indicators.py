import dataclasses
import pickle

import numpy as np
import pytest

from sinksim.core.records import NEVER, Channel, End, Mark
from sinksim.metrics.aggregate import Aggregate
from sinksim.metrics.indicators import indicators
from tests.helpers.samples import DAY, HOUR, case, labels, payroll, records, tables


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
        took=1 * HOUR,
        marks=Mark.PATROL | Mark.SATISFIED,
        satisfaction=90_000,
        place_tier=2,
        trips=1,
        staff_time=HOUR,
        cost_staff_institution=40_000,
        fee_insurer=9_000,
        fee_citizen=1_000,
    ),
    case(
        took=3 * DAY,
        place_tier=0,
        trips=3,
        channel=Channel.PLATFORM,
        cost_fares=10_000,
        marks=Mark.ALERT | Mark.SENSOR | Mark.CALLED_BACK | Mark.SATISFIED,
        satisfaction=40_500,
        time_alert=HOUR,
    ),
    case(
        took=2 * HOUR,
        end=End.HOLLOW,
        place_tier=1,
        trips=2,
        cost_operation=6_000,
        marks=Mark.CALLED_BACK | Mark.DETECTED,
        responded=NEVER,
        satisfaction=12_000,
    ),
    case(end=End.NEVER_FILED, satisfaction=-1),
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
    "proactive_share": 2 / 3,
    "patrol_share": 1 / 3,
    "sensor_share": 1 / 3,
    "trips": 2,
    "hollow_share": 1 / 3,
    "reported_share": 1,
    "reported_minus_true": 1 / 3,
    "one_trip_share": 1 / 2,
    "one_visit_share": 2 / 2,
    "closing": (1 + 72 + 2) / 3,
    "first_closure_share": 2 / 3,
    "satisfaction": (90 + 40.5 + 12) / 3,
    "satisfied_share": 2 / 3,
    "response_rate": 1 / 2,
    "satisfaction_rate": 1 / 2,
    "called_back_share": 2 / 3,
    "resolution_rate": 1 / 2,
    "cost_need": 56 / 4,
    "cost_solved": 56 / 2,
    "cost_year": 56 * 36.5 / 10_000,
    "cost_staff_need": 40 / 4,
    "cost_fares_need": 10 / 4,
    "payer_citizen": 10 / 4,
    "payer_institution": 40 / 4,
    "payer_treasury": 6 / 4,
    "payer_institution_year": 40 * 36.5 / 10_000,
    "transfer_insurer": 9 / 4,
    "transfer_citizen": 1 / 4,
    "staff_hours": 1 / 3,
    "staff_hours_solved": 1 / 2,
}


@pytest.mark.parametrize("name", WORKED)
def test_indicator_equals_the_value_worked_out_by_hand(name):
    assert one(name, *FOUR) == pytest.approx(WORKED[name], rel=1e-12)


def test_capital_of_the_window_stands_apart_and_is_the_treasury_s():
    found = values(*FOUR, capital=30_000)
    assert found["cost_need_without_capital"][0] == pytest.approx(56 / 4)
    assert found["cost_need"][0] == pytest.approx((56 + 30) / 4)
    assert found["cost_capital_need"][0] == pytest.approx(30 / 4)
    assert found["payer_treasury"][0] == pytest.approx((6 + 30) / 4)
    assert found["payer_treasury_without_capital"][0] == pytest.approx(6 / 4)
    assert found["cost_year"][0] == pytest.approx((56 + 30) * 36.5 / 10_000)


def test_posts_are_paid_by_the_rota_and_for_overtime_whether_or_not_anybody_comes():
    posts = payroll(window=(100_000, 0, 0, 20_000), year=(3_000_000, 0, 0, 700_000), payer=(0, 0, 0, 1), wage=30_000)
    overtime = tables(overtime=[HOUR, 5 * HOUR, 0, 2 * HOUR])  # the second has no posts
    found = values(*FOUR, posts=posts, stations=overtime)
    assert found["payer_institution"][0] == pytest.approx((40 + 100 + 30) / 4)
    assert found["payer_treasury"][0] == pytest.approx((6 + 20 + 60) / 4)
    assert found["cost_staff_need"][0] == pytest.approx((40 + 120 + 90) / 4)
    assert found["cost_need"][0] == pytest.approx((56 + 120 + 90) / 4)
    assert found["cost_solved"][0] == pytest.approx((56 + 120 + 90) / 2)
    assert found["staff_cost_year"][0] * 10_000 == pytest.approx(3700 + (40 + 90) * 36.5)
    assert found["payroll_year:clerk"][0] * 10_000 == pytest.approx(3700)
    assert found["posts:clerk"][0] == pytest.approx(0.037)
    nobody = values(posts=posts, stations=overtime)
    assert nobody["cost_year"][0] * 10_000 == pytest.approx(3700 + 90 * 36.5)


def test_an_area_bears_the_posts_of_its_own_stations_and_no_service_or_segment_bears_any():
    posts = payroll(window=(100_000, 20_000, 0, 0), year=(1, 1, 0, 0))
    both = (case(took=1, origin=0), case(took=1, origin=1))
    assert values(*both, family="area", posts=posts)["cost_need"].tolist() == [100, 20]
    for family in ("service", "segment", "service_area"):
        assert np.isnan(values(*both, family=family, posts=posts)["cost_need"]).all()
        assert np.isfinite(values(*both, family=family)["payer_citizen"]).any()


def test_a_station_above_the_areas_is_borne_by_the_areas_below_it_by_their_residents():
    above = dataclasses.replace(
        payroll(window=(0, 0, 0, 100_000), year=(0, 0, 0, 1)),
        below_station=np.array([3, 3]), below_area=np.array([0, 1]), below_share=np.array([0.25, 0.75]),
    )  # fmt: skip
    stations = dataclasses.replace(labels().stations, area=np.array([0, 1, 1, -1]))
    both = (case(took=1, origin=0), case(took=1, origin=1))
    assert values(*both, family="area", posts=above, of_stations=stations)["cost_need"].tolist() == [25, 75]


def test_capital_is_shared_among_slices_by_needs():
    cases = (case(took=1, segment=0), case(took=1, segment=0), case(took=1, segment=1))
    shared = values(*cases, family="segment", capital=30_000)["cost_need"]
    assert shared == pytest.approx([10, 10])


def test_the_median_of_mostly_unsolved_needs_lies_beyond_the_follow_up():
    never = case(end=End.NEVER_FILED)
    assert one("elapsed_p50", case(took=HOUR), never, never) == np.inf
    assert one("elapsed_p50", case(took=HOUR), case(took=HOUR), never) == pytest.approx(1, rel=0.005)


def test_the_queue_quantiles_count_filed_cases_only():
    assert one("wait_p90", case(took=HOUR), case(end=End.NEVER_FILED)) == pytest.approx(1, rel=0.005)


def test_closing_counts_from_filing_to_the_first_report_of_those_reported_closed():
    filed_later = case(took=5 * HOUR, filed=2 * DAY + HOUR)
    opened_again = case(took=2 * HOUR, solved=4 * DAY)
    still_open = case(took=8 * HOUR, end=End.OPEN)  # reported closed, opened again, not solved by the horizon
    left = case(took=HOUR, end=End.LOST)  # its closed is when it left
    waiting = case(end=End.OPEN, filed=2 * DAY)
    found = values(filed_later, opened_again, still_open, left, waiting)
    assert found["closing"][0] == pytest.approx((4 + 2 + 8) / 3)
    assert found["closing_p50"][0] == pytest.approx(4, rel=0.005)
    assert found["closing_p90"][0] == pytest.approx(8, rel=0.005)
    assert found["first_closure_share"][0] == pytest.approx(1 / 3)


def test_once_is_judged_among_the_truly_solved():
    by_file, twice = case(took=1, trips=0, visits=1), case(took=1, trips=1, visits=2)
    hollow = case(took=1, trips=1, visits=1, end=End.HOLLOW)
    found = values(by_file, twice, hollow)
    assert found["one_trip_share"][0] == 1
    assert found["one_visit_share"][0] == 1 / 2


def test_the_callback_reports_what_it_is_told_and_not_what_is_true():
    told_wrongly = case(took=1, end=End.HOLLOW, marks=Mark.CALLED_BACK)  # hollow, and the call did not find out
    found_and_solved = case(took=1, marks=Mark.CALLED_BACK | Mark.DETECTED)  # opened again, and solved then
    solved, not_reached = case(took=1, marks=Mark.CALLED_BACK), case(took=1, end=End.HOLLOW)
    found = values(told_wrongly, found_and_solved, solved, solved, not_reached)
    assert found["resolution_rate"][0] == 3 / 4
    assert found["called_back_share"][0] == 4 / 5
    assert found["hollow_share"][0] == 2 / 5


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


@pytest.mark.parametrize(
    ("tier", "place", "zh", "en"),
    [
        ("county", "place:county", "县域内就诊（办理）率", "served in the county or below, of served in person"),
        ("township", "place:township", "乡镇内就诊（办理）率", "served in the township or below, of served in person"),
        ("province", "place:province", "省内就诊（办理）率", "served in the province or below, of served in person"),
    ],
)
def test_service_within_an_area_goes_by_the_tier_of_the_areas_and_its_word(tier, place, zh, en):
    these = dataclasses.replace(labels(), scope=dataclasses.replace(labels().scope, tier=tier))
    (row,) = [row for row in indicators(these) if row.name == "within_county_share"]
    assert row.formula.top[0] == place
    assert (row.zh, row.en) == (zh, en)


def test_areas_of_a_tier_that_no_catalogue_knows_are_just_areas():
    these = dataclasses.replace(labels(), tiers=("sea", "quay"))
    these = dataclasses.replace(these, scope=dataclasses.replace(these.scope, tier="quay"))
    (row,) = [row for row in indicators(these) if row.name == "within_county_share"]
    assert (row.zh, row.en) == ("区域内就诊（办理）率", "served in the area or below, of served in person")


def test_indicators_have_distinct_names_words_in_both_languages_and_travel_between_processes():
    table = indicators(labels())
    assert len({row.name for row in table}) == len(table)
    assert all(row.zh and row.en and row.unit for row in table)
    assert pickle.loads(pickle.dumps(table)) == table
