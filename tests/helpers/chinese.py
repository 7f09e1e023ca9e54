"""English that is left in a sentence said in Chinese."""

import re
from functools import cache
from typing import Literal, get_args, get_origin

from pydantic import BaseModel

from sinksim.i18n.faults import fault_in
from sinksim.scenarios.logs import LogRow
from sinksim.scenarios.meanings import meanings
from sinksim.scenarios.nodes import Edge, Node
from sinksim.scenarios.scenario import Scenario

QUOTED = re.compile(r"'(?:[^'\\\\]|\\\\.)*'|\"(?:[^\"\\\\]|\\\\.)*\"")


# A word that stands by itself: not a part of a path, a file's name, a setting such as name=value or a regular expression.
WORD = re.compile(r"(?<![\w./=\\\\^-])[A-Za-z]{2,}(?![\w=\[/-]|\.\w)")


PRODUCTS = {
    "Excel",
    "WPS",
    "LibreOffice",
    "YAML",
    "XML",
    "UTF",
    "CSV",
    "xlsx",
    "xls",
    "csv",
    "yaml",
    "YYYY",
    "MM",
    "DDTHH",
    "DD",
    "HH",
    "GB",
}


# What a link is made of, columns of a scenario's tables, and words that YAML itself has.
NAMES = {
    "case",
    "lang",
    "part",
    "who",
    "true",
    "false",
    "null",
    "mon",
    "tue",
    "nodes",
    "edges",
    "cases",
    "True",
    "False",
    "None",
    "nan",
    "inf",
}


@cache
def names():
    """Every name that the schema declares, and every choice that it offers: these are shown as they are written."""
    found, models = set(NAMES), [Scenario, Node, Edge, LogRow]
    seen = set()
    while models:
        model = models.pop()
        if model in seen:
            continue
        seen.add(model)
        for name, field in model.model_fields.items():
            found.add(name)
            kinds = [field.annotation]
            while kinds:
                kind = kinds.pop()
                if isinstance(kind, type) and issubclass(kind, BaseModel):
                    models.append(kind)
                elif get_origin(kind) is Literal:
                    found |= {str(choice) for choice in get_args(kind)}
                kinds += [inner for inner in get_args(kind) if not isinstance(inner, str)]
    return frozenset(found | PRODUCTS)


def english_left(line, own=()):
    said = QUOTED.sub("", fault_in("zh", line, meanings()))
    return [word for word in WORD.findall(said) if word not in names() and word not in own]
