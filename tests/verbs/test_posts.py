"""Staff who are paid by the post cost their rota, busy or idle; those who are paid by the minute cost what cases use."""

import pytest

from sinksim.core.records import STAFF_COSTS
from sinksim.metrics.aggregate import Aggregate
from sinksim.metrics.conservation import conserved, posts_conserved
from sinksim.metrics.indicators import indicators
from tests.helpers.worlds import HOUR

OFFICE = """
start: 2022-01-03
costs:
  staff: {clerk: {wage: 36}, officer: {wage: 90, payer: treasury}, helper: {wage: 9, payer: volunteer}}
calendars: {office: {hours: ["09:00-12:00", "14:00-17:00"], days: weekdays, levels: [1, 0.5]}}
stations:
  desk: {servers: 2, calendar: office, staff: clerk, paid: posts}
  review: {servers: 1, calendar: office, staff: officer, paid: posts}
  guide: {servers: 1, staff: helper}
processes:
  main:
    - queue: {station: guide, time: 10}
    - queue: {station: desk, time: 10}
    - queue: {station: review, time: 20}
    - close
"""
# 2022 from Monday the 3rd of January has 261 weekdays until the 2nd of January 2023.
WEEKDAYS = 261


def figures(life):
    """Every indicator of the whole, and the faults of conservation."""
    aggregate = Aggregate(life.plan.labels)
    aggregate.fold(life.cases)
    aggregate.fold_tables(life.tables)
    part = aggregate.slice("overall")
    faults = conserved(aggregate.tally, aggregate.ledger) + posts_conserved(aggregate.labels, aggregate.stations)
    return {row.name: row.formula(part)[0] for row in indicators(life.plan.labels)}, faults


def test_no_case_is_charged_for_a_post_and_every_minute_of_shared_staff_is(live):
    life = live(OFFICE, [9 * 60])
    assert [life.all(column) for column in STAFF_COSTS] == [[0], [0], [1500]]
    assert [life.tables.ledger[column] for column in STAFF_COSTS] == [0, 0, 1500]
    assert life.minutes("staff_time") == [40]


def test_posts_cost_their_rota_whoever_comes(live):
    for log in ([9 * 60], [9 * 60, 10 * 60, 11 * 60]):
        found, faults = figures(live(OFFICE, log, experiment={"window_days": 7, "follow_up_days": 1}))
        assert faults == []
        # Five days of 3 h with two and 3 h with one at the desk; one is at least one at the review.
        desk, review = 5 * (3 * 2 + 3 * 1) * 36, 5 * 6 * 90
        assert found["payer_institution"] * len(log) == pytest.approx(desk)
        assert found["payer_treasury"] * len(log) == pytest.approx(review)
        assert found["cost_staff_need"] * len(log) == pytest.approx(desk + review + 1.5 * len(log))


def test_a_year_is_the_calendar_year_from_the_start(live):
    found, _ = figures(live(OFFICE, [9 * 60], experiment={"window_days": 7}))
    assert found["payroll_year:clerk"] * 10_000 == pytest.approx(WEEKDAYS * 9 * 36)
    assert found["payroll_year:officer"] * 10_000 == pytest.approx(WEEKDAYS * 6 * 90)
    assert found["posts:clerk"] == pytest.approx(WEEKDAYS * 9 / 1760)
    # The volunteer's quarter of an hour... ten minutes a window of seven days, 365 days a year.
    assert found["staff_cost_year"] * 10_000 == pytest.approx(WEEKDAYS * (9 * 36 + 6 * 90) + 1.5 * 365 / 7)


def test_one_more_server_costs_its_rota_and_changes_no_pay_of_shared_staff(live):
    one, _ = figures(live(OFFICE, [9 * 60]))
    more, _ = figures(live(OFFICE.replace("desk: {servers: 2", "desk: {servers: 3"), [9 * 60]))
    # Half of three is two, half of two is one.
    assert (more["payroll_year:clerk"] - one["payroll_year:clerk"]) * 10_000 == pytest.approx(WEEKDAYS * 6 * 36)
    assert more["payer_volunteer"] == one["payer_volunteer"]
    assert more["payroll_year:officer"] == one["payroll_year:officer"]


def test_overtime_is_paid_by_the_minute_at_the_same_wage(live):
    # Begun at 16:55 at the desk until 17:05, the review waits for the next morning.
    found, faults = figures(live(OFFICE, [16 * 60 + 45], experiment={"window_days": 1, "follow_up_days": 1}))
    assert faults == []
    assert found["payer_institution"] == pytest.approx((3 * 2 + 3 * 1) * 36 + 36 * 5 / 60)


def test_a_breakdown_does_not_cut_the_pay(live):
    broken = (
        OFFICE
        + "risks: {breakdowns: {b: {station: desk, mean_up_hours: 1, down: {law: constant, value: 5, unit: h}}}}\n"
    )
    sound, _ = figures(live(OFFICE, [9 * 60]))
    found, _ = figures(live(broken, [9 * 60]))
    assert found["payroll_year:clerk"] == sound["payroll_year:clerk"]
    assert found["payer_institution"] >= sound["payer_institution"]


def test_servers_at_one_place_differ_from_the_template(live):
    added = OFFICE.replace("desk: {servers: 2,", "desk: {servers: 2, at: {site: {add: 3}},")
    stated = OFFICE.replace("desk: {servers: 2,", "desk: {servers: 2, at: {site: {servers: 5}},")
    for text in (added, stated):
        life = live(text, [9 * 60])
        assert life.station("desk@site")["open"] == 5 * 3 * HOUR + 3 * 3 * HOUR
