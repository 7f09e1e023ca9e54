"""The mergeable aggregate of one or more replications: integers only, so that the order of folding cannot matter."""

from dataclasses import replace
from functools import cached_property
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from sinksim.core.records import CASE_FIELDS, INCIDENT_FIELDS, NEVER, STATION_FIELDS, Mark, Tables, names
from sinksim.core.time_bins import bin_of, bins_up_to
from sinksim.metrics.charges import charges, year_in_windows
from sinksim.metrics.columns import DAILY, DISTRIBUTIONS, Column, Distribution, columns_of, reported
from sinksim.metrics.slices import Family, Slice
from sinksim.metrics.tally import Tally
from sinksim.plan.labels import Labels

if TYPE_CHECKING:
    from sinksim.metrics.folding import Fold

Ints = NDArray[np.int64]
COHORT, BACKLOG = 0, 1
_AT = {name: position for position, name in enumerate(names(CASE_FIELDS))}
_STATION = names(STATION_FIELDS)
_DAY = 86_400_000
KINDS = DISTRIBUTIONS


def days_of(labels: Labels) -> int:
    """Days on which a need of the cohort may arise, the last perhaps not whole."""
    return int(max(-(-labels.window.window // _DAY), 1))


class Aggregate:
    """Counts and sums by service, area and segment for the cohort, and for the initial backlog apart.

    ``sums`` [2, services, areas, segments, columns] holds the cohort, then the backlog; ``by_area`` and ``by_segment``
    [KINDS, services, areas or segments, bins] hold the distributions of the cohort; ``by_day`` [days of the window, DAILY]
    holds a few sums of the cohort by the day of arising; ``bounded`` [instructions] counts how often a jump
    back was not taken because its loop had reached the most rounds allowed;
    ``tally`` holds exact totals over all records.
    """

    def __init__(self, labels: Labels) -> None:
        """Begin with zeros everywhere, in the shapes that the names and the window of a plan give."""
        self.labels = labels
        self.columns: tuple[Column, ...] = columns_of(labels.clocks, labels.tiers)
        services, areas, segments = len(labels.services), len(labels.areas.codes), len(labels.segments)
        # COHORT and BACKLOG first.
        self.sums = np.zeros((2, services, areas, segments, len(self.columns)), np.int64)
        self.bins = bins_up_to(labels.window.follow_up)
        self.by_area = np.zeros((len(KINDS), services, areas, self.bins), np.int32)
        self.by_segment = np.zeros((len(KINDS), services, segments, self.bins), np.int32)
        self.by_day = np.zeros((days_of(labels), len(DAILY)), np.int64)
        self.stations = np.zeros((len(labels.stations.names), len(_STATION)), np.int64)
        self.incidents: dict[int, tuple[int, int]] = {}  # number and total length [ms] by kind
        self.ledger: dict[str, int] = {}
        self.bounded = np.zeros(len(labels.steps), np.int64)
        self.tally = Tally(labels.window.horizon)
        self.replications = 0

    def fold(self, cases: NDArray[np.void]) -> None:
        """Add case records (type ``CASE``)."""
        # What is compiled is loaded where something is folded: stored results are shown without it.
        from sinksim.metrics.folding import fold_rows

        rows = _as_rows(cases)
        self._target.tally[:] = 0  # counters of these cases alone; everything else is added to in place
        fold_rows(rows, self._target)
        self.tally.take_in(self._target.tally, rows)

    @cached_property
    def _target(self) -> "Fold":
        """The arrays of this aggregate in the flat shapes that the compiled fold adds to: views, not copies."""
        from sinksim.metrics.folding import BLOCK, COUNTERS, Fold

        labels, window = self.labels, self.labels.window
        _, services, areas, segments, width = self.sums.shape
        bounds = (window.warm_up, window.warm_up + window.window, window.follow_up, window.horizon)
        rows = (services * areas, services * segments)
        shape = (areas, segments, services * areas * segments, len(labels.clocks), len(labels.tiers), self.bins, *rows)
        return Fold(
            of_origin=np.array(labels.areas.of_origin, np.int64),
            deadline=np.array(labels.coverage_deadline, np.int64),
            window=np.array(bounds, np.int64),
            shape=np.array(shape, np.int64),
            sums=self.sums.reshape(-1, width),
            by_day=self.by_day,
            by_area=self.by_area.reshape(-1),
            by_segment=self.by_segment.reshape(-1),
            places=np.zeros((BLOCK * len(KINDS), 2), np.int64),
            ends=self.tally.ends,
            money=self.tally.money,
            tally=np.zeros(len(COUNTERS), np.int64),
        )

    def fold_plainly(self, cases: NDArray[np.void]) -> None:
        """Add case records by the declarations of ``columns``, one column at a time: what ``fold`` is held to."""
        self._fold(_as_rows(cases))

    def _fold(self, rows: Ints) -> None:
        """Add cases [cases, fields] by the declared columns: the slow twin of the compiled fold, to compare it with.

        All of them count in the exact totals; in the groups, only those of the cohort and the backlog. Sorted by
        group, the cohort stands before the backlog.
        """
        self.tally.fold(rows)
        group = self._groups(rows)
        rows, group = rows[group >= 0], group[group >= 0]
        if len(rows) == 0:
            return
        order = np.argsort(group, kind="stable")
        rows, group = rows[order], group[order]
        derived = _derived(rows, self.labels)
        self._fold_sums(derived, group)
        cohort = int(np.searchsorted(group, self.sums[COHORT].size // len(self.columns)))
        of_cohort = {name: value[:cohort] for name, value in derived.items()}
        self._fold_bins(of_cohort)
        self._fold_days(of_cohort)

    def _groups(self, rows: Ints) -> Ints:
        """Group of each case as a position among (cohort or backlog, service, area, segment).

        -1 where it belongs neither to the cohort nor to the backlog.
        """
        arisen, marks = rows[:, _AT["arisen"]], rows[:, _AT["marks"]]
        window = self.labels.window
        within = (arisen >= window.warm_up) & (arisen < window.warm_up + window.window)
        backlog = (marks & Mark.BACKLOG) != 0
        own = (marks & Mark.BACKGROUND) == 0
        area = self.labels.areas.of_origin[rows[:, _AT["origin"]]]
        shape = self.sums.shape[:4]
        where = (backlog.astype(np.int64), rows[:, _AT["service"]], area, rows[:, _AT["segment"]])
        return np.where(own & (within | backlog), np.ravel_multi_index(where, shape), -1)

    def _fold_sums(self, cases: dict[str, Ints], group: Ints) -> None:
        """Add each column of cases to its group; ``group`` is sorted, so that each group is one run of cases."""
        matrix = np.empty((len(self.columns), len(group)), np.int64)
        for row, column in zip(matrix, self.columns, strict=True):
            row[:] = column.of(cases)
        starts = np.flatnonzero(np.r_[True, group[1:] != group[:-1]])
        flat = self.sums.reshape(-1, len(self.columns))
        flat[group[starts]] += np.add.reduceat(matrix, starts, axis=1).T

    def _fold_bins(self, cases: dict[str, Ints]) -> None:
        """Add cases of the cohort to the distributions of elapsed time, of waiting and of the time to the closure.

        Who is not solved within the follow-up falls into the last bin. Only cases that were filed have waited, and only
        those reported closed have a time to the closure.
        """
        beyond = self.bins - 1
        elapsed = np.minimum(bin_of(cases["restricted"]), beyond)
        late = (cases["solved"] == NEVER) | (cases["solved"] - cases["arisen"] > self.labels.window.follow_up)
        self._count("elapsed", cases, np.where(late, beyond, elapsed))
        filed = {name: cases[name][cases["filed"] != NEVER] for name in ("service", "area", "segment", "time_queue")}
        self._count("wait", filed, np.minimum(bin_of(filed["time_queue"]), beyond))
        dealt_with = reported(cases)
        ended = {name: cases[name][dealt_with] for name in ("service", "area", "segment", "filed", "closed")}
        self._count("closing", ended, np.minimum(bin_of(ended["closed"] - ended["filed"]), beyond))

    def _fold_days(self, cases: dict[str, Ints]) -> None:
        """Add cases of the cohort to the day of the window on which their need arose."""
        day = (cases["arisen"] - self.labels.window.warm_up) // _DAY
        for position, name in enumerate(DAILY):
            column = self.columns[self.at[name]]
            np.add.at(self.by_day[:, position], day, np.asarray(column.of(cases), np.int64))

    def _count(self, kind: Distribution, cases: dict[str, Ints], number: Ints) -> None:
        """Add one to a distribution for each case, by area and by segment; ``number`` is its bin."""
        for tables, name in ((self.by_area, "area"), (self.by_segment, "segment")):
            table = tables[KINDS.index(kind)]
            cell = (cases["service"] * table.shape[1] + cases[name]) * self.bins + number
            # One of the table's own type: another would be converted element by element.
            np.add.at(table.reshape(-1), cell, np.int32(1))

    def fold_tables(self, tables: Tables) -> None:
        """Add the tables of stations, incidents and money with which one replication ends.

        ``bounded``: how often each jump back was not taken because its loop had reached the most rounds allowed.
        """
        stations = np.ascontiguousarray(tables.stations).view(np.int64).reshape(-1, len(_STATION))
        self._add_stations(stations)
        incidents = np.ascontiguousarray(tables.incidents).view(np.int64).reshape(-1, len(INCIDENT_FIELDS))
        for kind, _, began, ended in incidents.tolist():
            self._add_incidents(kind, number=1, span=ended - began)
        self._add_ledger(tables.ledger)
        self.bounded += tables.limit_hits
        self.replications += 1

    def _add_stations(self, stations: Ints) -> None:
        """Add station fields up; of the longest queue the larger one stands."""
        most = _STATION.index("most_waiting")
        longest = np.maximum(self.stations[:, most], stations[:, most])
        self.stations += stations
        self.stations[:, most] = longest

    def _add_incidents(self, kind: int, number: int, span: int) -> None:
        """Add incidents of a kind: their number and total length [ms]."""
        known, lasted = self.incidents.get(kind, (0, 0))
        self.incidents[kind] = (known + number, lasted + span)

    def _add_ledger(self, ledger: dict[str, int]) -> None:
        for name, amount in ledger.items():
            self.ledger[name] = self.ledger.get(name, 0) + int(amount)

    def merge(self, other: "Aggregate") -> None:
        """Add another aggregate over the same labels."""
        self.sums += other.sums
        self.by_area += other.by_area
        self.by_segment += other.by_segment
        self.by_day += other.by_day
        self._add_stations(other.stations)
        for incident, (number, span) in other.incidents.items():
            self._add_incidents(incident, number, span)
        self._add_ledger(other.ledger)
        self.bounded += other.bounded
        self.tally.merge(other.tally)
        self.replications += other.replications

    def slice(self, family: Family) -> Slice:
        """One family of slices of the cohort, or the whole backlog."""
        return replace(self.sums_of(family), counts=self._bins(family))

    def sums_of(self, family: Family) -> Slice:
        """One family of slices of the cohort, or the whole backlog, without the distributions."""
        part = self.sums[BACKLOG if family == "backlog" else COHORT]
        # Axes (services, areas, segments) over which each family is summed; overall and the backlog over all.
        over = {"service": (1, 2), "area": (0, 2), "segment": (0, 1), "service_area": (2,), "service_segment": (1,)}
        sums = part.sum(axis=over.get(family, (0, 1, 2))).reshape(-1, len(self.columns))
        stations = self._stations_by_template() if family == "overall" else None
        arisen = sums[:, self.at["arisen"]]
        charged = charges(self.labels, self.stations, max(self.replications, 1), family, arisen)
        year = year_in_windows(self.labels)
        return Slice(family, self.at, sums, counts={}, charges=charged, year=year, stations=stations)

    @cached_property
    def at(self) -> dict[str, int]:
        """Position of each column by its name."""
        return {column.name: position for position, column in enumerate(self.columns)}

    def _bins(self, family: Family) -> dict[Distribution, NDArray[np.integer]]:
        """Distributions of a family [slices, bins], summed over whatever it leaves out; none for the backlog."""
        if family == "backlog":
            return {}
        source = self.by_area if "area" in family else self.by_segment
        over: dict[Family, tuple[int, ...]] = {"overall": (0, 1), "service": (1,), "area": (0,), "segment": (0,)}
        whole = (table.sum(axis=over[family]) if family in over else table for table in source)
        return {kind: table.reshape(-1, self.bins) for kind, table in zip(KINDS, whole, strict=True)}

    def _stations_by_template(self) -> Ints:
        """Stations of each template together; those that stand for unselected places have no figures."""
        totals = np.zeros((len(self.labels.templates), len(_STATION)), np.int64)
        own = ~self.labels.stations.stand_in
        np.add.at(totals, self.labels.stations.template[own], self.stations[own])
        return totals


def _as_rows(cases: NDArray[np.void]) -> Ints:
    """Records as a matrix [cases, fields]."""
    return np.ascontiguousarray(cases).view(np.int64).reshape(len(cases), len(CASE_FIELDS))


def _derived(rows: NDArray[np.int64], labels: Labels) -> dict[str, Ints]:
    """Fields of ``rows`` [cases, fields] as contiguous columns, and what several columns need of each case.

    ``restricted``: true solution minus arising, cut at the follow-up, which also stands for the unsolved [ms];
    ``deadline``: the service's coverage deadline [ms]; ``area``: area of reporting.
    """
    cases = dict(zip(names(CASE_FIELDS), np.ascontiguousarray(rows.T), strict=True))
    follow_up = labels.window.follow_up
    elapsed = np.where(cases["solved"] != NEVER, cases["solved"] - cases["arisen"], follow_up)
    cases["restricted"] = np.minimum(elapsed, follow_up)
    cases["deadline"] = labels.coverage_deadline[cases["service"]]
    cases["area"] = labels.areas.of_origin[cases["origin"]]
    return cases
