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
from sinksim.plan.declaring import Operation
from sinksim.plan.laws import largest
from sinksim.plan.operations import DECLARED, OP, Op
from sinksim.plan.plan import Floats, Ints, Plan
from sinksim.workload.needs import stream_rates
from sinksim.workload.passes import departments, most_passes

LIMIT = 2**63
# Cases of one area, service and span are counted in 32 bits.
MOST_NEEDS = 2**31
DEVIATIONS = 10
HOUR_MS, DAY_MS = 3_600_000, 86_400_000


def _mean_left(times: Ints, cumulative: Floats) -> float:
    """Mean time [ms] from arising to the horizon of needs that arise along a profile: the area below its cumulative intensity."""
    return float(np.trapezoid(cumulative, times) / cumulative[-1]) if cumulative[-1] > 0 else 0.0


class CaseMaximum(NamedTuple):
    """Most that one case can add to each sum: times [ms], money [0.001 yuan]."""

    citizen_time: int = 0
    staff_time: int = 0
    cost_staff: int = 0
    cost_fares: int = 0
    cost_time: int = 0
    cost_operation: int = 0
    fee_citizen: int = 0
    fee_insurer: int = 0


class ServiceNeeds(NamedTuple):
    """Most cases of a service in one replication, and the sum of their spans from arising to the horizon [ms]."""

    cases: int
    span: int


class Journey(NamedTuple):
    """Longest way [ms] and highest fare [0.001 yuan], one way, and how many ways there are."""

    time: int
    fare: int
    ways: int


