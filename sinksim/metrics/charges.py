"""Charges that no case carries: posts and capital, by who pays and by kind of staff, shared among slices.

Posts are a cost of station and window. The whole bears all of them; an area its own stations and, of those above it, the part
of its residents. No service or segment can be said to have caused a post: those slices have none (nan) where there are posts.
"""

from collections.abc import Iterator
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from sinksim.core.records import STAFF_PAYERS, STATION_FIELDS, names
from sinksim.plan.labels import Labels, pay

Ints = NDArray[np.int64]
Floats = NDArray[np.float64]
CAPITAL, CAPITAL_YEAR = "capital", "capital_year"
ROSTER = tuple(f"roster_{payer}" for payer in STAFF_PAYERS)
OVERTIME = tuple(f"overtime_{payer}" for payer in STAFF_PAYERS)
ROSTER_YEAR = tuple(f"roster_year_{payer}" for payer in STAFF_PAYERS)
_OVERTIME = names(STATION_FIELDS).index("overtime")
_DAY = 86_400_000


class Charge(NamedTuple):
    """One kind of charge: what each station adds to it."""

    name: str
    of_station: Floats


def charge_names(kinds: tuple[str, ...]) -> tuple[str, ...]:
    """Every kind of charge, for these kinds of staff that have posts."""
    by_kind = (name for kind in kinds for name in (f"roster_year:{kind}", f"posts:{kind}"))
    return (CAPITAL, CAPITAL_YEAR, *ROSTER, *OVERTIME, *ROSTER_YEAR, *by_kind)


def year_in_windows(labels: Labels) -> float:
    """How often the window goes into the calendar year from the start."""
    return labels.payroll.days_of_year * _DAY / labels.window.window


def charges_of_stations(labels: Labels, stations: Ints) -> Iterator[Charge]:
    """What stations [stations, station fields] add to each kind of charge in one window [0.001 yuan, posts]."""
    payroll = labels.payroll
    overtime = pay(stations[:, _OVERTIME], payroll.wage, payroll.share)
    for position in range(len(STAFF_PAYERS)):
        own = payroll.payer == position
        yield Charge(ROSTER[position], payroll.window * own)
        yield Charge(OVERTIME[position], overtime * own)
        yield Charge(ROSTER_YEAR[position], payroll.year * own)
    for position, kind in enumerate(payroll.kinds):
        own = payroll.kind == position
        yield Charge(f"roster_year:{kind}", payroll.year * own)
        yield Charge(f"posts:{kind}", payroll.posts * own)


def charges(labels: Labels, stations: Ints, replications: int, family: str, arisen: Ints) -> dict[str, Floats]:
    """Every kind of charge in every slice of a family; ``arisen``: needs of the slices, by which capital is shared.

    Of several replications together, rosters and capital are those of all of their windows.
    """
    shared = arisen / max(int(arisen.sum()), 1) * (family != "backlog")
    found = {
        CAPITAL: labels.capital.window * replications * shared,
        CAPITAL_YEAR: labels.capital.year * replications * shared,
    }
    for name, of_station in charges_of_stations(labels, stations):
        times = 1 if name in OVERTIME else replications
        found[name] = _by_slice(labels, of_station * times, family, len(arisen))
    return found


def _by_slice(labels: Labels, of_station: Floats, family: str, slices: int) -> Floats:
    """A charge of stations by the slices of a family: all of it overall, by place in areas, else not known (nan).

    Stations above the areas are shared out among those below them. The backlog bears nothing.
    """
    if family == "backlog" or not labels.payroll.kinds:
        return np.zeros(slices)
    if family == "overall":
        return np.array([of_station.sum()], np.float64)
    if family != "area":
        return np.full(slices, np.nan)
    found = np.zeros(slices)
    area, payroll = labels.stations.area, labels.payroll
    np.add.at(found, area[area >= 0], of_station[area >= 0])
    np.add.at(found, payroll.below_area, of_station[payroll.below_station] * payroll.below_share)
    return found
