"""Every number that a scenario lets somebody move, with what its declaration says: unit, range, meaning, evidence."""

import math
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any, Literal, NamedTuple, get_args

from sinksim.core.errors import BadInput
from sinksim.core.wording import shown
from sinksim.scenarios.base import Evidence
from sinksim.scenarios.declarations import Kind as KindOfValue
from sinksim.scenarios.declarations import Place, alternatives, place, tags
from sinksim.scenarios.laws import LONGEST_MS, longest
from sinksim.scenarios.loading.parameters import SECTION
from sinksim.scenarios.places import support_of_routes
from sinksim.scenarios.scenario import Scenario

Tree = Mapping[str, Any]
Kind = Literal["number", "whole", "switch", "choice"]
# Sections in which numbers stand that a planner may want to move.
SECTIONS = (
    SECTION, "policy", "risks", "costs", "satisfaction", "services", "stations", "calendars", "clocks", "counters",
    "attributes", "processes",
    "network", "experiment",
)  # fmt: skip
# The section that holds the steps of processes; of these only numbers are moved.
STEPS = "processes"
# The entry that names the law of a time, and the law for which a plain number stands.
LAW, CONSTANT = "law", "constant"
# Where the routes between the tiers of the divisions stand.
TRAVEL = ["network", "travel"]


class Declaration(NamedTuple):
    """What is declared of a number beside its range; ``entry``: its name, where it is one of a mapping."""

    unit: str = ""
    zh: str = ""
    en: str = ""
    evidence: str = ""
    source: str = ""
    entry: str = ""


UNDECLARED = Declaration()


@dataclass(frozen=True)
class Lever:
    """One number, switch or choice of a scenario, as it is declared; switches and choices have no range."""

    path: str
    kind: Kind
    value: Any
    low: float = -math.inf
    high: float = math.inf
    declaration: Declaration = UNDECLARED
    choices: tuple[str, ...] = ()

    @property
    def section(self) -> str:
        """Section of the scenario in which it stands."""
        return self.path.partition(".")[0]

    @property
    def is_share(self) -> bool:
        """Whether it is a share or a chance."""
        return self.kind == "number" and self.declaration.unit == "1" and (self.low, self.high) == (0, 1)


def main_levers(tree: Tree) -> list[Lever]:
    """The levers that the scenario names as those that matter most; raises BadInput where one leads nowhere."""
    return [lever(tree, path) for path in tree.get("levers") or ()]


def all_levers(tree: Tree) -> list[Lever]:
    """Every number, switch and choice of the scenario, in the order of its sections.

    A value that refers to a parameter (``=name``) is left out: the parameter is the lever.
    """
    found = (one for section in SECTIONS for one in _levers_under(tree, tree.get(section), section))
    return [one for one in found if one is not None]


def lever(tree: Tree, path: str) -> Lever:
    """The lever at a dotted path; raises BadInput."""
    steps = path.split(".")
    try:
        value = _value_at(tree, steps)
    except LookupError:
        raise BadInput(f"levers: {shown(path)} leads nowhere in the scenario; allowed: the path of a number") from None
    found = _lever_of_parameter(tree, path, steps) if steps[0] == SECTION else _lever_of_field(tree, path, steps, value)
    if found is None:
        raise BadInput(f"levers: {shown(path)} is {shown(value)}; allowed: the path of a number, a switch or a choice")
    return found


def _value_at(tree: Any, steps: list[str]) -> Any:
    """The value at a path of names and, in lists, positions; LookupError where the path leads nowhere."""
    for step in steps:
        if isinstance(tree, Mapping):
            tree = tree[step]
        elif isinstance(tree, list | tuple) and step.isdecimal():
            tree = tree[int(step)]
        else:
            raise LookupError(step)
    return tree


def _levers_under(tree: Tree, node: Any, path: str) -> Iterator[Lever | None]:
    """Levers at and below a node of the tree, in its order; None where a leaf is no lever.

    Parameters are leaves here although they are mappings: their declaration stands beside their value. Of lists, only
    mappings inside are entered (steps of a process), because entries of plain lists are not moved one by one.
    """
    if path.startswith(f"{SECTION}."):
        yield _lever_of_parameter(tree, path, path.split("."))
    elif isinstance(node, Mapping):
        for name, item in node.items():
            if _may_hold(path, name, item):
                yield from _levers_under(tree, item, f"{path}.{name}")
    elif isinstance(node, list | tuple):
        for n, item in enumerate(node):
            if isinstance(item, Mapping):
                yield from _levers_under(tree, item, f"{path}.{n}")
    else:
        yield _lever_of_field(tree, path, path.split("."), node)


def _may_hold(path: str, name: str, item: Any) -> bool:
    """Whether a lever may be found at or under an item.

    In a process only numbers are moved (of weights and times); elsewhere text counts as well where it is one of some
    choices, and lists are left alone.
    """
    if path.partition(".")[0] == STEPS:
        return not isinstance(item, bool) and isinstance(item, Mapping | list | tuple | int | float)
    if isinstance(item, str):
        return bool(_choices(place(Scenario, [*path.split("."), name])))
    return isinstance(item, Mapping | bool | int | float)


