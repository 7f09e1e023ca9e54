"""Texts from outside, shown as they are written."""

import unicodedata
from functools import lru_cache

_MARKS = r"\`*_{}[]()<>#+-.!|~$:&^"
_UNSEEN = ("Cc", "Cf", "Cs", "Co", "Cn", "Zl", "Zp")


@lru_cache(maxsize=4096)
def plain_text(text: str) -> str:
    """A text for Markdown: what would be marks, links, formulas or icons is shown; what cannot be seen is left out."""
    seen = (c for c in text if c == "\n" or unicodedata.category(c) not in _UNSEEN)
    return "".join(f"\\{c}" if c in _MARKS else c for c in seen)
