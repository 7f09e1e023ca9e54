"""The reference page of everything that a scenario may say, generated from the declarations of the schema."""

import inspect
import json
from collections.abc import Iterator
from dataclasses import replace
from typing import Any, get_args, get_origin

from pydantic import BaseModel
from pydantic.fields import FieldInfo
from pydantic_core import to_jsonable_python

from sinksim.scenarios.base import EVIDENCE_MEANING
from sinksim.scenarios.declarations import allowed, alternatives, is_model, place, tags
from sinksim.scenarios.divisions import TravelRoute
from sinksim.scenarios.loading.place_tables import DIVISIONS, places_with, read_place
from sinksim.scenarios.scenario import Scenario

HEAD = """# Parameters: everything a scenario file may say

Made by `sinksim document --out docs/parameters.md` from the declarations of the schema; a test keeps it current.
One table for each part. `NAME` stands for a name of your own, `N` for a position in a list. Every setting can be changed on
the command line by its dotted path: `sinksim run guizhou policy.adoption=0.8`. A time written as a plain number is
that many minutes. An empty evidence label marks a setting, not a claim about the world.

本页由 `sinksim document` 根据模式声明生成。`NAME` 为自定义名称，`N` 为列表位置；任何设置都可在命令行以点号路径修改。
只写数字的时间以分钟计；没有证据标签的是设置，而不是关于现实的判断。
"""
ROUTE_COLUMNS = ("name 名称", "way 路程", "low [min]", "mode [min]", "high [min]", "fare [yuan]", "evidence 证据")
COLUMNS = ("name 名称", "unit 单位", "default 默认", "allowed 允许", "meaning", "含义", "evidence 证据")


def reference_page() -> str:
    """The page as Markdown, ending with a line feed."""
    parts = [HEAD, _labels()]
    parts += [_section(path, model) for path, model in sections(Scenario)]
    parts += [_routes(place) for place in places_with(DIVISIONS)]
    return "\n".join(parts)


def sections(model: type[BaseModel]) -> Iterator[tuple[str, type[BaseModel]]]:
    """Every part of a scenario with the path at which it is first met, in the order of the schema, outermost first."""
    met: dict[type[BaseModel], str] = {model: ""}
    waiting = [model]
    while waiting:
        part = waiting.pop(0)
        yield met[part], part
        inner = [pair for name, field in part.model_fields.items() for pair in _inside(field.annotation, name)]
        for path, found in inner:
            if found not in met:
                met[found] = f"{met[part]}.{path}" if met[part] else path
                waiting.append(found)


def _inside(annotation: Any, path: str) -> Iterator[tuple[str, type[BaseModel]]]:
    """Models inside a field with the path at which each stands; NAME and N stand for any name and position."""
    for kind in alternatives(annotation):
        if is_model(kind):
            yield path, kind
        elif get_origin(kind) is dict:
            _, value_kind = get_args(kind)
            yield from _inside(value_kind, f"{path}.NAME")
        elif get_origin(kind) is tuple:
            yield from _inside(get_args(kind)[0], f"{path}.N")


def _section(path: str, model: type[BaseModel]) -> str:
    """The section of one model: its meaning and a table of its fields."""
    about = inspect.cleandoc(model.__doc__ or "").split("\n\n")[0].replace("\n", " ")
    kind = f", `{next(iter(tags(model)))}`" if tags(model) else ""
    heading = f"`{path}`{kind}" if path else "The scenario 情景"
    rows = [_row(model, name, field) for name, field in model.model_fields.items()]
    return "\n".join([f"## {heading}", "", about, "", *_table(COLUMNS, rows)])


def _routes(place: str) -> str:
    """Travel times and fares of the routes of a built-in table of divisions: defaults of ``network.travel``."""
    rows: list[tuple[str, ...]] = []
    for route in read_place(place).routes:
        source = f"{route.evidence}: {route.source}".removesuffix(": ")
        rows.append((f"`{route.name}`", _ends(route), *_minutes(route), _fare(route), source))
    heading = f"## `network.travel` with `network.divisions: {place}`"
    about = "Defaults from the table of ways of the place. 默认值取自该地的路程表。"
    return "\n".join([heading, "", about, "", *_table(ROUTE_COLUMNS, rows)])


def _ends(route: TravelRoute) -> str:
    """Between which tiers a route leads, the places to which it is confined, and its formula where it has one."""
    text = f"{route.lower} → {route.upper}" if route.upper else f"home 家 → {route.lower}"
    if route.within:
        text += f" ({', '.join(route.within)})"
    if route.by_distance:
        fixed, detour, speed = route.by_distance
        text += f": {fixed:g} min + km × {detour:g} ÷ {speed:g} km/h"
    return text


def _minutes(route: TravelRoute) -> tuple[str, str, str]:
    """Lowest, most common and highest minutes; blank where they follow from the distance."""
    if route.triangle is None:
        return "", "", ""
    low, mode, high = route.triangle
    return f"{low:g}", f"{mode:g}", f"{high:g}"


def _fare(route: TravelRoute) -> str:
    """The fare, and what is added for each minute."""
    return f"{route.fare:g}" + (f" + {route.fare_per_minute:g}/min" if route.fare_per_minute else "")


def _row(model: type[BaseModel], name: str, field: FieldInfo) -> tuple[str, ...]:
    """One field: name, unit, default, what is allowed, meaning in both languages, evidence."""
    extra = field.json_schema_extra if isinstance(field.json_schema_extra, dict) else {}
    evidence = str(extra.get("evidence") or "")
    source = f"{evidence}: {extra['source']}" if extra.get("source") else evidence
    unit = str(extra.get("unit", ""))
    return (f"`{name}`", unit, _default(field), _allowed(model, name), *_meanings(field), source)


def _default(field: FieldInfo) -> str:
    """The default in words: required, "as below" for a part with its own section, the value, or nothing for null."""
    if field.is_required():
        return "needed 必填"
    value = field.default
    if isinstance(value, BaseModel):
        return "as below"
    written = json.dumps(to_jsonable_python(value), ensure_ascii=False)
    return f"`{written}`" if value is not None else ""


def _allowed(model: type[BaseModel], name: str) -> str:
    """What may stand there, without the unit and meaning that have their own columns."""
    return allowed(replace(place(model, (name,)), field=None))


def _meanings(field: FieldInfo) -> tuple[str, str]:
    """Meaning of a field in English and Chinese; where it has none, that of the part it holds."""
    extra = field.json_schema_extra if isinstance(field.json_schema_extra, dict) else {}
    kinds = [kind for kind in alternatives(field.annotation) if is_model(kind)]
    own = str(extra.get("en", "")) or (inspect.cleandoc(kinds[0].__doc__ or "").split("\n")[0] if kinds else "")
    return own, str(extra.get("zh", ""))


def _labels() -> str:
    rows: list[tuple[str, ...]] = [(f"`{label}`", en, zh) for label, (en, zh) in EVIDENCE_MEANING.items()]
    return "\n".join(["## Evidence labels 证据标签", "", *_table(("label", "meaning", "含义"), rows)])


def _table(columns: tuple[str, ...], rows: list[tuple[str, ...]]) -> list[str]:
    lines = [columns, ("---",) * len(columns), *rows]
    return [f"| {' | '.join(cell.replace('|', chr(92) + '|') for cell in line)} |" for line in lines] + [""]