def _lever_of_parameter(tree: Tree, path: str, steps: list[str]) -> Lever | None:
    """A parameter as a lever, by the range and unit it states itself; None where the path names no parameter.

    ``steps``: the path, split at its dots.

    It moves in whole numbers where it is written as one, unless it is a share (unit 1), of which 0 and 1 are whole as
    well.
    """
    stated = (tree.get(SECTION) or {}).get(steps[1]) if len(steps) == 2 else None
    if not isinstance(stated, Mapping):
        return None
    value = stated["value"]
    whole = isinstance(value, int) and stated.get("unit") != "1" and float(stated["low"]).is_integer()
    kind: Kind = "whole" if whole else "number"
    return Lever(path, kind, value, float(stated["low"]), float(stated["high"]), declaration=_to_declaration(stated))


def _lever_of_field(tree: Tree, path: str, steps: list[str], value: Any) -> Lever | None:
    """A field of the schema as a lever, by its declaration; None where it is no switch, no choice and no number.

    ``steps``: the path, split at its dots; ``value``: what stands there.
    """
    here = place(Scenario, _pydantic_location(tree, steps))
    kinds = alternatives(here.annotation)
    if isinstance(value, bool):
        return Lever(path, "switch", value, declaration=_words_of_field(here, steps)) if bool in kinds else None
    if isinstance(value, str):
        choices = _choices(here)
        return (
            Lever(path, "choice", value, declaration=_words_of_field(here, steps), choices=choices) if choices else None
        )
    if isinstance(value, int | float) and any(CONSTANT in tags(kind) for kind in kinds):  # a plain number of minutes
        minutes = _words_of_field(here, steps)._replace(unit="min")
        return Lever(path, "number", value, low=0.0, high=longest("min"), declaration=minutes)
    numbers = [kind for kind in here.kinds if kind.annotation in (int, float)]
    if not isinstance(value, int | float) or not numbers:
        return None
    low, high = _range(tree, steps, numbers[0])
    declaration = _declaration_of(tree, here, steps)
    declaration = declaration._replace(unit=declaration.unit or numbers[0].unit)
    return Lever(path, "number" if float in kinds else "whole", value, low, high, declaration)


def _range(tree: Tree, steps: list[str], kind: KindOfValue) -> tuple[float, float]:
    """The declared range of a number.

    LONGEST_MS as its upper end means a time of a law: then the range is that of the clock in the unit the law names.
    """
    ends = kind.range
    low, high = ends["ge"] if "ge" in ends else ends["gt"], ends["le"]
    law = _value_at(tree, steps[:-1])
    if high == LONGEST_MS and isinstance(law, Mapping) and isinstance(law.get(LAW), str):
        high = longest(law.get("unit", "min"))
        low = -high if low < 0 else low
    return float(low), float(high)


def _pydantic_location(tree: Tree, steps: list[str]) -> list[str]:
    """The path as pydantic locates it: behind a time stands the name of its law, which selects the model."""
    found = []
    for n, step in enumerate(steps, start=1):
        found.append(step)
        node = _value_at(tree, steps[:n]) if n < len(steps) else None
        if isinstance(node, Mapping) and isinstance(node.get(LAW), str):
            found.append(node[LAW])
    return found


def _declaration_of(tree: Tree, here: Place, steps: list[str]) -> Declaration:
    """Unit, meaning and evidence of a number; one inside a law is described together with the time whose law it is.

    ``steps`` lead to the number in the tree, ``here`` in the schema. Of a constant law the time's own meaning says everything; of
    the others the meaning of the parameter is added. A parameter in time has the law's own unit. Only the routes of
    ``network.travel`` have evidence of their own (``_with_support``), and no laws.
    """
    field, law = _with_support(tree, _words_of_field(here, steps), steps), _value_at(tree, steps[:-1])
    if not isinstance(law, Mapping) or not isinstance(law.get(LAW), str):
        return field
    whole = _words_of_field(place(Scenario, _pydantic_location(tree, steps[:-1])), steps[:-1])
    unit = str(law.get("unit", "min")) if field.unit == "time" else field.unit
    if law[LAW] == CONSTANT:
        return whole._replace(unit=unit)
    return whole._replace(unit=unit, zh=f"{whole.zh}：{field.zh}", en=f"{whole.en}: {field.en}")


def _with_support(tree: Tree, declaration: Declaration, steps: list[str]) -> Declaration:
    """A declaration with the evidence and source of its route, which the table of routes states and not the field.

    Of ``network.travel.ROUTE.low``, split into ``steps``, the third names the route; other paths have none.
    """
    found = support_of_routes(tree[steps[0]].get("divisions")).get(steps[2]) if steps[:2] == TRAVEL else None
    return declaration if found is None else declaration._replace(evidence=found.evidence, source=found.source)


def _choices(here: Place) -> tuple[str, ...]:
    """Values among which a place lets somebody choose; none where several kinds of value may stand there."""
    kinds = here.kinds
    choices = kinds[0].choices if len(kinds) == 1 else ()
    # What a number rests on is no choice of a planner's.
    return () if choices == get_args(Evidence) else choices


def _words_of_field(here: Place, steps: list[str]) -> Declaration:
    """What the field says; an entry of a mapping is spoken of by its field and its name."""
    field = here.field or place(Scenario, steps[:-1]).field
    extra = field.json_schema_extra if field is not None and isinstance(field.json_schema_extra, dict) else {}
    return _to_declaration({**extra, "entry": "" if here.field is not None else steps[-1]})


def _to_declaration(extra: Mapping[str, Any]) -> Declaration:
    return Declaration(*(str(extra.get(name) or "") for name in Declaration._fields))
