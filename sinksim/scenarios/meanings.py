"""What every declaration of the schema means, in English and in Chinese."""

from collections.abc import Iterator
from functools import cache
from typing import Any, get_args

from pydantic import BaseModel

from sinksim.scenarios.declarations import alternatives, bare, is_model
from sinksim.scenarios.divisions import Division, Institutions, OutlineRow, TravelRoute
from sinksim.scenarios.logs import LogRow
from sinksim.scenarios.nodes import Edge, Node
from sinksim.scenarios.scenario import Scenario


@cache
def meanings() -> dict[str, str]:
    """Meanings in Chinese by their wording in English."""
    found: dict[str, str] = {}
    seen: set[type[BaseModel]] = set()
    for model in (Scenario, Node, Edge, LogRow, Division, TravelRoute, Institutions, OutlineRow):
        found |= dict(_of(model, seen))
    return found


def _of(model: type[BaseModel], seen: set[type[BaseModel]]) -> Iterator[tuple[str, str]]:
    """English and Chinese meaning of every field of a model and of the models inside it; ``seen`` stops repetition."""
    if model in seen:
        return
    seen.add(model)
    for field in model.model_fields.values():
        extra = field.json_schema_extra if isinstance(field.json_schema_extra, dict) else {}
        if field.description and extra.get("zh"):
            yield field.description, str(extra["zh"])
        for inner in _models(field.annotation):
            yield from _of(inner, seen)


def _models(annotation: Any) -> Iterator[type[BaseModel]]:
    """Every part of a scenario that a type may hold."""
    for kind in alternatives(annotation):
        if is_model(kind):
            yield kind
        for inner in get_args(bare(kind)[0]):
            if inner is not Ellipsis and not isinstance(inner, str):
                yield from _models(inner)
