"""The figures that are compared with theory: what they are called, what is added up, what it is divided by.

Times are in minutes. A figure of cases may be narrowed to one service, to one end and to those who arose in one hour;
a figure of visits is of those served at one station template.
"""

from typing import NamedTuple

import numpy as np

from sinksim.core.records import End, VisitEnd
from sinksim.verification.systems.record_rows import Chosen, RecordRows
from sinksim.verification.systems.system import Figure, Reading

MINUTE_MS = 60_000
HOUR_MS = 60 * MINUTE_MS


class Group(NamedTuple):
    """Which cases: of one service, with one end, arisen in one hour of the first day (None: any)."""

    service: str | None = None
    end: End | None = None
    hour: int | None = None

    def among(self, cases: RecordRows) -> Chosen:
        """Which cases belong to the group."""
        found = np.ones(len(cases), np.bool_)
        if self.service is not None:
            found &= cases["service"] == cases.labels.services.index(self.service)
        if self.end is not None:
            found &= cases["end"] == self.end
        if self.hour is not None:
            found &= cases["arisen"] // HOUR_MS == self.hour
        return found


class Served(NamedTuple):
    """Which visits: those that ended with service at a station of a template."""

    template: str

    def among(self, visits: RecordRows) -> Chosen:
        """Which visits were served at a station of the template."""
        labels = visits.labels
        here = labels.stations.template[visits["station"]] == labels.templates.index(self.template)
        found: Chosen = here & (visits["end"] == VisitEnd.SERVED)
        return found


EVERYBODY = Group()
SOLVED = Group(end=End.SOLVED)


def number(choice: Group | Served) -> Reading:
    """How many cases or visits are of a choice: a reading, to be taken from any rows."""
    return lambda rows: float(rows.number(choice))


def minutes(group: Group, *columns: str) -> Reading:
    """Sum of columns of times over the cases of a group [min]."""
    return lambda cases: sum(cases.total(column, group) for column in columns) / MINUTE_MS


def minutes_between(since: str, until: str, choice: Group | Served) -> Reading:
    """Sum of the times from one instant to another [min]."""
    return lambda rows: rows.span(since, until, choice) / MINUTE_MS


def mean_time(name: str, expected: float, columns: tuple[str, ...], group: Group = SOLVED) -> Figure:
    """Mean of times by kind, over the cases of a group [min]."""
    return Figure(f"{name} [min]", expected, "cases", minutes(group, *columns), number(group))


def mean_wait(expected: float, service: str | None = None) -> Figure:
    """Mean wait of those who were served, interruptions of service included [min]."""
    name = "mean wait" if service is None else f"mean wait, {service}"
    return mean_time(name, expected, ("time_queue",), Group(service, End.SOLVED))


def share_waiting(expected: float) -> Figure:
    """Share of the served who had to wait: those with time in the queue over all who were served."""

    def waited(cases: RecordRows) -> float:
        return float(np.count_nonzero(cases["time_queue"][cases.chosen(SOLVED)]))

    return Figure("share who wait", expected, "cases", waited, number(SOLVED))


def mean_sojourn(expected: float, service: str | None = None) -> Figure:
    """Mean time from arising to being closed, over those who were served [min]."""
    group = Group(service, End.SOLVED)
    name = "mean sojourn" if service is None else f"mean sojourn, {service}"
    return Figure(f"{name} [min]", expected, "cases", minutes_between("arisen", "closed", group), number(group))


def share_ending(name: str, expected: float, end: End, group: Group = EVERYBODY) -> Figure:
    """Share of a group's cases that end in a certain way."""
    return Figure(name, expected, "cases", number(group._replace(end=end)), number(group))


def mean_count(name: str, expected: float, column: str, group: Group = EVERYBODY) -> Figure:
    """Mean of a count that is 0 or 1, or of any count, over a group's cases."""
    return Figure(name, expected, "cases", lambda cases: float(cases.total(column, group)), number(group))


def cases_arisen(expected: float) -> Figure:
    """Needs that arise in a replication's window; for transient systems, whose window does not change."""
    return Figure("arrivals", expected, "cases", number(EVERYBODY))


def number_present(expected: float, at: float) -> Figure:
    """Mean number of cases that have arisen before an instant and not ended by it [min from the start]."""
    instant = at * MINUTE_MS

    def present(cases: RecordRows) -> float:
        not_ended = (cases["end"] == End.OPEN) | (cases["closed"] >= instant)
        return float(np.count_nonzero((cases["arisen"] < instant) & not_ended))

    return Figure(f"number present at {_clock(at)}", expected, "cases", present)


def wait_of_hour(expected: float, hour: int) -> Figure:
    """Mean wait of those who arise in an hour of the first day [min]."""
    group = Group(hour=hour)
    name = f"mean wait, arisen {_clock(60 * hour)}-{_clock(60 * (hour + 1))}"
    return mean_time(name, expected, ("time_queue",), group)


def _clock(at: float) -> str:
    return f"{int(at) // 60:02d}:{int(at) % 60:02d}"


def station_minutes(name: str, expected: float, *columns: str) -> Figure:
    """Total of ``columns``, times that all stations add up from the empty start to the horizon [case min]."""

    def integrals(stations: RecordRows) -> float:
        return sum(int(stations[column].sum()) for column in columns) / MINUTE_MS

    return Figure(f"{name} [min]", expected, "stations", integrals)


def station_count(name: str, expected: float, column: str) -> Figure:
    """A count of all stations, from empty to the horizon."""
    return Figure(name, expected, "stations", lambda stations: float(stations[column].sum()))


def wait_at(station: str, expected: float) -> Figure:
    """Mean wait before service at all stations of a template, by visit [min]."""
    served = Served(station)
    waits = minutes_between("joined", "began", served)
    return Figure(f"mean wait at {station} [min]", expected, "visits", waits, number(served))


def share_within(limit: float, expected: float, column: str, done: str) -> Figure:
    """Share of those solved for whom a time by kind (``column``) took at most so many minutes; ``done`` says what by then is."""

    def within(cases: RecordRows) -> float:
        return float(np.count_nonzero(cases.chosen(SOLVED) & (cases[column] <= limit * MINUTE_MS)))

    return Figure(f"share {done} within {limit:g} min", expected, "cases", within, number(SOLVED))


def time_saved(name: str, expected: float, group: Group) -> Figure:
    """Part of the work on a group's cases [min] by which their time from arising to solution is shorter."""
    chosen = group._replace(end=End.SOLVED)
    work = minutes(chosen, "staff_time")

    def saved(cases: RecordRows) -> float:
        return work(cases) - minutes_between("arisen", "closed", chosen)(cases)

    return Figure(name, expected, "cases", saved, work)
