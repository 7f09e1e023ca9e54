"""The largest sums that a run can come to, checked before it: every counter is an integer of 64 bits.

Each bound is what a case could add at most, times the needs expected and ten standard deviations more. Kinds of time,
and time on site or at a server, begin when the need arises and end with the run, so they are bounded by what is then
left of it; ways, fares and fees by how often a case can pass their step (``passes``).
"""

import math
from collections.abc import Iterator
from functools import cached_property
from typing import NamedTuple

import networkx as nx
import numpy as np

from sinksim.core.time_bins import SQUARE_BITS
from sinksim.plan.control_flow import flow_of_plan
from sinksim.plan.laws import largest
from sinksim.plan.operations import CHARGE, DECLARED, OP, TRAVEL, Op
from sinksim.plan.plan import Floats, Ints, Plan
from sinksim.workload.needs import stream_rates
from sinksim.workload.passes import departments, most_passes

LIMIT = 2**63
# Cases of one area, service and span are counted in 32 bits.
MOST_NEEDS = 2**31
DEVIATIONS = 10
HOUR_MS, DAY_MS = 3_600_000, 86_400_000


def _mean_left(times: Ints, cumulative: Floats) -> float:
    """Mean time from arising to the horizon of needs that arise along a profile [ms]."""
    return float(np.trapezoid(cumulative, times) / cumulative[-1]) if cumulative[-1] > 0 else 0.0


class Most(NamedTuple):
    """What one case can add at most: times [ms], money [0.001 yuan]."""

    citizen_time: int = 0
    staff_time: int = 0
    cost_staff: int = 0
    cost_fares: int = 0
    cost_time: int = 0
    cost_operation: int = 0
    fee_citizen: int = 0
    fee_insurer: int = 0


def sum_faults(plan: Plan) -> list[str]:
    """One sentence for each sum that could leave 64 bits."""
    bounds = Bounds(plan)
    needs = sum(cases for cases, _ in bounds.lives)
    if needs >= MOST_NEEDS:
        return [
            f"services bring about {float(needs):,.0f} needs in one replication; allowed: fewer than {MOST_NEEDS:,} "
            "(lower the demand or experiment.window_days)"
        ]
    faults = [
        f"costs: {name} may charge {float(span):.2e} ms at {rate / 1000:,.2f} yuan/h; allowed: a product below "
        f"{_most_yuan_hours():.1e} (a lower rate, a shorter run or shorter ways)"
        for name, span, rate in bounds.charges()
        if span * rate + HOUR_MS >= LIMIT
    ]
    return faults + [
        f"experiment: {name} could add up to {float(amount):.2e} over {float(needs):,.0f} needs; allowed: below "
        f"{float(LIMIT):.1e} (fewer needs, a shorter run, smaller times or amounts)"
        for name, amount in bounds.sums()
        if amount >= LIMIT
    ]


def _most_yuan_hours() -> float:
    """The same product in ms x yuan/h."""
    return LIMIT / 1000


class Lives(NamedTuple):
    """Most cases of a service in one replication, and the sum of their spans from arising to the horizon [ms]."""

    cases: int
    span: int


