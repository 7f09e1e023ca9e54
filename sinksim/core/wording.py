"""How a fault is worded: a value shortened to one line, and the nearest names that do exist."""

from collections.abc import Iterable
from difflib import get_close_matches

SHOWN = 60


def shown(value: object, length: int = SHOWN) -> str:
    """The value as Python would write it, on one line, its middle left out beyond ``length`` characters."""
    text = repr(_clipped(value, length))
    if len(text) <= length:
        return text
    half = (length - 3) // 2
    return f"{text[:half]}...{text[-half:]}"


def _clipped(value: object, length: int) -> object:
    """The value, a text of it cut in its middle: ``repr`` of megabytes would take long, and ``shown`` shortens it further."""
    if isinstance(value, str) and len(value) > 4 * length:
        return value[: 2 * length] + value[-2 * length :]
    if isinstance(value, bytes) and len(value) > 4 * length:
        return value[: 2 * length] + value[-2 * length :]
    return value


def named(names: Iterable[str], most: int = 12) -> str:
    """Names in one line, the first ``most`` of them, and how many more there are."""
    known = [shown(name)[1:-1] for name in names]  # without the quotes of ``repr``
    rest = len(known) - most
    return ", ".join(known[:most]) + (f" and {rest} more" if rest > 0 else "")


def near(name: str, known: Iterable[str]) -> str:
    """A hint which names may be meant: at most three similar ones, else the known names, else that none is known."""
    known = sorted(set(known))
    close = get_close_matches(name[:100], known, n=3, cutoff=0.6)  # cut, because it compares letter by letter
    if close:
        return f"did you mean {' or '.join(close)}?"
    return f"known: {named(known)}" if known else "nothing is known here"