def sum_faults(plan: Plan) -> list[str]:
    """One sentence for each sum that could leave 64 bits."""
    bounds = Bounds(plan)
    needs = sum(cases for cases, _ in bounds.needs)
    if needs >= MOST_NEEDS:
        return [
            f"services bring about {float(needs):,.0f} needs in one replication; allowed: fewer than {MOST_NEEDS:,} "
            "(lower the demand or experiment.window_days)"
        ]
    faults = [
        f"costs: {name} may charge {float(span):.2e} ms at {rate / 1000:,.2f} yuan/h; allowed: a product below "
        f"{_most_yuan_hours():.1e} (a lower rate, a shorter run or shorter ways)"
        for name, span, rate in bounds.charges()
        # ``rules.charge`` rounds by adding half an hour to the product.
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


class Bounds:
    """Bounds of one plan: needs by service, what a case of each service adds at most, and the sums of a replication."""

    def __init__(self, plan: Plan) -> None:
        """Read the plan's instructions, which may follow which, and how often a case can come to each."""
        self.plan = plan
        self.flow = flow_of_plan(plan)
        self.horizon = plan.labels.window.horizon
        self.passes = most_passes(plan, self.flow)
        self.rows: list[list[int]] = plan.code.rows.tolist()
        self.declared: list[Operation] = [DECLARED[Op(row[OP])] for row in self.rows]
        self._steps_from: dict[int, list[int]] = {}

    @cached_property
    def needs(self) -> list[ServiceNeeds]:
        """Needs of each service: generated ones with ten standard deviations more, given cases exactly."""
        demand, given = self.plan.demand, self.plan.recorded
        streams = stream_rates(self.plan, begin=0, end=self.horizon) * self.horizon
        left = np.array([_mean_left(*profile) for profile in demand.profiles])[demand.profile]
        before_the_end = given.arisen < self.horizon
        uneven = np.maximum(demand.dispersion, 1.0)
        found = []
        for service, sizes in enumerate(demand.group_size):
            own = demand.service == service
            mean, size = float(streams[own].sum()), max(len(sizes), 1) * float(uneven[service])
            # A compound Poisson number, of groups of ``size`` at most, has variance mean x size at most (and so many times more
            # as gaps are more uneven than exponential ones); the groups on top are for services that bring few. A stream of
            # uneven gaps begins with up to half its dispersion more than the long-run mean.
            spread = DEVIATIONS * (math.sqrt(mean * size) + size) if mean > 0 else 0.0
            spread += (float(uneven[service]) - 1) * max(len(sizes), 1) * int(own.sum())
            span = float(streams[own] @ left[own]) + spread * self.horizon
            cases = given.arisen[before_the_end & (given.service == service)]
            exact = int((self.horizon - cases).sum())
            found.append(ServiceNeeds(int(mean + spread) + len(cases), int(span) + exact))
        return found

    @cached_property
    def longest_span(self) -> int:
        """Longest span from arising to the horizon [ms], of those included who waited before the start."""
        return self.horizon - min(0, int(self.plan.recorded.arisen.min(initial=0)))

    @cached_property
    def highest_wage(self) -> int:
        """Highest wage of any station [0.001 yuan per hour]."""
        return int(self.plan.stations.wage.max(initial=0))

    @cached_property
    def highest_time_value(self) -> int:
        """Highest value of a citizen's time [0.001 yuan per hour]."""
        return int(self.plan.citizens.time_value.max(initial=0))

    def sums(self) -> Iterator[tuple[str, int]]:
        """Every kind of sum of a replication, as ``table.column``, with its bound.

        Times of cases [ms], money [0.001 yuan], open time of stations [server ms], and the three products into which
        squares of elapsed times are cut [ms^2], as the columns of ``metrics.columns`` have them.
        """
        needs, spans = (sum(column) for column in zip(*self.needs, strict=True))
        yield "cases.time", spans
        by_service = [self._sums_of_service(service, *own) for service, own in enumerate(self.needs)]
        totals = map(sum, zip(*by_service, strict=True))
        yield from zip((f"cases.{name}" for name in CaseMaximum._fields), totals, strict=True)
        servers, ample = self.plan.stations.servers, self.plan.stations.ample
        # Stations that are no stand-ins are added up by template; a stand-in stands alone.
        yield "stations.open", max(int(servers[~ample].sum()), int(servers[ample].max(initial=0))) * self.horizon
        # An elapsed time is high x 2^SQUARE_BITS + low.
        high, low = self.plan.labels.window.follow_up >> SQUARE_BITS, (1 << SQUARE_BITS) - 1
        yield "cases.elapsed_hh", needs * high * high
        yield "cases.elapsed_hl", needs * high * low
        yield "cases.elapsed_ll", needs * low * low

    def charges(self) -> Iterator[tuple[str, int, int]]:
        """Spans [ms] that are charged at once, at their longest: name of the rate, span, rate [0.001 yuan per hour]."""
        most = [self.of_service(service, self.longest_span) for service in range(len(self.needs))]
        yield "wages", self.longest_span, self.highest_wage
        yield "value_of_time", max(one.citizen_time for one in most), self.highest_time_value

    def _sums_of_service(self, service: int, cases: int, span: int) -> CaseMaximum:
        """What all cases of a service add together: as if all had the mean span (rounded up), since each adds in proportion."""
        if cases == 0:
            return CaseMaximum()
        one = self.of_service(service, -(-span // cases))
        return CaseMaximum(*(cases * amount for amount in one))

    def of_service(self, service: int, span: int) -> CaseMaximum:
        """What one case of a service adds at most in a span from arising to the horizon [ms], in whichever channel."""
        entries = self.plan.code.entry[service].tolist()
        found = [self._most_of_case(self._instructions_from(entry), span) for entry in entries if entry >= 0]
        return CaseMaximum(*(max(column) for column in zip(*found, strict=True)))

    def _instructions_from(self, entry: int) -> list[int]:
        """Instructions that a case may come to from its first."""
        if entry not in self._steps_from:
            self._steps_from[entry] = sorted({entry} | nx.descendants(self.flow, entry))
        return self._steps_from[entry]

    def _most_of_case(self, steps: list[int], span: int) -> CaseMaximum:
        """What a case that may come to these instructions adds at most in a span [ms]."""
        # At each of so many stations at once the case may be for the whole span.
        parallel = self._parallel_visits(steps)
        journeys = [(self.passes[pc], self._journey(pc)) for pc in steps if self.declared[pc].way]
        journeys.append((self._times_sent_home(steps, parallel, span), self._way_home(steps)))
        citizen_time = parallel * span + sum(passes * ways * time for passes, (time, _, ways) in journeys)
        staff_time = parallel * span
        services = sum(self.passes[pc] * parallel for pc in steps if self.declared[pc].service)
        return CaseMaximum(
            citizen_time=citizen_time,
            staff_time=staff_time,
            # Each charge is rounded half up.
            cost_staff=staff_time * self.highest_wage // HOUR_MS + services,
            cost_fares=sum(passes * ways * fare for passes, (_, fare, ways) in journeys),
            cost_time=citizen_time * self.highest_time_value // HOUR_MS + 1,
            **self._money_charged(steps),
        )

    def _money_charged(self, steps: list[int]) -> dict[str, int]:
        """Money that these instructions charge at most [0.001 yuan], by kind: what a pass charges times the most passes."""
        charged: dict[str, int] = {}
        for pc in steps:
            for kind, column in self.declared[pc].charges.items():
                charged[kind] = charged.get(kind, 0) + self.passes[pc] * self.rows[pc][column]
        return charged

    def _parallel_visits(self, steps: list[int]) -> int:
        """Most stations at which a case can be at one time.

        One, or where a step draws the departments of a case, as many as it may draw: only such a step has a case at several
        stations at once, and it holds no further steps. After an alert each visit also stands in the list of the station one
        tier up.
        """
        drawing = [pc for pc in steps if self.declared[pc].draws_from is not None]
        most = max((departments(self.plan, pc) for pc in drawing), default=1)
        return most * (2 if (self.plan.stations.escalates_to >= 0).any() else 1)

    def _journey(self, pc: int) -> Journey:
        """What an instruction by which the citizen travels may take and cost."""
        row, way = self.rows[pc], self.declared[pc].way
        assert way is not None
        tier, law, fare = row[way.tier], row[way.time], row[way.fare]
        return Journey(
            time=largest(self.plan.laws, law) if law >= 0 else int(self.plan.travel_ms[tier].max(initial=0)),
            fare=fare if fare >= 0 else int(self.plan.travel_fare[tier].max(initial=0)),
            ways=2 if row[way.returns] else 1,
        )

    def _way_home(self, steps: list[int]) -> Journey:
        """The way home of those sent home at closing time, and back: the longest and the dearest of all ways."""
        journeys = [self._journey(pc) for pc in steps if self.declared[pc].way]
        return Journey(
            time=max((j.time for j in journeys), default=0), fare=max((j.fare for j in journeys), default=0), ways=2
        )

    def _times_sent_home(self, steps: list[int], parallel: int, span: int) -> int:
        """How often a case can be sent home at most in a span [ms]: once a day, begun days included, from each station.

        ``parallel``: at how many stations it can be at one time.
        """
        waits = any(service.sends_home for pc in steps if (service := self.declared[pc].service))
        return parallel * (span // DAY_MS + 2) if waits and (self.plan.stations.calendar >= 0).any() else 0