class Bounds:
    """Bounds of one plan: needs by service, what a case of each service adds at most, and the sums."""

    def __init__(self, plan: Plan) -> None:
        self.plan = plan
        self.flow = flow_of_plan(plan)
        self.horizon = plan.labels.window.horizon
        self.passes = most_passes(plan, self.flow)
        self.rows: list[list[int]] = plan.code.rows.tolist()
        self._known: dict[int, list[int]] = {}

    @cached_property
    def lives(self) -> list[Lives]:
        """Of each service; generated needs with ten standard deviations, given cases exactly."""
        demand, given = self.plan.demand, self.plan.recorded
        streams = stream_rates(self.plan, 0, self.horizon) * self.horizon
        left = np.array([_mean_left(*profile) for profile in demand.profiles])[demand.profile]
        told = given.arisen < self.horizon
        found = []
        for service, sizes in enumerate(demand.batch):
            own = demand.service == service
            mean, size = float(streams[own].sum()), max(len(sizes), 1)
            spread = DEVIATIONS * (math.sqrt(mean * size) + size) if mean > 0 else 0.0
            span = float(streams[own] @ left[own]) + spread * self.horizon
            cases = given.arisen[told & (given.service == service)]
            exact = int((self.horizon - cases).sum())
            found.append(Lives(int(mean + spread) + len(cases), int(span) + exact))
        return found

    @cached_property
    def longest(self) -> int:
        """Longest span from arising to the horizon [ms], of those included who waited before the start."""
        return self.horizon - min(0, int(self.plan.recorded.arisen.min(initial=0)))

    def of_service(self, service: int, span: int) -> Most:
        """What a case adds at most in ``span`` [ms], in whichever channel."""
        entries = self.plan.code.entry[service].tolist()
        found = [self._added(self._steps(entry), span) for entry in entries if entry >= 0]
        return Most(*(max(column) for column in zip(*found, strict=True)))

    def _steps(self, entry: int) -> list[int]:
        if entry not in self._known:
            self._known[entry] = sorted({entry} | nx.descendants(self.flow, entry))
        return self._known[entry]

    def _added(self, steps: list[int], span: int) -> Most:
        together = self._together(steps)
        way, fare, homes = self._home(steps, span)
        citizen_time = together * span + homes * 2 * way
        cost_fares = homes * 2 * fare
        fees = [0, 0, 0]
        for pc in steps:
            row, passes = self.rows[pc], self.passes[pc]
            if row[OP] == Op.TRAVEL:
                time, money, ways = self._way(pc)
                citizen_time += passes * ways * time
                cost_fares += passes * ways * money
            elif row[OP] == Op.CHARGE:
                fees = [fee + passes * row[column] for fee, column in zip(fees, CHARGE, strict=True)]
        visits = sum(self.passes[pc] * together for pc in steps if self.rows[pc][OP] in (Op.QUEUE, Op.ASSEMBLE))
        staff_time = together * span
        return Most(
            citizen_time=citizen_time,
            staff_time=staff_time,
            # Each charge is rounded half up.
            cost_staff=staff_time * self.wage // HOUR_MS + visits,
            cost_fares=cost_fares,
            cost_time=citizen_time * self.time_value // HOUR_MS + 1,
            cost_operation=fees[2],
            fee_citizen=fees[0],
            fee_insurer=fees[1],
        )

    def _together(self, steps: list[int]) -> int:
        """Most stations at which a case can be at one time: departments, and the list one tier up after an alert."""
        drawing = [pc for pc in steps if DECLARED[Op(self.rows[pc][OP])].draws_from is not None]
        most = max((departments(self.plan, pc) for pc in drawing), default=1)
        return most * (2 if (self.plan.stations.escalates_to >= 0).any() else 1)

    def _way(self, pc: int) -> tuple[int, int, int]:
        """Longest one-way time [ms] and highest fare [0.001 yuan] of a travel, and the number of ways."""
        tier, law, returns, fare, *_ = (self.rows[pc][column] for column in TRAVEL)
        span = largest(self.plan.laws, law) if law >= 0 else int(self.plan.travel_ms[tier].max(initial=0))
        money = fare if fare >= 0 else int(self.plan.travel_fare[tier].max(initial=0))
        return span, money, 2 if returns else 1

    def _home(self, steps: list[int], span: int) -> tuple[int, int, int]:
        """The way of those sent home at closing time, its fare, and how often they can be: once a day at each station."""
        ways = [self._way(pc) for pc in steps if self.rows[pc][OP] == Op.TRAVEL]
        queues = any(self.rows[pc][OP] == Op.QUEUE for pc in steps)
        if not (ways and queues and (self.plan.stations.calendar >= 0).any()):
            return 0, 0, 0
        days = span // DAY_MS + 2
        return max(way[0] for way in ways), max(way[1] for way in ways), self._together(steps) * days

    @cached_property
    def wage(self) -> int:
        """Highest wage [0.001 yuan per hour]."""
        return int(self.plan.stations.wage.max(initial=0))

    @cached_property
    def time_value(self) -> int:
        """Highest value of a citizen's time [0.001 yuan per hour]."""
        return int(self.plan.citizens.time_value.max(initial=0))

    def charges(self) -> Iterator[tuple[str, int, int]]:
        """Largest spans [ms] that are charged at once, with their rates [0.001 yuan per hour]."""
        most = [self.of_service(service, self.longest) for service in range(len(self.lives))]
        yield "wages", self.longest, self.wage
        yield "value_of_time", max(one.citizen_time for one in most), self.time_value

    def sums(self) -> Iterator[tuple[str, int]]:
        """Every kind of sum of a run, by table and column, with its bound."""
        needs, spans = (sum(column) for column in zip(*self.lives, strict=True))
        yield "cases.time", spans
        brought = [self._brought(service, *lives) for service, lives in enumerate(self.lives)]
        yield from zip((f"cases.{name}" for name in Most._fields), map(sum, zip(*brought, strict=True)), strict=True)
        servers, ample = self.plan.stations.servers, self.plan.stations.ample
        yield "stations.open", max(int(servers[~ample].sum()), int(servers[ample].max(initial=0))) * self.horizon
        high, low = self.plan.labels.window.follow_up >> SQUARE_BITS, (1 << SQUARE_BITS) - 1
        yield "cases.elapsed_hh", needs * high * high
        yield "cases.elapsed_hl", needs * high * low
        yield "cases.elapsed_ll", needs * low * low

    def _brought(self, service: int, cases: int, span: int) -> Most:
        """What all cases of a service add together: as if all had the mean span, since a case adds in proportion to it."""
        if cases == 0:
            return Most()
        one = self.of_service(service, -(-span // cases))
        return Most(*(cases * amount for amount in one))
