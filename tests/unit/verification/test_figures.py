"""What a figure adds up, on records small enough to be counted by hand."""

import numpy as np
import pytest

from sinksim.core.records import CASE, NEVER, STATION, VISIT, End, VisitEnd
from sinksim.verification.systems.figures import (
    Group,
    mean_count,
    mean_sojourn,
    mean_time,
    number_present,
    share_ending,
    share_waiting,
    station_count,
    station_minutes,
    wait_at,
    wait_of_hour,
)
from sinksim.verification.systems.record_rows import RecordRows, within_window
from tests.helpers.samples import DAY, HOUR, WINDOW, labels

MINUTE = 60_000


def cases(*rows, **columns):
    """Cases of service, end, arisen, closed [ms] and time in queues [ms]."""
    found = np.zeros(len(rows), CASE)
    for row, values in zip(found, rows, strict=True):
        for name, value in zip(("service", "end", "arisen", "closed", "time_queue"), values, strict=True):
            row[name] = value
    for name, values in columns.items():
        found[name] = values
    return found


FOUR = cases(
    (0, End.SOLVED, 30 * MINUTE, 50 * MINUTE, 4 * MINUTE),
    (1, End.SOLVED, 60 * MINUTE, 90 * MINUTE, 0),
    (1, End.RENEGED, 90 * MINUTE, NEVER, 7 * MINUTE),
    (0, End.OPEN, 125 * MINUTE, NEVER, 9 * MINUTE),
    hops=[1, 0, 2, 0],
)


@pytest.mark.parametrize(
    ("figure", "total", "count"),
    [
        (mean_time("wait", 1, ("time_queue",)), 4, 2),
        (mean_time("wait", 1, ("time_queue",), Group()), 20, 4),
        (mean_time("wait", 1, ("time_queue",), Group("hotline", End.RENEGED)), 7, 1),
        (mean_sojourn(1), 50, 2),
        (mean_sojourn(1, "hotline"), 30, 1),
        (share_waiting(1), 1, 2),
        (share_ending("reneged", 1, End.RENEGED, Group("hotline")), 1, 2),
        (mean_count("hops", 1, "hops", Group("clinic")), 1, 2),
        (wait_of_hour(1, 1), 7, 2),
        (wait_of_hour(1, 0), 4, 1),
    ],
)
def test_a_figure_is_a_sum_over_its_group_and_the_number_of_the_group(figure, total, count):
    rows = RecordRows(FOUR, labels())
    assert (figure.total(rows), figure.count(rows)) == (total, count)


@pytest.mark.parametrize(("at", "present"), [(30, 0), (31, 1), (50, 1), (51, 0), (75, 1), (130, 1)])
def test_those_are_present_who_arose_before_an_instant_and_were_not_closed_before_it(at, present):
    still_open = FOUR[[0, 1, 3]]
    assert number_present(1, at).total(RecordRows(still_open, labels())) == present


def test_a_wait_at_a_station_is_of_those_served_at_its_template():
    visits = np.zeros(4, VISIT)
    visits["station"] = [0, 3, 1, 0]
    visits["joined"], visits["began"] = 0, np.array([2, 3, 5, NEVER // MINUTE]) * MINUTE
    visits["end"] = [VisitEnd.SERVED, VisitEnd.SERVED, VisitEnd.SERVED, VisitEnd.RENEGED]
    rows = RecordRows(visits, labels())
    for template, total, count in (("desk", 7, 2), ("ward", 3, 1)):
        figure = wait_at(template, 1)
        assert (figure.total(rows), figure.count(rows)) == (total, count)


def test_figures_of_stations_are_sums_over_all_of_them():
    stations = np.zeros(4, STATION)
    stations["waiting"], stations["busy"], stations["served"] = MINUTE, 2 * MINUTE, [1, 2, 3, 4]
    rows = RecordRows(stations, labels())
    assert station_minutes("waiting or served", 1, "waiting", "busy").total(rows) == 12
    assert station_count("served", 1, "served").total(rows) == 10


def test_records_from_before_and_after_the_window_do_not_count():
    arisen = [DAY - 1, DAY, DAY + WINDOW.window - 1, DAY + WINDOW.window]
    records = cases(*((0, End.SOLVED, at, at + HOUR, 0) for at in arisen))
    rows = within_window(records, "arisen", labels())
    assert len(rows) == 2
    assert rows["arisen"].tolist() == arisen[1:3]
    assert mean_sojourn(1).total(rows) == 2 * 60


def test_a_choice_of_rows_and_a_column_are_taken_once():
    class Counted:
        asked = 0

        def among(self, rows):
            self.asked += 1
            return rows["end"] == End.SOLVED

    choice, rows = Counted(), RecordRows(FOUR, labels())
    assert [rows.number(choice), rows.total("hops", choice)] == [2, 1]
    assert choice.asked == 1
    assert rows["hops"] is rows["hops"]
