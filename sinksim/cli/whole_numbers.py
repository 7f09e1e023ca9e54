"""Whole numbers as they are typed: in digits, or as 1e6."""

import argparse
from collections.abc import Callable


def whole(low: int) -> Callable[[str], int]:
    """A reader of whole numbers from ``low`` to below 2**62; 1e6 is one as well."""

    def read(text: str) -> int:
        number = _exactly(text)
        if number is None or not low <= number < 2**62:
            raise argparse.ArgumentTypeError(f"is {text[:60]!r}; allowed: a whole number from {low}")
        return number

    return read


def _exactly(text: str) -> int | None:
    """The whole number in digits or as 1e6, if it is one."""
    # More digits are beyond what is allowed anyway, and very many would take int() long.
    if text.isascii() and text.isdecimal() and len(text) < 20:
        return int(text)
    try:
        value = float(text)
    except ValueError:
        return None
    return int(value) if value.is_integer() else None
