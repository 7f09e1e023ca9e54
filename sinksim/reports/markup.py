"""Texts from scenarios and tables inside HTML: shown as they are written, never acting."""

import html
import unicodedata


def safe(text: object, most: int = 300) -> str:
    """A text for HTML: marks escaped, hidden and direction-changing characters out, its end left off beyond ``most``."""
    seen = "".join(" " if c in "\n\r\t" else c for c in str(text) if c in "\n\r\t" or not _is_hidden(c))
    return html.escape(seen if len(seen) <= most else f"{seen[: most - 1]}…", quote=True)


def _is_hidden(character: str) -> bool:
    """Control, format and private characters, and halves of one: nothing that a reader could see."""
    return unicodedata.category(character) in ("Cc", "Cf", "Co", "Cs", "Zl", "Zp")
