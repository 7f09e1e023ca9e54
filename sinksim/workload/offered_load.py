"""Expected utilisation before any run: the demand of every stream carried through its processes to the stations.

Offered work by station = sum over streams, channels and attributes of rate x share x expected visits x mean time,
as if nobody gave up, were refused or were sent up by an alert. Utilisation = offered work / servers on duty, where the
work that is finished after closing time (overtime) counts as served by servers that are there a little longer: a server
in use at a closing needs the mean residual service time more, E[S^2] / 2 E[S] (renewal theory).
"""

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import product
from math import isfinite, nan

import numpy as np

from sinksim.plan.laws import mean_and_sd
from sinksim.plan.operations import DECLARED, DEPARTMENTS, OP, Op
from sinksim.plan.plan import Floats, Plan
from sinksim.workload.needs import Kind, Needs, needs_of
from sinksim.workload.step_times import mean_times
from sinksim.workload.visit_chain import Attributes, VisitChain

_DAY = 86_400_000
_BREAKDOWN = 1  # kind of a risk that strikes stations; 0 is the platform's outage
_TAKES_TIME = [op for op, declared in DECLARED.items() if declared.takes_time]
# The token itself is at the station; at an assembly only the departments are.
_AT_STATIONS = [op for op, declared in DECLARED.items() if declared.occupies is not None]


@dataclass(frozen=True)
class TemplateLoad:
    """Stations of one template: how many, their utilisation in the mean and at the busiest, and where that is.

    nan: never open in the window; inf: cases never leave, or come to a place where nobody is on duty.
    """

    template: str
    stations: int
    mean: float
    highest: float
    busiest: str


@dataclass(frozen=True, eq=False)
class OfferedLoad:
    """What one replication is expected to bring."""

    work: Floats  # [stations] mean number of servers at work in the window
    capacity: Floats  # [stations] mean number of servers on duty in the window, those who finish after closing included
    needs: float
    cases: float  # needs that are filed
    visits: float  # visits to stations
    steps: float  # steps that take time
    asked: Floats  # [stations] mean number of servers that the whole run asks for
    joining: Floats  # [stations] visits per ms of the whole run
    away: float  # tokens outside of stations at the busiest hour, and those that wait for the branches of a fork

    @property
    def utilisation(self) -> Floats:
        """Offered work per server on duty, by station; infinite where nobody is ever on duty."""
        free = np.where(self.work > 0, np.inf, 0.0)
        return np.divide(self.work, self.capacity, out=free, where=self.capacity > 0)


def offered_load(plan: Plan) -> OfferedLoad:
    """The expected load of a plan: work and capacity in the window, numbers of one replication from start to horizon."""
    chain = VisitChain(plan)
    station_load = _StationLoad(plan, chain)
    work, asked, joining = np.zeros((3, len(plan.stations.servers)))
    totals, away = np.zeros(4), 0.0  # totals: needs, cases, visits and steps per ms
    in_hand = np.zeros((2, station_load.templates))  # half the squares of service times, and the times themselves
    times, peak = station_load.times_away(), _peak_factor(plan)
    for entry, attributes, kind in _flows(plan, needs_of(plan, _reaches_shared(plan, chain, station_load))):
        seen = chain.visits(entry, attributes)  # expected visits of a case to each instruction
        per_case, visited = station_load.work(seen), station_load.joins(seen)
        for template in np.nonzero(visited)[0].tolist():
            at = plan.role[template, kind.origin]
            np.add.at(work, at, _rates_times(kind.filed_in_window, per_case[template]))
            np.add.at(asked, at, _rates_times(kind.filed, per_case[template]))
            np.add.at(joining, at, _rates_times(kind.filed, visited[template]))
        if kind.filed_in_window.any():
            in_hand += kind.filed_in_window.sum() * np.stack([station_load.half_squares(seen), per_case])
        filed = kind.filed.sum()
        span = float(seen[times > 0] @ times[times > 0])
        # Little's law at the busiest hour; peaks of a day add a day's cases at most to those of a longer span.
        away += filed * min(peak * span, span + _DAY)
        totals += [kind.arising.sum(), filed, filed * station_load.visits(seen), filed * station_load.steps(seen)]
    needs, cases, visits, steps = (totals * plan.labels.window.horizon).tolist()
    known = np.isfinite(in_hand).all(axis=0) & (in_hand[1] > 0)
    residual = np.divide(in_hand[0], in_hand[1], out=np.zeros(station_load.templates), where=known)
    return OfferedLoad(
        work=work,
        capacity=_capacity(plan, residual),
        needs=needs,
        cases=cases,
        visits=visits,
        steps=steps,
        asked=asked,
        joining=joining,
        away=away,
    )


