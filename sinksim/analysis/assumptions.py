"""What a scenario rests on that no source gives: its numbers with evidence label X, those that matter to it."""

from collections.abc import Iterator, Mapping
from typing import Any, NamedTuple

from pydantic import BaseModel

from sinksim.i18n import words
from sinksim.scenarios.loading.parameters import SECTION, parts_of
from sinksim.scenarios.places import support_of_routes
from sinksim.scenarios.scenario import Scenario


class Assumption(NamedTuple):
    """One number without a source: name or dotted path, value, unit, meaning."""

    name: str
    value: object
    unit: str
    meaning: str


def assumptions(scenario: Scenario, tree: Mapping[str, Any] | None = None, lang: str = "en") -> list[Assumption]:
    """The scenario's parameters with evidence X (no source), then the schema's numbers with it that have a say in it.

    ``tree``: the scenario before its parameters were put in; it tells which parameters are used, and which numbers are
    only a parameter by another path. A number that stands at several paths with one value is listed once.
    """
    used = scenario.parameters if tree is None else _referred_to(tree)
    found = [
        Assumption(f"{SECTION}.{name}", p.value, _unit(p.unit), p.zh if lang == "zh" else p.en)
        for name, p in scenario.parameters.items()
        if p.evidence == "X" and name in used
    ]
    declared = [row for row in _numbers(scenario, tree or {}, "", lang) if _matters(row.name, scenario)]
    return (
        found
        + _wages(scenario, lang)
        + _paid(scenario, lang)
        + _merged([*declared, *_of_routes(scenario, tree or {}, lang)], lang)
    )


def _wages(scenario: Scenario, lang: str) -> list[Assumption]:
    """Wages of the kinds of staff that stations have: no source says any of them."""
    kinds = sorted({station.staff for station in scenario.stations.values() if station.staff})
    meaning = "小时工资" if lang == "zh" else "wage of that kind of staff"
    known = scenario.costs.staff
    return [
        Assumption(f"costs.staff.{kind}.wage", known[kind].wage, "yuan/h", meaning) for kind in kinds if kind in known
    ]


def _paid(scenario: Scenario, lang: str) -> list[Assumption]:
    """How the staff of stations are paid, where no source says it (evidence X)."""
    meaning = "计薪方式（岗位或分钟）" if lang == "zh" else "how staff are paid: by the post or by the minute"
    return [
        Assumption(f"stations.{name}.paid", station.paid, "", meaning)
        for name, station in scenario.stations.items()
        if station.staff and station.paid_evidence == "X"
    ]


def _of_routes(scenario: Scenario, tree: Mapping[str, Any], lang: str) -> Iterator[Assumption]:
    """Minutes and fares of the routes that have evidence X in the table of the divisions."""
    given = _under(_under(tree, "network"), "travel")  # as the user wrote it
    for name, support in support_of_routes(scenario.network.divisions).items():
        if support.evidence == "X":
            travel, path = scenario.network.travel[name], f"network.travel.{name}"
            yield from _numbers(travel, _under(given, name), path, lang, of_table=True)


def _referred_to(tree: Mapping[str, Any]) -> set[str]:
    """Names of the parameters that some value refers to, alone or as a part of a product."""
    texts = (text for name, section in tree.items() if name != SECTION for text in _texts(section))
    return {name for text in texts for name, _ in parts_of(text)}


def _texts(value: Any) -> Iterator[str]:
    """Every text in a tree."""
    if isinstance(value, str):
        yield value
    items = value.values() if isinstance(value, Mapping) else value if isinstance(value, list | tuple) else ()
    for item in items:
        yield from _texts(item)


def _numbers(value: Any, tree: Any, path: str, lang: str, of_table: bool = False) -> Iterator[Assumption]:
    """Every number with evidence X below a value of the schema, in its order.

    ``tree`` is the same part of the scenario before its parameters were put in: a number that refers to a parameter
    is listed as that parameter. ``of_table``: the evidence of a table of routes is X, and so is that of all its
    numbers.
    """
    if isinstance(value, BaseModel):
        for name, field in type(value).model_fields.items():
            here, item, given = f"{path}.{name}" if path else name, getattr(value, name), _under(tree, name)
            extra = field.json_schema_extra if isinstance(field.json_schema_extra, dict) else {}
            if (of_table or extra.get("evidence") == "X") and item is not None and not _is_reference(given):
                yield Assumption(here, item, _unit(str(extra["unit"])), str(extra["zh" if lang == "zh" else "en"]))
            yield from _numbers(item, given, here, lang)
    elif isinstance(value, Mapping):
        for name, item in value.items():
            yield from _numbers(item, _under(tree, name), f"{path}.{name}", lang)
    elif isinstance(value, tuple):
        for n, item in enumerate(value):
            yield from _numbers(item, _entry(tree, n), f"{path}.{n}", lang)


def _under(tree: Any, name: str) -> Any:
    """The value of a name in the given tree; None where the tree does not go that far."""
    return tree.get(name) if isinstance(tree, Mapping) else None


def _entry(tree: Any, n: int) -> Any:
    """The entry at a position of the given tree; None where the tree does not go that far."""
    return tree[n] if isinstance(tree, list | tuple) and n < len(tree) else None


def _is_reference(given: Any) -> bool:
    return isinstance(given, str) and given.startswith("=")


def _unit(unit: str) -> str:
    """A unit as shown: shares and counts (1) have none."""
    return "" if unit == "1" else unit


def _matters(path: str, scenario: Scenario) -> bool:
    """Whether a number of the schema, at this path, changes anything in this scenario.

    Ceilings of adoption do where citizens have two channels and some adopt, capital where it is not 0, the sensitivity to the
    cost of access where a channel states what must be reached; all others do.
    """
    if path.startswith("policy.ceilings."):
        both = [s for s in scenario.services.values() if s.traditional and s.platform and s.adopter == "citizen"]
        return bool(both) and scenario.policy.adoption > 0
    if path.startswith("costs.capital."):
        return scenario.costs.capital.amount > 0
    if path.startswith("costs.staff."):
        return False  # listed apart (_wages), for the staff that stations have
    if path == "costs.hours_per_post":
        return any(station.staff and station.paid == "posts" for station in scenario.stations.values())
    if path == "costs.filing_sensitivity":
        routes = (route for s in scenario.services.values() for route in (s.traditional, s.platform))
        return any(route is not None and route.access is not None for route in routes)
    return True


def _merged(rows: list[Assumption], lang: str) -> list[Assumption]:
    """Rows of one value, unit and meaning as one row, its paths after each other (the first three of them)."""
    paths: dict[tuple[object, str, str], list[str]] = {}
    for row in rows:
        paths.setdefault((row.value, row.unit, row.meaning), []).append(row.name)
    return [Assumption(_several(names, lang), *same) for same, names in paths.items()]


def _several(names: list[str], lang: str) -> str:
    """The first three paths, and how many more there are."""
    shown = ", ".join(names[:3])
    return words(lang)("notes.more", names=shown, n=len(names) - 3) if len(names) > 3 else shown
