"""Refusal of arguments for which a formula has no meaning."""

import math
from collections.abc import Callable, Sequence

from sinksim.core.errors import BadInput


def _refuse_unless(holds: Callable[[float], bool], allowed: str, values: dict[str, float]) -> None:
    """BadInput that names every value for which ``holds`` is false, with what is allowed."""
    faults = [f"{name} = {value}; allowed: {allowed}" for name, value in values.items() if not holds(value)]
    if faults:
        raise BadInput("\n".join(faults))


def positive(**values: float) -> None:
    """Every value is a finite number above 0; raises ``BadInput`` otherwise."""
    _refuse_unless(lambda value: math.isfinite(value) and value > 0, "a finite number above 0", values)


def not_negative(**values: float) -> None:
    """Every value is a finite number of 0 or more; raises ``BadInput`` otherwise."""
    _refuse_unless(lambda value: math.isfinite(value) and value >= 0, "a finite number of 0 or more", values)


def probability(**values: float) -> None:
    """Every value lies in [0, 1]; raises ``BadInput`` otherwise."""
    _refuse_unless(lambda value: 0 <= value <= 1, "0 to 1", values)


def at_least(low: int, **values: int) -> None:
    """Every value is a whole number of ``low`` or more; raises ``BadInput`` otherwise."""
    allowed = f"a whole number of {low} or more"
    _refuse_unless(lambda value: float(value).is_integer() and value >= low, allowed, dict(values))


def each(check: Callable[..., None], **sequences: Sequence[float]) -> None:
    """Every entry of every sequence passes one of the checks above and no sequence is empty, else ``BadInput``."""
    for name, values in sequences.items():
        if not values:
            raise BadInput(f"{name} is empty; allowed: at least one entry")
        check(**{f"{name}[{index}]": value for index, value in enumerate(values)})


def stable(utilisation: float) -> None:
    """The utilisation is below 1, so that a stationary state exists; raises ``BadInput`` otherwise."""
    if not utilisation < 1:
        raise BadInput(f"utilisation = {utilisation}; allowed: below 1, the queue grows without end otherwise")


def same_length(**sequences: Sequence[float]) -> None:
    """All sequences are of one length, at least 1; raises ``BadInput`` otherwise."""
    lengths = {name: len(values) for name, values in sequences.items()}
    if len(set(lengths.values())) != 1 or 0 in lengths.values():
        counts = ", ".join(f"{name} has {length} entries" for name, length in lengths.items())
        raise BadInput(f"{counts}; allowed: the same number, at least 1")