def _rates_times(rates: Floats, amount: float) -> Floats:
    """Rates times an amount, where 0 x infinity is 0: no case comes, whatever a case would ask for that never leaves a loop."""
    return rates * amount if isfinite(amount) else np.where(rates > 0, amount, 0.0)


def by_template(plan: Plan, load: OfferedLoad) -> list[TemplateLoad]:
    """One row per template, in the scenario's order; stand-ins for unselected places are left out."""
    rows = []
    for t, name in enumerate(plan.labels.templates):
        own = np.nonzero((plan.stations.template == t) & ~plan.stations.ample)[0]
        if len(own):
            top = own[int(np.argmax(load.utilisation[own]))]
            busiest, capacity = plan.labels.stations.node[top], float(load.capacity[own].sum())
            mean, highest = (
                (float(load.work[own].sum()) / capacity, float(load.utilisation[top])) if capacity > 0 else (nan, nan)
            )
            rows.append(TemplateLoad(name, len(own), mean, highest, busiest))
    return rows


def _peak_factor(plan: Plan) -> float:
    """Rate of arising at the busiest instant of any stream over its long-run mean [1]."""
    used = np.unique(plan.demand.profile).tolist()
    slopes = (np.diff(cumulative) / np.diff(times) for times, cumulative in (plan.demand.profiles[n] for n in used))
    return max((float(slope.max()) for slope in slopes if len(slope)), default=1.0)


def _flows(plan: Plan, needs: Needs) -> Iterator[tuple[int, Attributes, Kind]]:
    """Every kind of case with the instruction at which it starts and its attributes."""
    for channel, attributes in _kinds_of_case(plan):
        for kind in needs.of_kind(channel, attributes):
            entry = kind.enter if kind.enter >= 0 else int(plan.code.entry[attributes.service, channel])
            yield entry, attributes, kind


def _kinds_of_case(plan: Plan) -> Iterator[tuple[int, Attributes]]:
    """Every channel (0 traditional, 1 platform) with every combination of attributes; tier -1: none required."""
    labels = plan.labels
    tiers = [*range(len(labels.tiers)), -1]
    ranges = (range(len(labels.services)), range(2), tiers, range(len(labels.urgencies)), range(len(labels.segments)))
    for service, channel, tier, urgency, segment in product(*ranges):
        yield channel, Attributes(tier, urgency, segment, service)


def _reaches_shared(plan: Plan, chain: VisitChain, station_load: "_StationLoad") -> frozenset[tuple[int, int]]:
    """Services and tiers required whose cases come from unselected places (``background``) to stations shared with others.

    Only those add to the load that is reckoned. Not shared are the stand-ins for unselected places (``ample``).
    """
    # By template and origin of the background; -1: that origin has no station of the template.
    stations = plan.role[:, np.unique(plan.demand.origin[plan.demand.background])]
    shared = ((stations >= 0) & ~plan.stations.ample[stations]).any(axis=1)
    found = set()
    for channel, attributes in _kinds_of_case(plan) if shared.any() else ():
        entry = int(plan.code.entry[attributes.service, channel])
        if entry >= 0 and station_load.work(chain.visits(entry, attributes))[shared].any():
            found.add((attributes.service, attributes.requires))
    return frozenset(found)


