"""Parts of pages in Markdown: tables and fences, in which texts from scenarios stand as they are written."""

import re
from collections.abc import Iterable, Sequence

from sinksim.text.escaping import plain

# What would begin emphasis, code, a link or a column; a low line inside a word begins nothing.
_MARKS = re.compile(r"[\\`*\[\]|~]|(?<!\w)_|_(?!\w)")
LONGEST = 2_000


def written(text: object) -> str:
    """A text on one line, its marks escaped."""
    return _MARKS.sub(lambda found: f"\\{found.group()}", plain(str(text), LONGEST))


def table(heads: Sequence[str], rows: Iterable[Sequence[object]]) -> str:
    """A table; cells are escaped."""
    lines = [list(map(written, heads)), ["---"] * len(heads), *(list(map(written, row)) for row in rows)]
    return "\n".join(f"| {' | '.join(cells)} |" for cells in lines)


def fence(language: str, text: str) -> str:
    """A block of another language."""
    return f"```{language}\n{text}\n```"
