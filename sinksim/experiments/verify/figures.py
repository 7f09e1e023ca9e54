"""The figures that are compared with theory: what they are called, what is added up, what it is divided by.

Times are in minutes. A figure of cases may be narrowed to one service, to certain ends and to those who arose between
two instants of the run; a figure of visits to one station template and certain ends.
"""

from collections.abc import Sequence
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from sinksim.experiments.verify.system import Figure, Reading, Records
from sinksim.network.labels import Labels
from sinksim.records import End, VisitEnd

MINUTE_MS = 60_000


class Group(NamedTuple):
    """Which cases: of one service (None: all), with one of these ends (none: any), arisen in [since, until) [min]."""

    service: str | None = None
    ends: tuple[End, ...] = ()
    since: float = 0.0
    until: float = float("inf")

    def among(self, cases: Records, labels: Labels) -> Records:
        """The cases of the group."""
        arisen = cases["arisen"] / MINUTE_MS
        keep: NDArray[np.bool_] = (arisen >= self.since) & (arisen < self.until)
        if self.service is not None:
            keep &= cases["service"] == labels.services.index(self.service)
        if self.ends:
            keep &= np.isin(cases["end"], self.ends)
        return cases[keep]


EVERYBODY = Group()
SOLVED = Group(ends=(End.SOLVED,))


def number(group: Group) -> Reading:
    """How many cases."""
    return lambda cases, labels: float(len(group.among(cases, labels)))


def minutes(group: Group, *columns: str) -> Reading:
    """Sum of columns of times [min]."""
    return lambda cases, labels: _minutes(group.among(cases, labels), columns)


def _minutes(records: Records, columns: Sequence[str]) -> float:
    return float(sum(int(records[column].sum()) for column in columns)) / MINUTE_MS


def mean_time(name: str, expected: float, columns: Sequence[str], group: Group = SOLVED) -> Figure:
    """Mean of times by kind, over the cases of a group [min]."""
    return Figure(f"{name} [min]", expected, "cases", minutes(group, *columns), number(group))


def mean_wait(expected: float, service: str | None = None) -> Figure:
    """Mean wait of those who were served, interruptions of service included [min]."""
    name = "mean wait" if service is None else f"mean wait, {service}"
    return mean_time(name, expected, ("time_queue",), Group(service, (End.SOLVED,)))


def share_waiting(expected: float) -> Figure:
    """Share of the served who had to wait."""

    def waited(cases: Records, labels: Labels) -> float:
        return float(np.count_nonzero(SOLVED.among(cases, labels)["time_queue"]))

    return Figure("share who wait", expected, "cases", waited, number(SOLVED))


def mean_sojourn(expected: float, service: str | None = None) -> Figure:
    """Mean time from arising to being closed, over those who were served [min]."""
    group = Group(service, (End.SOLVED,))

    def sojourns(cases: Records, labels: Labels) -> float:
        found = group.among(cases, labels)
        return float((found["closed"] - found["arisen"]).sum()) / MINUTE_MS

    name = "mean sojourn" if service is None else f"mean sojourn, {service}"
    return Figure(f"{name} [min]", expected, "cases", sojourns, number(group))


def share_ending(name: str, expected: float, end: End, group: Group = EVERYBODY) -> Figure:
    """Share of a group's cases that end in a certain way."""
    return Figure(name, expected, "cases", number(group._replace(ends=(end,))), number(group))


def share_of(name: str, expected: float, column: str, group: Group = EVERYBODY) -> Figure:
    """Mean of a count that is 0 or 1, or of any count, over a group's cases."""

    def counted(cases: Records, labels: Labels) -> float:
        return float(group.among(cases, labels)[column].sum())

    return Figure(name, expected, "cases", counted, number(group))


def cases_arisen(expected: float) -> Figure:
    """Needs that arise in a replication's window; for transient systems, whose window does not change."""
    return Figure("arrivals", expected, "cases", number(EVERYBODY))


def number_present(expected: float, at: float) -> Figure:
    """Mean number of cases that have arisen before an instant and not ended by it [min from the start]."""
    instant = at * MINUTE_MS

    def present(cases: Records, labels: Labels) -> float:
        not_ended = (cases["end"] == End.OPEN) | (cases["closed"] >= instant)
        return float(np.count_nonzero((cases["arisen"] < instant) & not_ended))

    return Figure(f"number present at {_clock(at)}", expected, "cases", present)


def wait_of_hour(expected: float, hour: int) -> Figure:
    """Mean wait of those who arise in an hour of the first day [min]."""
    group = Group(since=60 * hour, until=60 * (hour + 1))
    name = f"mean wait, arisen {_clock(60 * hour)}-{_clock(60 * (hour + 1))}"
    return mean_time(name, expected, ("time_queue",), group)


def _clock(at: float) -> str:
    return f"{int(at) // 60:02d}:{int(at) % 60:02d}"


def station_minutes(name: str, expected: float, *columns: str) -> Figure:
    """Integrals over time of numbers at all stations, from empty to the horizon [case min]."""
    return Figure(f"{name} [min]", expected, "stations", lambda stations, _: _minutes(stations, columns))


def station_count(name: str, expected: float, column: str) -> Figure:
    """A count of all stations, from empty to the horizon."""
    return Figure(name, expected, "stations", lambda stations, _: float(stations[column].sum()))


def wait_at(station: str, expected: float) -> Figure:
    """Mean wait before service at all stations of a template, by visit [min]."""

    def served(visits: Records, labels: Labels) -> Records:
        template = labels.templates.index(station)
        here = labels.stations.template[visits["station"]] == template
        found: Records = visits[here & (visits["end"] == VisitEnd.SERVED)]
        return found

    def waits(visits: Records, labels: Labels) -> float:
        found = served(visits, labels)
        return float((found["began"] - found["joined"]).sum()) / MINUTE_MS

    name = f"mean wait at {station} [min]"
    return Figure(name, expected, "visits", waits, lambda visits, labels: float(len(served(visits, labels))))
