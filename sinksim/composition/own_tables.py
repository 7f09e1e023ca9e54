"""A scenario's tree with the planner's own places and recorded cases in it."""

from collections.abc import Iterable
from typing import Any

from sinksim.errors import BadInput
from sinksim.network.case_log import logged_cases
from sinksim.scenarios.logs import LogRow
from sinksim.scenarios.places import Network
from sinksim.scenarios.scenario import Scenario
from sinksim.scenarios.wording import near, shown

Tree = dict[str, Any]


def with_network(tree: Tree, network: Network, scaled: bool) -> Tree:
    """The tree with the planner's places written out in the place of its own; all of them, unless scale was asked for."""
    before = tree.get("network") or {}
    places = {
        "nodes": [node.model_dump(mode="json", exclude_defaults=True) for node in network.nodes],
        "edges": [edge.model_dump(mode="json", exclude_defaults=True) for edge in network.edges],
        "tiers": list(network.tiers),
    }
    scale = {} if scaled else {"scale": 1.0}
    return {**tree, "network": {**before, "divisions": None, **places, **scale}}


def cases_by_service(rows: Iterable[LogRow], scenario: Scenario, where: str) -> dict[str, list[Tree]]:
    """Recorded cases by service, as the scenario holds them; BadInput where it has no such service."""
    cases = logged_cases(rows, scenario.start)
    unknown = [name for name in cases if name not in scenario.services]
    if unknown:
        known = scenario.services
        raise BadInput("\n".join(f"{where}: service is {shown(name)}; {near(name, known)}" for name in unknown))
    return {name: [case.model_dump(mode="json", exclude_none=True) for case in rows] for name, rows in cases.items()}


def with_cases(tree: Tree, cases: dict[str, list[Tree]]) -> Tree:
    """The tree with recorded cases in the place of the drawn demand of their services."""
    services = {
        name: {**service, "demand": None, "log": cases[name]} if name in cases else service
        for name, service in (tree.get("services") or {}).items()
    }
    return {**tree, "services": services} if cases else tree
