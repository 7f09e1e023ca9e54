"""Demand as streams: one per service and origin, each a pure function of its names, never of the other streams."""

import math

import numpy as np
from scipy.special import gammaincinv

from sinksim.core.errors import BadInput
from sinksim.core.stable_hash import stable_hash, stable_unit
from sinksim.plan.arrival_profiles import expand_profile
from sinksim.plan.interarrival import POISSON, Gaps
from sinksim.plan.plan import Demand, Flags, Floats, Ints
from sinksim.plan.territory import Territory
from sinksim.scenarios.calendars import Profile
from sinksim.scenarios.scenario import Scenario

DAY_MS = 86_400_000
# Proportional fitting of the areas' mixes to the stated shares converges geometrically; 60 rounds reach 1e-12.
FITTING_ROUNDS = 60
# Demand without a profile.
EVEN = Profile()


def build_demand(scenario: Scenario, territory: Territory, horizon: int, gaps: Gaps) -> Demand:
    """Streams of every service at every origin whose demand is positive; ``gaps``: their laws by service."""
    profiles = _profiles(scenario, horizon)
    # None: needs arise evenly.
    position = {name: i for i, name in enumerate([None, *scenario.profiles])}
    mixes = _mix_factors(scenario, territory)
    rows = []
    for s, (name, service) in enumerate(scenario.services.items()):
        if service.demand is None:
            continue
        if service.demand.profile not in position:
            known = ", ".join(scenario.profiles) or "(no profile is defined)"
            raise BadInput(f"services.{name}.demand.profile is {service.demand.profile!r}; allowed: one of {known}")
        for o, code in enumerate(territory.origins):
            rate = _groups_a_day(scenario, name, territory.population[o]) * mixes.get((name, _area(territory, o)), 1.0)
            background = _area(territory, o) not in territory.selected
            left_out = background and scenario.network.unselected == "share"
            # A rate so small that it vanishes in the unit of the run brings nothing.
            if rate / DAY_MS > 0 and scenario.policy.demand > 0 and not left_out:
                rows.append(
                    (s, o, rate / DAY_MS, position[service.demand.profile], stable_hash(f"{name}|{code}"), background)
                )
    columns = list(zip(*rows, strict=True)) if rows else [()] * 6  # as many as a row has fields
    services, rates = np.array(columns[0], np.int64), np.array(columns[2], np.float64)
    layered_rates, layers, last_keep = _layered(rates, gaps.law[services] != POISSON, scenario.policy.demand)
    return Demand(
        service=services,
        origin=np.array(columns[1], np.int64),
        rate=layered_rates,
        profile=np.array(columns[3], np.int64),
        key=np.array(columns[4], np.uint64),
        background=np.array(columns[5], np.bool_),
        layers=layers,
        last_keep=last_keep,
        profiles=profiles,
        interarrival=gaps.law,
        dispersion=gaps.dispersion,
        group_size=tuple(_cumulative_sizes(scenario, name) for name in scenario.services),
    )


def _layered(rate: Floats, has_law: Flags, factor: float) -> tuple[Floats, Ints, Floats]:
    """Rate of a layer, number of layers and share kept of the last, by stream, for a factor on all demand.

    A demand of 2.3 is drawn as three layers of 1, of the last of which 0.3 is kept: more demand adds needs and moves none. A
    stream with a law of gaps (``has_law``) has one layer whose clock runs faster: several laid together, or a part of one,
    would not keep the law.
    """
    part = factor % 1
    layers = np.where(has_law, 1, math.ceil(factor))
    last_keep = np.where(has_law, 1.0, part if part > 0 else 1.0)
    return np.where(has_law, rate * factor, rate), layers.astype(np.int64), last_keep


def _area(territory: Territory, origin: int) -> str:
    """Code of the area that an origin, by position, reports to."""
    return territory.areas.codes[int(territory.areas.of_origin[origin])]


def _profiles(scenario: Scenario, horizon: int) -> tuple[tuple[np.ndarray, Floats], ...]:
    """Every arrival profile over the run, the even one first; BadInput with the name of a profile that is unfit.

    Of each: instants [ms], and the demand up to them in ms of mean demand, which grows linearly in between.
    """
    expanded = []
    for name, profile in ((None, EVEN), *scenario.profiles.items()):
        try:
            times, cumulative = expand_profile(profile, scenario.start, horizon, scenario.calendars)
        except BadInput as fault:
            raise BadInput(f"profiles.{name}.{fault}") from None
        expanded.append((np.ascontiguousarray(times, np.int64), np.ascontiguousarray(cumulative, np.float64)))
    return tuple(expanded)


