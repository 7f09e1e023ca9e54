"""Exact checks on one replication: nothing may appear, vanish or be counted twice. An empty list means all is well."""

import numpy as np
from numpy.typing import NDArray

from sinksim.core.records import CASE_FIELDS, MONEY, NEVER, STATION_FIELDS, names
from sinksim.metrics.charges import OVERTIME, ROSTER, ROSTER_YEAR, charges_of_stations
from sinksim.metrics.tally import Tally
from sinksim.plan.labels import Labels, Window, pay

Ints = NDArray[np.int64]
# The fields of a record that together say whose need it is.
WHO = ("service", "origin", "layer", "ordinal")


def conserved(tally: Tally, ledger: dict[str, int], expected: int | None = None) -> list[str]:
    """All checks on the totals of a run; ``expected`` is the number of needs that arose, where it is known."""
    return [*cases_conserved(tally, expected), *time_conserved(tally), *money_conserved(tally, ledger)]


def posts_conserved(labels: Labels, stations: Ints) -> list[str]:
    """What payers bear of posts is what stations cost, and so is what kinds of staff are paid in a year; sentences if not."""
    charged = {charge.name: round(charge.of_station.sum()) for charge in charges_of_stations(labels, stations)}
    payroll = labels.payroll
    overtime = pay(stations[:, names(STATION_FIELDS).index("overtime")], payroll.wage, payroll.share)
    year = int(payroll.year.sum())
    expected = (
        ("rosters of the window by payer", ROSTER, int(payroll.window.sum())),
        ("overtime by payer", OVERTIME, int(overtime.sum())),
        ("rosters of a year by payer", ROSTER_YEAR, year),
        ("rosters of a year by kind of staff", tuple(f"roster_year:{kind}" for kind in payroll.kinds), year),
    )
    return [
        f"money: {what} add up to {sum(charged[name] for name in parts)}, stations to {whole} (0.001 yuan)"
        for what, parts, whole in expected
        if sum(charged[name] for name in parts) != whole
    ]


def cases_conserved(tally: Tally, expected: int | None = None) -> list[str]:
    """Every need ends in exactly one way; a sentence for each count that says otherwise. ``expected``: needs that arose."""
    found = []
    if tally.unknown_ends:
        found.append(f"cases: {tally.unknown_ends} records end in a way that is not declared")
    if int(tally.ends.sum()) + tally.unknown_ends != tally.cases:
        found.append(f"cases: {tally.cases} records, but the ends add up to {int(tally.ends.sum())}")
    if expected is not None and expected != tally.cases:
        found.append(f"cases: {expected} needs arose, but {tally.cases} records were written")
    return found


def time_conserved(tally: Tally) -> list[str]:
    """The kinds of time of every case add up to its span exactly; else one sentence, with the first case as an example."""
    if not tally.mistimed:
        return []
    *who, kinds, span = tally.example  # who: the values of WHO; the sum of the kinds, and the span [ms]
    case = ", ".join(f"{name} {value}" for name, value in zip(WHO, who, strict=True))
    return [f"time: {tally.mistimed} cases do not add up; the first ({case}) has kinds of {kinds} ms in {span} ms"]


def money_conserved(tally: Tally, ledger: dict[str, int]) -> list[str]:
    """Each column of money adds up to what was charged under its name; a sentence for each that does not."""
    found = {name: int(amount) for name, amount in zip(MONEY, tally.money, strict=True)}
    return [
        f"money: {name} is {found.get(name, 0)} in the records but {ledger.get(name, 0)} in the ledger (0.001 yuan)"
        for name in sorted(set(found) | set(ledger))
        if found.get(name, 0) != ledger.get(name, 0)
    ]


def cases_unique(cases: NDArray[np.void]) -> list[str]:
    """No need has two records; takes all records (type ``CASE``) of a run at once."""
    rows = np.ascontiguousarray(cases).view(np.int64).reshape(len(cases), len(CASE_FIELDS))
    positions = [cases.dtype.names.index(name) for name in WHO] if cases.dtype.names else []
    twice = len(rows) - len(np.unique(rows[:, positions], axis=0))
    return [f"cases: {twice} records repeat a need that already has one"] if twice else []


def presence(
    visits: NDArray[np.void], window: Window, stations: NDArray[np.void], labels: Labels | None = None
) -> list[str]:
    """The visit log, cut at the window, holds exactly the time that each station counted as present; else a sentence each.

    A visit still going on (``ended`` never) lasts beyond it.
    """
    first, end = window.warm_up, window.warm_up + window.window
    joined = np.clip(visits["joined"], first, end)
    ended = np.where(visits["ended"] == NEVER, end, np.clip(visits["ended"], first, end))
    spans: Ints = np.zeros(len(stations), np.int64)
    np.add.at(spans, visits["station"], ended - joined)
    wrong = np.flatnonzero(spans != stations["present"])
    return [_presence_fault(int(n), int(spans[n]), int(stations["present"][n]), labels) for n in wrong]


def _presence_fault(station: int, logged: int, counted: int, labels: Labels | None) -> str:
    """The sentence on one station; it is named by its number where there are no labels."""
    name = labels.stations.names[station] if labels else str(station)
    return f"station {name}: {logged} case ms in the visit log, but {counted} counted as present"
