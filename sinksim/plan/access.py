"""What decides whether a need is filed and through which channel: requirement, access cost, adoption."""

import numpy as np

from sinksim.core.errors import BadInput
from sinksim.core.stable_hash import stable_unit
from sinksim.plan.plan import Citizens, Floats, Ints
from sinksim.plan.program import REQUIRED
from sinksim.plan.territory import Territory
from sinksim.scenarios.costs import Costs
from sinksim.scenarios.scenario import Scenario
from sinksim.scenarios.services import Route, Service

RURAL = (0, 1, 0, 1)  # by segment: 1 where its citizens live in the country
HOUR_MS = 3_600_000
MINUTE_MS = 60_000


def build_citizens(scenario: Scenario, territory: Territory) -> Citizens:
    """By service: how attributes of cases are drawn, and what follows from them: channel, chance of filing, value of time."""
    services = scenario.services.values()
    return Citizens(
        segment=np.ascontiguousarray(territory.segment),
        urgency=np.array([_weights(scenario.urgencies, s.urgency, f"services.{n}.urgency")
                          for n, s in scenario.services.items()]),
        requires=tuple(_requires(territory, n, s) for n, s in scenario.services.items()),
        adopt_below=np.array([_adopt_below(scenario, s) for s in services]),
        institution=np.array([_institutions(scenario, territory, s) for s in services], np.int64),
        file_chance=tuple(
            (_file_chance(scenario, territory, n, s, s.traditional), _file_chance(scenario, territory, n, s, s.platform))
            for n, s in scenario.services.items()
        ),
        time_value=_time_value(scenario.costs),
        rural=np.array(RURAL, np.int64),
    )  # fmt: skip


def _weights(known: tuple[str, ...], weights: dict[str, float] | None, where: str) -> Floats:
    """Cumulative weights over known names, ending at 1; all weight on the first name where none are given.

    ``where``: the dotted path of the weights, for messages.
    """
    given = weights or {known[0]: 1.0}
    unknown = sorted(set(given) - set(known))
    if unknown:
        raise BadInput(f"{where} has {unknown[0]!r}; allowed: {', '.join(known)}")
    cumulative = np.cumsum([given.get(k, 0.0) for k in known]) / sum(given.values())
    # What follows the last name of positive weight must never be drawn through a rounding below 1.
    cumulative[cumulative >= 1 - 1e-12] = 1.0
    return cumulative


def _requires(territory: Territory, name: str, service: Service) -> Floats:
    """Cumulative shares of the tier truly required, from the top tier down; empty where the service states none."""
    if service.requires is None:
        return np.empty(0)
    return _weights(territory.tiers, service.requires, f"services.{name}.requires")


def _adopt_below(scenario: Scenario, service: Service) -> list[float]:
    """By segment, the bound below which a citizen's uniform number means adopting the platform: min(lever, segment's ceiling).

    With one channel nobody chooses: 0 (never) without a platform, 2 (always) without a traditional channel.
    """
    if service.platform is None:
        return [0.0] * len(RURAL)
    if service.traditional is None:
        return [2.0] * len(RURAL)
    c = scenario.policy.ceilings
    ceilings = (c.under60_urban, c.under60_rural, c.over60_urban, c.over60_rural)
    return [min(scenario.policy.adoption, ceiling) for ceiling in ceilings]


def _institutions(scenario: Scenario, territory: Territory, service: Service) -> list[int]:
    """By origin: 1 where the institution adopts the platform, 0 where not, -1 where citizens decide.

    Drawn by the seed and the origin's code alone: the same in every replication and on both sides of a comparison.
    """
    if service.adopter == "citizen" or service.platform is None or service.traditional is None:
        return [-1] * len(territory.origins)
    seed = scenario.experiment.seed
    return [int(stable_unit(f"institution|{seed}|{o}") < scenario.policy.adoption) for o in territory.origins]


def _file_chance(scenario: Scenario, territory: Territory, name: str, service: Service, route: Route | None) -> Floats:
    """P(file) = exp(-c x access cost) by tier required (last row: none stated), origin and residence.

    ``c``: the filing sensitivity. Empty where everyone files: no access is stated, or cost puts nobody off.
    """
    if route is None or route.access is None or scenario.costs.filing_sensitivity == 0:
        return np.empty(0)
    at = f"services.{name}"  # for messages
    if route.access != REQUIRED and route.access not in territory.tiers:
        raise BadInput(f"{at}: access is {route.access!r}; allowed: {REQUIRED}, {', '.join(territory.tiers)}")
    if route.access == REQUIRED and service.requires is None:
        raise BadInput(
            f"{at}: access is {REQUIRED!r} but the service states no `requires`; allowed: a tier, or state it"
        )
    tiers = territory.tiers
    rows = [_access_cost(scenario.costs, territory, route, i if route.access == REQUIRED else tiers.index(route.access))
            for i in range(len(tiers))]  # fmt: skip
    # None stated: as for the lowest tier, or as for all where access does not depend on it.
    rows.append(rows[-1] if route.access == REQUIRED else rows[0])
    return np.exp(-scenario.costs.filing_sensitivity * np.array(rows))


def _access_cost(costs: Costs, territory: Territory, route: Route, tier: int) -> Floats:
    """Fares plus value of time x (round trip + on-site wait), in yuan, by origin and residence (urban, rural).

    A tier without a route (travel time -1) takes no travel.
    """
    fares = 2 * territory.travel_fare[tier] / 1000
    hours = (
        2 * np.maximum(territory.travel_ms[tier], 0) + route.wait_minutes.get(territory.tiers[tier], 0.0) * MINUTE_MS
    ) / HOUR_MS
    values = (costs.value_of_time_urban, costs.value_of_time_rural)
    return np.stack([fares + hours * v for v in values], axis=1)


def _time_value(costs: Costs) -> Ints:
    """Value of time by segment [0.001 yuan per hour]: that of its residence (0 urban, 1 rural)."""
    values = (costs.value_of_time_urban, costs.value_of_time_rural)
    return np.array([round(values[r] * 1000) for r in RURAL], np.int64)
