"""Station figures are of the window alone: what happens before it and after it is left out."""

from tests.helpers.worlds import MINUTE

DESK = """
stations: {desk: {servers: 2, staff: clerk}}
processes: {main: [{queue: {station: desk, time: 20}}, close]}
"""
# From 00:20 to 00:40 of an hour.
WINDOW = {"warm_up_days": 20 / 1440, "window_days": 20 / 1440, "follow_up_days": 20 / 1440}


def desk(live, log, **settings):
    return live(DESK, log, experiment={**WINDOW, **settings}).station("desk@site")


def test_what_happens_in_the_window_counts(live):
    # Served 00:10-00:30, 00:15-00:35, 00:30-00:50 (waits from 00:25), 00:35-00:55 (from 00:26), 00:50- (from 00:38).
    row = desk(live, [10, 15, 25, 26, 38])
    assert (row["joined"], row["served"]) == (3, 2)
    assert row["busy"] / MINUTE == 10 + 15 + 10 + 5
    assert row["open"] / MINUTE == 2 * 20
    assert row["waiting"] / MINUTE == 5 + 9 + 2
    assert row["present"] / MINUTE == row["waiting"] / MINUTE + row["busy"] / MINUTE
    assert row["most_waiting"] == 2
    assert row["cost_staff"] == 2 * 10_000  # twenty minutes at 30 yuan an hour, twice


def test_who_comes_at_the_first_instant_counts_and_who_comes_at_the_last_does_not(live):
    row = desk(live, [20, 40])
    assert (row["joined"], row["busy"] / MINUTE) == (1, 20)


def test_the_longest_queue_is_that_of_the_window(live):
    assert desk(live, [1] * 20 + [10] * 9)["most_waiting"] == 27
    assert desk(live, [1] * 9 + [45] * 9)["most_waiting"] == 7
    assert desk(live, [21] * 3 + [41] * 9)["most_waiting"] == 1


def test_a_window_that_ends_with_the_run_is_cut_there(live):
    row = desk(live, [10, 30], follow_up_days=0)
    assert (row["busy"] / MINUTE, row["open"] / MINUTE, row["served"]) == (10 + 10, 40, 1)


def test_what_was_charged_before_and_after_the_window_is_in_the_ledger(live):
    life = live(DESK, [0, 10, 39], experiment=WINDOW)
    assert life.tables.ledger["cost_staff_institution"] == 3 * 10_000
    assert life.tables.ledger["cost_staff_institution"] == sum(life.all("cost_staff_institution"))
    assert life.station("desk@site")["cost_staff"] == 10_000 + 10_000