class _StationLoad:
    """What a case's expected visits to instructions (``seen`` [instructions]) mean for stations, by template."""

    def __init__(self, plan: Plan, chain: VisitChain) -> None:
        """Note for each instruction what a pass of it asks of which templates, by their chances where several may be drawn.

        ``chain`` finds the branches of forks and the departments that their instructions are carried out at.
        """
        self.plan = plan
        self.templates = len(plan.labels.templates)
        op = plan.code.rows[:, OP]
        self.timed = np.isin(op, _TAKES_TIME)
        self.rows: list[tuple[int, int, float, float]] = []  # instruction, template, visits, work [ms] per pass
        # For the mean rest of services under way at closing: instruction, template, half the mean square of a service [ms^2].
        self.squares: list[tuple[int, int, float]] = []
        # By instruction inside a fork or serial: the departments that may come by.
        self.branched = chain.branches
        for pc, row in enumerate(plan.code.rows.tolist()):
            declared = DECLARED[Op(row[OP])]
            if (service := declared.service) is None:
                continue
            members = chain.templates_at(pc)
            if service.arrival is None:
                mean, sd = mean_and_sd(plan.laws, row[service.time])
                self._add(pc, members, count=1.0, held=mean)
                self.squares += [(pc, t, share * (mean * mean + sd * sd) / 2) for t, share in members.items()]
            else:  # departments held together: only the mean of that time is known, so that it adds nothing to ``squares``
                count = chain.departments(row[DEPARTMENTS.counts])
                self._add(pc, members, count, _time_held(plan, row[service.arrival], row[service.time], count))

    def _add(self, pc: int, members: dict[int, float], count: float, held: float) -> None:
        """Note that a pass of an instruction makes ``count`` visits of ``held`` ms each, spread over these templates by share."""
        self.rows += [(pc, template, count * share, count * share * held) for template, share in members.items()]

    def work(self, seen: Floats) -> Floats:
        """Server time [ms] asked of each template by a case with these expected visits to instructions (``seen``)."""
        found = np.zeros(self.templates)
        for pc, template, _, held in self.rows:  # visits may be infinite: inf * 0 is nan
            if seen[pc] > 0 and held > 0:
                found[template] += seen[pc] * held
        return found

    def half_squares(self, seen: Floats) -> Floats:
        """Expected sum of half the squares of a case's service times [ms^2], by template.

        Over the sum of the times it is the mean rest of a service that is met at a random instant.
        """
        found = np.zeros(self.templates)
        for pc, template, half in self.squares:
            if seen[pc] > 0 and half > 0:
                found[template] += seen[pc] * half
        return found

    def joins(self, seen: Floats) -> Floats:
        """Expected visits of a case to the stations of each template, from those to instructions (``seen``)."""
        found = np.zeros(self.templates)
        for pc, template, count, _ in self.rows:
            if seen[pc] > 0:
                found[template] += seen[pc] * count
        return found

    def times_away(self) -> Floats:
        """Mean time [ms] that a pass of each instruction keeps tokens outside of stations.

        Twice inside a fork or serial, since the case waits while its branch is under way.
        """
        times: Floats = mean_times(self.plan)
        times[list(self.branched)] *= 2
        times[np.isin(self.plan.code.rows[:, OP], _AT_STATIONS)] = 0.0
        return times

    def visits(self, seen: Floats) -> float:
        """Visits of a case to stations."""
        return float(sum(seen[pc] * count for pc, _, count, _ in self.rows if seen[pc] > 0))

    def steps(self, seen: Floats) -> float:
        """Steps of a case that take time."""
        return float(seen[self.timed].sum())


def _time_held(plan: Plan, arrival: int, work: int, count: float) -> float:
    """Mean time [ms] that a department is held by an assembly of ``count``: until the last arrives, and the joint work.

    ``arrival``, ``work``: numbers of laws.
    The mean of the largest of n is mean + sd (H_n - 1), H_n = 1 + 1/2 + ... + 1/n: exact for constant and exponential times.
    """
    mean, sd = mean_and_sd(plan.laws, arrival)
    harmonic = sum(1 / n for n in range(1, round(count) + 1))
    return mean + sd * (harmonic - 1) + mean_and_sd(plan.laws, work)[0]


def _capacity(plan: Plan, residual: Floats) -> Floats:
    """Mean number of servers on duty over the window by station, breakdowns deducted.

    ``residual`` [templates]: mean time [ms] that a service in hand at a closing still takes; it counts as time on duty, unless
    the station interrupts services at closing.
    """
    stations, window = plan.stations, plan.labels.window
    first, end = window.warm_up, window.warm_up + window.window
    capacity = stations.servers.astype(np.float64)
    for n, calendar in enumerate(stations.calendar.tolist()):
        if calendar >= 0:
            rota = plan.calendars[calendar]
            spans = np.diff(np.clip(np.append(rota.times, end), first, end))
            # As ``rules.servers_at``: level per mille, rounded half up, at least one while open.
            duty = (stations.servers[n] * rota.level + 500) // 1000
            capacity[n] = float(spans @ np.where(rota.level > 0, np.maximum(duty, 1), 0)) / window.window
            if not stations.interrupt[n]:
                closings = (rota.level[1:] == 0) & (rota.times[1:] > first) & (rota.times[1:] <= end)
                capacity[n] += float(duty[:-1][closings].sum()) * residual[stations.template[n]] / window.window
    risks = plan.risks
    for kind, template, up, law in zip(risks.kind, risks.template, risks.mean_up, risks.law, strict=True):
        if kind == _BREAKDOWN:
            capacity[stations.template == template] *= up / (up + mean_and_sd(plan.laws, int(law))[0])
    return capacity
