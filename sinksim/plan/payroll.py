"""What posts and the platform cost beside the cases: rostered hours and pay of stations, capital and its share.

A station whose staff are paid by the post pays the open hours of its rota, busy or idle; a closing by accident does not cut
the pay. One that stands above the selected areas charges the part of its residents who are in the run. What stands for
unselected places has no payroll.
"""

import calendar
import datetime as dt
import math
from typing import Any

import numpy as np

from sinksim.core.records import STAFF_PAYERS
from sinksim.core.rules import servers_at
from sinksim.plan.labels import Capital, Payroll, Window, pay
from sinksim.plan.rotas import DAY_MS, expand_calendar
from sinksim.plan.staffing import Post, Staff
from sinksim.plan.territory import Territory
from sinksim.scenarios.calendars import Calendar
from sinksim.scenarios.scenario import Scenario

HOUR_MS = 3_600_000
YUAN = 1000


def build_payroll(scenario: Scenario, staff: Staff, window: Window) -> Payroll:
    """Posts of every station: who pays them, what their rota comes to in the window and in a year."""
    kinds = tuple(dict.fromkeys(post.staff for post in staff.posts if post.paid))
    of_window = Roster(scenario, window.warm_up, window.warm_up + window.window)
    of_year = Roster(scenario, begin=0, end=days_of_year(scenario.start) * DAY_MS)
    paid = np.array([post.paid for post in staff.posts], np.bool_)
    wage = np.array([post.wage if post.paid else 0 for post in staff.posts], np.int64)
    share = np.array([post.share for post in staff.posts], np.float64)
    worked = np.array([of_window.server_time(post) for post in staff.posts], np.int64) * paid
    yearly = np.array([of_year.server_time(post) for post in staff.posts], np.int64) * paid
    return Payroll(
        kinds=kinds,
        kind=np.array([kinds.index(post.staff) if post.paid else -1 for post in staff.posts], np.int64),
        payer=np.array([STAFF_PAYERS.index(post.payer) for post in staff.posts], np.int64),
        wage=wage,
        share=share,
        window=pay(worked, wage, share),
        year=pay(yearly, wage, share),
        **_areas_below(staff),
        posts=yearly / HOUR_MS * share / scenario.costs.hours_per_post,
        days_of_year=days_of_year(scenario.start),
    )


def _areas_below(staff: Staff) -> dict[str, Any]:
    """The areas of the run below each station that stands above them, by their residents (evenly, where there are none)."""
    territory = staff.territory
    areas = territory.areas
    rows: list[tuple[int, int, float]] = []
    for station, placed in enumerate(staff.rows):
        if placed.stand_in or placed.tier >= territory.area_depth:
            continue
        upper = territory.tiers[placed.tier]
        inside = [
            n
            for n, code in enumerate(areas.codes)
            if areas.in_cohort[n] and territory.above(code, upper) == placed.node
        ]
        people = areas.population[inside] if areas.population[inside].any() else np.ones(len(inside), np.int64)
        rows += [(station, area, float(share)) for area, share in zip(inside, people / people.sum(), strict=True)]
    return {
        "below_station": np.array([station for station, _, _ in rows], np.int64),
        "below_area": np.array([area for _, area, _ in rows], np.int64),
        "below_share": np.array([share for _, _, share in rows], np.float64),
    }


class Roster:
    """Rostered server time between two instants [ms from the start]."""

    def __init__(self, scenario: Scenario, begin: int, end: int) -> None:
        self.scenario, self.begin, self.end = scenario, begin, end
        self._levels: dict[str | None, list[tuple[int, int]]] = {}

    def server_time(self, post: Post) -> int:
        """Servers on duty times open time [ms] of a station."""
        name = post.calendar
        if name not in self._levels:
            self._levels[name] = self._time_at_levels(self.scenario.calendars[name] if name else None)
        return sum(span * servers_at(post.servers, level) for level, span in self._levels[name])

    def _time_at_levels(self, calendar: Calendar | None) -> list[tuple[int, int]]:
        """Level [per mille] and the time spent at it [ms]; all servers round the clock where there is no calendar."""
        if calendar is None:
            return [(1000, self.end - self.begin)]
        rota = expand_calendar(calendar, self.scenario.start, self.end)
        ends = np.append(rota.times[1:], self.end)
        spans = np.minimum(ends, self.end) - np.maximum(rota.times, self.begin)
        levels = np.unique(rota.level)
        return [(int(level), int(np.maximum(spans, 0)[rota.level == level].sum())) for level in levels]


def days_of_year(start: dt.date) -> int:
    """Days of the calendar year that begins at the start: 366 where it holds a 29 February."""
    leap_day_year = start.year if (start.month, start.day) <= (2, 29) else start.year + 1
    return 366 if calendar.isleap(leap_day_year) else 365


def build_capital(scenario: Scenario, territory: Territory, window: Window) -> Capital:
    """The annuity of the capital that the selected areas bear, in a year and in the window [0.001 yuan]."""
    cost, areas = scenario.costs.capital, territory.areas
    people = int(areas.population.sum())
    selected = int(areas.population[areas.in_cohort].sum())
    # Built for more people than the network has: the network bears its part, and of that the selected areas theirs.
    whole = max(cost.population or people, people)
    year = annuity(cost.amount, cost.years, cost.rate) * (selected / whole if whole else 1.0) * YUAN
    return Capital(
        year=math.floor(year + 0.5),
        window=math.floor(year * window.window / (days_of_year(scenario.start) * DAY_MS) + 0.5),
    )


def annuity(amount: float, years: float, rate: float) -> float:
    """Yearly payment that repays an amount over its life at its rate of interest."""
    if rate == 0:
        return amount / years
    return float(amount * rate / -math.expm1(-years * math.log1p(rate)))
