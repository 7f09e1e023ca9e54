"""Relay and wait: time that passes on the way of a file and outside stations."""

import pytest

from sinksim.core.errors import BadInput
from sinksim.core.records import NEVER
from tests.helpers.worlds import DAY, HOUR, MINUTE


def moves(live, step, arisen=0, more="", days=1):
    return live(f"{more}\nprocesses: {{main: [{step}, close]}}", [arisen], experiment={"window_days": days})


def test_a_relay_is_a_hop_and_touches_its_tier(live):
    nodes = "network: {nodes: [{code: top, tier: county}, {code: site, tier: township, parent: top}]}"
    life = moves(live, "{relay: {time: 40, to: county}}, {relay: {time: 5}}", more=nodes)
    assert life.kinds() == {"relay": 45}
    assert (life.all("hops"), life.all("top_tier"), life.all("place_tier")) == ([2], [0], [-1])
    assert life.minutes("citizen_time") == [0]
    assert life.minutes("filed") == [0]


@pytest.mark.parametrize(
    ("arisen", "takes", "ends"),
    [
        (9 * 60, 480, DAY + 11 * HOUR),  # six hours on the first day, two on the next
        (10 * 60, 120, 12 * HOUR),
        (12 * 60, 60, 15 * HOUR),
        (20 * 60, 1, DAY + 9 * HOUR + MINUTE),
        (16 * 60, 60, 17 * HOUR),
        (16 * 60, 61, DAY + 9 * HOUR + MINUTE),
    ],
)
def test_a_relay_in_a_calendar_counts_open_time_only(live, arisen, takes, ends):
    office = 'calendars: {office: {hours: ["09:00-12:00", "14:00-17:00"], days: weekdays}}'
    life = moves(live, f"{{relay: {{time: {takes}, calendar: office}}}}", arisen, office, days=3)
    assert life.all("closed") == [ends]


def test_a_relay_of_working_days_skips_the_weekend(live):
    office = 'calendars: {office: {hours: ["09:00-17:00"], days: workdays}}'
    # 2022-01-07 is a Friday; ten hours from 12:00 are five on Friday and five on Monday.
    life = moves(live, "{relay: {time: 600, calendar: office}}", 4 * 1440 + 720, office, days=10)
    assert life.all("closed") == [7 * DAY + 14 * HOUR]


@pytest.mark.parametrize("kind", ["home", "rework", "discover", "match", "closed", "queue", "service"])
def test_a_wait_is_booked_under_its_kind(live, kind):
    assert moves(live, f"{{wait: {{kind: {kind}, time: 7}}}}").kinds() == {kind: 7}


@pytest.mark.parametrize(("kind", "own"), [("home", 0), ("queue", 7), ("service", 7), ("match", 0)])
def test_only_what_passes_on_site_is_the_citizens_own_time(live, kind, own):
    assert moves(live, f"{{wait: {{kind: {kind}, time: 7}}}}").minutes("citizen_time") == [own]


OFFICE = 'calendars: {office: {hours: ["09:00-12:00", "14:00-17:00"], days: workdays}, always: {}}'
AGAIN = "{wait: {kind: home, until: next_opening_day, calendar: office}}"


@pytest.mark.parametrize(
    ("day", "hour", "again"),
    [
        (0, 10, 1),  # Monday 3 January 2022, a public holiday, to Tuesday
        (1, 8, 2),  # Tuesday before the opening: not that of the same day
        (1, 13, 2),  # nor the one after lunch
        (1, 23, 2),
        (2, 0, 3),  # midnight belongs to the day that begins
        (4, 12, 7),  # Friday to Monday
        (5, 12, 7),  # Saturday to Monday
        (25, 16, 26),  # Friday 28 January to Saturday, a working day in exchange for the Spring Festival
        (26, 10, 27),  # Saturday to Sunday, the other
        (27, 10, 35),  # Sunday 30 January over the festival (31 January to 6 February) to Monday 7 February
    ],
)
def test_whoever_comes_again_on_the_next_working_day_comes_at_its_opening(live, day, hour, again):
    life = moves(live, AGAIN, day * 1440 + hour * 60, OFFICE, days=40)
    assert life.all("closed") == [again * DAY + 9 * HOUR]
    assert life.kinds() == {"home": (again - day) * 1440 + (9 - hour) * 60}
    assert life.minutes("citizen_time") == [0]


def test_the_next_day_of_a_calendar_that_never_closes_begins_at_midnight(live):
    life = moves(live, AGAIN.replace("office", "always"), 600, OFFICE, days=3)
    assert life.all("closed") == [DAY]


def test_a_wait_for_a_day_beyond_the_horizon_goes_on_to_it(live):
    life = moves(live, AGAIN, 27 * 1440, OFFICE, days=30)
    assert life.all("closed") == [NEVER]
    assert life.kinds() == {"home": 3 * 1440}


@pytest.mark.parametrize(
    ("step", "said"),
    [
        ("{kind: home}", "wait has both or neither of time and until; allowed: exactly one of them"),
        (
            "{kind: home, time: 5, until: next_opening_day, calendar: office}",
            "wait has both or neither of time and until",
        ),
        ("{kind: home, until: next_opening_day}", "wait has until without calendar; allowed: the calendar whose next"),
    ],
)
def test_a_wait_ends_by_one_of_both(live, step, said):
    with pytest.raises(BadInput, match=said):
        moves(live, f"{{wait: {step}}}", more=OFFICE)