def _groups_a_day(scenario: Scenario, name: str, population: int) -> float:
    """Long-run arrivals (groups, where needs come in groups) per day of a service with demand at an origin, before its mix."""
    demand = scenario.services[name].demand
    assert demand is not None
    base = demand.per_day if demand.per_day is not None else (demand.per_100k_per_day or 0.0) * float(population) / 1e5
    return base * demand.share / _mean_group(demand.group_size)


def _mean_group(sizes: dict[int, float] | None) -> float:
    """Mean size of a group; needs that arise one by one are groups of one."""
    return sum(n * w for n, w in sizes.items()) / sum(sizes.values()) if sizes else 1.0


def _cumulative_sizes(scenario: Scenario, name: str) -> Floats:
    """Cumulative weights of the sizes 1, 2, ... of a group of needs; empty where needs arise one by one."""
    demand = scenario.services[name].demand
    if demand is None or demand.group_size is None:
        return np.empty(0)
    weights = np.array([demand.group_size.get(n, 0.0) for n in range(1, max(demand.group_size) + 1)])
    cumulative: Floats = np.cumsum(weights) / weights.sum()
    cumulative[-1] = 1.0  # a rounding below 1 would leave room for a size beyond the last
    return cumulative


def _mix_factors(scenario: Scenario, territory: Territory) -> dict[tuple[str, str], float]:
    """Factor on the demand of (service, area) where areas differ in their mix of services; 1 on average over the residents.

    Services that name the same group share its demand out among them.
    """
    groups: dict[str, list[str]] = {}
    for name, service in scenario.services.items():
        # Without demand there is nothing to mix.
        if service.demand is not None and service.demand.mix is not None and service.demand.share > 0:
            groups.setdefault(service.demand.mix.group, []).append(name)
    factors: dict[tuple[str, str], float] = {}
    for names in groups.values():
        factors |= _mix_factors_of_group(scenario, territory, names)
    return factors


def _mix_factors_of_group(scenario: Scenario, territory: Territory, names: list[str]) -> dict[tuple[str, str], float]:
    """Factors on the demand of the services of one group, by (service, area): the area's mix over the stated shares.

    Of several concentrations the least one holds for the group. The mixes drawn are fitted, so that over all areas of the
    built-in table the stated shares come out; areas that a user has added keep their mix as drawn, and change no other.
    ``names``: services of the group, all of which have a demand.
    """
    demands = [scenario.services[n].demand for n in names]
    share = np.array([d.share for d in demands if d is not None])  # for the type alone: each has one
    share = share / share.sum()
    concentration = min(d.mix.concentration for d in demands if d is not None and d.mix is not None)
    areas = territory.areas.codes
    drawn = np.array([_dirichlet_mix(area, names, share, concentration) for area in areas])
    fitted = _fitted_to_shares(drawn, share, _in_builtin_table(scenario, areas), territory.areas.population)
    return {(n, a): fitted[i, j] / share[j] for i, a in enumerate(areas) for j, n in enumerate(names)}


def _dirichlet_mix(area: str, names: list[str], share: Floats, concentration: float) -> Floats:
    """An area's mix of services (parts of 1), from a Dirichlet law around the stated shares: normalised gamma variates.

    Their uniform numbers are keyed by the names of area and service, so that neither depends on what else there is.
    """
    u = np.array([stable_unit(f"mix|{area}|{name}") for name in names])
    gamma = gammaincinv(concentration * share, u)
    mix: Floats = gamma / gamma.sum()
    return mix


def _in_builtin_table(scenario: Scenario, areas: tuple[str, ...]) -> np.ndarray:
    """Which areas are of the built-in table: only these are fitted, so that an area added by a user changes no other."""
    if (tables := scenario.network.tables) is None:
        return np.zeros(len(areas), np.bool_)
    table = {division.code for division in tables.divisions}
    return np.array([a in table for a in areas])


def _fitted_to_shares(drawn: Floats, share: Floats, in_table: np.ndarray, population: np.ndarray) -> Floats:
    """Scale the services' parts so that their mean over the table's areas, weighted by population, is the stated share.

    Iterative proportional fitting (Deming & Stephan 1940); every area's mix keeps the sum 1. ``in_table`` [areas]: which
    areas count.
    """
    if not in_table.any():
        return drawn
    mix = drawn.copy()
    weight = np.where(in_table, population, 0) / population[in_table].sum()
    for _ in range(FITTING_ROUNDS):
        mix *= share / (weight @ mix)
        mix /= mix.sum(axis=1, keepdims=True)
    return mix
