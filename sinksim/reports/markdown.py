"""Parts of pages in Markdown: tables and fences, in which texts from scenarios stand as they are written."""

import re
from collections.abc import Iterable, Sequence

from sinksim.text.escaping import plain

# What would begin emphasis, code, a link or a column; a low line inside a word begins nothing.
_MARKS = re.compile(r"[\\`*\[\]|~]|(?<!\w)_|_(?!\w)")
_WIDE = "[\u3000-\u303f\u3400-\u9fff\uff00-\uffef]"
_FOLD = re.compile(f"(?<={_WIDE}) (?={_WIDE})")
LONGEST = 2_000


def written(text: object) -> str:
    """A text on one line, its marks escaped."""
    return _MARKS.sub(lambda found: f"\\{found.group()}", plain(str(text), LONGEST))


def paragraph(text: str) -> str:
    """A text that a scenario's file folds over several lines; between two Chinese characters no blank is left of a fold."""
    return written(_FOLD.sub("", " ".join(text.split())))


def table(heads: Sequence[str], rows: Iterable[Sequence[object]]) -> str:
    """A table; cells are escaped."""
    lines = [list(map(written, heads)), ["---"] * len(heads), *(list(map(written, row)) for row in rows)]
    return "\n".join(f"| {' | '.join(cells)} |" for cells in lines)


def fence(language: str, text: str) -> str:
    """A block of another language."""
    return f"```{language}\n{text}\n```"
