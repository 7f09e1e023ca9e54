"""A scenario's tree with the planner's own places and recorded cases in it."""

import datetime as dt
from collections.abc import Iterable, Iterator
from typing import Any

from sinksim.core.errors import BadInput
from sinksim.core.wording import near, shown
from sinksim.scenarios.laws import LONGEST_DAYS
from sinksim.scenarios.loading.case_log import logged_cases
from sinksim.scenarios.loading.defaults import without_leftovers
from sinksim.scenarios.logs import LogRow
from sinksim.scenarios.places import Network
from sinksim.scenarios.scenario import Scenario
from sinksim.scenarios.structure import listed

Tree = dict[str, Any]


def with_network(tree: Tree, network: Network, scaled: bool) -> Tree:
    """The tree with the planner's places written out in the place of its own.

    ``scaled``: whether the planner has set ``network.scale``; where not, all places are simulated.
    """
    before = tree.get("network") or {}
    places = {
        "nodes": [node.model_dump(mode="json", exclude_defaults=True) for node in network.nodes],
        "edges": [edge.model_dump(mode="json", exclude_defaults=True) for edge in network.edges],
        "tiers": list(network.tiers),
    }
    scale = {} if scaled else {"scale": 1.0}
    return without_leftovers(
        Scenario, tree, {**tree, "network": {**before, "divisions": None, "areas": None, **places, **scale}}
    )


def cases_by_service(rows: Iterable[LogRow], scenario: Scenario, where: str) -> dict[str, list[Tree]]:
    """Recorded cases by service, as the scenario holds them; BadInput where they do not fit the scenario."""
    rows = tuple(rows)
    odd = list(dict.fromkeys(value for row in rows for value in _odd_values(row, scenario)))
    if odd:
        raise BadInput("\n".join(listed(odd, sentence=lambda value: f"{where}: {_sentence(value, scenario)}")))
    cases = logged_cases(rows, scenario.start)
    return {name: [case.model_dump(mode="json", exclude_none=True) for case in rows] for name, rows in cases.items()}


def _odd_values(row: LogRow, scenario: Scenario) -> Iterator[str | dt.datetime]:
    """What a row states that the scenario has no room for: an unknown service, a moment too far from its start."""
    if row.service not in scenario.services:
        yield row.service
    if abs(row.arisen - dt.datetime.combine(scenario.start, dt.time())) > dt.timedelta(days=LONGEST_DAYS):
        yield row.arisen.replace(second=0, microsecond=0)


def _sentence(odd: str | dt.datetime, scenario: Scenario) -> str:
    """The service or the moment that is refused, and what is allowed."""
    if isinstance(odd, str):
        return f"service is {shown(odd)}; {near(odd, scenario.services)}"
    return (
        f"arisen is {odd.isoformat(timespec='minutes')}; allowed: at most {LONGEST_DAYS:,} days before or after "
        f"the start date {scenario.start}"
    )


def with_cases(tree: Tree, cases: dict[str, list[Tree]]) -> Tree:
    """The tree with recorded cases in the place of the drawn demand of their services."""
    services = {
        name: {**service, "demand": None, "log": cases[name]} if name in cases else service
        for name, service in (tree.get("services") or {}).items()
    }
    return {**tree, "services": services} if cases else tree
