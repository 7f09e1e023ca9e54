"""Names that earlier formats of a scenario used, read as those of today: in files, in settings, in links.

``docs/formats.md`` tells what changed with each format.
"""

from typing import Any

from sinksim.core.side_names import USUAL

Tree = dict[str, Any]

WAGES, STAFF, WAGE = "wages", "staff", "wage"
BATCH, GROUP_SIZE = "batch", "group_size"


def of_today(tree: Tree) -> Tree:
    """A scenario's tree with the names of today; the same tree where it has no former one."""
    return _with_sides(_with_staff(_with_group_size(tree)))


def path_of_today(path: tuple[str, ...]) -> tuple[str, ...]:
    """The path of a setting with the names of today."""
    if path[:2] == ("costs", WAGES) and len(path) == 3:
        return ("costs", STAFF, path[2], WAGE)
    if path[:1] == ("services",) and path[2:4] == ("demand", BATCH):
        return (*path[:3], GROUP_SIZE, *path[4:])
    return path


def _with_group_size(tree: Tree) -> Tree:
    """Format 1 called the sizes of groups of needs ``batch``, by service; a demand that has both names is refused later."""
    services = tree.get("services")
    if not isinstance(services, dict):
        return tree
    renamed = {
        name: {**service, "demand": _renamed(service["demand"])}
        for name, service in services.items()
        if _has_batch(service)
    }
    return {**tree, "services": {**services, **renamed}} if renamed else tree


def _has_batch(service: Any) -> bool:
    """Whether a service's demand has the former name, and not the one of today."""
    demand = service.get("demand") if isinstance(service, dict) else None
    return isinstance(demand, dict) and BATCH in demand and GROUP_SIZE not in demand


def _renamed(demand: Tree) -> Tree:
    return {GROUP_SIZE if name == BATCH else name: value for name, value in demand.items()}


def _with_staff(tree: Tree) -> Tree:
    """Format 1 had ``costs.wages``: a number by kind of staff; what is of another form is left for validation to refuse."""
    costs = tree.get("costs")
    if not isinstance(costs, dict) or not isinstance(costs.get(WAGES), dict) or STAFF in costs:
        return tree
    staff = {kind: {WAGE: wage} for kind, wage in costs[WAGES].items()}
    rest = {name: value for name, value in costs.items() if name != WAGES}
    return {**tree, "costs": {**rest, STAFF: staff}}


def _with_sides(tree: Tree) -> Tree:
    """Format 1 had two sides, ``comparison.baseline`` and ``comparison.alternative``: settings by dotted path.

    A section of any other form is left as it is: validation refuses it. Two sides without settings are no comparison.
    """
    compared = tree.get("comparison")
    if not isinstance(compared, dict) or "sides" in compared:
        return tree
    if not all(isinstance(compared.get(side, {}), dict) for side in USUAL) or not set(compared) <= {*USUAL}:
        return tree
    if not any(compared.values()):
        return {name: section for name, section in tree.items() if name != "comparison"}
    sides = {side.key: {"zh": side.zh, "en": side.en, "set": compared.get(side.key) or {}} for side in USUAL.values()}
    return {**tree, "comparison": {"sides": sides, "baseline": "baseline"}}
