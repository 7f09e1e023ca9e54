"""Parameters of a scenario: ``=name`` stands for a parameter's value, ``=1-name`` for what it leaves of the whole.

A product of such parts is written ``=name*other`` and ``=name*(1-other)``: staff of which a share has moved elsewhere.
"""

import re
from collections.abc import Mapping, Sequence
from decimal import Decimal
from math import prod
from typing import Any

from sinksim.core.errors import BadInput
from sinksim.core.wording import near, shown

SECTION = "parameters"
MOST_FAULTS = 20

_NAME = "[A-Za-z][A-Za-z0-9_]*"
_FACTOR = rf"(?:{_NAME}|\(1-{_NAME}\))"
_REFERENCE = re.compile(rf"=(?:1-{_NAME}|{_FACTOR}(?:\*{_FACTOR}){{0,7}})", re.ASCII)
_PART = re.compile(rf"(1-)?({_NAME})", re.ASCII)

Tree = dict[str, Any]


def substitute(tree: Tree, parameters: Any, where: str = "scenario") -> Tree:
    """The tree with each reference replaced by its number, except in the section ``parameters`` itself.

    ``parameters`` is that section, ``where`` the scenario's name in messages. Raises BadInput, one sentence for each
    reference that is not of these forms or leads to no number.
    """
    if not isinstance(parameters, Mapping):
        raise BadInput(f"{where}: {SECTION} is {shown(parameters)}; allowed: a mapping of declared numbers")
    faults: list[str] = []
    result = {
        name: value if name == SECTION else _replaced(value, parameters, name, faults) for name, value in tree.items()
    }
    if faults:
        raise BadInput("\n".join(f"{where}: {fault}" for fault in faults[:MOST_FAULTS]))
    return result


def _replaced(value: Any, parameters: Mapping[str, Any], path: str, faults: list[str]) -> Any:
    """The value with every reference ``=name`` inside replaced by its number.

    ``path`` is where it stands; a reference that cannot be resolved becomes None and a sentence in ``faults``.
    """
    if isinstance(value, dict):
        return {name: _replaced(item, parameters, f"{path}.{name}", faults) for name, item in value.items()}
    if isinstance(value, list | tuple):
        return [_replaced(item, parameters, f"{path}.{index}", faults) for index, item in enumerate(value)]
    if not (isinstance(value, str) and value.startswith("=")):
        return value
    try:
        return _looked_up(value, parameters)
    except ValueError as error:
        faults.append(f"{path} is {shown(value)}; {error}")
        return None


def parts_of(text: str) -> list[tuple[str, bool]]:
    """The parameters that a reference names, each with whether 1 less it is meant; none where the text is no reference."""
    if _REFERENCE.fullmatch(text) is None:
        return []
    return [(name, bool(complement)) for complement, name in _PART.findall(text)]


def _looked_up(text: str, parameters: Mapping[str, Any]) -> int | float:
    """The number a reference stands for; raises ValueError (what is allowed)."""
    parts = parts_of(text)
    if not parts:
        raise ValueError(
            "allowed: =name or =1-name, where name is one of the scenario's parameters, or a product of up to eight, "
            "such as =name*(1-name)"
        )
    for name, _ in parts:
        if name not in parameters:
            raise ValueError(f"there is no such parameter; {near(name, parameters)}")
    return _product([_part(_number(parameters[name], name), complement) for name, complement in parts])


def _number(parameter: Any, name: str) -> int | float:
    """The value of a parameter, given as a number, as a mapping with ``value`` or as a Parameter."""
    value = parameter.get("value") if isinstance(parameter, Mapping) else getattr(parameter, "value", parameter)
    if isinstance(value, int | float) and not isinstance(value, bool):
        return value
    raise ValueError(f"{SECTION}.{name}.value is {shown(value)}; allowed: a number")


def _part(number: int | float, complement: bool) -> int | float:
    """The number itself, or 1 less it."""
    return _complement(number) if complement else number


def _complement(number: int | float) -> int | float:
    """1 - number in decimal arithmetic, as the user would write it: 0.1 for 0.9, not 0.09999999999999998."""
    return 1 - number if isinstance(number, int) else float(1 - Decimal(repr(number)))


def _product(numbers: Sequence[int | float]) -> int | float:
    """The product, whole where all are whole, else in decimal arithmetic as the user would write it."""
    if all(isinstance(number, int) for number in numbers) or len(numbers) == 1:
        return prod(numbers)
    return float(prod(Decimal(repr(number)) for number in numbers))
